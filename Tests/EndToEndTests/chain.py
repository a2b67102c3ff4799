"""What the chain says, by web3.py and eth-account: chain.py NODE order FILE | chain.py NODE vote GOVERNOR ACCOUNT.

`order` prints the account whose key signed the order in FILE. `vote` prints, for each proposal, its number, whether the
account has voted, and the votes against, for and abstaining, in wei.
"""
import json
import sys

from eth_account import Account
from eth_account.messages import encode_typed_data
from web3 import Web3

ABI = json.loads("""[
 {"type":"function","name":"hasVoted","stateMutability":"view","inputs":[{"name":"","type":"uint256"},{"name":"","type":"address"}],"outputs":[{"name":"","type":"bool"}]},
 {"type":"function","name":"proposalVotes","stateMutability":"view","inputs":[{"name":"","type":"uint256"}],"outputs":[{"name":"","type":"uint256"},{"name":"","type":"uint256"},{"name":"","type":"uint256"}]},
 {"type":"event","name":"ProposalCreated","anonymous":false,"inputs":[{"indexed":false,"name":"proposalId","type":"uint256"},{"indexed":false,"name":"proposer","type":"address"},{"indexed":false,"name":"targets","type":"address[]"},{"indexed":false,"name":"values","type":"uint256[]"},{"indexed":false,"name":"signatures","type":"string[]"},{"indexed":false,"name":"calldatas","type":"bytes[]"},{"indexed":false,"name":"voteStart","type":"uint256"},{"indexed":false,"name":"voteEnd","type":"uint256"},{"indexed":false,"name":"description","type":"string"}]}
]""")

node, question, *words = sys.argv[1:]
web3 = Web3(Web3.HTTPProvider(node))
if question == "order":
    kept = json.load(open(words[0]))
    document = kept["document"]
    if isinstance(document, str):
        document = json.loads(document)
    signer = Account.recover_message(encode_typed_data(full_message=document), signature=kept["signature"])
    print(json.dumps({"signer": signer, "chain": document["domain"]["chainId"], "node": web3.eth.chain_id}))
else:
    governor = web3.eth.contract(address=Web3.to_checksum_address(words[0]), abi=ABI)
    account = Web3.to_checksum_address(words[1])
    for event in governor.events.ProposalCreated().get_logs(from_block=0):
        number = event["args"]["proposalId"]
        print(json.dumps({
            "id": str(number), "voted": governor.functions.hasVoted(number, account).call(),
            "votes": [str(votes) for votes in governor.functions.proposalVotes(number).call()],
        }))
