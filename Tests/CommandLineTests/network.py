"""What the contracts of a network answer at the newest block, read by web3.py. One JSON document on standard output.

usage: network.py URL PROFILE"""
import json
import sys
from pathlib import Path

from web3 import Web3

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ContractsTests" / "EVM"))
from evm import Artifact  # noqa: E402

JOBS = ["Open", "Funded", "Submitted", "Completed", "Rejected", "Expired", "Running", "Disputed", "Cancelled"]
PROVIDERS = ["Unregistered", "Pending", "Active", "Jailed", "Exiting", "Exited"]
PROPOSALS = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed"]

web3 = Web3(Web3.HTTPProvider(sys.argv[1], request_kwargs={"timeout": 120}))
profile = json.loads(Path(sys.argv[2]).read_text())
reads = {
    one["id"]: web3.eth.contract(address=one["address"], abi=Artifact.committed(one["id"]).abi).functions
    for one in profile["contracts"]}
market, staking, governor = reads["JobMarket"], reads["StakingManager"], reads["CoaiGovernor"]
now = web3.eth.get_block("latest")["timestamp"]


def party(address: str) -> str | None:
    return address if int(address, 16) else None


def job_status(number: int, status: int, provider: str) -> str:
    terms = market.getJobTerms(number).call()
    commit, reveal = terms[9], terms[10]
    if JOBS[status] == "Open" and commit and not int(provider, 16) and now < reveal:
        return "Bidding" if now < commit else "Revealing"
    return JOBS[status]


jobs = {}
for number in range(1, market.jobCounter().call() + 1):
    job = market.getJob(number).call()
    jobs[str(number)] = {
        "status": job_status(number, job[7], job[2]), "client": party(job[1]), "provider": party(job[2]),
        "evaluator": party(job[3]), "budget": str(job[5]), "escrow": str(market.escrowOf(number).call())}
providers = {}
for index in range(staking.providerCount().call()):
    address = staking.providerAt(index).call()
    told = staking.getProvider(address).call()
    providers[address] = {
        "status": PROVIDERS[told[1]], "operator": told[0], "selfStake": str(told[2]), "delegatedStake": str(told[3]),
        "rewardCutBps": told[4], "feeCutBps": told[5]}
proposals = {}
for number in json.loads(sys.stdin.read()):
    against, favour, abstain = governor.proposalVotes(int(number)).call()
    proposals[number] = {
        "status": PROPOSALS[governor.state(int(number)).call()], "proposer": governor.proposalProposer(int(number)).call(),
        "against": str(against), "for": str(favour), "abstain": str(abstain),
        "voteEnd": governor.proposalDeadline(int(number)).call()}
print(json.dumps({"jobs": jobs, "providers": providers, "proposals": proposals}))
