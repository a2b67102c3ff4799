"""Steps of a walk with stake, slashes and emissions."""
from network import COAI, ZERO, ZERO_HASH, values


class StakeSteps:
    """Steps of a walk with stake, slashes and emissions."""

    def some_provider(self) -> str:
        return self.random.choice(self.actors[:5]).address

    def some_stake(self):
        """Mostly somebody and a provider with whom it has stake."""
        stakes = list(self.ledger.bonded)
        if stakes and self.random.random() < 0.9:
            delegator, provider = self.random.choice(stakes)
            return next(one for one in self.actors if one.address.lower() == delegator), provider
        return self.someone(), self.some_provider()

    def register(self):
        one = self.random.choice(self.actors[:5])
        self.call(self.network.staking, "register", one.address, "https://x.example", ZERO_HASH, sender=one)

    def set_status(self):
        one = self.random.choice(self.actors[:5])
        status = self.random.choice([2, 2, 2, 2, 2, 4, 5, 3])
        self.call(self.network.staking, "setStatus", one.address, status, sender=one)

    def schedule_cuts(self):
        cuts = self.random.randrange(3_000), self.random.randrange(11_000)
        self.call(self.network.staking, "scheduleCuts", *cuts, sender=self.random.choice(self.actors[:5]))

    def bond(self):
        one = self.someone()
        provider = self.random.choice([self.some_provider(), one.address])
        self.call(self.network.staking, "bond", provider, self.some_amount(5_000 * COAI), sender=one)

    def unbond(self):
        one, provider = self.some_stake()
        amount = self.network.staking.delegationOf(one.address, provider)[1]
        amount = self.random.choice([amount, amount // 3, 2**256 - 1, amount + 1])
        self.call(self.network.staking, "unbond", provider, amount, sender=one)

    def some_unbonding(self, one) -> int:
        return self.random.randrange(0, self.network.staking.unbondingCount(one.address) + 2)

    def rebond(self):
        one = self.someone()
        self.call(self.network.staking, "rebond", self.some_unbonding(one), sender=one)

    def withdraw(self):
        one = self.someone()
        self.call(self.network.staking, "withdraw", self.some_unbonding(one), sender=one)

    def redelegate(self):
        one, source = self.some_stake()
        amount = self.network.staking.delegationOf(one.address, source)[1] // 2
        self.call(self.network.staking, "redelegate", source, self.some_provider(), amount, sender=one)

    def delegation_order(self):
        one, provider, staking = self.someone(), self.some_provider(), self.network.staking
        held = staking.delegationOf(one.address, provider)[1]
        action = self.random.choice([0, 0, 1, 2])
        amount = (self.some_amount(1_000 * COAI), held // 2, 0)[action]
        if action == 2:
            amount = staking.unbondingOf(one.address, staking.unbondingCount(one.address))[1]
        message = {
            "delegator": one.address, "provider": provider, "action": action, "amount": amount,
            "maxRewardCutBps": 2_500, "maxFeeCutBps": 9_000, "validUntil": self.network.now + 600,
            "nonce": staking.nonces(one.address)}
        signature = self.network.sign(one, staking, "DelegationOrder", message)
        self.sign_once(staking, "delegateBySig", (one.address, message["nonce"]), values(message), signature)

    def distribute(self):
        one = self.random.choice(self.actors[:5])
        epoch = self.network.now // 3_600
        amounts = self.random.randrange(100 * COAI), self.random.randrange(COAI)
        self.call(self.network.staking, "distribute", one.address, epoch, *amounts, sender=one)

    def claim(self):
        one, provider = self.some_stake()
        self.call(self.network.staking, "claim", provider, sender=one)

    def slash(self):
        if self.random.random() < 0.6:
            return
        sender = self.random.choice([self.slasher, self.slasher, self.someone()])
        bps = self.random.choice([1, 500, 5_000, 5_001])
        self.call(
            self.network.staking, "slash", self.some_provider(), 0, bps, self.random.randrange(4),
            self.random.choice([ZERO, self.someone().address]), sender=sender)

    # Slashes that wait.

    def some_slash(self) -> bytes:
        return self.random.choice(list(self.ledger.slashes) or [ZERO_HASH])

    def veto_slash(self):
        sender = self.random.choice([self.verifier, self.verifier, self.someone()])
        self.call(self.network.staking, "vetoSlash", self.some_slash(), sender=sender)

    def execute_slash(self):
        slash = self.some_slash()
        self.call(self.network.staking, "executeSlash", slash, sender=self.someone())
        self.ledger.carried_out(slash)

    # Emissions.

    def start_epoch(self):
        self.call(self.network.emissions, "startEpoch", sender=self.someone())

    def collect(self):
        provider = self.some_provider()
        sender = next(one for one in self.actors if one.address == provider)
        self.call(self.network.emissions, "reward", provider, sender=self.random.choice([sender] * 9 + [self.someone()]))
