# pragma version 0.4.3
# pragma evm-version prague
"""
@title Proofs by signature
@license MIT
@notice The plainest proof system, "ecdsa-output-v1": the holder of the model's verifying key signed that the input
        has the output. It proves who says so, not that it is so.
@dev vkHash is keccak256 of the signer's address as 32 bytes; what is signed is the hash of the chain's id, this
     contract, the model's hash, the input's commitment and the hash of the output, as EIP-191 has it for a hash (version
     0x45). The proof is the signature, 65 bytes.
"""

import Signatures


@external
@view
def verify(
    modelHash: bytes32, vkHash: bytes32, inputCommitment: bytes32, output: Bytes[4096], proof: Bytes[4096]
) -> bool:
    """
    @notice Whether the proof holds.
    """
    if len(proof) != 65:
        return False
    digest: bytes32 = keccak256(
        concat(
            b"\x19Ethereum Signed Message:\n32",
            keccak256(
                abi_encode(chain.id, self, modelHash, inputCommitment, keccak256(output))
            ),
        )
    )
    signer: address = Signatures.recover(
        digest,
        convert(slice(proof, 64, 1), uint256),
        convert(slice(proof, 0, 32), uint256),
        convert(slice(proof, 32, 32), uint256),
    )
    return signer != empty(address) and keccak256(abi_encode(signer)) == vkHash
