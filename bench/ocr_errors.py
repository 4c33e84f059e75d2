#!/usr/bin/env python3
"""Character errors of sanad-ocr on pictures of known sentences, beside Tesseract with the model of each language.

bench/ocr_errors.py BUILD: needs pango-view (pango1.0-tools), convert (imagemagick), tesseract (tesseract-ocr) and Noto fonts.
The sentences are those of src/language/testdata/texts.tsv. Errors are Levenshtein's distance over the length of the truth,
after NFC, without direction marks and joiners, and with white space as single spaces.
"""
import json, os, subprocess, sys, tempfile, unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODELS = {'ur': 'urd', 'sd': 'snd', 'ps': 'pus', 'fa': 'fas', 'ar': 'ara', 'en': 'eng'}
FONTS = {'naskh': 'Noto Naskh Arabic', 'nastaliq': 'Noto Nastaliq Urdu', 'latin': 'Noto Sans'}
FORMS = {'clean': [], 'photographed': ['-rotate', '1', '-blur', '0x0.8', '-attenuate', '0.3', '+noise', 'Gaussian', '-quality', '40']}


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (x != y))
    return row[-1]


def plain(text):
    text = unicodedata.normalize('NFC', text)
    return ' '.join(''.join(c for c in text if c not in '\u200c\u200d\u200e\u200f').split())


def errors(truth, found):
    truth = plain(truth)
    return 100 * distance(truth, plain(found)) / len(truth)


def sanad(build, picture):
    with open(picture, 'rb') as item:
        done = subprocess.run([f'{build}/bin/sanad-ocr'], stdin=item, capture_output=True, env={'OMP_THREAD_LIMIT': '1'})
    return json.loads(done.stdout)['ocr'] if done.returncode == 0 else {'text': ''}


def tesseract(picture, model):
    done = subprocess.run(['tesseract', picture, '-', '-l', model, '--oem', '1'], capture_output=True, text=True,
                          env={**os.environ, 'OMP_THREAD_LIMIT': '1'})
    return done.stdout


def main(build):
    texts = {}
    for line in (ROOT / 'src/language/testdata/texts.tsv').read_text().splitlines():
        code, text = line.split('\t', 1)
        texts.setdefault(code, []).append(text)
    with tempfile.TemporaryDirectory() as folder:
        for code, model in MODELS.items():
            lines = texts[code][:22]
            Path(folder, 'text').write_text('\n'.join(lines))
            for script in ['latin'] if code == 'en' else ['naskh', 'nastaliq'] if code in ('ur', 'ps', 'fa') else ['naskh']:
                subprocess.run(['pango-view', '-q', f'--font={FONTS[script]} 16', '--dpi=110', '--margin=24', '-o', f'{folder}/clean.png', f'{folder}/text'], check=True)
                for form, changes in FORMS.items():
                    picture = f'{folder}/clean.png'
                    if changes:
                        picture = f'{folder}/changed.jpg'
                        subprocess.run(['convert', f'{folder}/clean.png', '-background', 'white', '-alpha', 'remove', '-seed', '1', *changes, picture], check=True)
                    ours = sanad(build, picture)
                    truth = '\n'.join(lines)
                    print(f'{code} {script} {form}: sanad-ocr {errors(truth, ours.get("text", "")):.1f} % (confidence {ours.get("confidence", "-")}), '
                          f'tesseract -l {model} {errors(truth, tesseract(picture, model)):.1f} %', flush=True)


if __name__ == '__main__':
    main(sys.argv[1])
