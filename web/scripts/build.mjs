// Builds dist/ and checks that it can be served under the strict Content-Security-Policy.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(web);
await build({ logLevel: 'warn' });

const page = readFileSync(join(web, 'dist/index.html'), 'utf8');
const kForbidden = [
  [/<script(?![^>]*\ssrc=)[^>]*>/, 'an inline script'],
  [/<style|\sstyle=/, 'an inline style'],
  [/(?:src|href)="(?:\/|https?:)/, 'an address that is not relative'],
];
for (const [pattern, what] of kForbidden) {
  if (pattern.test(page)) throw new Error(`dist/index.html has ${what}`);
}
const files = readdirSync(join(web, 'dist'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const entry of files) {
  const path = join(entry.parentPath, entry.name);
  if (entry.name.endsWith('.css') && /url\(\s*["']?(?:data:|https?:|\/\/)/.test(readFileSync(path, 'utf8'))) {
    throw new Error(`${path} refers to something that the policy forbids`);
  }
}
console.log(`dist: ${files.length} files`);
