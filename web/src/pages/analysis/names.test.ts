import { describe, expect, it } from 'vitest';
import type { MaterialAccount, MaterialChat, MaterialDocument, MaterialGraph, MaterialNode, MaterialSelector } from '../../api/types';
import { account_name, chat_name, drawn, hidden, node_key, node_name, part_address, selector_name, when } from './names';

const account: MaterialAccount = { row: 3, pseudonym: 482190, platform: 'telegram', masked: true };
const open: MaterialAccount = { ...account, masked: false, id: 'user3', name: 'Lantern' };
const chat = { row: 1, pseudonym: 120934, platform: 'telegram', masked: true } as MaterialChat;
const selector = { row: 9, kind: 'cnic', pseudonym: 77, masked: true } as MaterialSelector;
const node = (fields: Partial<MaterialNode>): MaterialNode => ({ type: 'account', row: 1, ...fields }) as MaterialNode;
const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');

describe('what is masked', () => {
  it('is called by its pseudonym, and can be asked for', () => {
    expect(plain(account_name(account))).toContain('482190');
    expect(plain(chat_name(chat))).toContain('120934');
    expect(plain(selector_name(selector))).toBe('cnic 77');
    expect(hidden(node({ account }))).toMatchObject({ what: 'account', pseudonym: 482190 });
    expect(hidden(node({ chat }))).toMatchObject({ what: 'chat', pseudonym: 120934 });
    expect(hidden(node({ selector }))).toMatchObject({ what: 'selector', pseudonym: 77 });
  });
  it('never shows a name that stands beside it', () => {
    expect(account_name({ ...account, name: 'Lantern', id: 'user3' })).not.toMatch(/Lantern|user3/);
    expect(chat_name({ ...chat, name: 'Harbour' })).not.toContain('Harbour');
  });
});

describe('what is not masked', () => {
  it('is called by its name, else by its number on the platform', () => {
    expect(account_name(open)).toBe('Lantern');
    expect(account_name({ ...open, name: '' })).toBe('user3');
    expect(plain(account_name({ ...open, name: '', id: '' }))).toContain('482190');
    expect(selector_name({ ...selector, masked: false, value: '42101' })).toBe('42101');
    expect(hidden(node({ account: open }))).toBeUndefined();
  });
});

describe('a node', () => {
  it('is a file where it is nothing else', () => {
    const file = node({ type: 'file', sha256: 'ab'.repeat(32) });
    expect(node_name(file)).toBe('abababababab');
    expect(hidden(file)).toBeUndefined();
  });
  it('is drawn with its lines, by kind and row', () => {
    const graph = { nodes: [node({ row: 3, account }), node({ type: 'chat', row: 3, chat })], matching: 1,
      edges: [{ source: { type: 'account', row: 3 }, target: { type: 'chat', row: 3 }, kind: 'wrote', weight: 5 }] } as unknown as MaterialGraph;
    const { nodes, edges } = drawn(graph);
    expect(nodes.map(({ key }) => key)).toEqual(['account:3', 'chat:3']);
    expect(edges).toEqual([{ source: 'account:3', target: 'chat:3', kind: 'wrote', weight: 5 }]);
    expect(node_key({ type: 'file', row: 0 })).toBe('file:0');
  });
});

describe('a document', () => {
  it('has the address of its part', () => expect(part_address({ exhibit: 'exhibit-1', part: 7 } as MaterialDocument)).toBe('#/exhibits/exhibit-1/parts/7'));
  it('says its time as its source does, and nothing where there is none', () => {
    const times = { at: 'a', local: 'l', taken_at: 't', file_at: 'f' };
    expect(when(times as MaterialDocument)).toBe('a');
    expect(when({ ...times, at: undefined } as unknown as MaterialDocument)).toBe('l');
    expect(when({ taken_at: 't', file_at: 'f' } as MaterialDocument)).toBe('t');
    expect(when({ file_at: 'f' } as MaterialDocument)).toBe('f');
    expect(when({} as MaterialDocument)).toBe('');
  });
});
