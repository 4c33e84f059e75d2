// The index (bundle.json), the signatures over it, and the checkpoint that all proofs lead to.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/id.h"
#include "context.h"
#include "corroborations.h"
#include "crypto/crypto.h"
#include "keys.h"
#include "shape.h"
#include "tlog/checkpoint.h"

namespace sanad::verifier {
namespace {

constexpr std::string_view kBagitText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
constexpr std::string_view kSignedManifest = "tagmanifest-sha256.txt";
constexpr std::string_view kSignatureFile = "tagmanifest-sha256.txt.sig";
constexpr std::string_view kAlways[] = {
    "README.txt",        "bag-info.txt",        "bagit.txt",
    "bundle.json",       "data/case.jsonld",    "keys/agency.pem",
    "keys/agency.vkey",  "keys/log.pem",        "keys/log.vkey",
    "ledger/checkpoint", "manifest-sha256.txt", "manifest-sha512.txt",
    kSignedManifest,     kSignatureFile,        "tagmanifest-sha512.txt",
    "verify.html"};
constexpr std::string_view kWithTimestamp[] = {"ledger/timestamp.tsq", "ledger/timestamp.tsr",
                                               "ledger/tsa.pem"};
constexpr std::string_view kReportPages[] = {
    "data/report/report.en.html", "data/report/report.en.pdf", "data/report/report.ur.html",
    "data/report/report.ur.pdf"};
constexpr std::string_view kEntryFiles[] = {"body", "leaf", "salt", "tlog-proof"};

// True if each item's key is above the one before it.
template <typename List, typename Key>
bool is_ascending(const List& list, Key key) {
  return std::ranges::adjacent_find(list, std::ranges::greater_equal{}, key) == list.end();
}

std::optional<std::vector<std::string>> read_texts(const json::Value& value) {
  const json::Array* array = value.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const json::Value& item : *array) {
    if (item.as_string() == nullptr) return std::nullopt;
    texts.push_back(*item.as_string());
  }
  return texts;
}

std::optional<std::vector<WithheldFile>> read_withheld(const json::Value& value) {
  const json::Array* array = value.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<WithheldFile> withheld;
  for (const json::Value& item : *array) {
    if (!has_members(item, {"name", "reason"}) || !is_text(item["name"]) ||
        !is_text(item["reason"]))
      return std::nullopt;
    withheld.push_back({item["name"].string_or(""), item["reason"].string_or("")});
  }
  if (!is_ascending(withheld, &WithheldFile::name)) return std::nullopt;
  return withheld;
}

// Ascending by the redaction, and not empty where there is the member; nullopt otherwise.
std::optional<std::vector<IndexedRedaction>> read_redactions(const json::Value& value) {
  const json::Array* array = value.as_array();
  if (array == nullptr || array->empty()) return std::nullopt;
  std::vector<IndexedRedaction> redactions;
  for (const json::Value& item : *array) {
    const auto entry = count_in(item["entry"]);
    const bool is_sound = item["of"].string_or("") == "sound";
    const bool has_form = is_sound ? has_members(item, {"entry", "of", "redaction"})
                                   : has_members(item, {"entry", "redaction"});
    if (!has_form || !entry || !is_id("redaction", item["redaction"].string_or("")))
      return std::nullopt;
    redactions.push_back({*entry, item["redaction"].string_or(""), is_sound});
  }
  if (!is_ascending(redactions, &IndexedRedaction::redaction)) return std::nullopt;
  return redactions;
}

// Documents of redacted pages: ascending by the first, each page among the redactions, and none
// twice; nullopt otherwise.
std::optional<std::vector<std::vector<std::string>>> read_documents(
    const json::Value& value, const std::vector<IndexedRedaction>& redactions) {
  const json::Array* array = value.as_array();
  if (array == nullptr || array->empty()) return std::nullopt;
  std::vector<std::vector<std::string>> documents;
  std::set<std::string> used;
  for (const json::Value& item : *array) {
    auto pages = read_texts(item);
    if (!pages || pages->empty()) return std::nullopt;
    for (const std::string& page : *pages)
      if (std::ranges::find(redactions, page, &IndexedRedaction::redaction) == redactions.end() ||
          !used.insert(page).second)
        return std::nullopt;
    documents.push_back(std::move(*pages));
  }
  if (!std::ranges::is_sorted(documents)) return std::nullopt;
  return documents;
}

// Members that an exhibit need not have are taken off; what is left has all the others.
std::optional<IndexedExhibit> read_optional(json::Value& value) {
  IndexedExhibit exhibit;
  json::Object* object = value.as_object();
  if (object == nullptr) return std::nullopt;
  if (const json::Value* excerpt = object->find("excerpt")) {
    exhibit.excerpt = count_in(*excerpt);
    if (!exhibit.excerpt) return std::nullopt;
    object->erase("excerpt");
  }
  if (const json::Value* list = object->find("attachments")) {
    auto attachments = read_attachments(*list);
    if (!attachments || !exhibit.excerpt) return std::nullopt;
    exhibit.attachments = std::move(*attachments);
    object->erase("attachments");
  }
  if (const json::Value* list = object->find("redactions")) {
    auto redactions = read_redactions(*list);
    if (!redactions) return std::nullopt;
    exhibit.redactions = std::move(*redactions);
    object->erase("redactions");
  }
  if (const json::Value* list = object->find("documents")) {
    auto documents = read_documents(*list, exhibit.redactions);
    if (!documents) return std::nullopt;
    exhibit.documents = std::move(*documents);
    object->erase("documents");
  }
  return exhibit;
}

std::optional<IndexedExhibit> read_exhibit(json::Value value) {
  auto optional = read_optional(value);
  if (!optional || !has_members(value, {"exhibit", "number", "sealed", "files", "withheld"}))
    return std::nullopt;
  IndexedExhibit exhibit = std::move(*optional);
  exhibit.exhibit = value["exhibit"].string_or("");
  exhibit.number = value["number"];
  const auto sealed = count_in(value["sealed"]);
  auto files = read_texts(value["files"]);
  auto withheld = read_withheld(value["withheld"]);
  const bool numbered = is_text(exhibit.number) || count_in(exhibit.number).has_value();
  if (!is_id("exhibit", exhibit.exhibit) || !numbered || !sealed || !files || !withheld ||
      !is_ascending(*files, std::identity{}))
    return std::nullopt;
  exhibit.sealed = *sealed;
  exhibit.files = std::move(*files);
  exhibit.withheld = std::move(*withheld);
  return exhibit;
}

// Entries and exhibits; false if they are not of the shape.
bool read_lists(const json::Value& value, Index& index) {
  const json::Array* entries = value["entries"].as_array();
  const json::Array* exhibits = value["exhibits"].as_array();
  if (entries == nullptr || exhibits == nullptr) return false;
  for (const json::Value& item : *entries) {
    const auto entry = count_in(item);
    if (!entry) return false;
    index.entries.push_back(*entry);
  }
  for (const json::Value& item : *exhibits) {
    auto exhibit = read_exhibit(item);
    if (!exhibit) return false;
    index.exhibits.push_back(std::move(*exhibit));
  }
  return is_ascending(index.entries, std::identity{}) &&
         is_ascending(index.exhibits, &IndexedExhibit::exhibit);
}

bool read_case(const json::Value& value, Index& index) {
  if (!has_members(value, {"id", "reference", "title"}) || !is_text(value["reference"]) ||
      !is_text(value["title"]))
    return false;
  index.case_id = value["id"].string_or("");
  index.case_reference = value["reference"].string_or("");
  index.case_title = value["title"].string_or("");
  return is_id("case", index.case_id);
}

bool read_tree_head(const json::Value& value, Index& index) {
  if (!has_members(value, {"size", "root"}) || !is_text(value["root"])) return false;
  const auto size = count_in(value["size"]);
  index.tree_size = size.value_or(0);
  index.root = value["root"].string_or("");
  return size.has_value() && parse_base64(index.root).ok();
}

bool read_schedules(const json::Value& value, Index& index) {
  index.build = value["build"].string_or("");
  index.schedules = count_in(value["entry"]);
  return has_members(value, {"build", "entry"}) && index.schedules &&
         (index.build == "operational" || index.build == "disclosable");
}

struct Expected {
  std::set<std::string, std::less<>> required;
  std::set<std::string, std::less<>> optional;
};

Expected expected_paths(const Index& index) {
  Expected paths;
  paths.required.insert(std::begin(kAlways), std::end(kAlways));
  if (index.timestamp) paths.required.insert(std::begin(kWithTimestamp), std::end(kWithTimestamp));
  paths.optional.insert(std::begin(kReportPages), std::end(kReportPages));
  for (const std::uint64_t entry : index.entries)
    for (const std::string_view kind : kEntryFiles)
      paths.required.insert(fmt::format("entries/{}.{}", entry, kind));
  for (const IndexedExhibit& exhibit : index.exhibits) {
    for (const std::string& name : exhibit.files)
      paths.required.insert(fmt::format("data/exhibits/{}/{}", exhibit.exhibit, name));
    if (exhibit.excerpt) paths.required.insert(excerpt_path(exhibit.exhibit));
    for (const IndexedAttachment& one : exhibit.attachments)
      paths.required.insert(attachment_path(exhibit.exhibit, one.number));
    for (const IndexedRedaction& one : exhibit.redactions)
      for (const char* ending : {"jsonl", one.ending()})
        paths.required.insert(redaction_path(one.redaction, ending));
    for (const std::vector<std::string>& pages : exhibit.documents)
      paths.required.insert(redaction_path(pages.front(), "pdf"));
    paths.required.insert(fmt::format("data/reports/{}.html", exhibit.exhibit));
    paths.optional.insert(fmt::format("data/reports/{}.pdf", exhibit.exhibit));
  }
  for (const IndexedCertificate& one : index.certificates)
    for (std::string& path : certificate_paths(one)) paths.required.insert(std::move(path));
  for (const std::string& name : schedules_of(index))
    for (const std::string_view type : {"html", "json"})
      paths.required.insert(schedule_path(name, type));
  for (const std::string_view ending : {"html", "json", "pdf"})
    paths.optional.insert(fmt::format("data/cross-examination.{}", ending));
  return paths;
}

// The key that keys/NAME.pem and keys/NAME.vkey both say; nullopt if they do not.
Result<std::optional<tlog::VerifierKey>> read_key_pair(const Context& context,
                                                       std::string_view name) {
  SANAD_TRY(const auto pem, context.bytes_of(fmt::format("keys/{}.pem", name)));
  SANAD_TRY(const auto note, context.bytes_of(fmt::format("keys/{}.vkey", name)));
  if (!pem || !note || !as_text(*note).ends_with('\n')) return std::optional<tlog::VerifierKey>();
  const auto key = parse_pem_key(as_text(*pem));
  auto vkey = tlog::parse_vkey(as_text(*note).substr(0, note->size() - 1));
  if (!key.ok() || !vkey.ok() || vkey->type != tlog::SignatureType::kEd25519 ||
      vkey->public_key != key.value())
    return std::optional<tlog::VerifierKey>();
  return std::optional(std::move(vkey).value());
}

}  // namespace

