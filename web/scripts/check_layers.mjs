// Imports go one way: base ← api, widgets ← pages ← app; and a page never imports a page.
// A page is a folder of src/pages.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '../src');
const kMay = {
  base: ['base'],
  api: ['base', 'api'],
  widgets: ['base', 'widgets'],
  pages: ['base', 'api', 'widgets'],
  app: ['base', 'api', 'widgets', 'pages', 'app'],
};
// What may come from packages, by layer.
const kPackages = { base: [], api: [], widgets: ['svelte'], pages: ['svelte'], app: ['svelte'] };

const failures = [];
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

for (const file of files) {
  const [layer, unit] = relative(source, file).split('/');
  if (!(layer in kMay)) failures.push(`${relative(source, file)}: no layer is named ${layer}`);
  const text = readFileSync(file, 'utf8');
  const named = [...text.matchAll(/^[ \t]*(import|export)(\s+type)?\b[^'"`;=()]*?\bfrom\s*['"]([^'"\n]+)['"]/gm)]
    .map((match) => ({ name: match[3], is_type: match[2] !== undefined }));
  const bare = [...text.matchAll(/^[ \t]*import\s*['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/gm)]
    .map((match) => ({ name: match[1] ?? match[2], is_type: false }));
  for (const { name, is_type } of [...named, ...bare]) {
    const where = relative(source, file);
    if (!name.startsWith('.')) {
      const is_test = /\.test\.ts$/.test(file) && (name === 'vitest' || name.startsWith('node:'));
      const allowed = kPackages[layer].some((known) => name === known || name.startsWith(`${known}/`));
      if (!is_test && !allowed) failures.push(`${where}: ${layer} may not import the package ${name}`);
      continue;
    }
    const [to_layer, to_unit] = relative(source, resolve(dirname(file), name)).split('/');
    // Widgets draw values of the API, so they may name their shapes, but never make a call.
    if (layer === 'widgets' && is_type && name === '../api/types') continue;
    if (!kMay[layer]?.includes(to_layer) && !(layer === 'pages' && to_layer === 'pages')) {
      failures.push(`${where}: ${layer} may not import ${to_layer} (${name})`);
    }
    if (layer === 'pages' && to_layer === 'pages' && unit !== to_unit) {
      failures.push(`${where}: a page may not import another page (${name})`);
    }
  }
  const lines = text.split('\n').length;
  if (lines > 400 && !file.endsWith('.gen.ts')) failures.push(`${relative(source, file)}: ${lines} lines, at most 400`);
}

for (const failure of failures) console.error(failure);
console.log(`layers: ${files.length} files, ${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
