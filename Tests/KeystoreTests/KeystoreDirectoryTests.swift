import Cryptography
import Ethereum
import Foundation
import Glibc
import Keystore
import Testing

@Suite struct KeystoreDirectoryTests {
    private let passphrase = SecretBytes(copying: "x")

    private func file(_ key: PrivateKey? = nil) throws -> KeystoreFile {
        try KeystoreFile.encrypt(key ?? Samples.key(), passphrase: passphrase, strength: .light)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }

    @Test func savesForTheUserAlone() throws {
        let temporary = try TemporaryDirectory()
        let directory = KeystoreDirectory(path: temporary.path + "/a/keystore")
        #expect(try directory.list().isEmpty)
        let path = try directory.save(file())
        #expect(try mode(path) == 0o600)
        #expect(try mode(directory.path) == 0o700)
        #expect(try mode(temporary.path + "/a") == 0o700)
        #expect(path.hasSuffix("Z--6370ef2f4db3611d657b90667de398a2cc2a370c"))
        // Nothing else is left there.
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 1)
        let address = try Samples.key().address
        #expect(try directory.list().map(\.address) == [address])
        #expect(try directory.unlock(address, passphrase: passphrase).address == address)
    }

    @Test func neverOverwrites() throws {
        let temporary = try TemporaryDirectory()
        let directory = KeystoreDirectory(path: temporary.path)
        let path = try directory.save(file())
        let before = FileManager.default.contents(atPath: path)
        #expect(code { try _ = directory.save(file()) } == "keystore.exists")
        #expect(FileManager.default.contents(atPath: path) == before)
        #expect(try directory.list().count == 1)
    }

    @Test func replaces() throws {
        let temporary = try TemporaryDirectory()
        let directory = KeystoreDirectory(path: temporary.path)
        let address = try Samples.key().address
        try _ = directory.save(file())
        let (entry, old) = try directory.find(address)
        let new = SecretBytes(copying: "new")
        try directory.replace(
            entry, with: old.changingPassphrase(from: passphrase, to: new, strength: .light))
        #expect(try directory.unlock(address, passphrase: new).address == address)
        #expect(
            code { try _ = directory.unlock(address, passphrase: passphrase) } == "keystore.wrong-passphrase")
        #expect(try mode(entry.path) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 1)
        // Another account's file isn't put in its place.
        let other = try file(PrivateKey.random())
        #expect(code { try directory.replace(entry, with: other) } == "keystore.changed")
    }

    @Test func listsDamagedFiles() throws {
        let temporary = try TemporaryDirectory()
        let directory = KeystoreDirectory(path: temporary.path)
        let address = try Samples.key().address
        let path = try directory.save(file())
        try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
        try Data("hello".utf8).write(to: URL(fileURLWithPath: temporary.path + "/notes.txt"))
        try Data("".utf8).write(to: URL(fileURLWithPath: temporary.path + "/.hidden"))
        try FileManager.default.createDirectory(
            atPath: temporary.path + "/folder", withIntermediateDirectories: false)
        let entries = try directory.list()
        #expect(entries.map { $0.damage?.code } == ["keystore.damaged", "keystore.damaged"])
        // The file's name still tells whose it is, so that the damage is reported and not an absent account.
        #expect(code { try _ = directory.find(address) } == "keystore.damaged")
        #expect(code { try _ = directory.find(.zero) } == "keystore.no-account")
    }

    @Test func twoFilesOfOneAccount() throws {
        let temporary = try TemporaryDirectory()
        for name in ["a", "b"] {
            try Data(Samples.scrypt.utf8).write(to: URL(fileURLWithPath: "\(temporary.path)/\(name)"))
        }
        let address = try Samples.key().address
        #expect(
            code { try _ = KeystoreDirectory(path: temporary.path).find(address) } == "keystore.two-files")
    }

    @Test func pipesDoNotHang() throws {
        let temporary = try TemporaryDirectory()
        #expect(mkfifo(temporary.path + "/pipe", 0o600) == 0)
        #expect(try KeystoreDirectory(path: temporary.path).list().isEmpty)
        #expect(code { try _ = KeystoreDirectory.read(temporary.path + "/pipe") } == "keystore.file")
        #expect(code { try _ = KeystoreDirectory.read(temporary.path + "/absent") } == "keystore.file")
    }

    /// Many at once: one wins, the others are told.
    @Test func savesAtOnce() async throws {
        let temporary = try TemporaryDirectory()
        let directory = KeystoreDirectory(path: temporary.path)
        let file = try file()
        let saved = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { (try? directory.save(file)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(saved == 1)
        #expect(try directory.list().count == 1)
    }
}
