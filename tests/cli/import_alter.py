"""Changes one byte of a file in a bundle: BUNDLE OUT NAME."""
import sys
import zipfile

bundle, out, name = sys.argv[1:]
with zipfile.ZipFile(bundle) as archive:
    where = next(i for i in archive.infolist() if i.filename.endswith("/" + name))
    length = where.file_size
    header = where.header_offset
raw = bytearray(open(bundle, "rb").read())
start = header + 30 + int.from_bytes(raw[header + 26:header + 28], "little") + int.from_bytes(raw[header + 28:header + 30], "little")
raw[start + length // 2] ^= 1
open(out, "wb").write(raw)
