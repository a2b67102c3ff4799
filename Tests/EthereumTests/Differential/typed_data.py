"""Random typed-data documents with the digest that eth-account gives: typed_data.py SEED COUNT, JSON lines."""
import json
import random
import sys

from eth_account.messages import _hash_eip191_message, encode_typed_data

seed, count = int(sys.argv[1]), int(sys.argv[2])
choose = random.Random(seed)


def atomic():
    kind = choose.randrange(7)
    if kind == 0:
        return f"uint{8 * choose.randint(1, 32)}"
    if kind == 1:
        return f"int{8 * choose.randint(1, 32)}"
    if kind == 2:
        return f"bytes{choose.randint(1, 32)}"
    return ["address", "bool", "bytes", "string"][kind - 3]


def text():
    return "".join(choose.choice(["a", "Z", " ", "\n", "é", "🚀", "\u202e", '"', "\\", "0"]) for _ in range(choose.randrange(9)))


def value(kind, types):
    if kind.endswith("]"):
        base, _, size = kind.rpartition("[")
        length = int(size[:-1]) if size != "]" else choose.randrange(4)
        return [value(base, types) for _ in range(length)]
    if kind in types:
        return {field["name"]: value(field["type"], types) for field in types[kind]}
    if kind.startswith("uint"):
        bits = int(kind[4:])
        number = choose.choice([0, 1, 2**bits - 1, choose.randrange(2**bits)])
        if number < 2**53 and choose.random() < 0.5:
            return number
        return choose.choice([str(number), hex(number)])
    if kind.startswith("int"):
        bits = int(kind[3:])
        number = choose.choice([0, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1)), choose.randrange(-(2 ** (bits - 1)), 2 ** (bits - 1))])
        return number if abs(number) < 2**53 else str(number)
    if kind == "address":
        return "0x" + choose.randbytes(20).hex()
    if kind == "bool":
        return choose.random() < 0.5
    if kind == "string":
        return text()
    length = int(kind[5:]) if len(kind) > 5 else choose.choice([0, 1, 31, 32, 33, 70])
    return "0x" + choose.randbytes(length).hex()


for _ in range(count):
    names = [f"T{place}{choose.choice(['', 'Order', '_x', '$'])}" for place in range(choose.randint(1, 5))]
    types = {}
    for place in reversed(range(len(names))):
        fields = []
        for number in range(choose.randint(1, 5)):
            kind = choose.choice(names[place + 1:]) if place + 1 < len(names) and choose.random() < 0.3 else atomic()
            for _ in range(choose.choice([0, 0, 0, 1, 1, 2])):
                kind += choose.choice(["[]", f"[{choose.randint(1, 3)}]"])
            fields.append({"name": f"f{number}{choose.choice(['', 'Value', '_'])}", "type": kind})
        types[names[place]] = fields
    # Every type must be used: the first names the ones that nobody else does.
    used = {field["type"].split("[")[0] for fields in types.values() for field in fields}
    for place, name in enumerate(names[1:]):
        if name not in used:
            types[names[0]].append({"name": f"extra{place}", "type": name})
    standard = [("name", "string"), ("version", "string"), ("chainId", "uint256"), ("verifyingContract", "address"), ("salt", "bytes32")]
    domain_fields = [{"name": n, "type": t} for n, t in standard if choose.random() < 0.7]
    order = names[:]
    choose.shuffle(order)
    document = {
        "types": {"EIP712Domain": domain_fields, **{name: types[name] for name in order}},
        "primaryType": names[0],
        "domain": {field["name"]: value(field["type"], {}) for field in domain_fields},
        "message": value(names[0], types),
    }
    # Our reader knows the domain by its fields even when it is empty; eth-account needs at least one.
    if not domain_fields:
        document["types"]["EIP712Domain"] = [{"name": "name", "type": "string"}]
        document["domain"] = {"name": "x"}
    digest = _hash_eip191_message(encode_typed_data(full_message=document)).hex().removeprefix("0x")
    print(json.dumps({"document": document, "digest": "0x" + digest}))
