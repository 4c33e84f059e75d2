# The ledger: exported and audited by hand, and found out when it was altered.
use_copy
export SANAD_WORKSPACE

claim "it verifies" sanad ledger verify
claim "it is exported" sanad ledger export --out public
refuse 2 'exists already' sanad ledger export --out public
claim "a proof" sanad ledger proof 0
refuse 2 . sanad ledger proof 100000
refuse 2 . sanad ledger proof x
claim "a checkpoint" sanad ledger checkpoint

# docs/formats/ledger.md, with openssl and coreutils only.
cd public
size=$(sed -n 2p checkpoint)
root=$(sed -n 3p checkpoint)
head -3 checkpoint >../text
tail -1 checkpoint | cut -d' ' -f3 | base64 -d | tail -c 64 >../signature
claim "openssl finds the checkpoint signed by the ledger's key" openssl pkeyutl -verify -pubin -inkey "$SANAD_WORKSPACE/keys/ledger.pem" -rawin -in ../text -sigfile ../signature
mkdir ../leaves
offset=0
tile=tile/entries/000.p/$size
for ((i = 0; i < size; ++i)); do
  length=$((16#$(dd if="$tile" bs=1 skip=$offset count=2 2>/dev/null | od -An -tx1 | tr -d ' \n')))
  (printf '\0'; dd if="$tile" bs=1 skip=$((offset + 2)) count=$length 2>/dev/null) | openssl dgst -sha256 -binary >"../leaves/$i"
  offset=$((offset + 2 + length))
done
if [ $offset = "$(stat -c %s "$tile")" ]; then pass; else fail "the tile holds as many entries as the checkpoint says"; fi
if cat $(seq -f '../leaves/%g' 0 $((size - 1))) | cmp -s - "tile/0/000.p/$size"; then pass; else fail "the entries hash to the pieces of tile/0"; fi
# RFC 6962, section 2.1.
hash_of() {
  local first=$1 count=$2 half=1 left right
  if [ "$count" = 1 ]; then echo "../leaves/$first"; return; fi
  while [ $((half * 2)) -lt "$count" ]; do half=$((half * 2)); done
  left=$(hash_of "$first" $half)
  right=$(hash_of $((first + half)) $((count - half)))
  (printf '\001'; cat "$left" "$right") | openssl dgst -sha256 -binary >"../leaves/$first-$count"
  echo "../leaves/$first-$count"
}
if [ "$(base64 <"$(hash_of 0 "$size")")" = "$root" ]; then pass; else fail "the entries give the root that was signed"; fi
cd ..

# Every file of it, changed in the middle, is found by the audit. Tiles that a fuller one has replaced prove nothing any more.
cp -a "$SANAD_WORKSPACE/ledger" saved
mapfile -t files < <(cd "$SANAD_WORKSPACE/ledger" && find . -type f ! -name lock ! -name '*.vkey' -size +0 \( ! -path '*.p/*' -o -path "*.p/$size" \) | sort)
for file in "${files[@]}"; do
  flip "$SANAD_WORKSPACE/ledger/$file" "$(middle_of "$SANAD_WORKSPACE/ledger/$file")"
  refuse 1 . sanad ledger verify
  rm -rf "${SANAD_WORKSPACE:?}/ledger"
  cp -a saved "$SANAD_WORKSPACE/ledger"
done
# Rolled back to before the exhibit.
truncate -s -1 "$SANAD_WORKSPACE/ledger/journal/0"
refuse 1 . sanad ledger verify
