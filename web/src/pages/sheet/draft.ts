// A sheet while it is being written: every question has its fields, and numbers are texts. What is
// written goes to the server as it is; which findings are complete is decided there.
import type { SheetAnswer, SheetConfidence, SheetContent, SheetEvidence, SheetFact, SheetFinding, SheetPlace, SheetQuestion, SheetTime } from '../../api/types';

export const kFindings = ['not-examined', 'supports', 'contradicts', 'neither'] as const satisfies readonly SheetFinding[];
export const kConfidences = ['low', 'moderate', 'high'] as const satisfies readonly SheetConfidence[];
export const kTimeMethods = ['shadows', 'weather', 'clocks', 'first-appearance', 'metadata', 'other'] as const satisfies readonly SheetTime['method'][];
export const kMaxEvidence = 20;
export const kMaxNotes = 20;

export interface EvidenceDraft {
  kind: 'exhibit' | 'address';
  exhibit: string;
  part: string;
  file: string;
  offset: string;
  length: string;
  address: string;
  seen_at: string; // "2026-03-14T17:05", UTC
  seen_as_saved: string;
  note: string;
}
export interface AssessmentDraft {
  finding: SheetFinding;
  confidence: SheetConfidence | '';
  reasons: string;
  evidence: EvidenceDraft[];
}
export type AnswerDraft = AssessmentDraft & { text: string };
export type PlaceDraft = AssessmentDraft & { name: string; latitude: string; longitude: string; radius_m: string; features: string; method: string; tools: string };
export type TimeDraft = AssessmentDraft & {
  method: SheetTime['method']; earliest: string; latest: string; zone: string; uncertainty: string; details: string; tools: string;
};
export interface Draft {
  claim: string;
  answers: Record<string, AnswerDraft>;
  claimed_place: string;
  places: PlaceDraft[];
  claimed_time: string;
  times: TimeDraft[];
}

export const key_of = (question: Pick<SheetQuestion, 'panel' | 'question'>): string => `${question.panel}.${question.question}`;

export const new_evidence = (exhibit: string, part: number | undefined): EvidenceDraft => ({
  kind: 'exhibit', exhibit, part: part === undefined ? '' : String(part), file: '', offset: '', length: '', address: '', seen_at: '', seen_as_saved: '', note: '',
});
const new_assessment = (): AssessmentDraft => ({ finding: 'not-examined', confidence: '', reasons: '', evidence: [] });
export const new_place = (): PlaceDraft => ({ ...new_assessment(), name: '', latitude: '', longitude: '', radius_m: '', features: '', method: '', tools: '' });
export const new_time = (): TimeDraft => ({
  ...new_assessment(), method: 'shadows', earliest: '', latest: '', zone: 'unknown', uncertainty: '', details: '', tools: '',
});

// What a fact rests on, as evidence; the finding stays the officer's.
export const cite = (fact: SheetFact): EvidenceDraft => ({
  ...new_evidence(fact.source.exhibit, fact.source.part), file: fact.source.part === undefined ? fact.source.file ?? '' : '',
});

const kMinuteLength = '2026-03-14T17:05'.length;
const number_text = (value: number | undefined): string => (value === undefined ? '' : String(value));

function evidence_draft(one: SheetEvidence): EvidenceDraft {
  const seen = one.seen_at ?? '';
  return {
    kind: one.exhibit === undefined ? 'address' : 'exhibit', exhibit: one.exhibit ?? '', part: number_text(one.part), file: one.file ?? '',
    offset: number_text(one.offset), length: number_text(one.length), address: one.address ?? '', seen_at: seen.slice(0, kMinuteLength),
    seen_as_saved: seen, note: one.note ?? '',
  };
}

function assessment_draft(one: SheetAnswer | SheetPlace | SheetTime): AssessmentDraft {
  return { finding: one.finding, confidence: one.confidence ?? '', reasons: one.reasons, evidence: one.evidence.map(evidence_draft) };
}

export function draft_of(content: SheetContent | undefined, questions: readonly SheetQuestion[]): Draft {
  const answers: Record<string, AnswerDraft> = {};
  for (const question of questions) {
    const saved = content?.[question.panel][question.question];
    answers[key_of(question)] = saved ? { ...assessment_draft(saved), text: saved.text } : { ...new_assessment(), text: '' };
  }
  return {
    claim: content?.claim ?? '',
    answers,
    claimed_place: content?.geolocation.claimed ?? '',
    places: (content?.geolocation.candidates ?? []).map((one) => ({ ...one, ...assessment_draft(one), radius_m: String(one.radius_m) })),
    claimed_time: content?.chronolocation.claimed ?? '',
    times: (content?.chronolocation.estimates ?? []).map((one) => ({ ...one, ...assessment_draft(one) })),
  };
}

// A text that is no whole number goes as it is: the server says what is wrong with it.
const number_of = (text: string): number => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : (text.trim() as unknown as number));

function evidence_of(draft: EvidenceDraft): SheetEvidence {
  if (draft.kind === 'address') {
    const is_as_saved = draft.seen_as_saved.slice(0, kMinuteLength) === draft.seen_at && draft.seen_as_saved !== '';
    const seen_at = is_as_saved ? draft.seen_as_saved : draft.seen_at === '' ? '' : `${draft.seen_at}:00.000Z`;
    return { address: draft.address.trim(), seen_at, note: draft.note };
  }
  const one: SheetEvidence = { exhibit: draft.exhibit, note: draft.note };
  if (draft.part.trim() !== '') one.part = number_of(draft.part);
  if (draft.file.trim() !== '') one.file = draft.file.trim();
  if (draft.offset.trim() !== '') one.offset = number_of(draft.offset);
  if (draft.length.trim() !== '') one.length = number_of(draft.length);
  return one;
}

function assessment_of(draft: AssessmentDraft): Pick<SheetAnswer, 'finding' | 'confidence' | 'reasons' | 'evidence'> {
  const one: ReturnType<typeof assessment_of> = { finding: draft.finding, reasons: draft.reasons, evidence: draft.evidence.map(evidence_of) };
  if (draft.confidence !== '') one.confidence = draft.confidence;
  return one;
}

const is_untouched = (draft: AnswerDraft): boolean =>
  draft.finding === 'not-examined' && draft.confidence === '' && draft.text.trim() === '' && draft.reasons.trim() === '' && draft.evidence.length === 0;

export function content_of(draft: Draft, questions: readonly SheetQuestion[]): SheetContent {
  const content: SheetContent = {
    claim: draft.claim, source: {}, item: {}, content: {},
    geolocation: {
      claimed: draft.claimed_place,
      candidates: draft.places.map((one) => ({
        name: one.name, latitude: one.latitude.trim(), longitude: one.longitude.trim(), radius_m: number_of(one.radius_m), features: one.features,
        method: one.method, tools: one.tools, ...assessment_of(one),
      })),
    },
    chronolocation: {
      claimed: draft.claimed_time,
      estimates: draft.times.map((one) => ({
        method: one.method, earliest: one.earliest, latest: one.latest, zone: one.zone.trim(), uncertainty: one.uncertainty, details: one.details,
        tools: one.tools, ...assessment_of(one),
      })),
    },
  };
  for (const question of questions) {
    const answer = draft.answers[key_of(question)];
    if (answer && !is_untouched(answer)) content[question.panel][question.question] = { text: answer.text, ...assessment_of(answer) };
  }
  return content;
}
