#!/usr/bin/env python3
"""Holds the law packs, and packs that are wrong in one place, against docs/formats/law-pack.schema.json.

The validator is python3-jsonschema, which Sanad did not write. law_pack_test.cc reads the same packs and refuses the same ones.
"""
import copy
import json
import pathlib
import sys

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = json.loads((HERE.parent.parent / 'docs/formats/law-pack.schema.json').read_text())


def changed(pack, mutant):
    pack = copy.deepcopy(pack)
    *way, last = mutant['at'].split('/')[1:]
    place = pack
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    last = int(last) if isinstance(place, list) else last
    if mutant.get('remove'):
        del place[last]
    else:
        place[last] = mutant['set']
    return pack


def main():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    problems = []
    files = sorted((HERE / 'packs').glob('*.json')) + [HERE / 'testdata/pack.json']
    for file in files:
        for error in validator.iter_errors(json.loads(file.read_text())):
            problems.append(f'{file.name}: {list(error.absolute_path)}: {error.message[:200]}')
    pack = json.loads((HERE / 'testdata/pack.json').read_text())
    mutants = json.loads((HERE / 'testdata/mutants.json').read_text())
    refused = 0
    for mutant in mutants:
        wanted = not mutant.get('schema', True)
        if validator.is_valid(changed(pack, mutant)) != wanted:
            problems.append(f'{mutant}: must be {"valid" if wanted else "refused"}')
        refused += not wanted
    if len(files) < 7 or refused < 90:
        problems.append(f'only {len(files)} packs and {refused} changes were looked at')
    print('\n'.join(problems) or f'{len(files)} packs are valid, {refused} changed ones are refused')
    return 1 if problems else 0


sys.exit(main())
