# sanad-extract import, asked as the product asks it: docs/formats/import.md. The program reads the
# original over descriptor 3 and answers in frames.
import base64
import hashlib
import json
import os
import socket
import struct
import subprocess
import threading


class Part:
    def __init__(self, head):
        self.name = base64.b64decode(head["name"])
        self.head = head
        self.data = bytearray()
        self.problem = None
        self.given_up = False

    @property
    def sha256(self):
        return hashlib.sha256(self.data).hexdigest()


class Answer:
    def __init__(self):
        self.item, self.end = {}, {}
        self.records, self.parts, self.unread = [], [], []
        self.failure = None  # why the program gave no whole answer

    @property
    def importer(self):
        return self.end.get("importer", "")

    @property
    def said(self):
        """All that is listed as not read or not as it should be."""
        return (
            ([self.failure] if self.failure else [])
            + list(self.end.get("problems", []))
            + [one["reason"] for one in self.unread]
            + [part.problem for part in self.parts if part.problem]
        )


def serve(channel, data):
    with channel:
        while True:
            order = b""
            while len(order) < 12:
                piece = channel.recv(12 - len(order))
                if not piece:
                    return
                order += piece
            offset, length = struct.unpack("<QI", order)
            piece = data[offset : offset + length]
            try:
                channel.sendall(struct.pack("<I", len(piece)) + piece)
            except OSError:
                return


def take(answer, kind, body):
    if kind == "D":
        answer.parts[-1].data += body
        return
    value = json.loads(body)
    if kind == "I":
        answer.item = value
    elif kind == "R":
        answer.records.append(value)
    elif kind == "U":
        answer.unread.append(value)
    elif kind == "P":
        answer.parts.append(Part(value))
    elif kind == "E":
        answer.parts[-1].problem = value.get("problem")
        answer.parts[-1].given_up = value.get("given_up", False)
    elif kind == "Z":
        answer.end = value


def import_bytes(program, data, name, **hints):
    """hints: type, charset, coding, mapping, as in the order."""
    order = {"size": len(data), "name": base64.b64encode(os.fsencode(name)).decode(), **hints}
    ours, theirs = socket.socketpair()
    kept = os.dup(theirs.fileno())  # may not be 3 itself
    theirs.close()

    def on_three():
        os.dup2(kept, 3)

    process = subprocess.Popen(
        [program, "import"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=on_three,
        close_fds=False,
    )
    os.close(kept)
    server = threading.Thread(target=serve, args=(ours, data), daemon=True)
    server.start()
    out, err = process.communicate(json.dumps(order).encode())
    server.join(5)
    answer = Answer()
    at = 0
    while at + 5 <= len(out):
        kind, length = chr(out[at]), struct.unpack(">I", out[at + 1 : at + 5])[0]
        take(answer, kind, out[at + 5 : at + 5 + length])
        at += 5 + length
    if process.returncode != 0:
        answer.failure = err.decode(errors="replace").strip() or f"status {process.returncode}"
    elif not answer.end:
        answer.failure = "the answer has no end"
    return answer


def import_file(program, path, **hints):
    with open(path, "rb") as file:
        data = file.read()
    return import_bytes(program, data, os.path.basename(path), **hints)
