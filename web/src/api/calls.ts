// The calls of api/openapi.json that the workbench makes, by name.
import { list, request, send, type Page } from './client';
import type {
  Activity, AliasKey, Authorisation, AuthorisationRequest, Bundle, CaptureAccepted, CaptureRequest, Case, CrossExamination, CaseExport, CaseFormat, Corroboration,
  Decision, Entry, Exhibit, ExhibitDetail, Facet, FileExport, HitList, ImportedList, ImportedPeopleList, IssuedToken, Job, LawPack, Lead,
  LeadOutcome, Ledger, List, ListEntry, ListFormat, Lookup, Match, MaterialAccount, MaterialActivity, MaterialClusterList, MaterialDocument, MaterialDuplicate, MaterialGraph,
  MaterialPerson, MaterialPlace, MaterialSelector, MaterialTimeline, NewUnmasking, Unmasking, MatchEvidence, MatchSide, NewBanked, NewCase, NewFileExport, NewList,
  NewPeopleList, NewReview, NewRuleSet, NewScreening, NewToken, Officer, Opinion, PeopleListVersion, RuleSet, RuleSetDetail,
  Screening, ScreeningDetail, Session, Status, Token, UnusedDecision, UnusedItem,
} from './types';

const e = encodeURIComponent;

export const sign_in_with_link = (token: string) => request<Session>('POST', '/session/link', { token });
export const sign_in_with_password = (officer: string, password: string) =>
  request<Session>('POST', '/session/password', { officer, password });
export const get_session = () => request<Session>('GET', '/session');
export const set_password = (password: string) => request<void>('PUT', '/session/password', { password });
export const sign_out = () => request<void>('DELETE', '/session');

export const list_officers = () => list<Officer>('/officers');
export const list_law_packs = () => list<LawPack>('/law-packs');
export const get_status = () => request<Status>('GET', '/status');

export const list_cases = () => list<Case>('/cases');
export const open_case = (fields: NewCase) => request<Case>('POST', '/cases', fields);
export const get_case = (id: string) => request<Case>('GET', `/cases/${e(id)}`);
export const list_refusals = (id: string) => list<Entry>(`/cases/${e(id)}/refusals`);
// One page only: a case's record may be long, and the newest entries are what is asked for first.
export const list_entries = (id: string, cursor: string | null = null) =>
  request<Page<Entry>>('GET', `/cases/${e(id)}/entries${cursor === null ? '' : `?cursor=${e(cursor)}`}`);

export const list_authorisations = (id: string) => list<Authorisation>(`/cases/${e(id)}/authorisations`);
export const list_to_decide = () => list<Authorisation>('/authorisations?state=requested');
export const request_authorisation = (id: string, fields: AuthorisationRequest) =>
  request<Authorisation>('POST', `/cases/${e(id)}/authorisations`, fields);
export const approve = (id: string, note: string) =>
  request<Authorisation>('POST', `/authorisations/${e(id)}/approve`, { note });
export const reject = (id: string, reason: string) =>
  request<Authorisation>('POST', `/authorisations/${e(id)}/reject`, { reason });
export const revoke = (id: string, reason: string) =>
  request<Authorisation>('POST', `/authorisations/${e(id)}/revoke`, { reason });

export const preview_decision = (id: string, activity: Activity, url: string, signal: AbortSignal) =>
  request<Decision>('POST', `/cases/${e(id)}/decision`, { activity, url }, signal);
export const start_capture = (id: string, fields: CaptureRequest) =>
  request<CaptureAccepted>('POST', `/cases/${e(id)}/captures`, fields);

export const list_jobs = (id: string) => list<Job>(`/cases/${e(id)}/jobs`);
export const get_job = (id: string) => request<Job>('GET', `/jobs/${e(id)}`);
export const cancel_job = (id: string) => request<Job>('POST', `/jobs/${e(id)}/cancel`);

export const list_exhibits = (id: string) => list<Exhibit>(`/cases/${e(id)}/exhibits`);
export const get_exhibit = (id: string) => request<ExhibitDetail>('GET', `/exhibits/${e(id)}`);
export const list_custody = (id: string) => list<Entry>(`/exhibits/${e(id)}/custody`);
export const list_corroborations = (id: string) => list<Corroboration>(`/exhibits/${e(id)}/corroborations`);
export const corroborate = (id: string, fields: { with: string; note?: string }) => request<Corroboration>('POST', `/exhibits/${e(id)}/corroborations`, fields);
export const export_case = (id: string, fields: { format: CaseFormat; exhibits: string[]; purpose: string }) => request<CaseExport>('POST', `/cases/${e(id)}/exports`, fields);
export const list_file_exports = (id: string) => list<FileExport>(`/cases/${e(id)}/file-exports`);
export const export_file = (id: string, fields: NewFileExport) => request<{ job: string; export: string }>('POST', `/cases/${e(id)}/file-exports`, fields);
export const exported_file_address = (case_id: string, id: string) => `/api/v1/cases/${e(case_id)}/file-exports/${e(id)}/file`;
export const open_replay = (id: string, file?: string) =>
  request<{ url: string; archive: string }>('POST', `/exhibits/${e(id)}/replay`, file === undefined ? {} : { file });
