// Messages with named holes, "{name}", and plural forms. English is the catalogue that the types
// come from: a key or a hole that a translation lacks does not compile (keys) or fails its test (holes).
import type { Language } from './format';
import { en } from './messages/en';
import { ur } from './messages/ur';

export type Plural = { readonly one: string; readonly other: string };
export type Key = keyof typeof en;
export type Catalogue = { readonly [K in Key]: (typeof en)[K] extends string ? string : Plural };

type Holes<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;
type HolesOf<M> = M extends { readonly one: infer A; readonly other: infer B } ? 'count' | Holes<A> | Holes<B> : Holes<M>;
export type Values<K extends Key> = [HolesOf<(typeof en)[K]>] extends [never]
  ? []
  : [values: { readonly [N in HolesOf<(typeof en)[K]>]: string | number }];

export const kCatalogues: Record<Language, Catalogue> = { en, ur };

const kIsolate = '\u2068';
const kEndIsolate = '\u2069';

// What is put into a hole keeps its own direction (Unicode isolates), so that a URL or a name in
// the other script cannot turn the sentence around it.
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{([a-z_]+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? String(value) : kIsolate + value + kEndIsolate;
  });
}

export function translate<K extends Key>(language: Language, key: K, ...args: Values<K>): string {
  const message: string | Plural = kCatalogues[language][key];
  const values: Record<string, string | number> = args[0] ?? {};
  if (typeof message === 'string') return fill(message, values);
  const count = Number(values.count);
  return fill(new Intl.PluralRules(language).select(count) === 'one' ? message.one : message.other, values);
}

export const is_key = (text: string): text is Key => Object.hasOwn(en, text);
