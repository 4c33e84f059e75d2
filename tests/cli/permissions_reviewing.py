"""What there must be before acts of the permission matrix that review, keep and dispose of are tried."""
from permissions_subjects import approved, author, authorised, new_case

FACETS_OF_USES = ('gifct-behaviour', 'unodc-use', 'unodc-function')
FOR_RETENTION = ['--pack', 'international', '--provision', 'bp-minimisation', '--reason', 'order 7']


def writer(is_own):
    return 'own' if is_own else 'second'


# ---- assessments, what speaks for somebody, complaints ----

def spare_part(world, *_):
    """A part of an import that nobody has assessed yet, in a case of this world's own."""
    if 'spare' not in world.__dict__:
        world.spare = new_case(world)
        approved(world, world.spare['case'], ['import'], [])
        taken = world.must('import', world.home['thread'], '--case', world.spare['case'], '--source', 'a telephone', who='investigator')
        world.spare.update(exhibit=(taken[0] if isinstance(taken, list) else taken)['number'], part=-1)
    world.spare['part'] += 1
    return dict(world.spare)


def asked_part(world, *_):
    made = spare_part(world)
    world.must('assess', 'ask', made['exhibit'], '--part', made['part'], '--reason', 'whose is it?')
    return made


def grounds(subject, **more):
    return {**more, 'reason': 'The thread says so itself.', 'confidence': 'moderate',
            'evidence': [{'exhibit': subject['exhibit'], 'part': subject['part'], 'note': ''}]}


def steps(subject, outcome):
    return {'purpose': grounds(subject, claimed='journalism', assessed='none'), 'source': grounds(subject, text='An account.'),
            'content': grounds(subject, text='A poem.', languages=['ur']),
            'uses': {'uses': [], 'incitement': False, 'none': [{'facet': one, 'reason': 'Nothing of it.'} for one in FACETS_OF_USES]},
            'outcome': grounds(subject, outcome=outcome)}


def take(world, subject, who):
    return world.must('assess', 'take', subject['exhibit'], '--part', subject['part'], who=who)['assessment']


def taken_assessment(world, _, is_own):
    made = asked_part(world)
    made['assessment'] = take(world, made, writer(is_own))
    return made


def step_file(world, subject, step, outcome='keep-watching'):
    return world.write('step.json', steps(subject, outcome)[step])


def assessed_pair(world, _, is_own):
    """By two, whose outcomes differ."""
    made = asked_part(world)
    for who, outcome in (('second', 'removal'), (author(is_own), 'no-action')):
        made['assessment'] = take(world, made, who)
        for step in steps(made, outcome):
            world.must('assess', 'write', made['assessment'], '--step', step, '--file', step_file(world, made, step, outcome), who=who)
    pairs = world.must('assess', 'pairs', '--case', made['case'])
    pairs = pairs['items'] if isinstance(pairs, dict) else pairs
    made['pair'] = next(one['pair'] for one in pairs if one['part'] == made['part'])
    return made


def exculpatory_note(world, _, is_own):
    made = spare_part(world)
    cited = f'{made["exhibit"]}:{made["part"]}'
    made['note'] = world.must('exculpatory', 'note', '--case', made['case'], '--text', 'He reports.', '--cite', cited, who=writer(is_own))['note']
    return made


STATEMENT = ['--section', 'gaps', '--text', 'Nothing was found that speaks for anybody; every part was read.']


def stated_report(world, _, is_own):
    made = new_case(world)
    made['statement'] = world.must('report', 'state', '--case', made['case'], '--kind', 'exculpatory', *STATEMENT, who=author(is_own))['statement']
    return made


def made_report(world, *_):
    made = stated_report(world, None, False)
    made['report'] = world.must('report', 'make', '--case', made['case'])['made'][0]['report']
    return made


def drafted_certificate(world, *_):
    """A list of one exhibit of the base."""
    made = dict(world.home)
    made['certificate'] = world.must('certificate', 'draft', '--case', made['case'], '--form', 'uk/exhibit-list', '--exhibit', made['exhibit'])['certificate']
    return made


def signed_certificate(world, *_):
    made = drafted_certificate(world)
    world.must('certificate', 'sign', made['certificate'])
    return made


def made_certificate(world, *_):
    made = signed_certificate(world)
    world.must('certificate', 'make', made['certificate'])
    return made


def complaint(world, _, is_own):
    """About an authorisation, which somebody asked for."""
    made = authorised(world, 'capture', 'approved', is_own)
    made['complaint'] = world.must('complaint', 'register', '--case', made['case'], '--about', made['authorisation'], '--capacity', 'other',
                                   '--text', 'It is a report.', who='investigator')['reference']
    return made


# ---- retention, holds, disposals: each in a case of its own ----

def retention_rule(world, *_):
    made = new_case(world)
    made['rule'] = world.must('retention', 'set', world.fresh('at once'), '--keep', 'at once', '--case', made['case'], *FOR_RETENTION)['rule']
    return made


def hold(world, *_):
    made = new_case(world)
    made['hold'] = world.must('hold', 'place', '--case', made['case'], '--ground', 'suit 3', '--reason', 'the court asked')['hold']
    return made


def proposed_disposal(world, _, is_own):
    made = retention_rule(world)
    made['disposal'] = world.must('disposal', 'propose', '--case', made['case'], '--whole-case', '--reason', 'its time', who=writer(is_own))['disposal']
    return made


def finished_disposal(world, *_):
    made = proposed_disposal(world, '', False)
    world.must('disposal', 'approve', made['disposal'], who='supervisor')
    return made
