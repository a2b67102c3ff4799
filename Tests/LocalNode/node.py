#!/usr/bin/env python3
"""An Ethereum node for tests and demonstrations, on loopback: py-evm under Prague's rules behind JSON-RPC over HTTP
and WebSocket on one port, and over a unix socket. Made of published packages; holds accounts of published keys."""
import argparse
import asyncio
import gc
import os
import signal
import sys

from aiohttp import web

from accounts import dev_accounts
from chain import LocalChain
from methods import Methods
from server import MAXIMUM_BYTES, Server

ETHER = 10**18


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8545, help="0 takes a free one and prints it")
    parser.add_argument("--ipc", metavar="PATH", help="a unix socket besides")
    parser.add_argument("--chain-id", type=int, default=31337)
    parser.add_argument(
        "--start-time", type=int, metavar="SECONDS",
        help="time of the genesis block; blocks are then a second apart, whatever the wall clock says")
    parser.add_argument("--accounts", type=int, default=60, help="how many dev accounts hold ether")
    parser.add_argument(
        "--no-control", action="store_true", help="leave out the evm_ methods, as geth --dev does: time can't be moved")
    parser.add_argument("--verbose", action="store_true", help="print faults of the node")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    accounts = dev_accounts(options.accounts)
    balances = {
        bytes.fromhex(account.address[2:]): (10_000 if place else 1) * ETHER for place, account in enumerate(accounts)}
    chain = LocalChain(options.chain_id, options.start_time, balances)
    server = Server(Methods(chain, accounts, not options.no_control), options.verbose)

    application = web.Application(client_max_size=MAXIMUM_BYTES)
    application.router.add_route("*", "/{path:.*}", server.http)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", options.port)
    await site.start()
    port = runner.addresses[0][1]
    ready = f"ready http://127.0.0.1:{port} ws://127.0.0.1:{port}"
    if options.ipc:
        await asyncio.start_unix_server(server.ipc, options.ipc)
        os.chmod(options.ipc, 0o600)
        ready += f" ipc:{options.ipc}"
    # What is loaded stays; looking through it again and again takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    print(ready, flush=True)

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    if options.ipc:
        os.unlink(options.ipc)
    await runner.cleanup()


if __name__ == "__main__":
    sys.exit(asyncio.run(serve(arguments())))
