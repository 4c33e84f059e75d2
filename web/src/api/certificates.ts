// Calls about certificates and statements.
import { request } from './client';
import type { Certificate, CertificateForm, JobAccepted, NewCertificate, NewCertificateSignature, WholeCertificate } from './types';

const e = encodeURIComponent;
const at = (id: string) => `/certificates/${e(id)}`;

export const list_forms = () => request<{ items: CertificateForm[] }>('GET', '/certificate-forms');
export const list_certificates = (case_id: string) => request<{ items: Certificate[] }>('GET', `/cases/${e(case_id)}/certificates`);
export const draft = (case_id: string, order: NewCertificate) => request<Certificate>('POST', `/cases/${e(case_id)}/certificates`, order);
export const get_certificate = (id: string) => request<WholeCertificate>('GET', at(id));
export const sign = (id: string, saying: NewCertificateSignature) => request<Certificate>('POST', `${at(id)}/signatures`, saying);
export const withdraw = (id: string, reason: string) => request<void>('POST', `${at(id)}/withdrawal`, { reason });
export const preview = (id: string, language: string) => request<{ html: string }>('GET', `${at(id)}/preview?language=${e(language)}`);
export const make = (id: string) => request<JobAccepted>('POST', `${at(id)}/pages`);
export const page_address = (id: string, name: string) => `/api/v1${at(id)}/pages/${e(name)}`;
