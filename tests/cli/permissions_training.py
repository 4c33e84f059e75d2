"""Certificates of training, issued here and by others, for acts of the permission matrix."""
import os
import pathlib
import subprocess


def credential_words(world, holder):
    return ['credential', 'issue', '--holder', holder, '--name', 'Capture', '--description', 'Captures of public pages.', '--criteria', 'Three exercises were solved.',
            '--skill', 'capture=Capture', '--until', world.at(30 * 86400)]


def trainee(world, _, is_own):
    return {'holder': 'own' if is_own else world.fresh('Trainee')}


def issued_credential(world, *_):
    credential = world.must(*credential_words(world, 'investigator'))['credential']
    file = world.path(world.fresh('certificate'))
    world.must('credential', 'copy', credential, '--out', file)
    return {'credential': credential, 'file': file}


class Academy:
    """Another agency, which issues certificates under a key of its own."""

    def __init__(self, world):
        self.world, self.workspace = world, pathlib.Path(world.path(world.fresh('academy')))
        self.sanad('init', '--agency', 'Sahil Academy')
        self.sanad('officer', 'add', 'Orhan', '--role', 'supervisor')

    def sanad(self, *words):
        done = subprocess.run([self.world.binary, *words], env={**os.environ, 'SANAD_WORKSPACE': str(self.workspace)}, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
        return done.stdout

    def issuer(self):
        return self.sanad('credential', 'issuers', '--as', 'Orhan').split()[0]


def new_issuer(world, *_):
    return {'issuer': Academy(world).issuer()}


def trusted_issuer(world, *_):
    academy = Academy(world)
    world.must('credential', 'trust', academy.issuer(), '--name', 'Sahil Academy', '--how', 'by telephone')
    return {'issuer': academy.issuer(), 'academy': academy}


def issuers_list(world, state, is_own):
    made = trusted_issuer(world, state, is_own)
    made['list'] = world.path(world.fresh('revocations'))
    made['academy'].sanad('credential', 'revocations', '--out', made['list'], '--as', 'Orhan')
    return made
