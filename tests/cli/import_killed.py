"""Imports whose parsers are killed: the material, the killer, and what must hold afterwards.

import_killed.py make FOLDER
import_killed.py run SEED SHARE MOST_MS COMMAND...   its standard output; how many were killed is the last line of standard error
import_killed.py compare FOLDER WHOLE.jsonl KILLED.jsonl
"""
import hashlib
import io
import json
import os
import random
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib

PARSER = "sanad-extract"


def picture(seed):
    """A PNG of noise."""
    noise = random.Random(seed)
    rows = b"".join(b"\0" + noise.randbytes(3 * 64) for _ in range(64))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def archive(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as to:
        for name, data in members:
            to.writestr(name, data)
    return held.getvalue()


def telegram(first, count):
    messages = [{"id": n, "type": "message", "date": "2026-03-01T12:00:00", "date_unixtime": str(1772323200 + n), "from": f"Lantern {n % 7}",
                 "from_id": f"user{n % 7}", "text": f"The boat is late, message {n}. Write to amal{n}@harbour.tirazan.example", "text_entities": []}
                for n in range(first, first + count)]
    return json.dumps({"name": "Harbour", "type": "private_group", "id": 4711, "messages": messages})


def make(folder):
    os.makedirs(folder)

    def write(name, data):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())

    write("result.json", telegram(1, 4000))
    write("WhatsApp Chat.txt", "".join(f"{n % 28 + 1:02}/03/2026, 12:{n % 60:02} - Lantern {n % 5}: the pier, number {n}\n" for n in range(2000)))
    write("ships.csv", "id,text,author\n" + "".join(f"{n},the {n}th ship,Lantern\n" for n in range(3000)))
    write("mails.mbox", "".join(
        f"From amal@harbour.tirazan.example Thu Mar  3 10:00:00 2026\nFrom: amal{n}@harbour.tirazan.example\nDate: 3 Mar 2026 10:00:00 +0000\n"
        f"Subject: letter {n}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nLetter {n}.\n"
        f"--b\nContent-Type: text/plain; name=n{n}.txt\nContent-Disposition: attachment; filename=n{n}.txt\n\nA note with letter {n}.\n--b--\n\n" for n in range(12)))
    write("note.txt", "A note by itself, of the river market.\n" * 40)
    write("page.html", "<html><title>Market</title><body>" + "<p>boats for the market</p>" * 300 + "</body></html>")
    write("picture.png", picture(1))
    inner = archive([(f"inner-{n}.txt", f"inner text {n}") for n in range(6)] + [("result.json", telegram(90_000, 300))])
    write("all.zip", archive([(f"text-{n}.txt", f"text number {n} of the archive") for n in range(12)] + [("inner.zip", inner), ("picture.png", picture(2))]))


def parsers_of(parent):
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as file:
                text = file.read()
        except OSError:
            continue
        program, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
        if int(rest[1]) == parent and program == PARSER:
            found.append(int(name))
    return found


def run(seed, share, most_ms, command):
    """Of the parsers that the command starts, and of no others, a share is killed after up to so many milliseconds."""
    chance, due, seen, kills = random.Random(seed), {}, set(), 0
    with open("run.out", "w+") as out:
        process = subprocess.Popen(command, stdout=out)
        while process.poll() is None:
            for pid in parsers_of(process.pid):
                if pid in seen:
                    continue
                seen.add(pid)
                try:
                    handle = os.pidfd_open(pid)
                except OSError:
                    continue
                if pid in parsers_of(process.pid) and chance.random() < share:
                    due[handle] = time.monotonic() + chance.random() * most_ms / 1000
                else:
                    os.close(handle)
            for handle in [one for one, at in due.items() if at <= time.monotonic()]:
                try:
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                    kills += 1
                except OSError:
                    pass
                os.close(handle)
                del due[handle]
            time.sleep(0.0005)
        out.seek(0)
        sys.stdout.write(out.read())
        sys.stdout.flush()
    print(kills, file=sys.stderr)
    return process.returncode


class Listed:
    def __init__(self, path):
        self.items, self.records, self.unread, self.lines = {}, {}, {}, 0
        with open(path, encoding="utf-8") as file:
            for line in file:
                part = json.loads(line)
                place = (part["path"], part["way"])
                self.lines += 1
                if "item" in part:
                    assert place not in self.items, f"{place} is listed twice"
                    self.items[place] = part["item"]
                elif "record" in part:
                    self.records.setdefault(place, []).append(part["record"])
                else:
                    self.unread.setdefault(place, []).append(part["unread"])

    def lost(self):
        return {place for place, why in self.unread.items() if any("was killed" in one["reason"] for one in why)}


def compare(folder, whole_path, killed_path):
    whole, killed = Listed(whole_path), Listed(killed_path)
    assert not whole.lost()
    lost = killed.lost()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        assert killed.items[(name, "")]["sha256"] == digest, f"{name} is not listed as it is"
    for place, item in whole.items.items():
        path, way = place
        steps = way.split(" → ")
        around = {(path, "")} | {(path, " → ".join(steps[:n])) for n in range(1, len(steps) + 1)} - {(path, way)} if way else set()
        records, had = whole.records.get(place, []), killed.records.get(place, [])
        if place in lost:
            assert had == records[:len(had)], f"{place} has other records"
        elif place in killed.items:
            assert killed.items[place] == item, f"{place} is another item"
            assert had == records, f"{place} has {len(had)} of {len(records)} records"
            assert killed.unread.get(place) == whole.unread.get(place), f"{place} is not read in other ways"
        else:
            assert around & lost, f"{place} is gone, and nothing says why"
    assert set(killed.items) <= set(whole.items) and set(killed.unread) - lost <= set(whole.unread)
    print(json.dumps({"items": len(killed.items), "lost": len(lost), "lines": killed.lines}))


if __name__ == "__main__":
    act, arguments = sys.argv[1], sys.argv[2:]
    if act == "make":
        make(*arguments)
    elif act == "run":
        sys.exit(run(int(arguments[0]), float(arguments[1]), float(arguments[2]), arguments[3:]))
    else:
        compare(*arguments)
