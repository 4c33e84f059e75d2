import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from './messages/en';
import { ur } from './messages/ur';
import { fill, is_key, kCatalogues, translate, type Key, type Plural } from './translate';

const holes = (text: string): string[] => [...text.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]!).sort();
const forms = (message: string | Plural): string[] => (typeof message === 'string' ? [message] : [message.one, message.other]);
const keys = Object.keys(en) as Key[];

// Written in the other script on purpose.
const kSame = new Set<Key>(['language.en', 'app.name_other']);

describe('the Urdu catalogue', () => {
  it('has the same keys as the English one', () => {
    expect(Object.keys(ur).sort()).toEqual([...keys].sort());
  });
  it('has the same holes in each message', () => {
    for (const key of keys) {
      const wanted = new Set(forms(en[key]).flatMap(holes));
      const had = new Set(forms(ur[key]).flatMap(holes));
      expect([...had].sort(), key).toEqual([...wanted].sort());
    }
  });
  it('is written in Urdu, in Urdu letters', () => {
    for (const key of keys) {
      if (kSame.has(key)) continue;
      for (const text of forms(ur[key])) {
        expect(text, key).toMatch(/[\u0600-\u06ff]/);
        // Arabic yeh and kaf instead of Urdu ی and ک are a common slip of keyboards.
        expect(text, key).not.toMatch(/[\u064a\u0643]/);
      }
    }
  });
});

describe('every message', () => {
  it('stands in one file only, so that none takes the place of another', async () => {
    for (const language of ['en', 'ur']) {
      const folder = fileURLToPath(new URL(`./messages/${language}`, import.meta.url));
      const all: string[] = [];
      for (const file of readdirSync(folder)) {
        const held = (await import(/* @vite-ignore */ `./messages/${language}/${file}`)) as Record<string, object>;
        if (file !== 'index.ts') all.push(...Object.values(held).flatMap((one) => Object.keys(one)));
      }
      expect(all.filter((key, index) => all.indexOf(key) !== index), language).toEqual([]);
      expect(all.length, language).toBe(keys.length);
    }
  });
  it('is not empty and has no stray white space', () => {
    for (const catalogue of Object.values(kCatalogues)) {
      for (const key of keys) for (const text of forms(catalogue[key])) expect(text, key).toBe(text.trim().replace(/ {2,}/g, ' '));
      for (const key of keys) for (const text of forms(catalogue[key])) expect(text.length, key).toBeGreaterThan(0);
    }
  });
});

describe('fill', () => {
  it('isolates text but not numbers, and leaves unknown holes to be seen', () => {
    expect(fill('{a} of {b} {c}', { a: 1, b: 'x' })).toBe('1 of \u2068x\u2069 {c}');
  });
  it('puts values in as they are, even if they look like holes or patterns', () => {
    expect(fill('{a}', { a: '{b}$&', b: 'no' })).toBe('\u2068{b}$&\u2069');
  });
});

describe('translate', () => {
  it('chooses the plural form', () => {
    expect(translate('en', 'count.exhibits', { count: 1 })).toBe('1 exhibit');
    expect(translate('en', 'count.exhibits', { count: 0 })).toBe('0 exhibits');
    expect(translate('ur', 'count.exhibits', { count: 1 })).not.toBe(translate('ur', 'count.exhibits', { count: 2 }));
  });
  it('knows its keys, and nothing that objects inherit', () => {
    expect(is_key('app.name')).toBe(true);
    expect(is_key('toString')).toBe(false);
  });
});
