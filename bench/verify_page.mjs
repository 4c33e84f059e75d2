// How long verify.html takes to check a bundle, in Debian's Chromium without a screen, and what memory all processes of the
// browser hold (proportional set size):
//   node bench/verify_page.mjs PAGE ZIP
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runInBrowser } from "../tests/tamper/devtools.mjs";
import { awaitAnswer, memoryOf, memoryWatch } from "./browser_memory.mjs";

const [page, zip] = process.argv.slice(2);

await runInBrowser("", async ({ problems, evaluate, go, choose }, group) => {
  console.log(`an empty page: ${memoryOf(group).toFixed(0)} MiB`);
  const { measure, end } = memoryWatch(group);
  await go(pathToFileURL(resolve(page)).href);
  await measure("verify.html, to its verdict", async () => {
    await choose("#bundle", resolve(zip));
    return awaitAnswer(evaluate, "document.querySelector('[data-verdict]')?.dataset.verdict");
  });
  end();
  if (problems.length > 0) throw new Error(problems.join("\n"));
});
