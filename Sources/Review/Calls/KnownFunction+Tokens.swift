import Ethereum

extension KnownFunction {
    /// ERC-20, ERC-2612, ERC-3009, ERC-721, ERC-1155 and ERC-5805.
    static let tokens: [Row] = [
        (
            "transfer(address to,uint256 amount)",
            { [.tokenTransfer(token: $0.target, recipient: $0.address(0), amount: $0.uint(1))] }
        ),
        (
            "transferFrom(address from,address to,uint256 amount)",
            { [.tokenTransfer(token: $0.target, recipient: $0.address(1), amount: $0.uint(2))] }
        ),
        (
            "safeTransferFrom(address from,address to,uint256 tokenId)",
            { [.tokenTransfer(token: $0.target, recipient: $0.address(1), amount: .one)] }
        ),
        (
            "safeTransferFrom(address from,address to,uint256 tokenId,bytes data)",
            { [.tokenTransfer(token: $0.target, recipient: $0.address(1), amount: .one)] }
        ),
        (
            "approve(address spender,uint256 amount)",
            {
                $0.uint(1).isZero
                    ? []
                    : [
                        .approval(
                            token: $0.target, spender: $0.address(0), amount: $0.uint(1), bits: 256)
                    ]
            }
        ),
        (
            "increaseAllowance(address spender,uint256 amount)",
            { [.approval(token: $0.target, spender: $0.address(0), amount: $0.uint(1), bits: 256)] }
        ),
        ("decreaseAllowance(address spender,uint256 amount)", nothing),
        (
            "setApprovalForAll(address operator,bool approved)",
            {
                $0.flag(1) ? [.operatorApproval(contract: $0.target, operatorAddress: $0.address(0))] : []
            }
        ),
        (
            "permit(address owner,address spender,uint256 amount,uint256 deadline,uint8 v,bytes32 r,bytes32 s)",
            { [.approval(token: $0.target, spender: $0.address(1), amount: $0.uint(2), bits: 256)] }
        ),
        (
            "approve(address token,address spender,uint160 amount,uint48 expiration)",
            {
                [
                    .approval(
                        token: $0.address(0), spender: $0.address(1), amount: $0.uint(2), bits: 160),
                    .deadline(name: "expiration", seconds: $0.uint(3)),
                ]
            }
        ),
        (
            "mint(address to,uint256 amount,uint256 epoch)",
            { _ in [.privileged(.minting, "makes new tokens")] }
        ),
        ("mint(address to,uint256 amount)", { _ in [.privileged(.minting, "makes new tokens")] }),
        ("burn(uint256 amount,bytes32 reason)", nothing), ("burn(uint256 amount)", nothing),
        ("delegate(address delegatee)", nothing),
        (
            "delegateBySig(address delegatee,uint256 nonce,uint256 expiry,uint8 v,bytes32 r,bytes32 s)",
            nothing
        ),
        ("deposit()", nothing), ("withdraw(uint256 amount)", nothing),
    ]
}
