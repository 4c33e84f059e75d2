// Hosts ReplayWeb.page (a separate program, served unmodified beside this file) for one archive.
//
// The page lies at <archive origin>/replay/<ticket>/, the archive beside it under the name that the
// fragment says, with the address to begin with: #archive=capture.wacz&url=…  Nothing is asked of any other origin: the
// policy of this origin forbids it, and the policy that replayed pages get is set below.
'use strict';

// For every page that is played back: scripts run, since a page is what its scripts make of it, but
// there is nobody to talk to, nothing to submit to, and no way out of the frame.
const kReplayPolicy = [
  "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "connect-src 'self' data: blob:",
  "frame-src 'self' data: blob:",
  "form-action 'none'",
  "object-src 'none'",
  "base-uri 'self'",
].join('; ');

const kScope = new URL('./', location.href).href;

function say(text) {
  const problem = document.getElementById('problem');
  problem.textContent = text;
  problem.hidden = false;
}

// Archives that were looked at earlier leave nothing behind: their workers and stores are removed,
// unless another page of this origin is showing them right now.
async function clear_others() {
  const held = (await navigator.locks.query()).held.map((lock) => lock.name);
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    if (registration.scope !== kScope && !held.includes(registration.scope)) await registration.unregister();
  }
  if (held.some((name) => name !== kScope)) return;
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  for (const name of await caches.keys()) await caches.delete(name);
}

// The worker answers for everything below this folder, so it must be at work before the frame asks.
async function ready_worker() {
  const registration = await navigator.serviceWorker.register('./sw.js?serveIndex=1', { scope: kScope });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === 'activated') return;
  await new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('The replay worker did not start.'));
    });
  });
}

async function start() {
  if (!navigator.serviceWorker) {
    say('This browser cannot replay archives here: it has no service workers at this address. Use https or the loopback address.');
    return;
  }
  await clear_others();
  await new Promise((resolve) => {
    void navigator.locks.request(kScope, () => {
      resolve();
      return new Promise(() => undefined);  // Held until the page is left.
    });
  });
  await ready_worker();
  const page = document.createElement('replay-web-page');
  const asked = new URLSearchParams(location.hash.slice(1));
  const url = asked.get('url') ?? '';
  const archive = asked.get('archive') ?? 'capture.wacz';
  if (!/^capture\.[a-z.]+$/.test(archive)) throw new Error('no archive');
  const settings = {
    source: new URL(`./${archive}`, location.href).href,
    url,
    embed: 'replayonly',
    replayBase: kScope,
    config: JSON.stringify({ csp: kReplayPolicy }),
    noCache: '',
    noWebWorker: '',
    noMediaDownload: '',
    newWindowBase: './nowhere#',
  };
  for (const [name, value] of Object.entries(settings)) page.setAttribute(name, value);
  document.body.append(page);
}

start().catch(() => say('The archive could not be opened. Close it and open it again.'));
