"""What bench/interchange.sh asks of programs that are not ours: interchange.py CLONES ORIGIN SECRET FILE..."""
import importlib.metadata
import json
import pathlib
import subprocess
import sys
import time

import jsonschema

clones, origin, secret = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.path.insert(0, str(clones / 'cti-taxii-client'))
from taxii2client.v21 import Collection, Server, as_pages  # noqa: E402

problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def version_of(clone):
    done = subprocess.run(['git', '-C', str(clones / clone), 'log', '-1', '--format=%h of %as'], capture_output=True, text=True, check=False)
    return done.stdout.strip() or 'not a clone'


class Stix:
    """OASIS's schemas of STIX 2.1: one for each type of object, with references between the files."""

    def __init__(self):
        base = clones / 'cti-stix2-json-schemas' / 'schemas'
        self.schemas, store = {}, {}
        for file in base.rglob('*.json'):
            schema = json.loads(file.read_text())
            self.schemas[file.stem] = (schema, file.as_uri())
            store[file.as_uri()] = schema
            for name in ('$id', 'id'):
                if name in schema:
                    store[schema[name]] = schema
        self.store = store

    def validate(self, value, name, where):
        schema, uri = self.schemas[name]
        kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft7Validator)
        resolver = jsonschema.RefResolver(uri, schema, store=self.store)
        for error in kind(schema, resolver=resolver, format_checker=jsonschema.FormatChecker()).iter_errors(value):
            problems.append(f'{where}: {name}: {list(error.absolute_path)}: {error.message[:300]}')

    def objects(self, objects, where):
        for one in objects:
            check(one['type'] in self.schemas, f'{where}: no schema is named {one["type"]}')
            if one['type'] in self.schemas:
                self.validate(one, one['type'], where)
        return len(objects)


def misp(value, schemas, where):
    for name, schema in schemas.items():
        for error in jsonschema.validators.validator_for(schema, default=jsonschema.Draft4Validator)(schema).iter_errors(value):
            problems.append(f'{where}: {name}: {list(error.absolute_path)}: {error.message[:300]}')


def refuses(validate, value, what):
    """That a schema would have said something."""
    before = len(problems)
    validate(value)
    found = len(problems) - before
    del problems[before:]
    check(found > 0, f'the schemas do not see {what}')


def pages_of(call, size):
    return [one for page in as_pages(call, per_request=size) for one in page.get('objects', [])]


def taxii(stix):
    server = Server(f'{origin}/taxii2/', user='sahil', password=secret)
    check(server.title and server.api_roots, 'discovery names no API root')
    check(server.default.url == server.api_roots[0].url, 'the default API root is another')
    root = server.default
    check(root.versions == ['application/taxii+json;version=2.1'], f'versions: {root.versions}')
    read = 0
    for collection in root.collections:
        check(collection.can_read and not collection.can_write, f'{collection.title} can be written')
        whole = collection.get_objects().get('objects', [])
        read += stix.objects(whole, collection.title)
        versions = lambda objects: sorted((one['id'], one.get('modified', one.get('created'))) for one in objects)
        for size in (1, 3, 1000):
            check(versions(pages_of(collection.get_objects, size)) == versions(whole), f'{collection.title}: pages of {size} are not the whole')
        told = pages_of(collection.get_manifest, 2)
        check(sorted(one['id'] for one in told) == sorted(one['id'] for one in whole), f'{collection.title}: the manifest is of others')
        check(not collection.get_objects(added_after='2200-01-01T00:00:00Z').get('objects'), f'{collection.title}: added_after has no effect')
        indicators = [one for one in whole if one['type'] == 'indicator']
        check(len(pages_of(lambda **more: collection.get_objects(type='indicator', **more), 2)) == len(indicators), f'{collection.title}: a filter of types')
        for one in indicators[:3]:
            check(collection.get_object(one['id'])['objects'][0]['id'] == one['id'], f'{collection.title}: one object')
            check(one['modified'] in collection.object_versions(one['id'])['versions'], f'{collection.title}: versions of an object')
    # A collection by its address alone.
    alone = Collection(root.collections[0].url, user='sahil', password=secret)
    check(alone.id == root.collections[0].id, 'a collection by its address')
    return len(root.collections), read


def main():
    stix = Stix()
    began = time.monotonic()
    for name in sys.argv[4:]:
        file = pathlib.Path(name)
        if '.misp.' in name:
            data = clones / 'PyMISP' / 'pymisp' / 'data'
            schemas = {one.name: json.loads(one.read_text()) for one in (data / 'schema.json', data / 'schema-lax.json')}
            event = json.loads(file.read_text())
            misp(event, schemas, name)
            refuses(lambda value: misp(value, schemas, name), {'Event': {**event['Event'], 'Attribute': [{'value': 7}]}}, 'an attribute without a type')
            print(f'== {name}: {len(event["Event"].get("Attribute", []))} attributes')
        else:
            bundle = json.loads(file.read_text())
            stix.validate(bundle, 'bundle', name)
            print(f'== {name}: {stix.objects(bundle["objects"], name)} objects')
            for one in bundle['objects']:
                if one['type'] == 'indicator':
                    refuses(lambda value: stix.validate(value, 'indicator', name), {**one, 'valid_from': 'yesterday'}, 'a time that is none')
                    refuses(lambda value: stix.validate(value, 'indicator', name), {k: v for k, v in one.items() if k != 'pattern_type'}, 'a pattern without its type')
    collections, read = taxii(stix)
    print(f'== TAXII: {collections} collections, {read} objects')
    for clone in ('cti-stix2-json-schemas', 'cti-taxii-client', 'PyMISP'):
        print(f'   {clone}: {version_of(clone)}')
    print(f'   jsonschema {importlib.metadata.version("jsonschema")}; {time.monotonic() - began:.0f} s')
    for one in problems[:60]:
        print('NOT AS IT MUST BE:', one)
    return 1 if problems else 0


sys.exit(main())
