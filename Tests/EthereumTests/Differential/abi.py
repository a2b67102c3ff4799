"""Random ABI values with the encoding that eth-abi gives: abi.py SEED COUNT, JSON lines."""
import json
import random
import sys

from eth_abi import encode

seed, count = int(sys.argv[1]), int(sys.argv[2])
choose = random.Random(seed)


def kind(depth):
    pick = choose.randrange(9 if depth < 3 else 6)
    if pick == 0:
        return f"uint{8 * choose.randint(1, 32)}"
    if pick == 1:
        return f"int{8 * choose.randint(1, 32)}"
    if pick == 2:
        return f"bytes{choose.randint(1, 32)}"
    if pick < 6:
        return choose.choice(["address", "bool", "bytes", "string"])
    if pick == 6:
        return kind(depth + 1) + "[]"
    if pick == 7:
        return kind(depth + 1) + f"[{choose.randint(1, 3)}]"
    return "(" + ",".join(kind(depth + 1) for _ in range(choose.randint(1, 4))) + ")"


def parts(text):
    result, level, start = [], 0, 1
    for place, character in enumerate(text[:-1]):
        if character in "([":
            level += 1
        elif character in ")]":
            level -= 1
        elif character == "," and level == 1:
            result.append(text[start:place])
            start = place + 1
    return result + [text[start:-1]]


def value(text):
    """The value for eth-abi, and as JSON."""
    if text.endswith("]"):
        base, _, size = text.rpartition("[")
        pairs = [value(base) for _ in range(int(size[:-1]) if size != "]" else choose.randrange(4))]
        return [p[0] for p in pairs], [p[1] for p in pairs]
    if text.startswith("("):
        pairs = [value(part) for part in parts(text)]
        return tuple(p[0] for p in pairs), [p[1] for p in pairs]
    if text.startswith("uint"):
        number = choose.choice([0, 2 ** int(text[4:]) - 1, choose.randrange(2 ** int(text[4:]))])
        return number, str(number)
    if text.startswith("int"):
        half = 2 ** (int(text[3:]) - 1)
        number = choose.choice([-half, half - 1, choose.randrange(-half, half)])
        return number, str(number)
    if text == "address":
        data = "0x" + choose.randbytes(20).hex()
        return data, data
    if text == "bool":
        flag = choose.random() < 0.5
        return flag, flag
    if text == "string":
        data = "".join(choose.choice("aé🚀 \n\0") for _ in range(choose.choice([0, 1, 31, 32, 40])))
        return data, data
    length = int(text[5:]) if len(text) > 5 else choose.choice([0, 1, 31, 32, 33, 65])
    data = choose.randbytes(length)
    return data, "0x" + data.hex()


for _ in range(count):
    types = [kind(0) for _ in range(choose.randint(1, 5))]
    pairs = [value(text) for text in types]
    encoded = encode(types, [p[0] for p in pairs])
    print(json.dumps({"types": types, "values": [p[1] for p in pairs], "encoded": "0x" + encoded.hex()}))
