# What archives, tables, documents and pictures hold, as Python's zipfile, tarfile and csv, and
# 7zz, mutool, qpdf and exiftool see it.
import bz2
import collections
import csv
import gzip
import hashlib
import io
import json
import lzma
import os
import re
import subprocess
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib


MAX_SECONDS = 60  # of another reader, for one file


class NoOtherReader(ValueError):
    """The other reader cannot read the file either: there is no truth to compare with."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def run(data, *command, suffix="", again=False):
    """What a program says of these bytes; FILE and FOLDER in the command stand for paths. again:
    where it makes one file of them, that file is given to it too."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file" + suffix)
        with open(path, "wb") as file:
            file.write(data)
        inside = os.path.join(folder, "out")
        os.mkdir(inside)
        words = [w.replace("FILE", path).replace("FOLDER", inside) for w in command]
        try:
            done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                                  timeout=MAX_SECONDS)
        except subprocess.TimeoutExpired:
            return 124, b"", []
        found = []
        packed = [os.path.join(inside, name) for name in os.listdir(inside)]
        if again and len(packed) == 1 and os.path.isfile(packed[0]):
            within = os.path.join(folder, "within")
            os.mkdir(within)
            words = [w.replace("FILE", packed[0]).replace("FOLDER", within) for w in command]
            subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                           timeout=MAX_SECONDS)
            inside = within if os.listdir(within) else inside
        for at, _, names in os.walk(os.fsencode(inside)):
            for name in names:
                whole = os.path.join(at, name)
                if os.path.islink(whole):
                    continue
                with open(whole, "rb") as file:
                    found.append((os.path.relpath(whole, os.fsencode(inside)), sha256(file.read())))
        return done.returncode, done.stdout, found


def of_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [sha256(archive.read(i)) for i in archive.infolist()
                if not i.is_dir() and (i.external_attr >> 28) not in (0xA,)]


def of_tar(data):
    found, seen = [], {}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if member.isreg():
                found.append(sha256(archive.extractfile(member).read()))
                seen[member.name] = found[-1]
    return found


def unpacked(data):
    """The bytes of a single packed file, or none."""
    for start, read in ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress),
                        (b"\xfd7zXZ", lzma.decompress)):
        if data.startswith(start):
            try:
                return read(data)
            except (OSError, EOFError, zlib.error, lzma.LZMAError):
                return None
    return None


def compare_archive(answer, data):
    ours = sorted(p.sha256 for p in answer.parts)
    plain = unpacked(data)
    try:
        return {"parts": (ours, sorted(of_tar(data)))}
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError):
        pass
    if plain is not None:
        return {"parts": (ours, [sha256(plain)])}
    try:
        return {"parts": (ours, sorted(of_zip(data)))}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error,
            lzma.LZMAError):
        pass
    status, _, found = run(data, "7zz", "x", "-y", "-p", "-oFOLDER", "FILE",
                           again=data[:4] in (b"\xed\xab\xee\xdb", b"\x28\xb5\x2f\xfd") or data[:2] == b"\x1f\x9d")
    if status != 0 and not found:
        raise NoOtherReader("neither Python nor 7zz reads it")
    return {"parts": (ours, sorted(digest for _, digest in found))}


def text_of(data):
    for charset in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            pass
    return data.decode("cp1252", "replace")


def compare_csv(answer, data):
    text = text_of(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    # A line without anything is no row; one of empty cells is.
    rows = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            if len(r) > 1 or any(cell.strip() for cell in r)]
    # Members of an object have no order of their own.
    truth = [sorted(c for c in row if c) for row in rows[1:]]
    ours = [sorted(v for v in r.get("other", {}).values() if isinstance(v, str) and v)
            for r in answer.records]
    return {"rows": (ours, truth)}


def plain(value):
    """A value as its row shows it; numbers by what they are worth, however they are written."""
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else str(value)
    try:
        return float(text)
    except ValueError:
        return text


