import { describe, expect, it } from 'vitest';
import { empty_form, kReasons, problems_of, request_of, target_for } from './request';

const now = new Date('2026-03-14T09:26:53.589Z');

function whole() {
  const form = empty_form(now, 'utc', 'https://paste.tirazan.example/p/1');
  form.provision = 's39';
  form.instrument_reference = 'SO-7';
  for (const reason of kReasons) form.reasons[reason] = 'Because it is the only way to know.';
  return form;
}

describe('the request form', () => {
  it('begins with the host of the refused address and a period that starts now', () => {
    const form = empty_form(now, 'utc', 'https://paste.tirazan.example:8443/p/1');
    expect(form.targets).toEqual([{ kind: 'host', value: 'paste.tirazan.example:8443' }]);
    expect(form.valid_from).toBe('2026-03-14T09:26');
    expect(target_for('no address')).toEqual({ kind: 'host', value: 'no address' });
  });

  it('finds nothing wrong with a whole one, and each thing that is missing', () => {
    expect(problems_of(whole(), 'utc')).toEqual([]);
    for (const reason of kReasons) {
      const form = whole();
      form.reasons[reason] = ' short ';
      expect(problems_of(form, 'utc')).toEqual([reason]);
    }
    expect(problems_of({ ...whole(), provision: '' }, 'utc')).toEqual(['provision']);
    expect(problems_of({ ...whole(), targets: [] }, 'utc')).toEqual(['targets']);
    expect(problems_of({ ...whole(), targets: [{ kind: 'host', value: ' ' }] }, 'utc')).toEqual(['targets']);
    expect(problems_of({ ...whole(), activities: [] }, 'utc')).toEqual(['activities']);
    const material = { ...whole(), activities: ['import' as const], targets: [{ kind: 'host' as const, value: ' ' }] };
    expect(problems_of(material, 'utc')).toEqual([]);
    expect(request_of(material, { id: 'pk', edition: '2025' }, 'utc').targets).toEqual([]);
    expect(problems_of({ ...material, activities: ['import', 'share'] }, 'utc')).toEqual([]);
    expect(problems_of({ ...material, activities: ['import', 'capture'] }, 'utc')).toEqual(['targets']);
    const bounded = { ...material, material_from: '2026-03-01T00:00', material_to: '2026-02-01T00:00' };
    expect(problems_of(bounded, 'utc')).toEqual(['material']);
    expect(request_of({ ...bounded, material_to: '' }, { id: 'pk', edition: '2025' }, 'utc').material_from).toBe('2026-03-01T00:00:00.000Z');
    expect(problems_of({ ...whole(), instrument_reference: '' }, 'utc')).toEqual(['reference']);
    expect(problems_of({ ...whole(), instrument: 'own-motion', instrument_reference: '' }, 'utc')).toEqual([]);
  });

  it('wants the period in order, with the review inside it', () => {
    const form = whole();
    expect(problems_of({ ...form, valid_to: form.valid_from }, 'utc')).toContain('valid_to');
    expect(problems_of({ ...form, review_on: '2030-01-01T00:00' }, 'utc')).toEqual(['review_on']);
    expect(problems_of({ ...form, valid_from: '' }, 'utc')).toEqual(['valid_from']);
  });

  it('becomes the request of the API', () => {
    const made = request_of(whole(), { id: 'pk', edition: '2025' }, 'utc');
    expect(made.law).toEqual({ pack: 'pk', edition: '2025', provision: 's39' });
    expect(made.valid_from).toBe('2026-03-14T09:26:00.000Z');
    expect(Object.keys(made)).toHaveLength(17 - 2 + 1);
  });
});
