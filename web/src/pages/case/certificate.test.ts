import { describe, expect, it } from 'vitest';
import type { CertificateField, WholeCertificate } from '../../api/types';
import { blank, signature_of, value_of } from './certificate';

const field = (key: string, type: string, more: Partial<CertificateField> = {}): CertificateField => ({
  key, type, label: { en: key, ur: key }, part: '', owner: 'officer', record: '', names_signer: false, personal: false, asked: true, required: true, annex: false,
  choices: [], lines: [], stated: null, ...more,
});
const whole = {
  content: {
    fields: [field('place', 'text'), field('when', 'list'), field('hash', 'hash', { asked: false, record: 'exhibit-hashes' }), field('b', 'text', { owner: 'expert' })],
    statements: [{ key: 'working', part: '', owner: 'officer', text: { en: '', ur: '' }, said: null }],
  },
} as unknown as WholeCertificate;

describe('what is stated at the signature of a certificate', () => {
  it('is blank to begin with, and of the signer’s own fields', () => {
    const empty = { text: '', chosen: [], open: '' };
    expect(blank(whole, 'officer')).toEqual({ fields: { place: empty, when: empty, hash: empty }, statements: { working: { made: '', reason: '' } } });
    expect(signature_of(whole, 'officer', blank(whole, 'officer'))).toEqual({ signer: 'officer', fields: {}, statements: {} });
  });
  it('is a value, or why it is left open', () => {
    const saying = blank(whole, 'officer');
    saying.fields.place = { text: ' Zarmin ', chosen: [], open: 'not used' };
    saying.fields.when = { text: '', chosen: [], open: 'not known' };
    saying.statements.working = { made: 'no', reason: 'on leave' };
    expect(signature_of(whole, 'officer', saying)).toEqual({
      signer: 'officer', fields: { place: { value: 'Zarmin' }, when: { open: 'not known' } }, statements: { working: { made: false, reason: 'on leave' } },
    });
  });
  it('has the form of the field’s type', () => {
    const typed = (text: string, chosen: string[] = []) => ({ text, chosen, open: '' });
    expect(value_of(field('n', 'number'), typed('17'))).toBe(17);
    expect(value_of(field('y', 'yes-no'), typed('no'))).toBe(false);
    expect(value_of(field('l', 'list'), typed('a\n\n b '))).toEqual(['a', 'b']);
    expect(value_of(field('c', 'choices'), typed('', ['server']))).toEqual(['server']);
    expect(value_of(field('c', 'choices'), typed(''))).toBeUndefined();
  });
});