std::optional<Index> read_index(const json::Value& whole) {
  Index index;
  json::Value value = whole;
  if (json::Object* object = value.as_object()) {
    if (const json::Value* list = object->find("certificates")) {
      auto certificates = read_certificates(*list);
      if (!certificates) return std::nullopt;
      index.certificates = std::move(*certificates);
      object->erase("certificates");
    }
  }
  const bool has_schedules =
      has_members(value, {"v", "bundle", "agency", "case", "created_at", "created_by", "origin",
                          "checkpoint", "entries", "exhibits", "timestamp", "schedules"});
  if (!has_schedules &&
      !has_members(value, {"v", "bundle", "agency", "case", "created_at", "created_by", "origin",
                           "checkpoint", "entries", "exhibits", "timestamp"}))
    return std::nullopt;
  if (has_schedules && !read_schedules(value["schedules"], index)) return std::nullopt;
  for (const std::string_view name : {"bundle", "agency", "created_by", "origin"})
    if (!is_text(value[name])) return std::nullopt;
  index.bundle = value["bundle"].string_or("");
  index.agency = value["agency"].string_or("");
  index.origin = value["origin"].string_or("");
  index.timestamp = value["timestamp"].bool_or(false);
  if (!is_id("bundle", index.bundle) || !time_in(value["created_at"]) ||
      value["timestamp"].as_bool() == nullptr || !read_case(value["case"], index) ||
      !read_tree_head(value["checkpoint"], index) || !read_lists(value, index))
    return std::nullopt;
  return index;
}

