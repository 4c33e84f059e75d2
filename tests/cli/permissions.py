"""The permission matrix held against the program "sanad": every act by every role, in every state of authorisation.

permissions.py BIN WORKSPACE SCRATCH MATRIX: WORKSPACE has a case TZ-2026-0001 with one captured exhibit. Prints one line for each claim,
"pass" or "FAIL: why"; then each command that refused somebody and each that was done. The acts are in permissions_acts.py.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import permissions_acts as table
import permissions_subjects as subjects

ROLES = ['administrator', 'auditor', 'evidence-officer', 'investigator', 'reviewer', 'supervisor']
WORKERS = 3
OWN = 'own'


class World:
    """A workspace in which acts are tried, with subjects for them; one thread uses it."""

    def __init__(self, binary, workspace, scratch):
        self.binary, self.workspace, self.scratch = binary, workspace, scratch
        scratch.mkdir(parents=True, exist_ok=True)
        self.count = 0
        self.records = None

    def fresh(self, stem):
        self.count += 1
        return f'{stem} {self.count}'

    def path(self, name):
        return str(self.scratch / name)

    def write(self, name, value):
        pathlib.Path(self.path(name)).write_text(value if isinstance(value, str) else json.dumps(value), encoding='utf-8')
        return self.path(name)

    def run(self, words, who=''):
        """The status, what was printed, and the errors."""
        env = {**os.environ, 'SANAD_WORKSPACE': str(self.workspace)}
        words = [self.binary, *map(str, words)] + (['--as', who] if who else [])
        done = subprocess.run(words, env=env, cwd=self.scratch, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        return done.returncode, done.stdout, done.stderr

    def must(self, *words, who='second', status=(0,)):
        """What it answers, as JSON; for setting the scene."""
        code, out, errors = self.run([*words, '--json'], who)
        if code not in status:
            raise RuntimeError(f'{" ".join(map(str, words))} --as {who}: status {code}: {errors}')
        return json.loads(out) if out.strip() else None

    def entries(self, after=None):
        """How many there are; or those from that number on."""
        if self.records is None:
            self.records = sqlite3.connect(f'file:{self.workspace}/records.db?mode=ro', uri=True, check_same_thread=False)
        if after is None:
            return self.records.execute('SELECT COUNT(*) FROM entries').fetchone()[0]
        rows = self.records.execute('SELECT kind, actor, data FROM entries WHERE idx >= ? ORDER BY idx', (after,)).fetchall()
        return [(kind, actor, json.loads(data)) for kind, actor, data in rows]

    def at(self, seconds):
        return time.strftime('%Y-%m-%dT%H:%M:%S.000Z', time.gmtime(time.time() + seconds))


def overview(world):
    """The commands that "sanad --help" lists, without what follows their words."""
    _, out, _ = world.run(['--help'])
    lines = [line.split()[1:3] for line in out.splitlines() if line.startswith('  sanad ')]
    return {first if not second.islower() or not second.isalpha() else f'{first} {second}' for first, second in lines}


def read_matrix(file):
    groups = collections.defaultdict(list)
    for line in file.read_text(encoding='utf-8').splitlines()[1:]:
        act, state, role, outcome = line.split('\t')
        groups[act, state].append((role, outcome))
    return groups


class Trial:
    def __init__(self, commands):
        self.commands = commands
        self.lock = threading.Lock()
        self.lines, self.refused, self.done = [], set(), set()

    def command_of(self, words):
        """As the overview names it."""
        two = ' '.join(map(str, words[:2]))
        return two if two in self.commands else words[0]

    def say(self, is_right, text):
        with self.lock:
            self.lines.append('pass' if is_right else f'FAIL: {text}')

    def try_row(self, world, act, subject, words, place, role, outcome):
        if subject.get('ready'):
            time.sleep(max(0, subject['ready'] - time.time()))
        before = world.entries()
        status, out, errors = world.run(words, role)
        # What a command finds of an earlier one's leavings when it opens the workspace is no part of the act.
        added = [entry for entry in world.entries(before) if entry[0] != 'objects.unclaimed']
        refusals = [entry for entry in added if entry[0] == 'act.refused']
        said = f'{place}: {" ".join(map(str, words))}: status {status}, {errors.strip()[-300:]}; {[(k, d.get("code")) for k, _, d in added]}'
        command = self.command_of(words)
        if outcome == 'allowed':
            with self.lock:
                self.done.add(command)
            return self.say(status == 0 and not refusals, said)
        if outcome == 'conflict':
            return self.say(status == 2 and not added and 'error: ' in errors, said)
        with self.lock:
            self.refused.add(command)
        is_entry = len(added) == 1 and len(refusals) == 1 and refusals[0][1] == world.officers[role] and refusals[0][2]['code'] == outcome
        return self.say(status == 1 and is_entry and errors.count('error: ') == 1 and not out, said)

    def try_group(self, world, name, state, rows):
        act = table.ACTS[name]
        shared = None
        for role, outcome in rows:
            place = f'{role} / {name} / {state}'
            try:
                is_fresh = role == OWN or (outcome == 'allowed' and not act.keeps)
                if not is_fresh and shared is None:
                    shared = act.prepare(world, state, False)
                subject = act.prepare(world, state, role == OWN) if is_fresh else shared
                for words in act.words(world, subject):
                    self.try_row(world, act, subject, words, place, role, outcome)
            except (RuntimeError, KeyError, IndexError, TypeError) as problem:
                self.say(False, f'{place}: the scene could not be set: {problem!r}')


def main():
    binary, workspace, scratch, matrix = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
    groups = read_matrix(matrix)
    base = World(binary, workspace, scratch / 'base')
    trial = Trial(overview(base))
    subjects.make_base(base, ROLES)
    for name, _ in groups:
        if name not in table.ACTS and name not in table.WITHOUT_COMMAND:
            trial.say(False, f'{name} is in the matrix, and has no command here and no reason why')
    for name in table.ACTS:
        if name not in {act for act, _ in groups}:
            trial.say(False, f'{name} can be done and is not in the matrix')
    # Whole acts to one worker each, the longest first.
    acts = sorted({name for name, _ in groups if name in table.ACTS}, key=lambda name: (-table.ACTS[name].weight, name))
    worlds = []
    for number in range(WORKERS):
        copy = scratch / f'workspace-{number}'
        shutil.copytree(workspace, copy)
        world = World(binary, copy, scratch / f'work-{number}')
        world.home, world.officers, world.count = dict(base.home), dict(base.officers), 1000 * (number + 1)
        worlds.append(world)
    waiting = collections.deque(acts)

    def work(world):
        while True:
            try:
                name = waiting.popleft()
            except IndexError:
                return
            for (act, state), rows in sorted(groups.items(), key=lambda item: subjects.is_timed(item[0][1])):
                if act == name:
                    trial.try_group(world, name, state, rows)

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, worlds))
    print('\n'.join(trial.lines))
    print('refused ' + '|'.join(sorted(trial.refused)))
    print('done ' + '|'.join(sorted(trial.done)))


main()
