"""PDF of redacted pages, seen by programs that are not ours, and attacked.

redaction_pages.py make FILE.pdf            a PDF of three pages with secrets in its text, metadata, annotations and attachment
redaction_pages.py check BUNDLE.zip         exit status 0 only if each document in it is sound to qpdf, has no text for pdftotext,
                                            holds just the pictures of its pages for pdfimages, and holds no secret anywhere
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib

sys.argv, ARGUMENTS = sys.argv[:1], sys.argv[1:]
SECRETS = [b'Qamarzadewitness', b'Hidden-Author', b'sekrit-attachment', b'sekrit-note']


def make(path):
    def drawing(page):
        text = f'BT /F 24 Tf 60 700 Td (Page {page}: the lantern festival) Tj 0 -60 Td (Name: {SECRETS[0].decode()}) Tj ET'
        return f'<< /Length {len(text)} >>\nstream\n{text}\nendstream'
    objects = {
        1: '<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 12 0 R] >> >> /Metadata 14 0 R >>',
        2: '<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 /MediaBox [0 0 595 842] /Resources << /Font << /F 9 0 R >> >> >>',
        9: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
        10: f'<< /Author ({SECRETS[1].decode()}) /Title (Statement) >>',
        11: f'<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ({SECRETS[3].decode()}) >>',
        12: '<< /Type /Filespec /F (a.txt) /EF << /F 13 0 R >> >>',
        13: f'<< /Length {len(SECRETS[2])} >>\nstream\n{SECRETS[2].decode()}\nendstream',
        14: f'<< /Type /Metadata /Subtype /XML /Length {len(SECRETS[1])} >>\nstream\n{SECRETS[1].decode()}\nendstream',
    }
    for page in (1, 2, 3):
        objects[2 + page] = f'<< /Type /Page /Parent 2 0 R /Contents {5 + page} 0 R /Annots [11 0 R] >>'
        objects[5 + page] = drawing(page)
    out, begins = b'%PDF-1.5\n', {}
    for number, text in sorted(objects.items()):
        begins[number] = len(out)
        out += f'{number} 0 obj\n{text}\nendobj\n'.encode()
    table = ''.join(f'{begins[n]:010} 00000 n \n' for n in sorted(objects))
    at = len(out)
    out += f'xref\n0 1\n0000000000 65535 f \n1 {len(begins)}\n{table}trailer\n<< /Size 15 /Root 1 0 R /Info 10 0 R >>\nstartxref\n{at}\n%%EOF\n'.encode()
    pathlib.Path(path).write_bytes(out)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def pixels_of_png(path):
    # redaction_read.py reads a bundle when it is run: only its reader of the strict form is wanted.
    source = (pathlib.Path(__file__).parent / 'redaction_read.py').read_text().removesuffix('main()\n')
    space = {}
    exec(source, space)
    return space['pixels_of'](path.read_bytes())


def pixels_of_ppm(path):
    head = re.match(rb'P6\s+(\d+)\s+(\d+)\s+255\s', path.read_bytes())
    width, height = int(head[1]), int(head[2])
    data = path.read_bytes()[head.end():]
    return width, height, [data[y * width * 3:(y + 1) * width * 3] for y in range(height)]


def streams_in(data):
    """Whatever unpacks from any place on."""
    for at in range(len(data) - 2):
        if data[at] & 15 == 8 and (data[at] * 256 + data[at + 1]) % 31 == 0:
            try:
                yield zlib.decompressobj().decompress(data[at:])
            except zlib.error:
                pass


def attack(data):
    whole = b'\n'.join([data, *streams_in(data)])
    for secret in SECRETS:
        for coded in (secret, secret.decode().encode('utf-16-be'), secret.decode().encode('utf-16-le'), secret.hex().encode(), secret[::-1]):
            for at in range(0, len(coded) - 8):
                assert coded[at:at + 8] not in whole, f'a piece of {secret} is in it'
    for word in (b'/Info', b'/Metadata', b'/Thumb', b'/Font', b'/Annots', b'/EmbeddedFiles', b'/StructTreeRoot', b'/Names', b'/ID', b'/Prev', b'Tj', b'TJ'):
        # Packed samples may hold any two bytes.
        assert word not in re.sub(rb'stream\n.*?\nendstream', b'', data, flags=re.S), word
    assert data.count(b'%%EOF') == 1 and data.endswith(b'%%EOF\n')


def check(path):
    bundle = zipfile.ZipFile(path)
    folder = bundle.namelist()[0].split('/')[0]
    found = 0
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        for exhibit in json.loads(bundle.read(f'{folder}/bundle.json'))['exhibits']:
            for pages in exhibit.get('documents', []):
                data = bundle.read(f'{folder}/data/redactions/{pages[0]}.pdf')
                pdf = place / 'pages.pdf'
                pdf.write_bytes(data)
                told = run('qpdf', '--check', str(pdf))
                assert 'No syntax or stream encoding errors found' in told and 'WARNING' not in told, told
                assert run('qpdf', '--show-npages', str(pdf)).strip() == str(len(pages))
                assert run('pdftotext', str(pdf), '-').strip() == ''
                info = run('pdfinfo', str(pdf))
                assert not re.search(r'^(Title|Author|Creator|Producer|CreationDate|Subject|Keywords):', info, re.M), info
                assert re.search(r'^Metadata Stream:\s+no$', info, re.M) and re.search(r'^JavaScript:\s+no$', info, re.M), info
                assert '0 embedded files' in run('pdfdetach', '-list', str(pdf))
                for old in place.glob('image*'):
                    old.unlink()
                run('pdfimages', str(pdf), str(place / 'image'))
                images = sorted(place.glob('image*'))
                assert len(images) == len(pages)
                for page, image in zip(pages, images):
                    (place / 'page.png').write_bytes(bundle.read(f'{folder}/data/redactions/{page}.png'))
                    assert pixels_of_png(place / 'page.png') == pixels_of_ppm(image), page
                attack(data)
                found += 1
                print(pages[0], len(pages), 'pages: sound, without text, just their pictures, no secret')
    assert found, 'there is no document in it'


{'make': make, 'check': check}[ARGUMENTS[0]](ARGUMENTS[1])
