// A form as people type it, and as it is sent: by the types of its fields, which are data.
import type { FormField } from '../../api/types';
import { from_input_time, to_input_time, type ClockZone } from '../../base/format';

// Of one field: what stands in its control, or which choices are ticked.
export interface FieldDraft { text: string; ticked: string[] }
export type Draft = Record<string, FieldDraft>;
export type Content = Record<string, unknown>;

export const is_lines = (field: FormField): boolean => field.type === 'list' || field.type === 'exhibits';
// Signatures are the acts themselves, so nothing is written there.
export const is_written = (field: FormField): boolean => field.type !== 'signature';

function text_of(field: FormField, value: unknown, zone: ClockZone): string {
  if (Array.isArray(value)) return value.map(String).join('\n');
  if (value === undefined || value === null) return '';
  if (field.type === 'time') return to_input_time(new Date(String(value)), zone);
  return String(value);
}

export function draft_of(fields: readonly FormField[], content: Content | undefined, zone: ClockZone): Draft {
  const draft: Draft = {};
  for (const field of fields) {
    const value = content?.[field.key];
    draft[field.key] = {
      text: text_of(field, value, zone),
      ticked: field.type === 'choices' && Array.isArray(value) ? value.map(String) : [],
    };
  }
  return draft;
}

function value_of(field: FormField, draft: FieldDraft, zone: ClockZone): unknown {
  const text = draft.text.trim();
  if (field.type === 'choices') return draft.ticked.length === 0 ? undefined : [...draft.ticked];
  if (text === '') return undefined;
  if (is_lines(field)) return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (field.type === 'number') return Number(text);
  if (field.type === 'yes-no') return text === 'true';
  if (field.type === 'time') return from_input_time(text, zone)?.toISOString() ?? text;
  return text;
}

// Only what is filled in.
export function content_of(fields: readonly FormField[], draft: Draft, zone: ClockZone): Content {
  const content: Content = {};
  for (const field of fields) {
    const one = draft[field.key];
    if (!is_written(field) || !one) continue;
    const value = value_of(field, one, zone);
    if (value !== undefined) content[field.key] = value;
  }
  return content;
}
