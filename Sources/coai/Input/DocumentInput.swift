import Console
import Cryptography
import Ethereum
import Glibc
import Profile
import Review

/// A document that a command is given, and what is known of the network it is for.
struct DocumentInput {
    /// Options that every command on documents has.
    static let options = Arguments.Options(
        valued: ["--kind", "--chain-id", "--profile", "--account"])

    /// The document.
    let bytes: [UInt8]
    /// What it is said to be.
    let kind: DocumentKind?
    /// The network's profile, if one was named.
    let profile: NetworkProfile?
    /// The chain that it must be for, if one was selected.
    let chainID: UInt64?
    /// The account that is asked for.
    let account: Address?

    init(_ arguments: Arguments) throws(Failure) {
        let path = try arguments.operand("FILE")
        if let text = try arguments.value("--kind") {
            guard let kind = DocumentKind(rawValue: text) else {
                throw .usage("--kind takes typed-data, transaction or message")
            }
            self.kind = kind
        } else {
            kind = nil
        }
        profile = try arguments.value("--profile").map { (path) throws(Failure) in
            try NetworkProfile(file: path)
        }
        if let text = try arguments.value("--chain-id") {
            guard let number = UInt64(text), number > 0, String(number) == text else {
                throw .usage("--chain-id takes a number above 0")
            }
            if let profile, profile.chainID != number {
                throw .usage("--chain-id is \(number), the profile's chain is \(profile.chainID)")
            }
            chainID = number
        } else {
            chainID = profile?.chainID
        }
        account = try arguments.value("--account").map { (text) throws(Failure) in try Address(argument: text)
        }
        bytes = try FileBytes.read(path)
    }

    /// What a review may lean on; `--now` sets the clock.
    func context(_ arguments: Arguments) throws(Failure) -> ReviewContext {
        var now = UInt64(max(time(nil), 0))
        if let text = try arguments.value("--now") {
            guard let number = UInt64(text), String(number) == text else {
                throw .usage("--now takes seconds since 1970")
            }
            now = number
        }
        return ReviewContext(
            now: now, profiles: profile.map { [$0] } ?? [], expectedChainID: chainID, account: account
        ) { digest, signature in try? Secp256k1.recover(digest: digest, signature: signature) }
    }
}

extension NetworkProfile {
    /// The profile in a file.
    init(file path: String) throws(Failure) {
        let bytes = try FileBytes.read(path)
        do { try self.init(parsing: bytes) } catch {
            throw Failure(error.code, "\(path): \(error.message)", hint: error.hint, exitCode: 4)
        }
    }
}

extension Address {
    /// The address that a word of the command line gives.
    init(argument text: String) throws(Failure) {
        do { try self.init(text) } catch { throw .usage("\(text): \(error.message)") }
    }
}

extension Failure {
    /// A document that breaks a rule.
    init(_ error: ReviewError) { self.init(error.code, error.message, hint: error.hint, exitCode: 4) }
}
