"""Random histories of a trie, and what py-trie makes of each step: JSON on standard output."""

import json
import random
import sys

from trie import HexaryTrie

random.seed(int(sys.argv[1]))
histories = []
for number in range(int(sys.argv[2])):
    length = random.choice([1, 2, 3, 32])
    alphabet = random.choice([2, 16, 256])
    trie = HexaryTrie({})
    steps = []
    keys = []
    for _ in range(random.randrange(1, 60)):
        if keys and random.random() < 0.45:
            key = random.choice(keys)
        else:
            size = length if random.random() < 0.8 else random.randrange(1, length + 1)
            key = bytes(random.randrange(alphabet) for _ in range(size))
            keys.append(key)
        value = b"" if random.random() < 0.4 else random.randbytes(random.choice([1, 2, 31, 32, 33, 60, 300]))
        trie[key] = value
        probe = random.choice(keys) if random.random() < 0.7 else bytes([random.randrange(256)] * length)
        nodes = []
        if trie.root_hash != HexaryTrie({}).root_hash:
            # Nodes that the one above embeds aren't listed in EIP-1186 proofs.
            import rlp
            listed = [rlp.encode(node) for node in trie.get_proof(probe)]
            nodes = [node.hex() for index, node in enumerate(listed) if index == 0 or len(node) >= 32]
        steps.append({
            "key": key.hex(), "value": value.hex(), "root": trie.root_hash.hex(),
            "probe": probe.hex(), "found": trie[probe].hex(), "proof": nodes,
        })
    histories.append(steps)
json.dump(histories, sys.stdout)
