# What documents of before 2007, RTF, and messages of Outlook hold, as antiword, catdoc, unrtf,
# msgconvert and tnef see it.
import collections
import email
import email.policy
import re

from files import NoOtherReader, run, sha256


def words(text):
    """Words with letters in them: numbers and dates are written otherwise by every program."""
    return [w for w in re.findall(r"\w+", text) if re.search(r"[^\W\d_]{2}", w)]


def missing(ours, truth):
    """Words of the truth that we have not, if they are more than one in fifty."""
    lost = collections.Counter(words(truth)) - collections.Counter(words(ours))
    if sum(lost.values()) * 50 <= len(words(truth)):
        return []
    return [f"{sum(lost.values())} of {len(words(truth))} words: " + " ".join(sorted(lost)[:8])]


READERS = {
    "doc": (("antiword", "-w", "0", "-m", "UTF-8.txt", "FILE"),
            ("catdoc", "-w", "-d", "utf-8", "FILE")),
    "xls": (("xls2csv", "-d", "utf-8", "FILE"),),
    "ppt": (("catppt", "-d", "utf-8", "FILE"),),
}
# The stream that says which of the three it is, in UTF-16.
STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}


def compare_ole(answer, data):
    """The reading of the other that is nearest to ours."""
    suffix = next((s for s, name in STREAMS.items() if name.encode("utf-16-le") in data), "xls")
    ours = answer.item.get("text_content", "")
    best = None
    for command in READERS[suffix]:
        status, out, _ = run(data, *command, suffix="." + suffix)
        text = out.decode("utf-8", "replace")
        if status != 0 or not words(text):
            continue
        lost = missing(ours, text)
        best = lost if best is None or len(lost) < len(best) else best
    if best is None:
        raise NoOtherReader("none of the other readers finds words in it")
    return {"words missing": ([], best)}


def compare_rtf(answer, data):
    status, out, _ = run(data, "unrtf", "--text", "--nopict", "FILE", suffix=".rtf")
    # unrtf writes title and author first, and a line behind them.
    head, line, text = out.decode("utf-8", "replace").partition("-----------------\n")
    text = text if line else re.sub(r"(?m)^###.*$", "", head)
    if status != 0 or not words(text):
        raise NoOtherReader("unrtf finds no words in it")
    return {"words missing": ([], missing(answer.item.get("text_content", ""), text))}


def compare_msg(answer, data):
    status, out, _ = run(data, "msgconvert", "--outfile", "-", "FILE", suffix=".msg")
    if status != 0 or not out:
        raise NoOtherReader("msgconvert does not read it")
    mail = email.message_from_bytes(out, policy=email.policy.default)
    text = answer.item.get("text_content", "")
    subject = str(mail.get("Subject", "") or "")
    body, attached = "", []
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        if part.get_filename():
            attached.append((part.get_filename(), sha256(content)))
        elif part.get_content_type() == "text/plain":
            body += content.decode(part.get_content_charset() or "utf-8", "replace")
    have = [p.sha256 for p in answer.parts]
    return {"subject missing": ([], [subject] if missing(text, subject) else []),
            "words missing": ([], missing(text, body)),
            "attachments missing": ([], [n for n, digest in attached if digest not in have])}


def compare_tnef(answer, data):
    status, _, found = run(data, "tnef", "-C", "FOLDER", "-f", "FILE", "--number-backups",
                           "--ignore-checksum")
    if status != 0 and not found:
        raise NoOtherReader("tnef does not read it")
    have = [p.sha256 for p in answer.parts]
    return {"attachments missing": ([], [name for name, digest in found if digest not in have])}
