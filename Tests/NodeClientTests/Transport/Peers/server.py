"""JSON-RPC over HTTP, or over WebSocket with fragments and pings, with or without TLS; for the client's tests.

Prints its port when it listens. Answers eth_chainId, and `echo` with its first parameter."""
import argparse
import asyncio
import json
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def answer(text) -> str:
    """The answer to one request or a batch."""
    document = json.loads(text)

    def one(request):
        result = "0x539" if request["method"] == "eth_chainId" else (request["params"] or [None])[0]
        return {"jsonrpc": "2.0", "id": request["id"], "result": result}

    return json.dumps([one(request) for request in document] if isinstance(document, list) else one(document))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = answer(self.rfile.read(int(self.headers["Content-Length"]))).encode()
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 1000):
            part = body[start:start + 1000]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *arguments):
        pass


async def serve_web_socket(context) -> None:
    import websockets

    async def handle(socket):
        async for text in socket:
            await socket.ping()
            reply = answer(text)
            middle = len(reply) // 2
            await socket.send([reply[:middle], "", reply[middle:]])

    async with websockets.serve(handle, "127.0.0.1", 0, ssl=context, max_size=1 << 26) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--maximum-version", choices=["1.1", "1.2"])
    parser.add_argument("--web-socket", action="store_true")
    options = parser.parse_args()
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
        if options.maximum_version == "1.1":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        elif options.maximum_version == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
    if options.web_socket:
        asyncio.run(serve_web_socket(context))
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        # The handshake in the connection's own thread, so that one that fails doesn't hold up others.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
