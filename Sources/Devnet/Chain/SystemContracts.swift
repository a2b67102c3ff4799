import EVM
import Ethereum

/// Contracts that the protocol itself calls, deployed from the genesis on.
enum SystemContracts {
    /// Addresses and code under these rules: EIP-4788 from Cancun on, EIP-2935 from Prague on.
    static func deployed(_ rules: ForkRules) -> [(Address, Code)] {
        var found: [(Address, Code)] = []
        if rules >= .cancun { found.append((SystemCalls.beaconRoots, code(beaconRoots))) }
        if rules >= .prague { found.append((SystemCalls.blockHashes, code(blockHashes))) }
        return found
    }

    private static func code(_ hex: String) -> Code { Code((try? Hex.decode(hex)) ?? []) }

    /// Runtime code of EIP-4788, section "Block execution".
    private static let beaconRoots =
        "0x3373fffffffffffffffffffffffffffffffffffffffe14604d57602036146024575f5ffd5b5f35801560495762001fff8106"
        + "90815414603c575f5ffd5b62001fff01545f5260205ff35b5f5ffd5b62001fff42064281555f359062001fff015500"

    /// Runtime code of EIP-2935, section "Specification".
    private static let blockHashes =
        "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311"
        + "604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500"
}
