// Opens verify.html from disk in Chromium and gives it certificates of training. Fails if a verdict is another than
// expected or anything is requested.
//   node credentials_page.mjs FOLDER     FOLDER: verify.html good.json code.txt changed.json list.json revoking.json issuer.txt
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, runInBrowser } from "./devtools.mjs";

const folder = resolve(process.argv[2]);
const issuer = readFileSync(join(folder, "issuer.txt"), "utf8");

await runInBrowser("verify.html judges certificates from disk", async ({ requests, problems, evaluate, until, go, choose }) => {
  const address = pathToFileURL(join(folder, "verify.html")).href;
  await go(address);
  const judged = async (act) => {
    await evaluate("document.querySelector('#result').replaceChildren()");
    await act();
    await until("document.querySelector('[data-verdict]')");
    return evaluate("[document.querySelector('[data-verdict]').dataset.verdict, ...[...document.querySelectorAll('[data-code]')].map((one) => one.dataset.code)].join(' ')");
  };
  const given = (file) => judged(() => choose("#bundle", join(folder, file)));
  expect(await given("good.json"), "valid competency not-looked not-compared person", "a good one");
  expect(await given("code.txt"), "valid competency not-looked not-compared person", "what its code holds");
  expect(await given("changed.json"), "not valid proof-broken competency not-looked not-compared person", "an altered one");
  await evaluate("document.querySelector('#trust').open = true");
  const named = (did) => judged(() => evaluate(`{ const field = document.querySelector('#issuer'); field.value = '${did}'; field.dispatchEvent(new Event('change')); }`));
  expect(await given("good.json"), "valid competency not-looked not-compared person", "again");
  expect(await named(issuer), "valid competency not-looked person", "with its issuer");
  expect(await judged(() => choose("#revocations", join(folder, "list.json"))), "valid competency not-revoked person", "with a list");
  expect(await judged(() => choose("#revocations", join(folder, "revoking.json"))), "not valid revoked competency revoked-at person", "revoked");
  await evaluate("document.querySelector('[data-language=ur]').click()");
  expect(await evaluate("/[\\u0600-\\u06ff]/.test(document.querySelector('[data-code=revoked]').textContent)"), true, "in Urdu");
  expect(await given("bad.json"), "unusable", "what is no certificate");
  expect(requests.filter((url) => url !== address).join(" "), "", "requests");
  expect(problems.join(" "), "", "errors in the page");
});
