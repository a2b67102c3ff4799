import Ethereum
import NodeClient
import Profile
import Review
import SafeText
import SignerProtocol
import StrictJSON
import WebWire

/// Parsers of what comes over sockets, and the review of what is to be signed.
let wireParsers: [Parser] = [
    Parser("http-response") { bytes in
        pieces(bytes) { piece, parser in
            var index = 0
            guard (try? parser.read(piece, from: &index)) != nil else { return false }
            precondition(index <= piece.count)
            return index == piece.count
        } start: {
            HTTPResponseParser(limits: HTTPLimits(bodyBytes: 4096))
        }
    },
    Parser("http-request") { bytes in
        pieces(bytes) { piece, parser in
            var index = 0
            guard (try? parser.read(piece, from: &index)) != nil else { return false }
            precondition(index <= piece.count)
            return index == piece.count
        } start: {
            HTTPRequestParser(limits: HTTPLimits(bodyBytes: 4096))
        }
    },
    Parser("websocket") { bytes in
        pieces(bytes) { piece, decoder in
            var index = 0
            while index < piece.count {
                guard let message = try? decoder.read(piece, from: &index) else {
                    return index == piece.count
                }
                _ = message
            }
            return true
        } start: {
            WebSocketDecoder(role: .client, maximumBytes: 4096)
        }
    },
    Parser("endpoint") { _ = try? Endpoint(text($0)) },
    Parser("logs") { bytes in
        let scanner = LogScanner(filter: LogFilter(addresses: []), from: 0, through: .max)
        guard let logs = try? scanner.logs(inReply: bytes, id: 1) else { return }
        // What the scanner takes, the strict parser takes too.
        precondition(logs.isEmpty || (try? JSON.parse(bytes, limits: .node)) != nil)
    },
    Parser("sign-request") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        guard let message = try? SignRequestMessage(parsing: json) else { return }
        precondition((try? SignRequestMessage(parsing: message.json)) != nil)
    },
    Parser("sign-reply") { bytes in
        guard let json = try? JSON.parse(bytes) else { return }
        _ = try? SignerReply(parsing: json)
    },
    Parser("review") { bytes in
        for kind in [nil, DocumentKind.message] {
            guard let document = try? Document.parse(bytes, kind: kind) else { continue }
            _ = SigningRules.refusal(of: document, expectedChainID: 1)
            guard let review = try? Review(document, context: ReviewContext(now: 1_700_000_000)) else {
                continue
            }
            precondition(review.digest == document.digest)
            for line in review.plainLines {
                precondition(line.text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f })
            }
            precondition((try? JSON.parse(review.json.serialized(), limits: .node)) != nil)
        }
    },
]

/// Feeds bytes to a parser in pieces of the size that the first byte gives, until it stops.
private func pieces<State>(
    _ bytes: [UInt8], _ read: (UnsafeRawBufferPointer, inout State) -> Bool, start: () -> State
) {
    var state = start()
    let size = max(Int(bytes.first ?? 1), 1)
    bytes.withUnsafeBytes { all in
        var place = min(1, all.count)
        while place < all.count {
            let end = min(place + size, all.count)
            guard read(UnsafeRawBufferPointer(rebasing: all[place..<end]), &state) else { return }
            place = end
        }
    }
}
