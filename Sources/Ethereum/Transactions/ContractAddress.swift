/// Where a new contract will live.
public enum ContractAddress {
    /// Address of the contract that `sender` creates with its transaction or CREATE number `nonce`.
    public static func create(sender: Address, nonce: UInt64) -> Address {
        Address(truncating: Keccak256.hash(RLP.encode(.list([.bytes(sender.bytes), .number(nonce)]))).word)
    }

    /// Address of the contract that `sender` creates with CREATE2 (EIP-1014), of this salt and initcode's hash.
    public static func create2(sender: Address, salt: Hash32, initCodeHash: Hash32) -> Address {
        Address(truncating: Keccak256.hash([0xff] + sender.bytes + salt.bytes + initCodeHash.bytes).word)
    }
}
