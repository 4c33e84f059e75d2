"""A disposal whose process ends between each two of its steps, and what the next opening makes of it.

disposal_killed.py BIN WORKSPACE SCRATCH LIBRARY DISPOSAL EXHIBIT BUNDLE MARKER...: WORKSPACE has the disposal, proposed; LIBRARY is end_at_step.so; BUNDLE
was made before. Prints one line for each claim, "pass" or "FAIL: why"; then how many steps there were, and how many ends of each kind.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys

MOST_ENDS = int(os.environ.get('SANAD_MOST_ENDS', '160'))  # of more steps as many are tried, evenly
WORKERS = 2
BIN, WORKSPACE, SCRATCH, LIBRARY, DISPOSAL, EXHIBIT, BUNDLE, *MARKERS = sys.argv[1:]


def run(workspace, words, who='', **env):
    words = [f'{BIN}/sanad', *words] + (['--as', who] if who else [])
    done = subprocess.run(words, env={**os.environ, 'SANAD_WORKSPACE': str(workspace), **env}, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, done.stdout, done.stderr


def approve(workspace, **env):
    return run(workspace, ['disposal', 'approve', DISPOSAL, '--note', 'agreed'], 'Behram', LD_PRELOAD=LIBRARY, **env)


def copy(name):
    workspace = pathlib.Path(SCRATCH) / name
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(WORKSPACE, workspace, symlinks=True)
    return workspace


def holding(workspace):
    """Which markers stand in some file of it."""
    found = set()
    for file in workspace.rglob('*'):
        if file.is_file() and not file.is_symlink():
            held = file.read_bytes()
            found |= {one for one in MARKERS if any(form in held for form in (one.encode(), one.encode('utf-16-le')))}
    return found


def problems_of(workspace, step, said):
    """What is wrong after an end before that step; the state that the disposal has by then."""
    status, out, errors = run(workspace, ['disposal', 'list', '--json'], 'Chand')
    if status != 0:
        return [f'it does not open: {errors.strip()[-300:]}'], 'broken'
    listed = json.loads(out)
    state = next(one['state'] for one in (listed if isinstance(listed, list) else listed['items']) if one['disposal'] == DISPOSAL)
    problems = []
    shown, _, why = run(workspace, ['exhibit', 'show', EXHIBIT, '--json'], 'Amal')
    taken = workspace.parent / f'{workspace.name}.out'
    extracted, _, _ = run(workspace, ['exhibit', 'extract', EXHIBIT, 'original-1', '--out', str(taken), '--purpose', 'trial'], 'Amal')
    if state in ('proposed', 'approved'):
        if shown != 0 or extracted != 0:
            problems.append(f'it is {state}, and the content is not whole: {why.strip()[-200:]}')
        elif not any(one in taken.read_text(encoding='utf-8') for one in MARKERS):
            problems.append('the content is another')
    elif state == 'done':
        left = holding(workspace)
        if left:
            problems.append(f'it is done, and {sorted(left)} are in some file')
        if shown == 0 or extracted == 0:
            problems.append('it is done, and the exhibit is shown')
    else:
        problems.append(f'opening left it {state}')
    taken.unlink(missing_ok=True)
    status, out, errors = run(workspace, ['ledger', 'verify'])
    if status != 0:
        problems.append(f'the ledger does not verify: {errors.strip()[-300:]}')
    if step % 8 == 0:  # a bundle from before depends on nothing in the workspace; one of what stays does
        if subprocess.run([f'{BIN}/sanad-verify', BUNDLE], capture_output=True, check=False).returncode != 0:
            problems.append('the bundle from before does not verify')
        status, _, errors = run(workspace, ['rebuild'])
        if status != 0:
            problems.append(f'the records are not made again: {errors.strip()[-300:]}')
    if state == 'proposed' and step % 8 == 0:
        status, _, errors = approve(workspace)
        if status != 0 or holding(workspace):
            problems.append(f'a second approval does not carry it out: {errors.strip()[-300:]}')
    return [f'{problem} ({said.strip()[-120:]})' for problem in problems], state


def end_before(step):
    workspace = copy(f'step-{step}')
    status, _, said = approve(workspace, SANAD_END_AT=str(step))
    if status != 137:
        shutil.rmtree(workspace)
        return step, [f'the process did not end there, but with {status}: {said.strip()[-200:]}'], 'unended'
    problems, state = problems_of(workspace, step, said)
    shutil.rmtree(workspace)
    return step, problems, state


def main():
    pathlib.Path(SCRATCH).mkdir(parents=True)
    whole = copy('whole')
    counted = pathlib.Path(SCRATCH) / 'steps.txt'
    status, _, errors = approve(whole, SANAD_STEPS=str(counted))
    if status != 0:
        print(f'FAIL: a disposal that nothing ends: {errors.strip()[-300:]}')
        return
    steps = int(counted.read_text())
    stride = max(1, -(-steps // MOST_ENDS))
    ends = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for step, problems, state in pool.map(end_before, range(1, steps + 1, stride)):
            ends[state] += 1
            print('pass' if not problems else f'FAIL: before step {step} of {steps}: {"; ".join(problems)}')
    print(f'steps {steps}')
    for state, number in sorted(ends.items()):
        print(f'ends {state} {number}')


main()
