import Dashboard
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// What the dashboard writes for the signer, read back strictly, and compared with eth-account.
@Suite("Documents")
struct DocumentTests {
    static let account = Address(truncating: UInt256(limbs: 0x1111_2222_3333_4444, 7, 0x55, 0))
    static let contract = Address(truncating: UInt256(limbs: 0x9999_0000_1111_2222, 3, 0x44, 0))

    static func order(_ random: inout SeededRandom) -> JobOrder {
        func word() -> UInt256 { UInt256(limbs: random.next(), random.next(), random.next(), random.next()) }
        return JobOrder(
            requester: account, modelID: Hash32(word: word()), inputCommitment: Hash32(word: word()),
            specHash: Hash32(word: word()), jobType: UInt8(random.below(6)),
            verification: UInt8(random.below(32)), replicas: UInt16(random.below(65_536)),
            paymentToken: contract, maxPrice: word(), providerBond: word(),
            maxLatencyMilliseconds: UInt32(truncatingIfNeeded: random.next()),
            challengeWindowSeconds: UInt32(truncatingIfNeeded: random.next()), deadline: random.next(),
            provider: Address(truncating: word()), evaluator: Address(truncating: word()),
            validUntil: random.next(), nonce: word())
    }

    static func documents() -> [(document: TypedDataDocument, typeHash: String)] {
        var random = SeededRandom(seed: 8183)
        var result: [(TypedDataDocument, String)] = []
        for _ in 0..<10 {
            result.append(
                (
                    order(&random).document(chainID: 31337, market: contract),
                    "0x05636d1c74a5c04b5d3ad3ef150361e89587aa0127eb6552f50b3d56df0eded2"
                ))
        }
        for action in DelegationOrder.Action.allCases {
            let order = DelegationOrder(
                delegator: account, provider: contract, action: action, amount: .max,
                maxRewardCutBasisPoints: 10_000, maxFeeCutBasisPoints: 250, validUntil: .max, nonce: 3)
            result.append(
                (
                    order.document(chainID: .max, staking: contract),
                    "0x704a78e530a37d4edb218b2dc5d5cc2fcdd3567c0913bae907bcfb50fd85bb41"
                ))
        }
        for support in Ballot.Support.allCases {
            let ballot = Ballot(proposalID: .max, support: support, voter: account, nonce: 0)
            result.append(
                (
                    ballot.document(chainID: 1, governor: contract),
                    "0xf2aad550cf55f045cb27e9c559f9889fdfb6e6cdaa032301d6ea397784ae51d7"
                ))
            result.append(
                (
                    ballot.document(chainID: 1, governor: contract, isVersion5: false),
                    "0x150214d74d59b7d1e90c73fc22ef3d991dd0a76b046543d4d80ab92d2a50328f"
                ))
        }
        return result
    }

    /// Type hashes as the contracts state them; the reader is the signer's own.
    @Test func areReadStrictlyAndWithoutWarnings() throws {
        for (document, typeHash) in Self.documents() {
            let read = try TypedData(parsing: document.bytes)
            #expect(read.typeHash.description == typeHash)
            #expect(read.warnings.isEmpty)
            #expect(read.domainName == document.domain.name)
            #expect(read.message.leaves.count == document.fields.count)
        }
    }

    @Test func digestsAreThoseOfEthAccount() throws {
        guard let python = Program.python else { return }
        let documents = Self.documents().map(\.document)
        let program = """
            import json, sys
            from eth_account.messages import encode_typed_data
            from eth_utils import keccak
            for line in sys.stdin:
                m = encode_typed_data(full_message=json.loads(line))
                print('0x' + keccak(b'\\x19' + m.version + m.header + m.body).hex())
            """
        let input = documents.map { $0.json.serialized() + "\n" }.joined()
        let result = try Program.run(python, ["-c", program], input: Data(input.utf8))
        #expect(result.status == 0, "\(result.error)")
        let digests = result.output.split(separator: "\n").map(String.init)
        #expect(digests.count == documents.count)
        for (document, digest) in zip(documents, digests) {
            #expect(try TypedData(parsing: document.bytes).digest.description == digest)
        }
    }

    @Test func transactionsAreReadBackAsTheyWereMeant() throws {
        let calls = JobMarketCalls(market: Self.contract, account: Self.account)
        let intent = try calls.fund(7, expectedBudget: .max)
        let costs = TransactionCosts(
            chainID: 31337, nonce: 0, gasLimit: 90_000, maxFeePerGas: 2_000_000_000,
            maxPriorityFeePerGas: 1)
        let (transaction, from) = try TransactionJSON.parse(intent.document(costs))
        #expect(from == Self.account)
        #expect(transaction.to == Self.contract)
        #expect(transaction.data == intent.data)
        #expect(transaction.chainID == 31337)
        #expect(transaction.gasLimit == 90_000)
        #expect(transaction.maxFeePerGas == 2_000_000_000)
        #expect(transaction.type == 2)
    }

    /// Selectors from ERC-8183, OpenZeppelin Governor 5, ERC-20 and ERC-5805.
    @Test func selectorsAreThoseOfTheStandards() throws {
        let market = JobMarketCalls(market: Self.contract, account: Self.account)
        let staking = StakingCalls(staking: Self.contract, token: Self.contract, account: Self.account)
        let governor = GovernorCalls(governor: Self.contract, account: Self.account)
        let ballot = Ballot(proposalID: 1, support: .for, voter: Self.account, nonce: 0)
        let expected: [(TransactionIntent, String)] = [
            (try market.fund(1, expectedBudget: 2), "0xa65e2cfd"),
            (try market.complete(1), "0xd75bbdf3"), (try market.reject(1), "0x41dd26f5"),
            (try staking.approve(Self.account, amount: 1), "0x095ea7b3"),
            (try staking.delegateVotes(to: Self.account), "0x5c19a95c"),
            (try governor.vote(1, .for), "0x56781388"),
            (try governor.vote(1, .for, reason: "yes"), "0x7b3c71d3"),
            (try governor.vote(ballot, signature: []), "0x8ff262e3"),
        ]
        for (intent, selector) in expected { #expect(Hex.encode(intent.data.prefix(4)) == selector) }
    }
}
