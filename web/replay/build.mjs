// Puts dist/ together: ReplayWeb.page as its makers published it, byte for byte, and our host page.
//
//   dist/index.html host.js host.css   ours
//   dist/ui.js sw.js LICENSE           ReplayWeb.page, AGPL-3.0-or-later
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, 'dist');
const published = join(here, 'node_modules/replaywebpage');

// What version 2.5.3 holds. Another version is another decision: look at it, then change these.
const kPublished = {
  'ui.js': 'ad95b260fa467a6c4799e669ad76ac8e7d5abefa71d1a2970ae6b63dc454a3c3',
  'sw.js': '29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0',
  LICENSE: '8486a10c4393cee1c25392769ddd3b2d6c242d6ec7928e1414efff7dfb2f07ef',
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const [name, digest] of Object.entries(kPublished)) {
  const found = createHash('sha256').update(readFileSync(join(published, name))).digest('hex');
  if (found !== digest) throw new Error(`replaywebpage/${name} is not the published file: ${found}`);
  copyFileSync(join(published, name), join(dist, name));
}
for (const name of ['index.html', 'host.js', 'host.css']) copyFileSync(join(here, 'src', name), join(dist, name));
console.log('replay: 6 files');
