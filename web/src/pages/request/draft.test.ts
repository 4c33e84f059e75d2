import { describe, expect, it } from 'vitest';
import type { RequestForm } from '../../api/types';
import { content_of, draft_of, lines_of } from './draft';

const form = {
  pack: 'international', form: 'platform-referral',
  fields: [{ key: 'purpose-assessed', en: 'Purpose', ur: 'مقصد', type: 'long-text', required: true, choices: [] }],
} as unknown as RequestForm;

describe('a draft of a request', () => {
  it('comes back as it was sent', () => {
    const content = content_of({ ...draft_of({}), url: ' https://forum.tirazan.example/ ', identifiers: 'thread 17\n\n user 4 ', basis: 'b', fields: { 'purpose-assessed': ' none ' } }, form);
    expect(content.url).toBe('https://forum.tirazan.example/');
    expect(content.identifiers).toEqual(['thread 17', 'user 4']);
    expect(content.fields).toEqual({ 'purpose-assessed': 'none' });
    expect(content_of(draft_of(content), form)).toEqual(content);
  });

  it('sends no fields of a form that was chosen before', () => {
    const content = content_of({ ...draft_of({}), fields: { 'period-days': '90', 'purpose-assessed': '' } }, form);
    expect(content.fields).toEqual({});
  });

  it('shows exhibits by their numbers', () => {
    expect(draft_of({ exhibits: ['exhibit-1', 'exhibit-2'] }, new Map([['exhibit-1', 'TZ-001']])).exhibits).toBe('TZ-001\nexhibit-2');
  });

  it('takes one item from each line', () => {
    expect(lines_of(' a \n\nb\n')).toEqual(['a', 'b']);
  });
});
