"""What there must be before an act of the permission matrix is tried: officers, cases, authorisations in each state, papers, requests."""
import json
import pathlib
import subprocess
import sys
import time

CASE = 'TZ-2026-0001'
PAGE = 'https://forum.tirazan.example/'
TIMED = {'expired', 'review-lapsed'}
# Until what was asked for with an early end has been approved too.
SHORTLY_S = 6
TERM_RULES = 'sanad-rules 1\nrule lantern-call\nversion 2\nwhy The call of an invented group.\nany lanterns\nmatch seven lanterns\nno-match a window\n'
FACETS = {'edition': '2026-11-02', 'facets': [{'facet': 'harbour-use', 'title': 'Uses', 'source': 'the agency', 'status': 'agency',
                                              'values': [{'value': 'pier', 'title': 'Pier'}]}]}
POLICY = {'authorisations_lapse': True, 'bulk_files': 2}
REFERRAL = {'pack': 'international', 'form': 'platform-referral', 'provision': 'iccpr-19-3', 'fields': {'purpose-assessed': 'No journalistic purpose.'}}
NOTICE = {'pack': 'pk', 'form': 'peca-31-notice', 'provision': 'peca-31', 'offence': 'recruitment', 'fields': {
    'mandate': 'JIT order 4/2026', 'data-specified': 'Posts of November', 'necessity': 'They show who recruits.', 'risk': 'They are deleted.',
    'period-days': '90'}}
OF_A_REQUEST = {'addressee': 'Forum of Tirazan', 'basis': 'The thread calls for violence.', 'url': PAGE, 'identifiers': ['thread 17'],
                'preservation_considered': 'Asked for.', 'deconfliction': 'Cleared with Tirazan North.'}
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def is_timed(state):
    return state in TIMED


def author(is_own):
    return 'own' if is_own else 'investigator'


# ---- cases and authorisations ----

def request(world, activities, targets, **changes):
    reasons = ('legitimate_aim', 'necessity', 'less_intrusive_means', 'adequacy', 'proportionality', 'collateral_intrusion')
    value = {'instrument': 'supervisor-order', 'instrument_reference': 'TZ/OPS/2026/17', 'issuing_authority': 'Head of the Tirazan Cyber Wing',
             'law': {'pack': 'international', 'edition': '2026-11-01', 'provision': 'bp-collection'},
             'targets': [{'kind': kind, 'value': target} for kind, target in targets], 'activities': activities,
             **{reason: 'A sentence that gives the reason.' for reason in reasons}, 'protected_groups': [],
             'valid_from': world.at(-3600), 'valid_to': world.at(30 * 86400), 'review_on': world.at(15 * 86400)}
    return world.write('request.json', {**value, **changes})


def new_case(world, *_):
    reference = world.fresh('TZ').replace(' ', '-')
    return {'case': reference, 'id': world.must('case', 'open', '--reference', reference, '--title', 'Lantern')['case']}


def authorise(world, case, file, who='investigator'):
    return world.must('authorise', file, '--case', case, who=who)['authorisation']


def approved(world, case, activities, targets):
    made = authorise(world, case, request(world, activities, targets))
    world.must('approve', made)
    return made


def authorised(world, activity, state, is_own, case=None):
    """An authorisation as it was asked for, in that state: of the page (and of this machine, where it answers), or of an account."""
    made = case or new_case(world)
    if state == 'none':
        return made
    other = state == 'other-target'
    if activity == 'person':
        targets = [('identifier', f'telegram:user{n}') for n in ([9] if other else [0, 1, 2])]
        activities = ['capture' if state == 'other-activity' else 'import']
    else:
        targets = [('host', 'news.tirazan.example' if other else 'forum.tirazan.example'), ('address', '127.0.0.0/8')]
        kept = {'capture': 'import', 'import': 'capture'}[activity] if state == 'other-activity' else activity
        activities = [kept, 'contact-private-address']
    changes = {}
    if state in TIMED:
        changes['review_on'] = world.at(SHORTLY_S)
        made['ready'] = time.time() + SHORTLY_S + 1
    if state == 'expired':
        changes['valid_to'] = changes['review_on']
    if state == 'not-yet-valid':
        changes['valid_from'] = world.at(86400)
    file = request(world, activities, targets, **changes)
    to = new_case(world)['case'] if state == 'other-case' else made['case']
    made['authorisation'] = authorise(world, to, file, author(is_own))
    if state == 'rejected':
        world.must('reject', made['authorisation'], '--reason', 'too wide')
    elif state != 'requested':
        world.must('approve', made['authorisation'])
    if state == 'revoked':
        world.must('revoke', made['authorisation'], '--reason', 'aim reached')
    return made


