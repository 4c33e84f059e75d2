import { describe, expect, it } from 'vitest';
import { text_of } from './file_text';

const bytes_of = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;

describe('text_of', () => {
  it('gives the text of a file in UTF-8, its mark included', () => {
    expect(text_of(bytes_of(0xef, 0xbb, 0xbf, 0x61), 4)).toEqual({ text: '\ufeffa' });
    expect(text_of(bytes_of(), 4)).toEqual({ text: '' });
  });
  it('refuses what is not UTF-8 or too long', () => {
    expect(text_of(bytes_of(0x61, 0xff), 4)).toEqual({ problem: 'coding' });
    expect(text_of(new ArrayBuffer(5), 4)).toEqual({ problem: 'long' });
  });
});
