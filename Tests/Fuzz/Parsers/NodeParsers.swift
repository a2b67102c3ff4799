import Ethereum
import NodeClient
import StrictJSON
import WebWire

/// Parsers of what a node sends: each must say the same however the bytes are cut, and the same as its slower twin.
let nodeParsers: [Parser] = [
    Parser("json-scanner") { bytes in
        let scans = bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            return (try? JSONScanner.checkUTF8(bytes)) != nil && (try? scanner.skipValue()) != nil
                && (try? scanner.end()) != nil
        }
        do throws(JSONError) {
            _ = try JSON.parse(bytes)
            precondition(scans)
        } catch {
            // That names are unique is left to the scanner's caller.
            precondition(!scans || error.code == "json.duplicate-key")
        }
    },
    Parser("json-rpc") { bytes in
        guard let document = try? NodeReply.parse(bytes) else { return }
        do throws(NodeError) {
            _ = try NodeReply.result(of: document, id: 1)
            precondition(document["error"] == nil || document["error"] == .null)
        } catch {
            precondition(error.message.utf8.count < 1000)
            precondition(error.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
        }
    },
    Parser("log-list") { bytes in
        let reply = Array(#"{"jsonrpc":"2.0","id":1,"result":["#.utf8) + bytes + Array("]}".utf8)
        let scanner = LogScanner(filter: LogFilter(addresses: []), from: 0, through: .max)
        guard let logs = try? scanner.logs(inReply: reply, id: 1) else { return }
        guard let tree = try? JSON.parse(reply, limits: .node), let entries = tree["result"]?.arrayValue
        else {
            preconditionFailure("logs of a document that isn't JSON")
        }
        precondition(entries.count == logs.count)
        for (entry, log) in zip(entries, logs) {
            precondition(entry["data"]?.stringValue?.lowercased() == Hex.encode(log.data))
            precondition(entry["address"]?.stringValue?.lowercased() == Hex.encode(log.address.bytes))
            precondition(entry["blockHash"]?.stringValue?.lowercased() == "\(log.blockHash)")
            precondition(entry["topics"]?.arrayValue?.count == log.topics.count)
        }
    },
    Parser("http-chunks") { bytes in
        let head = Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
        let whole = response(head + bytes, pieces: .max)
        for size in [1, 2, 7] { precondition(response(head + bytes, pieces: size) == whole) }
    },
    Parser("http-cut") { bytes in
        let whole = response(bytes, pieces: .max)
        for size in [1, 3, 16] { precondition(response(bytes, pieces: size) == whole) }
    },
    Parser("websocket-cut") { bytes in
        for role in [WebSocketRole.client, .server] {
            let whole = messages(bytes, role: role, pieces: .max)
            for size in [1, 5] { precondition(messages(bytes, role: role, pieces: size) == whole) }
            var written: [UInt8] = []
            for message in whole.messages {
                let mask: (() -> UInt32)? = role == .server ? { 0x1234_5678 } : nil
                guard (try? WebSocketEncoder.write(message, mask: mask, into: &written)) != nil else {
                    preconditionFailure("a message that was read can't be written")
                }
            }
            precondition(messages(written, role: role, pieces: .max).messages == whole.messages)
        }
    },
    Parser("json-boundary") { bytes in
        func end(pieces size: Int) -> Int? {
            var boundary = JSONBoundary()
            var place = 0
            while place < bytes.count {
                let next = min(bytes.count, place + min(size, bytes.count))
                switch bytes[place..<next].withUnsafeBytes({ boundary.scan($0) }) {
                case .end(let count): return place + count
                case .more: place = next
                case .notJSON: return -1
                }
            }
            return nil
        }
        let whole = end(pieces: .max)
        for size in [1, 4] { precondition(end(pieces: size) == whole) }
        // A valid list or object ends where the parser says that it does.
        guard let document = try? JSON.parse(bytes),
            document.arrayValue != nil || document.objectValue != nil,
            let whole
        else { return }
        precondition(bytes[whole...].allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 })
    },
]

/// What a response parser makes of bytes that come in pieces.
private func response(_ bytes: [UInt8], pieces size: Int) -> [String] {
    var parser = HTTPResponseParser(limits: HTTPLimits(headBytes: 2048, bodyBytes: 4096))
    var place = 0
    do throws(HTTPError) {
        while place < bytes.count {
            let piece = Array(bytes[place..<min(bytes.count, place + min(size, bytes.count))])
            var index = 0
            let outcome = piece.withUnsafeBytes { raw -> Result<Bool, HTTPError> in
                do throws(HTTPError) { return .success(try parser.read(raw, from: &index)) } catch {
                    return .failure(error)
                }
            }
            place += index
            if try outcome.get() { break }
            precondition(index == piece.count)
        }
    } catch { return [error.code] }
    let body = parser.takeBody()
    precondition(body.count <= 4096)
    return ["\(parser.isComplete)", "\(place)", text(body), parser.head.map { "\($0.status)" } ?? ""]
}

/// The messages that a decoder finds in bytes that come in pieces, and why it stopped.
private func messages(_ bytes: [UInt8], role: WebSocketRole, pieces size: Int) -> Messages {
    var decoder = WebSocketDecoder(role: role, maximumBytes: 4096)
    var found = Messages()
    var place = 0
    while place < bytes.count {
        let piece = Array(bytes[place..<min(bytes.count, place + min(size, bytes.count))])
        piece.withUnsafeBytes { raw in
            var index = 0
            do throws(WebSocketError) {
                while let message = try decoder.read(raw, from: &index) { found.messages.append(message) }
            } catch { found.refusal = error.code }
        }
        if found.refusal != nil { return found }
        place += piece.count
    }
    return found
}

private struct Messages: Equatable {
    var messages: [WebSocketMessage] = []
    var refusal: String?
}
