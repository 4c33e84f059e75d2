"""Checks that parts come from the tree whose root the ledger names, as docs/formats/part-list.md says."""
import hashlib
import json
import re
import sys


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def root_of(leaf, index, size, proof):
    """RFC 9162, section 2.1.3.2."""
    last, node = size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if index % 2 == 1 or index == last:
            node = sha256(b"\x01", sibling, node)
            while index % 2 == 0 and index != 0:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\x01", node, sibling)
        index, last = index >> 1, last >> 1
    if last != 0:
        raise ValueError("the proof is too short")
    return node


def words_of(text):
    """Each ends behind its spaces and line feeds, as they stand in JSON."""
    return re.findall(r"(?:\\[^n]|[^\\ ])*(?:\\n| )+|(?:\\[^n]|[^\\ ])+", text)


def leaves_of(value, words):
    """The frame of a part; its words are added to words."""
    if isinstance(value, str):
        cut = words_of(canonical(value)[1:-1])
        words += cut
        return f'"{len(cut)}"'
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + leaves_of(value[name], words) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(leaves_of(one, words) for one in value) + "]"
    words.append(canonical(value))
    return "0"


class Number:
    """A number as it is written."""
    def __init__(self, text):
        self.text = text


def canonical(value):
    return value.text if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def salt_at(seed, leaf, depth):
    for level in reversed(range(depth)):
        children = sha256(b"\x02", seed)
        seed = children[16:] if leaf >> level & 1 else children[:16]
    return seed


def commitment_of(part):
    """sanad-part-2: the commitments of the frame and of each word."""
    words = []
    frame = leaves_of(json.loads(part["line"], parse_float=Number, parse_int=Number), words)
    leaves = [frame, *words]
    depth = (len(leaves) - 1).bit_length()
    seed = bytes.fromhex(part["salt"])
    return sha256(b"sanad-part-2\n", *(sha256(b"\x03", salt_at(seed, n, depth), leaf.encode()) for n, leaf in enumerate(leaves)))


for part in json.load(open(sys.argv[1], encoding="utf-8")):
    if part["algorithm"] != "sanad-part-2":
        sys.exit("an algorithm that is not known here")
    commitment = commitment_of(part)
    proof = [bytes.fromhex(text) for text in part["proof"]]
    if root_of(sha256(b"\x00", commitment), part["number"], part["parts"], proof).hex() != part["root"]:
        sys.exit("the part is not proven")