export const file_address = (exhibit: string, name: string, purpose = '') =>
  `/api/v1/exhibits/${e(exhibit)}/files/${e(name)}${purpose === '' ? '' : `?purpose=${e(purpose)}`}`;

export const seal_aliases = (bundle: string, recipients: string, reason: string) => request<AliasKey>('POST', `/bundles/${e(bundle)}/aliases`, { recipients, reason });
export const get_bundle_questions = (id: string) => request<CrossExamination>('GET', `/bundles/${e(id)}/questions`);
export const list_bundles = (id: string) => list<Bundle>(`/cases/${e(id)}/bundles`);
// parts: such as "0-5,9", or "all"; reason: why the others are closed; why_people_shown: empty where
// third parties are masked; attachments: parts whose bytes are shown too, likewise, and why those of
// which somebody is masked.
export type BundleExcerpt = { exhibit: string; parts: string; reason: string; why_people_shown: string; masks: { words: string; as: string }[]; attachments: string; why_attachments: string };
export type BundleBuild = '' | 'operational' | 'disclosable';
export const export_bundle = (id: string, exhibits: string[], purpose: string, excerpts: BundleExcerpt[] = [], build: BundleBuild = '', redactions: string[] = [], entries: number[] = [], without: number[] = [], certificates: string[] = []) =>
  request<{ job: string; bundle: string }>('POST', `/cases/${e(id)}/bundles`, { exhibits, purpose, excerpts, build, redactions, entries, without_entries: without, certificates });
export const list_unused = (id: string) => list<UnusedItem>(`/cases/${e(id)}/unused`);
export const decide_unused = (id: string, fields: UnusedDecision) => request<unknown>('POST', `/cases/${e(id)}/unused`, fields);
export const bundle_address = (id: string) => `/api/v1/bundles/${e(id)}/file`;
export const verifier_address = (id: string) => `/api/v1/bundles/${e(id)}/verify.html`;

export const list_people_lists = () => list<PeopleListVersion>('/screening/lists');
export const list_people_list_versions = (id: string) => list<PeopleListVersion>(`/screening/lists/${e(id)}/versions`);
export const import_people_list = (fields: NewPeopleList) => request<ImportedPeopleList>('POST', '/screening/lists', fields);
export const list_screenings = (id: string) => list<Screening>(`/cases/${e(id)}/screenings`);
export const screen_person = (id: string, fields: NewScreening) =>
  request<ScreeningDetail>('POST', `/cases/${e(id)}/screenings`, fields);
export const get_screening = (id: string) => request<ScreeningDetail>('GET', `/screenings/${e(id)}`);
export const review_lead = (id: string, outcome: Exclude<LeadOutcome, 'open'>, reason: string) =>
  request<Lead>('POST', `/leads/${e(id)}/review`, { outcome, reason });

export const get_ledger = () => request<Ledger>('GET', '/ledger');
export const verify_ledger = () => request<{ job: string }>('POST', '/ledger/verification');

export const list_lists = () => list<List>('/lists');
export const get_list = (id: string) => request<List>('GET', `/lists/${e(id)}`);
export const import_list = (fields: NewList) => request<ImportedList>('POST', '/lists', fields);
// One page only: a list may be long.
export const list_list_entries = (id: string, cursor = '') =>
  request<Page<ListEntry>>('GET', `/lists/${e(id)}/entries${cursor === '' ? '' : `?cursor=${e(cursor)}`}`);
export const export_list = (id: string, format: ListFormat, signal: string) =>
  send('GET', `/lists/${e(id)}/export?format=${e(format)}${signal === '' ? '' : `&signal=${e(signal)}`}`);
export const give_feedback = (id: string, entry: string, opinion: Opinion, reason: string) =>
  request<ListEntry>('POST', `/lists/${e(id)}/entries/${e(entry)}/feedback`, { opinion, reason });
export const list_facets = () => list<Facet>('/facets');
export const bank_file = (exhibit: string, name: string, fields: NewBanked) =>
  request<ImportedList>('POST', `/exhibits/${e(exhibit)}/files/${e(name)}/bank`, fields);
export const look_up = (fields: Lookup, signal: AbortSignal) => request<HitList>('POST', '/lookups', fields, signal);

export const start_identification = (id: string) => request<{ job: string }>('POST', `/cases/${e(id)}/identifications`);
export const list_matches = (id: string, state = '') =>
  list<Match>(`/cases/${e(id)}/matches${state === '' ? '' : `?state=${e(state)}`}`);
