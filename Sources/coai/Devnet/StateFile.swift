import Console
import Devnet
import Glibc

/// The file that a development node's state is kept in between runs (`--state`).
struct StateFile {
    /// Largest file that is read, in bytes.
    private static let maximumBytes = 4 << 30

    private let path: String
    private let node: DevNode
    /// Two nodes would each overwrite what the other has written.
    private let lock: FileLock

    /// Has a node take on the state of the file, if there is one; nil if none is named.
    ///
    /// - Throws: a failure with exit code 5 if another node has the file, 4 if it can't be read as a state, and 2 if options
    ///   ask for another chain.
    init?(_ arguments: Arguments, _ node: DevNode) throws(Failure) {
        guard let path = try arguments.value("--state") else { return nil }
        (self.path, self.node) = (path, node)
        try FileBytes.expectWritable(path)
        lock = try FileLock(
            of: path,
            inUse: Failure(
                "state.in-use", "\(path): another node keeps its state there",
                hint: "stop that node, or name another file", exitCode: 5))
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw Failure(
                    "file.unreadable", "\(path): not an ordinary file", hint: "name a file for the state",
                    exitCode: 4)
            }
            let asked = node.chain.configuration
            let bytes = try FileBytes.read(path, maximum: Self.maximumBytes)
            do throws(SavedStateError) { try node.load(bytes) } catch {
                throw Failure(error.code, "\(path): \(error.message)", hint: error.hint, exitCode: 4)
            }
            let found = node.chain.configuration
            for (option, isSame) in [
                ("--chain-id", asked.chainID == found.chainID), ("--fork-rules", asked.rules == found.rules),
                ("--start-time", asked.startTime == found.startTime), ("--seed", asked.seed == found.seed),
            ] where !isSame {
                guard try arguments.value(option) == nil else {
                    throw .usage("\(option) is for a new chain, and that of \(path) has another one")
                }
            }
        }
        node.save = { [path, unowned node] () throws(RPCError) in
            do throws(Failure) { try FileBytes.write(node.saved(), to: path, replacing: true) } catch {
                throw RPCError(code: -32000, message: "the state can't be written (\(error.code))")
            }
        }
    }

    /// Writes the state in the file's place: whatever ends the program, the one or the other is there as a whole.
    func write() throws(Failure) { try FileBytes.write(node.saved(), to: path, replacing: true) }
}
