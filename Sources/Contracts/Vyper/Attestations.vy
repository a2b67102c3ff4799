# pragma version 0.4.3
# pragma evm-version prague
"""
@title Attestations of results
@license MIT
@notice A provider hands in evidence for a job, a verifier says what it is worth. A measurement that isn't allowed any
        more takes the attestations with it, and each ends after a time.
"""

import Ownable
import Reading

uses: Ownable
uses: Reading

event AttestationSubmitted:
    attestationId: indexed(bytes32)
    jobId: indexed(uint256)
    attester: indexed(address)
    kind: uint8
    evidenceHash: bytes32

event AttestationVerified:
    attestationId: indexed(bytes32)
    verifier: indexed(address)
    ok: bool
    tcbStatus: uint8
    measurement: bytes32

event MeasurementAllowed:
    measurement: indexed(bytes32)
    kind: uint8
    allowed: bool

struct Attestation:
    jobId: uint256
    attester: address
    kind: uint8
    status: uint8
    tcbStatus: uint8
    evidenceHash: bytes32
    measurement: bytes32
    verifier: address
    at: uint64

VERIFIER_ROLE: public(constant(bytes32)) = keccak256("VERIFIER_ROLE")

# Kinds, in the order of the bits of a job's verification; a vote and a wait have no evidence.
KIND_TEE: constant(uint8) = 1
KINDS: constant(uint8) = 5

PENDING: constant(uint8) = 1
VERIFIED: constant(uint8) = 2
FAILED: constant(uint8) = 3
EXPIRED: constant(uint8) = 4
REVOKED: constant(uint8) = 5

# What Intel's quote verification says of the platform: 0 OK to 9; these two make a quote worthless.
TCB_REVOKED: constant(uint8) = 6
TCB_UNRECOGNIZED: constant(uint8) = 7
TCB_STATES: constant(uint8) = 10

attestationPeriod: public(uint64)
isMeasurementAllowed: public(HashMap[bytes32, bool])
verifiedFor: public(HashMap[uint256, bytes32])

attestations: HashMap[bytes32, Attestation]


@deploy
def __init__(verifier: address, _attestationPeriod: uint64):
    Ownable.grant(VERIFIER_ROLE, verifier)
    self.attestationPeriod = _attestationPeriod


@external
def submitAttestation(jobId: uint256, kind: uint8, evidenceHash: bytes32) -> bytes32:
    """
    @notice Hands in evidence for a job, by its provider; returns its number.
    @param kind 0 ZK, 1 TEE, 2 redundant, 3 optimistic, 4 spot check.
    """
    assert kind < KINDS, "kind"
    assert msg.sender == Reading.job_of(jobId).provider, "not the provider"
    id: bytes32 = keccak256(abi_encode(self, jobId, msg.sender, kind, evidenceHash))
    assert self.attestations[id].status == 0, "submitted"
    self.attestations[id].jobId = jobId
    self.attestations[id].attester = msg.sender
    self.attestations[id].kind = kind
    self.attestations[id].status = PENDING
    self.attestations[id].evidenceHash = evidenceHash
    log AttestationSubmitted(
        attestationId=id, jobId=jobId, attester=msg.sender, kind=kind, evidenceHash=evidenceHash
    )
    return id


@external
def verifyAttestation(attestationId: bytes32, ok: bool, tcbStatus: uint8, measurement: bytes32):
    """
    @notice Says what an attestation is worth, once. For holders of VERIFIER_ROLE. A TEE's is good only with a
            measurement that is allowed and a platform whose state isn't revoked or unknown.
    """
    assert Ownable.hasRole[VERIFIER_ROLE][msg.sender], "not a verifier"
    entry: Attestation = self.attestations[attestationId]
    assert entry.status == PENDING, "status"
    assert tcbStatus < TCB_STATES, "tcbStatus"
    if ok and entry.kind == KIND_TEE:
        assert self.isMeasurementAllowed[measurement], "measurement"
        assert tcbStatus != TCB_REVOKED and tcbStatus != TCB_UNRECOGNIZED, "tcbStatus"
    self.attestations[attestationId].status = VERIFIED if ok else FAILED
    self.attestations[attestationId].tcbStatus = tcbStatus
    self.attestations[attestationId].measurement = measurement
    self.attestations[attestationId].verifier = msg.sender
    self.attestations[attestationId].at = convert(block.timestamp, uint64)
    if ok:
        self.verifiedFor[entry.jobId] = attestationId
    log AttestationVerified(
        attestationId=attestationId,
        verifier=msg.sender,
        ok=ok,
        tcbStatus=tcbStatus,
        measurement=measurement,
    )


@external
def allowMeasurement(measurement: bytes32, kind: uint8, allowed: bool):
    """
    @notice Says which code may be attested to. For holders of VERIFIER_ROLE and the owner.
    """
    assert Ownable.hasRole[VERIFIER_ROLE][msg.sender] or msg.sender == Ownable.owner, "not a verifier"
    assert kind < KINDS, "kind"
    self.isMeasurementAllowed[measurement] = allowed
    log MeasurementAllowed(measurement=measurement, kind=kind, allowed=allowed)


@external
@view
def attestation(
    attestationId: bytes32,
) -> (uint256, address, uint8, uint8, uint8, bytes32, bytes32, address):
    """
    @notice Job, attester, kind, status (0 None, 1 Pending, 2 Verified, 3 Failed, 4 Expired, 5 Revoked), state of the
            platform, evidence, measurement and verifier.
    """
    entry: Attestation = self.attestations[attestationId]
    return (
        entry.jobId,
        entry.attester,
        entry.kind,
        self.status_of(entry),
        entry.tcbStatus,
        entry.evidenceHash,
        entry.measurement,
        entry.verifier,
    )


@internal
@view
def status_of(entry: Attestation) -> uint8:
    """
    @notice Its status now.
    """
    if entry.status != VERIFIED:
        return entry.status
    if entry.kind == KIND_TEE and not self.isMeasurementAllowed[entry.measurement]:
        return REVOKED
    if block.timestamp >= convert(entry.at, uint256) + convert(self.attestationPeriod, uint256):
        return EXPIRED
    return VERIFIED


@internal
@view
def verifier_of(jobId: uint256) -> address:
    """
    @notice Who verified the job's evidence; zero if nobody did, or it is worth nothing any more.
    """
    entry: Attestation = self.attestations[self.verifiedFor[jobId]]
    if self.status_of(entry) != VERIFIED:
        return empty(address)
    return entry.verifier
