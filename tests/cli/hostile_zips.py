"""Writes archives that no honest program makes beside a good bundle: hostile-NAME.zip in the folder given."""
import struct
import sys
import warnings
import zipfile
import zlib

good, folder = sys.argv[1:]
warnings.simplefilter('ignore')


def top(archive):
    return archive.namelist()[0].split('/')[0]


def with_extra(name, add):
    path = f'{folder}/hostile-{name}.zip'
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, 'w') as out:
        for item in source.infolist():
            out.writestr(item, source.read(item))
        add(out, top(source))


def link(out, root):
    info = zipfile.ZipInfo(f'{root}/data/link')
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    out.writestr(info, '/etc/passwd')


with_extra('parent', lambda out, root: out.writestr(f'{root}/../../evil', 'x'))
with_extra('absolute', lambda out, root: out.writestr('/tmp/sanad-evil', 'x'))
with_extra('backslash', lambda out, root: out.writestr(f'{root}\\..\\evil', 'x'))
with_extra('link', link)
with_extra('twice', lambda out, root: out.writestr(f'{root}/bagit.txt', 'x'))
with_extra('case', lambda out, root: out.writestr(f'{root}/BagIt.txt', 'x'))
with_extra('other-root', lambda out, root: out.writestr('elsewhere/file', 'x'))


def bomb(name, size):
    """One deflated file of zeros, 10 GB and more from a few megabytes."""
    block = bytes(1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packer.compress(block)
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    count = size >> 20
    data_size = len(piece) * count + 2
    name = name.encode()
    extra = struct.pack('<HHQQ', 1, 16, size, data_size)
    local = struct.pack('<4sHHHHHIIIHH', b'PK\3\4', 45, 0, 8, 0, 33, 0, 0xffffffff, 0xffffffff, len(name), len(extra)) + name + extra
    central = struct.pack('<4sHHHHHHIIIHHHHHII', b'PK\1\2', 45, 45, 0, 8, 0, 33, 0, 0xffffffff, 0xffffffff, len(name), len(extra), 0, 0, 0, 0, 0) + name + extra
    with open(f'{folder}/hostile-bomb.zip', 'wb') as out:
        out.write(local)
        for _ in range(count):
            out.write(piece)
        out.write(b'\3\0')
        at = len(local) + data_size
        out.write(central)
        out.write(struct.pack('<4sHHHHIIH', b'PK\5\6', 0, 0, 1, 1, len(central), at, 0))


bomb('bag/data/zeros', 10 << 30)
