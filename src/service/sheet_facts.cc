#include "sheet_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "excerpt.h"
#include "looks.h"
#include "service/exhibits.h"
#include "service/material.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::size_t kValueLetters = 1'000;
constexpr std::size_t kMetadataFields = 100;
constexpr std::size_t kFilesShown = 50;
constexpr std::size_t kMatchesShown = 50;
constexpr std::size_t kAppearances = 20;
constexpr std::string_view kBeside = "the facts beside a verification sheet";

std::string time_of(const case_index::Row& row) {
  if (row.sent_ms) return format_timestamp({*row.sent_ms});
  std::string local = row.local ? format_timestamp({row.local->ms}) : std::string();
  if (local.ends_with('Z')) local.pop_back();  // a clock whose zone is not told
  return local;
}

// Facts as they are gathered: bounded, each with its source.
class Facts {
 public:
  Facts(Workspace& workspace, const SheetMatter& matter) : workspace_(workspace), matter_(matter) {}

  json::Object here() const {
    json::Object source{{"exhibit", matter_.exhibit.id},
                        {"exhibit_number", matter_.exhibit.number}};
    if (matter_.subject.part) source.set("part", *matter_.subject.part);
    return source;
  }
  json::Object file(std::string_view name) const {
    json::Object source{{"exhibit", matter_.exhibit.id},
                        {"exhibit_number", matter_.exhibit.number}};
    source.set("file", name);
    return source;
  }
  Result<json::Object> at(const case_index::Citation& cite) const {
    SANAD_TRY(const records::Exhibit exhibit, workspace_.records().exhibit(cite.exhibit));
    return json::Object{
        {"exhibit", exhibit.id}, {"exhibit_number", exhibit.number}, {"part", cite.part}};
  }

  void add(std::string_view panel, std::string_view question, std::string_view fact,
           std::string_view value, json::Object source, std::string_view name = "") {
    if (value.empty()) return;
    if (items_.size() == kMaxFacts) {
      ++left_out_;
      return;
    }
    json::Object object{{"panel", panel},
                        {"question", question},
                        {"fact", fact},
                        {"value", first_letters(value, kValueLetters)},
                        {"source", std::move(source)}};
    if (!name.empty()) object.set("name", first_letters(name, kValueLetters));
    items_.emplace_back(std::move(object));
  }
  void left_out(std::size_t count) { left_out_ += count; }

  json::Value answer() && {
    return json::Value(json::Object{{"items", std::move(items_)},
                                    {"left_out", static_cast<std::uint64_t>(left_out_)}});
  }

 private:
  Workspace& workspace_;
  const SheetMatter& matter_;
  json::Array items_;
  std::size_t left_out_ = 0;
};

void add_metadata(const json::Value& metadata, Facts& facts) {
  for (const char* name : {"taken_at", "created_at", "modified_at", "sent_at"}) {
    const json::Value& time = metadata[name];
    const std::string zone = time["zone"].string_or("") == "unknown" ? " (zone unknown)" : "";
    const std::string value = time["value"].string_or("");
    if (!value.empty()) facts.add("content", "time", name, value + zone, facts.here());
  }
  for (const char* name : {"device", "software"})
    facts.add("item", "metadata", name, metadata[name]["value"].string_or(""), facts.here());
  if (const json::Value& place = metadata["place"]; place["latitude"].as_number()) {
    facts.add("content", "place", "place-in-metadata",
              fmt::format("{:.6f}, {:.6f}", *place["latitude"].as_number(),
                          place["longitude"].as_number() ? *place["longitude"].as_number() : 0),
              facts.here());
  }
  facts.add("item", "editing", "thumbnail", metadata["thumbnail"]["comparison"].string_or(""),
            facts.here());
  const json::Value& credentials = metadata["content_credentials"];
  facts.add("item", "editing", "content-credentials", credentials["status"].string_or(""),
            facts.here());
  if (const json::Array* manifests = credentials["manifests"].as_array(); manifests) {
    for (const json::Value& one : *manifests)
      facts.add("item", "editing", "content-credentials-binding", one["binding"].string_or(""),
                facts.here(), one["claim_generator"].string_or(""));
  }
  const json::Array* fields = metadata["fields"].as_array();
  if (fields == nullptr) return;
  for (std::size_t i = 0; i < std::min(fields->size(), kMetadataFields); ++i) {
    const json::Value& field = (*fields)[i];
    const std::string group = field["group"].string_or("");
    if (group == "mail") continue;  // its headers name people; the part itself shows them
    facts.add("item", group == "exif" ? "exif" : "metadata", "metadata-field",
              field["value"].string_or(""), facts.here(),
              fmt::format("{}: {}", group, field["name"].string_or("")));
  }
  if (fields->size() > kMetadataFields) facts.left_out(fields->size() - kMetadataFields);
}

