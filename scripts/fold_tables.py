#!/usr/bin/env python3
"""Writes the tables of folding from Python's Unicode data and the policy of docs/text-folding.md.

  scripts/fold_tables.py > src/text/fold_table.cc
  scripts/fold_tables.py js > src/verifier/reader/fold_table.js      for the reader of bundles

Three tables: what separates words, what is removed, and what becomes something else. A code point in none of them is a letter that
stays. Text is kept readable: a block lists the results of consecutive code points, and several letters for one stand in parentheses.
"""
import sys
import unicodedata

# Marks that writers leave out or add at will. Marks that are vowels (Devanagari, Thai, Thaana ...) stay.
STRIPPED = [
    (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6DC), (0x6DF, 0x6E8),
    (0x6EA, 0x6ED), (0x711, 0x711), (0x730, 0x74A), (0x898, 0x89F), (0x8CA, 0x8FF), (0x93C, 0x93C), (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF)]
# Tatweel, high hamza, and the modifier letters that transliterations write for ayn and hamza.
REMOVED = {0x640, 0x674, *range(0x2B9, 0x2C2), *range(0x2C6, 0x2D2), 0x2EC, 0x2EE}
POLICY = {
    **dict.fromkeys([0x671, 0x672, 0x673, 0x675], 'ا'),
    **dict.fromkeys([0x620, 0x63D, 0x649, 0x6CC, 0x6CD, 0x6D0, 0x6D1], 'ي'),
    **dict.fromkeys([0x6A9, 0x6AA], 'ك'),
    0x6AB: 'گ',
    **dict.fromkeys([0x629, 0x6C1, 0x6C3, 0x6D5], 'ه'),
    **{ord(a): b for a, b in zip('øłđħŧðæœþıŀƀɓɗɖɨʉɵ', ['o', 'l', 'd', 'h', 't', 'd', 'ae', 'oe', 'th', 'i', 'l', 'b', 'b', 'd', 'd', 'i', 'u', 'o'])}}
# Ideographs that exist only for old character sets, and squared words: nobody retypes those.
LEFT_OUT = [(0x2F00, 0x2FDF), (0x3131, 0x33FF), (0xAC00, 0xD7A3), (0xD800, 0xF8FF), (0xF900, 0xFAFF), (0x1EE00, 0x1EEFF), (0x2F800, 0x2FA1F)]


def inside(ranges, code):
    return any(first <= code <= last for first, last in ranges)


def stripped(char):
    return inside(STRIPPED, ord(char)) or ord(char) in REMOVED


def decomposed(text):
    # Where a mark falls away the letter stays decomposed; otherwise composed, so that Hangul and kana keep their shape.
    parts = unicodedata.normalize('NFKD', text)
    if any(stripped(c) for c in parts):
        return ''.join(c for c in parts if not stripped(c))
    return unicodedata.normalize('NFKC', text)


def fold(code):
    char = chr(code)
    if unicodedata.decimal(char, None) is not None:
        return str(unicodedata.decimal(char))
    text = decomposed(decomposed(decomposed(char)).casefold())
    text = ''.join(POLICY.get(ord(c), c) for c in text)
    text = text.replace('\u00B7', '')
    if text != char:
        text = ''.join(' ' if unicodedata.category(c)[0] in 'PSZ' else c for c in text)
    return ' '.join(text.split())


def kind(code):
    char = chr(code)
    category = unicodedata.category(char)
    if stripped(char) or category == 'Cf':
        return 'removed'
    text = fold(code) if not inside(LEFT_OUT, code) else char
    if category[0] in 'PSZ' or category == 'Cc':
        # Letters in circles and squares are letters.
        return 'letter' if text not in ('', char) and unicodedata.category(text[0])[0] in 'LN' and text.isalnum() else 'separator'
    if text == '':
        return 'removed'
    return 'unassigned' if category in ('Cn', 'Co', 'Cs') else 'letter'


def ranges_of(kinds, wanted):
    # Unassigned code points take the kind of what stands before them, which keeps the table short.
    out = []
    for code in range(len(kinds)):
        if kinds[code] == wanted:
            if out and all(kinds[c] in (wanted, 'unassigned') for c in range(out[-1][1] + 1, code)):
                out[-1][1] = code
            else:
                out.append([code, code])
    return out


def print_ranges(name, ranges):
    print(f'constexpr CodeRange {name}[] = {{')
    cells = [f'{{0x{a:X}, 0x{b:X}}},' for a, b in ranges]
    line = '   '
    for cell in cells:
        if len(line) + len(cell) + 1 > 100:
            print(line)
            line = '   '
        line += ' ' + cell
    print(line + '};\n')


def blocks_of(mapped, kinds):
    blocks = []
    for code in sorted(mapped):
        if blocks and code - blocks[-1][-1] <= 6 and len(blocks[-1]) < 64 and all(
                kinds[c] in ('letter', 'unassigned') for c in range(blocks[-1][-1] + 1, code)):
            blocks[-1].extend(range(blocks[-1][-1] + 1, code + 1))
        else:
            blocks.append([code])
    return blocks


def results_of(block, mapped):
    return ''.join(r if len(r) == 1 else f'({r})' for r in (mapped.get(c, chr(c)) for c in block))


def print_blocks(mapped, kinds):
    print('constexpr Block kBlocks[] = {')
    line = '   '
    for block in blocks_of(mapped, kinds):
        cell = f' {{0x{block[0]:X}, "{results_of(block, mapped)}"}},'
        if len(line) + len(cell) > 100:
            print(line)
            line = '   '
        line += cell
    print(line + '};\n')


def print_script(kinds, mapped):
    print(f'''// Written by scripts/fold_tables.py from Unicode {unicodedata.unidata_version}: change that script, not this file.
// Ranges of code points, first and last, and the results of consecutive code points.''')
    for name, wanted in (('FOLD_SEPARATORS', 'separator'), ('FOLD_REMOVED', 'removed')):
        print(f'export const {name} = [')
        cells = [f'[{a}, {b}],' for a, b in ranges_of(kinds, wanted)]
        for at in range(0, len(cells), 8):
            print('  ' + ' '.join(cells[at:at + 8]))
        print('];')
    print('export const FOLD_BLOCKS = [')
    for block in blocks_of(mapped, kinds):
        print(f'  [{block[0]}, "{results_of(block, mapped)}"],')
    print('];')


def main():
    size = 0x20000
    kinds = [kind(c) for c in range(size)]
    mapped = {c: fold(c) for c in range(size) if kinds[c] == 'letter' and not inside(LEFT_OUT, c) and fold(c) != chr(c)}
    if sys.argv[1:] == ['js']:
        print_script(kinds, mapped)
        return
    print(f'''// Written by scripts/fold_tables.py from Unicode {unicodedata.unidata_version}: change that script, not this file.
// clang-format off
#include "fold_table.h"

namespace sanad::text {{
namespace {{
''')
    print_ranges('kSeparators', ranges_of(kinds, 'separator'))
    print_ranges('kRemoved', ranges_of(kinds, 'removed'))
    print_blocks(mapped, kinds)
    print('''}  // namespace

std::span<const CodeRange> separators() { return kSeparators; }
std::span<const CodeRange> removed() { return kRemoved; }
std::span<const Block> blocks() { return kBlocks; }

}  // namespace sanad::text''')


main()
