# pragma version 0.4.3
# pragma evm-version prague
"""
@title Service levels of jobs
@license MIT
@notice A report by who may judge says whether a job kept what its terms promise; the first one that says no costs the
        provider a share of the price, which the client gets when the job is completed.
"""

import Bids
import Domain
import Escrow
import Jobs
import Ownable
import Signatures

uses: Bids
uses: Domain
uses: Escrow
uses: Ownable

SLA_ATTESTATION_TYPEHASH: public(constant(bytes32)) = keccak256(
    "SLAAttestation(address attester,uint256 jobId,bool met,uint32 latencyMs,uint16 uptimeBps,bytes32 evidenceHash,uint64 observedAt,uint256 nonce)"
)
MAXIMUM_PENALTY_BPS: constant(uint256) = 2_000

slaPenaltyBps: public(uint16)


@external
def reportSLA(report: Jobs.SLAAttestation, signature: Bytes[1024]):
    """
    @notice Tells an attester's signed report of a job that is under way or handed in; anyone may send it. The attester
            is the job's evaluator, or the owner where there is none.
    """
    job: Jobs.Record = Escrow.record_of(report.jobId)
    Escrow.when(job.status == Jobs.RUNNING or job.status == Jobs.SUBMITTED)
    judge: address = job.evaluator
    if judge == empty(address):
        judge = Ownable.owner
    assert report.attester == judge, "not the judge"
    assert Bids.nonces[report.attester] == report.nonce, "nonce"
    digest: bytes32 = Domain.digest(keccak256(abi_encode(SLA_ATTESTATION_TYPEHASH, report)))
    assert Signatures.is_valid(report.attester, digest, signature), "signature"
    Bids.nonces[report.attester] = report.nonce + 1
    self.report(report.jobId, report.attester, report.met, report.latencyMs)


@external
def setSlaPenaltyBps(bps: uint16):
    """
    @notice Sets what a broken service level costs, in basis points of the price; at most 20 %.
    """
    Ownable.only_owner()
    self.set_penalty(bps)


@internal
def report(jobId: uint256, attester: address, met: bool, latencyMs: uint32):
    """
    @notice Tells what was seen; the first broken promise costs a share of the price.
    """
    penalty: uint256 = 0
    if not met and Escrow.penaltyOf[jobId] == 0:
        penalty = Escrow.escrowOf[jobId] * convert(self.slaPenaltyBps, uint256) // Jobs.BPS
        Escrow.penaltyOf[jobId] = penalty
    log Jobs.SLAReported(
        jobId=jobId, attester=attester, met=met, latencyMs=latencyMs, penalty=penalty
    )


@internal
def set_penalty(bps: uint16):
    assert convert(bps, uint256) <= MAXIMUM_PENALTY_BPS, "bps"
    log Jobs.ParamSet(
        key=keccak256("slaPenaltyBps"),
        oldValue=convert(self.slaPenaltyBps, uint256),
        newValue=convert(bps, uint256),
    )
    self.slaPenaltyBps = bps
