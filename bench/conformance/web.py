# What WARC, WACZ, HAR and MHTML files hold, as other readers see it: warcio, Python's zipfile, json
# and email.
import base64
import datetime
import email
import email.policy
import hashlib
import io
import json
import re
import zipfile


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def warc(data):
    """Records (id, type, address) and payloads (address, digest) without their chunks."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import ChunkedDataReader

    records, payloads = [], []
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=False):
        head = record.rec_headers
        kind = head.get_header("WARC-Type") or ""
        url = (head.get_header("WARC-Target-URI") or "").strip("<>")
        name = (head.get_header("WARC-Record-ID") or "").strip("<>")
        records.append((name, kind, url))
        stream = record.raw_stream
        is_http = record.http_headers is not None and kind in ("response", "request", "revisit")
        coding = (record.http_headers.get_header("Transfer-Encoding") or "") if is_http else ""
        if coding.lower() == "chunked":
            stream = ChunkedDataReader(stream, decomp_type=None)
        body = b""
        while piece := stream.read(1 << 16):
            body += piece
        # warcio goes by the scheme of the address, and leaves the heads of file:// and others in.
        media_type = head.get_header("Content-Type") or ""
        if (record.http_headers is None and media_type.startswith("application/http")
                and kind in ("response", "request")):
            body = body.partition(b"\r\n\r\n")[2]
        is_fields = (head.get_header("Content-Type") or "").startswith("application/warc-fields")
        if body and not is_fields:
            payloads.append((url + (" (sent)" if kind == "request" else "") or name, sha256(body)))
    return records, payloads


def compare_warc(answer, data):
    records, payloads = warc(data)
    ours = [
        (r.get("id", ""), r["other"].get("warc_type", ""), r["other"].get("url", ""))
        for r in answer.records
    ]
    parts = [(p.name.decode(errors="replace"), p.sha256) for p in answer.parts]
    return {"records": (ours, records), "parts": (parts, payloads)}


def compare_har(answer, data):
    log = json.loads(data.decode("utf-8-sig"))["log"]
    records, parts = [], []
    for entry in log.get("entries", []):
        asked, got = entry["request"], entry.get("response", {})
        records.append((asked["url"], asked["method"], int(got.get("status") or 0),
                        moment(entry.get("startedDateTime", ""))))
        content = got.get("content", {})
        body = content.get("text")
        if body:
            body = (base64.b64decode(body) if content.get("encoding") == "base64"
                    else body.encode("utf-8", "surrogatepass"))
            parts.append((asked["url"], sha256(body)))
        sent = (asked.get("postData") or {}).get("text")
        if sent:
            parts.append((asked["url"] + " (sent)", sha256(sent.encode("utf-8", "surrogatepass"))))
    ours = [
        (r.get("title", ""), r["other"].get("method", ""), r["other"].get("status", 0),
         moment(r.get("at") or r.get("local", "")))
        for r in answer.records
    ]
    return {"records": (ours, records),
            "parts": ([(p.name.decode(errors="replace"), p.sha256) for p in answer.parts], parts)}


def moment(text):
    """Seconds since 1970, to the millisecond; the text itself where it is no time."""
    found = re.fullmatch(r"(\d+-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?", text or "")
    if not found:
        return text
    zone = (found[3] or "+0000").replace("Z", "+0000").replace(":", "")
    at = datetime.datetime.strptime(found[1] + zone, "%Y-%m-%dT%H:%M:%S%z").timestamp()
    return int(at * 1000) + int(((found[2] or ".") + "000")[1:4])


def compare_mhtml(answer, data):
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    leaves = [p for p in message.walk() if not p.is_multipart()]
    parts = [sha256(p.get_payload(decode=True) or b"") for p in leaves]
    places = [(p.get("Content-Location") or "").strip() for p in leaves]
    # An address that is folded or given again is numbered by us; the bytes tell.
    ours = [p.sha256 for p in answer.parts]
    named = [p.name.decode(errors="replace") for p in answer.parts]
    named = [n if t else "" for n, t in zip(named, places)] if len(named) == len(places) else named
    return {"records": ([r["kind"] for r in answer.records], ["page"]),
            "parts": (ours, parts), "addresses": (named, [re.sub(r"\s+", "", p) for p in places])}


def compare_wacz(answer, data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(i.filename, sha256(archive.read(i)))
                 for i in archive.infolist() if not i.is_dir()]
    return {"parts": ([(p.name.decode(errors="replace"), p.sha256) for p in answer.parts], parts)}
