// Calls about other agencies: cards and partners, markings, packages, receipts, released indicators.
import { list, request, send } from './client';
import type {
  AgencyCard, ExchangePartner, IndicatorFile, JobAccepted, Marking, MarkingState, NewExchangePartner, NewIndicatorFile, NewPackage, NewRelease, PackageAccepted, PackageReceipt,
  Release, SealedPackage,
} from './types';

const e = encodeURIComponent;

export const get_card = () => request<AgencyCard>('GET', '/exchange/card');
export const list_partners = () => list<ExchangePartner>('/exchange/partners');
export const add_partner = (fields: NewExchangePartner) => request<ExchangePartner>('POST', '/exchange/partners', fields);
export const confirm_partner = (id: string, fingerprint: string, how: string) =>
  request<ExchangePartner>('POST', `/exchange/partners/${e(id)}/confirm`, { fingerprint, how });
export const retire_partner = (id: string, reason: string) => request<ExchangePartner>('POST', `/exchange/partners/${e(id)}/retire`, { reason });

export const get_marking = (subject: string) => request<MarkingState>('GET', `/markings/${e(subject)}`);
export const set_marking = (subject: string, marking: Marking, officers: string[], reason: string) =>
  request<MarkingState>('POST', `/markings/${e(subject)}`, { marking, officers, reason });

export const list_packages = (case_id: string) => list<SealedPackage>(`/cases/${e(case_id)}/packages`);
export const seal_package = (case_id: string, fields: NewPackage) => request<PackageAccepted>('POST', `/cases/${e(case_id)}/packages`, fields);
export const open_package = (case_id: string, upload: string) => request<JobAccepted>('POST', `/cases/${e(case_id)}/packages/open`, { upload });
export const take_package = (id: string) => request<SealedPackage>('POST', `/packages/${e(id)}/take`, {});
export const issue_receipt = (id: string) => request<PackageReceipt>('POST', `/packages/${e(id)}/receipt`);
export const take_receipt = async (file: Blob): Promise<PackageReceipt> => (await (await send('POST', '/receipts', file)).json()) as PackageReceipt;
export const package_address = (id: string) => `/api/v1/packages/${e(id)}/file`;
export const receipt_address = (id: string) => `/api/v1/receipts/${e(id)}/file`;

export const list_releases = (case_id: string) => list<Release>(`/cases/${e(case_id)}/releases`);
export const release_indicator = (case_id: string, fields: NewRelease) => request<Release>('POST', `/cases/${e(case_id)}/releases`, fields);
export const withdraw_release = (id: string, reason: string) => request<Release>('POST', `/releases/${e(id)}/withdraw`, { reason });
export const export_indicators = (fields: NewIndicatorFile) => request<IndicatorFile>('POST', '/exchange/indicators', fields);
