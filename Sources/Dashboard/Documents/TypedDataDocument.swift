import Ethereum
import StrictJSON

/// An EIP-712 document in the making: one struct, a domain of four fields, written as every library reads it.
///
/// Numbers are written as decimal text, so that no reader rounds them; `EIP712Domain` is listed, so that none derives
/// it.
public struct TypedDataDocument: Sendable, Hashable {
    /// Where the signature holds.
    public struct Domain: Sendable, Hashable {
        /// Name of the application, as its contract states it (EIP-5267).
        public let name: String
        /// Version of the application.
        public let version: String
        /// Chain on which the signature holds.
        public let chainID: UInt64
        /// Contract that checks it.
        public let verifyingContract: Address

        /// A domain of these parts.
        public init(name: String, version: String = "1", chainID: UInt64, verifyingContract: Address) {
            self.name = name
            self.version = version
            self.chainID = chainID
            self.verifyingContract = verifyingContract
        }
    }

    /// One field of the struct.
    public struct Field: Sendable, Hashable {
        let name: String
        let type: String
        let text: String
        let isString: Bool

        /// An unsigned number of `bits`.
        static func uint(_ name: String, _ bits: Int, _ value: UInt256) -> Field {
            Field(name: name, type: "uint\(bits)", text: value.description, isString: true)
        }

        static func uint(_ name: String, _ bits: Int, _ value: UInt64) -> Field {
            uint(name, bits, UInt256(value))
        }

        static func address(_ name: String, _ value: Address) -> Field {
            Field(name: name, type: "address", text: value.checksummed, isString: true)
        }

        static func hash(_ name: String, _ value: Hash32) -> Field {
            Field(name: name, type: "bytes32", text: value.description, isString: true)
        }

        static func bool(_ name: String, _ value: Bool) -> Field {
            Field(name: name, type: "bool", text: value ? "true" : "false", isString: false)
        }

        static func string(_ name: String, _ value: String) -> Field {
            Field(name: name, type: "string", text: value, isString: true)
        }

        static func bytes(_ name: String, _ value: [UInt8]) -> Field {
            Field(name: name, type: "bytes", text: Hex.encode(value), isString: true)
        }

        var json: JSON { isString ? .string(text) : .bool(text == "true") }
    }

    /// Where the signature holds.
    public let domain: Domain
    /// Name of the struct.
    public let primaryType: String
    /// Its fields, in the order of the type string.
    public let fields: [Field]

    /// The document: what goes to the signer, and into a file.
    public var json: JSON {
        [
            "types": [
                "EIP712Domain": .array([
                    Self.definition("name", "string"), Self.definition("version", "string"),
                    Self.definition("chainId", "uint256"), Self.definition("verifyingContract", "address"),
                ]),
                primaryType: .array(fields.map { Self.definition($0.name, $0.type) }),
            ],
            "primaryType": .string(primaryType),
            "domain": [
                "name": .string(domain.name), "version": .string(domain.version),
                "chainId": .string(String(domain.chainID)),
                "verifyingContract": .string(domain.verifyingContract.checksummed),
            ],
            "message": .object(JSONObject(fields.map { ($0.name, $0.json) })),
        ]
    }

    /// The document's bytes.
    public var bytes: [UInt8] { Array(json.serialized(pretty: true).utf8) }

    private static func definition(_ name: String, _ type: String) -> JSON {
        ["name": .string(name), "type": .string(type)]
    }
}
