"""Steps of a walk with evidence, verdicts and reports."""
from eth_abi import encode
from eth_utils import keccak

from market import SALT
from network import ZERO_HASH, values

VERDICT = "VerdictReveal(address validator,uint256 jobId,bytes32 resultHash,uint8 verdict,bytes32 salt)"


class VerificationSteps:
    """Steps of a walk with evidence, verdicts and reports."""

    def attest(self):
        job = self.some_job(2, 6)
        outcome = self.call(
            self.network.verification, "submitAttestation", job, 0, self.random.randbytes(32), sender=self.party(job, 2))
        self.attestations.append(outcome.value)

    def verify(self):
        evidence = self.random.choice(self.attestations or [ZERO_HASH])
        isGood = self.random.random() < 0.8
        self.call(
            self.network.verification, "verifyAttestation", evidence, isGood, 0, ZERO_HASH,
            sender=self.random.choice([self.verifier] * 4 + [self.someone()]))

    def votes(self) -> list[int]:
        """Jobs whose results validators are asked about."""
        return [
            job for job, state in self.ledger.states.items()
            if state in (2, 7) and self.ledger.verification.get(job, 0) & 4]

    def seal_verdict(self):
        job = self.random.choice(self.votes() or [self.some_job(2, 7)])
        providers = self.actors[:5]
        active = [one for one in providers if self.network.staking.stakeOf(one.address)[0] == 2]
        one = self.random.choice(active or providers)
        result = self.random.choice([b"\x09", b"\x09", b"\x0b"]) * 32
        commitment = keccak(encode(
            ["bytes32", "address", "uint256", "bytes32", "uint8", "bytes32"],
            [keccak(text=VERDICT), one.address, job, result, int(result[0] == 9), SALT]))
        self.call(self.network.verification, "commitVerdict", job, commitment, sender=one)
        self.verdicts[job, one.address] = result

    def opening(self) -> list[tuple[int, str]]:
        """Verdicts that can be opened now."""
        now, verification = self.network.now, self.network.verification
        rounds = {job: verification.roundOf(job) for job in {job for job, _ in self.verdicts}}
        self.verdicts = {key: result for key, result in self.verdicts.items() if now < rounds[key[0]][1]}
        return [key for key in self.verdicts if rounds[key[0]][0] <= now]

    def open_verdict(self):
        verification, ready = self.network.verification, self.opening()
        if not ready:
            return
        job, address = self.random.choice(ready)
        (one,) = [one for one in self.actors if one.address == address]
        result = self.verdicts[job, address]
        self.call(verification, "revealVerdict", job, result, int(result[0] == 9), SALT, sender=one)
        del self.verdicts[job, address]

    def report_fault(self):
        self.call(self.network.verification, "reportFault", self.some_job(2, 4, 7), sender=self.someone())

    def report_service(self):
        job, contract = self.some_job(2, 6), self.market.contract
        one = self.party(job, 3)
        message = {
            "attester": one.address, "jobId": job, "met": self.random.random() < 0.5, "latencyMs": 5, "uptimeBps": 1,
            "evidenceHash": ZERO_HASH, "observedAt": self.network.now, "nonce": contract.nonces(one.address)}
        signature = self.network.sign(one, contract, "SLAAttestation", message)
        self.sign_once(contract, "reportSLA", (one.address, message["nonce"]), values(message), signature)

    def claim_fees(self):
        sender = self.random.choice([self.verifier, self.random.choice(self.actors[:5])])
        self.call(self.network.verification, "claim", self.network.token.address, sender=sender)
