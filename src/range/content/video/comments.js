fetch('/comments.json').then(r => r.json()).then(comments => {
  const place = document.getElementById('comments');
  place.textContent = '';
  for (const comment of comments) {
    const p = document.createElement('p');
    p.className = 'card';
    p.lang = comment.lang;
    p.dir = comment.lang === 'ur' ? 'rtl' : 'ltr';
    p.textContent = comment.author + ': ' + comment.text;
    place.append(p);
  }
});
