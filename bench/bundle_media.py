"""Writes recordings (WAV, a tone that is another in each) that hold so many megabytes together: bundle_media.py FOLDER MEGABYTES

Each has a third of them. Above 512 MiB an import takes digests alone, so that what is measured is the bundle and not the decoding.
"""
import math
import os
import struct
import sys

folder, size = sys.argv[1], int(sys.argv[2]) * 1_000_000 // 3 // 4 * 4
os.makedirs(folder, exist_ok=True)
for number in range(1, 4):
    second = b''.join(struct.pack('<hh', int(12000 * math.sin(n * number * 440 * 2 * math.pi / 44100)), n % 2000) for n in range(44100))
    with open(os.path.join(folder, f'recording-{number}.wav'), 'wb') as file:
        file.write(struct.pack('<4sI4s4sIHHIIHH4sI', b'RIFF', 36 + size, b'WAVE', b'fmt ', 16, 1, 2, 44100, 176400, 4, 16, b'data', size))
        left = size
        while left > 0:
            # Each second begins with its own number, so that no two files share more than a header.
            piece = struct.pack('<II', number, left) + second[8:]
            file.write(piece[:left])
            left -= len(piece[:left])
