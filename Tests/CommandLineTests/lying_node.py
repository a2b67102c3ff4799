"""A node between: passes requests on to another, but offers no proofs, and lies about every word of storage."""

import json
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

upstream = sys.argv[1]


def answer(request, reply):
    if request["method"] in ("eth_getProof", "eth_simulateV1"):
        return {"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "method not found"}}
    if request["method"] == "eth_getStorageAt":
        return {**reply, "result": "0x" + "00" * 12 + "ff" * 20}
    return reply


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = urllib.request.Request(upstream, body, {"Content-Type": "application/json"})
        reply = json.load(urllib.request.urlopen(request))
        asked = json.loads(body)
        if isinstance(asked, list):
            replies = {entry["id"]: entry for entry in reply}
            reply = [answer(entry, replies[entry["id"]]) for entry in asked]
        else:
            reply = answer(asked, reply)
        data = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
