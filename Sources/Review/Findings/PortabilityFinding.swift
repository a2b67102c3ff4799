import Ethereum
import SafeText

/// Typed data that some library would hash otherwise, or whose names are odd.
enum PortabilityFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        guard case .typedData(let data) = subject.document else { return [] }
        return data.warnings.map { Finding(.warning, $0.code, SafeText(reviewing: $0.text)) }
    }
}
