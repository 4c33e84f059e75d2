# Partners' programs: tokens, lookups and hashes in the shapes of Hasher-Matcher-Actioner, asked with curl.
use_copy
export SANAD_WORKSPACE
equals() { if [ "$2" = "$3" ]; then pass; else fail "$1" "\"$2\", not \"$3\""; fi; }
value() { python3 -c 'import json,sys; print(eval(sys.argv[1], {"o": json.load(sys.stdin)}))' "$1"; }
EXHIBIT=$(field exhibit <"$T/exhibit.json")
sanad exhibit extract "$EXHIBIT" screenshot.png --out shot.png --purpose "a list for the test" --as Amal >/dev/null
PDQ=$(sanad fingerprint shot.png --json | value 'o["pdq"]')
printf '%s\n' "$PDQ" >pictures.txt
sanad list import pictures.txt --name LANTERN --signal pdq --tlp green --as Amal >/dev/null
sanad list import pictures.txt --name CLOSED --signal pdq --tlp red --as Amal >/dev/null

# Tokens.
refuse 1 'takes the role supervisor' sanad token issue "Sahil Desk" --scope lookup --list LANTERN --purpose checks --as Amal
refuse 1 'TLP:red' sanad token issue "Sahil Desk" --scope lookup --list CLOSED --purpose checks --as Behram
refuse 2 'scope is' sanad token issue "Sahil Desk" --list LANTERN --purpose checks --as Behram
refuse 2 'name the lists' sanad token issue "Sahil Desk" --scope lookup --purpose checks --as Behram
refuse 2 'no list' sanad token issue "Sahil Desk" --scope lookup --list NONE --purpose checks --as Behram
refuse 2 'within 366 days' sanad token issue "Sahil Desk" --scope lookup --list LANTERN --days 367 --purpose checks --as Behram
refuse 2 'times a minute' sanad token issue "Sahil Desk" --scope lookup --list LANTERN --per-minute 0 --purpose checks --as Behram
refuse 2 '--purpose is missing' sanad token issue "Sahil Desk" --scope lookup --list LANTERN --as Behram
claim "a token is issued" sanad token issue "Sahil Desk" --scope lookup --scope hash --list LANTERN --purpose "checks of uploads" --as Behram --json
SECRET=$(value 'o["secret"]' <<<"$OUT")
TOKEN=$(value 'o["token"]' <<<"$OUT")
claim "tokens are listed" sanad token list --as Behram --json
if grep -qF "$SECRET" <<<"$OUT"; then fail "the secret is shown once"; else pass; fi
if grep -rqF "$SECRET" "$SANAD_WORKSPACE"; then fail "the secret is nowhere in the workspace"; else pass; fi
refuse 1 'takes the role' sanad token list --as Amal

# A client asks the running server.
: >serve.json
"$BIN/sanad" serve --listen 127.0.0.1:0 --json >serve.json 2>serve.log &
SERVER=$!
stop_server() { kill "$SERVER" 2>/dev/null || true; wait "$SERVER" 2>/dev/null || true; }
trap stop_server EXIT
until HMA=$(value 'o["origin"]' <serve.json 2>/dev/null)/hma; do kill -0 "$SERVER" || { cat serve.log >&2; break; }; sleep 0.05; done
ask() { curl -s -H "Authorization: Bearer $SECRET" "$@"; }
status_of() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
equals "the server is alive" "$(curl -s "$HMA/status")" I-AM-ALIVE
equals "a file is hashed" "$(ask --form photo=@shot.png "$HMA/h/hash" | value 'o["pdq"]')" "$PDQ"
equals "a hash is looked up" "$(ask "$HMA/m/lookup?signal_type=pdq&signal=$PDQ" | value '[(b, m[0]["distance"]) for b, m in o.items()]')" "[('LANTERN', '0')]"
equals "a file is looked up" "$(ask --form photo=@shot.png "$HMA/m/lookup" | value 'list(o["pdq"])')" "['LANTERN']"
equals "raw" "$(ask "$HMA/m/raw_lookup?signal_type=pdq&signal=$PDQ" | value 'len(o["matches"])')" 1
equals "banks" "$(ask "$HMA/c/banks" | value 'o')" "[{'matching_enabled_ratio': 1.0, 'name': 'LANTERN'}]"
equals "no token, no answer" "$(status_of "$HMA/c/banks")" 401
equals "nothing is fetched" "$(status_of -H "Authorization: Bearer $SECRET" "$HMA/h/hash?url=http://127.0.0.1/")" 400
equals "what is no picture" "$(status_of -H "Authorization: Bearer $SECRET" --form photo=@pictures.txt "$HMA/h/hash")" 400
stop_server
trap - EXIT

equals "each answer is in the ledger" "$(python3 - "$SANAD_WORKSPACE/records.db" <<'PY'
import sqlite3, sys
print(sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute("SELECT count(*) FROM entries WHERE kind = 'lookup.disclosed'").fetchone()[0])
PY
)" 3
refuse 2 '--reason is missing' sanad token revoke "$TOKEN" --as Behram
refuse 2 'no token' sanad token revoke token-0000000000000000 --reason x --as Behram
claim "a token is revoked" sanad token revoke "$TOKEN" --reason "the machine was lost" --as Behram
refuse 2 'already' sanad token revoke "$TOKEN" --reason x --as Behram
before=$(sanad token list --as Behram --json)
claim "a rebuild" sanad rebuild
equals "gives the same tokens" "$(sanad token list --as Behram --json)" "$before"
claim "the ledger is whole" sanad ledger verify
refuse 1 'takes the role' sanad token revoke "$TOKEN" --reason x --as Amal
