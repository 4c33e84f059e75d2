// Files of exhibits: what can be looked at without running anything, under covers, and what is only
// named. A type that an entry states decides nothing that could run: pictures and media go into
// <img>, <video> and <audio>, which run no scripts, and links lead only to names of harmless kinds.
import { fromUtf8 } from "../page/bytes.js";
import { byteText, el } from "./dom.js";

const PICTURE_TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif"]);
const VIDEO_TYPES = new Set(["video/mp4", "video/webm", "video/ogg", "video/quicktime"]);
const SOUND_TYPES = new Set(["audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus", "audio/wav", "audio/x-wav", "audio/webm", "audio/flac", "audio/aac"]);
// A browser goes by these endings when it opens a file from a disk.
const HARMLESS_NAME = /^[^/]*\.(png|jpe?g|gif|webp|bmp|pdf|mp4|webm|ogg|mp3|wav)$/i;
const PREVIEW_BYTES = 256 * 1024;

export function mediaKind(file) {
  const type = String(file.media_type ?? "").toLowerCase();
  if (PICTURE_TYPES.has(type)) return "picture";
  if (VIDEO_TYPES.has(type)) return "video";
  return SOUND_TYPES.has(type) ? "sound" : null;
}

export const mayBeLinked = (name) => HARMLESS_NAME.test(name);

function mediaElement(kind, address, name) {
  if (kind === "picture") return el("img", { src: address, alt: name, decoding: "async" });
  const tag = kind === "video" ? "video" : "audio";
  const element = el(tag, { src: address, controls: true, preload: "metadata", "aria-label": name });
  element.muted = true;
  return element;
}

// A picture, video or sound under a cover: nothing of it is loaded before somebody opens it; first it is
// blurred and grey, then clear.
export function coveredMedia(view, kind, path, file) {
  const { say, store } = view;
  const stage = el("div", { class: "stage" }, el("p", {}, say("covered")));
  const button = el("button", { type: "button" });
  const name = file.path || file.name;
  let step = 0;
  const label = () => (button.textContent = say(["look-blurred", "look-clear", "cover"][step], name));
  button.addEventListener("click", () => {
    step = (step + 1) % 3;
    if (step === 1) stage.replaceChildren(mediaElement(kind, store.address(path, file.media_type), name));
    if (step === 0) stage.replaceChildren(el("p", {}, say("covered")));
    stage.classList.toggle("blurred", step === 1);
    label();
  });
  label();
  return el("figure", { class: "covered" }, stage, el("figcaption", {}, el("bdi", {}, name)), button);
}

async function showSource(view, path, size, place) {
  const bytes = new Uint8Array(await view.store.slice(path).slice(0, PREVIEW_BYTES).arrayBuffer());
  const text = fromUtf8(bytes) ?? new TextDecoder("utf-8").decode(bytes);
  const cut = size > PREVIEW_BYTES ? el("p", {}, view.say("source-cut", byteText(PREVIEW_BYTES))) : null;
  place.replaceChildren(el("pre", { dir: "auto", tabindex: "0" }, text), ...(cut ? [cut] : []));
}

// Room for the bytes of a part, which lie under its number: pictures, video and sound under a cover,
// everything else to be saved under its name. A browser goes by what it finds in a file without an
// ending, so that in a folder such a one is named and never linked.
export function partBytes(view, { path, name, type, size }) {
  const { say, store } = view;
  const kind = mediaKind({ media_type: type });
  if (kind !== null) return coveredMedia(view, kind, path, { name, media_type: type });
  if (store.kind === "folder") return el("p", { class: "bytes soft" }, say("bytes-lie-at", name, path));
  return el("div", { class: "bytes" }, el("bdi", {}, name), " ", fileActions(view, path, { name, media_type: type, size }));
}

// Buttons and links for one file, and room for its text.
export function fileActions(view, path, file) {
  const { say, store } = view;
  if (store.kind === "folder") {
    if (!mayBeLinked(file.name)) return el("span", { class: "soft" }, say("lies-at", path));
    return el("a", { href: store.address(path), target: "_blank", rel: "noopener noreferrer" }, say("open-file"));
  }
  const place = el("div", {});
  const save = el("button", { type: "button", class: "plain", onclick: () => {
    el("a", { href: store.address(path, "application/octet-stream"), download: file.name }).click();
  } }, say("save-file"));
  const text = el("button", { type: "button", class: "plain", onclick: () => showSource(view, path, file.size, place) }, say("source-text"));
  return [save, mediaKind(file) === null ? text : null, place];
}
