// The committed types must be what the API document gives today.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = mkdtempSync(join(tmpdir(), 'sanad-types-'));
try {
  const made = join(folder, 'schema.gen.ts');
  execFileSync(join(web, 'node_modules/.bin/openapi-typescript'), [join(web, '../api/openapi.json'), '--output', made], { stdio: 'pipe' });
  const same = readFileSync(made, 'utf8') === readFileSync(join(web, 'src/api/schema.gen.ts'), 'utf8');
  console.log(same ? 'types: current' : 'types: api/openapi.json has changed; run npm run types');
  process.exitCode = same ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
