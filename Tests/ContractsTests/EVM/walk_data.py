"""Steps of a walk with models and datasets."""
from network import COAI, ZERO, ZERO_HASH, values


class DataSteps:
    """Steps of a walk with models and datasets."""

    def register_model(self):
        commitment = (self.random.randbytes(32), ZERO_HASH, ZERO_HASH, bytes(4), "")
        self.call(self.network.registry, "registerModel", commitment, sender=self.someone())

    def set_model_terms(self):
        model = self.random.randrange(1, 5)
        owner = self.ledger.models.get(model)
        sender = next((one for one in self.actors if one.address.lower() == owner), self.someone())
        royalty = self.random.choice([0, 500, 2_000, 2_001])
        self.call(self.network.registry, "setModelTerms", model, ZERO_HASH, royalty, ZERO_HASH, 0, sender=sender)

    def publish_dataset(self):
        self.call(
            self.network.registry, "publishDataset", self.random.randbytes(32), "", ZERO_HASH, ZERO_HASH, ZERO,
            self.random.choice([0, 0, 2]), self.some_amount(3 * COAI), sender=self.someone())

    def some_dataset(self) -> bytes:
        return self.random.choice(list(self.ledger.datasets) or [ZERO_HASH])

    def access_dataset(self):
        job = self.random.choice([0, self.some_job(1, 6)])
        sender = self.party(job, 2) if job else self.someone()
        self.call(self.network.registry, "accessDataset", self.some_dataset(), job, 3 * COAI, sender=sender)

    def request_dataset(self):
        one, registry = self.someone(), self.network.registry
        message = {
            "consumer": one.address, "datasetId": self.some_dataset(), "licenseHash": ZERO_HASH,
            "algorithmHash": ZERO_HASH, "accessMode": 0, "paymentToken": self.network.token.address,
            "maxFee": 2 * COAI, "validUntil": self.network.now + 600, "nonce": registry.nonces(one.address)}
        signature = self.network.sign(one, registry, "DataAccessRequest", message)
        self.sign_once(registry, "accessBySig", (one.address, message["nonce"]), values(message), signature)
