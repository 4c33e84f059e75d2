import { describe, expect, it } from 'vitest';
import { href, kAnalysisTabs, kCaseTabs, kExhibitTabs, parse_hash } from './route';

describe('parse_hash', () => {
  it('reads back every address that href writes', () => {
    expect(parse_hash(href.cases()).route).toEqual({ name: 'cases' });
    expect(parse_hash(href.new_case()).route).toEqual({ name: 'new-case' });
    for (const tab of kCaseTabs) expect(parse_hash(href.case('case-1', tab)).route).toEqual({ name: 'case', id: 'case-1', tab });
    for (const tab of kExhibitTabs) {
      expect(parse_hash(href.exhibit('exhibit-1', tab)).route).toEqual({ name: 'exhibit', id: 'exhibit-1', tab });
    }
    expect(parse_hash(href.authorisation('case-1', 'authorisation-2')).route)
      .toEqual({ name: 'authorisation', case_id: 'case-1', id: 'authorisation-2' });
    expect(parse_hash(href.job('job-1')).route).toEqual({ name: 'job', id: 'job-1' });
    for (const tab of kAnalysisTabs) expect(parse_hash(href.analysis('case-1', tab)).route).toEqual({ name: 'analysis', id: 'case-1', tab });
    expect(parse_hash(href.person('case-1', 482190)).route).toEqual({ name: 'person', id: 'case-1', pseudonym: 482190 });
    expect(parse_hash(href.parts('exhibit-1', 40)).query.get('first')).toBe('40');
    expect(parse_hash(href.sheet('exhibit-1')).route).toEqual({ name: 'sheet', id: 'exhibit-1', part: undefined });
    expect(parse_hash(href.sheet('exhibit-1', 17, 2)).route).toEqual({ name: 'sheet', id: 'exhibit-1', part: 17 });
    expect(parse_hash(href.sheet('exhibit-1', 17, 2)).query.get('version')).toBe('2');
    expect(parse_hash('#/exhibits/exhibit-1/sheet/seventeen').route.name).toBe('not-found');
    expect(parse_hash(href.part('exhibit-1', 17)).route).toEqual({ name: 'part', id: 'exhibit-1', number: 17 });
    expect(parse_hash(href.chat('exhibit-1', 3, 40)).route).toEqual({ name: 'chat', id: 'exhibit-1', chat: 3 });
    expect(parse_hash(href.chat('exhibit-1', 3, 40)).query.get('position')).toBe('40');
    expect(parse_hash(href.match('match-1')).route).toEqual({ name: 'match', id: 'match-1' });
    expect(parse_hash(href.lists()).route).toEqual({ name: 'lists' });
    expect(parse_hash(href.lookup()).route).toEqual({ name: 'lookup' });
    expect(parse_hash(href.import_list('a b')).route).toEqual({ name: 'import-list' });
    expect(parse_hash(href.import_list('a b')).query.get('name')).toBe('a b');
    expect(parse_hash(href.list('list-1', 'x:@y')).route).toEqual({ name: 'list', id: 'list-1' });
    expect(parse_hash(href.list('list-1', 'x:@y')).query.get('from')).toBe('x:@y');
    expect(parse_hash(href.listed('list-1', 'pdq-1')).route).toEqual({ name: 'listed', list_id: 'list-1', id: 'pdq-1' });
    expect(parse_hash(href.rules()).route).toEqual({ name: 'rules' });
    expect(parse_hash(href.import_rules('a b')).route).toEqual({ name: 'import-rules' });
    expect(parse_hash(href.import_rules('a b')).query.get('name')).toBe('a b');
    expect(parse_hash(href.rule_set('rules-1')).route).toEqual({ name: 'rule-set', id: 'rules-1' });
    expect(parse_hash(href.screening('screening-1')).route).toEqual({ name: 'screening', id: 'screening-1' });
    expect(parse_hash(href.people_lists()).route).toEqual({ name: 'people-lists' });
    expect(parse_hash(href.paper('paper-1')).route).toEqual({ name: 'paper', id: 'paper-1' });
    expect(parse_hash(href.new_paper('case-1', 'pk/a')).route).toEqual({ name: 'new-paper', case_id: 'case-1' });
    expect(parse_hash(href.new_paper('case-1', 'pk/a')).query.get('form')).toBe('pk/a');
    expect(parse_hash(href.new_paper(undefined, 'pk/a')).route).toEqual({ name: 'new-paper', case_id: undefined });
    expect(parse_hash(href.assessment('assessment-1')).route).toEqual({ name: 'assessment', id: 'assessment-1' });
    expect(parse_hash(href.pair('pair-1')).route).toEqual({ name: 'pair', id: 'pair-1' });
    for (const name of ['approvals', 'queue', 'law', 'ledger', 'validation', 'settings'] as const) {
      expect(parse_hash(href[name]()).route).toEqual({ name });
    }
  });

  it('keeps a token and a query whole', () => {
    expect(parse_hash('#/sign-in/a%2Fb').route).toEqual({ name: 'sign-in', token: 'a/b' });
    const url = 'https://forum.tirazan.example/t?a=1&b=%20#x';
    expect(parse_hash(href.new_authorisation('case-1', url)).query.get('url')).toBe(url);
    expect(parse_hash(href.capture('case-1', url)).query.get('url')).toBe(url);
  });

  it('takes nothing for a page that is none', () => {
    for (const hash of ['#/x', '#/cases/a/b', '#/cases/a/record/b', '#/exhibits/a/b', '#/exhibits/a/parts/x', '#/exhibits/a/files/1', '#/exhibits/a/chats/1/2', '#/jobs/a/b', '#/ledger/a', '#/exhibits',
      '#/cases/a/authorisations/b/c', '#/sign-in/a/b', '#/cases/new/x', '#/lists/a/b',
      '#/lists/a/entries', '#/lists/a/entries/b/c', '#/matches', '#/matches/a/b', '#/screenings', '#/screenings/a/b', '#/people-lists/a', '#/papers', '#/papers/a/b', '#/law/a', '#/cases/a/planning/b', '#/rules/a/b', '#/queue/a', '#/assessments', '#/assessments/a/b', '#/pairs', '#/pairs/a/b']) {
      expect(parse_hash(hash).route.name, hash).toBe('not-found');
    }
  });

  it('survives a broken escape', () => {
    expect(parse_hash('#/jobs/%zz').route).toEqual({ name: 'job', id: '%zz' });
  });
});