def compare_json_rows(answer, data):
    text = text_of(data)
    try:
        value = json.loads(text)
        rows = value if isinstance(value, list) else [value]
    except ValueError:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    rows = [r for r in rows if isinstance(r, dict)]
    truth = [{k: plain(v) for k, v in r.items() if v not in (None, "") and not isinstance(v, (dict, list))}
             for r in rows]
    ours = [{k: plain(v) for k, v in r.get("other", {}).items() if k in want}
            for r, want in zip(answer.records, truth)]
    return {"count": ([len(answer.records)], [len(rows)]), "rows": (ours, truth)}


def missing_letters(ours, truth):
    """The same by letters: where the words of a page end, every reader of PDF decides otherwise."""
    letters = [collections.Counter(c for c in unicodedata.normalize("NFKC", t) if c.isalnum())
               for t in (ours, truth)]
    lost, all_ = letters[1] - letters[0], sum(letters[1].values())
    if sum(lost.values()) * 50 <= all_:
        return []
    return [f"{sum(lost.values())} of {all_} letters: " + "".join(sorted(lost))[:30]]


def compare_pdf(answer, data):
    status, text, _ = run(data, "mutool", "draw", "-q", "-F", "txt", "FILE", suffix=".pdf")
    _, count, _ = run(data, "qpdf", "--show-npages", "FILE", suffix=".pdf")
    _, listed, _ = run(data, "qpdf", "--list-attachments", "FILE", suffix=".pdf")
    fields = answer.item.get("metadata", {}).get("fields", [])
    pages = [f["value"] for f in fields if f["name"] == "Pages"]
    wanted = [count.decode().strip()] if count.strip().isdigit() else pages
    have = [p.sha256 for p in answer.parts]
    lost = []
    for name in re.findall(r"^(.*) -> \d", listed.decode(errors="replace"), re.M):
        status_, attached, _ = run(data, "qpdf", f"--show-attachment={name}", "FILE", suffix=".pdf")
        if status_ in (0, 3) and sha256(attached) not in have:
            lost.append(name)
    result = {"pages": (pages, wanted),
              "attachments missing": ([], lost)}
    if status == 0:
        result["letters missing"] = ([], missing_letters(answer.item.get("text_content", ""),
                                                         text.decode(errors="replace")))
    return result


def compare_media(answer, data):
    """exiftool shares no code with FFmpeg and the decoders that we use."""
    _, out, _ = run(data, "exiftool", "-j", "-n", "-ImageWidth", "-ImageHeight", "-EXIF:Make",
                    "-EXIF:Model", "-FileType", "-Duration", "-Title", "-Artist", "-MIMEType", "FILE")
    facts = json.loads(out)[0] if out.strip() else {}
    item = answer.item
    result = {"digest": ([item.get("sha256")], [sha256(data)])}
    kind = str(facts.get("MIMEType", "")).split("/")[0]
    picture = item.get("picture") or item.get("video") or {}
    if kind in ("image", "video") and picture.get("width") and facts.get("ImageWidth"):
        result["size"] = ([picture["width"], picture["height"]],
                          [facts["ImageWidth"], facts["ImageHeight"]])
    said = json.dumps(item.get("metadata", {}), ensure_ascii=False)
    for name in ("Model", "Title", "Artist"):
        wanted = str(facts.get(name, "")).strip()
        letters = re.sub(r"\W", "", wanted)
        have = letters in re.sub(r"\W", "", said)
        result[name.lower() + " missing"] = ([], [] if have else [wanted])
    length = (item.get("audio") or item.get("video") or {}).get("duration_ms")
    if kind in ("audio", "video") and length and isinstance(facts.get("Duration"), (int, float)):
        expected = facts["Duration"] * 1000
        close = abs(length - expected) <= max(1100, expected * 0.03)
        result["duration"] = ([length if not close else expected], [expected])
    return result
