"""Writes archives, mails and documents that hold one picture, and hostile ones: parts_files.py FOLDER"""
import bz2
import gzip
import io
import math
import os
import struct
import sys
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

os.chdir(sys.argv[1])


def picture():
    width, height = 120, 80
    rows = b''.join(b'\0' + bytes(int(127 + 90 * math.sin(x / (3 + y / 9)) * math.cos(y / 11)) for x in range(width)) for y in range(height))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def put(name, data):
    with open(name, 'wb') as file:
        file.write(data)


def mail(name, data):
    message = EmailMessage()
    message['From'] = 'zarin@tirazan.example'
    message['To'] = 'bridge@tirazan.example'
    message['Subject'] = 'دریا کے چراغ'
    message.set_content('A letter.')
    message.add_attachment(data, maintype='application', subtype='octet-stream', filename=name)
    return message.as_bytes()


LAMP = picture()
put('lamp.png', LAMP)
A_ZIP = zipped([('folder/', b''), ('folder/lamp.png', LAMP), ('چراغ.txt', 'a lantern')])
put('a.zip', A_ZIP)
for mode in ('', ':gz', ':bz2', ':xz'):
    with tarfile.open('a.tar' + mode.replace(':', '.'), 'w' + mode) as tar:
        info = tarfile.TarInfo('folder/lamp.png')
        info.size = len(LAMP)
        tar.addfile(info, io.BytesIO(LAMP))
put('a.mail', mail('lamp.png', LAMP))
put('nested.mail', mail('a.zip', A_ZIP))
WORD = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Lanterns</w:t></w:r></w:p></w:body></w:document>'
put('a.docx', zipped([('[Content_Types].xml', '<Types/>'), ('word/document.xml', WORD), ('word/media/image1.png', LAMP)]))
put('a.odt', zipped([('mimetype', 'application/vnd.oasis.opendocument.text'), ('content.xml', '<d xmlns:text="t"><text:p>Lanterns</text:p></d>'), ('Pictures/1.png', LAMP)]))

import warnings  # noqa: E402: zipfile warns of the same name twice, which is meant
warnings.simplefilter('ignore')
put('names.zip', zipped([(name, 'text of ' + str(i)) for i, name in enumerate(['../../climb.txt', '/root.txt', 'same.txt', 'same.txt', 'a/b\\→c.txt'])]))
put('cut.zip', zipped([('first.txt', 'the first part is whole'), ('second.bin', os.urandom(9000))])[:4000])
put('bomb.gz', gzip.compress(bytes(300 << 20), 9))
deep = b'the innermost text'
for _ in range(16):
    deep = zipped([('inner.zip', deep)])
put('deep.zip', deep)
put('windows1256.txt', ('هذه رسالة طويلة عن سوق النهر والمصابيح السبعة التي تضيء الجسر القديم حتى الفجر ' * 3).encode('cp1256'))


def encrypted_zip():
    """Traditional encryption of APPNOTE 6.1: the flag, and bytes that nobody can read."""
    data = bytearray(zipped([('secret.txt', 'twelve bytes and more of them')], zipfile.ZIP_STORED))
    for signature, at in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


put('encrypted.zip', encrypted_zip())
