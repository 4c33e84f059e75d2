"""Every act of the permission matrix as a command: what there must be before, and its words. A new act is one line of ACTS."""
import dataclasses
import typing

from permissions_subjects import (CASE, FACETS, OF_A_REQUEST, PAGE, POLICY, REFERRAL, TERM_RULES, account, approved_request, chat, clock,
                                  data_request, draft_of_request, draft_paper, emergency, home, identity_draft, issued_request, law_pack,
                                  new_case, others_paper, paper_file, request, rules, scheduled, search, sent_request, sheet_part, someone, source_draft,
                                  source_in_force, submitted_paper, suspended_clock, to_bulk_import, to_capture, to_import, token)


@dataclasses.dataclass
class Act:
    prepare: typing.Callable
    words: typing.Callable  # of a world and a subject: commands
    keeps: bool = False     # what was done to a subject may be done again
    weight: int = 1         # how long it takes, more or less


def one(prepare, words, **more):
    return Act(prepare, lambda world, subject: [words(world, subject)], **more)


def reads(*commands):
    """Of what the base has; commands with {names} of its subjects."""
    return Act(home, lambda world, _: [[word.format(**world.home) for word in command] for command in commands], keeps=True)


def because(text):
    return ['--reason', text]


IN_CASE = ['--case', CASE]
ACTS = {
    'capture': one(to_capture, lambda w, s: ['capture', PAGE, '--case', s['case']], weight=9),
    'import': one(to_import, lambda w, s: ['import', w.home['few'], '--case', s['case'], '--source', 'a telephone'], weight=9),
    'bulk-import': one(to_bulk_import, lambda w, s: ['import', w.home['many'], '--case', s['case'], '--source', 'a disk'], weight=3),
    'look-at-person': one(account, lambda w, s: ['person', 'show', s['person'], '--case', s['case']], keeps=True, weight=10),
    'unmask-person': one(account, lambda w, s: ['person', 'unmask', s['person'], '--case', s['case'], *because('he asked')], weight=10),
    'unmask-chat': one(chat, lambda w, s: ['person', 'unmask', s['chat'], '--what', 'chat', '--case', s['case'], *because('he asked')], weight=6),
    'ask-authorisation': one(home, lambda w, s: ['authorise', request(w, ['capture'], [('host', 'forum.tirazan.example')]), *IN_CASE], keeps=True),
    'approve-authorisation': one(to_capture, lambda w, s: ['approve', s['authorisation']], weight=7),
    'reject-authorisation': one(to_capture, lambda w, s: ['reject', s['authorisation'], *because('too wide')], weight=7),
    'revoke-authorisation': one(to_capture, lambda w, s: ['revoke', s['authorisation'], *because('aim reached')], weight=7),
    'review-authorisation': one(to_capture, lambda w, s: ['review', 'record', s['authorisation'], '--finding', 'needed', '--next', w.at(86400)], weight=7),
    'submit-monitored-source': one(source_draft, lambda w, s: ['form', 'submit', s['paper']], weight=2),
    'submit-virtual-identity': one(identity_draft, lambda w, s: ['form', 'submit', s['paper']], weight=2),
    'note-monitoring': one(source_in_force, lambda w, s: ['register', 'note', s['paper'], '--text', 'looked'], weight=2),
    'issue-data-request': one(data_request, lambda w, s: ['request', 'issue', s['request']], weight=8),
    'open-case': one(home, lambda w, s: ['case', 'open', '--reference', w.fresh('TZ'), '--title', 't'], keeps=True),
    'list-cases': reads(['case', 'list']),
    'read-authorisations': reads(['authorisation', 'list', *IN_CASE]),
    'read-exhibit': reads(['exhibit', 'show', '{exhibit}']),
    'list-exhibits': reads(['exhibit', 'list', *IN_CASE]),
    'copy-file': one(home, lambda w, s: ['exhibit', 'extract', s['exhibit'], 'screenshot.png', '--out', w.path(w.fresh('copy')), '--purpose', 'briefing'], keeps=True),
    'copy-network-log': one(home, lambda w, s: ['exhibit', 'extract', s['exhibit'], 'netlog.json', '--out', w.path(w.fresh('log')), '--purpose', 'briefing'], keeps=True),
    'read-parts': reads(['exhibit', 'parts', '{imported}']),
    'hand-out-parts': reads(['exhibit', 'parts', '{imported}', '--number', '0', '--purpose', 'court', '--json']),
    'read-pictures': reads(['exhibit', 'ocr', '{imported}']),
    'read-material': reads(['case', 'selectors', *IN_CASE], ['case', 'accounts', *IN_CASE], ['case', 'graph', *IN_CASE], ['case', 'timeline', *IN_CASE],
                           ['case', 'places', *IN_CASE], ['case', 'clusters', *IN_CASE]),
    'look-for-alike': reads(['case', 'clusters', '--build', *IN_CASE]),
    'search': reads(['search', 'boat', '--objective', 'who was there', *IN_CASE]),
    'keep-found': one(search, lambda w, s: ['search', 'keep', w.home['imported'], '--number', 1, '--search', s['search'], *because('names the pier')], keeps=True),
    'bundle': one(home, lambda w, s: ['bundle', *IN_CASE, '--exhibit', s['exhibit'], '--purpose', 'court', '--out', w.path(w.fresh('bundle'))], keeps=True),
    'save-sheet': one(sheet_part, lambda w, s: ['sheet', 'save', w.home['imported'], '--part', s['part'], '--file', w.write('sheet.json', {'claim': 'At the pier.'})]),
    'read-sheets': reads(['sheet', 'show', '{exhibit}'], ['sheet', 'history', '{exhibit}'], ['sheet', 'list', *IN_CASE], ['sheet', 'facts', '{exhibit}']),
    'fill-in-paper': one(home, lambda w, s: ['form', 'fill', 'international/bp-annex-i', *IN_CASE, '--file', paper_file(w, 'bp-annex-i')], keeps=True),
    'change-paper': one(draft_paper, lambda w, s: ['form', 'fill', s['paper'], '--base', 1, *because('as returned'), '--file', paper_file(w, 'bp-annex-i', summary='The bridge')]),
    'submit-paper': one(draft_paper, lambda w, s: ['form', 'submit', s['paper']]),
    'approve-paper': one(submitted_paper, lambda w, s: ['form', 'approve', s['paper']]),
    'return-paper': one(submitted_paper, lambda w, s: ['form', 'return', s['paper'], *because('name the bridge')]),
    'close-paper': one(others_paper, lambda w, s: ['form', 'close', s['paper'], *because('looked again')]),
    'read-papers': reads(['form', 'show', '{paper}'], ['form', 'list', *IN_CASE], ['register', 'sources', *IN_CASE], ['register', 'identities', *IN_CASE]),
    'see-reviews': reads(['review', 'list', *IN_CASE]),
    'declare-emergency': one(new_case, lambda w, s: ['emergency', 'declare', '--case', s['case'], *because('an attack')]),
    'ratify-emergency': one(emergency, lambda w, s: ['emergency', 'ratify', s['emergency'], *because('rightly')]),
    'refuse-emergency': one(emergency, lambda w, s: ['emergency', 'refuse', s['emergency'], *because('could wait')]),
    'read-emergencies': reads(['emergency', 'list', *IN_CASE]),
    'draft-request': one(home, lambda w, s: ['request', 'draft', *IN_CASE, '--file', w.write('new.json', {**OF_A_REQUEST, **REFERRAL})], keeps=True),
    'change-request': one(draft_of_request, lambda w, s: ['request', 'draft', *IN_CASE, '--request', s['request'], '--base', 1, '--file', w.write('new.json', {**OF_A_REQUEST, **REFERRAL})]),
    'approve-request': one(draft_of_request, lambda w, s: ['request', 'approve', s['request']]),
    'return-request': one(draft_of_request, lambda w, s: ['request', 'return', s['request'], *because('name the thread')]),
    'withdraw-request': one(draft_of_request, lambda w, s: ['request', 'withdraw', s['request'], *because('not needed')]),
    'issue-request': one(approved_request, lambda w, s: ['request', 'issue', s['request']]),
    'print-request': reads(['request', 'print', '{request}']),
    'report-sent': one(issued_request, lambda w, s: ['request', 'sent', s['request'], '--how', 'mail']),
    'report-received': one(sent_request, lambda w, s: ['request', 'received', s['request'], '--how', 'mail']),
    'report-answer': one(issued_request, lambda w, s: ['request', 'answer', s['request'], '--outcome', 'removed']),
    'register-request': one(home, lambda w, s: ['request', 'register', *IN_CASE, '--kind', 'voluntary-request', '--file', w.write('in.json', {'addressee': 'Tirazan North', 'basis': 'They ask for the thread.'})], keeps=True),
    'read-requests': reads(['request', 'list', *IN_CASE], ['request', 'show', '{request}'], ['request', 'forms'], ['recheck', 'list', '{request}']),
    'take-request-paper': one(home, lambda w, s: ['request', 'paper', s['request'], '--name', 'platform-referral.en.html', '--out', w.path(w.fresh('paper'))], keeps=True),
    'schedule-recheck': one(issued_request, lambda w, s: ['recheck', 'schedule', s['request'], '--until', w.at(86400)]),
    'recheck': one(issued_request, lambda w, s: ['recheck', 'now', s['request']], weight=3),
    'end-rechecks': one(scheduled, lambda w, s: ['recheck', 'end', s['request'], *because('it is gone')]),
    'start-clock': reads(['clock', 'start', *IN_CASE, '--pack', 'eu', '--clock', 'tco-removal', *because('so')]),
    'suspend-clock': one(lambda w, *_: clock(w), lambda w, s: ['clock', 'suspend', s['clock'], *because('force majeure')]),
    'resume-clock': one(suspended_clock, lambda w, s: ['clock', 'resume', s['clock'], *because('it ended')]),
    'extend-clock': one(lambda w, *_: clock(w, 'epoc-pr'), lambda w, s: ['clock', 'extend', s['clock'], '--count', 5, '--unit', 'days', '--by', 'the authority', *because('more')]),
    'meet-clock': one(lambda w, *_: clock(w), lambda w, s: ['clock', 'met', s['clock'], *because('removed')]),
    'read-clocks': reads(['clocks', *IN_CASE], ['clock', 'rules']),
    'import-list': one(home, lambda w, s: ['list', 'import', w.write('more.txt', 'b' * 64 + '\n'), '--name', w.fresh('List'), '--signal', 'sha256'], keeps=True),
    'bank-exhibit': one(home, lambda w, s: ['list', 'bank', s['exhibit'], '--file', 'screenshot.png', '--list', w.fresh('Own list'), *because('judgement')], keeps=True),
    'read-list': reads(['list', 'show']),
    'export-list': one(home, lambda w, s: ['list', 'export', 'Lantern files', '--out', w.path(w.fresh('list'))], keeps=True),
    'give-feedback': reads(['list', 'feedback', '{entry}', '--list', 'Lantern files', '--opinion', 'agree', *because('seen')]),
    'look-up': reads(['lookup', 'a' * 64, '--signal', 'sha256']),
    'read-facets': reads(['list', 'facets']),
    'replace-facets': one(home, lambda w, s: ['list', 'facets', w.write('facets.json', FACETS)], keeps=True),
    'identify': reads(['identify', *IN_CASE]),
    'read-matches': reads(['matches', *IN_CASE]),
    'see-evidence': reads(['match', 'show', '{match}']),
    'review-match': reads(['match', 'review', '{match}', '--outcome', 'rejected', *because('our own')]),
    'import-people-list': one(home, lambda w, s: ['screening', 'import', w.write('people.csv', 'name,ref\nKarim Yusuf Tiradari,1\n'), '--name', w.fresh('People'), '--version', '1', '--column', 'name=name', '--column', 'reference=ref'], keeps=True),
    'read-people-lists': reads(['screening', 'lists'], ['screening', 'versions', 'Tirazan list']),
    'screen-person': reads(['screen', 'Karim Yusuf Tiradari', *IN_CASE, *because('a donor')]),
    'read-screenings': reads(['screening', 'past', *IN_CASE], ['screening', 'show', '{lead[screening]}']),
    'review-lead': reads(['screening', 'review', '{lead[lead]}', '--outcome', 'not-same', *because('another birth date')]),
    'import-rules': one(home, lambda w, s: ['rules', 'import', w.write('new.rules', TERM_RULES), '--name', w.fresh('Desk')], keeps=True),
    'read-rules': reads(['rules', 'list']),
    'retire-rules': one(rules, lambda w, s: ['rules', 'retire', s['rules'], *because('too many leads')]),
    'set-policy': one(home, lambda w, s: ['policy', 'set', w.write('policy.json', POLICY), *because('order 5')], keeps=True),
    'add-law-pack': one(home, lambda w, s: ['law', 'add', law_pack(w)], keeps=True),
    'adopt-law-pack': reads(['law', 'adopt', 'uk', '2026-11-01', *because('opinion 12 of counsel')]),
    'issue-token': reads(['token', 'issue', 'Sahil Desk', '--scope', 'lookup', '--list', 'Lantern files', '--purpose', 'checks']),
    'read-tokens': reads(['token', 'list']),
    'revoke-token': one(token, lambda w, s: ['token', 'revoke', s['token'], *because('not needed')]),
    'add-officer': one(home, lambda w, s: ['officer', 'add', w.fresh('Officer'), '--role', 'auditor'], keeps=True),
    'remove-officer': one(someone, lambda w, s: ['officer', 'remove', s['officer'], *because('left')]),
    'change-setting': reads(['config', 'set', 'capture.clock_source', 'NTP']),
    'check-fixity': reads(['fixity', '--count', '1']),
}
# Acts of the matrix that no command does, and why.
WITHOUT_COMMAND = {
    'read-case': '"case list" shows what there is of a case',
    'list-waiting': 'the workbench gathers what waits; "authorisation list" shows it by case',
    'see-decision': 'a preview of the workbench',
    'read-custody': '"exhibit show" has it',
    'replay': 'needs a browser',
    'upload': 'files are named where they lie',
    'list-bundles': '"bundle" writes the file itself',
    'take-bundle': '"bundle" writes the file itself',
    'stop-work': 'the work of a command ends with it',
    'list-papers-waiting': 'the workbench gathers what waits; "form list" shows it by case',
    'verify-ledger': '"ledger verify" is for whoever has the ledger',
}
