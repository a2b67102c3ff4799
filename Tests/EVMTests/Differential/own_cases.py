"""Makes the state tests of Tests/EVMTests/Cases: transactions of Prague and Osaka, with what the execution specification
(EELS, package ethereum-execution) makes of them.

    python own_cases.py FOLDER
"""

import hashlib
import json
import random
import sys

import coincurve
from ethereum.crypto.hash import keccak256
from ethereum_rlp import rlp
from ethereum_spec_tools.evm_tools.statetest import ForkCache, TestCase, run_test_case

random.seed(20261126)
KEY = bytes([0x45] * 32)


def address_of(key):
    return keccak256(coincurve.PrivateKey(key).public_key.format(False)[1:])[12:]


SENDER = address_of(KEY)
HELPERS = {
    "echo": 0xE0, "reverts": 0xE1, "writes": 0xE2, "burns": 0xE3, "logs": 0xE4, "destroys": 0xE5, "returns": 0xE6,
    "reenters": 0xE7,
}


def op(*parts):
    """Bytes of opcodes (ints below 256), pushed numbers (("push", n)) and raw bytes."""
    code = b""
    for part in parts:
        if isinstance(part, tuple):
            value = part[1]
            size = max(1, (value.bit_length() + 7) // 8)
            code += bytes([0x5F + size]) + value.to_bytes(size, "big")
        elif isinstance(part, int):
            code += bytes([part])
        else:
            code += part
    return code


def p(value):
    return ("push", value)


STOP, ADD, MUL, KECCAK, GAS, SSTORE, SLOAD, CALL, RETURN, REVERT = 0, 1, 2, 0x20, 0x5A, 0x55, 0x54, 0xF1, 0xF3, 0xFD
HELPER_CODE = {
    "echo": op(0x36, p(0), p(0), 0x37, 0x36, p(0), RETURN),
    "reverts": op(0x36, p(0), p(0), 0x37, p(1), p(5), SSTORE, 0x36, p(0), REVERT),
    "writes": op(p(0), SLOAD, p(1), ADD, p(0), SSTORE, 0x34, p(1), SSTORE, 0x33, p(2), SSTORE, p(7), p(3), 0x5D),
    "burns": op(0x5B, p(0), 0x56),
    "logs": op(0x36, p(0), p(0), 0x37, p(9), p(8), p(7), p(6), 0x36, p(0), 0xA4, 0x33, 0x36, p(0), 0xA1),
    "destroys": op(0x33, 0xFF),
    "returns": op(p(0xFEEDFACE), p(0), 0x52, p(32), p(0), RETURN),
    "reenters": op(p(1), SLOAD, p(1), ADD, 0x80, p(1), SSTORE, p(0), p(0), p(0), p(0), p(0), 0x33, GAS, CALL, p(2), SSTORE),
}


def call(target, kind=CALL, gas=100_000, value=0, size=64, out=64):
    parts = [p(out), p(128), p(size), p(0)]
    if kind in (0xF1, 0xF2):
        parts.append(p(value))
    return op(*parts, p(target), p(gas), kind)


def random_word():
    return random.choice([
        0, 1, 2, 31, 32, 255, 256, 2**255, 2**256 - 1, 2**64, 2**128 - 1, random.randrange(2**16), random.randrange(2**256),
    ])


BINARY = [1, 2, 3, 4, 5, 6, 7, 0x0A, 0x0B, 0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1B, 0x1C, 0x1D]


def random_program():
    """A program whose stack mostly fits, and that keeps what it finds in storage."""
    code, depth, slot = b"", 0, 0
    for _ in range(random.randrange(10, 60)):
        kind = random.random()
        if kind < 0.30 or depth < 3:
            code += op(p(random_word()))
            depth += 1
        elif kind < 0.55:
            code += op(random.choice(BINARY))
            depth -= 1
        elif kind < 0.60:
            code += op(random.choice([8, 9]))
            depth -= 2
        elif kind < 0.66:
            code += op(random.choice([0x15, 0x19, 0x1E]))
        elif kind < 0.72:
            code += op(random.choice([0x30, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3A, 0x3D, 0x41, 0x42, 0x43, 0x45, 0x46, 0x47, 0x48, 0x4A, 0x58, 0x59, 0x5A, 0x5F]))
            depth += 1
        elif kind < 0.77:
            choice = random.choice(["mstore", "mstore8", "mcopy", "keccak", "mload", "copy"])
            place, size = random.randrange(300), random.randrange(100)
            if choice == "mstore":
                code += op(p(place), 0x52)
                depth -= 1
            elif choice == "mstore8":
                code += op(p(place), 0x53)
                depth -= 1
            elif choice == "mcopy":
                code += op(p(size), p(place), p(random.randrange(300)), 0x5E)
            elif choice == "keccak":
                code += op(p(size), p(place), KECCAK)
                depth += 1
            elif choice == "mload":
                code += op(p(place), 0x51)
                depth += 1
            else:
                code += op(p(size), p(random.randrange(40)), p(place), random.choice([0x37, 0x39]))
        elif kind < 0.87:
            code += op(p(slot), SSTORE)
            slot += 1
            depth -= 1
        elif kind < 0.90:
            code += op(p(random.randrange(4)), random.choice([SLOAD, 0x5C]))
            depth += 1
        elif kind < 0.95:
            kind = random.choice([0xF1, 0xF1, 0xF2, 0xF4, 0xFA])
            target = random.choice([*HELPERS.values(), 0xDEAD, int.from_bytes(SENDER, "big"), *range(1, 5)])
            code += call(target, kind, random.choice([0, 700, 30_000, 200_000]), random.choice([0, 0, 1, 10**19]), random.randrange(80), random.randrange(80))
            depth += 1
        elif kind < 0.97:
            target = random.choice([*HELPERS.values(), 0xDEAD])
            code += op(p(target), random.choice([0x31, 0x3B, 0x3F]))
            depth += 1
        elif depth >= 4:
            code += op(random.choice([0x80, 0x81, 0x90, 0x91, 0x92]))
            depth += code[-1] < 0x90
    for _ in range(min(depth, 3)):
        code += op(p(slot), SSTORE)
        slot += 1
    return code


def measured(body, slot=0):
    """Runs a call and keeps its answer, what it returned and the gas it took."""
    return op(
        GAS, body, p(slot), SSTORE, GAS, 0x90, 3, p(slot + 1), SSTORE, 0x3D, p(slot + 2), SSTORE,
        0x3D, p(0), p(0), 0x3E, 0x3D, p(0), KECCAK, p(slot + 3), SSTORE)


def precompile_program(number, data, gas=5_000_000):
    """Initcode that calls a precompile with bytes that follow the program."""
    def program(place):
        return op(p(len(data)), p(place), p(0), 0x39) + measured(call(number, 0xFA, gas, 0, len(data), 0)) + b"\0"
    return program(len(program(1000))) + data if len(program(1000)) == len(program(len(program(1000)))) else program(
        len(program(len(program(1000))))) + data


def number(value, size=32):
    return value.to_bytes(size, "big")


def precompile_inputs():
    from py_ecc import optimized_bls12_381 as bls
    from py_ecc import optimized_bn128 as bn

    def g1(curve, point, size):
        return bytes(2 * size) if curve.is_inf(point) else b"".join(number(int(x), size) for x in curve.normalize(point))

    def g2(curve, point, size, swap):
        if curve.is_inf(point):
            return bytes(4 * size)
        parts = [[int(c) for c in x.coeffs] for x in curve.normalize(point)]
        return b"".join(number(c, size) for pair in parts for c in (reversed(pair) if swap else pair))

    k = random.randrange(2**128)
    inputs = [(1, b""), (2, b"abc"), (3, b"abc"), (4, bytes(range(70)))]
    digest = hashlib.sha256(b"coai").digest()
    signature = coincurve.PrivateKey(KEY).sign_recoverable(digest, hasher=None)
    good = digest + number(27 + signature[64]) + signature[:64]
    inputs += [(1, good), (1, good[:-1]), (1, good + b"\1"), (1, digest + number(29) + signature[:64])]
    for base, exponent, modulus in (
        (b"\3", b"\5", b"\7"), (b"\3" * 40, b"\xff" * 33, b"\xfd" * 40), (b"", b"", b""), (b"\2", b"\3", b""),
        (b"\2" * 64, b"\1\0\1", b"\xff" * 64), (b"\2" * 200, b"\x7f" * 40, b"\xfb" * 200), (b"\2", b"\0" * 40 + b"\1", b"\x0d"),
        (b"\5" * 33, b"", b"\x11" * 33), (b"\5", b"\3", b"\0" * 8), (b"\1" * 1025, b"\1", b"\5"), (b"\1" * 1024, b"\1", b"\5" * 1024),
    ):
        inputs.append((5, number(len(base)) + number(len(exponent)) + number(len(modulus)) + base + exponent + modulus))
    inputs += [(5, number(2**255) + number(1) + number(1)), (5, number(0) + number(2**64) + number(0)), (5, number(1) * 3)]
    a = bn.multiply(bn.G1, k)
    inputs += [
        (6, g1(bn, a, 32) + g1(bn, bn.G1, 32)), (6, b""), (6, number(1) * 2), (7, g1(bn, a, 32) + number(k * k)), (7, number(1)),
        (8, b""), (8, g1(bn, a, 32) + g2(bn, bn.G2, 32, True) + g1(bn, bn.neg(bn.G1), 32) + g2(bn, bn.multiply(bn.G2, k), 32, True)),
        (8, g1(bn, a, 32) + g2(bn, bn.G2, 32, True)), (8, bytes(191)),
        (9, number(12, 4) + bytes(range(208)) + b"\1"), (9, number(0, 4) + bytes(208) + b"\0"), (9, number(1, 4) + bytes(208) + b"\2"), (9, b""),
        (10, bytes(192)), (10, b""),
        (10, b"\1" + hashlib.sha256(b"\xc0" + bytes(47)).digest()[1:] + number(5) + bytes(32) + (b"\xc0" + bytes(47)) * 2),
    ]
    b = bls.multiply(bls.G1, k)
    c = bls.multiply(bls.G2, k)
    inputs += [
        (0x0B, g1(bls, b, 64) + g1(bls, bls.G1, 64)), (0x0B, bytes(256)), (0x0B, bytes(255)),
        (0x0C, g1(bls, b, 64) + number(k)), (0x0C, (g1(bls, b, 64) + number(k)) * 3), (0x0C, b""),
        (0x0D, g2(bls, c, 64, False) + g2(bls, bls.G2, 64, False)), (0x0D, number(1, 64) * 8),
        (0x0E, g2(bls, c, 64, False) + number(k)), (0x0E, (g2(bls, c, 64, False) + number(k)) * 2),
        (0x0F, g1(bls, b, 64) + g2(bls, bls.G2, 64, False) + g1(bls, bls.neg(bls.G1), 64) + g2(bls, c, 64, False)), (0x0F, b""),
        (0x10, number(k, 64)), (0x10, b"\xff" * 64), (0x11, number(k, 64) + number(3, 64)), (0x11, bytes(128)), (0x12, b"\1"),
    ]
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives import hashes

    key = ec.derive_private_key(k, ec.SECP256R1())
    r, s = utils.decode_dss_signature(key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256()))))
    point = key.public_key().public_numbers()
    whole = digest + number(r) + number(s) + number(point.x) + number(point.y)
    inputs += [(0x100, whole), (0x100, whole[:-1]), (0x100, whole[:40] + b"\0" + whole[41:]), (0x100, b"")]
    return inputs


