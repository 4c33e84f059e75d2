# Files of others, laid out as IMPORTER/PROJECT/FILE, through sanad-extract and through another
# reader. Prints a table in Markdown, a line for each project, and each difference to standard
# error. Exit status 1 if there is a difference.
#   python3 bench/conformance EXTRACTOR FOLDER [IMPORTER...]
import collections
import concurrent.futures
import os
import sys
import traceback

import chats
import documents
import extractor
import files
import mails
import web

# Folder: the importers that may read it, and the comparison.
FORMS = {
    "warc": ({"warc"}, web.compare_warc),
    "wacz": ({"archive"}, web.compare_wacz),
    "har": ({"har"}, web.compare_har),
    "mhtml": ({"mhtml"}, web.compare_mhtml),
    "mail": ({"mail", "mailbox"}, mails.compare_mail),
    "mbox": ({"mailbox"}, mails.compare_mbox),
    "telegram-json": ({"telegram-json"}, chats.compare_telegram_json),
    "telegram-html": ({"telegram-html"}, chats.compare_telegram_html),
    "whatsapp": ({"whatsapp"}, chats.compare_whatsapp),
    "x-archive": ({"x-archive"}, chats.compare_x),
    "archive": ({"archive", "compressed", "appended-archive"}, files.compare_archive),
    "csv": ({"csv"}, files.compare_csv),
    "json-rows": ({"json-rows", "json-lines"}, files.compare_json_rows),
    "pdf": ({"pdf"}, files.compare_pdf),
    "office": (None, documents.compare_office),
    "ole": (None, documents.compare_ole),
    "rtf": (None, documents.compare_rtf),
    "msg": (None, documents.compare_msg),
    "tnef": (None, documents.compare_tnef),
    "media": (None, files.compare_media),
}


COLUMNS = ("files", "records", "parts", "said", "equal", "differ", "no truth")


def short(value):
    text = repr(value)
    return text if len(text) <= 160 else text[:157] + "..."


def differences(result):
    for name, (ours, truth) in result.items():
        if ours == truth:
            continue
        if len(ours) != len(truth):
            yield f"{name}: {len(ours)}, not {len(truth)}"
        places = [i for i, (a, b) in enumerate(zip(ours, truth)) if a != b]
        for i in places[:2]:
            yield f"{name} {i + 1}: {short(ours[i])}, not {short(truth[i])}"
        if not places:
            for one in [x for x in truth if x not in ours][:2]:
                yield f"{name}: without {short(one)}"
            for one in [x for x in ours if x not in truth][:2]:
                yield f"{name}: also {short(one)}"


def examine(program, path, form):
    """The answer, and all that differs from what another reader sees."""
    importers, compare = FORMS[form]
    answer = extractor.import_file(program, path)
    if answer.failure:
        return answer, [answer.failure]
    with open(path, "rb") as file:
        data = file.read()
    if importers is not None and answer.importer not in importers:
        return answer, [f"read as {answer.importer or 'nothing'!r}"]
    try:
        return answer, list(differences(compare(answer, data)))
    except files.NoOtherReader:
        return answer, None
    except Exception as error:  # what the other reader cannot read is not compared
        trace = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(trace.filename)}:{trace.lineno}"
        return answer, [f"the other reader fails: {type(error).__name__}: {error} ({where})"]


def main():
    program, folder, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
    print("| form | project | files | records | parts | said | equal | differ | no truth |")
    print("|---|---|---|---|---|---|---|---|---|")
    has_difference = False
    pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1)
    for form in [f for f in FORMS if not wanted or f in wanted]:
        root = os.path.join(folder, form)
        for project in sorted(os.listdir(root)) if os.path.isdir(root) else []:
            counts = collections.Counter()
            names = (os.path.join(d, n) for d, _, all_ in os.walk(os.path.join(root, project))
                     for n in all_)
            paths = sorted(names)
            for path, (answer, found) in zip(paths, pool.map(
                    lambda path: examine(program, path, form), paths)):
                counts["files"] += 1
                counts["records"] += len(answer.records)
                counts["parts"] += len(answer.parts)
                counts["said"] += bool(answer.said)
                counts["no truth"] += found is None
                counts["equal"] += found == []
                counts["differ"] += bool(found)
                for one in found or []:
                    print(f"{os.path.relpath(path, folder)}: {one}"
                          + (f" [said: {short(answer.said[:3])}]" if answer.said else ""),
                          file=sys.stderr)
            has_difference |= counts["differ"] > 0
            columns = [str(counts[c]) for c in COLUMNS]
            print(f"| {form} | {project} | " + " | ".join(columns) + " |", flush=True)
    return 1 if has_difference else 0


sys.exit(main())
