// Keeps one item in its cache, makes one answer itself, and passes everything else on.
importScripts('/service-worker-part.js');
self.addEventListener('install', event => {
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(['/item/17', '/item/18'])).then(() => self.skipWaiting()));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', event => {
  const path = new URL(event.request.url).pathname;
  if (path === '/made-by-worker.txt') {
    event.respondWith(new Response('made by the worker'));
  } else {
    event.respondWith(caches.match(event.request).then(kept => kept || fetch(event.request)));
  }
});
