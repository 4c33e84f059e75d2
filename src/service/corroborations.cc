#include "service/corroborations.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "cage/input.h"
#include "capture_comparison.h"
#include "crypto/id.h"
#include "extract/extract.h"
#include "reasons.h"
#include "service/acts.h"
#include "service/exhibits.h"
#include "service/foreign_bundles.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;

namespace {

constexpr std::uint64_t kMaxAcquisitionBytes = 64ULL << 20;
constexpr std::uint64_t kMaxDocumentBytes = 8ULL << 20;
constexpr std::uint64_t kMaxScreenshotBytes = 64ULL << 20;
constexpr std::size_t kOwnCaptures = 5;
constexpr std::size_t kMaxFiles = 1000;
// An entry has at most 64 KiB; some of it is for what stands around the comparison.
constexpr std::size_t kMaxComparisonBytes = 52 * 1024;
constexpr std::string_view kPurpose = "corroboration";

struct Side {
  records::Exhibit exhibit;
  std::optional<ForeignOrigin> foreign;
  std::vector<records::ExhibitFile> files;
};

// The files of a capture of ours, or those that came with a foreign one.
Result<Side> side_of(Workspace& workspace, records::Exhibit exhibit) {
  Side side;
  SANAD_TRY(side.foreign, foreign_origin(workspace, exhibit));
  if (exhibit.is_import()) {
    SANAD_TRY(side.files, workspace.records().imported_files(exhibit.id, 1, kMaxFiles));
  } else {
    side.files = exhibit.files;
  }
  side.exhibit = std::move(exhibit);
  return side;
}

// As the capture named it; in an import of a bundle it lies in the folder "files".
const records::ExhibitFile* find_file(const Side& side, std::string_view name) {
  const auto found = std::ranges::find_if(side.files, [&](const records::ExhibitFile& file) {
    return side.exhibit.is_import() ? file.path == fmt::format("files/{}", name)
                                    : file.name == name;
  });
  return found == side.files.end() ? nullptr : &*found;
}

Result<Bytes> read_part_of(Workspace& workspace, const Officer& caller, const Side& side,
                           const records::ExhibitFile& file, std::uint64_t most) {
  SANAD_TRY(const auto opened,
            open_file(workspace, caller, side.exhibit, file.name, Access::kView, kPurpose));
  Bytes bytes(std::min(file.size, most));
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read_at(filled, std::span(bytes).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  bytes.resize(filled);
  return bytes;
}

Result<CaptureSide> read_side(Workspace& workspace, const Officer& caller, const Side& side) {
  CaptureSide read;
  const records::ExhibitFile* record = find_file(side, "acquisition.json");
  if (record == nullptr || record->size > kMaxAcquisitionBytes)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} is no capture whose record can be compared", side.exhibit.number)};
  SANAD_TRY(const Bytes text, read_part_of(workspace, caller, side, *record, kMaxAcquisitionBytes));
  SANAD_TRY_WITH(read.acquisition, json::parse(as_text(text)),
                 fmt::format("the acquisition record of {}", side.exhibit.number));
  if (const records::ExhibitFile* dom = find_file(side, "dom.html"); dom != nullptr) {
    SANAD_TRY(const Bytes bytes, read_part_of(workspace, caller, side, *dom, kMaxDocumentBytes));
    read.document = to_text(bytes);
  }
  return read;
}

// Captures of ours of the same target, besides the two.
Result<std::vector<OwnCapture>> own_captures(Workspace& workspace, const Officer& caller,
                                             const Side& here, const Side& there) {
  std::vector<OwnCapture> own;
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(here.exhibit.case_id));
  for (const records::Exhibit& one : exhibits) {
    const bool is_other = one.id != here.exhibit.id && one.id != there.exhibit.id;
    if (own.size() == kOwnCaptures || one.is_import() || !is_other || one.url != here.exhibit.url ||
        here.exhibit.url.empty())
      continue;
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, one.case_id, one.id));
    if (!is_seen) continue;
    SANAD_TRY(json::Value record, read_acquisition(workspace, caller, one));
    own.push_back({one.id, std::move(record)});
  }
  return own;
}

// PDQ of the first picture of the page, computed in the cage; nullopt: there is none, or it is no
// picture that can be read.
Result<std::optional<Bytes>> picture_hash(Workspace& workspace, const Officer& caller,
                                          const Side& side, const json::Value& acquisition) {
  const std::string name = acquisition["screenshot"]["file"].string_or("");
  const records::ExhibitFile* file = name.empty() ? nullptr : find_file(side, name);
  if (file == nullptr || file->size > kMaxScreenshotBytes) return std::optional<Bytes>();
  SANAD_TRY(const Bytes bytes, read_part_of(workspace, caller, side, *file, kMaxScreenshotBytes));
  SANAD_TRY(const cage::Input input, cage::Input::of(bytes));
  const auto fingerprint = extract::fingerprint(workspace.extractor(), input.fd());
  if (!fingerprint.ok()) return std::optional<Bytes>();
  auto hash = parse_hex((*fingerprint)["pdq"].string_or(""));
  if (!hash.ok() || hash->empty()) return std::optional<Bytes>();
  return std::optional(std::move(*hash));
}

// Of 256 bits; null where one side has no picture.
Result<json::Value> picture_distance(Workspace& workspace, const Officer& caller, const Side& here,
                                     const CaptureSide& of_here, const Side& there,
                                     const CaptureSide& of_there) {
  SANAD_TRY(const auto a, picture_hash(workspace, caller, here, of_here.acquisition));
  SANAD_TRY(const auto b, picture_hash(workspace, caller, there, of_there.acquisition));
  if (!a || !b || a->size() != b->size()) return json::Value(nullptr);
  int distance = 0;
  for (std::size_t i = 0; i < a->size(); ++i)
    distance += std::popcount(static_cast<unsigned>((*a)[i] ^ (*b)[i]));
  return json::Value(distance);
}

