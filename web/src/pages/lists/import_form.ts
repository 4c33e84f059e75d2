// What a person fills in to take a list in, and the request that it becomes.
import { kListFormats, kTlps, type ListFormat, type NewList, type Tlp } from '../../api/types';

export const kMaxFileBytes = 32 * 1024 * 1024;
export const kSignals = ['pdq', 'points', 'vpdq', 'vpoints', 'chromaprint', 'landmarks', 'text', 'sha256', 'sha1', 'md5', 'sha512', 'tlsh', 'ssdeep', 'url'] as const;

// Empty where nothing is said.
export interface ImportForm {
  format: string;
  signal: string;
  name: string;
  owner: string;
  version: string;
  tlp: string;
  provenance: string;
  licence: string;
  expires_at: string;
}

export const empty_form = (name: string): ImportForm =>
  ({ format: '', signal: '', name, owner: '', version: '', tlp: '', provenance: '', licence: '', expires_at: '' });

export function list_of(form: ImportForm, content: string): NewList {
  const wanted: NewList = { content };
  for (const name of ['name', 'signal', 'owner', 'version', 'provenance', 'licence', 'expires_at'] as const) {
    const value = form[name].trim();
    if (value !== '') wanted[name] = value;
  }
  if ((kListFormats as readonly string[]).includes(form.format)) wanted.format = form.format as ListFormat;
  if ((kTlps as readonly string[]).includes(form.tlp)) wanted.tlp = form.tlp as Tlp;
  return wanted;
}