def to_capture(world, state, is_own):
    return authorised(world, 'capture', state, is_own)


def to_import(world, state, is_own):
    return authorised(world, 'import', state, is_own)


def chat_of(world, case):
    nodes = world.must('case', 'graph', '--kind', 'wrote', '--case', case)['nodes']
    return next(node['chat']['pseudonym'] for node in nodes if node['type'] == 'chat')


def chat_case(world):
    """A case with a chat of three accounts; each of them is a subject once."""
    made = new_case(world)
    whole = approved(world, made['case'], ['import'], [])
    world.must('import', world.home['chat'], '--case', made['case'], '--source', 'a telephone', '--authorisation', whole, who='investigator')
    made['people'] = [one['pseudonym'] for one in world.must('case', 'accounts', '--case', made['case'])]
    return made


def account(world, state, is_own):
    """Of the state's one case, another account each time; looks and masks of one do not touch the others."""
    kept = world.__dict__.setdefault('chats', {})
    if state not in kept:
        kept[state] = authorised(world, 'person', state, is_own, chat_case(world))
        kept[state]['next'] = 0
    made = kept[state]
    made['next'] += 1
    return {**made, 'person': made['people'][made['next'] % len(made['people'])]}


def chat(world, *_):
    """Of two people, so that its name is a person's and stands behind a mask, which is lifted once."""
    made = new_case(world)
    approved(world, made['case'], ['import'], [])
    world.must('import', world.home['pair'], '--case', made['case'], '--source', 'a telephone', who='investigator')
    made['chat'] = chat_of(world, made['case'])
    return made


# ---- papers ----

def paper_file(world, form, **given):
    fields = next(one for one in world.home['forms'] if one['pack'] == 'international' and one['form'] == form)['fields']
    made = dict(given)
    for field in fields:
        if field['key'] in made or not field['required']:
            continue
        first = field['choices'][0]['value'] if 'choices' in field else None
        made[field['key']] = {'list': ['one'], 'choices': [first], 'choice': first, 'date': '2027-01-24', 'time': world.at(20 * 86400),
                              'url': PAGE}.get(field['type'], 'A sentence.')
    return world.write('paper.json', made)


def draft(world, case, form, who, **given):
    return {'case': case, 'paper': world.must('form', 'fill', f'international/{form}', '--case', case, '--file', paper_file(world, form, **given), who=who)['paper']}


def draft_paper(world, _, is_own):
    return draft(world, CASE, 'bp-annex-i', author(is_own))


def submitted_paper(world, state, is_own):
    made = draft_paper(world, state, is_own)
    world.must('form', 'submit', made['paper'], who=author(is_own))
    return made


def others_paper(world, state, _):
    return draft_paper(world, state, True)


def legality_record(world, case, act, covers):
    made = draft(world, case, 'lnp-record', 'investigator', act=act, covers=[covers])['paper']
    world.must('form', 'submit', made, who='investigator')
    world.must('form', 'approve', made)
    return made


def source_draft(world, state, *_):
    made = draft(world, new_case(world)['case'], 'monitored-source', 'investigator', source=PAGE)
    if state == 'record':
        made['record'] = legality_record(world, made['case'], 'monitoring', PAGE)
    return made


def identity_draft(world, state, *_):
    made = draft(world, new_case(world)['case'], 'virtual-identity', 'investigator', identity='VID-7')
    if state == 'record':
        legality_record(world, made['case'], 'virtual-identity', 'VID-7')
    return made


def source_in_force(world, state, *_):
    made = source_draft(world, 'record')
    world.must('form', 'submit', made['paper'], who='investigator')
    world.must('form', 'approve', made['paper'])
    if state == 'no-record':
        world.must('form', 'close', made['record'], '--reason', 'aim reached')
    return made


