# What mails and mailboxes hold, as Python's email and mailbox see it.
import datetime
import email
import email.header
import email.policy
import email.utils
import hashlib
import mailbox
import os
import re
import tempfile


def decoded(header):
    if header is None:
        return ""
    out = ""
    try:
        pieces = email.header.decode_header(str(header))
    except Exception:
        return str(header)
    for piece, charset in pieces:
        if isinstance(piece, bytes):
            try:
                piece = piece.decode(charset if charset and charset != "unknown-8bit" else "utf-8",
                                     "replace")
            except LookupError:
                piece = piece.decode("latin-1")
        out += piece
    return squeezed(out)


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def sent_at(message):
    try:
        at = email.utils.parsedate_to_datetime(message.get("Date", ""))
    except Exception:
        return ""
    if at is None:
        return ""
    if at.tzinfo is None:
        at = at.replace(tzinfo=datetime.timezone.utc)
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")


def facts(message):
    addresses = email.utils.getaddresses([decoded(message.get("From"))])
    return {
        "subject": decoded(message.get("Subject")),
        "from": addresses[0][1].lower() if addresses else "",
        "at": sent_at(message),
        "id": squeezed(message.get("Message-ID", "") or "").strip("<>"),
    }


def leaves(message):
    """Of this mail, and not of the mails within it."""
    if message.get_content_type() == "message/rfc822":
        return
    if message.is_multipart():
        for part in message.get_payload():
            yield from leaves(part)
    else:
        yield message


def attachments(message):
    """Digests of the leaves that are no text of the mail itself."""
    found = []
    for part in leaves(message):
        name, kind = part.get_filename(), part.get_content_type()
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            found.append(hashlib.sha256(part.get_payload(decode=True) or b"").hexdigest())
    return found


def words(message):
    """Words of the plain bodies."""
    text = ""
    for part in leaves(message):
        if part.get_content_type() != "text/plain" or part.get_filename():
            continue
        if part.get_content_disposition() == "attachment":
            continue
        body = part.get_payload(decode=True) or b""
        try:
            text += body.decode(part.get_content_charset("utf-8"), "replace") + "\n"
        except LookupError:
            text += body.decode("latin-1") + "\n"
    return re.findall(r"\w+", text)


def ours(record):
    at = record.get("at", "") or record.get("local", "")
    return {
        "subject": squeezed(record.get("title", "")),
        "from": record.get("author_id", "").lower(),
        "at": at[:19],
        "id": record.get("id", ""),
    }


def compare_messages(answer, messages):
    told = [ours(r) for r in answer.records]
    truth = [facts(m) for m in messages]
    result = {"records": ([len(told)], [len(truth)])}
    for name in ("subject", "from", "at", "id"):
        result[name] = ([t[name] for t in told], [t[name] for t in truth])
    result["words"] = ([re.findall(r"\w+", r.get("text", "")) for r in answer.records],
                       [words(m) for m in messages])
    have = sorted(p.sha256 for p in answer.parts)
    want = sorted(d for m in messages for d in attachments(m))
    result["attachments missing"] = ([], [d[:12] for d in want if d not in have])
    return result


def compare_mail(answer, data):
    if data.startswith(b"From "):  # a mailbox of one mail
        data = data[data.index(b"\n") + 1:]
    return compare_messages(answer, [email.message_from_bytes(data)])


def compare_mbox(answer, data):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "box")
        with open(path, "wb") as file:
            file.write(data)
        box = mailbox.mbox(path)
        messages = [email.message_from_bytes(box.get_bytes(key)) for key in box.keys()]
    return compare_messages(answer, messages)
