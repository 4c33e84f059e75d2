// The answers of a cross-examination in words (docs/formats/cross-examination.md).
import { is_key, type Key } from './translate';

export type Say = (key: Key, values?: Record<string, string>) => string;

// The text of a code, or the code itself where there is none.
export function code_text(say: Say, kind: string, code: string): string {
  const key = `cross.${kind}.${code}`;
  return is_key(key) ? say(key) : code;
}

// Any value of a fact, as one line.
export function fact_text(say: Say, value: unknown): string {
  if (value === null || typeof value === 'boolean') return code_text(say, 'value', String(value));
  if (Array.isArray(value)) return value.length === 0 ? code_text(say, 'value', 'none') : value.map((item) => fact_text(say, item)).join(' · ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value).map(([name, item]) => `${code_text(say, 'fact', name)}: ${fact_text(say, item)}`).join('; ');
}

// Why it cannot be shown; a check is named.
export function because_text(say: Say, because: string): string {
  if (!because.startsWith('check:')) return code_text(say, 'because', because);
  return say('cross.because.check', { check: because.slice('check:'.length) });
}
