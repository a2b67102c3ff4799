import Devnet
import StrictJSON

extension DevNode {
    /// The answer to a request, read again; nil for a notification.
    func answer(_ request: JSON) -> JSON? {
        var answer: [UInt8] = []
        self.answer(request, into: &answer)
        return try? JSON.parse(answer, limits: .node)
    }
}