export const list_exhibit_matches = (case_id: string, exhibit: string) =>
  list<Match>(`/cases/${e(case_id)}/matches?exhibit=${e(exhibit)}`);
// One page only: enough to say that some wait.
export const open_matches = (id: string) => request<Page<Match>>('GET', `/cases/${e(id)}/matches?state=open`);
export const get_match = (id: string) => request<Match>('GET', `/matches/${e(id)}`);
export const get_evidence = (id: string) => request<MatchEvidence>('GET', `/matches/${e(id)}/evidence`);
export const review_match = (id: string, fields: NewReview) => request<Match>('POST', `/matches/${e(id)}/review`, fields);
export const match_picture = (id: string, side: MatchSide, seconds: number | null = null) =>
  `/api/v1/matches/${e(id)}/pictures/${side}${seconds === null ? '' : `?seconds=${seconds}`}`;

export const list_rule_sets = () => list<RuleSet>('/rules');
export const get_rule_set = (id: string) => request<RuleSetDetail>('GET', `/rules/${e(id)}`);
export const import_rules = (fields: NewRuleSet) => request<RuleSetDetail>('POST', '/rules', fields);
export const retire_rules = (id: string, reason: string) => request<RuleSet>('POST', `/rules/${e(id)}/retire`, { reason });

export const list_tokens = () => list<Token>('/tokens');
export const issue_token = (fields: NewToken) => request<IssuedToken>('POST', '/tokens', fields);
export const revoke_token = (id: string, reason: string) =>
  request<Token>('POST', `/tokens/${e(id)}/revoke`, { reason });

// Views of a case's material. Pages of a hundred: what follows is asked for by its cursor.
const query = (fields: Readonly<Record<string, string | null>>): string => {
  const set = Object.entries(fields).filter((one): one is [string, string] => one[1] !== null && one[1] !== '');
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
};
export const list_documents = (id: string, filter: Readonly<Record<string, string>>, cursor: string | null) =>
  request<Page<MaterialDocument>>('GET', `/cases/${e(id)}/documents${query({ copies: 'no', ...filter, cursor })}`);
export const list_selectors = (id: string, kind: string, cursor: string | null) =>
  request<Page<MaterialSelector>>('GET', `/cases/${e(id)}/selectors${query({ kind, cursor })}`);
export const list_accounts = (id: string, cursor: string | null) => request<Page<MaterialAccount>>('GET', `/cases/${e(id)}/accounts${query({ cursor })}`);
// Recorded as person.viewed.
export const get_person = (id: string, pseudonym: number, cursor: string | null) =>
  request<MaterialPerson>('GET', `/cases/${e(id)}/people/${pseudonym}${query({ cursor })}`);
export const get_graph = (id: string, kind: string) => request<MaterialGraph>('GET', `/cases/${e(id)}/graph${query({ kind })}`);
export const list_edge_documents = (id: string, { kind, source, target }: { kind: string; source: string; target: string }, cursor: string | null) =>
  request<Page<MaterialDocument>>('GET', `/cases/${e(id)}/graph/documents${query({ kind, source, target, cursor })}`);
export const get_timeline = (id: string, fields: { step: string; clock: string; zone: string }) =>
  request<MaterialTimeline>('GET', `/cases/${e(id)}/timeline${query({ copies: 'no', ...fields })}`);
export const get_activity = (id: string, zone: string) => request<MaterialActivity>('GET', `/cases/${e(id)}/activity${query({ copies: 'no', zone })}`);
export const list_places = (id: string, zoom: number) => request<Page<MaterialPlace>>('GET', `/cases/${e(id)}/places${query({ copies: 'no', zoom: String(zoom) })}`);
export const list_duplicates = (id: string) => request<Page<MaterialDuplicate>>('GET', `/cases/${e(id)}/duplicates`);
export const list_same_file = (id: string, sha256: string, cursor: string | null) =>
  request<Page<MaterialDocument>>('GET', `/cases/${e(id)}/duplicates/${e(sha256)}${query({ cursor })}`);
export const get_chain = (id: string, document: number) => request<Page<MaterialDocument>>('GET', `/cases/${e(id)}/documents/${document}/chain`);
export const list_clusters = (id: string, likeness: string) => request<MaterialClusterList>('GET', `/cases/${e(id)}/clusters${query({ likeness })}`);
export const list_cluster_members = (id: string, cluster: number, cursor: string | null) =>
  request<Page<MaterialDocument>>('GET', `/cases/${e(id)}/clusters/${cluster}${query({ cursor })}`);
export const build_clusters = (id: string) => request<{ job: string }>('POST', `/cases/${e(id)}/clusters`, {});
export const unmask = (id: string, fields: NewUnmasking) => request<Unmasking>('POST', `/cases/${e(id)}/unmaskings`, fields);
