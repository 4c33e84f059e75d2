// Has verify.html's own code judge a bundle, without trusted keys, with the reader's digest that the bundle's verify.html has: node verify_page.mjs BUNDLE.zip VERDICT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const { verifyBundle } = await import(pathToFileURL(join(here, "../../src/verifier/page/verify.js")));

const [file, expected] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const source = { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
// Files lie in a bundle as they are.
const reader = /READER_DIGEST = "([0-9a-f]{64})"/.exec(Buffer.from(bytes).toString("latin1"))?.[1];
const report = await verifyBundle(source, { keys: [], roots: [], reader });
const others = report.checks.filter((check) => check.status !== "pass");
console.log([report.verdict, ...others.map((check) => `${check.id} ${check.status}`)].join("; "));
process.exit(report.verdict === expected ? 0 : 1);
