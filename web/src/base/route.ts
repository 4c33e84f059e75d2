// Addresses of the workbench: everything after "#", so that the server need know none of them and
// a sign-in token is never sent in a request line.
//
//   #/cases/case-…/capture?url=…   →   { name: 'case', id: 'case-…', tab: 'capture', query }
export const kCaseTabs = ['overview', 'capture', 'imports', 'search', 'matches', 'authorisations', 'planning', 'bundles', 'sharing', 'screening', 'requests', 'review', 'report', 'certificates', 'keeping', 'record'] as const;
export type CaseTab = (typeof kCaseTabs)[number];
export const kExhibitTabs = ['seen', 'parts', 'chats', 'files', 'matches', 'sheets', 'beside', 'redactions', 'acquisition', 'custody', 'replay'] as const;
export type ExhibitTab = (typeof kExhibitTabs)[number];

export const kAnalysisTabs = ['selectors', 'people', 'graph', 'time', 'map', 'alike'] as const;
export type AnalysisTab = (typeof kAnalysisTabs)[number];

export type Route =
  | { name: 'sign-in'; token?: string }
  | { name: 'cases' }
  | { name: 'new-case' }
  | { name: 'case'; id: string; tab: CaseTab }
  | { name: 'analysis'; id: string; tab: AnalysisTab }
  | { name: 'person'; id: string; pseudonym: number }
  | { name: 'new-authorisation'; case_id: string }
  | { name: 'authorisation'; case_id: string; id: string }
  | { name: 'approvals' }
  | { name: 'job'; id: string }
  | { name: 'exhibit'; id: string; tab: ExhibitTab }
  | { name: 'part'; id: string; number: number }
  | { name: 'sheet'; id: string; part: number | undefined }
  | { name: 'chat'; id: string; chat: number }
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
  | { name: 'new-request'; case_id: string }
  | { name: 'incoming-request'; case_id: string }
  | { name: 'request'; id: string }
  | { name: 'edit-request'; id: string }
  | { name: 'clocks' }
  | { name: 'queue' }
  | { name: 'assessment'; id: string }
  | { name: 'pair'; id: string }
  | { name: 'keeping' }
  | { name: 'oversight' }
  | { name: 'paper'; id: string }
  | { name: 'new-paper'; case_id: string | undefined }
  | { name: 'law' }
  | { name: 'ledger' }
  | { name: 'validation' }
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
  if (tab === 'analysis') {
    const view = sub ?? 'selectors';
    return (kAnalysisTabs as readonly string[]).includes(view) ? { name: 'analysis', id, tab: view as AnalysisTab } : undefined;
  }
  if (tab === 'people') return sub !== undefined && /^\d{1,15}$/.test(sub) ? { name: 'person', id, pseudonym: Number(sub) } : undefined;
  if (tab === 'planning' && sub === 'new') return { name: 'new-paper', case_id: id };
  if (tab === 'authorisations' && sub === 'new') return { name: 'new-authorisation', case_id: id };
  if (tab === 'authorisations' && sub !== undefined) return { name: 'authorisation', case_id: id, id: sub };
  if (tab === 'requests' && sub === 'new') return { name: 'new-request', case_id: id };
  if (tab === 'requests' && sub === 'incoming') return { name: 'incoming-request', case_id: id };
  if (sub === undefined && (kCaseTabs as readonly string[]).includes(tab)) {
    return { name: 'case', id, tab: tab as CaseTab };
  }
  return undefined;
}

function exhibit_route(id: string, parts: readonly string[]): Route | undefined {
  const [tab, sub, ...rest] = parts;
  if (rest.length > 0) return undefined;
  if (tab === undefined) return { name: 'exhibit', id, tab: 'seen' };
  if (tab === 'sheet' && sub === undefined) return { name: 'sheet', id, part: undefined };
  if (sub !== undefined) {
    if (!/^\d{1,15}$/.test(sub)) return undefined;
    if (tab === 'parts') return { name: 'part', id, number: Number(sub) };
    if (tab === 'sheet') return { name: 'sheet', id, part: Number(sub) };
    return tab === 'chats' ? { name: 'chat', id, chat: Number(sub) } : undefined;
  }
  return (kExhibitTabs as readonly string[]).includes(tab)
    ? { name: 'exhibit', id, tab: tab as ExhibitTab }
    : undefined;
}

