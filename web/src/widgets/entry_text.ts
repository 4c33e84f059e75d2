// What an entry of the ledger says, as a sentence in the reader's language. Kinds and members:
// docs/formats/entries.md. A kind that is not known here keeps the server's own sentence.
import type { Entry } from '../api/types';
import { format_size } from '../base/format';
import { t } from '../base/language.svelte';
import { is_key } from '../base/translate';
import { is_of_rule } from './signals';
import type { Moment } from './Timeline.svelte';

type Data = Readonly<Record<string, unknown>>;

const text = (data: Data, name: string): string => {
  const value = data[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const size = (data: Data, name: string): number => {
  const value = data[name];
  return Array.isArray(value) ? value.length : 0;
};

export function activity_text(activity: string): string {
  const key = `activity.${activity}`;
  return is_key(key) ? t(key as 'activity.capture') : activity;
}

// A word of the contract in the reader's language; as it came where it is not known here.
function word(prefix: 'opinion' | 'match.state' | 'request.outcome' | 'recheck.outcome' | 'assess.step' | 'assess.outcome' | 'exculpatory.answer' | 'report.kind' | 'complaint.kind' | 'complaint.outcome', value: string): string {
  const key = `${prefix}.${value}`;
  return is_key(key) ? t(key as 'opinion.agree') : value;
}

function marking_words(marking: unknown): { tlp: string; pap: string } {
  const d = (typeof marking === 'object' && marking !== null ? marking : {}) as Data;
  return { tlp: text(d, 'tlp').toUpperCase(), pap: text(d, 'pap').toUpperCase() };
}

function outcome_text(outcome: string): string {
  const key = `lead.outcome.${outcome}`;
  return is_key(key) ? t(key as 'lead.outcome.same') : outcome;
}

function match_text(data: Data): string {
  const list = text(data, 'list_name');
  const file = [text(data, 'file'), text(data, 'part')].filter((step) => step !== '').join(' → ');
  return is_of_rule(text(data, 'signal'))
    ? t('entry.match_by_rule', { rule: text(data, 'entry'), list, file })
    : t('entry.match_found', { list, file });
}

export function entry_text(entry: Entry): string {
  const d: Data = entry.data;
  switch (entry.kind) {
    case 'workspace.created': return t('entry.workspace_created');
    case 'settings.changed': return t('entry.settings_changed', { name: text(d, 'name'), value: text(d, 'value') });
    case 'officer.added': return t('entry.officer_added', { name: text(d, 'name') });
    case 'officer.removed': return t('entry.officer_removed');
    case 'session.opened': return d.method === 'password' ? t('entry.session_password') : t('entry.session_link');
    case 'case.opened': return t('entry.case_opened', { title: text(d, 'title') });
    case 'authorisation.requested': return t('entry.authorisation_requested');
    case 'authorisation.approved': return t('entry.authorisation_approved');
    case 'authorisation.rejected': return t('entry.authorisation_rejected');
    case 'authorisation.revoked': return t('entry.authorisation_revoked');
    case 'act.refused': return t('entry.act_refused', { activity: activity_text(text(d, 'activity')), target: text(d, 'target') });
    case 'capture.started': return t('entry.capture_started', { url: text(d, 'url') });
    case 'import.started': return t('entry.import_started', { name: text(d, 'name') });
    case 'import.stopped': return t('entry.import_stopped', { reason: text(d, 'reason') });
    case 'exhibit.files': return t('entry.exhibit_files', { count: size(d, 'files') });
    case 'search.ran': return t('entry.search_ran', { query: text(d, 'query'), objective: text(d, 'objective') });
    case 'search.kept': return t('entry.search_kept', { part: text(d, 'part'), reason: text(d, 'reason') });
    case 'sheet.saved': return typeof d.part === 'number'
      ? t('entry.sheet_of_part', { version: Number(d.version) || 0, part: d.part })
      : t('entry.sheet_of_exhibit', { version: Number(d.version) || 0 });
    case 'exhibit.parts': return t('entry.exhibit_parts', { count: Number(d.parts ?? 0), unread: Number(d.unread ?? 0), set_aside: Number(d.set_aside ?? 0) });
    case 'exhibit.tiles': return t('entry.exhibit_tiles');
    case 'exhibit.segments': return t('entry.exhibit_segments');
    case 'exhibit.frames': return t('entry.exhibit_frames');
    case 'exhibit.redacted': return t(d.segments !== undefined ? 'entry.exhibit_muted' : d.frames !== undefined ? 'entry.exhibit_covered' : 'entry.exhibit_redacted', { count: Array.isArray(d.closed) ? d.closed.reduce((sum: number, one) => sum + (Number(one) || 0), 0) : 0 });
    case 'exhibit.ocr': return t('entry.exhibit_ocr', { count: Number(d.items ?? 0), with_text: Number(d.with_text ?? 0) });
    case 'law.added': return t('entry.law_added', { pack: text(d, 'pack'), edition: text(d, 'edition') });
    case 'law.adopted': return t('entry.law_adopted', { pack: text(d, 'pack'), edition: text(d, 'edition') });
    case 'policy.set': return t('entry.policy_set');
    case 'paper.filled': return t('entry.paper_filled', { form: text(d, 'form'), version: Number(d.version) || 0 });
    case 'paper.submitted': return t('entry.paper_submitted', { version: Number(d.version) || 0 });
    case 'paper.decided': return t(d.outcome === 'approved' ? 'entry.paper_approved' : 'entry.paper_returned', { version: Number(d.version) || 0 });
    case 'paper.closed': return t('entry.paper_closed');
    case 'paper.noted': return t('entry.paper_noted');
    case 'review.recorded': return t('entry.review_recorded');
    case 'emergency.declared': return t('entry.emergency_declared');
    case 'emergency.decided': return t(d.outcome === 'ratified' ? 'entry.emergency_ratified' : 'entry.emergency_refused');
    case 'emergency.lapsed': return t('entry.emergency_lapsed');
    case 'capture.failed': return t('entry.capture_failed');
    case 'objects.unclaimed': return t('entry.objects_unclaimed', { count: size(d, 'kept') });
    case 'exhibit.sealed': return t('entry.exhibit_sealed', { number: text(d, 'number'), count: size(d, 'files') });
    case 'exhibit.viewed': return t('entry.exhibit_viewed', { file: text(d, 'file') });
    case 'exhibit.copied': return t('entry.exhibit_copied', { file: text(d, 'file') });
    case 'aliases.sealed': return t('entry.aliases_sealed', { count: Number(d.officers) || 0 });
    case 'schedules.issued': return t('entry.schedules', { count: Number(d.non_sensitive) || 0, sensitive: Number(d.sensitive) || 0 });
    case 'unused.decided': return t('entry.unused_decided', { item: text(d, 'item') });
    case 'unused.numbered': return t('entry.unused_numbered', { count: size(d, 'items') });
    case 'bundle.exported': return t('entry.bundle_exported', { count: size(d, 'exhibits'), size: format_size(Number(d.size) || 0) });
    case 'facets.replaced': return t('entry.facets_replaced', { edition: text(d, 'edition') });
    case 'list.imported': return t('entry.list_imported', { name: text(d, 'name'), version: text(d, 'version') });
    case 'list.feedback': return t('entry.list_feedback', { opinion: word('opinion', text(d, 'opinion')) });
    case 'match.found': return match_text(d);
    case 'rules.imported': return t('entry.rules_imported', { name: text(d, 'name'), version: text(d, 'version') });
    case 'rules.retired': return t('entry.rules_retired');
    case 'match.reviewed': return t('entry.match_reviewed', { outcome: word('match.state', text(d, 'outcome')) });
    case 'identify.ran': return t('entry.identify_ran', { count: size(d, 'exhibits') });
    case 'list.exported': return t('entry.list_exported', { name: text(d, 'name'), format: text(d, 'format') });
    case 'screening.list-imported': return t('entry.people_list', { name: text(d, 'name'), version: text(d, 'version') });
    case 'screening.list-changes': return t('entry.people_changes');
    case 'screening.ran': return t('entry.screening_ran', { count: Number(d.leads) || 0 });
    case 'screening.ran-again': return t('entry.screening_again', { name: text(d, 'name'), count: Number(d.found) || 0 });
    case 'screening.lead': return t('entry.screening_lead', { reference: text(d, 'reference') || text(d, 'entry'), list: text(d, 'list_name') });
    case 'screening.reviewed': return t('entry.screening_reviewed', { outcome: outcome_text(text(d, 'outcome')) });
    case 'person.unmasked': return t('entry.person_unmasked', { number: text(d, 'pseudonym'), identifier: text(d, 'identifier') });
    case 'person.viewed': return t('entry.person_viewed', { number: text(d, 'pseudonym') });
    case 'request.drafted': return t('entry.request_drafted', { version: Number(d.version) || 0, reference: text(d, 'reference') });
    case 'request.approved': return t('entry.request_approved', { reference: text(d, 'reference') });
    case 'request.returned': return t('entry.request_returned', { reference: text(d, 'reference') });
    case 'request.withdrawn': return t('entry.request_withdrawn', { reference: text(d, 'reference') });
    case 'request.issued': return t('entry.request_issued', { reference: text(d, 'reference') });
    case 'request.printed': return t('entry.request_printed', { reference: text(d, 'reference') });
    case 'request.sent': return t('entry.request_sent', { reference: text(d, 'reference'), how: text(d, 'how') });
    case 'request.received': return t('entry.request_received', { reference: text(d, 'reference') });
    case 'request.answered': return t('entry.request_answered', { reference: text(d, 'reference'), outcome: word('request.outcome', text(d, 'outcome')) });
    case 'request.registered': return t('entry.request_registered', { reference: text(d, 'reference') });
    case 'request.copied': return t('entry.request_copied', { file: text(d, 'file'), reference: text(d, 'reference') });
    case 'recheck.scheduled': return t('entry.recheck_scheduled', { reference: text(d, 'reference'), hours: Number(d.every_hours) || 0 });
    case 'recheck.ended': return t('entry.recheck_ended', { reference: text(d, 'reference') });
    case 'recheck.done': return t('entry.recheck_done', { reference: text(d, 'reference'), outcome: word('recheck.outcome', text(d, 'outcome')) });
    case 'clock.started': return t('entry.clock_started', { title: text(d, 'title') });
    case 'clock.suspended': return t('entry.clock_suspended', { title: text(d, 'title') });
    case 'clock.resumed': return t('entry.clock_resumed', { title: text(d, 'title') });
    case 'clock.extended': return t('entry.clock_extended', { title: text(d, 'title') });
    case 'clock.met': return t('entry.clock_met', { title: text(d, 'title') });
    case 'clock.overdue': return t('entry.clock_overdue', { title: text(d, 'title'), due: text(d, 'due') });
    case 'clock.ended': return t('entry.clock_ended', { title: text(d, 'title'), due: text(d, 'due') });
    case 'assessment.asked': return t('entry.assessment_asked');
    case 'assessment.taken': return t('entry.assessment_taken');
    case 'assessment.given-back': return t('entry.assessment_given_back');
    case 'assessment.written': return t('entry.assessment_written', { step: word('assess.step', text(d, 'step')) });
    case 'assessment.adjudicated': return t('entry.assessment_adjudicated', { outcome: word('assess.outcome', text((d.content ?? {}) as Data, 'outcome')) });
    case 'certificate.drafted': return t('entry.certificate_drafted', { form: `${text(d, 'pack')}/${text(d, 'form')}`, shown: Number(d.shown ?? 0), not_shown: Number(d.not_shown ?? 0) });
    case 'certificate.signed': return t('entry.certificate_signed', { signer: text(d, 'signer') });
    case 'certificate.withdrawn': return t('entry.certificate_withdrawn', { reason: text(d, 'reason') });
    case 'certificate.made': return t('entry.certificate_made');
    case 'certificate.copied': return t('entry.certificate_copied', { file: text(d, 'file') });
    case 'credential.issued': return t(d.achieved === 'attendance' ? 'entry.credential_issued_attendance' : 'entry.credential_issued', { holder: text(d, 'holder') });
    case 'credential.revoked': return t('entry.credential_revoked', { reason: text(d, 'reason') });
    case 'credential.copied': return t('entry.credential_copied', { form: text(d, 'form') });
    case 'revocations.made': return t('entry.revocations_made', { count: Number(d.revoked ?? 0) });
    case 'issuer.trusted': return t('entry.issuer_trusted', { name: text(d, 'name'), how: text(d, 'how') });
    case 'issuer.distrusted': return t('entry.issuer_distrusted', { issuer: text(d, 'issuer'), reason: text(d, 'reason') });
    case 'revocations.taken': return t('entry.revocations_taken', { issuer: text(d, 'issuer'), at: text(d, 'list_at') });
    case 'report.stated': return t('entry.report_stated', { kind: word('report.kind', text(d, 'kind')), text: text(d, 'text') });
    case 'report.withdrawn': return t('entry.report_withdrawn', { reason: text(d, 'reason') });
    case 'report.signed': return t('entry.report_signed', { count: Number(d.statements ?? 0) });
    case 'report.made': return t('entry.report_made');
    case 'report.copied': return t('entry.report_copied', { file: text(d, 'file') });
    case 'exculpatory.noted': return t('entry.exculpatory_noted');
    case 'exculpatory.answered': return t('entry.exculpatory_answered', { answer: word('exculpatory.answer', text(d, 'answer')) });
    case 'complaint.received': return t('entry.complaint_received', { reference: text(d, 'reference'), kind: word('complaint.kind', text(d, 'kind')) });
    case 'complaint.answered': return t('entry.complaint_answered', { reference: text(d, 'reference'), outcome: word('complaint.outcome', text(d, 'outcome')) });
    case 'exposure.reached': return t('entry.exposure_reached');
    case 'exposure.accompanied': return t('entry.exposure_accompanied', { until: text(d, 'until') });
    case 'retention.set': return t('entry.retention_set', { name: text(d, 'name') });
    case 'retention.reviewed': return t('entry.retention_reviewed');
    case 'retention.ended': return t('entry.retention_ended');
    case 'hold.placed': return t('entry.hold_placed', { ground: text(d, 'ground') });
    case 'hold.lifted': return t('entry.hold_lifted');
    case 'disposal.proposed': return t('entry.disposal_proposed', { subject: text(d, 'number') || text(d, 'case_reference') });
    case 'disposal.approved': return t('entry.disposal_approved');
    case 'disposal.returned': return t('entry.disposal_returned');
    case 'disposal.withdrawn': return t('entry.disposal_withdrawn');
    case 'disposal.stopped': return t('entry.disposal_stopped');
    case 'disposal.items': return t('entry.disposal_items');
    case 'disposal.begun': return t('entry.disposal_begun', { subject: text(d, 'number') || text(d, 'case_reference') });
    case 'disposal.done': return t('entry.disposal_done', { subject: text(d, 'number') });
    case 'oversight.asked': return t('entry.oversight_asked', { subject: text(d, 'subject') });
    case 'class.opened': return t('entry.class_opened', { title: text(d, 'title'), seats: Number(d.seats) || 0 });
    case 'class.seat-ended': return t('entry.class_seat_ended', { seat: Number(d.number) || 0 });
    case 'class.closing': return t('entry.class_closing');
    case 'class.closed': return t('entry.class_closed', { seats: Number(d.seats) || 0 });
    case 'token.issued': return t('entry.token_issued', { partner: text(d, 'partner') });
    case 'token.revoked': return t('entry.token_revoked');
    case 'validation.recorded': return t(text(d, 'verdict') === 'passed' ? 'entry.validation_recorded' : 'entry.validation_failed', { passed: Number(d.passed) || 0, tests: Number(d.tests) || 0 });
    case 'token.used': return t('entry.token_used', { day: text(d, 'day'), lookups: Number(d.lookups) || 0, hashes: Number(d.hashes) || 0 });
    case 'lookup.disclosed': return t('entry.lookup_disclosed', { partner: text(d, 'partner') });
    case 'seat.assigned': return t('entry.seat_assigned', { seat: Number(d.seat) || 0, course: text(d, 'course') });
    case 'exercise.started': return t('entry.exercise_started', { study: text(d, 'study') });
    case 'exercise.answered': return t('entry.exercise_answered', { task: text(d, 'task'), study: text(d, 'study') });
    case 'exercise.hint-taken': return t('entry.exercise_hint_taken', { task: text(d, 'task'), study: text(d, 'study') });
    case 'exercise.submitted': return t('entry.exercise_submitted', { study: text(d, 'study') });
    case 'exchange.made': return t('entry.exchange_made');
    case 'partner.added': return t('entry.partner_added', { name: text(d, 'name') });
    case 'partner.confirmed': return t('entry.partner_confirmed', { how: text(d, 'how') });
    case 'partner.retired': return t('entry.partner_retired');
    case 'marking.set': return t('entry.marking_set', marking_words(d.marking));
    case 'package.sealed': return t('entry.package_sealed', { package: text(d, 'package') });
    case 'package.copied': return t('entry.package_copied', { package: text(d, 'package') });
    case 'case.exported': return t('entry.case_exported', { format: text(d, 'format'), count: size(d, 'exhibits') });
    case 'corroboration.recorded': return t('entry.corroboration_recorded', { here: text((d.here ?? {}) as Data, 'number'), there: text((d.there ?? {}) as Data, 'number'), same: text(d, 'same'), parts: text(d, 'parts') });
    case 'bundle.refused': return t('entry.bundle_refused', { code: text(d, 'code') });
    case 'bundle.taken': return t('entry.bundle_taken', { theirs: text((d.foreign ?? {}) as Data, 'number'), agency: text(d, 'agency'), number: text(d, 'number') });
    case 'package.opened': return t('entry.package_opened', { package: text(d, 'package'), sender: text(d, 'sender') });
    case 'package.refused': return t('entry.package_refused', { code: text(d, 'code') });
    case 'package.taken': return t('entry.package_taken', { theirs: text(d, 'their_number'), number: text(d, 'number') });
    case 'receipt.issued': return t('entry.receipt_issued', { package: text(d, 'package') });
    case 'receipt.taken': return t('entry.receipt_taken', { name: text(d, 'received_by'), package: text(d, 'package') });
    case 'receipt.refused': return t('entry.receipt_refused', { code: text(d, 'code') });
    case 'indicator.released': return t('entry.indicator_released', { value: text(d, 'value') });
    case 'indicator.withdrawn': return t('entry.indicator_withdrawn');
    case 'indicators.exported': return t('entry.indicators_exported', { count: Number(d.count) || 0 });
    case 'indicators.disclosed': return t('entry.indicators_disclosed', { partner: text(d, 'partner'), count: size(d, 'told') });
    case 'timestamp.received': return t('entry.timestamp_received', { authority: text(d, 'authority') });
    case 'fixity.checked': return size(d, 'failed') === 0 ? t('entry.fixity_good') : t('entry.fixity_bad', { count: size(d, 'failed') });
    default: return entry.summary;
  }
}

// The words of a person that the entry carries: a reason, a note, a purpose.
export function entry_words(entry: Entry): string {
  return text(entry.data, 'reason') || text(entry.data, 'note') || text(entry.data, 'purpose') || text(entry.data, 'finding');
}

export function entry_tone(entry: Entry): Moment['tone'] {
  if (['act.refused', 'bundle.refused', 'package.refused', 'receipt.refused', 'capture.failed', 'authorisation.rejected', 'authorisation.revoked', 'clock.overdue', 'emergency.declared', 'emergency.lapsed'].includes(entry.kind)) return 'bad';
  if (entry.kind === 'fixity.checked') return size(entry.data, 'failed') === 0 ? 'calm' : 'bad';
  if (['exhibit.sealed', 'authorisation.approved', 'bundle.taken', 'package.opened', 'receipt.taken', 'timestamp.received'].includes(entry.kind)) return 'good';
  if (['bundle.exported', 'capture.started', 'indicator.released', 'package.sealed', 'request.issued'].includes(entry.kind)) return 'accent';
  return 'calm';
}
