// Has verify.html's own code judge a bundle, without trusted keys: node verify_page.mjs BUNDLE.zip VERDICT
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const { verifyBundle } = await import(pathToFileURL(join(here, "../../src/verifier/page/verify.js")));

const [file, expected] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const source = { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
const report = await verifyBundle(source, { keys: [], roots: [] });
const others = report.checks.filter((check) => check.status !== "pass");
console.log([report.verdict, ...others.map((check) => `${check.id} ${check.status}`)].join("; "));
process.exit(report.verdict === expected ? 0 : 1);