def authorization(key, target, nonce, chain=1):
    message = keccak256(b"\5" + rlp.encode([number(chain, 1) if chain else b"", target, number(nonce, 1) if nonce else b""]))
    signature = coincurve.PrivateKey(key).sign_recoverable(message, hasher=None)
    return {
        "chainId": hex(chain), "address": "0x" + target.hex(), "nonce": hex(nonce), "v": hex(signature[64]),
        "r": "0x" + signature[:32].hex(), "s": "0x" + signature[32:64].hex(),
    }


def account(balance=0, nonce=0, code=b"", storage=None):
    return {"balance": hex(balance), "nonce": hex(nonce), "code": "0x" + bytes(code).hex(), "storage": storage or {}}


def hexed(address):
    return "0x" + (number(address, 20) if isinstance(address, int) else bytes(address)).hex()


def state(**more):
    accounts = {hexed(SENDER): account(10**20)}
    for name, place in HELPERS.items():
        accounts[hexed(place)] = account(10**6, 1, HELPER_CODE[name], {"0x00": "0x05", "0x01": "0x07"} if name in ("writes", "destroys") else None)
    accounts.update(more.get("accounts", {}))
    return accounts


ENVIRONMENT = {
    "currentCoinbase": hexed(0xC01BA5E), "currentNumber": "0x01", "currentTimestamp": "0x03e8", "currentGasLimit": "0x02faf080",
    "currentDifficulty": "0x00", "currentBaseFee": "0x07", "currentExcessBlobGas": "0x0a0000",
    "currentRandom": "0x" + "5c" * 32,
}
tests = {}


