// Opens a bundle's index.html from disk in Chromium: unpacked, as a zip, altered, alone. Fails if it shows something else than
// expected, if a shown text is obeyed, or if anything but files of the bundle is asked for.
//   node reader.mjs FOLDER     FOLDER: bundle.zip changed.zip many.zip, unpacked (bundle-…/), many (bundle-…/), alone/index.html
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, runInBrowser } from "./devtools.mjs";

const folder = resolve(process.argv[2]);
const inside = (name) => join(folder, name, readdirSync(join(folder, name)).find((one) => one.startsWith("bundle-")));
const [first, second] = ["exhibit-1eeeeeeeeeeeeeee", "exhibit-2ffffffffffffff0"];

// Somebody who would hear of whatever leaves the page.
let heard = 0;
const listener = createServer((socket) => { heard++; socket.destroy(); });
await new Promise((done) => listener.listen(0, "127.0.0.1", done));
const outside = `http://127.0.0.1:${listener.address().port}/x`;

await runInBrowser("index.html works from disk", async ({ requests, problems, send, evaluate, until, go, choose }) => {
  const count = (selector) => evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const text = (selector) => evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);
  const has = async (selector, words, what) => expect((await text(selector)).includes(words), true, `${what}: ${words} in ${await text(selector)}`);
  const visit = async (hash) => {
    const page = hash.split(/[/?]/)[1] || "overview";
    await evaluate(`{ document.querySelector("#main").dataset.drawn = ""; location.hash === ${JSON.stringify(hash)} ? dispatchEvent(new HashChangeEvent("hashchange")) : location.hash = ${JSON.stringify(hash)}; 0 }`);
    await until(`document.querySelector("#main").dataset.drawn === ${JSON.stringify(page)}`);
  };
  const sober = async (where) => {
    expect(await evaluate("window.hacked ?? 0"), 0, `${where}: what was shown is not run`);
    expect(await count("#main script, #main iframe, #main object, #main embed, #main svg, #main img[src=x]"), 0, `${where}: no element of the shown text`);
  };

  // Unpacked.
  const unpacked = pathToFileURL(inside("unpacked")).href;
  await go(`${unpacked}/index.html`);
  await until("document.querySelectorAll('#main .card').length === 3");
  await has("#main", "TZ-17", "overview");
  await has("#main", "Lantern forum <b>شمع</b>", "a hostile title is words");
  await has("#main", "The thread announces a meeting", "necessity");
  await has("#main", "officer-2bbbbbbbbbbbbbbb", "approver");
  await has("#standing", "Not verified by this page", "standing");
  expect(await count("[data-verdict]"), 0, "no verdict without a check");
  await visit("#/checks");
  await has("#main", "No check was run", "checks");
  expect(await count("[data-check]"), 0, "no checks shown that nobody ran");

  await visit(`#/exhibit/${second}`);
  await has("#main", "exhibit-2ffffffffffffff0/dom.html", "a page is named by where it lies");
  expect(await count(`a[href*="dom.html"], a[href*=".wacz"]`), 0, "pages are not linked");
  await has("#main", "netlog.json.gz", "withheld file");
  expect(await count(".custody li"), 3, "entries of custody");
  await has(".custody", "Exhibit TZ-17/2 was sealed, 4 files".replace("4", "5"), "custody in words");
  expect(await count(".covered img"), 0, "a picture is not loaded before it is looked at");
  await evaluate("document.querySelector('.covered button').focus()");
  for (const type of ["keyDown", "keyUp"]) await send("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: type === "keyDown" ? "\r" : undefined });
  await until("document.querySelector('.covered .blurred img')?.naturalWidth === 1");
  await evaluate("document.querySelector('.covered button').click()");
  expect(await count(".covered .blurred"), 0, "clear at the second step");
  await evaluate("document.querySelector('.covered button').click()");
  expect(await count(".covered img"), 0, "covered again at the third");

  await visit(`#/parts/${second}/0`);
  await has("#part-6", "window.hacked=1", "a hostile message is words");
  await has("#part-6 header", "<script>", "a hostile author is words");
  await has("#main", "Lantern <i>club</i>", "the chat's name");
  await has("#part-6", '../"><svg onload=1>.png', "a hostile name of an attachment");
  await has("#part-9", "About the lamps", "a mail");
  expect(await count("table.rows"), 2, "rows parted by closed ones are two tables");
  await has("table.rows", "<b>oil</b>", "a hostile column is words");
  await has("[data-closed]", "a bystander", "a closed stretch says why");
  expect(await evaluate("[...document.querySelectorAll('[data-closed]')].reduce((sum, one) => sum + Number(one.dataset.closed), 0)"), 18, "parts closed");
  expect(await count("#main article") + await count("table.rows tbody tr"), 10, "parts shown");
  await has("#part-6 .text", "Lamp 6 is lit.", "words beside a masked one");
  expect(await count("#part-6 .text .chip"), 1, "a masked word");
  expect(await evaluate("document.querySelector('#part-6 .text .chip').textContent"), "Person 3", "what stands for it");
  expect(await evaluate("document.querySelector('#part-6 .text .chip').title"), "Words covered as Person 3: 1 (a bystander)", "and why");
  expect((await text("#part-6")).includes("چراغ"), false, "what is masked is nowhere");
  await evaluate("document.querySelector('#part-6 details').open = true");
  await until("document.querySelector('#part-6 pre')");
  await has("#part-6 pre", "__proto__", "no member is lost");
  await has("#part-6 .attachments", "to its bytes, part 21", "a message leads to the bytes of what it attaches");
  expect(await count("#part-21 img"), 0, "bytes lie under a cover");
  await evaluate("document.querySelector('#part-21 .covered button').click()");
  await until("document.querySelector('#part-21 .covered .blurred img')?.naturalWidth === 1");
  await has("#part-27 .bytes", "“lamp.html”, lie in the folder as data/exhibits/", "a page is named");
  expect(await count("#part-27 .bytes a"), 0, "and not linked");
  await sober("parts");
  await visit(`#/parts/${second}/0/13`);
  await has(".here", "after the window", "a number that is closed leads to its stretch");

  await visit(`#/search?q=${encodeURIComponent("چراغ lit")}`);
  await until("document.querySelector('#found').dataset.done === '4'");
  expect(await count(".results mark"), 8, "both words marked in each");
  await evaluate("document.querySelector('.results a').click()");
  await until("document.querySelector('.here mark')");
  await visit(`#/search?q=${encodeURIComponent('"person 3"')}`);
  await until("document.querySelector('#found').dataset.done === '4'");
  await visit("#/search?q=announces");
  await until("document.querySelector('#found').dataset.done === '1'");
  await visit("#/search?q=zeppelin");
  await until("document.querySelector('#found').dataset.done === '0'");
  await sober("search");

  await evaluate("document.querySelector('[data-language=ur]').click()");
  await until("document.documentElement.dir === 'rtl'");
  await has("#standing", "اس صفحے نے جانچ نہیں کی", "Urdu");
  await visit(`#/exhibit/${first}`);
  await has("#main h1", "شہادت \u2068TZ-17/1\u2069", "Urdu");
  await evaluate("document.querySelector('[data-language=en]').click()");

  const own = (start) => expect(requests.splice(0).filter((url) => !url.startsWith(start) && !url.startsWith("blob:null/")).join(" "), "", `requests beside ${start}`);
  own(`${unpacked}/`);
  expect(problems.join("\n"), "", "errors in the page");

  // The policy: nothing can be asked for elsewhere, whatever would try.
  const refused = (tryIt) => evaluate(`new Promise((done) => { addEventListener("securitypolicyviolation", () => done(true), { once: true }); ${tryIt} })`);
  expect(await refused(`fetch('${outside}').catch(() => 0)`), true, "fetch is refused");
  expect(await refused(`new Image().src = '${outside}.png'`), true, "a picture from elsewhere is refused");
  expect(await refused(`document.head.append(Object.assign(document.createElement('script'), {src: '${outside}.js'}))`), true, "a script from elsewhere is refused");
  expect(await refused("document.body.append(Object.assign(document.createElement('iframe'), {src: 'data/exhibits/" + first + "/dom.html'}))"), true, "a frame is refused");
  expect(await refused("document.body.append(Object.assign(document.createElement('div'), {innerHTML: '<b onclick=\"window.hacked=1\">x</b>'})); document.body.lastChild.firstChild.click()"), true, "a handler in markup is refused");
  await evaluate("document.querySelector('iframe').remove()");
  // What the browser notes of its own refusals is no error of the page.
  problems.length = 0;
  requests.length = 0;

  // The zip, opened in the same page.
  await choose("#zip", join(folder, "bundle.zip"));
  await until("document.querySelector('[data-verdict]')");
  expect(await evaluate("document.querySelector('[data-verdict]').dataset.verdict"), "intact with warnings", "verdict of the zip");
  await visit("#/checks");
  expect(await count("[data-check]"), 21, "checks shown");
  expect(await evaluate("document.querySelector('[data-check=reader]').dataset.status"), "warn", "the reader does not vouch for itself");
  expect(await count("[data-status=fail]"), 0, "nothing failed");
  await visit(`#/exhibit/${second}`);
  await evaluate("document.querySelector('.covered button').click()");
  await until("document.querySelector('.covered .blurred img')?.naturalWidth === 1");
  await evaluate("[...document.querySelectorAll('tr')].find((row) => row.textContent.includes('dom.html')).querySelectorAll('button')[1].click()");
  await until("document.querySelector('td pre')");
  await has("td pre", "<script>window.hacked=1</script>", "a page as its source");
  await sober("zip");
  await visit(`#/parts/${second}/0`);
  await has("#part-6", "Lamp 6 is lit", "parts from the zip");
  await evaluate("document.querySelector('#part-21 .covered button').click()");
  await until("document.querySelector('#part-21 .covered .blurred img')?.naturalWidth === 1");
  await evaluate("document.querySelectorAll('#part-27 .bytes button')[1].click()");
  await until("document.querySelector('#part-27 .bytes pre')");
  await has("#part-27 .bytes pre", "<script>window.hacked=1</script>", "a page as its source, from the zip");
  await sober("zip parts");

  await choose("#zip", join(folder, "changed.zip"));
  await until("document.querySelector('[data-verdict=tampered]')");
  own(`${unpacked}/`);

  // Many parts, in scripts of some hundreds each: a search reads them all, and shows of each what is in it.
  const many = pathToFileURL(inside("many")).href;
  await go(`${many}/index.html`);
  await until("document.querySelectorAll('#main .card').length === 3");
  const searchMany = async (where) => {
    requests.length = 0;
    const search = async (query, found) => {
      await visit(`#/search?q=${encodeURIComponent(query)}`);
      await until("document.querySelector('#found').dataset.done");
      expect(await evaluate("document.querySelector('#found').dataset.done"), String(found), `${query}, ${where}`);
    };
    await search("zeppelin", 0);
    await search("lit", 998);
    expect(await count(".results li"), 500, "the first are listed");
    await has("#found", "500", "and it is said that there are more");
    expect(await evaluate("document.querySelector('.results li:last-child a').textContent"), "part 1503", "in their order");
    for (const number of [1011, 1503, 2997]) {
      await search(`"lit چراغ" ${number}`, 1);
      await evaluate("document.querySelector('.results a').click()");
      await until("document.querySelector('.here mark')");
      await has(".here", `Lamp ${number} is lit`, where);
    }
    expect(await count("script[src]"), 0, "no script is kept");
  };
  await searchMany("unpacked");
  expect(new Set(requests.filter((url) => url.includes(`/${second}-`))).size >= 8, true, "all scripts were read");
  own(`${many}/`);
  await choose("#zip", join(folder, "many.zip"));
  await until("document.querySelector('[data-verdict=\"intact with warnings\"]')");
  await searchMany("from the zip");
  expect(requests.filter((url) => url.startsWith("file:")).join(" "), "", "nothing is read beside the zip");
  await sober("many");

  // Alone: it says what to do, and takes the zip.
  const alone = pathToFileURL(join(folder, "alone/index.html")).href;
  await go(alone);
  await until("document.querySelector('#main').textContent.includes('Nothing lies beside this page')");
  expect(problems.splice(0).every((one) => one.includes("alone/data/reader/bundle.js")), true, "no script beside it");
  await choose("#zip", join(folder, "bundle.zip"));
  await until("document.querySelectorAll('#main .card').length === 3");
  await choose("#zip", join(folder, "alone/index.html"));
  await until("document.querySelector('#problem').textContent.includes('cannot be read')");
  await until("document.querySelector('[data-verdict=unusable]')");
  own(pathToFileURL(join(folder, "alone")).href);

  expect(problems.join("\n"), "", "errors in the page");
  expect(heard, 0, "connections");
});
