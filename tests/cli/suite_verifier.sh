# sanad-verify given what is no bundle: it says so at once, and writes nothing.
cp "$T/bundle.zip" good.zip
claim "a bundle is intact" verify good.zip
claim "with its keys too" verify good.zip --trust-key "$T/base/keys/agency.pem" --trust-tsa "$(range_field authority_path)"
claim "nothing but the status" verify good.zip --quiet
[ -z "$OUT" ] || fail "--quiet prints nothing" "$OUT"

# What a defence expert asks of a capture that was really made, in a workspace without a timestamp authority.
claim "its questions are answered" verify good.zip --questions --trust-key "$T/base/keys/agency.pem" --trust-tsa "$(range_field authority_path)"
for part in "answers              pass" "Could the agency have rewritten its ledger? [rewritten]" "No witness outside the agency" "Was it altered since it was sealed in the ledger? [altered]" "No second capture from elsewhere"; do
  grep -qF -- "$part" <<<"$OUT" || fail "the questions show $part" "$OUT"
done
claim "and for machines" verify good.zip --json
found=$(python3 -c '
import json, sys
answers = {answer["id"]: answer["answer"] for answer in json.load(sys.stdin)["answers"]}
print(*(answers[id] for id in ("altered", "latest", "authority", "signed-in", "health", "software")))' <<<"$OUT")
# Not every machine passes its own self-test; the answer follows the record.
healthy=$(unzip -p good.zip '*/acquisition.json' | python3 -c 'import json, sys; health = json.load(sys.stdin)["health"]; print("yes" if all(health[side]["passed"] for side in ("before", "after")) else "no")')
if [ "$found" = "no cannot_be_shown yes no $healthy shown" ]; then pass; else fail "each has an answer of its own" "$found"; fi

bundle=$(python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).namelist()[0].split("/")[0])' good.zip)
claim "the agency reads them where it made the bundle" sanad bundle questions "$bundle" --as Amal
grep -qF "Was it altered since it was sealed in the ledger? [altered]" <<<"$OUT" || fail "the same questions" "$OUT"
refuse 2 "en or ur" sanad bundle questions "$bundle" --language xx --as Amal

# unusable STATUS FILE: without a crash, within a time that no unpacking of 10 GB takes.
judged() {
  local expected=$1 status=0
  timeout 20 "$BIN/sanad-verify" "$2" >out.txt 2>&1 || status=$?
  if [ $status = "$expected" ] && [ -s out.txt ]; then pass; else fail "$2 gives $expected" "status $status: $(tail -c 300 out.txt)"; fi
}

python3 "$CLI_TESTS/hostile_zips.py" good.zip .
for file in hostile-*.zip; do judged 2 "$file"; done
: >empty.zip
head -c 100000 good.zip >cut.zip
head -c 1000 /dev/urandom >noise.zip
for file in empty.zip cut.zip noise.zip nothing.zip . /dev/null; do judged 2 "$file"; done
if [ -e ../evil ] || [ -e evil ] || [ -e /tmp/sanad-evil ]; then fail "nothing was unpacked"; else pass; fi
status=0
verify good.zip --trust-key /nonexistent >out.txt 2>&1 || status=$?
if [ $status = 2 ]; then pass; else fail "a key that is not there" "status $status"; fi
status=0
verify >out.txt 2>&1 || status=$?
if [ $status = 2 ]; then pass; else fail "no bundle named" "status $status"; fi
# One bit in the middle of the payload.
cp good.zip tampered.zip
flip tampered.zip "$(middle_of tampered.zip)"
judged 1 tampered.zip