def test(name, data, to="", value=(0,), gas=(8_000_000,), forks=("Prague", "Osaka"), pre=None, expect=None, **transaction):
    template = {
        "data": ["0x" + bytes(item).hex() for item in data], "gasLimit": [hex(g) for g in gas], "value": [hex(v) for v in value],
        "nonce": "0x00", "to": hexed(to) if to != "" else "", "sender": hexed(SENDER), "secretKey": "0x" + KEY.hex(), **transaction,
    }
    if "maxFeePerGas" not in template:
        template["gasPrice"] = "0x0a"
    case = {"env": ENVIRONMENT, "pre": pre or state(), "transaction": template, "post": {}}
    for fork in forks:
        case["post"][fork] = [
            {"indexes": {"data": d, "gas": g, "value": v}, "hash": "0x" + "00" * 32, "logs": "0x" + "00" * 32}
            for d in range(len(data)) for g in range(len(gas)) for v in range(len(value))
        ]
        if expect:
            for post in case["post"][fork]:
                post["expectException"] = "TransactionException." + expect
    tests[name] = case


FEES = {"maxFeePerGas": "0x64", "maxPriorityFeePerGas": "0x03"}
test("randomPrograms", [random_program() for _ in range(90)])
test("randomCalled", [b"", bytes(range(100))], to=0xC0DE, value=(0, 5), pre=state(accounts={hexed(0xC0DE): account(3, 1, random_program())}))
test("clz", [op(p(0), 0x1E, p(0), SSTORE, p(1), 0x1E, p(1), SSTORE, p(2**255), 0x1E, p(2), SSTORE, p(random_word()), 0x1E, p(3), SSTORE)])
for number_of_test, (place, data) in enumerate(precompile_inputs()):
    test(f"precompile{place:x}n{number_of_test}", [precompile_program(place, data)], gas=(12_000_000,))
