"""Checks that parts come from the tree whose root the ledger names, as docs/formats/part-list.md says."""
import hashlib
import json
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


for part in json.load(open(sys.argv[1], encoding="utf-8")):
    commitment = sha256(b"sanad-part-1\n", bytes.fromhex(part["salt"]), part["line"].encode())
    proof = [bytes.fromhex(text) for text in part["proof"]]
    if root_of(sha256(b"\x00", commitment), part["number"], part["parts"], proof).hex() != part["root"]:
        sys.exit("the part is not proven")
