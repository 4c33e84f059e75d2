// The certificate of a disposal: from the tombstone, with proofs that lead to the checkpoint.
#include <fmt/format.h>

#include "base/bytes.h"
#include "keeping_acts.h"
#include "present/record_page.h"
#include "service/disposal.h"

namespace sanad::service {

using authority::Officer;
using records::Disposal;
namespace {

constexpr std::size_t kDigestsOnPage = 1000;

struct Words {
  std::string_view title, intro, matter, case_reference, exhibit, whole_case, sealed_at, digests,
      objects, bodies, shared, leftovers, basis, rule, provision, period, kept_until, reason,
      persons, proposed, approved, note, course, begun, done, checked, key, accesses, officer,
      viewed, copied, first, last, none, proof, entry, root, originals, more, stays_entries,
      stays_copies, stays_lists, footer;
};

constexpr Words kEnglish = {
    "Certificate of disposal",
    "The content named here was made unreadable for ever. What is left is this record of it.",
    "What was disposed of",
    "Case",
    "Exhibit",
    "the whole case",
    "Sealed at (UTC)",
    "Originals, by SHA-256",
    "Objects of the vault that were destroyed",
    "Bodies of ledger entries that were erased",
    "Originals whose bytes stay, since another exhibit of the case holds the same",
    "Objects destroyed that no entry named",
    "Why",
    "Rule of retention",
    "Provision",
    "Kept at least",
    "Kept until (UTC)",
    "Reason",
    "Who decided",
    "Proposed by",
    "Approved by",
    "Note",
    "How it went",
    "Begun at (UTC)",
    "Done at (UTC)",
    "Originals looked for afterwards and not found",
    "The case's key was destroyed",
    "Who had looked at it",
    "Officer",
    "Looked at",
    "Copied",
    "First (UTC)",
    "Last (UTC)",
    "Nobody.",
    "Proof",
    "Entries of the ledger",
    "Checkpoint: size and root",
    "SHA-256 of the originals",
    "and {} more, in the JSON form of this certificate",
    "The public leaves of the erased entries stay in the ledger, so every earlier proof, "
    "checkpoint "
    "and bundle still verifies.",
    "Copies that were handed over before, and backups, are not reached by this.",
    "Fingerprints that were put into a list of known content belong to that list and stay in it.",
    "Made by Sanad from its ledger."};

constexpr Words kUrdu = {
    "تلفی کا سرٹیفکیٹ",
    "یہاں درج مواد ہمیشہ کے لیے ناقابلِ مطالعہ بنا دیا گیا۔ اس کا جو ریکارڈ باقی ہے وہ یہ ہے۔",
    "کیا تلف کیا گیا",
    "مقدمہ",
    "شہادت",
    "پورا مقدمہ",
    "مہر بند ہوئی (عالمی وقت)",
    "اصل فائلیں، SHA-256 کے مطابق",
    "خزانے کی تلف شدہ اشیا",
    "کھاتے کے اندراجات جن کا متن مٹا دیا گیا",
    "اصل فائلیں جو باقی ہیں کیونکہ مقدمے کی کسی اور شہادت میں بھی وہی ہیں",
    "تلف شدہ اشیا جن کا نام کسی اندراج میں نہ تھا",
    "کیوں",
    "تحفظ کا قاعدہ",
    "دفعہ",
    "کم از کم مدت",
    "اس وقت تک رکھا گیا (عالمی وقت)",
    "وجہ",
    "کس نے فیصلہ کیا",
    "تجویز کنندہ",
    "منظور کنندہ",
    "نوٹ",
    "کارروائی",
    "آغاز (عالمی وقت)",
    "تکمیل (عالمی وقت)",
    "اصل فائلیں جو بعد میں تلاش کی گئیں اور نہ ملیں",
    "مقدمے کی کلید تلف کی گئی",
    "کس نے اسے دیکھا تھا",
    "افسر",
    "دیکھا",
    "نقل کیا",
    "پہلی بار (عالمی وقت)",
    "آخری بار (عالمی وقت)",
    "کسی نے نہیں۔",
    "ثبوت",
    "کھاتے کے اندراجات",
    "چیک پوائنٹ: حجم اور جڑ",
    "اصل فائلوں کے SHA-256",
    "اور {} مزید، اس سرٹیفکیٹ کی JSON صورت میں",
    "مٹائے گئے اندراجات کے عوامی پتے کھاتے میں باقی ہیں، اس لیے ہر سابقہ ثبوت، چیک پوائنٹ اور بنڈل "
    "کی تصدیق اب بھی ہوتی ہے۔",
    "جو نقول پہلے حوالے کی گئیں اور جو بیک اپ ہیں، ان تک یہ کارروائی نہیں پہنچتی۔",
    "معلوم مواد کی کسی فہرست میں ڈالے گئے فنگر پرنٹ اسی فہرست کے ہیں اور اس میں باقی رہتے ہیں۔",
    "سند نے اپنے کھاتے سے تیار کیا۔"};

Result<Disposal> done_disposal(Workspace& workspace, const Officer& caller, std::string_view id) {
  SANAD_TRY(Disposal disposal, find_disposal(workspace, caller, id));
  if (disposal.state == "done") return disposal;
  return Error{
      ErrorCode::kConflict,
      fmt::format("the disposal is {}; there is a certificate once it is done", disposal.state)};
}

std::string number(const json::Value& value) { return fmt::format("{}", value.int_or(0)); }

std::string officer_text(Workspace& workspace, const json::Value& id) {
  const std::string officer = id.string_or("");
  const std::string name = name_of(workspace, officer);
  return name == officer ? officer : fmt::format("{} ({})", name, officer);
}

present::RecordSection accesses_of(Workspace& workspace, const json::Value& begun,
                                   const Words& words) {
  present::RecordSection section;
  section.heading = words.accesses;
  const json::Array* accesses = begun["accesses"].as_array();
  if (accesses == nullptr || accesses->empty()) {
    section.rows.emplace_back(words.officer, words.none);
    return section;
  }
  for (const std::string_view column :
       {words.officer, words.viewed, words.copied, words.first, words.last})
    section.columns.emplace_back(column);
  for (const json::Value& one : *accesses)
    section.table.push_back({officer_text(workspace, one["officer"]), number(one["viewed"]),
                             number(one["copied"]), one["first"].string_or(""),
                             one["last"].string_or("")});
  return section;
}

present::RecordPage page_of(Workspace& workspace, const Disposal& disposal,
                            const json::Object& certificate, const Words& words) {
  const json::Value& begun = disposal.begun;
  const json::Value& rule = begun["rule"];
  const auto row = [](std::string_view label, std::string value) {
    return std::pair{std::string(label), std::move(value)};
  };
  present::RecordPage page;
  page.title = words.title;
  page.intro = words.intro;
  page.sections.push_back(
      {std::string(words.matter),
       {row(words.case_reference, disposal.case_reference),
        row(words.exhibit,
            disposal.number.empty() ? std::string(words.whole_case) : disposal.number),
        row(words.sealed_at, begun["sealed_at"].string_or("-")),
        row(words.digests, number(begun["digests"])), row(words.objects, number(begun["objects"])),
        row(words.bodies, number(begun["bodies"])), row(words.shared, number(begun["shared"])),
        row(words.leftovers, number(begun["leftovers"]))}});
  page.sections.push_back(
      {std::string(words.basis),
       {row(words.rule, rule["name"].string_or("")),
        row(words.provision,
            fmt::format("{} {} ({})", rule["pack"].string_or(""), rule["provision"].string_or(""),
                        rule["edition"].string_or(""))),
        row(words.period, rule["period"].string_or("")),
        row(words.kept_until, rule["kept_until"].string_or("")),
        row(words.reason, disposal.reason)}});
  page.sections.push_back(
      {std::string(words.persons),
       {row(words.proposed, fmt::format("{}, {}", officer_text(workspace, begun["proposed_by"]),
                                        begun["proposed_at"].string_or(""))),
        row(words.approved, fmt::format("{}, {}", officer_text(workspace, begun["approved_by"]),
                                        begun["approved_at"].string_or(""))),
        row(words.note, disposal.note)}});
  page.sections.push_back(
      {std::string(words.course),
       {row(words.begun, format_timestamp(disposal.begun_at.value_or(Timestamp{}))),
        row(words.done, format_timestamp(disposal.done_at.value_or(Timestamp{}))),
        row(words.checked, number(disposal.done["checked"])),
        row(words.key, disposal.done["key_destroyed"].bool_or(false) ? "✓" : "-")}});
  page.sections.push_back(accesses_of(workspace, begun, words));
  const json::Value& checkpoint = *certificate.find("checkpoint");
  page.sections.push_back(
      {std::string(words.proof),
       {row(words.entry, fmt::format("{}, {}", disposal.begun_index, disposal.done_index)),
        row(words.root, fmt::format("{} {}", checkpoint["size"].int_or(0),
                                    checkpoint["root"].string_or("")))}});
  present::RecordSection originals;
  originals.heading = words.originals;
  const json::Array& digests = *certificate.find("digests")->as_array();
  for (const json::Value& one : digests) {
    if (originals.digests.size() == kDigestsOnPage) break;
    originals.digests.push_back(one.string_or(""));
  }
  if (digests.size() > kDigestsOnPage)
    originals.rows.emplace_back(
        "…", fmt::format(fmt::runtime(words.more), digests.size() - kDigestsOnPage));
  page.sections.push_back(std::move(originals));
  for (const std::string_view note : {words.stays_entries, words.stays_copies, words.stays_lists})
    page.notes.emplace_back(note);
  page.footer = words.footer;
  return page;
}

}  // namespace

Result<json::Object> disposal_certificate(Workspace& workspace, const Officer& caller,
                                          std::string_view id) {
  SANAD_TRY(const Disposal disposal, done_disposal(workspace, caller, id));
  SANAD_TRY(const auto digests, workspace.records().disposal_items(disposal.id, "digest"));
  SANAD_TRY(const auto erased, workspace.records().disposal_items(disposal.id, "entry"));
  SANAD_TRY(const auto exhibits, workspace.records().disposal_items(disposal.id, "exhibit"));
  SANAD_TRY(const ledger::SignedCheckpoint checkpoint, workspace.ledger().checkpoint());
  json::Array proofs;
  for (const std::uint64_t index : {disposal.begun_index, disposal.done_index}) {
    SANAD_TRY(std::string proof, workspace.ledger().proof_file({index}));
    SANAD_TRY(const ledger::StoredEntry entry, workspace.ledger().entry({index}));
    proofs.emplace_back(
        json::Object{{"entry", index},
                     {"leaf", entry.leaf_text},
                     {"salt", format_base64(entry.body ? entry.body->salt : Bytes{})},
                     {"body", entry.body ? entry.body->text : ""},
                     {"proof", std::move(proof)}});
  }
  SANAD_TRY(const std::string agency, workspace.records().agency());
  return json::Object{{"v", 1},
                      {"agency", agency},
                      {"disposal", view(workspace, disposal)},
                      {"tombstone", disposal.begun},
                      {"outcome", disposal.done},
                      {"digests", json::Array(digests.begin(), digests.end())},
                      {"erased_entries", json::Array(erased.begin(), erased.end())},
                      {"exhibits", json::Array(exhibits.begin(), exhibits.end())},
                      {"checkpoint", json::Object{{"note", checkpoint.note},
                                                  {"size", checkpoint.head.size.value},
                                                  {"root", format_base64(checkpoint.head.root)}}},
                      {"proofs", std::move(proofs)}};
}

Result<std::string> disposal_certificate_html(Workspace& workspace, const Officer& caller,
                                              std::string_view id, std::string_view language) {
  if (language != "en" && language != "ur")
    return Error{ErrorCode::kInvalid, "a certificate is made in \"en\" or \"ur\""};
  SANAD_TRY(const Disposal disposal, done_disposal(workspace, caller, id));
  SANAD_TRY(const json::Object certificate, disposal_certificate(workspace, caller, id));
  present::RecordPage page =
      page_of(workspace, disposal, certificate, language == "ur" ? kUrdu : kEnglish);
  page.language = language;
  SANAD_TRY(const std::string agency, workspace.records().agency());
  page.footer = fmt::format("{} · {}", agency, page.footer);
  return present::record_page_html(page);
}

}  // namespace sanad::service