json::Array ids_of(const std::vector<OwnCapture>& own) {
  json::Array ids;
  for (const OwnCapture& one : own) ids.emplace_back(one.exhibit);
  return ids;
}

// Where it stands in the ledgers.
json::Object cited(const Side& side) {
  json::Object object{{"exhibit", side.exhibit.id},
                      {"number", side.exhibit.number},
                      {"entry", side.exhibit.sealed_index},
                      {"foreign", nullptr}};
  if (!side.foreign) return object;
  const json::Value& said = side.foreign->data;
  object.set("foreign", json::Object{{"entry", side.foreign->entry},
                                     {"agency", said["agency"]},
                                     {"known", said["signer"]["known"]},
                                     {"bundle_sha256", said["bundle"]["sha256"]},
                                     {"origin", said["checkpoint"]["origin"]},
                                     {"size", said["checkpoint"]["size"]},
                                     {"exhibit", said["foreign"]["exhibit"]},
                                     {"number", said["foreign"]["number"]},
                                     {"sealed", said["foreign"]["sealed"]},
                                     {"proof_sha256", said["foreign"]["proof_sha256"]}});
  return object;
}

// With as many rows as an entry holds; the others are counted.
json::Object fitted(CaptureComparison comparison) {
  json::Object object = format_comparison(comparison);
  while (!comparison.rows.empty() && json::format_canonical(object).size() > kMaxComparisonBytes) {
    const std::size_t kept = comparison.rows.size() * 3 / 4;
    comparison.more_rows += comparison.rows.size() - kept;
    comparison.rows.resize(kept);
    object = format_comparison(comparison);
  }
  return object;
}

Corroboration of_entry(const records::Entry& entry) {
  return {entry.data["corroboration"].string_or(""), entry.index, entry.at, entry.actor,
          entry.data};
}

}  // namespace

Result<Corroboration> record_corroboration(Workspace& workspace, const Officer& caller,
                                           const CorroborationOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kReviewer, Role::kSupervisor},
                           "compare captures"));
  if (!order.note.empty()) SANAD_CHECK(require_words(order.note, "the note"));
  SANAD_TRY(records::Exhibit first, exhibit_for(workspace, caller, order.exhibit));
  SANAD_TRY(records::Exhibit second, exhibit_for(workspace, caller, order.with));
  if (first.id == second.id || first.case_id != second.case_id)
    return Error{ErrorCode::kInvalid,
                 "compare two exhibits of one case; take in another agency's bundle first"};
  SANAD_TRY(const Side here, side_of(workspace, std::move(first)));
  SANAD_TRY(const Side there, side_of(workspace, std::move(second)));
  SANAD_TRY(const CaptureSide of_here, read_side(workspace, caller, here));
  SANAD_TRY(const CaptureSide of_there, read_side(workspace, caller, there));
  SANAD_TRY(const auto own, own_captures(workspace, caller, here, there));
  SANAD_TRY(CaptureComparison comparison, compare_captures_by_part(of_here, of_there, own));
  SANAD_TRY(json::Value distance,
            picture_distance(workspace, caller, here, of_here, there, of_there));
  json::Object data{{"corroboration", crypto::new_id("corroboration")},
                    {"exhibit", here.exhibit.id},
                    {"other", there.exhibit.id},
                    {"exhibits", ids_of(own)},
                    {"note", order.note},
                    {"here", cited(here)},
                    {"there", cited(there)},
                    {"screenshot_distance", std::move(distance)}};
  for (const json::Member& member : fitted(std::move(comparison)))
    data.set(member.name, member.value);
  SANAD_TRY(const std::uint64_t index,
            workspace.custody().record(
                {"corroboration.recorded", caller.id, here.exhibit.case_id, std::move(data)}));
  SANAD_TRY(const auto entries, workspace.records().entries({.case_id = here.exhibit.case_id,
                                                             .kind = "corroboration.recorded",
                                                             .before = index + 1,
                                                             .limit = 1}));
  if (entries.empty())
    return Error{ErrorCode::kNotFound, "what was recorded is not in the records; rebuild them"};
  return of_entry(entries.front());
}

Result<std::vector<Corroboration>> list_corroborations(Workspace& workspace, const Officer& caller,
                                                       std::string_view exhibit_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Exhibit exhibit, exhibit_for(workspace, caller, exhibit_id));
  SANAD_TRY(auto entries, workspace.records().entries({.case_id = exhibit.case_id,
                                                       .kind = "corroboration.recorded",
                                                       .limit = SIZE_MAX / 4,
                                                       .oldest_first = true}));
  std::erase_if(entries, [&](const records::Entry& entry) {
    return entry.data["exhibit"].string_or("") != exhibit.id &&
           entry.data["other"].string_or("") != exhibit.id;
  });
  SANAD_CHECK(keep_known(workspace, caller, entries));
  std::vector<Corroboration> found;
  for (const records::Entry& entry : entries) found.push_back(of_entry(entry));
  return found;
}

json::Object view(const Corroboration& corroboration) {
  json::Object object{{"entry", corroboration.entry},
                      {"at", format_timestamp(corroboration.at)},
                      {"by", corroboration.actor}};
  if (const json::Object* data = corroboration.data.as_object())
    for (const json::Member& member : *data) object.set(member.name, member.value);
  return object;
}

}  // namespace sanad::service