// Which clock says what of when it was written, sent or changed.
void add_times(const json::Value& value, Facts& facts) {
  facts.add("content", "time", "sent-at", value["at"].string_or(""), facts.here());
  const std::string local = value["local"].string_or("");
  if (!local.empty())
    facts.add("content", "time", "sent-local",
              local + (value["local_uncertain"].is_null() ? "" : " (day and month uncertain)"),
              facts.here());
  facts.add("item", "editing", "edited-at", value["edited_at"].string_or(""), facts.here());
}

void add_places(const case_index::Document& document, Facts& facts) {
  for (const case_index::Place& place : document.places) {
    if (place.in == case_index::Field::kMetadata) continue;
    json::Object source = facts.here();
    source.set("text_offset", place.offset);
    source.set("text_length", place.length);
    facts.add("content", "place", "place-in-text",
              fmt::format("{:.6f}, {:.6f}", place.latitude, place.longitude), std::move(source));
  }
}

// Where the same, or the like, is in the case, and which was there first as far as its clocks tell.
Result<void> add_appearances(const Material& material, const case_index::Document& document,
                             Facts& facts) {
  SANAD_TRY(const std::int64_t row, material.facts().find_document(document));
  if (row == 0) return {};
  SANAD_TRY(const auto chain, material.facts().chain(row, material.unmasked()));
  for (std::size_t i = 0; i < std::min(chain.size(), kAppearances); ++i) {
    SANAD_TRY(json::Object source, facts.at(chain[i].row.cite));
    const std::string when = time_of(chain[i].row);
    const std::string value = when.empty() ? "-" : when;
    if (i == 0) facts.add("source", "first_copy_found", "first-in-case", value, source);
    facts.add("item", "earlier_appearances", "same-in-case", value, std::move(source));
  }
  if (chain.size() > kAppearances) facts.left_out(chain.size() - kAppearances);
  SANAD_TRY(const auto clusters, material.facts().clusters_of(row, material.unmasked()));
  for (const case_index::Cluster& one : clusters) {
    SANAD_TRY(json::Object source, facts.at(one.first.cite));
    const std::string when = time_of(one.first);
    facts.add("item", "earlier_appearances",
              one.likeness == case_index::Likeness::kText ? "like-texts" : "like-pictures",
              fmt::format("{}", one.members), std::move(source), when);
  }
  return {};
}

Result<void> add_people(const Material& material, const case_index::Document& document,
                        Facts& facts) {
  const auto name = [](const case_index::Account& account) {
    return account.is_masked ? fmt::format("Person {}", account.pseudonym) : account.name;
  };
  SANAD_TRY(const auto author,
            material.facts().find_account(document, document.author, material.unmasked()));
  if (author) facts.add("source", "provenance", "author", name(*author), facts.here());
  SANAD_TRY(const auto from,
            material.facts().find_account(document, document.forwarded_from, material.unmasked()));
  if (from) facts.add("source", "attenuation", "forwarded-from", name(*from), facts.here());
  return {};
}