test("precompileOutOfGas", [precompile_program(place, bytes(size), gas) for place, size, gas in ((2, 32, 71), (2, 32, 72), (6, 128, 149), (9, 213, 10), (0x0B, 256, 374), (0x0B, 256, 375), (0x100, 160, 6_899), (5, 96, 199), (5, 96, 499))])
test("floor", [b"\1" * 1000, b"\0" * 1000, b"\1" * 10 + b"\0" * 500], to=0xDEAD, gas=(100_000, 61_000, 60_999, 41_000, 36_000))
test("floorAndWork", [b"\1" * 700, b"\0" * 700], to=HELPERS["logs"], gas=(100_000,), value=(0, 3))
test("initcodes", [b"\0" * 49_152, b"\0" * 49_153, op(p(24_576), p(0), RETURN), op(p(24_577), p(0), RETURN), op(p(0xEF), p(0), 0x53, p(1), p(0), RETURN)], gas=(16_000_000,))
test("transient", [measured(call(HELPERS["writes"], kind)) + op(p(3), 0x5C, p(9), SSTORE, p(3), p(3), 0x5D, p(3), 0x5C, p(10), SSTORE) for kind in (0xF1, 0xF2, 0xF4, 0xFA)])
CHILD = op(0x33, 0xFF)
def creating(kind, after):
    return op(p(int.from_bytes(CHILD.ljust(32, b"\0"), "big")), p(0), 0x52, *([p(7)] if kind == 0xF5 else []), p(2), p(0), p(9), kind, p(0), SSTORE, after)
