#include "gather.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "tlog/checkpoint.h"
#include "tlog/entry.h"
#include "verifier/attachments.h"

namespace sanad::present {
namespace {

constexpr std::string_view kNetlogReason =
    "The network log holds cookies and other secrets; it is sealed and never exported whole.";

Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Result<EntryRecord> read_entry(const DisclosedEntry& entry) {
  const std::string where = fmt::format("Entry {}", entry.index.value);
  SANAD_TRY_WITH(const tlog::EntryLeaf leaf, tlog::parse_leaf(entry.leaf), where);
  if (entry.salt.size() != tlog::kSaltSize || !tlog::opens(leaf, entry.salt, entry.body))
    return invalid(fmt::format("{} does not open with its salt and body.", where));
  SANAD_TRY_WITH(const json::Value body, tlog::parse_body(entry.body), where);
  if (body["kind"].string_or("") != leaf.kind || body["data"].as_object() == nullptr)
    return invalid(fmt::format("{} has a body of another kind than its leaf.", where));
  return EntryRecord{entry.index,
                     leaf.at,
                     leaf.kind,
                     format_hex(leaf.commitment),
                     body["actor"].string_or(""),
                     body["case"].string_or(""),
                     body["data"]};
}

// The last entry before limit that test accepts; null if there is none.
const EntryRecord* last_before(const CaseRecord& record, merkle::LeafIndex limit,
                               const std::function<bool(const EntryRecord&)>& test) {
  const EntryRecord* found = nullptr;
  for (const EntryRecord& entry : record.entries)
    if (entry.index < limit && entry.case_id == record.case_id && test(entry)) found = &entry;
  return found;
}

Result<EntryRecord> find_link(const CaseRecord& record, const EntryRecord& after,
                              std::string_view kind, std::string_view member) {
  const std::string wanted = after.data[member].string_or("");
  const EntryRecord* found = last_before(record, after.index, [&](const EntryRecord& entry) {
    return entry.kind == kind && entry.data[member].string_or("") == wanted;
  });
  if (found == nullptr)
    return invalid(fmt::format("Add the {} entry with {} {} to the bundle.", kind, member, wanted));
  return *found;
}

// Names that every file system keeps as they are, and that need no escaping in a manifest.
bool is_bundle_name(std::string_view name) {
  const bool plain = std::ranges::all_of(name, [](char c) { return c >= 0x20 && c <= 0x7e; });
  return plain && !name.empty() && name.size() <= 255 && name.front() != ' ' &&
         name.back() != ' ' && name.back() != '.' &&
         name.find_first_of("\"%*/:<>?\\|") == std::string_view::npos;
}

Result<FileRecord> read_file(const json::Value& value, const BundledExhibit& exhibit) {
  FileRecord file;
  SANAD_TRY(file.name, json::require_string(value, "name"));
  file.path = value["path"].string_or("");
  SANAD_TRY(file.role, json::require_string(value, "role"));
  SANAD_TRY(file.media_type, json::require_string(value, "media_type"));
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  SANAD_TRY(file.sha256, json::require_string(value, "sha256"));
  SANAD_TRY(file.sha512, json::require_string(value, "sha512"));
  if (size < 0) return invalid(fmt::format("\"{}\" has a negative size.", file.name));
  file.size = static_cast<std::uint64_t>(size);
  if (!is_bundle_name(file.name))
    return invalid(
        fmt::format("\"{}\" cannot be the name of a file in a bundle: use printable ASCII without "
                    "\"%*/:<>?\\|.",
                    file.name));
  if (file.role == "netlog") file.withheld = kNetlogReason;
  if (const auto reason = exhibit.withheld.find(file.name); reason != exhibit.withheld.end())
    file.withheld = reason->second.empty() ? "Withheld." : reason->second;
  return file;
}

Result<void> add_files(const EntryRecord& entry, const BundledExhibit& exhibit,
                       std::vector<FileRecord>& files) {
  const json::Array* array = entry.data["files"].as_array();
  if (array == nullptr || array->empty())
    return invalid(fmt::format("{} was sealed without files.", exhibit.exhibit));
  for (const json::Value& value : *array) {
    SANAD_TRY_WITH(FileRecord file, read_file(value, exhibit), exhibit.exhibit);
    files.push_back(std::move(file));
  }
  return {};
}

// What its sealing names, and what was imported before it.
Result<std::vector<FileRecord>> read_files(const CaseRecord& record, const EntryRecord& sealed,
                                           const BundledExhibit& exhibit) {
  std::vector<FileRecord> files;
  SANAD_CHECK(add_files(sealed, exhibit, files));
  const std::size_t expected =
      files.size() + static_cast<std::size_t>(sealed.data["further_files"].int_or(0));
  for (const EntryRecord& entry : record.entries) {
    const bool is_more = entry.kind == "exhibit.files" && entry.case_id == record.case_id &&
                         entry.data["exhibit"].string_or("") == exhibit.exhibit;
    if (is_more && entry.index < sealed.index) SANAD_CHECK(add_files(entry, exhibit, files));
  }
  if (files.size() != expected)
    return invalid(
        fmt::format("Add all entries exhibit.files of {} to the bundle.", exhibit.exhibit));
  std::ranges::sort(files, {}, &FileRecord::name);
  for (const auto& [name, reason] : exhibit.withheld)
    if (!std::ranges::binary_search(files, name, {}, &FileRecord::name))
      return invalid(
          fmt::format("{} has no sealed file \"{}\" to withhold.", exhibit.exhibit, name));
  return files;
}

std::string number_of(const json::Value& number) {
  return number.as_string() != nullptr ? *number.as_string() : json::format_canonical(number);
}

Result<std::vector<RedactionRecord>> read_redactions(const CaseRecord& record,
                                                     const BundledExhibit& exhibit) {
  std::vector<RedactionRecord> redactions;
  for (const BundledRedaction& one : exhibit.redactions) {
    const auto entry = std::ranges::find(record.entries, one.entry, &EntryRecord::index);
    if (entry == record.entries.end() || entry->kind != "exhibit.redacted" ||
        entry->data["exhibit"].string_or("") != exhibit.exhibit ||
        entry->data["redaction"].string_or("") != one.redaction || !one.write_picture ||
        !one.write_proof)
      return invalid(fmt::format("Add the entry that tells of {} to the bundle.", one.redaction));
    redactions.push_back({one.redaction, one.entry, one.is_sound});
  }
  std::ranges::sort(redactions, {}, &RedactionRecord::redaction);
  if (std::ranges::adjacent_find(redactions, {}, &RedactionRecord::redaction) != redactions.end())
    return invalid("A redaction is given twice.");
  return redactions;
}

// Of each PDF of which pages are shown, the redactions in the order of the pages; of a page that
// has several, the last one made. Where the ledger does not say of how many pages the PDF is, none.
std::vector<std::vector<std::string>> documents_of(const CaseRecord& record,
                                                   const std::vector<RedactionRecord>& redactions) {
  std::map<std::string, std::map<std::int64_t, RedactionRecord>> documents;
  for (const RedactionRecord& one : redactions) {
    const auto told = std::ranges::find(record.entries, one.entry, &EntryRecord::index);
    const auto tiles = std::ranges::find_if(record.entries, [&](const EntryRecord& entry) {
      return static_cast<std::int64_t>(entry.index.value) == told->data["tiles"].int_or(-1);
    });
    if (tiles == record.entries.end()) continue;
    const json::Value& data = tiles->data;
    const auto page = data["page"].as_int(), pages = data["pages"].as_int();
    if (!page || !pages) continue;
    const std::string of =
        json::format_canonical(json::Array{data["file"], data["part"], data["pages"]});
    const auto [at, is_new] = documents[of].try_emplace(*page, one);
    if (!is_new && at->second.entry.value < one.entry.value) at->second = one;
  }
  std::vector<std::vector<std::string>> out;
  for (const auto& [of, pages] : documents) {
    std::vector<std::string>& names = out.emplace_back();
    for (const auto& [page, one] : pages) names.push_back(one.redaction);
  }
  std::ranges::sort(out);
  return out;
}

Result<std::vector<AttachmentRecord>> read_attachments(const BundledExhibit& exhibit) {
  std::vector<AttachmentRecord> attachments;
  for (const BundledAttachment& one : exhibit.attachments) {
    const bool is_next = attachments.empty() || attachments.back().number < one.number;
    if (!exhibit.parts || !exhibit.redactions.empty() || !one.write || !is_next ||
        !verifier::is_attachment_name(one.name) || !verifier::is_media_type(one.media_type))
      return invalid(fmt::format("The bytes of part {} of {} cannot be in the bundle so.",
                                 one.number, exhibit.exhibit));
    attachments.push_back({one.number, one.name, one.media_type});
  }
  return attachments;
}

Result<ExhibitRecord> read_exhibit(const CaseRecord& record, const BundledExhibit& exhibit) {
  const auto sealed = std::ranges::find(record.entries, exhibit.sealed, &EntryRecord::index);
  if (sealed == record.entries.end() || sealed->kind != "exhibit.sealed" ||
      sealed->data["exhibit"].string_or("") != exhibit.exhibit)
    return invalid(fmt::format("Add the entry that sealed {} to the bundle.", exhibit.exhibit));
  ExhibitRecord result;
  result.exhibit = exhibit.exhibit;
  result.number = number_of(sealed->data["number"]);
  result.sealed = *sealed;
  result.acquisition = exhibit.acquisition;
  const char* act = sealed->data["import"].is_null() ? "capture" : "import";
  SANAD_TRY(result.started, find_link(record, *sealed, fmt::format("{}.started", act), act));
  SANAD_TRY(result.approved,
            find_link(record, result.started, "authorisation.approved", "authorisation"));
  SANAD_TRY(result.requested,
            find_link(record, result.approved, "authorisation.requested", "authorisation"));
  SANAD_TRY(result.files, read_files(record, *sealed, exhibit));
  SANAD_TRY(result.redactions, read_redactions(record, exhibit));
  result.documents = documents_of(record, result.redactions);
  SANAD_TRY(result.attachments, read_attachments(exhibit));
  result.parts = exhibit.parts;
  if (!exhibit.parts) return result;
  const auto parts = std::ranges::find(record.entries, *exhibit.parts, &EntryRecord::index);
  if (parts == record.entries.end() || parts->kind != "exhibit.parts" ||
      parts->data["exhibit"].string_or("") != exhibit.exhibit || !exhibit.write_excerpt)
    return invalid(
        fmt::format("Add the entry that tells the parts of {} to the bundle.", exhibit.exhibit));
  return result;
}

Result<void> check_limits(const BundleContent& content) {
  if (content.exhibits.size() > kMaxBundleExhibits || content.entries.size() > kMaxBundleEntries)
    return Error{ErrorCode::kLimit,
                 fmt::format("A bundle holds at most {} exhibits and {} entries: make several.",
                             kMaxBundleExhibits, kMaxBundleEntries)};
  if (content.exhibits.empty()) return invalid("Name at least one exhibit for the bundle.");
  if (content.verify_page.empty() || content.reader_page.empty())
    return invalid("The bundle needs its verify.html and its index.html.");
  return {};
}

}  // namespace

Result<CaseRecord> gather(const BundleContent& content) {
  SANAD_CHECK(check_limits(content));
  SANAD_TRY_WITH(const tlog::OpenedCheckpoint opened,
                 tlog::open_checkpoint(content.checkpoint, content.log_key), "The checkpoint");
  CaseRecord record{.bundle = content.bundle,
                    .agency = content.agency,
                    .case_id = content.case_id,
                    .case_reference = content.case_reference,
                    .case_title = content.case_title,
                    .origin = opened.checkpoint.origin,
                    .software_version = content.software_version,
                    .tree_size = opened.checkpoint.head.size.value,
                    .created_at = content.created_at,
                    .created_by = content.created_by,
                    .entries = {},
                    .exhibits = {}};
  for (const DisclosedEntry& entry : content.entries) {
    SANAD_TRY(EntryRecord read, read_entry(entry));
    record.entries.push_back(std::move(read));
  }
  std::ranges::sort(record.entries, {}, &EntryRecord::index);
  const auto twice = [](const auto& list, auto key) {
    return std::ranges::adjacent_find(list, std::ranges::equal_to{}, key) != list.end();
  };
  if (twice(record.entries, &EntryRecord::index)) return invalid("An entry is given twice.");
  for (const BundledExhibit& exhibit : content.exhibits) {
    SANAD_TRY(ExhibitRecord read, read_exhibit(record, exhibit));
    record.exhibits.push_back(std::move(read));
  }
  std::ranges::sort(record.exhibits, {}, &ExhibitRecord::exhibit);
  if (twice(record.exhibits, &ExhibitRecord::exhibit)) return invalid("An exhibit is given twice.");
  return record;
}

}  // namespace sanad::present