std::string excerpt_path(std::string_view exhibit) {
  return fmt::format("data/excerpts/{}.jsonl", exhibit);
}

Result<Outcome> check_format(Context& context) {
  SANAD_TRY(const auto declaration, context.bytes_of("bagit.txt"));
  if (!declaration || as_text(*declaration) != kBagitText)
    return fail("bagit.txt is missing or is not BagIt 1.0.");
  SANAD_TRY(const auto bytes, context.bytes_of("bundle.json"));
  auto value = json::parse_canonical(bytes ? as_text(*bytes) : "");
  if (!value.ok() || value->as_object() == nullptr)
    return fail("bundle.json is missing or cannot be read.");
  if (value.value()["v"].as_int() != 1)
    return fail("bundle.json is of a version that this verifier does not know.");
  context.index_json = std::move(value).value();
  return pass("The bag and its index are of versions that this verifier knows.");
}

Result<Outcome> check_index(Context& context) {
  auto index = read_index(context.index_json);
  if (!index) return fail("bundle.json does not have the members that it must have.");
  context.index = std::move(*index);
  const Expected paths = expected_paths(context.index);
  std::vector<std::string> details;
  if (context.index.bundle != context.container.folder)
    details.push_back(
        fmt::format("The folder \"{}\" is not named after the bundle.", context.container.folder));
  for (const std::string& path : paths.required)
    if (context.container.find(path) == nullptr)
      details.push_back(fmt::format("\"{}\" is missing.", path));
  // Which files the reader has is for the check "reader" to say.
  for (const File& file : context.container.files)
    if (!paths.required.contains(file.path) && !paths.optional.contains(file.path) &&
        !is_of_reader(file.path) && corroboration_of(file.path).empty())
      details.push_back(fmt::format("\"{}\" is in the bag but not in bundle.json.", file.path));
  for (const IndexedExhibit& exhibit : context.index.exhibits)
    if (!std::ranges::binary_search(context.index.entries, exhibit.sealed))
      details.push_back(fmt::format(
          "The entry that sealed \"{}\" is not among the disclosed entries.", exhibit.exhibit));
  if (!details.empty())
    return fail("bundle.json does not list just what the bag holds.", std::move(details));
  return pass(
      fmt::format("bundle.json lists just what the bag holds: {} exhibits and {} ledger entries.",
                  context.index.exhibits.size(), context.index.entries.size()));
}

