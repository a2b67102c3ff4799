"""Random calls to the real contracts on py-evm: the logs that they write, block by block, and what the contracts answer
afterwards. One JSON document on standard output. Encoding and decoding are eth-abi's.

usage: history.py SEED CALLS"""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ContractsTests" / "EVM"))

from eth_utils import keccak  # noqa: E402

from evm import World  # noqa: E402
from network import COAI, NAMES, ZERO, deploy  # noqa: E402
from walk import Walk  # noqa: E402

blocks: list[dict] = []
run = World.apply


def recording(world: World, message):
    """Every call that leaves logs is a block of its own."""
    computation = run(world, message)
    logs = [] if computation.is_error else [
        {"address": "0x" + address.hex(), "topics": [f"0x{topic:064x}" for topic in topics], "data": "0x" + data.hex()}
        for address, topics, data in computation.get_log_entries()]
    if logs:
        blocks.append({"time": world.now, "logs": logs})
    return computation


World.apply = recording
network = deploy()
for one in network.accounts:
    network.token.delegate(one.address, sender=one.address)
walk = Walk(network, int(sys.argv[1]))
SLASHED = "0x" + keccak(text="Slashed(address,uint256,uint256,uint16,uint8,address,uint256,uint256)").hex()
steps = int(sys.argv[2])
# A walk without a slash compares less: it goes on until there was one.
while steps > 0 or not any(log["topics"][:1] == [SLASHED] for block in blocks for log in block["logs"]):
    walk.step()
    steps -= 1
World.apply = run

contracts = {name: getattr(network, short) for name, short in zip(
    NAMES, (
        "token", "staking", "market", "governor", "timelock", "registry", "verification", "emissions", "settlement",
        "proofs"), strict=True)}
market, staking, governor, token = network.market, network.staking, network.governor, network.token
answers: dict[str, str] = {}


def ask(contract, function: str, *arguments) -> None:
    """What eth_call would answer, by contract and calldata."""
    data = contract.encode(function, *arguments)
    state = network.world.state.snapshot()
    computation = network.world.raw_call(contract.address, data, ZERO)
    network.world.state.revert(state)
    if not computation.is_error:
        answers[(contract.address + data.hex()).lower()] = "0x" + bytes(computation.output).hex()


jobs = []
for number in range(1, market.jobCounter() + 1):
    job, progress = market.getJob(number), market.getJobProgress(number)
    bids = {one.address: market.bidOf(number, one.address) for one in network.accounts}
    jobs.append({
        "client": job[1], "provider": job[2], "evaluator": job[3], "budget": str(job[5]), "expiredAt": job[6],
        "status": job[7], "escrow": str(market.escrowOf(number)), "createdAt": progress[1], "startedAt": progress[2],
        "submittedAt": progress[3], "result": "0x" + progress[8].hex(), "deadline": market.getJobTerms(number)[11],
        "bids": {address.lower(): {"status": bid[0], "price": str(bid[2])} for address, bid in bids.items()
                 if bid[1] != bytes(32) or bid[2] > 0}})
everyone = [one.address for one in network.accounts]
providers = [staking.providerAt(index) for index in range(staking.providerCount())]
for provider in providers:
    ask(staking, "getProvider", provider)
    for one in everyone:
        ask(staking, "delegationOf", one, provider)
for one in everyone:
    for number in range(1, staking.unbondingCount(one) + 1):
        ask(staking, "unbondingOf", one, number)
    ask(token, "balanceOf", one)
    ask(token, "getVotes", one)
proposals = {}
for proposal in walk.proposals:
    number = walk.number(proposal)
    start = governor.proposalSnapshot(number)
    if start == 0:
        continue
    operation = network.timelock.hashOperationBatch(
        *proposal[:3], bytes(32),
        (int(governor.address, 16) << 96 ^ int.from_bytes(proposal[3], "big")).to_bytes(32, "big"))
    ask(governor, "state", number)
    ask(governor, "proposalVotes", number)
    ask(governor, "quorum", start)
    proposals[str(number)] = {
        "state": governor.state(number), "end": governor.proposalDeadline(number),
        "eta": governor.proposalEta(number), "operation": "0x" + operation.hex(),
        "operationState": network.timelock.getOperationState(operation)}
for function in ("totalSupply",):
    ask(token, function)
for function in ("totalBonded", "totalUnbonding", "unbondingPeriod", "cutsDelay", "minSelfStake"):
    ask(staking, function)
for function in ("bidDeposit", "challengeBondBps", "evaluatorTimeout"):
    ask(market, function)
ask(market, "totalEscrow", token.address)
for function in ("votingDelay", "votingPeriod", "proposalThreshold"):
    ask(governor, function)
for function in ("getMinDelay", "GRACE_PERIOD"):
    ask(network.timelock, function)
print(json.dumps({
    "contracts": {name: contract.address for name, contract in contracts.items()}, "blocks": blocks,
    "now": network.now, "accounts": everyone, "jobs": jobs, "providers": providers, "proposals": proposals,
    "answers": answers, "coai": str(COAI)}))
