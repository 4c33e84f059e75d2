# A class is begun with one command, served, and ended with another that leaves nothing of the trainees.
CLASS=$WORK/class
printf 'Behram Sorani\nChand Zarin\n\nDara Keli\n' >"$WORK/names.txt"

refuse 2 'needs either --names FILE' sanad train start "$CLASS"
refuse 2 '1 to 60 seats' sanad train start "$CLASS" --seats 61
refuse 2 'address by which' sanad train start "$CLASS" --seats 2 --address 0.0.0.0
refuse 2 'there is no class' sanad train show "$CLASS"
refuse 2 'there is no class' sanad train close "$CLASS" --reason over
if [ -e "$CLASS" ]; then fail "a refused class leaves no folder"; else pass; fi

# run_class ARGUMENTS: until it serves; CLASS_PID is the process.
run_class() {
  : >"$WORK/class.json"
  "$BIN/sanad" train start "$CLASS" "$@" --json >"$WORK/class.json" 2>"$WORK/class.log" &
  CLASS_PID=$!
  for _ in $(seq 600); do
    grep -q '"trainer"' "$WORK/class.json" && return 0
    kill -0 "$CLASS_PID" 2>/dev/null || break
    sleep 0.1
  done
  fail "the class runs" "$(cat "$WORK/class.log")"
}
end_class() {
  kill -INT "$CLASS_PID"
  wait "$CLASS_PID" && pass || fail "the class ends well when it is told to" "$(cat "$WORK/class.log")"
}

run_class --names "$WORK/names.txt" --trainer "Amal Mirani" --port 24310
pass
cat >"$WORK/sign_in.py" <<'PY'
import json, sys, urllib.request
cards = json.load(open(sys.argv[1]))["cards"]
signed = 0
for card in cards:
    for place in card["places"]:
        body = json.dumps({"officer": place["officer"], "password": place["code"]}).encode()
        request = urllib.request.Request(place["origin"] + "/api/v1/session/password", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as reply:
            session = json.load(reply)
        assert session["officer"]["name"] == card["name"], session
        signed += 1
print(signed)
PY
claim "every code of every card signs in" python3 "$WORK/sign_in.py" "$CLASS/cards.json"
[ "$OUT" = 7 ] && pass || fail "one trainer, and three trainees in two places each" "$OUT"
[ "$(stat -c %a "$CLASS/cards.json")" = 600 ] && pass || fail "cards are their owner's alone"
claim "marks while the class runs" sanad train marks "$CLASS"
[ "$OUT" = "No case study was started yet." ] && pass || fail "nothing was started" "$OUT"
claim "the plan is shown" sanad train show "$CLASS"
grep -q "Chand Zarin (approves: Dara Keli)" <<<"$OUT" && pass || fail "the neighbour approves" "$OUT"
refuse 2 'in use' sanad train close "$CLASS" --reason over
end_class

refuse 2 'stays as it was' sanad train start "$CLASS" --seats 3
refuse 2 'address by which' sanad train start "$CLASS" --address 0.0.0.0
run_class --port 24410
[ "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["cards"][0]["places"][0]["origin"])' "$CLASS/cards.json")" = http://127.0.0.1:24410 ] && pass || fail "the cards tell the new port"
claim "the codes are the old ones" python3 "$WORK/sign_in.py" "$CLASS/cards.json"
end_class

few_files() { (ulimit -n 300 && sanad "$@"); }
refuse 3 'need 448 open files' few_files train start "$CLASS"
run_class
pass
end_class
SEAT="--workspace $CLASS/seats/01"
# shellcheck disable=SC2086
claim "a trainee starts an exercise" sanad exercise start financing $SEAT --as "Behram Sorani"
claim "marks of it" sanad train marks "$CLASS" --json
[ "$(python3 -c 'import json,sys; m = json.load(sys.stdin); print(len(m), m[0]["seat"], m[0]["study"], m[0]["points"], m[0]["maximum"], m[0]["submitted"], m[0]["traps"])' <<<"$OUT")" = "1 1 financing 0 100 False []" ] && pass || fail "an empty run earns nothing" "$OUT"
refuse 2 'is empty' sanad train close "$CLASS" --reason " "
claim "the class is closed" sanad train close "$CLASS" --reason "the course is over"
for name in "Behram Sorani" "Chand Zarin" "Dara Keli"; do
  if grep -rqF "$name" "$CLASS"; then fail "no trainee is named in what is left" "$name"; else pass; fi
done
if [ -e "$CLASS/seats" ] || [ -e "$CLASS/cards.json" ] || [ -e "$CLASS/cards.html" ]; then fail "seats and cards are gone"; else pass; fi
claim "the trainer's ledger verifies" sanad ledger verify --workspace "$CLASS/trainer"
refuse 2 'was closed' sanad train start "$CLASS"
refuse 2 'was closed' sanad train marks "$CLASS"
refuse 2 'closed already' sanad train close "$CLASS" --reason again
