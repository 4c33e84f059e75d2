// What a person fills in to take a file of rules in, and the request that it becomes.
import { kTlps, type NewRuleSet, type Tlp } from '../../api/types';

export const kMaxFileBytes = 16 * 1024 * 1024;

// Empty where nothing is said.
export interface ImportForm {
  name: string;
  owner: string;
  version: string;
  tlp: string;
  provenance: string;
  licence: string;
}

export const empty_form = (name: string): ImportForm => ({ name, owner: '', version: '', tlp: '', provenance: '', licence: '' });

export function rules_of(form: ImportForm, content: string): NewRuleSet {
  const wanted: NewRuleSet = { content, name: form.name.trim() };
  for (const name of ['owner', 'version', 'provenance', 'licence'] as const) {
    const value = form[name].trim();
    if (value !== '') wanted[name] = value;
  }
  if ((kTlps as readonly string[]).includes(form.tlp)) wanted.tlp = form.tlp as Tlp;
  return wanted;
}
