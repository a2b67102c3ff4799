extension StringProtocol {
    /// Gives the UTF-8 of the text as it lies in memory, without a copy where it lies in one piece, as nearly every text
    /// does: going through `utf8` costs three times as much.
    @inline(__always)
    func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
