# pragma version 0.4.3
# pragma evm-version prague
"""
@title Disputes about results
@license MIT
@notice First slice: the evaluator decides, else the owner; when nobody does in time, the result stands.
"""

import Escrow
import Jobs
import Ownable

uses: Escrow
uses: Ownable

challengeBondBps: public(uint16)
evaluatorTimeout: public(uint64)


@external
@nonreentrant
def challenge(jobId: uint256, evidenceHash: bytes32):
    """
    @notice Disputes a result within its challenge window, with a bond.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status == Jobs.SUBMITTED)
    assert msg.sender != job.provider, "own result"
    end: uint256 = convert(Escrow.progress[jobId].submittedAt, uint256) + convert(
        Escrow.terms[jobId].challengeWindow, uint256
    )
    Escrow.not_late(block.timestamp < end)
    bond: uint256 = job.budget * convert(self.challengeBondBps, uint256) // Jobs.BPS
    Escrow.jobs[jobId].status = Jobs.DISPUTED
    Escrow.progress[jobId].disputedAt = convert(block.timestamp, uint64)
    Escrow.progress[jobId].challenger = msg.sender
    Escrow.progress[jobId].challengeBond = bond
    log Jobs.JobDisputed(jobId=jobId, challenger=msg.sender, bond=bond, evidenceHash=evidenceHash)
    Escrow.pull(Escrow.progress[jobId].paymentToken, msg.sender, bond)


@external
@nonreentrant
def resolve(jobId: uint256, outcome: uint8):
    """
    @notice Decides a dispute. 0 Upheld: the client is refunded, the provider's bond goes to the challenger.
            1 Dismissed: the provider is paid, with the challenger's bond. 2 Timeout, by anyone when nobody decided
            in time: the provider is paid, bonds go back.
    """
    job: Jobs.Record = Escrow.record_of(jobId)
    Escrow.when(job.status == Jobs.DISPUTED)
    progress: Jobs.Progress = Escrow.progress[jobId]
    if outcome == Jobs.TIMEOUT:
        Escrow.not_early(
            block.timestamp
            >= convert(progress.disputedAt, uint256) + convert(self.evaluatorTimeout, uint256)
        )
    else:
        assert outcome == Jobs.UPHELD or outcome == Jobs.DISMISSED, "outcome"
        judge: address = job.evaluator
        if judge == empty(address):
            judge = Ownable.owner
        assert msg.sender == judge, "not the judge"
    Escrow.progress[jobId].challengeBond = 0
    if outcome == Jobs.UPHELD:
        log Jobs.DisputeResolved(
            jobId=jobId, outcome=outcome, payer=job.provider, cost=progress.bondHeld
        )
        Escrow.reject(jobId, keccak256("upheld"), progress.challenger)
        Escrow.pay(progress.paymentToken, progress.challenger, progress.challengeBond)
    elif outcome == Jobs.DISMISSED:
        log Jobs.DisputeResolved(
            jobId=jobId, outcome=outcome, payer=progress.challenger, cost=progress.challengeBond
        )
        Escrow.complete(jobId, keccak256("dismissed"))
        Escrow.pay(progress.paymentToken, job.provider, progress.challengeBond)
    else:
        log Jobs.DisputeResolved(jobId=jobId, outcome=outcome, payer=empty(address), cost=0)
        Escrow.complete(jobId, keccak256("timeout"))
        Escrow.pay(progress.paymentToken, progress.challenger, progress.challengeBond)


@external
def setChallengeBondBps(bps: uint16):
    """
    @notice Sets what a challenge deposits, in basis points of the budget.
    """
    Ownable.only_owner()
    self.set_challenge_bond(bps)


@external
def setEvaluatorTimeout(seconds: uint64):
    """
    @notice Sets the seconds that an evaluator has.
    """
    Ownable.only_owner()
    self.set_evaluator_timeout(seconds)


@internal
def set_challenge_bond(bps: uint16):
    assert convert(bps, uint256) <= Jobs.BPS, "bps"
    log Jobs.ParamSet(
        key=keccak256("challengeBondBps"),
        oldValue=convert(self.challengeBondBps, uint256),
        newValue=convert(bps, uint256),
    )
    self.challengeBondBps = bps


@internal
def set_evaluator_timeout(seconds: uint64):
    log Jobs.ParamSet(
        key=keccak256("evaluatorTimeout"),
        oldValue=convert(self.evaluatorTimeout, uint256),
        newValue=convert(seconds, uint256),
    )
    self.evaluatorTimeout = seconds
