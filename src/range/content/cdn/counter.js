// Loaded by the story sites, as counters often are: asks for one small image, and marks the page.
(() => {
  const image = new Image();
  image.src = '//cdn.sahilmedia.example/image/1.png?w=1&h=1&page=' + encodeURIComponent(location.pathname);
  document.documentElement.dataset.counted = 'yes';
})();
