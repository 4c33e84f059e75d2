// What stands in the fields of a draft, and the content that is sent for it.
import type { RequestContent, RequestForm } from '../../api/types';

export interface Draft {
  form: string;  // "pack/form"; empty until one is chosen
  addressee: string;
  addressee_contact: string;
  provision: string;
  basis: string;
  url: string;
  identifiers: string;
  data_classes: string[];
  from: string;
  to: string;
  zone: string;
  widening_reason: string;
  exhibits: string;
  preservation_considered: string;
  deconfliction: string;
  offence: string;
  relates_to: string;
  corrects: string;
  fields: Record<string, string | string[]>;
}

export const kDataClasses = ['subscriber', 'traffic', 'content'] as const;

export const key_of = (form: Pick<RequestForm, 'pack' | 'form'>): string => `${form.pack}/${form.form}`;

// One item on a line; empty lines are none.
export const lines_of = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

function field_of(value: unknown): string | string[] {
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string');
  return typeof value === 'string' ? value : '';
}

// numbers: of exhibits, by identifier.
export function draft_of(content: RequestContent, numbers: ReadonlyMap<string, string> = new Map()): Draft {
  const fields: Draft['fields'] = {};
  for (const [key, value] of Object.entries(content.fields ?? {})) fields[key] = field_of(value);
  return {
    form: content.pack && content.form ? `${content.pack}/${content.form}` : '',
    addressee: content.addressee ?? '',
    addressee_contact: content.addressee_contact ?? '',
    provision: content.provision ?? '',
    basis: content.basis ?? '',
    url: content.url ?? '',
    identifiers: (content.identifiers ?? []).join('\n'),
    data_classes: [...(content.data_classes ?? [])],
    from: content.from ?? '',
    to: content.to ?? '',
    zone: content.zone ?? '',
    widening_reason: content.widening_reason ?? '',
    exhibits: (content.exhibits ?? []).map((id) => numbers.get(id) ?? id).join('\n'),
    preservation_considered: content.preservation_considered ?? '',
    deconfliction: content.deconfliction ?? '',
    offence: content.offence ?? '',
    relates_to: content.relates_to ?? '',
    corrects: content.corrects ?? '',
    fields,
  };
}

// Of the fields only those that the chosen form has.
export function content_of(draft: Draft, form: RequestForm): RequestContent {
  const fields: Record<string, string | string[]> = {};
  for (const { key } of form.fields) {
    const value = draft.fields[key];
    if (value === undefined || value.length === 0) continue;
    fields[key] = typeof value === 'string' ? value.trim() : value;
  }
  return {
    pack: form.pack,
    form: form.form,
    addressee: draft.addressee.trim(),
    addressee_contact: draft.addressee_contact.trim(),
    provision: draft.provision,
    basis: draft.basis.trim(),
    url: draft.url.trim(),
    identifiers: lines_of(draft.identifiers),
    data_classes: draft.data_classes.filter((one): one is (typeof kDataClasses)[number] => (kDataClasses as readonly string[]).includes(one)),
    from: draft.from.trim() === '' ? null : draft.from.trim(),
    to: draft.to.trim() === '' ? null : draft.to.trim(),
    zone: draft.zone.trim(),
    widening_reason: draft.widening_reason.trim(),
    exhibits: lines_of(draft.exhibits),
    preservation_considered: draft.preservation_considered.trim(),
    deconfliction: draft.deconfliction.trim(),
    offence: draft.offence.trim(),
    relates_to: draft.relates_to.trim(),
    corrects: draft.corrects.trim(),
    fields,
  };
}

// The values of a field of the form, for reading.
export function field_values(value: unknown): string[] {
  const read = field_of(value);
  return typeof read === 'string' ? [read] : read;
}
