import { describe, expect, it } from 'vitest';
import type { FormField } from '../../api/types';
import { content_of, draft_of } from './draft';

const field = (key: string, type: FormField['type']): FormField => ({ key, type, label: { en: key, ur: key }, required: false, source: 'entered', confidence: 'primary' });
const kFields = [
  field('summary', 'long-text'), field('actors', 'list'), field('groups', 'choices'), field('expires', 'time'), field('count', 'number'),
  field('sure', 'yes-no'), field('sign', 'signature'),
];
const kContent = { summary: 'The market.', actors: ['one', 'two'], groups: ['child'], expires: '2026-12-01T10:30:00.000Z', count: 7, sure: false };

describe('a form', () => {
  it('is sent as it was read', () => {
    expect(content_of(kFields, draft_of(kFields, kContent, 'utc'), 'utc')).toEqual(kContent);
  });
  it('sends nothing of what is not filled in', () => {
    expect(content_of(kFields, draft_of(kFields, undefined, 'utc'), 'utc')).toEqual({});
    const draft = draft_of(kFields, kContent, 'utc');
    draft['actors']!.text = ' one \n\n  ';
    draft['summary']!.text = '  ';
    draft['groups']!.ticked = [];
    expect(content_of(kFields, draft, 'utc')).toEqual({ actors: ['one'], expires: kContent.expires, count: 7, sure: false });
  });
  it('writes no signature and keeps what is no time for the server to refuse', () => {
    const draft = draft_of(kFields, {}, 'utc');
    draft['sign']!.text = 'me';
    draft['expires']!.text = 'soon';
    expect(content_of(kFields, draft, 'utc')).toEqual({ expires: 'soon' });
  });
});
