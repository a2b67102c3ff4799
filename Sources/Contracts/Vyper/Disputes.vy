# pragma version 0.4.3
# pragma evm-version prague
"""
@title Disputes about results
@license MIT
@notice Validators decide, where the job asked for their vote and they came to one; else the evaluator, else the owner.
        When nobody does in time, the result stands.
"""

import Escrow
import Jobs
import Ownable

uses: Escrow
uses: Ownable

interface Verification:
    def decisionOf(jobId: uint256) -> uint8: view

verification: public(immutable(address))

challengeBondBps: public(uint16)
evaluatorTimeout: public(uint64)


@deploy
def __init__(_verification: address):
    verification = _verification


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
    @notice Decides a dispute; anyone may say what validators found. 0 Upheld: the client is refunded, the provider's bond goes to the challenger.
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
        decision: uint8 = self.decision_of(jobId)
        if decision != 0:
            assert (outcome == Jobs.UPHELD) == (decision == Jobs.FOUND_WRONG), "verdict"
        elif job.evaluator != empty(address):
            assert msg.sender == job.evaluator, "not the judge"
        else:
            assert msg.sender == Ownable.owner, "not the judge"
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
@view
def decision_of(jobId: uint256) -> uint8:
    """
    @notice What validators say of a result: 0 nothing, 1 that it is right, 2 wrong.
    """
    if Escrow.terms[jobId].verification & Jobs.REDUNDANT == 0:
        return 0
    return staticcall Verification(verification).decisionOf(jobId)


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
