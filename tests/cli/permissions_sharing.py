"""What there must be before acts of the permission matrix that share with other agencies are tried."""
import copy
import json
import os
import pathlib
import subprocess

from permissions_subjects import approved, authorised, new_case

HERE, THERE, STRANGERS = 'Tirazan Cyber Wing', 'Sahil Cyber Unit', 'Marwat Desk'


def agency(world, name):
    """A workspace beside this one, with an officer who is everything."""
    made = copy.copy(world)
    made.__dict__ = {key: world.__dict__[key] for key in ('binary', 'home')}
    made.scratch = world.scratch / name.split()[0]
    made.scratch.mkdir()
    made.workspace, made.count, made.records = made.scratch / 'workspace', 0, None
    world.must('init', '--workspace', made.workspace, '--agency', name, who='')
    for officer, roles in {'second': ['investigator', 'supervisor'], 'supervisor': ['supervisor'], 'investigator': ['investigator']}.items():
        made.must('officer', 'add', officer, *[word for role in roles for word in ('--role', role)], who='')
    return made


def card(world, *more):
    file = world.path(world.fresh('card') + '.json')
    return {'card': file, 'words': world.must('partner', 'card', '--out', file, *more)['words']}


def new_card(world, *_):
    """Of an agency that nobody has met."""
    if 'strangers' not in world.__dict__:
        world.strangers = agency(world, STRANGERS)
        card(world.strangers)
    return card(world.strangers, '--renew', '--reason', 'new')


def new_partner(world, _, is_own):
    made = {**new_card(world), 'partner': world.fresh(STRANGERS)}
    world.must('partner', 'add', made['card'], '--name', made['partner'], who='own' if is_own else 'second')
    return made


def meet(world, name, its):
    world.must('partner', 'add', its['card'], '--name', name)
    world.must('partner', 'confirm', name, '--fingerprint', its['words'], '--how', 'by telephone', who='supervisor')


def other_agency(world):
    if 'theirs' not in world.__dict__:
        world.theirs = agency(world, THERE)
        meet(world, THERE, card(world.theirs))
    return world.theirs


def partner_in_force(world, *_):
    other_agency(world)
    return {'partner': THERE}


def know_us(world):
    """Under our newest card, which may have been renewed."""
    ours = card(world)
    theirs = other_agency(world)
    if theirs.__dict__.get('known') != ours['words']:
        theirs.known, theirs.us = ours['words'], theirs.fresh(HERE)
        meet(theirs, theirs.us, ours)
    return theirs


def case_to_share(world, state):
    made = new_case(world)
    activities = ['import'] + (['share'] if state == 'approved' else [])
    approved(world, made['case'], activities, [])
    return made


def bundle_to_share(world, state, *_):
    made = case_to_share(world, state)
    world.must('import', world.home['few'], '--case', made['case'], '--source', 'a telephone', who='investigator')
    world.must('mark', 'set', made['case'], '--tlp', 'amber', '--reason', 'a source is named')
    made['bundle'] = world.must('bundle', '--case', made['case'], '--purpose', 'a partner', '--out', world.path(world.fresh('shared')))['bundle']
    return made


def defence_bundle(world, state, *_):
    made = case_to_share(world, state)
    world.must('import', world.home['few'], '--case', made['case'], '--source', 'a telephone', who='investigator')
    made['bundle'] = world.must('bundle', '--case', made['case'], '--purpose', 'the defence', '--build', 'disclosable', '--out', world.path(world.fresh('defence')))['bundle']
    made['court'] = world.path('court.pem')
    if not os.path.exists(made['court']):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', world.path('court.key'), '-out', made['court'],
                        '-days', '30', '-subj', '/O=District Court of Tirazan', '-addext', 'keyUsage=critical,keyAgreement'], check=True, capture_output=True)
    world.must('partner', 'card')
    return made


def to_seal(world, state, *_):
    other_agency(world)
    world.must('partner', 'card')
    return bundle_to_share(world, state)


def sealed(world, to):
    made = bundle_to_share(world, 'approved')
    made['file'] = world.path(world.fresh('package'))
    made['package'] = world.must('package', 'seal', made['bundle'], '--to', to, '--tlp', 'amber', '--purpose', 'joint inquiry', '--out', made['file'],
                                 who='investigator')['package']
    return made


def package_that_came(world, *_):
    theirs = know_us(world)
    return {'file': sealed(theirs, theirs.us)['file'], 'case': new_case(world)['case']}


def opened(world, file, state='approved'):
    made = authorised(world, 'import', state, False)
    made['package'] = world.must('package', 'open', file, '--case', made['case'])['package']
    return made


def opened_package(world, state, *_):
    return opened(world, package_that_came(world)['file'], state)


def taken(world, file):
    made = opened(world, file)
    world.must('package', 'take', made['package'], who='investigator')
    return made


def taken_package(world, *_):
    return taken(world, package_that_came(world)['file'])


def receipt_that_came(world, *_):
    theirs = know_us(world)
    ours = sealed(world, THERE)
    there = taken(theirs, ours['file'])
    ours['receipt'] = theirs.path(theirs.fresh('receipt'))
    theirs.must('package', 'receipt', there['package'], '--out', ours['receipt'])
    return ours


def to_release(world, state, *_):
    """An entry of a list of our own, with a value of its own."""
    made = case_to_share(world, state)
    made['list'] = world.fresh('Own list')
    world.must('list', 'import', world.write('own.txt', f'{world.count:064x}\n'), '--name', made['list'], '--signal', 'sha256', '--tlp', 'green')
    out = world.path(world.fresh('own') + '.json')
    world.must('list', 'export', made['list'], '--out', out)
    made['entry'] = json.loads(pathlib.Path(out).read_text(encoding='utf-8'))['entries'][0]['id']
    return made


def release_words(subject):
    return ['release', 'add', '--case', subject['case'], '--list', subject['list'], '--entry', subject['entry'], '--tlp', 'green', '--reason', 'asked']


def release(world, *_):
    made = to_release(world, 'approved')
    made['release'] = world.must(*release_words(made), who='investigator')['release']
    return made
