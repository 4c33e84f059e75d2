// What an officer says of imports that a bundle shows in part.
import type { BundleExcerpt } from '../../api/calls';

export interface ExcerptForm {
  parts: Record<string, string>;  // by exhibit: "0-5, 9", or "all"
  attachments: Record<string, string>;  // likewise: parts whose bytes are shown
  why_attachments: string;
  why_closed: string;
  masks: string;       // a line each: words = what stands for them
  names_people: boolean;
  why_named: string;
}

export const empty_form = (): ExcerptForm => ({ parts: {}, attachments: {}, why_attachments: '', why_closed: '', masks: '', names_people: false, why_named: '' });

export interface Masks { masks: { words: string; as: string }[]; wrong: string[] }

// Lines without a text on both sides of their last "=" are wrong.
export function masks_in(text: string): Masks {
  const found: Masks = { masks: [], wrong: [] };
  for (const line of text.split('\n').map((one) => one.trim()).filter((one) => one !== '')) {
    const at = line.lastIndexOf('=');
    const [words, as] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
    if (words === '' || as === '') found.wrong.push(line);
    else found.masks.push({ words, as });
  }
  return found;
}

// Numbers of entries of the ledger, in whatever way they are set apart.
export const entries_in = (text: string): number[] => [...new Set([...text.matchAll(/\d+/g)].map(([word]) => Number(word)))];

export const exhibits_in_part = (chosen: string[], form: ExcerptForm): string[] =>
  chosen.filter((id) => (form.parts[id] ?? '').trim() !== '');

export function excerpts_of(chosen: string[], form: ExcerptForm): BundleExcerpt[] {
  const { masks } = masks_in(form.masks);
  return exhibits_in_part(chosen, form).map((exhibit) => ({
    exhibit,
    parts: (form.parts[exhibit] ?? '').replaceAll(' ', ''),
    reason: form.why_closed.trim(),
    why_people_shown: form.names_people ? form.why_named.trim() : '',
    masks,
    attachments: (form.attachments[exhibit] ?? '').replaceAll(' ', ''),
    why_attachments: (form.attachments[exhibit] ?? '').trim() === '' ? '' : form.why_attachments.trim(),
  }));
}
