// What the strict Content-Security-Policy and the right-to-left layout forbid in our markup:
// inline styles and handlers, raw HTML, addresses elsewhere, physical directions in CSS.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../src');
const kRules = [
  [/\sstyle=["'{]/, 'an inline style attribute; use a class, or style:name={value}'],
  [/\{@html\b/, 'raw HTML'],
  [/\son[a-z]+="/, 'an inline handler'],
  [/\b(?:margin|padding|border)-(?:left|right)\b/, 'a physical direction; use -inline-start or -inline-end'],
  [/[\s;{](?:left|right)\s*:\s*[^;]*;/, 'a physical inset; use inset-inline-start or inset-inline-end'],
  [/text-align\s*:\s*(?:left|right)/, 'a physical alignment; use start or end'],
  [/float\s*:\s*(?:left|right)/, 'a physical float; use inline-start or inline-end'],
  [/url\(\s*['"]?(?:https?:)?\/\//, 'an address elsewhere'],
  [/\b(?:eval|Function)\s*\(/, 'code from text'],
];

const failures = [];
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(svelte|css)$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    for (const [pattern, what] of kRules) {
      if (pattern.test(line)) failures.push(`${relative(source, file)}:${index + 1}: ${what}`);
    }
  });
}
for (const failure of failures) console.error(failure);
console.log(`markup: ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
