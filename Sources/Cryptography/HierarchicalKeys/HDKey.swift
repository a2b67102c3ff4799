import CCrypto

/// A private key that derives others (BIP-32).
public final class HDKey: Sendable {
    /// The key itself.
    public let privateKey: PrivateKey
    /// 32 bytes without which nothing can be derived.
    let chainCode: SecretBytes
    /// Number of steps from the master key.
    public let depth: UInt8
    /// First four bytes of the parent's identifier; zeros for a master key.
    public let parentFingerprint: [UInt8]
    /// The last step of the path; 0 for a master key.
    public let childNumber: UInt32

    /// The master key of a seed of 16 to 64 bytes.
    ///
    /// - Throws: `CryptographyError.seedLength`, or `invalidPrivateKey` for one seed in 2^127.
    public init(seed: SecretBytes) throws(CryptographyError) {
        guard 16...64 ~= seed.count else { throw .seedLength(bytes: seed.count) }
        let output = try HMAC.sha512(key: SecretBytes(copying: "Bitcoin seed"), seed)
        privateKey = try PrivateKey(output.slice(0..<32))
        chainCode = output.slice(32..<64)
        (depth, parentFingerprint, childNumber) = (0, [0, 0, 0, 0], 0)
    }

    /// The key with these parts.
    init(
        privateKey: PrivateKey, chainCode: SecretBytes, depth: UInt8, parentFingerprint: [UInt8],
        childNumber: UInt32
    ) {
        self.privateKey = privateKey
        self.chainCode = chainCode
        self.depth = depth
        self.parentFingerprint = parentFingerprint
        self.childNumber = childNumber
    }

    /// The key that `path` leads to from this one.
    ///
    /// - Throws: `CryptographyError.impossibleDerivation` below depth 255, and for one step in 2^127.
    public func derive(_ path: DerivationPath) throws(CryptographyError) -> HDKey {
        var key = self
        for step in path.steps { key = try key.child(step) }
        return key
    }

    /// The child of this number; 2^31 and above are hardened.
    ///
    /// - Throws: `CryptographyError.impossibleDerivation` below depth 255, and for one step in 2^127.
    public func child(_ number: UInt32) throws(CryptographyError) -> HDKey {
        guard depth < .max else { throw .impossibleDerivation }
        let publicKey = try Secp256k1.compress(privateKey.publicKey)
        let data = SecretBytes(count: 37)
        data.withUnsafeMutableBytes { data in
            if number >= DerivationPath.hardened {
                privateKey.withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(rebasing: data[1..<33]).copyMemory(from: $0)
                }
            } else {
                data.copyBytes(from: publicKey)
            }
            data.storeBytes(of: number.bigEndian, toByteOffset: 33, as: UInt32.self)
        }
        let output = try HMAC.sha512(key: chainCode, data)
        let secret = privateKey.withUnsafeBytes { SecretBytes(copying: $0) }
        let added = secret.withUnsafeMutableBytes { secret in
            output.withUnsafeBytes {
                coai_secp256k1_key_add(
                    secret.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
        }
        guard added == 1, let child = try? PrivateKey(secret) else { throw .impossibleDerivation }
        return HDKey(
            privateKey: child, chainCode: output.slice(32..<64), depth: depth + 1,
            parentFingerprint: ExtendedPublicKey.fingerprint(of: publicKey), childNumber: number)
    }

    /// What may be shown of this key: it derives the public keys of all children that aren't hardened.
    public func publicKey() throws(CryptographyError) -> ExtendedPublicKey {
        try ExtendedPublicKey(
            key: try Secp256k1.compress(privateKey.publicKey),
            chainCode: chainCode.withUnsafeBytes { Array($0) },
            depth: depth, parentFingerprint: parentFingerprint, childNumber: childNumber)
    }
}

extension HDKey {
    /// The key in an `xprv` text.
    ///
    /// - Throws: `CryptographyError.invalidExtendedKey`.
    public convenience init(parsing text: SecretBytes) throws(CryptographyError) {
        let payload = try ExtendedKeyCoding.decode(text, version: ExtendedKeyCoding.privateVersion)
        let fields = payload.withUnsafeBytes { ExtendedKeyCoding.Fields($0) }
        guard payload.withUnsafeBytes({ $0[45] }) == 0,
            let privateKey = try? PrivateKey(payload.slice(46..<78))
        else { throw .invalidExtendedKey }
        self.init(
            privateKey: privateKey, chainCode: payload.slice(13..<45), depth: fields.depth,
            parentFingerprint: fields.parentFingerprint, childNumber: fields.childNumber)
    }

    /// The key as `xprv` text: whoever has it has every child's key.
    public func serialized() throws(CryptographyError) -> SecretBytes {
        let payload = SecretBytes(count: 78)
        payload.withUnsafeMutableBytes { output in
            ExtendedKeyCoding.write(
                version: ExtendedKeyCoding.privateVersion, depth: depth, parentFingerprint: parentFingerprint,
                childNumber: childNumber, into: output)
            chainCode.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: output[13..<45]).copyMemory(from: $0)
            }
            privateKey.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: output[46..<78]).copyMemory(from: $0)
            }
        }
        return ExtendedKeyCoding.encode(payload)
    }
}
