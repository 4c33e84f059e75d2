import { t } from '../base/language.svelte';
import { is_key } from '../base/translate';

// A signal in the reader's words; one that is not known here keeps its own name.
export function signal_text(signal: string): string {
  const key = `signal.${signal}`;
  return is_key(key) ? t(key as 'signal.pdq') : signal;
}

// What matches by a rule has no distance: it holds or it does not.
export const is_of_rule = (signal: string): boolean => signal === 'yara' || signal === 'term-rule';