// Leads from the lists, open ones too: whether they hold is for the reviewer of the match.
Result<void> add_matches(Workspace& workspace, const SheetMatter& matter, Facts& facts) {
  SANAD_TRY(const auto matches,
            workspace.records().matches(
                {.case_id = matter.exhibit.case_id, .exhibit = matter.exhibit.id, .limit = 1'000}));
  std::size_t shown = 0;
  for (const records::Match& match : matches) {
    const bool is_here = !matter.subject.part || (match.file == matter.line["file"].string_or("") &&
                                                  match.part == matter.line["way"].string_or(""));
    if (!is_here) continue;
    if (++shown > kMatchesShown) {
      facts.left_out(1);
      continue;
    }
    json::Object source = facts.here();
    source.set("match", match.id);
    facts.add("item", "earlier_appearances", "match",
              fmt::format("{} ({}, {})", match.list_name, match.signal, match.state),
              std::move(source));
  }
  return {};
}

Result<void> add_part(Workspace& workspace, const authority::Officer& caller,
                      const SheetMatter& matter, Facts& facts) {
  const bool is_item = !matter.line["item"].is_null();
  const json::Value& value = matter.line[is_item ? "item" : "record"];
  facts.add("source", "provenance", "handed-over-by", matter.exhibit.source, facts.here());
  const std::string way = matter.line["way"].string_or("");
  const std::string file = matter.line["file"].string_or("");
  facts.add("source", "provenance", "stands-in", way.empty() ? file : file + " → " + way,
            facts.here());
  if (value.is_null()) return {};
  facts.add("item", "earlier_appearances", "sha256", value["sha256"].string_or(""), facts.here());
  facts.add("item", "earlier_appearances", "same-bytes-as", value["same_as"].string_or(""),
            facts.here());
  add_times(value, facts);
  SANAD_TRY(const Material material, Material::open(workspace, caller, matter.exhibit.case_id));
  case_index::Source source;
  source.exhibit = matter.exhibit.id;
  source.way = way;
  source.part = *matter.subject.part;
  SANAD_TRY(const case_index::Document document,
            case_index::read_document(value, 1, std::move(source)));
  SANAD_CHECK(add_people(material, document, facts));
  SANAD_CHECK(add_appearances(material, document, facts));
  add_places(document, facts);
  add_metadata(value["metadata"], facts);
  return {};
}

Result<void> add_capture(Workspace& workspace, const authority::Officer& caller,
                         const records::Exhibit& exhibit, Facts& facts) {
  SANAD_TRY(const json::Value acquisition, read_acquisition(workspace, caller, exhibit));
  facts.add("source", "provenance", "address", exhibit.url, facts.here());
  facts.add("source", "provenance", "final-address", acquisition["url_final"].string_or(""),
            facts.file("acquisition.json"));
  if (const json::Array* addresses = acquisition["target_ips"].as_array())
    for (const json::Value& one : *addresses)
      facts.add("source", "provenance", "server", one.string_or(""),
                facts.file("acquisition.json"));
  facts.add("content", "what_is_seen", "title", exhibit.title, facts.here());
  facts.add("content", "time", "captured", format_timestamp(exhibit.started_at), facts.here());
  for (const records::ExhibitFile& file : exhibit.files)
    if (file.role == "dom" || file.role == "mhtml")
      facts.add("item", "source_code", "source-file", file.name, facts.file(file.name));
  return {};
}

Result<void> add_whole(Workspace& workspace, const authority::Officer& caller,
                       const records::Exhibit& exhibit, Facts& facts) {
  facts.add("content", "completeness", "completeness", exhibit.completeness, facts.here());
  for (const std::string& reason : exhibit.reasons)
    facts.add("content", "completeness", "not-complete-because", reason, facts.here());
  for (const records::ExhibitFile& file : exhibit.files)
    facts.add("item", "earlier_appearances", "sha256", file.sha256, facts.file(file.name),
              file.name);
  if (!exhibit.is_import()) return add_capture(workspace, caller, exhibit, facts);
  facts.add("source", "provenance", "handed-over-by", exhibit.source, facts.here());
  SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, 1, kFilesShown));
  for (const records::ExhibitFile& file : files) {
    facts.add("item", "earlier_appearances", "sha256", file.sha256, facts.file(file.name),
              file.path);
    facts.add("item", "earlier_appearances", "same-bytes-as", file.same_as, facts.file(file.name),
              file.path);
    facts.add("item", "metadata", "file-modified", file.modified_at, facts.file(file.name),
              file.path);
  }
  const std::size_t all = static_cast<std::size_t>(exhibit.further_files);
  if (all > kFilesShown) facts.left_out(all - kFilesShown);
  return {};
}

}  // namespace

Result<json::Value> sheet_facts(Workspace& workspace, const authority::Officer& caller,
                                const records::SheetSubject& subject) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const SheetMatter matter, find_matter(workspace, subject));
  SANAD_CHECK(require_sight(workspace, caller, matter.exhibit.case_id, matter.exhibit.id));
  Facts facts(workspace, matter);
  if (matter.subject.part) {
    SANAD_CHECK(record_look_once(workspace, caller, matter.exhibit, "list of parts", kBeside));
    SANAD_CHECK(add_part(workspace, caller, matter, facts));
  } else {
    SANAD_CHECK(add_whole(workspace, caller, matter.exhibit, facts));
  }
  SANAD_CHECK(add_matches(workspace, matter, facts));
  return std::move(facts).answer();
}

}  // namespace sanad::service
