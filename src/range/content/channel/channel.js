// "Show older" asks for the messages before the oldest one shown, until none come.
const list = document.getElementById('messages');
const button = document.getElementById('older');
button.addEventListener('click', async () => {
  const oldest = list.lastElementChild ? list.lastElementChild.dataset.id : 0;
  const html = await (await fetch('/older?before=' + oldest)).text();
  if (html.trim() === '') {
    button.remove();
    return;
  }
  list.insertAdjacentHTML('beforeend', html);
});
