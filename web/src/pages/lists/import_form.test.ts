import { describe, expect, it } from 'vitest';
import { empty_form, kMaxFileBytes, list_of, text_of } from './import_form';

const bytes_of = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;

describe('text_of', () => {
  it('gives the text of a file in UTF-8, its mark included', () => {
    expect(text_of(bytes_of(0xef, 0xbb, 0xbf, 0x61))).toEqual({ text: '\ufeffa' });
    expect(text_of(bytes_of())).toEqual({ text: '' });
  });
  it('refuses what is not UTF-8 or too long', () => {
    expect(text_of(bytes_of(0x61, 0xff))).toEqual({ problem: 'coding' });
    expect(text_of(new ArrayBuffer(kMaxFileBytes + 1))).toEqual({ problem: 'long' });
  });
});

describe('list_of', () => {
  it('sends only what was said', () => {
    expect(list_of(empty_form(''), 'x')).toEqual({ content: 'x' });
    expect(list_of({ ...empty_form(' Lanterns '), format: 'stix', tlp: 'amber+strict', owner: ' ', signal: 'pdq' }, 'x'))
      .toEqual({ content: 'x', name: 'Lanterns', format: 'stix', tlp: 'amber+strict', signal: 'pdq' });
    expect(list_of({ ...empty_form('a'), format: 'other', tlp: 'purple' }, 'x')).toEqual({ content: 'x', name: 'a' });
  });
});