test("createThenDestroy", [creating(kind, after) for kind in (0xF0, 0xF5) for after in (b"", creating(kind, b""), call(0xDEAD, value=1))], value=(100,))
test("destroyed", [measured(call(HELPERS["destroys"], kind, value=value)) for kind in (0xF1, 0xF4) for value in (0, 1)], value=(50,))
test("depth", [b""], to=HELPERS["reenters"], gas=(16_000_000, 300_000))
test("reverting", [measured(call(HELPERS["reverts"], kind)) + op(p(40), p(0), REVERT if kind == 0xF4 else RETURN) for kind in (0xF1, 0xF2, 0xF4, 0xFA)])
test("allGas", [measured(call(HELPERS["burns"], gas=2**255)), measured(call(HELPERS["burns"], gas=10_000))], gas=(1_000_000,))
test("limits", [op(p(2**64), p(0), RETURN), op(p(1), p(2**255), 0x52), op(p(2**32), p(0), p(0), 0x37), b"\xfe", b"\x5f" * 1025, b"\x50", op(p(3), 0x56), op(p(4), 0x56, 0x5B), b"\x7f" + b"\1" * 5, op(p(1), p(0), p(0), 0x3E), op(p(2**256 - 1), p(0), p(0), 0x3E)], gas=(500_000,))
test("gasCap", [b""], to=0xDEAD, gas=(1 << 24, (1 << 24) + 1), forks=("Prague",))
test("gasCapHeld", [b""], to=0xDEAD, gas=(1 << 24,), forks=("Osaka",))
test("gasCapExceeded", [b""], to=0xDEAD, gas=((1 << 24) + 1,), forks=("Osaka",), expect="GAS_LIMIT_EXCEEDS_MAXIMUM")

