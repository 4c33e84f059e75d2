# Damaged evidence is named and never handed out; a disk that is full or read-only loses nothing.
use_copy
export SANAD_WORKSPACE
exhibit=$CASE-001
mapfile -t names < <(python3 -c 'import json, sys; print("\n".join(f["name"] for f in json.load(open(sys.argv[1]))["files"] if f["role"] != "netlog"))' "$T/exhibit.json")

claim "all is as it was sealed" sanad fixity --count 1000 --as Chand
mapfile -t objects < <(find "${SANAD_WORKSPACE:?}/vault" -path '*/case-*' -type f | sort)
[ ${#objects[@]} -gt ${#names[@]} ] || fail "the vault holds the files of the exhibit" "${#objects[@]}"
damaged_names=0
for object in "${objects[@]}"; do
  flip "$object" "$(middle_of "$object")"
  status=0
  OUT=$(sanad fixity --count 1000 --as Chand) || status=$?
  if [ $status = 1 ] && grep -qF "${object#"$SANAD_WORKSPACE/vault/"}" <<<"$OUT" && grep -q '; 1 differ' <<<"$OUT"; then pass; else fail "fixity names $object" "status $status: $OUT"; fi
  for name in "${names[@]}"; do
    status=0
    sanad exhibit extract "$exhibit" "$name" --out out --purpose test --as Amal >/dev/null 2>err.txt || status=$?
    if [ $status = 0 ]; then rm out; continue; fi
    damaged_names=$((damaged_names + 1))
    if [ $status = 1 ] && grep -qF "$name" err.txt && [ ! -e out ]; then pass; else fail "$name is damaged, named and not handed out" "status $status: $(cat err.txt)"; fi
    rm -f out
  done
  flip "$object" "$(middle_of "$object")"
done
if [ $damaged_names = ${#names[@]} ]; then pass; else fail "each file of the exhibit was found damaged once" "$damaged_names of ${#names[@]}"; fi
claim "restored, all is well again" sanad fixity --count 1000 --as Chand
rm "${objects[0]}"
for name in "${names[@]}"; do sanad exhibit extract "$exhibit" "$name" --out out --purpose test --as Amal >/dev/null 2>>missing.txt || true; rm -f out; done
cp -a "$T/base/vault/." "$SANAD_WORKSPACE/vault/"

# A disk with no room: a small one of its own for root; else a limit on the size of files.
if [ "$(id -u)" = 0 ] && mkdir full && mount -t tmpfs -o size=64m tmpfs full 2>/dev/null; then
  trap 'umount "$WORK/full" 2>/dev/null || true' EXIT
  cp -a "$T/base" full/workspace
  export SANAD_WORKSPACE=$WORK/full/workspace
  head -c 64M /dev/zero >full/filler 2>/dev/null || true
  for i in 1 2 3; do refuse 3 'disk is full|No space' sanad case open --reference "FULL-$i" --title x --as Amal; done
  refuse 3 'disk is full|No space' sanad exhibit extract "$exhibit" "${names[0]}" --out full/out --purpose test --as Amal
  if [ -e full/out ]; then fail "no part of a file is left"; else pass; fi
  rm full/filler
  claim "with room again the ledger is whole" sanad ledger verify
  claim "and work goes on" sanad case open --reference "ROOM" --title x --as Amal
  mount -o remount,ro full
  refuse 3 'read-only|Read-only|cannot be written|permission' sanad case open --reference "RO" --title x --as Amal
  refuse 3 'read-only|Read-only|cannot be written|permission' sanad capture https://forum.tirazan.example/ --case "$CASE" --as Amal
  mount -o remount,rw full
  claim "written again" sanad case open --reference "RW" --title x --as Amal
  umount full
  trap - EXIT
else
  # What it says goes through a pipe: within the limit it could not be written to a file either.
  limited() { (trap '' XFSZ; ulimit -f 0; exec "$BIN/sanad" "$@" 2>&1 >/dev/null) | cat >&2; return "${PIPESTATUS[0]}"; }
  refuse 3 . limited case open --reference "FULL" --title x --as Amal
  claim "with room again the ledger is whole" sanad ledger verify
  chmod -R a-w "$SANAD_WORKSPACE"
  refuse 3 . sanad case open --reference "RO" --title x --as Amal
  chmod -R u+w "$SANAD_WORKSPACE"
  claim "written again" sanad case open --reference "RW" --title x --as Amal
fi
use_copy
flip "$SANAD_WORKSPACE/keys/workspace.key" 3
refuse 1 'key' sanad case list --as Amal
