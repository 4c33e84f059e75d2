// The calls of api/openapi.json that the workbench makes, by name.
import { list, request, type Page } from './client';
import type {
  Activity, Authorisation, AuthorisationRequest, Bundle, CaptureAccepted, CaptureRequest, Case,
  Decision, Entry, Exhibit, ExhibitDetail, IssuedToken, Job, LawPack, Ledger, List, NewCase, NewToken,
  Officer, Session, Status, Token,
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
export const open_replay = (id: string) => request<{ url: string; expires_at?: string }>('POST', `/exhibits/${e(id)}/replay`);
export const file_address = (exhibit: string, name: string, purpose = '') =>
  `/api/v1/exhibits/${e(exhibit)}/files/${e(name)}${purpose === '' ? '' : `?purpose=${e(purpose)}`}`;

export const list_bundles = (id: string) => list<Bundle>(`/cases/${e(id)}/bundles`);
export const export_bundle = (id: string, exhibits: string[], purpose: string) =>
  request<{ job: string; bundle: string }>('POST', `/cases/${e(id)}/bundles`, { exhibits, purpose });
export const bundle_address = (id: string) => `/api/v1/bundles/${e(id)}/file`;
export const verifier_address = (id: string) => `/api/v1/bundles/${e(id)}/verify.html`;

export const get_ledger = () => request<Ledger>('GET', '/ledger');
export const verify_ledger = () => request<{ job: string }>('POST', '/ledger/verification');

export const list_lists = () => list<List>('/lists');
export const list_tokens = () => list<Token>('/tokens');
export const issue_token = (fields: NewToken) => request<IssuedToken>('POST', '/tokens', fields);
export const revoke_token = (id: string, reason: string) =>
  request<Token>('POST', `/tokens/${e(id)}/revoke`, { reason });
