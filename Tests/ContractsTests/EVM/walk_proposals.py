"""Steps of a walk with proposals and timelocked calls."""
from eth_abi import encode
from eth_utils import keccak

from network import COAI, DAY, ZERO, ZERO_HASH, values


class ProposalSteps:
    """Steps of a walk with proposals and timelocked calls."""

    def propose(self):
        market, staking, token = self.network.market, self.network.staking, self.network.token
        calls = [
            (market.address, market.encode("setBidDeposit", self.random.randrange(20 * COAI))),
            (market.address, market.encode("setChallengeBondBps", self.random.randrange(2_000))),
            (staking.address, staking.encode("setMinSelfStake", self.random.randrange(1, 1_000 * COAI))),
            (token.address, token.encode("transfer", self.someone().address, 0)),
        ]
        chosen = self.random.sample(calls, self.random.randrange(1, 4))
        description = f"proposal {len(self.proposals)}"
        arguments = [one[0] for one in chosen], [0] * len(chosen), [one[1] for one in chosen]
        self.call(self.network.governor, "propose", *arguments, description, sender=self.someone())
        self.proposals.append((*arguments, keccak(text=description)))

    def some_proposal(self) -> tuple:
        return self.random.choice(self.proposals[-12:]) if self.proposals else ([], [], [], ZERO_HASH)

    def number(self, proposal: tuple) -> int:
        return int.from_bytes(keccak(encode(["address[]", "uint256[]", "bytes[]", "bytes32"], proposal)), "big")

    def vote(self):
        support = self.random.choice([1, 1, 1, 1, 0, 2, 3])
        self.call(
            self.network.governor, "castVote", self.number(self.some_proposal()), support, sender=self.someone())

    def vote_by_signature(self):
        voter, governor, number = self.someone(), self.network.governor, self.number(self.some_proposal())
        message = {"proposalId": number, "support": 1, "voter": voter.address, "nonce": governor.nonces(voter.address)}
        signature = self.network.sign(voter, governor, "Ballot", message)
        self.sign_once(
            governor, "castVoteBySig", (voter.address, message["nonce"]), number, 1, voter.address, signature)

    def queue(self):
        self.call(self.network.governor, "queue", *self.some_proposal(), sender=self.someone())

    def execute(self):
        self.call(self.network.governor, "execute", *self.some_proposal(), sender=self.someone())

    def execute_directly(self):
        *calls, description = self.some_proposal()
        salt = (int(self.network.governor.address, 16) << 96 ^ int.from_bytes(description, "big")).to_bytes(32, "big")
        self.call(self.network.timelock, "executeBatch", *calls, bytes(32), salt, sender=self.someone())

    def cancel_proposal(self):
        self.call(self.network.governor, "cancel", *self.some_proposal(), sender=self.someone())
