import { expect, test } from 'vitest';
import { act_facts } from './act_facts';

test('the members that are left are named one by one, and what was left out is not', () => {
  expect(act_facts({
    authorisation: 'authorisation-7k2mq4x3a9b5c6d8', reason: null, note: '', targets: 2,
    law: { pack: 'pk', provision: 'peca-31', note: null }, activities: ['capture', 'import'], lists: [{ list: 'list-1' }, null],
  })).toEqual([
    { name: 'authorisation', value: 'authorisation-7k2mq4x3a9b5c6d8' },
    { name: 'targets', value: '2' },
    { name: 'law.pack', value: 'pk' },
    { name: 'law.provision', value: 'peca-31' },
    { name: 'activities', value: 'capture, import' },
    { name: 'lists.list', value: 'list-1' },
  ]);
  expect(act_facts({})).toEqual([]);
  expect(act_facts({ urgent: false, count: 0 })).toEqual([{ name: 'urgent', value: 'false' }, { name: 'count', value: '0' }]);
});
