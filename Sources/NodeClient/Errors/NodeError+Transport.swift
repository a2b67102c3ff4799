import Glibc
import WebWire

extension NodeError {
    static let cancelled = NodeError(code: "node.cancelled", message: "stopped while waiting for the node")

    static func endpoint(_ what: String) -> NodeError {
        NodeError(
            code: "node.endpoint", message: "not the address of a node: \(what)",
            hint: "use http://HOST:PORT, https://HOST/PATH, ws://HOST:PORT, wss://HOST/PATH, "
                + "or the path of an IPC socket")
    }

    static func resolve(_ host: String, _ reason: String) -> NodeError {
        NodeError(
            code: "node.resolve", message: "the name \(host) has no address: \(reason)",
            hint: "check the spelling and this machine's network", isTransient: true)
    }

    static func connect(_ place: String, _ number: Int32) -> NodeError {
        NodeError(
            code: "node.connect", message: "no connection to \(place): \(String(cString: strerror(number)))",
            hint: "is the node running there?", isTransient: true)
    }

    static func tls(_ host: String, _ reason: String, certificate: Bool) -> NodeError {
        NodeError(
            code: "node.tls", message: "no trusted connection to \(host): \(reason)",
            hint: certificate
                ? "the server can't prove that it is \(host); don't work around it"
                : "the server must speak TLS 1.2 or later",
            isTransient: false)
    }

    static func timeout(_ what: String) -> NodeError {
        NodeError(
            code: "node.timeout", message: "the node took too long to \(what)",
            hint: "it may be busy or far; try again, or use another node", isTransient: true)
    }

    static let closed = NodeError(
        code: "node.closed", message: "the node closed the connection", isTransient: true)

    static func system(_ call: String, _ number: Int32) -> NodeError {
        NodeError(
            code: "node.system", message: "\(call) failed: \(String(cString: strerror(number)))",
            isTransient: true)
    }

    static func http(_ error: HTTPError) -> NodeError {
        if error.code == "http.body-too-large" { return .tooLarge(error.message) }
        if error.code == "http.truncated" { return .closed }
        return NodeError(
            code: "node.http", message: "the node's answer isn't HTTP/1.1: \(error.message)",
            hint: "is there a node at this address, or something else?")
    }

    static func webSocket(_ error: WebSocketError) -> NodeError {
        if error.code == "websocket.too-large" { return .tooLarge(error.message) }
        return NodeError(
            code: "node.websocket", message: error.message,
            hint: "is there a node with WebSocket at this address?")
    }

    static func httpStatus(_ status: Int, retryAfter: Int?) -> NodeError {
        switch status {
        case 401, 403:
            NodeError(
                code: "node.http-status", message: "the node refuses the request (HTTP status \(status))",
                hint: "it wants a key or a password: put it into its address")
        case 429:
            NodeError(
                code: "node.rate-limited", message: "the node has had too many requests (HTTP status 429)",
                hint: "wait, or use a node of your own", isTransient: true, retryAfterSeconds: retryAfter)
        case 413:
            NodeError(
                code: "node.too-large", message: "the request is too large for the node (HTTP status 413)")
        case 300..<400:
            NodeError(
                code: "node.http-status",
                message: "the node sends the request elsewhere (HTTP status \(status))",
                hint: "requests aren't sent on; use the address that the node's operator gives")
        default:
            NodeError(
                code: "node.http-status", message: "the node answered with HTTP status \(status)",
                hint: "is there a node at this address?", isTransient: status >= 500,
                retryAfterSeconds: retryAfter)
        }
    }

    static func tooLarge(_ what: String) -> NodeError {
        NodeError(
            code: "node.too-large", message: "the node's answer is too large: \(what)",
            hint: "ask for less at a time")
    }
}
