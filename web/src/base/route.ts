// Addresses of the workbench: everything after "#", so that the server need know none of them and
// a sign-in token is never sent in a request line.
//
//   #/cases/case-…/capture?url=…   →   { name: 'case', id: 'case-…', tab: 'capture', query }
export const kCaseTabs = ['overview', 'capture', 'matches', 'authorisations', 'bundles', 'screening', 'record'] as const;
export type CaseTab = (typeof kCaseTabs)[number];
export const kExhibitTabs = ['seen', 'files', 'matches', 'acquisition', 'custody', 'replay'] as const;
export type ExhibitTab = (typeof kExhibitTabs)[number];

export type Route =
  | { name: 'sign-in'; token?: string }
  | { name: 'cases' }
  | { name: 'new-case' }
  | { name: 'case'; id: string; tab: CaseTab }
  | { name: 'new-authorisation'; case_id: string }
  | { name: 'authorisation'; case_id: string; id: string }
  | { name: 'approvals' }
  | { name: 'job'; id: string }
  | { name: 'exhibit'; id: string; tab: ExhibitTab }
  | { name: 'match'; id: string }
  | { name: 'lists' }
  | { name: 'import-list' }
  | { name: 'lookup' }
  | { name: 'list'; id: string }
  | { name: 'listed'; list_id: string; id: string }
  | { name: 'rules' }
  | { name: 'import-rules' }
  | { name: 'rule-set'; id: string }
  | { name: 'people-lists' }
  | { name: 'screening'; id: string }
  | { name: 'ledger' }
  | { name: 'settings' }
  | { name: 'not-found'; path: string };

export interface Address {
  route: Route;
  query: URLSearchParams;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function case_route(id: string, parts: readonly string[]): Route | undefined {
  const [tab, sub, ...rest] = parts;
  if (rest.length > 0) return undefined;
  if (tab === undefined) return { name: 'case', id, tab: 'overview' };
  if (tab === 'authorisations' && sub === 'new') return { name: 'new-authorisation', case_id: id };
  if (tab === 'authorisations' && sub !== undefined) return { name: 'authorisation', case_id: id, id: sub };
  if (sub === undefined && (kCaseTabs as readonly string[]).includes(tab)) {
    return { name: 'case', id, tab: tab as CaseTab };
  }
  return undefined;
}

function exhibit_route(id: string, parts: readonly string[]): Route | undefined {
  const [tab, ...rest] = parts;
  if (rest.length > 0) return undefined;
  if (tab === undefined) return { name: 'exhibit', id, tab: 'seen' };
  return (kExhibitTabs as readonly string[]).includes(tab)
    ? { name: 'exhibit', id, tab: tab as ExhibitTab }
    : undefined;
}

// Identifiers of lists begin with "list-", so no list is called "import".
function list_route(parts: readonly string[]): Route | undefined {
  const [id, sub, entry, ...rest] = parts;
  if (rest.length > 0) return undefined;
  if (id === undefined) return { name: 'lists' };
  if (sub === undefined) {
    if (id === 'import') return { name: 'import-list' };
    if (id === 'lookup') return { name: 'lookup' };
    return { name: 'list', id };
  }
  return sub === 'entries' && entry !== undefined ? { name: 'listed', list_id: id, id: entry } : undefined;
}

// Identifiers of sets begin with "rules-", so none is called "import".
function rules_route(parts: readonly string[]): Route | undefined {
  const [id, ...rest] = parts;
  if (rest.length > 0) return undefined;
  if (id === undefined) return { name: 'rules' };
  return id === 'import' ? { name: 'import-rules' } : { name: 'rule-set', id };
}

function route_of(parts: readonly string[]): Route | undefined {
  const [first, second, ...rest] = parts;
  if (first === undefined) return { name: 'cases' };
  if (first === 'sign-in' && rest.length === 0) {
    return second === undefined ? { name: 'sign-in' } : { name: 'sign-in', token: second };
  }
  if (first === 'cases' && second === 'new' && rest.length === 0) return { name: 'new-case' };
  if (first === 'cases' && second !== undefined) return case_route(second, rest);
  if (first === 'exhibits' && second !== undefined) return exhibit_route(second, rest);
  if (first === 'lists') return list_route(parts.slice(1));
  if (first === 'rules') return rules_route(parts.slice(1));
  if (first === 'matches' && second !== undefined && rest.length === 0) return { name: 'match', id: second };
  if (first === 'jobs' && second !== undefined && rest.length === 0) return { name: 'job', id: second };
  if (first === 'screenings' && second !== undefined && rest.length === 0) return { name: 'screening', id: second };
  if (second !== undefined) return undefined;
  if (first === 'cases' || first === 'approvals' || first === 'people-lists' || first === 'ledger' || first === 'settings') {
    return { name: first };
  }
  return undefined;
}

export function parse_hash(hash: string): Address {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const parts = path.split('/').filter((part) => part !== '').map(decode);
  return { route: route_of(parts) ?? { name: 'not-found', path }, query };
}

const at = (...parts: string[]): string => '#/' + parts.map(encodeURIComponent).join('/');

export const href = {
  sign_in: () => at('sign-in'),
  cases: () => at('cases'),
  new_case: () => at('cases', 'new'),
  case: (id: string, tab: CaseTab = 'overview') => (tab === 'overview' ? at('cases', id) : at('cases', id, tab)),
  new_authorisation: (case_id: string, url = '') =>
    at('cases', case_id, 'authorisations', 'new') + (url === '' ? '' : `?url=${encodeURIComponent(url)}`),
  capture: (case_id: string, url = '') =>
    at('cases', case_id, 'capture') + (url === '' ? '' : `?url=${encodeURIComponent(url)}`),
  authorisation: (case_id: string, id: string) => at('cases', case_id, 'authorisations', id),
  approvals: () => at('approvals'),
  job: (id: string) => at('jobs', id),
  exhibit: (id: string, tab: ExhibitTab = 'seen') => (tab === 'seen' ? at('exhibits', id) : at('exhibits', id, tab)),
  match: (id: string) => at('matches', id),
  lists: () => at('lists'),
  import_list: (name = '') => at('lists', 'import') + (name === '' ? '' : `?name=${encodeURIComponent(name)}`),
  lookup: () => at('lists', 'lookup'),
  list: (id: string, from = '') => at('lists', id) + (from === '' ? '' : `?from=${encodeURIComponent(from)}`),
  listed: (list_id: string, id: string) => at('lists', list_id, 'entries', id),
  rules: () => at('rules'),
  import_rules: (name = '') => at('rules', 'import') + (name === '' ? '' : `?name=${encodeURIComponent(name)}`),
  rule_set: (id: string) => at('rules', id),
  people_lists: () => at('people-lists'),
  screening: (id: string) => at('screenings', id),
  ledger: () => at('ledger'),
  settings: () => at('settings'),
} as const;
