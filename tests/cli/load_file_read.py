"""Reads a load file as a review platform does, by its published form alone: load_file_read.py FILE.zip

The DAT is UTF-8 with a byte order mark; values stand between U+00FE and are apart by U+0014, lines end with CR LF, and U+00AE is a line end within a value.
The OPT has seven columns: alias, volume, path, document break, box, folder, pages. Prints what it found as JSON; exit status 1 if the form or a reference is broken.
"""
import csv
import hashlib
import io
import json
import sys
import zipfile

archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
names = set(archive.namelist())
top = {name.split('/')[0] for name in names}
assert len(top) == 1, top
top = top.pop()
raw = archive.read(f'{top}/DATA/{top}.dat')
assert raw.startswith(b'\xef\xbb\xbf')
lines = raw.decode('utf-8-sig').split('\r\n')
assert lines.pop() == '', 'the last line has its end'
rows = []
for line in lines:
    assert '\n' not in line and '\r' not in line
    values = line.split('\x14')
    assert all(len(v) >= 2 and v[0] == v[-1] == '\u00fe' and '\u00fe' not in v[1:-1] for v in values), line
    rows.append([v[1:-1].replace('\u00ae', '\n') for v in values])
fields, rows = rows[0], rows[1:]
assert len(set(fields)) == len(fields) and all(len(row) == len(fields) for row in rows)
documents = [dict(zip(fields, row)) for row in rows]
numbers = [d['BEGDOC'] for d in documents]
assert len(set(numbers)) == len(numbers) and all(numbers)
place = {number: at for at, number in enumerate(numbers)}
named = {f'{top}/DATA/{top}.dat', f'{top}/DATA/{top}.opt'}
for d in documents:
    for field in ('NATIVEPATH', 'TEXTPATH'):
        if d[field]:
            assert '..' not in d[field] and ':' not in d[field] and not d[field].startswith('\\'), d[field]
            path = f'{top}/' + d[field].replace('\\', '/')
            assert path in names, path
            named.add(path)
    if d['NATIVEPATH']:
        bytes_ = archive.read(f'{top}/' + d['NATIVEPATH'].replace('\\', '/'))
        assert hashlib.sha256(bytes_).hexdigest() == d['SHA256'] and hashlib.md5(bytes_).hexdigest() == d['MD5HASH']
        assert len(bytes_) == int(d['FILESIZE'])
        assert not d['WITHHELD']
    if d['TEXTPATH']:
        archive.read(f'{top}/' + d['TEXTPATH'].replace('\\', '/')).decode('utf-8')
    if d['PARENTDOC']:
        assert place[d['PARENTDOC']] < place[d['BEGDOC']]
    # A family is a stretch of documents, of which the first is the parent.
    if d['BEGATTACH']:
        assert place[d['BEGATTACH']] <= place[d['BEGDOC']] <= place[d['ENDATTACH']]
        assert d['BEGDOC'] == d['BEGATTACH'] or d['PARENTDOC'] == d['BEGATTACH']
pages = list(csv.reader(io.StringIO(archive.read(f'{top}/DATA/{top}.opt').decode('ascii'))))
for alias, volume, path, first, _, _, count in pages:
    assert alias in place and first == 'Y' and count == '1' and f'{top}/' + path.replace('\\', '/') in names
assert named == names, names ^ named
print(json.dumps({'documents': len(documents), 'natives': sum(bool(d['NATIVEPATH']) for d in documents), 'images': len(pages),
                  'texts': sum(bool(d['TEXTPATH']) for d in documents), 'withheld': sum(bool(d['WITHHELD']) for d in documents),
                  'masked': sum(int(d['MASKEDWORDS'] or 0) for d in documents), 'kinds': sorted({d['DOCTYPE'] for d in documents}), 'from': sorted({d['FROM'] for d in documents if d['FROM']})}, ensure_ascii=False))
