"""Steps of a walk with the token."""
from network import COAI, ZERO, ZERO_HASH


class TokenSteps:
    """Steps of a walk with the token."""

    def transfer(self):
        one = self.someone()
        balance = self.network.token.balanceOf(one.address)
        amount = self.some_amount(balance // 10 + self.random.choice([0, balance]))
        self.call(self.network.token, "transfer", self.someone().address, amount, sender=one)

    def delegate_votes(self):
        to = self.random.choice([ZERO, self.someone().address])
        self.call(self.network.token, "delegate", to, sender=self.someone())

    def permit(self):
        owner, token = self.someone(), self.network.token
        message = {
            "owner": owner.address, "spender": self.network.market.address, "value": 2**256 - 1,
            "nonce": token.nonces(owner.address), "deadline": self.network.now + 600}
        signature = self.network.sign(owner, token, "Permit", message)
        arguments = [message[key] for key in ("owner", "spender", "value", "deadline")]
        arguments += [signature[64], signature[:32], signature[32:64]]
        self.sign_once(token, "permit", (owner.address, message["nonce"]), *arguments)

    def delegate_by_signature(self):
        signer, token = self.someone(), self.network.token
        message = {
            "delegatee": self.someone().address, "nonce": token.nonces(signer.address),
            "expiry": self.network.now + 600}
        signature = self.network.sign(signer, token, "Delegation", message)
        self.sign_once(
            token, "delegateBySig", (signer.address, message["nonce"]), *message.values(), signature[64],
            signature[:32], signature[32:64])

    def burn(self):
        self.call(self.network.token, "burn", self.random.randrange(COAI), ZERO_HASH, sender=self.someone())

    def sign_once(self, contract, function: str, nonce, *arguments):
        """Sends something signed, and keeps it to be sent again."""
        sent = (contract, function, (contract.address, nonce), arguments)
        self.signed.append(sent)
        self.call(contract, function, *arguments, sender=self.someone())
        self.ledger.use_nonce(sent[2])

    def replay(self):
        """Sends something again that was signed before; it must not count twice."""
        if self.signed:
            contract, function, nonce, arguments = self.random.choice(self.signed[-self.random.choice([3, 1_000]):])
            self.call(contract, function, *arguments, sender=self.someone())
            self.ledger.use_nonce(nonce)
