// The SHA-256 of the reader (index.html) that belongs to this page, put in when the page is put together. In the reader
// itself it is empty: a page cannot hold its own digest.
export const READER_DIGEST = "@READER_DIGEST@";
