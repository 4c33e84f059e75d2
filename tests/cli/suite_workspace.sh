# Keys, other processes, rebuilding.
use_copy
export SANAD_WORKSPACE

refuse 2 . sanad init --agency Another
: >serve.txt
"$BIN/sanad" serve --listen 127.0.0.1:0 >serve.txt 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
until grep -q 'The workbench is at' serve.txt || ! kill -0 $server 2>/dev/null; do sleep 0.1; done
refuse 2 "in use by process $server" sanad case list --as Amal
refuse 2 "in use by process $server" sanad rebuild
kill -TERM $server
status=0
wait $server || status=$?
if [ $status = 0 ]; then pass; else fail "the server stops when asked to" "status $status: $(cat serve.txt)"; fi
claim "then the next one may" sanad case list --as Amal

before=$(sanad exhibit list --case "$CASE" --as Amal --json)
claim "records are made again" sanad rebuild
if [ "$(sanad exhibit list --case "$CASE" --as Amal --json)" = "$before" ]; then pass; else fail "the same records"; fi
for offset in 0 40 200; do
  python3 - "$SANAD_WORKSPACE/records.db" $offset <<'PY'
import os, sys
with open(sys.argv[1], 'r+b') as file:
    file.seek(int(sys.argv[2]))
    file.write(b'Z' * (os.path.getsize(sys.argv[1]) - int(sys.argv[2])))
PY
  refuse 1 'damaged.*"sanad rebuild"' sanad case list --as Amal
  claim "rebuild repairs it" sanad rebuild
  if [ "$(sanad exhibit list --case "$CASE" --as Amal --json)" = "$before" ]; then pass; else fail "the same records"; fi
done
rm "$SANAD_WORKSPACE/records.db"
claim "a lost file is made again by itself" sanad case list --as Amal
dd if=/dev/zero of="$SANAD_WORKSPACE/operational.db" bs=4096 count=1 conv=notrunc 2>/dev/null
printf Z | dd of="$SANAD_WORKSPACE/operational.db" conv=notrunc 2>/dev/null
refuse 1 'operational.db is damaged' sanad case list --as Amal
rm "$SANAD_WORKSPACE"/operational.db*
claim "accounts begin anew" sanad officer link Amal

# Opened by what is known, or by what is had.
export SANAD_WORKSPACE=$WORK/sealed
SANAD_PASSPHRASE="nine green lanterns" claim "a workspace with a passphrase" sanad init --agency Tirazan --passphrase
[ ! -e "$SANAD_WORKSPACE/keys/workspace.key" ] || fail "no key lies beside it"
SANAD_PASSPHRASE="nine green lanterns" claim "the right one opens it" sanad officer list
SANAD_PASSPHRASE="nine red lanterns" refuse 1 'passphrase' sanad officer list
refuse 2 'SANAD_PASSPHRASE' sanad officer list
cp -a "$T/base" "$WORK/moved"
mv "$WORK/moved/keys/workspace.key" "$WORK/stick.key"
SANAD_WORKSPACE=$WORK/moved refuse 2 'key' sanad case list --as Amal
SANAD_WORKSPACE=$WORK/moved SANAD_KEY_FILE=$WORK/stick.key claim "a key on removable media" sanad case list --as Amal
make_workspace "$WORK/other"
SANAD_WORKSPACE=$WORK/moved SANAD_KEY_FILE=$WORK/other/keys/workspace.key refuse 1 'key' sanad case list --as Amal
