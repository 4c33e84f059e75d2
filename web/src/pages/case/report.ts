// The sections of a report and what a statement can be, in their order; and a citation as it is typed.
import type { NewReportCite, ReportCite } from '../../api/types';

export const kSections = ['objectives', 'methodology', 'activities', 'sources', 'gaps', 'results'] as const;
export const kKinds = ['fact', 'opinion', 'gap', 'exculpatory', 'method'] as const;

export interface TypedCite {
  exhibit: string;
  place: string;  // a part's number, or the name of a file
  offset: string;
  length: string;
  uncover: string;
}

export const empty_cite = (): TypedCite => ({ exhibit: '', place: '', offset: '', length: '', uncover: '' });

export const typed = (cite: ReportCite): TypedCite => ({
  exhibit: cite.exhibit,
  place: cite.part === null ? cite.file : String(cite.part),
  offset: String(cite.offset),
  length: String(cite.length),
  uncover: cite.uncover,
});

// Undefined where no exhibit was chosen: the row is not used.
export function cite_of(one: TypedCite): NewReportCite | undefined {
  if (one.exhibit === '') return undefined;
  const place = one.place.trim();
  const cite: NewReportCite = /^\d+$/.test(place) ? { exhibit: one.exhibit, part: Number(place) } : { exhibit: one.exhibit, file: place };
  if (one.offset.trim() !== '' || one.length.trim() !== '') {
    cite.offset = Number(one.offset.trim() || '0');
    cite.length = Number(one.length.trim());
  }
  if (one.uncover.trim() !== '') cite.uncover = one.uncover.trim();
  return cite;
}

// "Exhibit / place, bytes from to end".
export const cite_text = (cite: ReportCite): string =>
  `${cite.exhibit_number} / ${cite.part ?? cite.file} @ ${cite.offset}–${cite.offset + cite.length}`;
