"""JSON-RPC over HTTP and WebSocket on one loopback port, and over a unix socket: framing, batches, subscriptions."""
import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from methods import MethodError, Methods

MAXIMUM_BYTES = 32 << 20
Send = Callable[[str], Awaitable[None]]


@dataclass
class Connection:
    """Someone who can be told about new blocks."""

    send: Send
    subscriptions: dict[str, tuple[str, dict]] = field(default_factory=dict)


class Server:
    """Answers requests one after the other, and tells subscribers what each of them changed."""

    def __init__(self, methods: Methods, is_verbose: bool):
        self.methods, self.is_verbose = methods, is_verbose
        self.connections: list[Connection] = []
        self.subscription_count = 0
        self.hashes: list[bytes] = []
        self._new_blocks()

    # Requests.

    async def answer(self, text: str | bytes, connection: Connection | None) -> str | None:
        """The answer to a request or a batch, as text; nothing for notifications."""
        try:
            document = json.loads(text)
        except ValueError:
            return json.dumps(self._failure(None, MethodError(-32700, "parse error")))
        if isinstance(document, list) and document:
            answers = [self._answer_one(one, connection) for one in document]
            return json.dumps([one for one in answers if one is not None]) or None
        answered = self._answer_one(document, connection)
        return None if answered is None else json.dumps(answered)

    def _answer_one(self, request, connection: Connection | None) -> dict | None:
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            return self._failure(None, MethodError(-32600, "not a request"))
        identifier = request.get("id")
        try:
            result = self._call(request["method"], request.get("params") or [], connection)
            answer = {"jsonrpc": "2.0", "id": identifier, "result": result}
        except MethodError as error:
            answer = self._failure(identifier, error)
        except Exception as error:  # a fault of the node has to reach the client as an answer
            if self.is_verbose:
                traceback.print_exc()
            answer = self._failure(identifier, MethodError(-32000, f"{type(error).__name__}: {error}"[:300]))
        return answer if "id" in request else None

    def _call(self, method: str, params, connection: Connection | None):
        if not isinstance(params, list):
            raise MethodError(-32602, "parameters by name aren't supported")
        if method == "eth_subscribe":
            return self._subscribe(connection, *params)
        if method == "eth_unsubscribe":
            return connection is not None and connection.subscriptions.pop(params[0], None) is not None
        return self.methods.call(method, params)

    @staticmethod
    def _failure(identifier, error: MethodError) -> dict:
        body = {"code": error.code, "message": error.message}
        if error.data is not None:
            body["data"] = error.data
        return {"jsonrpc": "2.0", "id": identifier, "error": body}

    # Subscriptions.

    def _subscribe(self, connection: Connection | None, kind: str = "", filter: dict | None = None) -> str:
        if connection is None:
            raise MethodError(-32601, "notifications not supported")
        if kind not in ("newHeads", "logs"):
            raise MethodError(-32602, f"no subscription named {kind!r}")
        self.subscription_count += 1
        identifier = hex(self.subscription_count)
        connection.subscriptions[identifier] = (kind, dict(filter or {}))
        return identifier

    def _new_blocks(self) -> tuple[list[int], list[bytes]]:
        """Heights of blocks that weren't there after the last request, and hashes of those that are gone."""
        chain = self.methods.chain._backend.chain
        height, current = chain.header.block_number, chain.header.parent_hash
        arrived: list[bytes] = []
        while height > 0 and self.hashes[height - 1 : height] != [current]:
            height -= 1
            arrived.append(current)
            current = chain.get_canonical_block_header_by_number(height).parent_hash
        gone, self.hashes = self.hashes[height:], self.hashes[:height] + arrived[::-1]
        return list(range(height, len(self.hashes))), gone

    async def announce(self) -> None:
        """Tells subscribers about the blocks that came and the logs that went."""
        new, gone = self._new_blocks()
        for connection in list(self.connections):
            for identifier, (kind, filter) in list(connection.subscriptions.items()):
                for item in self._items(kind, filter, new, gone):
                    await self._notify(connection, identifier, item)

    def _items(self, kind: str, filter: dict, new: list[int], gone: list[bytes]) -> list[dict]:
        if kind == "newHeads":
            headers = [self.methods.call("eth_getBlockByNumber", [hex(height), False]) for height in new]
            return [{k: v for k, v in one.items() if k not in ("transactions", "uncles")} for one in headers]
        choose = {name: filter[name] for name in ("address", "topics") if name in filter}
        lost = [receipt for block in reversed(gone) for receipt in self.methods.receipts_of_block.get(block, [])]
        removed = [log for receipt in lost for log in receipt["logs"]]
        items = [{**log, "removed": True} for log in self.methods.matching(removed, choose)]
        if new:
            span = {"fromBlock": hex(new[0]), "toBlock": hex(new[-1])}
            items += self.methods.call("eth_getLogs", [{**choose, **span}])
        return items

    async def _notify(self, connection: Connection, identifier: str, item: dict) -> None:
        body = {"jsonrpc": "2.0", "method": "eth_subscription", "params": {"subscription": identifier, "result": item}}
        try:
            await connection.send(json.dumps(body))
        except (ConnectionError, RuntimeError):
            connection.subscriptions.clear()

    # Ways in.

    async def http(self, request: web.Request) -> web.StreamResponse:
        """A POST with a request, or the upgrade to a WebSocket."""
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._websocket(request)
        if request.method != "POST":
            return web.Response(status=405, text="JSON-RPC over POST or WebSocket\n")
        answer = await self.answer(await request.read(), None)
        await self.announce()
        return web.Response(text=answer or "", content_type="application/json")

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=MAXIMUM_BYTES)
        await socket.prepare(request)
        connection = Connection(socket.send_str)
        self.connections.append(connection)
        try:
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    await self._serve(message.data, connection)
        finally:
            self.connections.remove(connection)
        return socket

    async def ipc(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """JSON values one after the other on a unix socket, as geth has it; answers end with a line end."""

        async def send(text: str) -> None:
            writer.write(text.encode() + b"\n")
            await writer.drain()

        connection = Connection(send)
        self.connections.append(connection)
        waiting = ""
        try:
            while (received := await reader.read(1 << 16)) and len(waiting) < MAXIMUM_BYTES:
                waiting += received.decode()
                while waiting := waiting.lstrip():
                    try:
                        _, end = json.JSONDecoder().raw_decode(waiting)
                    except ValueError:
                        break
                    text, waiting = waiting[:end], waiting[end:]
                    await self._serve(text, connection)
        except (ConnectionError, UnicodeDecodeError):
            pass
        finally:
            self.connections.remove(connection)
            writer.close()

    async def _serve(self, text: str | bytes, connection: Connection) -> None:
        if (answer := await self.answer(text, connection)) is not None:
            await connection.send(answer)
        await self.announce()
