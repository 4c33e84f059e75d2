importScripts('/worker-part.js');
fetch('/item/9').then(r => r.text()).then(t => postMessage('worker read ' + t.trim() + partName));
