"""Checks an excerpt with masked words against a root, as docs/formats/excerpt.md says: excerpt_proof.py BUNDLE ROOT"""
import hashlib
import json
import re
import sys
import zipfile


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


class Number:
    """A number as it is written."""
    def __init__(self, text):
        self.text = text


def canonical(value):
    return value.text if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def words_of(text):
    return re.findall(r"(?:\\[^n]|[^\\ ])*(?:\\n| )+|(?:\\[^n]|[^\\ ])+", canonical(text)[1:-1])


class Part:
    """Its leaves: the frame first; None for what is masked."""
    def __init__(self, line):
        self.told = list(line.get("masked", []))
        self.words = []
        self.leaves = [self.frame(line["part"], ""), *self.words]
        assert not self.told, "a field is said to be masked and is not there"

    def frame(self, value, pointer):
        if isinstance(value, dict):
            names = sorted(value, key=lambda name: name.encode("utf-16-be"))
            escaped = {name: name.replace("~", "~0").replace("/", "~1") for name in names}
            return "{" + ",".join(f"{canonical(name)}:{self.frame(value[name], f'{pointer}/{escaped[name]}')}" for name in names) + "}"
        if isinstance(value, list):
            return "[" + ",".join(self.frame(one, f"{pointer}/{n}") for n, one in enumerate(value)) + "]"
        if value is None and self.told and self.told[0]["at"] == pointer:
            field = self.told.pop(0)
            if "runs" not in field:
                self.words.append(None)
                return "0"
            return self.text(field["runs"])
        if isinstance(value, str):
            return self.text([value])
        self.words.append(canonical(value))
        return "0"

    def text(self, runs):
        before = len(self.words)
        for run in runs:
            self.words += words_of(run) if isinstance(run, str) else [None] * int(run["words"].text)
        return f'"{len(self.words) - before}"'


def commitments(leaves, seeds, hidden, level, first, seed=None):
    """Of the subtree, from left to right."""
    if first >= len(leaves):
        return []
    inside = leaves[first:first + (1 << level)]
    if seed is None and None not in inside:
        seed = seeds.pop(0)
    if level == 0:
        return [hidden.pop(0) if seed is None else sha256(b"\x03", seed, leaves[first].encode())]
    children = None if seed is None else sha256(b"\x02", seed)
    left, right = (None, None) if children is None else (children[:16], children[16:])
    half = 1 << (level - 1)
    return commitments(leaves, seeds, hidden, level - 1, first, left) + commitments(leaves, seeds, hidden, level - 1, first + half, right)


def commitment_of(line):
    leaves = Part(line).leaves
    seeds = [bytes.fromhex(one) for one in line.get("seeds", [line.get("salt")])]
    hidden = [bytes.fromhex(one) for one in line.get("hidden", [])]
    found = commitments(leaves, seeds, hidden, (len(leaves) - 1).bit_length(), 0)
    assert not seeds and not hidden, "more is told than the part needs"
    return sha256(b"sanad-part-2\n", *found)


edge, size = [], 0  # subtrees so far, largest first
with zipfile.ZipFile(sys.argv[1]) as bundle:
    name = next(name for name in bundle.namelist() if "/data/excerpts/" in name)
    for text in bundle.read(name).decode().splitlines():
        line = json.loads(text, parse_float=Number, parse_int=Number)
        if "closed" in line:
            level, node = int(line["closed"].text).bit_length() - 1, bytes.fromhex(line["hash"])
            assert int(line["from"].text) == size, "a stretch stands elsewhere"
        else:
            level, node = 0, sha256(b"\x00", commitment_of(line))
            assert int(line["number"].text) == size, "a part stands elsewhere"
        size += 1 << level
        while edge and edge[-1][0] == level:
            level, node = level + 1, sha256(b"\x01", edge.pop()[1], node)
        edge.append((level, node))
root = edge.pop()[1]
while edge:
    root = sha256(b"\x01", edge.pop()[1], root)
if root.hex() != sys.argv[2]:
    sys.exit("the excerpt does not lead to the root")
