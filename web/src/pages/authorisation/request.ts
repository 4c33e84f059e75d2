// The request form's content, what is missing in it, and the request that it makes. The server
// checks all of it again; this is so that the reader learns of a slip before sending.
import {
  type Activity, type AuthorisationRequest, type Instrument, type ProtectedGroup, type Target, type TargetKind,
} from '../../api/types';
import { from_input_time, to_input_time, type ClockZone } from '../../base/format';

export const kReasons = [
  'legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion',
] as const;
export type Reason = (typeof kReasons)[number];

export const kMaxTargets = 64;
export const kMinReasonCharacters = 10;

export interface RequestForm {
  instrument: Instrument;
  instrument_reference: string;
  issuing_authority: string;
  provision: string;
  targets: Target[];
  activities: Activity[];
  reasons: Record<Reason, string>;
  protected_groups: ProtectedGroup[];
  valid_from: string;
  valid_to: string;
  review_on: string;
  material_from: string;  // of imports: what is older or newer is set aside; empty for no bound
  material_to: string;
}

export type Problem =
  | 'provision' | 'targets' | 'activities' | 'valid_from' | 'valid_to' | 'review_on' | 'material' | 'reference' | Reason;

const kDayMs = 86_400_000;

// Which kind of target an address would be, if it is all that is known: the narrowest that makes sense.
export function target_for(url: string): Target {
  try {
    const parsed = new URL(url);
    return { kind: 'host', value: parsed.host };
  } catch {
    return { kind: 'host', value: url };
  }
}

export function empty_form(now: Date, zone: ClockZone, url: string): RequestForm {
  const from = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  return {
    instrument: 'supervisor-order', instrument_reference: '', issuing_authority: '', provision: '',
    targets: [url === '' ? { kind: 'host', value: '' } : target_for(url)],
    activities: ['capture'],
    reasons: { legitimate_aim: '', necessity: '', less_intrusive_means: '', adequacy: '', proportionality: '', collateral_intrusion: '' },
    protected_groups: [],
    valid_from: to_input_time(from, zone),
    valid_to: to_input_time(new Date(from.getTime() + 14 * kDayMs), zone),
    review_on: to_input_time(new Date(from.getTime() + 7 * kDayMs), zone),
    material_from: '', material_to: '',
  };
}

// An import comes from no address, so that alone it needs no target.
// What is handed over, and what is shared, has no address of its own.
export const has_no_address = (form: RequestForm): boolean =>
  form.activities.length > 0 && form.activities.every((one) => one === 'import' || one === 'share');
const named_targets = (form: RequestForm): Target[] =>
  has_no_address(form) ? form.targets.filter((target) => target.value.trim() !== '') : form.targets;

export function problems_of(form: RequestForm, zone: ClockZone): Problem[] {
  const problems: Problem[] = [];
  if (form.provision === '') problems.push('provision');
  const is_order = form.instrument !== 'own-motion';
  if (is_order && form.instrument_reference.trim() === '') problems.push('reference');
  const targets = named_targets(form);
  const wants_target = !has_no_address(form) && targets.length === 0;
  if (wants_target || targets.length > kMaxTargets || targets.some((target) => target.value.trim() === '')) {
    problems.push('targets');
  }
  if (form.activities.length === 0) problems.push('activities');
  for (const reason of kReasons) {
    if (form.reasons[reason].trim().length < kMinReasonCharacters) problems.push(reason);
  }
  const from = from_input_time(form.valid_from, zone);
  const to = from_input_time(form.valid_to, zone);
  const review = from_input_time(form.review_on, zone);
  if (!from) problems.push('valid_from');
  if (!to || (from && to <= from)) problems.push('valid_to');
  if (!review || (from && review < from) || (to && review > to)) problems.push('review_on');
  const begin = from_input_time(form.material_from, zone);
  const end = from_input_time(form.material_to, zone);
  const is_broken = (form.material_from !== '' && !begin) || (form.material_to !== '' && !end);
  if (is_broken || (begin && end && end <= begin)) problems.push('material');
  return problems;
}

// Only for a form without problems.
export function request_of(form: RequestForm, pack: { id: string; edition: string }, zone: ClockZone): AuthorisationRequest {
  const time = (text: string): string => from_input_time(text, zone)?.toISOString() ?? '';
  const reasons = Object.fromEntries(kReasons.map((reason) => [reason, form.reasons[reason].trim()])) as Record<Reason, string>;
  return {
    instrument: form.instrument,
    instrument_reference: form.instrument_reference.trim(),
    issuing_authority: form.issuing_authority.trim(),
    law: { pack: pack.id, edition: pack.edition, provision: form.provision },
    targets: named_targets(form).map((target) => ({ kind: target.kind, value: target.value.trim() })),
    activities: [...form.activities],
    ...reasons,
    protected_groups: [...form.protected_groups],
    valid_from: time(form.valid_from),
    valid_to: time(form.valid_to),
    review_on: time(form.review_on),
    ...(form.material_from === '' ? {} : { material_from: time(form.material_from) }),
    ...(form.material_to === '' ? {} : { material_to: time(form.material_to) }),
  };
}

export const kTargetExamples: Record<TargetKind, string> = {
  host: 'forum.tirazan.example',
  url: 'https://video.tirazan.example/watch/*',
  account: 'https://channel.tirazan.example/@lantern',
  address: '127.0.0.0/8',
  identifier: 'telegram:user4521',
};