Result<Outcome> check_signature(Context& context) {
  SANAD_TRY(const auto agency, read_key_pair(context, "agency"));
  SANAD_TRY(context.log_key, read_key_pair(context, "log"));
  if (!agency || !context.log_key)
    return fail("The key files are missing, cannot be read or contradict each other.");
  context.agency_key = agency;
  SANAD_TRY(const auto manifest, context.bytes_of(kSignedManifest));
  SANAD_TRY(const auto signature, context.bytes_of(kSignatureFile));
  if (!manifest || !signature || signature->size() != 64)
    return fail("The signature over the hash lists is missing or has the wrong length.");
  if (!crypto::verify_ed25519(agency->public_key, *manifest, *signature))
    return fail("The signature over the hash lists is not valid.");
  return pass(
      fmt::format("The signature over the hash lists is valid, by the key \"{}\".", agency->name));
}

Result<Outcome> check_signer(Context& context) {
  const auto& trusted = context.trust.agency_keys;
  const tlog::VerifierKey& key = *context.agency_key;
  if (trusted.empty())
    return warn(
        fmt::format("Unknown signer: you gave no agency key to compare \"{}\" with.", key.name));
  if (std::ranges::find(trusted, key.public_key) == trusted.end())
    return warn(
        fmt::format("Unknown signer: the key \"{}\" is not among those that you trust.", key.name));
  return pass(fmt::format("The key \"{}\" is among those that you trust.", key.name));
}

Result<Outcome> check_checkpoint(Context& context) {
  const Index& index = context.index;
  SANAD_TRY(context.checkpoint_bytes, context.required("ledger/checkpoint"));
  const auto note = tlog::parse_note(as_text(context.checkpoint_bytes));
  const auto checkpoint =
      note.ok() ? tlog::parse_checkpoint(note->text) : Result<tlog::Checkpoint>(note.error());
  if (!checkpoint.ok()) return fail("The checkpoint cannot be read.");
  if (checkpoint->origin != index.origin || checkpoint->head.size.value != index.tree_size ||
      format_base64(checkpoint->head.root) != index.root)
    return fail("The checkpoint is not the one that bundle.json names.");
  if (!context.log_key ||
      !tlog::open_checkpoint(as_text(context.checkpoint_bytes), *context.log_key).ok())
    return fail("The checkpoint is not signed by the ledger's key.");
  context.head = checkpoint->head;
  return pass(fmt::format(
      "The checkpoint of the ledger \"{}\" at {} entries is signed by the ledger's key.",
      index.origin, index.tree_size));
}

}  // namespace sanad::verifier
