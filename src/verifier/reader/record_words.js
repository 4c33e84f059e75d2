// What an entry of the ledger says, in English and Urdu. {name}: a member of its data; of a list, how many there are.
// A kind that is not here is called by its own name, and its data are shown as they are.
import { isObject } from "../page/canonical.js";
import { isolated } from "./words.js";

const RECORD_WORDS = {
  "workspace.created": ["The workspace was created", "کام کی جگہ بنائی گئی"],
  "officer.added": ["{name} was added as an officer", "{name} کو افسر کے طور پر شامل کیا گیا"],
  "officer.removed": ["An officer was removed", "ایک افسر کو ہٹایا گیا"],
  "case.opened": ["The case {title} was opened", "مقدمہ {title} کھولا گیا"],
  "authorisation.requested": ["An authorisation was asked for", "اجازت نامہ مانگا گیا"],
  "authorisation.approved": ["The authorisation was approved", "اجازت نامہ منظور ہوا"],
  "authorisation.rejected": ["The request was rejected", "درخواست مسترد ہوئی"],
  "authorisation.revoked": ["The authorisation was revoked", "اجازت نامہ منسوخ ہوا"],
  "act.refused": ["Refused: {activity}, {target}", "انکار: {activity}، {target}"],
  "capture.started": ["The capture of {url} began", "{url} کو محفوظ کرنا شروع ہوا"],
  "import.started": ["The import of {name} began", "{name} کی درآمد شروع ہوئی"],
  "import.stopped": ["The import stopped: {reason}", "درآمد رک گئی: {reason}"],
  "exhibit.files": ["{files} imported files were sealed", "{files} درآمد شدہ فائلیں مہر بند ہوئیں"],
  "search.ran": ["{query} was searched, to find out: {objective}", "{query} تلاش کیا گیا، یہ معلوم کرنے کے لیے: {objective}"],
  "search.kept": ["Part {part} was found by a search and kept: {reason}", "حصہ {part} تلاش میں ملا اور رکھا گیا: {reason}"],
  "exhibit.parts": ["{parts} parts were read in the exhibit; {unread} could not be read, {set_aside} set aside", "شہادت میں {parts} حصے پڑھے گئے؛ {unread} پڑھے نہ جا سکے، {set_aside} الگ رکھے گئے"],
  "exhibit.ocr": ["A machine read {items} pictures and documents; {with_text} held text", "مشین نے {items} تصویریں اور دستاویزیں پڑھیں؛ {with_text} میں متن تھا"],
  "review.recorded": ["A review was recorded", "نظرِ ثانی درج ہوئی"],
  "capture.failed": ["The capture failed; nothing was sealed", "محفوظ کرنا ناکام رہا؛ کچھ مہر بند نہیں ہوا"],
  "exhibit.sealed": ["Exhibit {number} was sealed, {files} files", "شہادت {number} مہر بند ہوئی، {files} فائلیں"],
  "exhibit.viewed": ["{file} was looked at", "{file} دیکھی گئی"],
  "exhibit.copied": ["{file} was copied", "{file} کی نقل لی گئی"],
  "recheck.scheduled": ["Re-checks of {reference} were scheduled, every {every_hours} h", "{reference} کی دوبارہ جانچ مقرر ہوئی، ہر {every_hours} گھنٹے"],
  "recheck.ended": ["Re-checks of {reference} ended", "{reference} کی دوبارہ جانچ ختم ہوئی"],
  "recheck.done": ["Re-check of {reference}: {outcome}", "{reference} کی دوبارہ جانچ: {outcome}"],
  "clock.started": ["The clock “{title}” was started", "مدت ”{title}“ شروع ہوئی"],
  "clock.met": ["What the clock “{title}” asks for was done", "مدت ”{title}“ کا کام ہو گیا"],
  "clock.overdue": ["The clock “{title}” passed at {due}", "مدت ”{title}“ {due} پر گزر گئی"],
  "clock.ended": ["The clock “{title}” ended at {due}", "مدت ”{title}“ {due} پر ختم ہوئی"],
  "assessment.asked": ["An assessment was asked for", "جائزہ مانگا گیا"],
  "assessment.taken": ["An assessment was begun", "جائزہ شروع ہوا"],
  "assessment.given-back": ["An assessment was given back", "جائزہ واپس کیا گیا"],
  "assessment.written": ["A step of an assessment was written: {step}", "جائزے کا ایک مرحلہ لکھا گیا: {step}"],
  "assessment.adjudicated": ["A third officer decided between two assessments: {content.outcome}", "تیسرے افسر نے دو جائزوں میں فیصلہ کیا: {content.outcome}"],
  "exculpatory.noted": ["What speaks for somebody was noted", "کسی کے حق میں بات درج ہوئی"],
  "exculpatory.answered": ["What speaks for somebody was answered: {answer}", "حق میں بات کا جواب دیا گیا: {answer}"],
  "exposure.accompanied": ["Two officers look at the exhibit together until {until}", "دو افسر {until} تک ثبوت ساتھ دیکھ رہے ہیں"],
  "hold.placed": ["A hold was placed: {ground}", "روک لگائی گئی: {ground}"],
  "hold.lifted": ["A hold was lifted", "روک ہٹائی گئی"],
  "disposal.proposed": ["A disposal was proposed", "تلفی تجویز ہوئی"],
  "disposal.approved": ["A disposal was approved", "تلفی منظور ہوئی"],
  "disposal.returned": ["A disposal was returned", "تلفی کی تجویز واپس کی گئی"],
  "disposal.withdrawn": ["A disposal was withdrawn", "تلفی کی تجویز واپس لی گئی"],
  "disposal.stopped": ["A disposal was stopped: something speaks against it by now", "تلفی روک دی گئی: اب کوئی امر اس کے خلاف ہے"],
  "disposal.items": ["What a disposal takes was listed", "تلفی میں جو کچھ جائے گا اس کی فہرست بنی"],
  "disposal.begun": ["A disposal began", "تلفی شروع ہوئی"],
  "disposal.done": ["A disposal was carried out", "تلفی مکمل ہوئی"],
  "marking.set": ["Marked TLP:{marking.tlp} PAP:{marking.pap}", "نشان لگا TLP:{marking.tlp} PAP:{marking.pap}"],
  "package.taken": ["The sender’s exhibit {theirs} was taken in as {number}", "بھیجنے والے کا {theirs} یہاں {number} کے طور پر لیا گیا"],
  "sheet.saved": ["Version {version} of a verification sheet was saved", "تصدیقی ورق کا نسخہ {version} محفوظ ہوا"],
  "bundle.exported": ["A bundle was exported: {purpose}", "بنڈل برآمد ہوا: {purpose}"],
};

function memberText(data, path) {
  let value = data;
  for (const name of path.split(".")) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (Array.isArray(value)) return String(value.length);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

// The sentence for an entry's body, language being "en" or "ur".
export function recordText(language, { kind, data }) {
  const sentences = Object.hasOwn(RECORD_WORDS, kind) ? RECORD_WORDS[kind] : null;
  if (sentences === null) return kind;
  const sentence = sentences[language === "ur" ? 1 : 0];
  return sentence.replace(/\{([a-z_.]+)\}/g, (_, path) => isolated(language, memberText(data, path)));
}
