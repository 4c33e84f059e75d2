// What the disclosed ledger entries say, and whether they bear the exhibits out
// (docs/formats/entries.md).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "context.h"
#include "corroborations.h"
#include "merkle/proof.h"
#include "shape.h"
#include "tlog/entry.h"
#include "tlog/proof.h"

namespace sanad::verifier {
namespace {

using Details = std::vector<std::string>;

// The first entry before limit of this kind, in this case, about this authorisation.
const Entry* find_before(const Context& context, std::uint64_t limit, std::string_view kind,
                         std::string_view authorisation) {
  for (const auto& [index, entry] : context.entries) {
    if (index >= limit) break;
    const json::Value& about = entry.data["authorisation"];
    if (entry.kind == kind && entry.case_id == context.index.case_id && is_text(about) &&
        *about.as_string() == authorisation)
      return &entry;
  }
  return nullptr;
}

bool says(const Entry& entry, std::string_view member, std::string_view text) {
  const json::Value& value = entry.data[member];
  return is_text(value) && *value.as_string() == text;
}

// How the exhibit was acquired: "capture" or "import". Empty unless the entry names just one.
std::string_view act_of(const Entry& sealed) {
  const bool is_capture = is_text(sealed.data["capture"]);
  if (is_capture == is_text(sealed.data["import"])) return {};
  return is_capture ? "capture" : "import";
}

const Entry* find_started(const Context& context, const Entry& sealed,
                          const IndexedExhibit& indexed) {
  const std::string_view act = act_of(sealed);
  const std::string kind = fmt::format("{}.started", act);
  const std::string id = sealed.data[act].string_or("");
  const std::string authorisation = sealed.data["authorisation"].string_or("");
  for (const auto& [index, entry] : context.entries) {
    if (index >= sealed.index) break;
    if (entry.kind == kind && entry.case_id == context.index.case_id &&
        says(entry, "authorisation", authorisation) && says(entry, act, id) &&
        says(entry, "exhibit", indexed.exhibit))
      return &entry;
  }
  return nullptr;
}

bool has_four_eyes(const Entry& requested, const Entry& approved) {
  return says(requested, "requester", requested.actor) &&
         says(approved, "approver", approved.actor) && requested.actor != approved.actor;
}

bool is_within_validity(const Entry& requested, Timestamp at) {
  const auto from = time_in(requested.data["valid_from"]);
  const auto to = time_in(requested.data["valid_to"]);
  return from && to && *from <= at && at < *to;
}

struct SealedFile {
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;
  std::string sha512;
};

// is_imported: listed by an entry exhibit.files, which says more of each.
std::optional<std::vector<SealedFile>> read_sealed_files(const json::Value& value,
                                                         bool is_imported) {
  const json::Array* array = value.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<SealedFile> files;
  for (const json::Value& item : *array) {
    const bool has_shape =
        is_imported ? has_members(item, {"name", "path", "role", "media_type", "size", "sha256",
                                         "sha512", "modified_at", "same_as"})
                    : has_members(item, {"name", "role", "media_type", "size", "sha256", "sha512"});
    if (!has_shape) return std::nullopt;
    for (const std::string_view member : {"name", "role", "media_type", "sha256", "sha512"})
      if (!is_text(item[member])) return std::nullopt;
    const auto size = count_in(item["size"]);
    SealedFile file{item["name"].string_or(""), size.value_or(0), item["sha256"].string_or(""),
                    item["sha512"].string_or("")};
    if (!size || !is_plain_name(file.name) || file.name.find('/') != std::string::npos)
      return std::nullopt;
    files.push_back(std::move(file));
  }
  return files;
}

// All files of the exhibit: those that its sealing names, and those that were imported before it.
// nullopt if they cannot be read, or are not as many as the sealing says.
std::optional<std::vector<SealedFile>> all_sealed_files(const Context& context, const Entry& sealed,
                                                        std::string_view exhibit) {
  auto files = read_sealed_files(sealed.data["files"], false);
  if (!files) return std::nullopt;
  const bool has_more = !sealed.data["further_files"].is_null();
  const auto further = has_more ? count_in(sealed.data["further_files"]) : std::uint64_t{0};
  std::uint64_t found = 0;
  for (const auto& [index, entry] : context.entries) {
    if (index >= sealed.index) break;
    if (entry.kind != "exhibit.files" || entry.case_id != context.index.case_id ||
        !says(entry, "exhibit", exhibit))
      continue;
    const auto more = read_sealed_files(entry.data["files"], true);
    if (!more) return std::nullopt;
    found += more->size();
    files->insert(files->end(), more->begin(), more->end());
  }
  if (!further || found != *further) return std::nullopt;
  return files;
}

bool is_withheld(const IndexedExhibit& indexed, std::string_view name) {
  return std::ranges::find(indexed.withheld, name, &WithheldFile::name) != indexed.withheld.end();
}

void compare_file(const Context& context, const IndexedExhibit& indexed, const SealedFile& sealed,
                  Details& details) {
  const std::string where = fmt::format("{}/{}", indexed.exhibit, sealed.name);
  if (!std::ranges::binary_search(indexed.files, sealed.name)) {
    if (!is_withheld(indexed, sealed.name))
      details.push_back(
          fmt::format("{} was sealed but is neither here nor listed as withheld.", where));
    return;
  }
  const File& file = *context.container.find("data/exhibits/" + where);
  if (file.size != sealed.size || file.sha256 != sealed.sha256 || file.sha512 != sealed.sha512)
    details.push_back(fmt::format("{} is not what was sealed.", where));
}

void compare_names(const IndexedExhibit& indexed, const std::vector<SealedFile>& files,
                   Details& details) {
  std::set<std::string> sealed;
  for (const SealedFile& file : files) sealed.insert(file.name);
  std::set<std::string> known(indexed.files.begin(), indexed.files.end());
  for (const WithheldFile& file : indexed.withheld) known.insert(file.name);
  for (const std::string& name : known)
    if (!sealed.contains(name))
      details.push_back(
          fmt::format("{}/{} is not among the files that were sealed.", indexed.exhibit, name));
  const std::size_t listed = indexed.files.size() + indexed.withheld.size();
  if (listed != files.size() || sealed.size() != files.size() || known.size() != listed)
    details.push_back(fmt::format("{}: a file is listed twice.", indexed.exhibit));
}

void compare_exhibit(const Context& context, const IndexedExhibit& indexed, Details& details) {
  const Entry& sealed = context.entries.at(indexed.sealed);
  const auto files = all_sealed_files(context, sealed, indexed.exhibit);
  if (sealed.kind != "exhibit.sealed" || !says(sealed, "exhibit", indexed.exhibit) || !files) {
    details.push_back(fmt::format(
        "{}: the entries that sealed it cannot be read, or are not all here.", indexed.exhibit));
    return;
  }
  for (const SealedFile& file : *files) compare_file(context, indexed, file, details);
  compare_names(indexed, *files, details);
  if (json::format_canonical(sealed.data["number"]) != json::format_canonical(indexed.number))
    details.push_back(
        fmt::format("{}: its number is not the one under which it was sealed.", indexed.exhibit));
}

// The texts among the reasons, joined.
std::string reasons_in(const json::Value& completeness) {
  std::string text;
  const json::Array* reasons = completeness["reasons"].as_array();
  if (reasons == nullptr) return text;
  for (const json::Value& reason : *reasons) {
    if (!is_text(reason)) continue;
    if (!text.empty()) text += "; ";
    text += *reason.as_string();
  }
  return text;
}

}  // namespace

Opened open_entry(std::uint64_t index, Bytes leaf_bytes, const Bytes& salt,
                  const Bytes& body_bytes) {
  const auto leaf = tlog::parse_leaf(as_text(leaf_bytes));
  if (!leaf.ok()) return {{}, fmt::format("The leaf of entry {} is not well formed.", index)};
  if (salt.size() != tlog::kSaltSize || !tlog::opens(*leaf, salt, as_text(body_bytes)))
    return {{},
            fmt::format("The body of entry {} is not the one that its leaf commits to.", index)};
  const auto body = tlog::parse_body(as_text(body_bytes));
  if (!body.ok() || !has_members(*body, {"v", "kind", "actor", "case", "data"}) ||
      (*body)["v"].as_int() != 1 || (*body)["kind"].string_or("") != leaf->kind ||
      !is_text((*body)["actor"]) || !is_text((*body)["case"]) ||
      (*body)["data"].as_object() == nullptr)
    return {{},
            fmt::format("The body of entry {} is not well formed or of another kind than its leaf.",
                        index)};
  return {Entry{index, leaf->kind, leaf->at, (*body)["actor"].string_or(""),
                (*body)["case"].string_or(""), (*body)["data"], std::move(leaf_bytes)},
          ""};
}

Chain chain_of(const Context& context, const IndexedExhibit& indexed) {
  const Entry& sealed = context.entries.at(indexed.sealed);
  Chain chain;
  const auto broken = [&](std::string_view problem) {
    chain.problem = problem;
    return chain;
  };
  if (sealed.kind != "exhibit.sealed" || !says(sealed, "exhibit", indexed.exhibit) ||
      sealed.case_id != context.index.case_id || !is_text(sealed.data["authorisation"]) ||
      act_of(sealed).empty())
    return broken("the named entry does not seal this exhibit in this case");
  chain.sealed = &sealed;
  chain.started = find_started(context, sealed, indexed);
  if (chain.started == nullptr)
    return broken("no entry shows the start of its capture or import before it was sealed");
  const std::string authorisation = sealed.data["authorisation"].string_or("");
  const std::uint64_t start = chain.started->index;
  chain.approved = find_before(context, start, "authorisation.approved", authorisation);
  if (chain.approved == nullptr)
    return broken("no entry shows that its authorisation was approved before it was used");
  chain.requested =
      find_before(context, chain.approved->index, "authorisation.requested", authorisation);
  if (chain.requested == nullptr)
    return broken("no entry shows the request for its authorisation before the approval");
  if (!has_four_eyes(*chain.requested, *chain.approved))
    return broken(
        "the authorisation was not approved by an officer other than the one who requested it");
  if (!is_within_validity(*chain.requested, chain.started->time))
    return broken("the capture or import started outside the authorisation's validity");
  if (find_before(context, start, "authorisation.revoked", authorisation) != nullptr)
    return broken("the authorisation was revoked before it was used");
  return chain;
}

Result<Outcome> check_entries(Context& context) {
  Details details;
  for (const std::uint64_t index : context.index.entries) {
    SANAD_TRY(Bytes leaf, context.required(fmt::format("entries/{}.leaf", index)));
    SANAD_TRY(const Bytes salt, context.required(fmt::format("entries/{}.salt", index)));
    SANAD_TRY(const Bytes body, context.required(fmt::format("entries/{}.body", index)));
    Opened opened = open_entry(index, std::move(leaf), salt, body);
    if (opened.entry)
      context.entries.emplace(index, std::move(*opened.entry));
    else
      details.push_back(std::move(opened.problem));
  }
  if (!details.empty())
    return fail("Some entries are not what was written to the ledger.", std::move(details));
  return pass(fmt::format(
      "All {} entries open: each body is the one that was committed to when it was written.",
      context.entries.size()));
}

Result<Outcome> check_inclusion(Context& context) {
  Details details;
  for (const auto& [index, entry] : context.entries) {
    SANAD_TRY(const Bytes bytes, context.required(fmt::format("entries/{}.tlog-proof", index)));
    const auto proof = tlog::parse_proof(as_text(bytes));
    if (!proof.ok()) {
      details.push_back(fmt::format("The proof of entry {} cannot be read.", index));
    } else if (proof->checkpoint != as_text(context.checkpoint_bytes)) {
      details.push_back(fmt::format("The proof of entry {} leads to another checkpoint.", index));
    } else if (proof->index.value != index ||
               !merkle::verify_inclusion(merkle::leaf_hash(entry.leaf), proof->index,
                                         context.head.size, proof->hashes, context.head.root)
                    .ok()) {
      details.push_back(
          fmt::format("The proof of entry {} does not lead to the checkpoint.", index));
    }
  }
  SANAD_TRY(const Details corroborations, corroboration_problems(context));
  details.insert(details.end(), corroborations.begin(), corroborations.end());
  if (!details.empty())
    return fail("Some entries are not proven to stand in the ledger.", std::move(details));
  return pass(fmt::format("All {} entries are proven to stand in the ledger of the checkpoint.",
                          context.entries.size()));
}

Result<Outcome> check_authority(Context& context) {
  Details details;
  for (const IndexedExhibit& indexed : context.index.exhibits)
    if (const std::string_view problem = chain_of(context, indexed).problem; !problem.empty())
      details.push_back(fmt::format("{}: {}.", indexed.exhibit, problem));
  if (!details.empty())
    return fail("The record does not show a valid authorisation for each exhibit.",
                std::move(details));
  return pass(
      fmt::format("Each of {} captures and imports was requested, approved by another officer and "
                  "started within the "
                  "authorisation's validity, in that order.",
                  context.index.exhibits.size()));
}

Result<Outcome> check_exhibits(Context& context) {
  Details details;
  std::size_t files = 0;
  std::size_t withheld = 0;
  for (const IndexedExhibit& indexed : context.index.exhibits) {
    compare_exhibit(context, indexed, details);
    files += indexed.files.size();
    withheld += indexed.withheld.size();
  }
  if (!details.empty())
    return fail("The exhibits are not just what was sealed.", std::move(details));
  return pass(fmt::format(
      "All {} exhibit files are those that were sealed; {} sealed files are withheld and listed.",
      files, withheld));
}

Result<Outcome> check_completeness(Context& context) {
  Details details;
  for (const IndexedExhibit& indexed : context.index.exhibits) {
    const json::Value& completeness = context.entries.at(indexed.sealed).data["completeness"];
    if (completeness["status"].string_or("") != "complete")
      details.push_back(
          fmt::format("{} is incomplete: {}", indexed.exhibit, reasons_in(completeness)));
  }
  if (!details.empty())
    return warn("Some exhibits are recorded as incomplete.", std::move(details));
  return pass("Each exhibit was complete.");
}

}  // namespace sanad::verifier
