import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Entry } from '../api/types';

// The reader's language is asked of the browser as soon as the words are loaded.
vi.stubGlobal('navigator', { languages: ['en'] });
const { entry_text } = await import('./entry_text');

const kKinds = [...readFileSync(new URL('../../../docs/formats/entries.md', import.meta.url), 'utf8').matchAll(/^\| `([a-z]+\.[a-z-]+)` \|/gm)].map((found) => found[1] ?? '');
const entry = (kind: string, data: Record<string, unknown>): Entry => ({ kind, data, summary: 'SUMMARY' }) as unknown as Entry;

describe('entry_text', () => {
  it('has words for every kind that the format names', () => {
    expect(kKinds.length).toBeGreaterThan(30);
    for (const kind of kKinds) expect(entry_text(entry(kind, {})), kind).not.toBe('SUMMARY');
  });
  it('keeps the sentence of the server for a kind that it does not know', () => {
    expect(entry_text(entry('lamp.lit', {}))).toBe('SUMMARY');
  });
  it('says that a rule matched where one did', () => {
    const data = { signal: 'yara', entry: 'lantern_paper', list_name: 'Papers', file: 'a.zip', part: 'b.txt' };
    const words = entry_text(entry('match.found', data));
    for (const word of ['lantern_paper', 'Papers', 'a.zip → b.txt', 'matches']) expect(words).toContain(word);
    expect(entry_text(entry('match.found', { ...data, signal: 'pdq' }))).toContain('Resembles');
  });
});
