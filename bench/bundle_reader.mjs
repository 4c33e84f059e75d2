// How quickly a bundle opens in its own reader, in Debian's Chromium without a screen, and what memory all processes of the
// browser hold (proportional set size):
//   node bench/bundle_reader.mjs UNPACKED ZIP EXHIBIT WORD     EXHIBIT is shown in part; WORD stands in one message
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runInBrowser } from "../tests/tamper/devtools.mjs";
import { awaitAnswer, memoryOf, memoryWatch } from "./browser_memory.mjs";

const [unpacked, zip, exhibit, word] = process.argv.slice(2);
const page = pathToFileURL(resolve(unpacked, "index.html")).href;

await runInBrowser("", async ({ requests, problems, evaluate, until, go, choose }, group) => {
  const { measure, end } = memoryWatch(group);
  const visit = async (hash) => {
    await evaluate(`{ document.querySelector("#main").dataset.drawn = ""; location.hash = ${JSON.stringify(hash)}; 0 }`);
    await until(`document.querySelector("#main").dataset.drawn === ${JSON.stringify(hash.split(/[/?]/)[1])}`);
  };
  const searchFor = async (query) => {
    await visit(`#/search?q=${encodeURIComponent(query)}`);
    await until("document.querySelector('#found').dataset.done");
    return `${await evaluate("document.querySelector('#found').dataset.done")} found`;
  };
  console.log(`an empty page: ${memoryOf(group).toFixed(0)} MiB`);
  await measure("unpacked, to the overview with its exhibits", async () => {
    await go(page);
    await until("document.querySelectorAll('#main .card').length >= 2");
  });
  await go("about:blank");
  await measure("unpacked, to the first list of messages", async () => {
    await go(`${page}#/parts/${exhibit}/0`);
    await until("document.querySelectorAll('#main article').length > 0");
  });
  await measure("the last messages", async () => {
    const last = await evaluate("Number(document.querySelector('.bar span').textContent.match(/\\d+/g).at(-1)) - 1");
    await visit(`#/parts/${exhibit}/${last}`);
    await until("document.querySelectorAll('#main article').length > 0");
  });
  await measure("a search through all of it, first time", () => searchFor(word));
  await measure("a search for what stands in many", () => searchFor("چراغ boat"));
  await go("about:blank");
  await go(page);
  await until("document.querySelectorAll('#main .card').length >= 2");
  await measure("the zip, to its overview", async () => {
    await evaluate("document.querySelector('#main').replaceChildren()");
    await choose("#zip", resolve(zip));
    await until("document.querySelectorAll('#main .card').length >= 2");
  });
  await measure("a search in the zip, while it is checked", () => searchFor(word));
  await measure("the zip, to the verdict", () => awaitAnswer(evaluate, "document.querySelector('[data-verdict]')?.dataset.verdict"));
  end();
  const foreign = requests.filter((url) => !url.startsWith("file:") && url !== "about:blank");
  if (foreign.length > 0 || problems.length > 0) throw new Error([...foreign, ...problems].join("\n"));
});
