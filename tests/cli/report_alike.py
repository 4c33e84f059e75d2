"""How alike two pictures of a page are: report_alike.py SCREEN.png PRINT.pgm LEFT_PX TOP_PX [mirror|turn|lines]

The print is cut at LEFT and TOP to the size of the screen's picture. Where lines come to lie lower or higher by parts of a pixel each, that adds up down a page: each band of 128
rows is moved by whole pixels, half a square at most, to where its lines meet. Both become the share of ink in squares of 8 pixels, and the answer is their correlation, the best within two squares of
each other: 1 is the same picture. With a third word the print is broken first: mirrored, turned upside down, or its lines put in the opposite order; then they must not be alike.
"""
import struct
import sys
import zlib

SQUARE, REACH, BAND = 8, 2, 128


def read_png(name):
    """Rows of grey, of an 8-bit picture that is not interlaced."""
    data = open(name, 'rb').read()
    assert data[:8] == b'\x89PNG\r\n\x1a\n', name
    at, packed = 8, b''
    while at < len(data):
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b'IHDR':
            width, height, depth, colour, _, _, interlace = struct.unpack('>IIBBBBB', body)
            assert depth == 8 and interlace == 0 and colour in (2, 6), (depth, colour)
        if kind == b'IDAT':
            packed += body
        at += 12 + size
    step = 4 if colour == 6 else 3
    raw, rows, before = zlib.decompress(packed), [], bytearray(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        how, line = raw[start], bytearray(raw[start + 1:start + 1 + width * step])
        for i in range(len(line)):
            a, b, c = (line[i - step] if i >= step else 0), before[i], (before[i - step] if i >= step else 0)
            if how == 1:
                line[i] = (line[i] + a) & 255
            elif how == 2:
                line[i] = (line[i] + b) & 255
            elif how == 3:
                line[i] = (line[i] + (a + b) // 2) & 255
            elif how == 4:
                p = a + b - c
                near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                line[i] = (line[i] + near) & 255
        rows.append([(line[i] + line[i + 1] + line[i + 2]) // 3 for i in range(0, len(line), step)])
        before = line
    return rows


def read_pgm(name):
    data = open(name, 'rb').read()
    magic, width, height, most = data.split(maxsplit=4)[:4]
    assert magic == b'P5' and most == b'255'
    width, height = int(width), int(height)
    pixels = data[len(data) - width * height:]
    return [list(pixels[y * width:(y + 1) * width]) for y in range(height)]


def ink(rows):
    down, across = len(rows) // SQUARE, len(rows[0]) // SQUARE
    return [[sum(255 - rows[y * SQUARE + j][x * SQUARE + i] for j in range(SQUARE) for i in range(SQUARE)) for x in range(across)] for y in range(down)]


def lines_met(screen, sheet):
    """The sheet, its bands moved to where the screen has the same lines."""
    ours, theirs = ([sum(255 - pixel for pixel in row) for row in rows] for rows in (screen, sheet))
    blank, met = [255] * len(sheet[0]), []
    for first in range(0, len(ours), BAND):
        band = range(first, min(first + BAND, len(ours)))
        def overlap(down):
            return sum(ours[y] * theirs[y + down] for y in band if 0 <= y + down < len(theirs))
        down = max(range(-SQUARE // 2, SQUARE // 2 + 1), key=lambda down: (overlap(down), -abs(down)))
        met += [sheet[y + down] if 0 <= y + down < len(sheet) else blank for y in band]
    return met


def correlation(a, b, dx, dy):
    pairs = [(a[y][x], b[y + dy][x + dx]) for y in range(len(a)) for x in range(len(a[0])) if 0 <= y + dy < len(b) and 0 <= x + dx < len(b[0])]
    mean_a, mean_b = sum(p for p, _ in pairs) / len(pairs), sum(q for _, q in pairs) / len(pairs)
    both = sum((p - mean_a) * (q - mean_b) for p, q in pairs)
    spread = (sum((p - mean_a) ** 2 for p, _ in pairs) * sum((q - mean_b) ** 2 for _, q in pairs)) ** 0.5
    return both / spread if spread else 0.0


def broken(rows, how):
    if how == 'mirror':
        return [row[::-1] for row in rows]
    if how == 'turn':
        return [row[::-1] for row in rows[::-1]]
    # Bands that hold ink, in the opposite order.
    bands, inside = [], False
    for row in rows:
        has_ink = min(row) < 200
        if has_ink and not inside:
            bands.append([])
        inside = has_ink
        (bands[-1] if bands else bands.append([]) or bands[-1]).append(row)
    return [row for band in reversed(bands) for row in band]


screen = read_png(sys.argv[1])
left, top = float(sys.argv[3]), float(sys.argv[4])
height, width = len(screen), len(screen[0])
sheet = [row[round(left):round(left) + width] for row in read_pgm(sys.argv[2])[round(top):round(top) + height]]
if len(sys.argv) > 5:
    sheet = broken(sheet, sys.argv[5])
first, second = ink(screen), ink(lines_met(screen, sheet))
print(f'{max(correlation(first, second, dx, dy) for dx in range(-REACH, REACH + 1) for dy in range(-REACH, REACH + 1)):.3f}')
