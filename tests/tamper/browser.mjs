// Opens verify.html from disk in Chromium and gives it an intact and an altered bundle. Fails if a verdict is another than
// expected or anything is requested.
//   node browser.mjs FOLDER     FOLDER: verify.html bundle.zip changed.zip agency.vkey root.pem
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, runInBrowser } from "./devtools.mjs";

const folder = resolve(process.argv[2]);

await runInBrowser("verify.html works from disk", async ({ requests, problems, evaluate, until, go, choose }) => {
  const address = pathToFileURL(join(folder, "verify.html")).href;
  await go(address);
  const verdictOf = async (file) => {
    await evaluate("document.querySelector('#result').replaceChildren()");
    await choose("#bundle", join(folder, file));
    await until("document.querySelector('[data-verdict]')");
    return evaluate("document.querySelector('[data-verdict]').dataset.verdict");
  };
  expect(await verdictOf("bundle.zip"), "intact with warnings", "without trust");
  await evaluate("document.querySelector('#trust').open = true");
  await choose("#trust-key", join(folder, "agency.vkey"));
  await choose("#trust-root", join(folder, "root.pem"));
  expect(await verdictOf("bundle.zip"), "intact", "with trust");
  expect(await evaluate("document.querySelectorAll('[data-check]').length"), 21, "checks shown");
  expect(await evaluate("document.querySelectorAll('section.exhibit').length"), 2, "exhibits shown");
  expect(await evaluate("document.querySelectorAll('[data-question]').length"), 31, "questions shown");
  expect(await evaluate("document.querySelector('[data-question=altered]').dataset.answer"), "no", "the answer");
  await evaluate("document.querySelector('[data-language=ur]').click()");
  expect(await evaluate("document.documentElement.dir"), "rtl", "direction in Urdu");
  expect(await evaluate("document.documentElement.lang"), "ur", "language");
  expect(await evaluate("/[\\u0600-\\u06ff]/.test(document.querySelector('[data-question=clock] h4').textContent)"), true,
    "a question in Urdu");
  expect(await verdictOf("changed.zip"), "tampered", "altered bundle");
  const foreign = requests.filter((url) => url !== address);
  expect(foreign.join(" "), "", "requests");
  expect(problems.join(" "), "", "errors in the page");
});
