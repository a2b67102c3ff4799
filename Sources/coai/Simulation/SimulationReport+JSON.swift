import EVM
import Ethereum
import Profile
import SafeText
import Simulation
import StrictJSON

extension SimulationReport {
    /// The simulation as `coai review --simulate --json` writes it under `simulation`: amounts in smallest units and
    /// words as text, nothing left out; where it wasn't possible, `{"error": {"code", "message", "hint"}}`.
    var json: JSON {
        switch outcome {
        case .failure(let error):
            [
                "error": [
                    "code": .string(error.code), "message": .string(error.message),
                    "hint": .string(error.hint),
                ]
            ]
        case .success(let result): json(result)
        }
    }

    private func json(_ result: SimulationResult) -> JSON {
        let effects = result.effects
        let members: [(String, JSON)] = [
            ("block", block(result.block)),
            (
                "environment",
                [
                    "number": number(result.environment.number),
                    "timestamp": number(result.environment.timestamp),
                    "baseFeePerGas": text(result.environment.baseFee),
                ]
            ),
            ("rules", .string(result.rules.name)), ("outcome", .string(outcomeName(result.outcome))),
            ("summary", .string(SafeText(reviewing: words.outcome(result)).text)),
            (
                "findings",
                .array(result.findings.map { ["code": .string($0.code), "message": .string($0.message)] })
            ),
            ("gasUsed", number(result.gasUsed)), ("fee", text(result.fee)),
            ("output", .string(Hex.encode(result.output))),
            (
                "balances",
                .array(
                    effects.balances.map {
                        named($0.address, [("before", text($0.before)), ("after", text($0.after))])
                    })
            ),
            ("transfers", .array(effects.transfers.map(transfer))),
            ("approvals", .array(effects.approvals.map(approval))),
            ("created", .array(effects.created.map { address($0) })),
            (
                "destroyed",
                .array(
                    effects.destroyed.map {
                        named(
                            $0.address,
                            [("heir", $0.heir.map(address) ?? .null), ("isRemoved", .bool($0.isRemoved))])
                    })
            ),
            (
                "delegations",
                .array(
                    effects.delegations.map {
                        named($0.authority, [("delegate", $0.delegate.map(address) ?? .null)])
                    })
            ),
            ("events", .array(effects.logs.map(event))),
            (
                "storage",
                .array(
                    effects.storage.map {
                        [
                            "address": address($0.address), "slot": .string($0.slot.quantity),
                            "before": .string($0.before.quantity), "after": .string($0.after.quantity),
                        ]
                    })
            ),
            ("node", comparison(result.comparison)), ("others", .array(others.map(\.json))),
            (
                "cost",
                ["rounds": .number(String(result.cost.rounds)), "bytes": .number(String(result.cost.bytes))]
            ),
        ]
        return .object(JSONObject(members))
    }

    private func number(_ value: UInt64) -> JSON {
        value < 1 << 53 ? .number(String(value)) : .string(String(value))
    }

    private func text(_ value: UInt256) -> JSON { .string(value.description) }

    private func address(_ address: Address) -> JSON { .string(address.checksummed) }

    private func named(_ address: Address, _ members: [(String, JSON)]) -> JSON {
        .object(
            JSONObject(
                [
                    ("address", .string(address.checksummed)),
                    ("name", words.profile?.name(of: address).map { .string($0) } ?? .null),
                ] + members))
    }

    private func block(_ block: SimulationResult.Block) -> JSON {
        var members: [(String, JSON)] = [
            ("number", number(block.number)), ("hash", .string(block.hash.description)),
            ("timestamp", number(block.timestamp)),
        ]
        switch block.provenance {
        case .proven: members += [("isProven", true), ("reason", .null)]
        case .unproven(let reason): members += [("isProven", false), ("reason", .string(reason.text))]
        }
        return .object(JSONObject(members))
    }

    private func outcomeName(_ outcome: SimulationResult.Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .reverted: "reverted"
        case .halted: "failed"
        case .refused: "refused"
        }
    }

    private func transfer(_ transfer: TokenTransfer) -> JSON {
        var (id, amount): (JSON, JSON) = (.null, .null)
        switch transfer.amount {
        case .units(let units): amount = text(units)
        case .item(let item): id = text(item)
        case .items(let item, let count): (id, amount) = (text(item), text(count))
        }
        return [
            "token": address(transfer.token), "from": address(transfer.from), "to": address(transfer.to),
            "id": id, "amount": amount, "text": .string(words.transfer(transfer)),
        ]
    }

    private func approval(_ approval: TokenApproval) -> JSON {
        var (id, amount, until, all): (JSON, JSON, JSON, JSON) = (.null, .null, .null, .null)
        switch approval.extent {
        case .units(let units, let end): (amount, until) = (text(units), end.map(number) ?? .null)
        case .item(let item): id = text(item)
        case .all(let isGiven): all = .bool(isGiven)
        }
        return [
            "contract": address(approval.contract), "token": address(approval.token),
            "owner": address(approval.owner), "spender": address(approval.spender), "id": id,
            "amount": amount, "until": until, "all": all, "text": .string(words.approval(approval)),
        ]
    }

    private func event(_ log: LogEntry) -> JSON {
        let read = events.read(log)
        let arguments = read.map { event, values -> JSON in
            .array(
                zip(event.inputs, values).map { input, value in
                    [
                        "name": .string(input.name), "type": .string(input.type.canonical),
                        "value": .string(SafeText(reviewing: value.text).text),
                    ]
                })
        }
        return named(
            log.address,
            [
                ("event", read.map { .string($0.event.name) } ?? .null), ("arguments", arguments ?? .null),
                ("topics", .array(log.topics.map { .string($0.description) })),
                ("data", .string(Hex.encode(log.data))),
            ])
    }

    private func comparison(_ comparison: NodeComparison) -> JSON {
        let (word, texts): (String, [String]) =
            switch comparison {
            case .notAsked: ("not-asked", [])
            case .notOffered(let reason): ("not-offered", [reason.text])
            case .agrees: ("agrees", [])
            case .differs(let differences): ("differs", differences.map(\.text))
            }
        return ["comparison": .string(word), "texts": .array(texts.map { .string($0) })]
    }
}
