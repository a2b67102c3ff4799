"""Calls of the curves' precompiles, and what py-evm (py_ecc, c-kzg) and pycryptodome answer: JSON on standard output."""

import hashlib
import json
import random
import sys

import ckzg
from Crypto.Hash import SHA256
from Crypto.PublicKey import ECC
from Crypto.Signature import DSS
from eth.exceptions import VMError
from eth.precompiles import point_evaluation
from eth.vm.forks.prague.computation import PragueComputation
from py_ecc import optimized_bls12_381 as bls
from py_ecc import optimized_bn128 as bn
from py_ecc.optimized_bls12_381.optimized_swu import iso_map_G1, iso_map_G2, optimized_swu_G1, optimized_swu_G2

random.seed(int(sys.argv[1]))
precompiles = {int.from_bytes(a, "big"): f for a, f in PragueComputation.get_precompiles().items()}
setup = ckzg.load_trusted_setup(point_evaluation.TRUSTED_SETUP_PATH, 0)
point_evaluation.load_trusted_setup = lambda *_: setup


class Call:
    def __init__(self, data):
        self.msg = self
        self.data = self.data_as_bytes = data
        self.gas = 0
        self.output = b""

    def consume_gas(self, amount, reason=None):
        self.gas += amount


cases = []


def case(address, data):
    call = Call(data)
    try:
        precompiles[address](call)
        output = call.output.hex()
    except (VMError, AssertionError, ValueError):
        output = None
    cases.append({"address": address, "input": data.hex(), "output": output, "gas": call.gas})


def number(value, size):
    return int(value).to_bytes(size, "big")


def g1(curve, point, size):
    if curve.is_inf(point):
        return bytes(2 * size)
    return b"".join(number(int(part), size) for part in curve.normalize(point))


def g2(curve, point, size, imaginary_first):
    if curve.is_inf(point):
        return bytes(4 * size)
    parts = []
    for part in curve.normalize(point):
        coefficients = [int(part.coeffs[0]), int(part.coeffs[1])]
        parts += reversed(coefficients) if imaginary_first else coefficients
    return b"".join(number(part, size) for part in parts)


def damaged(data):
    changed = bytearray(data)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def scalar(order):
    return random.choice([0, 1, 2, order - 1, order, 2**256 - 1, random.randrange(2**256), random.randrange(order)])


# alt_bn128
n, p = bn.curve_order, bn.field_modulus
points = [bn.multiply(bn.G1, random.randrange(1, n)) for _ in range(6)] + [bn.Z1, bn.G1]
twists = [bn.multiply(bn.G2, random.randrange(1, n)) for _ in range(3)] + [bn.Z2, bn.G2]


