import EVM
import Ethereum
import StrictJSON

/// Accounts as prestateTracer writes them.
enum Prestate {
    /// All that a transaction looked at, as it was before.
    static func accounts(_ result: TransactionResult, _ before: any StateReader) -> JSON {
        var members: [(String, JSON)] = []
        for entry in result.accessed {
            let account = before.account(entry.address)
            // What it made wasn't there.
            if account == nil, result.changes.cleared.contains(entry.address) { continue }
            let words = entry.storageKeys.map { ($0.word, before.storage(entry.address, $0.word)) }
            members.append((Hex.encode(entry.address.bytes), json(account ?? StoredAccount(), words)))
        }
        return .object(JSONObject(members))
    }

    /// What a transaction changed: as it was, and what of that is different after.
    static func difference(_ result: TransactionResult, _ before: any StateReader) -> JSON {
        var old: [(String, JSON)] = []
        var new: [(String, JSON)] = []
        let changes = result.changes
        for address in Set(changes.accounts.keys).union(changes.storage.keys).sorted() {
            let name = Hex.encode(address.bytes)
            let account = before.account(address)
            let after: StoredAccount? =
                if let changed = changes.accounts[address] { changed } else { account }
            let words = (changes.storage[address] ?? [:]).sorted { $0.key < $1.key }
                .map { (slot: $0.key, old: before.storage(address, $0.key), new: $0.value) }
                .filter { $0.old != $0.new }
            guard let after else {
                if let account { old.append((name, json(account, []))) }
                continue
            }
            guard let account else {
                new.append((name, json(after, words.map { ($0.slot, $0.new) })))
                continue
            }
            let members = differences(
                account, after, words.filter { !$0.new.isZero }.map { ($0.slot, $0.new) })
            guard !members.isEmpty || !words.isEmpty else { continue }
            old.append((name, json(account, words.filter { !$0.old.isZero }.map { ($0.slot, $0.old) })))
            new.append((name, .object(JSONObject(members))))
        }
        return ["post": .object(JSONObject(new)), "pre": .object(JSONObject(old))]
    }

    private static func json(_ account: StoredAccount, _ words: [(UInt256, UInt256)]) -> JSON {
        var members: [(String, JSON)] = [("balance", RPCValue.json(account.balance))]
        if account.code.count > 0 { members.append(("code", RPCValue.json(account.code.bytes))) }
        if account.nonce > 0 { members.append(("nonce", .number(String(account.nonce)))) }
        if !words.isEmpty { members.append(("storage", storage(words))) }
        return .object(JSONObject(members))
    }

    private static func differences(
        _ old: StoredAccount, _ new: StoredAccount, _ words: [(UInt256, UInt256)]
    ) -> [(String, JSON)] {
        var members: [(String, JSON)] = []
        if new.balance != old.balance { members.append(("balance", RPCValue.json(new.balance))) }
        if new.code.hash != old.code.hash { members.append(("code", RPCValue.json(new.code.bytes))) }
        if new.nonce != old.nonce { members.append(("nonce", .number(String(new.nonce)))) }
        if !words.isEmpty { members.append(("storage", storage(words))) }
        return members
    }

    private static func storage(_ words: [(UInt256, UInt256)]) -> JSON {
        .object(
            JSONObject(
                words.map { (Hex.encode($0.0.bigEndianBytes), RPCValue.json($0.1.bigEndianBytes)) }))
    }
}
