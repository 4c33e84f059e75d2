# What documents, and messages of Outlook hold, as antiword, catdoc, unrtf, LibreOffice, msgconvert
# and tnef see it.
import atexit
import collections
import email
import email.policy
import glob
import html
import io
import os
import re
import shutil
import subprocess
import tempfile
import threading
import zipfile

from files import NoOtherReader, run, sha256

own = threading.local()  # LibreOffice's settings, for one run of it at a time
settings = []
MAX_SECONDS = 120


@atexit.register
def clear():
    for folder in settings:
        shutil.rmtree(folder, ignore_errors=True)


def office_text(data, suffix):
    """What LibreOffice finds: all sheets of a table, slides as pages, else running text."""
    if not hasattr(own, "settings"):
        own.settings = tempfile.mkdtemp()
        settings.append(own.settings)
    if suffix in ("xls", "xlsx", "ods"):
        form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    elif suffix in ("ppt", "pptx", "odp"):
        form = "pdf"
    else:
        form = "txt:Text (encoded):UTF8"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file." + suffix)
        with open(path, "wb") as file:
            file.write(data)
        try:
            subprocess.run(["soffice", f"-env:UserInstallation=file://{own.settings}", "--headless",
                            "--convert-to", form, "--outdir", os.path.join(folder, "out"), path],
                           stdin=subprocess.DEVNULL, capture_output=True, check=False,
                           timeout=MAX_SECONDS)
        except subprocess.TimeoutExpired:
            return ""
        text = ""
        for made in sorted(glob.glob(os.path.join(folder, "out", "*"))):
            if made.endswith(".pdf"):
                text += subprocess.run(["pdftotext", made, "-"], capture_output=True,
                                       check=False).stdout.decode("utf-8", "replace")
            else:
                with open(made, encoding="utf-8", errors="replace") as file:
                    text += file.read()
        return text


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


def nearest(ours, readings):
    """What is missing beside the reading of the other that is nearest to ours."""
    best = None
    for read in readings:
        text = read()
        if not words(text):
            continue
        lost = missing(ours, text)
        best = lost if best is None or len(words("".join(lost))) < len(words("".join(best))) else best
        if not best:
            break
    if best is None:
        raise NoOtherReader("none of the other readers finds words in it")
    return best


def said_by(data, suffix, command):
    status, out, _ = run(data, *command, suffix="." + suffix)
    return out.decode("utf-8", "replace") if status == 0 else ""


def compare_ole(answer, data):
    suffix = next((s for s, name in STREAMS.items() if name.encode("utf-16-le") in data), "xls")
    readings = [lambda c=command: said_by(data, suffix, c) for command in READERS[suffix]]
    readings.append(lambda: office_text(data, suffix))
    return {"words missing": ([], nearest(answer.item.get("text_content", ""), readings))}


def unrtf_text(data):
    # unrtf writes title and author first, and a line behind them; and of pictures remarks.
    whole = said_by(data, "rtf", ("unrtf", "--text", "--nopict", "FILE"))
    head, line, text = whole.partition("-----------------\n")
    return re.sub(r"(?m)^.*### .*$|picture data found,.*$", "", text if line else head)


def compare_rtf(answer, data):
    readings = (lambda: unrtf_text(data), lambda: office_text(data, "rtf"))
    return {"words missing": ([], nearest(answer.item.get("text_content", ""), readings))}


def compare_msg(answer, data):
    status, out, _ = run(data, "msgconvert", "--outfile", "-", "FILE", suffix=".msg")
    if status != 0 or not out:
        raise NoOtherReader("msgconvert does not read it")
    mail = email.message_from_bytes(out, policy=email.policy.default)
    # Bodies are parts; the text of the message is its head.
    text = answer.item.get("text_content", "")
    for part in answer.parts:
        if part.name in (b"body.txt", b"body.html"):
            body = part.data.decode(part.head.get("charset") or "utf-8", "replace")
            text += " " + (html.unescape(re.sub(r"<[^>]*>", " ", body)) if part.name.endswith(b"l") else body)
        elif part.name == b"body.rtf":
            text += " " + unrtf_text(bytes(part.data))
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


# The file that says which of the three it is.
SUFFIXES = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
ODF = {b"application/vnd.oasis.opendocument.text": "odt",
       b"application/vnd.oasis.opendocument.spreadsheet": "ods",
       b"application/vnd.oasis.opendocument.presentation": "odp"}


def compare_office(answer, data):
    text, media, suffix = "", [], "docx"
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:  # encrypted, or damaged
        raise NoOtherReader(str(error)) from error
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            body = archive.read(info)
            name = info.filename
            if re.search(r"(word/document|ppt/slides/slide\d+|xl/sharedStrings|^content)\.xml$", name):
                xml = body.decode("utf-8", "replace")
                xml = re.sub(r"(?s)<(w:instrText|w:delText|mc:Fallback|office:annotation|text:tracked-changes)\b.*?</\1>", "", xml)
                xml = re.sub(r"</(?:w:p|a:p|si|text:p|text:h|w:tc|table:table-cell)>|<(?:w|a):(?:br|tab)[^>]*>|<text:(?:s|tab|line-break)[^>]*>", " ", xml)
                xml = re.sub(r"<[^>]*>", "", xml)
                for sign, plain in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'),
                                    ("&apos;", "'"), ("&amp;", "&")):
                    xml = xml.replace(sign, plain)
                text += " " + xml
            suffix = SUFFIXES.get(name, suffix)
            if name == "mimetype":
                suffix = ODF.get(body.strip(), suffix)
            if re.search(r"/media/|^Pictures/|/embeddings/", name):
                media.append(sha256(body))
    have = [p.sha256 for p in answer.parts]
    readings = (lambda: text, lambda: office_text(data, suffix))
    return {"words missing": ([], nearest(answer.item.get("text_content", ""), readings)),
            "media missing": ([], [d[:12] for d in media if d not in have])}