def to_bulk_import(world, state, *_):
    made = authorised(world, 'import', 'approved', False)
    if state == 'record':
        legality_record(world, made['case'], 'bulk-intake', 'a disk')
    return made


def emergency(world, _, is_own):
    made = new_case(world)
    made['emergency'] = world.must('emergency', 'declare', '--case', made['case'], '--reason', 'an attack', who=author(is_own))['emergency']
    return made


# ---- requests, clocks ----

def draft_of_request(world, _, is_own):
    file = world.write('referral.json', {**OF_A_REQUEST, **REFERRAL})
    return {'case': CASE, 'request': world.must('request', 'draft', '--case', CASE, '--file', file, who=author(is_own))['reference']}


def approved_request(world, state, is_own):
    made = draft_of_request(world, state, is_own)
    world.must('request', 'approve', made['request'])
    return made


def issued_request(world, state, is_own):
    made = approved_request(world, state, is_own)
    world.must('request', 'issue', made['request'], who=author(is_own))
    return made


def sent_request(world, state, is_own):
    made = issued_request(world, state, is_own)
    world.must('request', 'sent', made['request'], '--how', 'mail')
    return made


def scheduled(world, state, is_own):
    made = issued_request(world, state, is_own)
    world.must('recheck', 'schedule', made['request'], '--until', world.at(86400), who='investigator')
    return made


def data_request(world, state, *_):
    """In a case with a legality record that names who is asked, or in the one that all acts share, which has none."""
    made = {'case': CASE}
    if state == 'record':
        if 'asking' not in world.__dict__:
            world.asking = new_case(world)
            approved(world, world.asking['case'], ['capture', 'contact-private-address'], [('host', 'forum.tirazan.example'), ('address', '127.0.0.0/8')])
            world.must('capture', PAGE, '--case', world.asking['case'], who='investigator')
            legality_record(world, world.asking['case'], 'provider-request', 'Forum of Tirazan')
        made = dict(world.asking)
    file = world.write('notice.json', {**OF_A_REQUEST, **NOTICE})
    made['request'] = world.must('request', 'draft', '--case', made['case'], '--file', file, who='investigator')['reference']
    world.must('request', 'approve', made['request'])
    return made


def clock(world, key='tco-removal'):
    return {'clock': world.must('clock', 'start', '--case', CASE, '--pack', 'eu', '--clock', key, '--reason', 'for the test')['clock']}


def suspended_clock(world, *_):
    made = clock(world)
    world.must('clock', 'suspend', made['clock'], '--reason', 'force majeure')
    return made


# ---- the rest ----

def home(world, *_):
    return world.home


def a_bundle(world, *_):
    return world.must('bundle', '--case', CASE, '--exhibit', world.home['exhibit'], '--purpose', 'court', '--out', world.path(world.fresh('bundle')))


def redaction(world, *_):
    made = world.must('redact', world.home['exhibit'], 'screenshot.png', '--box', '0,0,16,16:a face')
    return {'exhibit': world.home['exhibit'], 'redaction': made['redaction']}


def search(world, *_):
    return {'search': world.must('search', 'boat', '--case', CASE, '--objective', 'who was there')['search']}


def lead(world, *_):
    made = world.must('screen', 'Karim Yusuf Tiradari', '--case', CASE, '--reason', 'a donor')
    return {'screening': made['screening'], 'lead': made['items'][0]['lead']}


def rules(world, *_):
    name = world.fresh('Desk')
    world.must('rules', 'import', world.write('own.rules', TERM_RULES), '--name', name)
    return {'rules': name}


def token(world, *_):
    return {'token': world.must('token', 'issue', 'Sahil Desk', '--scope', 'lookup', '--list', 'Lantern files', '--purpose', 'checks')['token']}


def someone(world, *_):
    name = world.fresh('Somebody')
    world.must('officer', 'add', name, '--role', 'auditor', who='administrator')
    return {'officer': name}


def sheet_part(world, *_):
    world.part = world.__dict__.get('part', 0) + 1
    return {'part': world.part}


