#!/usr/bin/env bash
# A signed WACZ, verified by the code of ReplayWeb.page (verifyWACZSignature of wabac.js, as it stands) and by py-wacz: wacz_signature.sh FOLDER FILE.wacz KEY
# FOLDER holds clones of webrecorder/wabac.js, webrecorder/py-wacz and webrecorder/warcio, and in wabac-deps what the first needs, with a compiler of TypeScript, as bench/exports.sh says.
# KEY: the public key that the ledger states. Exit status 1 unless both accept it, and refuse it changed.
set -euo pipefail
folder=$(realpath "$1")
wacz=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
deps=$folder/wabac-deps/node_modules
ln -s "$deps" "$work/node_modules"
mkdir "$work/wacz"
for file in utils wacz/certutils; do
  node -e '
    const ts = require(process.argv[1] + "/typescript"), fs = require("fs");
    const text = fs.readFileSync(process.argv[2], "utf8");
    const out = ts.transpileModule(text, {compilerOptions: {module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true}}).outputText;
    fs.writeFileSync(process.argv[3], out);' "$deps" "$folder/wabac.js/src/$file.ts" "$work/$file.js"
done
unzip -p "$wacz" datapackage-digest.json >"$work/digest.json"
unzip -p "$wacz" datapackage.json | sha256sum | cut -d' ' -f1 >"$work/sum"
cat >"$work/check.cjs" <<'JS'
require('reflect-metadata');
globalThis.self ??= globalThis;
const fs = require('fs'), { verifyWACZSignature } = require('./wacz/certutils.js');
const digest = JSON.parse(fs.readFileSync('digest.json', 'utf8')), told = digest.signedData;
const matched = async (data) => (await verifyWACZSignature(data)).find((one) => one.id === 'signature').matched;
(async () => {
  const fail = (why) => { console.error(why); process.exit(1); };
  if (digest.hash !== `sha256:${fs.readFileSync('sum', 'utf8').trim()}` || told.hash !== digest.hash) fail('the hash is not that of datapackage.json');
  if (told.publicKey !== process.argv[2]) fail('the key is not the one that the ledger states');
  if (await matched(told) !== true) fail('the signature does not match');
  const end = told.hash.at(-1) === '0' ? '1' : '0';
  if (await matched({ ...told, hash: told.hash.slice(0, -1) + end }) !== false) fail('a changed hash is accepted');
  console.log('ReplayWeb.page: the signature matches, and not that of another hash');
})();
JS
(cd "$work" && node check.cjs "$3")
cp "$wacz" "$work/whole.wacz"
/usr/bin/python3 - "$folder" "$work/whole.wacz" <<'PY'
import contextlib, io, json, sys, types, zipfile
sys.path[:0] = [sys.argv[1] + '/py-wacz', sys.argv[1] + '/warcio']
# What these two checks do not use, and Debian does not have.
for name, members in (('frictionless', {'validate': None}), ('wacz.waczindexer', {'WACZIndexer': None}), ('pkg_resources', {}), ('requests', {})):
    sys.modules.setdefault(name, types.ModuleType(name))
    for member, value in members.items():
        setattr(sys.modules[name], member, value)
from wacz.validate import Validation
def checks(path):
    one = Validation(path)
    return one.check_required_contents() == 0 and one.check_data_package_hash_and_sig()
with contextlib.redirect_stdout(io.StringIO()):
    whole = checks(sys.argv[2])
    changed = sys.argv[2] + '.changed'
    with zipfile.ZipFile(sys.argv[2]) as old, zipfile.ZipFile(changed, 'w') as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"created"', b'"Created"') if name == 'datapackage.json' else old.read(name))
    refused = not checks(changed)
if not whole or not refused:
    sys.exit(f'py-wacz: accepted {whole}, refused when changed {refused}')
print('py-wacz: its digest and times are as they must be, and not those of a changed one')
PY
