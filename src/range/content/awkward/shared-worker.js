onconnect = e => {
  const port = e.ports[0];
  fetch('/item/10').then(r => r.json()).then(d => port.postMessage('shared worker read item ' + d.item));
};