# Delegations
KEYS = [bytes([n]) * 32 for n in (0x51, 0x52, 0x53)]
ONES = [address_of(key) for key in KEYS]
A = lambda name: number(HELPERS[name], 20)
LOOK = op(p(int.from_bytes(ONES[0], "big")), 0x3B, p(20), SSTORE, p(int.from_bytes(ONES[0], "big")), 0x3F, p(21), SSTORE, p(23), p(0), p(0), p(int.from_bytes(ONES[0], "big")), 0x3C, p(0), 0x51, p(22), SSTORE)
CALLER = b"".join(measured(call(int.from_bytes(ONES[0], "big"), kind, 200_000), slot) for slot, kind in ((0, 0xF1), (4, 0xF1), (8, 0xF4), (12, 0xFA))) + LOOK
with_caller = {hexed(0xCA11): account(100, 1, CALLER)}
lists = {
    "one": [authorization(KEYS[0], A("writes"), 0)],
    "anyChain": [authorization(KEYS[0], A("echo"), 0, 0)],
    "wrongChain": [authorization(KEYS[0], A("echo"), 0, 2)],
    "wrongNonce": [authorization(KEYS[0], A("echo"), 1)],
    "twice": [authorization(KEYS[0], A("echo"), 0), authorization(KEYS[0], A("writes"), 1)],
    "cleared": [authorization(KEYS[0], A("echo"), 0), authorization(KEYS[0], bytes(20), 1)],
    "toItself": [authorization(KEYS[0], ONES[0], 0)],
    "chain": [authorization(KEYS[0], ONES[1], 0), authorization(KEYS[1], A("writes"), 0)],
    "toPrecompile": [authorization(KEYS[0], number(4, 20), 0)],
    "toReverting": [authorization(KEYS[0], A("reverts"), 0)],
    "toDestroying": [authorization(KEYS[0], A("destroys"), 0)],
    "toNothing": [authorization(KEYS[0], number(0xDEAD, 20), 0)],
    "bySender": [authorization(KEY, A("writes"), 1), authorization(KEYS[0], A("writes"), 0)],
    "bySenderStale": [authorization(KEY, A("writes"), 0)],
    "highS": [{**authorization(KEYS[0], A("writes"), 0), "s": "0x" + "f" * 63 + "0"}],
    "zeros": [{**authorization(KEYS[0], A("writes"), 0), "r": "0x0", "s": "0x0"}],
    "parity": [{**authorization(KEYS[0], A("writes"), 0), "v": "0x2"}],
    "several": [authorization(key, A("writes"), 0) for key in KEYS],
}
for label, items in lists.items():
    for there in (False, True):
        accounts = dict(with_caller)
        if there:
            accounts[hexed(ONES[0])] = account(1000, 0)
            accounts[hexed(ONES[2])] = account(0, 0, b"\xef\1\0" + A("echo"))
        test(f"delegate_{label}_{there}", [b"\1\2"], to=0xCA11, gas=(3_000_000,), pre=state(accounts=accounts), authorizationList=items, **FEES)
    test(f"delegateDirect_{label}", [b"\1\2\3"], to=ONES[0], gas=(1_000_000,), value=(0, 2), pre=state(accounts=with_caller), authorizationList=items, **FEES)
delegated = {hexed(ONES[0]): account(50, 1, b"\xef\1\0" + A("writes")), hexed(ONES[1]): account(50, 1, b"\xef\1\0" + A("reverts")), hexed(0xCA11): account(100, 1, CALLER)}
test("delegated", [b"", b"\1"], to=0xCA11, gas=(3_000_000,), pre=state(accounts=delegated))
test("delegatedTarget", [b"", b"\1"], to=ONES[0], gas=(200_000, 50_000), pre=state(accounts=delegated))
test("delegatedSender", [b"\1"], to=0xCA11, gas=(3_000_000,), pre=state(accounts={**delegated, hexed(SENDER): account(10**20, 0, b"\xef\1\0" + A("writes"))}))
test("contractSender", [b"\1"], to=0xCA11, gas=(3_000_000,), pre=state(accounts={hexed(SENDER): account(10**20, 0, b"\1")}), expect="SENDER_NOT_EOA")
test("emptyList", [b"\1"], to=0xCA11, gas=(3_000_000,), authorizationList=[], expect="TYPE_4_EMPTY_AUTHORIZATION_LIST", **FEES)

# Fees, access lists, blobs, refusals
test("accessList", [CALLER, op(p(0), SLOAD, p(0), SSTORE)], accessLists=[[{"address": hexed(HELPERS["writes"]), "storageKeys": ["0x" + "00" * 32]}], [{"address": hexed(SENDER), "storageKeys": []}] * 2])
test("fees", [b"", b"\1" * 50], to=HELPERS["writes"], value=(0, 1), gas=(300_000,), **FEES)
BLOBS = ["0x01" + f"{n:062x}" for n in range(12)]
for count in (1, 6):
    test(f"blobs{count}", [b""], to=0xB10B, gas=(300_000,), blobVersionedHashes=BLOBS[:count], maxFeePerBlobGas="0x1000", pre=state(accounts={hexed(0xB10B): account(0, 1, op(p(0), 0x49, p(0), SSTORE, p(5), 0x49, p(1), SSTORE, p(2**255), 0x49, p(2), SSTORE, 0x4A, p(3), SSTORE))}), **FEES)
