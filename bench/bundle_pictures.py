"""Writes pictures (BMP, 6 MB each) of invented patterns until they hold so many megabytes: bundle_pictures.py FOLDER MEGABYTES"""
import os
import struct
import sys

folder, wanted = sys.argv[1], int(sys.argv[2]) * 1_000_000
WIDTH, HEIGHT = 1600, 1250
os.makedirs(folder, exist_ok=True)
done = 0
number = 0
while done < wanted:
    number += 1
    rows = []
    for y in range(HEIGHT):
        # A wave of its own in each picture and row; 256 pixels repeated.
        step = (number * 37 + y * (number % 11 + 1)) % 256
        pattern = bytes(v for x in range(256) for v in ((x + step) % 256, (x * 3 + y + number) % 256, (y * number + step) % 256))
        rows.append((pattern * (WIDTH // 256 + 1))[:WIDTH * 3])
    body = b''.join(rows)
    head = struct.pack('<2sIHHI', b'BM', 54 + len(body), 0, 0, 54) + struct.pack('<IiiHHIIiiII', 40, WIDTH, HEIGHT, 1, 24, 0, len(body), 2835, 2835, 0, 0)
    with open(os.path.join(folder, f'picture-{number:04}.bmp'), 'wb') as file:
        file.write(head + body)
    done += 54 + len(body)