function request_route(id: string, parts: readonly string[]): Route | undefined {
  if (parts.length === 0) return { name: 'request', id };
  return parts.length === 1 && parts[0] === 'edit' ? { name: 'edit-request', id } : undefined;
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
  if (first === 'requests' && second !== undefined) return request_route(second, rest);
  if (first === 'lists') return list_route(parts.slice(1));
  if (first === 'rules') return rules_route(parts.slice(1));
  if (first === 'matches' && second !== undefined && rest.length === 0) return { name: 'match', id: second };
  if (first === 'jobs' && second !== undefined && rest.length === 0) return { name: 'job', id: second };
  if (first === 'papers' && second !== undefined && rest.length === 0) return second === 'new' ? { name: 'new-paper', case_id: undefined } : { name: 'paper', id: second };
  if (first === 'assessments' && second !== undefined && rest.length === 0) return { name: 'assessment', id: second };
  if (first === 'pairs' && second !== undefined && rest.length === 0) return { name: 'pair', id: second };
  if (first === 'screenings' && second !== undefined && rest.length === 0) return { name: 'screening', id: second };
  if (second !== undefined) return undefined;
  if (first === 'cases' || first === 'approvals' || first === 'people-lists' || first === 'clocks' || first === 'queue' || first === 'keeping' || first === 'oversight' || first === 'law' || first === 'ledger' || first === 'validation' || first === 'settings') {
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
  analysis: (id: string, tab: AnalysisTab = 'selectors') => at('cases', id, 'analysis', tab),
  person: (id: string, pseudonym: number) => at('cases', id, 'people', String(pseudonym)),
  new_authorisation: (case_id: string, url = '') =>
    at('cases', case_id, 'authorisations', 'new') + (url === '' ? '' : `?url=${encodeURIComponent(url)}`),
  capture: (case_id: string, url = '') =>
    at('cases', case_id, 'capture') + (url === '' ? '' : `?url=${encodeURIComponent(url)}`),
  authorisation: (case_id: string, id: string) => at('cases', case_id, 'authorisations', id),
  approvals: () => at('approvals'),
  job: (id: string) => at('jobs', id),
  exhibit: (id: string, tab: ExhibitTab = 'seen') => (tab === 'seen' ? at('exhibits', id) : at('exhibits', id, tab)),
  parts: (id: string, first: number) => at('exhibits', id, 'parts') + (first === 0 ? '' : `?first=${first}`),
  part: (id: string, number: number) => at('exhibits', id, 'parts', String(number)),
  sheet: (id: string, part?: number, version?: number) =>
    (part === undefined ? at('exhibits', id, 'sheet') : at('exhibits', id, 'sheet', String(part))) + (version === undefined ? '' : `?version=${version}`),
  chat: (id: string, chat: number, position?: number) =>
    at('exhibits', id, 'chats', String(chat)) + (position === undefined ? '' : `?position=${position}`),
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
  new_request: (case_id: string, from: { corrects?: string; relates_to?: string } = {}) =>
    at('cases', case_id, 'requests', 'new') + (Object.keys(from).length === 0 ? '' : `?${new URLSearchParams(from as Record<string, string>).toString()}`),
  incoming_request: (case_id: string) => at('cases', case_id, 'requests', 'incoming'),
  request: (id: string) => at('requests', id),
  edit_request: (id: string) => at('requests', id, 'edit'),
  queue: () => at('queue'),
  assessment: (id: string) => at('assessments', id),
  pair: (id: string) => at('pairs', id),
  clocks: () => at('clocks'),
  keeping: () => at('keeping'),
  oversight: () => at('oversight'),
  paper: (id: string) => at('papers', id),
  // form: "pack/key"; a paper of no case is the agency's.
  new_paper: (case_id: string | undefined, form: string) =>
    (case_id === undefined ? at('papers', 'new') : at('cases', case_id, 'planning', 'new')) + `?form=${encodeURIComponent(form)}`,
  law: () => at('law'),
  ledger: () => at('ledger'),
  validation: () => at('validation'),
  settings: () => at('settings'),
} as const;
