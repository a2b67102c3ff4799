import NodeClient

/// The error that `body` throws, or nil if it throws none or another.
func nodeError(_ body: () throws -> Void) -> NodeError? {
    do { try body() } catch { return error as? NodeError }
    return nil
}
