// Words of an assessment in the reader's language; the server's own title where there is none.
import { t } from '../../base/language.svelte';
import { is_key, type Key } from '../../base/translate';

type Word = { key: string; title: string };
const known = (key: string, otherwise: string): string => (is_key(key) ? t(key as Key & 'assess.choose') : otherwise);

export const purpose_name = (word: Word): string => known(`assess.purpose.${word.key}`, word.title);
export const outcome_name = (word: Word): string => known(`assess.outcome.${word.key}`, word.title);
export const conclusion_name = (word: Word): string => known(`assess.conclusion.${word.key}`, word.title);
export const box_name = (box: string): string => known(`assess.box.${box}`, box);
export const step_name = (step: string): string => known(`assess.step.${step}`, step);
export const step_about = (step: string): string => known(`assess.step.${step}.about`, '');
export const outcome_of = (key: string | null): string => (key === null ? '–' : outcome_name({ key, title: key }));

// What two assessments are compared in: "outcome.outcome", "rabat.intent", a label.
export function difference_name(what: string): string {
  const [step, member] = what.split('.');
  if (what.includes(':') || step === undefined || member === undefined) return what;
  return member === step ? step_name(step) : `${step_name(step)}: ${step === 'rabat' ? box_name(member) : known(`assess.${member}`, member)}`;
}
export function difference_value(what: string, value: unknown): string {
  if (value === true) return t('assess.met.yes');
  if (value === false) return t('assess.met.no');
  if (typeof value !== 'string') return '–';
  const [step, member] = what.split('.');
  if (step === 'purpose') return purpose_name({ key: value, title: value });
  if (step === 'outcome') return outcome_of(value);
  if (member === 'conclusion') return conclusion_name({ key: value, title: value });
  return known(`assess.met.${value}`, value);
}
