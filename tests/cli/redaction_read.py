"""A third reader of redacted pictures, recordings and videos, by docs/formats/redaction.md and Python's own libraries alone.

redaction_read.py BUNDLE.zip: exit status 0 only if every redacted picture, recording and video in it leads to the root in its ledger entry. Prints one line for each.
"""
import hashlib
import io
import json
import struct
import sys
import wave
import zipfile
import zlib


def sha(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


def pixels_of(png):
    assert png[:8] == b'\x89PNG\r\n\x1a\n'
    at, types, packed, head = 8, [], b'', None
    while at < len(png):
        size, kind = struct.unpack('>I4s', png[at:at + 8])
        data = png[at + 8:at + 8 + size]
        assert zlib.crc32(kind + data) == struct.unpack('>I', png[at + 8 + size:at + 12 + size])[0]
        types.append(kind)
        if kind == b'IHDR':
            head = struct.unpack('>IIBBBBB', data)
        if kind == b'IDAT':
            packed += data
        at += 12 + size
    assert types[0] == b'IHDR' and types[-1] == b'IEND' and set(types[1:-1]) == {b'IDAT'}
    width, height = head[:2]
    assert head[2:] == (8, 2, 0, 0, 0)
    unpacker = zlib.decompressobj()
    rows = unpacker.decompress(packed)
    assert unpacker.eof and not unpacker.unused_data and len(rows) == height * (width * 3 + 1)
    above, out = bytes(width * 3), []
    for y in range(height):
        row = rows[y * (width * 3 + 1):(y + 1) * (width * 3 + 1)]
        assert row[0] == 2
        above = bytes((a + b) & 255 for a, b in zip(above, row[1:]))
        out.append(above)
    return width, height, out


def tile(picture, number):
    width, height, rows = picture
    columns = -(-width // 16)
    column, row = number % columns, number // columns
    lines = [line[column * 48:column * 48 + 48] for line in rows[row * 16:row * 16 + 16]]
    return struct.pack('>IIBB', column, row, len(lines[0]) // 3, len(lines)), b''.join(lines)


def segment(sound, number):
    rate, frame, samples = sound
    begin, end = number * rate // 10, min((number + 1) * rate // 10, len(samples) // frame)
    return struct.pack('>II', number, end - begin), samples[begin * frame:end * frame]


# piece(number): its label, its place and what is shown of it.
def subtree(piece, seed, first, count):
    if count == 1:
        label, place, data = piece(first)
        return sha(b'\0', sha(label, seed, place, data))
    half = count // 2
    return sha(b'\1', subtree(piece, sha(b'sanad-seed-1\n\0', seed), first, half),
               subtree(piece, sha(b'sanad-seed-1\n\1', seed), first + half, half))


def root_of(piece, lines, is_blank=None):
    is_blank = is_blank or (lambda n: not any(piece(n)[2]))
    edge, done, closed = [], 0, set()  # edge: of the tree so far, (tiles, hash), largest first
    for line in lines:
        assert line['from'] == done
        if 'open' in line:
            count, value = line['open'], subtree(piece, bytes.fromhex(line['seed']), done, line['open'])
        else:
            count, value = line['closed'], bytes.fromhex(line['hash'])
            closed.update(range(done, done + count))
            assert all(is_blank(n) for n in range(done, done + count))
        done += count
        while edge and edge[-1][0] == count:
            value = sha(b'\1', edge.pop()[1], value)
            count *= 2
        edge.append((count, value))
    root = edge.pop()[1]
    while edge:
        root = sha(b'\1', edge.pop()[1], root)
    return root, done, closed


def sound_root(told, committed, name, bundle, lines):
    data = bundle.read(name + '.wav')
    with wave.open(io.BytesIO(data)) as file:
        assert file.getsampwidth() == 2 and len(data) == 44 + file.getnframes() * file.getnchannels() * 2
        sound = file.getframerate(), file.getnchannels() * 2, file.readframes(file.getnframes())
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (committed['rate'], committed['channels'], committed['samples'])
    hidden = {first + i for first, count, _ in told['ranges'] for i in range(count)}
    return root_of(lambda n: (b'sanad-segment-1\n', *segment(sound, n)), lines), hidden, committed['segments']


# Elements of EBML, as (mark, content).
def elements(data):
    at, out = 0, []
    while at < len(data):
        size = next(n for n in range(1, 5) if data[at] >> (8 - n))
        mark, at = data[at:at + size], at + size
        wide = next(n for n in range(1, 9) if data[at] >> (8 - n))
        length, at = int.from_bytes(data[at:at + wide], 'big') & (1 << 7 * wide) - 1, at + wide
        assert at + length <= len(data)
        out.append((mark.hex(), data[at:at + length]))
        at += length
    return out


def film_root(told, committed, name, bundle, lines):
    data = bundle.read(name + '.webm')
    (ebml, _), (mark, segment) = elements(data)
    assert ebml == '1a45dfa3' and mark == '18538067'
    info, tracks, *clusters = elements(segment)
    assert info[0] == '1549a966' and tracks[0] == '1654ae6b' and {mark for mark, _ in clusters} == {'1f43b675'}
    video = dict(elements(dict(elements(dict(elements(tracks[1]))['ae']))['e0']))
    assert [int.from_bytes(video[key], 'big') for key in ('b0', 'ba')] == [committed['width'], committed['height']]
    assert struct.unpack('>d', dict(elements(info[1]))['4489'])[0] == committed['length_ms']
    whole = [bytes.fromhex(mark) + (0x10000000 | len(content)).to_bytes(4, 'big') + content for mark, content in clusters]
    assert len(data) == data.index(whole[0]) + sum(map(len, whole))
    digests = [sha(one) for one in whole]
    hidden = {first + i for first, count, _ in told['ranges'] for i in range(count)}
    # Covers differ by their time alone, and hold one picture; that it is grey is for a decoder to say.
    covers = {(one[:8], one[14:]) for n, one in enumerate(whole) if n in hidden}
    assert len(covers) == 1 and all(clusters[n][1][:6] == b'\xe7\x84' + (n * 1000).to_bytes(4, 'big') for n in range(len(clusters)))
    assert all([mark for mark, _ in elements(clusters[n][1])] == ['e7', 'a3'] for n in hidden)
    return root_of(lambda n: (b'sanad-frames-1\n', struct.pack('>I', n), digests[n]), lines, lambda n: n in hidden), hidden, committed['segments']


def picture_root(told, committed, name, bundle, lines):
    picture = pixels_of(bundle.read(name + '.png'))
    assert picture[:2] == (committed['width'], committed['height'])
    columns = -(-picture[0] // 16)
    hidden = {(row + y) * columns + column + x for column, row, wide, high, _ in told['boxes'] for x in range(wide) for y in range(high)}
    return root_of(lambda n: (b'sanad-tile-1\n', *tile(picture, n)), lines), hidden, committed['tiles']


def main():
    bundle = zipfile.ZipFile(sys.argv[1])
    folder = bundle.namelist()[0].split('/')[0]
    data_of = lambda index: json.loads(bundle.read(f'{folder}/entries/{index}.body'))['data']
    for exhibit in json.loads(bundle.read(f'{folder}/bundle.json'))['exhibits']:
        for one in exhibit.get('redactions', []):
            told = data_of(one['entry'])
            of = one.get('of', 'picture')
            member, root_by, pieces_are = {'picture': ('tiles', picture_root, 'tiles'), 'sound': ('segments', sound_root, 'segments'), 'film': ('frames', film_root, 'seconds')}[of]
            committed = data_of(told[member])
            name = f"{folder}/data/redactions/{one['redaction']}"
            lines = [json.loads(line) for line in bundle.read(name + '.jsonl').decode().splitlines()]
            (root, done, closed), hidden, pieces = root_by(told, committed, name, bundle, lines)
            assert root.hex() == committed['root'] and done == pieces and closed == hidden and len(closed) == sum(told['closed'])
            print(one['redaction'], len(closed), 'of', done, pieces_are, 'closed')


main()