test("blobs9", [b""], to=0xDEAD, gas=(300_000,), forks=("Prague",), blobVersionedHashes=BLOBS[:9], maxFeePerBlobGas="0x1000", **FEES)
test("blobs10", [b""], to=0xDEAD, gas=(300_000,), forks=("Prague",), blobVersionedHashes=BLOBS[:10], maxFeePerBlobGas="0x1000", expect="TYPE_3_TX_BLOB_COUNT_EXCEEDED", **FEES)
test("blobs7", [b""], to=0xDEAD, gas=(300_000,), forks=("Osaka",), blobVersionedHashes=BLOBS[:7], maxFeePerBlobGas="0x1000", expect="TYPE_3_TX_BLOB_COUNT_EXCEEDED", **FEES)
test("blobs0", [b""], to=0xDEAD, gas=(300_000,), blobVersionedHashes=[], maxFeePerBlobGas="0x1000", expect="TYPE_3_TX_ZERO_BLOBS", **FEES)
test("blobVersion", [b""], to=0xDEAD, gas=(300_000,), blobVersionedHashes=["0x02" + "00" * 31], maxFeePerBlobGas="0x1000", expect="TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH", **FEES)
test("blobFee", [b""], to=0xDEAD, gas=(300_000,), blobVersionedHashes=BLOBS[:1], maxFeePerBlobGas="0x0", expect="INSUFFICIENT_MAX_FEE_PER_BLOB_GAS", **FEES)
test("feeOrder", [b""], to=0xDEAD, gas=(30_000,), maxFeePerGas="0x64", maxPriorityFeePerGas="0x65", expect="PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS")
test("baseFee", [b""], to=0xDEAD, gas=(30_000,), maxFeePerGas="0x6", maxPriorityFeePerGas="0x1", expect="INSUFFICIENT_MAX_FEE_PER_GAS")
test("funds", [b""], to=0xDEAD, gas=(30_000,), value=(10**20,), expect="INSUFFICIENT_ACCOUNT_FUNDS")
test("nonceTooHigh", [b""], to=0xDEAD, gas=(30_000,), nonce="0x01", expect="NONCE_MISMATCH_TOO_HIGH")
test("nonceTooLow", [b""], to=0xDEAD, gas=(30_000,), pre=state(accounts={hexed(SENDER): account(10**20, 1)}), expect="NONCE_MISMATCH_TOO_LOW")
test("intrinsic", [b"\1"], to=0xDEAD, gas=(21_015,), expect="INTRINSIC_GAS_TOO_LOW")

count = refused = 0
with ForkCache() as cache:
    for name, case in list(tests.items()):
        for fork, posts in case["post"].items():
            for index, post in enumerate(posts):
                result = run_test_case(TestCase("", name, index, fork, post, case["pre"], case["env"], case["transaction"]), cache)
                post["hash"] = "0x" + result.state_root.hex()
                post["logs"] = "0x" + result.logs_hash.hex()
                rejected = [item.error if hasattr(item, "error") else str(item) for item in (result.rejected or {}).values()] if isinstance(result.rejected, dict) else list(result.rejected or [])
                if bool(rejected) != ("expectException" in post):
                    if rejected and name in ("floor", "initcodes"):
                        post["expectException"] = "TransactionException." + ("INITCODE_SIZE_EXCEEDED" if name == "initcodes" else "INTRINSIC_GAS_TOO_LOW")
                    else:
                        print(name, fork, index, "rejected:", rejected, post.get("expectException"), file=sys.stderr)
                count += 1
                refused += bool(rejected)
with open(sys.argv[1] + "/prague-osaka.json", "w") as file:
    file.write("{\n")
    file.write(",\n".join(json.dumps(name) + ":" + json.dumps(case, separators=(",", ":")) for name, case in tests.items()))
    file.write("\n}\n")
print(count, "cases,", refused, "refused", file=sys.stderr)
