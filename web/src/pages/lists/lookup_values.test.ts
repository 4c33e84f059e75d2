import { describe, expect, it } from 'vitest';
import { other_signal, values_of } from './lookup_values';

const a64 = 'a'.repeat(64);
const b64 = 'b'.repeat(64);

describe('values_of', () => {
  it('takes one value a line, each once, without the name behind it', () => {
    expect(values_of(`${a64}  picture.png\r\n\n ${b64},87,x\n${a64}\n`, 'sha256')).toEqual([a64, b64]);
    expect(values_of(' \n ', 'pdq')).toEqual([]);
  });
  it('takes a text whole', () => {
    expect(values_of(' one\ntwo ', 'text')).toEqual(['one\ntwo']);
    expect(values_of('  ', 'text')).toEqual([]);
  });
});

describe('other_signal', () => {
  it('says what values can only be', () => {
    expect(other_signal(['c'.repeat(32)], 'pdq')).toBe('md5');
    expect(other_signal([`T1${'0'.repeat(70)}`], 'sha256')).toBe('tlsh');
    expect(other_signal([a64], 'md5')).toBe('sha256');
  });
  it('is silent where it cannot know', () => {
    expect(other_signal([a64], 'pdq')).toBeUndefined();
    expect(other_signal([a64, 'c'.repeat(32)], 'sha1')).toBeUndefined();
    expect(other_signal(['xyz'], 'sha1')).toBeUndefined();
    expect(other_signal([], 'sha1')).toBeUndefined();
    expect(other_signal(['c'.repeat(32)], 'text')).toBeUndefined();
  });
});
