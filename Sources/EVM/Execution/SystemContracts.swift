import Ethereum

/// Contracts that the protocol itself calls: what a chain that begins with their forks has at its beginning.
public enum SystemContracts {
    /// Code of the contract that keeps roots of the beacon chain (EIP-4788, "Bytecode").
    static let beaconRootsCode: StaticString = """
        3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff81069081541460\
        3c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500
        """
    /// Code of the contract that keeps hashes of blocks (EIP-2935, "Bytecode").
    static let blockHashesCode: StaticString = """
        3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257\
        611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500
        """

    /// The accounts of the contracts that `rules` call.
    public static func accounts(rules: ForkRules) -> [Address: StoredAccount] {
        var accounts: [Address: StoredAccount] = [:]
        func deploy(_ code: StaticString, at address: Address) {
            let bytes = (try? Hex.decode("0x" + code.description)) ?? []
            accounts[address] = StoredAccount(nonce: 1, code: Code(bytes))
        }
        if rules >= .cancun { deploy(beaconRootsCode, at: SystemCalls.beaconRoots) }
        if rules >= .prague { deploy(blockHashesCode, at: SystemCalls.blockHashes) }
        return accounts
    }
}