def law_pack(world):
    world.edition = world.__dict__.get('edition', 2029) + 1
    text = (REPOSITORY / 'src/authority/testdata/pack.json').read_text(encoding='utf-8')
    return world.write('tirazan.json', text.replace('"edition": "2026-03-01"', f'"edition": "{world.edition}-01-01"', 1))


def make_base(world, roles):
    """Officers, law, material and matches that all acts share."""
    # While there is no administrator, whoever has the key adds officers.
    for role in sorted(roles, key=lambda role: role == 'administrator'):
        world.must('officer', 'add', role, '--role', role, who='')
    for name in ('own', 'second'):
        world.must('officer', 'add', name, '--role', 'investigator', '--role', 'supervisor', who='administrator')
    world.must('officer', 'add', 'removed', '--role', 'investigator', '--role', 'supervisor', who='administrator')
    world.must('officer', 'remove', 'removed', '--reason', 'left', who='administrator')
    world.must('config', 'set', 'agency.powers', 'eu:tco-3 pk:peca-31', who='administrator')
    world.officers = {one['name']: one['officer'] for one in world.must('officer', 'list')}
    world.must('policy', 'set', world.write('policy.json', POLICY), '--reason', 'order 4')
    subprocess.run([sys.executable, str(REPOSITORY / 'tests/cli/import_files.py'), str(world.scratch)], check=True)
    for files in (1, 3):
        folder = world.scratch / f'folder-{files}'
        folder.mkdir()
        for n in range(files):
            (folder / f'{n}.txt').write_text(f'A note of the river market, {n}.', encoding='utf-8')
    said = [{'id': n, 'type': 'message', 'date': '2026-03-01T12:00:00', 'date_unixtime': '1772366400', 'from': f'Lantern {n}', 'from_id': f'user{n}',
             'text': 'At the pier.'} for n in (1, 2)]
    (world.scratch / 'pair').mkdir()
    world.write('pair/result.json', {'name': 'Lantern 1', 'type': 'personal_chat', 'id': 1, 'messages': said})
    (world.scratch / 'thread').mkdir()
    world.write('thread/result.json', {'name': 'Thread', 'type': 'personal_chat', 'id': 2, 'messages': [{**said[0], 'id': n, 'text': f'At pier {n}.'} for n in range(1, 61)]})
    world.home = {'case': CASE, 'thread': world.path('thread'), 'pair': world.path('pair'), 'forms': world.must('form', 'list'), 'chat': world.path('chat'), 'few': world.path('folder-1'), 'many': world.path('folder-3')}
    approved(world, CASE, ['import'], [])
    taken = world.must('import', world.home['chat'], '--case', CASE, '--source', 'a telephone', who='investigator')
    world.home['imported'] = (taken[0] if isinstance(taken, list) else taken)['number']
    captured = next(one for one in world.must('exhibit', 'list', '--case', CASE) if one['number'] != world.home['imported'])
    world.home['exhibit'] = captured['number']
    world.must('search', 'boat', '--case', CASE, '--objective', 'to have an index')
    world.must('case', 'clusters', '--build', '--case', CASE)
    world.must('list', 'import', world.write('hashes.txt', 'a' * 64 + '\n'), '--name', 'Lantern files', '--signal', 'sha256', '--tlp', 'green')
    world.must('list', 'bank', captured['number'], '--file', 'screenshot.png', '--list', 'Judged here', '--reason', 'judgement')
    world.must('identify', '--case', CASE, status=(0, 1))
    world.home['match'] = world.must('matches', '--case', CASE, status=(0, 1))[0]['match']
    world.home['entry'] = entry_of(world)
    people = world.write('people.csv', 'name,ref\nKarim Yusuf Tiradari,1\n')
    world.must('screening', 'import', people, '--name', 'Tirazan list', '--version', '1', '--column', 'name=name', '--column', 'reference=ref')
    world.home['lead'] = lead(world)
    world.home['request'] = issued_request(world, '', False)['request']
    world.home['paper'] = draft_paper(world, '', False)['paper']


def entry_of(world):
    out = world.path('listed.json')
    world.must('list', 'export', 'Lantern files', '--out', out)
    return json.loads(pathlib.Path(out).read_text(encoding='utf-8'))['entries'][0]['id']