def fp2_root(value, field, prime):
    """A square root in the field with i, or None, by the norm."""
    a, b = int(value.coeffs[0]), int(value.coeffs[1])
    norm = pow(a * a + b * b, (prime + 1) // 4, prime)
    for sign in (1, -1):
        half = (a + sign * norm) * pow(2, -1, prime) % prime
        real = pow(half, (prime + 1) // 4, prime)
        if real * real % prime == half and real:
            root = field([real, b * pow(2 * real, -1, prime) % prime])
            if root * root == value:
                return root
    return None


def stray_twist(curve):
    """A point of the twist that isn't in the group."""
    field, prime = curve.FQ2, curve.field_modulus
    while True:
        x = field([random.randrange(prime), random.randrange(prime)])
        y = fp2_root(x * x * x + curve.b2, field, prime)
        if y:
            return (x, y, field.one())


for _ in range(15):
    a, b = random.choice(points), random.choice(points)
    case(6, g1(bn, a, 32) + g1(bn, b, 32))
    case(7, g1(bn, a, 32) + number(scalar(n), 32))
    case(6, damaged(g1(bn, a, 32) + g1(bn, b, 32)))
case(6, g1(bn, points[0], 32) + g1(bn, bn.neg(points[0]), 32))
for data in (b"", g1(bn, bn.G1, 32), g1(bn, bn.G1, 32) + b"\1", bytes(500), number(p, 32) + bytes(32), number(1, 32) + number(p + 2, 32)):
    case(6, data)
    case(7, data)
for _ in range(3):
    k = random.randrange(1, n)
    q = random.choice(twists)
    pair = g1(bn, bn.multiply(points[0], k), 32) + g2(bn, q, 32, True)
    other = g1(bn, bn.neg(points[0]), 32) + g2(bn, bn.multiply(q, k), 32, True)
    case(8, pair + other)
    case(8, pair)
    case(8, damaged(pair + other))
case(8, g1(bn, bn.Z1, 32) + g2(bn, bn.G2, 32, True))
case(8, b"")
case(8, bytes(191))
case(8, bytes(192))
for _ in range(3):
    case(8, bytes(64) + g2(bn, stray_twist(bn), 32, True))

# BLS12-381
n, p = bls.curve_order, bls.field_modulus
points = [bls.multiply(bls.G1, random.randrange(1, n)) for _ in range(5)] + [bls.Z1, bls.G1]
twists = [bls.multiply(bls.G2, random.randrange(1, n)) for _ in range(3)] + [bls.Z2, bls.G2]


def stray_g1():
    return iso_map_G1(*optimized_swu_G1(bls.FQ(random.randrange(p))))


def stray_g2():
    return iso_map_G2(*optimized_swu_G2(bls.FQ2([random.randrange(p), random.randrange(p)])))


for _ in range(8):
    a, b = random.choice(points + [stray_g1()]), random.choice(points)
    case(0x0b, g1(bls, a, 64) + g1(bls, b, 64))
    case(0x0b, damaged(g1(bls, a, 64) + g1(bls, b, 64)))
    a, b = random.choice(twists + [stray_g2()]), random.choice(twists)
    case(0x0d, g2(bls, a, 64, False) + g2(bls, b, 64, False))
    case(0x0d, damaged(g2(bls, a, 64, False) + g2(bls, b, 64, False)))
for count in (1, 2, 3, 9, 33):
    case(0x0c, b"".join(g1(bls, random.choice(points), 64) + number(scalar(n), 32) for _ in range(count)))
for count in (1, 2, 9):
    case(0x0e, b"".join(g2(bls, random.choice(twists), 64, False) + number(scalar(n), 32) for _ in range(count)))
for _ in range(3):
    case(0x0c, g1(bls, stray_g1(), 64) + number(1, 32))
    case(0x0e, g2(bls, stray_g2(), 64, False) + number(1, 32))
case(0x0f, g1(bls, stray_g1(), 64) + g2(bls, bls.G2, 64, False))
case(0x0f, g1(bls, bls.G1, 64) + g2(bls, stray_g2(), 64, False))
for _ in range(2):
    k = random.randrange(1, n)
    q = random.choice(twists)
    pair = g1(bls, bls.multiply(points[0], k), 64) + g2(bls, q, 64, False)
    other = g1(bls, bls.neg(points[0]), 64) + g2(bls, bls.multiply(q, k), 64, False)
    case(0x0f, pair + other)
    case(0x0f, pair)
    case(0x0f, damaged(pair + other))
case(0x0f, bytes(384))
for address, size in ((0x0b, 256), (0x0c, 160), (0x0d, 512), (0x0e, 288), (0x0f, 384), (0x10, 64), (0x11, 128)):
    for length in (0, 1, size - 1, size, size + 1):
        case(address, bytes(length))
    case(address, bytes([255]) * size)
for value in (0, 1, 2, p - 1, p, *[random.randrange(p) for _ in range(6)]):
    case(0x10, number(value, 64))
    case(0x11, number(value, 64) + number(random.randrange(p), 64))
    case(0x11, number(random.choice([0, 1, value]), 64) + number(value, 64))

# Point evaluation
for _ in range(3):
    blob = b"".join(number(random.randrange(n), 32) for _ in range(4096))
    z = number(random.randrange(n), 32)
    commitment = ckzg.blob_to_kzg_commitment(blob, setup)
    proof, y = ckzg.compute_kzg_proof(blob, z, setup)
    versioned = b"\1" + hashlib.sha256(commitment).digest()[1:]
    whole = versioned + z + y + commitment + proof
    case(10, whole)
    for _ in range(8):
        case(10, damaged(whole))
    case(10, whole[:-1])
    case(10, versioned + z + number(int.from_bytes(y, "big") + n, 32)[-32:] + commitment + proof)
infinity = bytes([0xC0]) + bytes(47)
versioned = b"\1" + hashlib.sha256(infinity).digest()[1:]
case(10, versioned + number(5, 32) + bytes(32) + infinity + infinity)
case(10, versioned + number(5, 32) + number(1, 32) + infinity + infinity)
for wrong in (bytes(48), bytes([0xE0]) + bytes(47), bytes([0xC0]) + bytes(46) + b"\1", bytes([0x80]) + bytes(47)):
    case(10, b"\1" + hashlib.sha256(wrong).digest()[1:] + bytes(64) + wrong + infinity)

# P-256
for number_of_key in range(6):
    key = ECC.generate(curve="P-256", randfunc=random.randbytes)
    x, y = map(int, key.pointQ.xy)
    digest = SHA256.new(random.randbytes(40))
    signature = DSS.new(key, "deterministic-rfc6979").sign(digest)
    whole = digest.digest() + signature + number(x, 32) + number(y, 32)
    for data, valid in ((whole, True), (damaged(whole), False), (whole[:-1], False), (whole + b"\0", False)):
        cases.append({"address": 256, "input": data.hex(), "output": (number(1, 32) if valid else b"").hex(), "gas": 6900})
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    s = int.from_bytes(signature[32:], "big")
    # Both signs of s are valid here; numbers of the order and above, and zero, never are.
    for r_bytes, s_value, valid in (
        (signature[:32], order - s, True), (signature[:32], 0, False), (bytes(32), s, False),
        (signature[:32], order, False), (number(order, 32), s, False),
    ):
        data = digest.digest() + r_bytes + number(s_value, 32) + number(x, 32) + number(y, 32)
        cases.append({"address": 256, "input": data.hex(), "output": (number(1, 32) if valid else b"").hex(), "gas": 6900})
    for px, py in ((0, 0), (x, y ^ 1), (2**256 - 1, y)):
        data = digest.digest() + signature + number(px, 32) + number(py, 32)
        cases.append({"address": 256, "input": data.hex(), "output": "", "gas": 6900})

json.dump(cases, sys.stdout)
