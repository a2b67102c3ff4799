# pragma version 0.4.3
# pragma evm-version prague
"""
@title Registry of models and datasets
@license MIT
@notice What jobs run and learn from: whose it is, under which license, and what is due to its owner. Models as ERC-7992
        has them: an update keeps the number, and both commitments are told.
@dev Amounts are wei of COAI, shares basis points. Access mode of a dataset: 0 Open, 1 TokenGated, 2 ComputeOnly.
     Bounds: a URI has at most 256 bytes, a CID 128, a royalty is at most 20 %, a job uses at most 8 datasets, and their
     fees are at most a fifth of its budget.
"""

from ethereum.ercs import IERC20
from ethereum.ercs import IERC165

import Datasets
import Domain
import Models

implements: IERC165
initializes: Domain
initializes: Models
initializes: Datasets[Domain := Domain]
exports: (Domain.eip712Domain, Domain.DOMAIN_SEPARATOR)
exports: Models.__interface__
exports: Datasets.__interface__


@deploy
def __init__(token: address, market: address):
    """
    @param token COAI, what fees are paid in.
    @param market Where jobs are.
    """
    Domain.__init__("COAI Registry", "1")
    Datasets.__init__(token, market)


@external
@view
def supportsInterface(interface_id: bytes4) -> bool:
    """
    @notice ERC-165, and ERC-7992's registry.
    """
    return interface_id in [0x01ffc9a7, Models.REGISTRY_INTERFACE]
