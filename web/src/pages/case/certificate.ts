// What a person types at the signature of a certificate, and what of it is sent.
import type { CertificateField, NewCertificateSignature, WholeCertificate } from '../../api/types';

export type Typed = { text: string; chosen: string[]; open: string };
export type Said = { made: '' | 'yes' | 'no'; reason: string };
export type Saying = { fields: Record<string, Typed>; statements: Record<string, Said> };

// Nothing is filled in for anybody.
export function blank(of: WholeCertificate, signer: string): Saying {
  const mine = of.content.fields.filter((one) => one.owner === signer && !one.names_signer && !one.annex);
  return {
    fields: Object.fromEntries(mine.map((one) => [one.key, { text: '', chosen: [], open: '' }])),
    statements: Object.fromEntries(of.content.statements.filter((one) => one.owner === signer).map((one) => [one.key, { made: '', reason: '' }])),
  };
}

// In the form that its type has; undefined: nothing was typed.
export function value_of(field: CertificateField, typed: Typed): unknown {
  const text = typed.text.trim();
  if (field.type === 'choices') return typed.chosen.length > 0 ? [...typed.chosen] : undefined;
  if (text === '') return undefined;
  if (field.type === 'number') return Number(text);
  if (field.type === 'yes-no') return text === 'yes';
  if (field.type === 'list' || field.type === 'exhibits') return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return text;
}

export function signature_of(of: WholeCertificate, signer: string, saying: Saying): NewCertificateSignature {
  const fields: NonNullable<NewCertificateSignature['fields']> = {};
  const statements: NonNullable<NewCertificateSignature['statements']> = {};
  for (const field of of.content.fields) {
    const typed = saying.fields[field.key];
    if (typed === undefined) continue;
    const value = value_of(field, typed);
    if (value !== undefined) fields[field.key] = { value };
    else if (typed.open.trim() !== '') fields[field.key] = { open: typed.open.trim() };
  }
  for (const [key, said] of Object.entries(saying.statements)) {
    if (said.made === 'yes') statements[key] = { made: true };
    else if (said.made === 'no') statements[key] = { made: false, reason: said.reason.trim() };
  }
  return { signer, fields, statements };
}
