// Opens the post that the address names, as forums do.
const wanted = location.hash && document.querySelector(location.hash);
if (wanted) wanted.scrollIntoView();
