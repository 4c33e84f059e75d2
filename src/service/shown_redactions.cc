// Redactions on their way into a bundle.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "redaction/film.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "redaction/sound.h"
#include "redaction_entries.h"
#include "service/redactions.h"

namespace sanad::service {
namespace {

constexpr std::size_t kAllEntries = SIZE_MAX / 4;
constexpr std::size_t kFilesAPage = 1000;
constexpr std::size_t kPieceBytes = std::size_t{1} << 20;
constexpr std::string_view kShownRedacted =
    "Withheld: of this exhibit a redacted picture, recording or video is shown.";
// Entries about an exhibit that tell how it was had and who looked at it, and not what is in it.
// exhibit.sealed and exhibit.files name its files with their digests, and cannot be spared; nor can
// exhibit.parts where it is shown in part too.
constexpr std::array<std::string_view, 8> kGoAlong = {
    "capture.started", "exhibit.copied", "exhibit.files",  "exhibit.parts",
    "exhibit.sealed",  "exhibit.viewed", "import.started", "package.taken"};

}  // namespace

Result<std::vector<records::Entry>> redaction_entries(Workspace& workspace,
                                                      const records::Exhibit& exhibit,
                                                      const char* kind) {
  return workspace.records().entries({.case_id = exhibit.case_id,
                                      .exhibit = exhibit.id,
                                      .kind = kind,
                                      .limit = kAllEntries,
                                      .oldest_first = true});
}

std::uint64_t FoundRedaction::most_bytes() const {
  switch (kind) {
    case redaction::Kind::kSound:
      return redaction::kMaxSampleBytes + redaction::kWavHeadBytes;
    case redaction::Kind::kFilm:
      return redaction::kMaxFilmBytes + redaction::kMostFilmHeadBytes;
    case redaction::Kind::kPicture:
      break;
  }
  return redaction::kMaxPngBytes;
}

Result<std::unique_ptr<vault::ObjectReader>> open_redaction_file(Workspace& workspace,
                                                                 const records::Exhibit& exhibit,
                                                                 const json::Value& object,
                                                                 std::uint64_t most) {
  SANAD_TRY(const Digest256 digest, parse_digest256(object["sha256"].string_or("")));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(exhibit.case_id, digest),
                 fmt::format("a redaction of {}", exhibit.number));
  if (reader->size() > most)
    return Error{ErrorCode::kIntegrity, "what is kept of the redaction is not what was recorded"};
  return reader;
}

Result<Bytes> read_redaction_file(Workspace& workspace, const records::Exhibit& exhibit,
                                  const json::Value& object, std::uint64_t most) {
  SANAD_TRY(const auto reader, open_redaction_file(workspace, exhibit, object, most));
  Bytes bytes(reader->size());
  SANAD_TRY(const std::size_t got, reader->read_at(0, bytes));
  if (got != bytes.size())
    return Error{ErrorCode::kIntegrity, "what is kept of the redaction ends early"};
  return bytes;
}

Result<FoundRedaction> find_redaction(Workspace& workspace, const records::Exhibit& exhibit,
                                      std::string_view id) {
  SANAD_TRY(const auto redactions, redaction_entries(workspace, exhibit, "exhibit.redacted"));
  for (const records::Entry& entry : redactions) {
    if (entry.destroyed || entry.data["redaction"].string_or("") != id) continue;
    const redaction::Kind kind = !entry.data["segments"].is_null() ? redaction::Kind::kSound
                                 : !entry.data["frames"].is_null() ? redaction::Kind::kFilm
                                                                   : redaction::Kind::kPicture;
    const char* member = redaction::committed_by(kind);
    SANAD_TRY(const auto committed,
              redaction_entries(workspace, exhibit, fmt::format("exhibit.{}", member).c_str()));
    for (const records::Entry& of : committed)
      if (!of.destroyed && static_cast<std::int64_t>(of.index) == entry.data[member].int_or(-1))
        return FoundRedaction{entry, of, kind};
  }
  return Error{ErrorCode::kNotFound, fmt::format("{} has no redaction {}", exhibit.number, id)};
}

Result<RedactedDisclosure> redacted_disclosure(Workspace& workspace,
                                               const std::vector<std::string>& ids,
                                               const std::vector<records::Exhibit>& exhibits) {
  RedactedDisclosure out;
  for (const std::string& id : ids) {
    for (const records::Exhibit& exhibit : exhibits) {
      const auto found = find_redaction(workspace, exhibit, id);
      if (!found.ok() && found.error().code == ErrorCode::kNotFound) continue;
      if (!found.ok()) return found.error();
      out.exhibits.insert(exhibit.id);
      out.entries.insert(found->redacted.index);
      out.entries.insert(found->tiles.index);
      if (const auto parts = found->tiles.data["parts"].as_int())
        out.entries.insert(static_cast<std::uint64_t>(*parts));
    }
  }
  return out;
}

bool RedactedDisclosure::leaves_out(const records::Entry& entry) const {
  if (!exhibits.contains(entry.data["exhibit"].string_or(""))) return false;
  return !entries.contains(entry.index) &&
         std::ranges::find(kGoAlong, entry.kind) == kGoAlong.end();
}

Result<void> check_shown_redactions(Workspace& workspace, const std::vector<std::string>& ids,
                                    const std::vector<records::Exhibit>& exhibits) {
  std::set<std::string> seen;
  for (const std::string& id : ids) {
    const bool is_there = std::ranges::any_of(exhibits, [&](const records::Exhibit& exhibit) {
      return find_redaction(workspace, exhibit, id).ok();
    });
    if (!is_there || !seen.insert(id).second)
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" is no redaction of an exhibit of the bundle, or is named "
                               "twice",
                               id)};
  }
  return {};
}

Result<void> show_redacted(Workspace& workspace, const records::Exhibit& exhibit,
                           const std::vector<std::string>& ids, present::BundledExhibit& item) {
  for (const std::string& id : ids) {
    const auto found = find_redaction(workspace, exhibit, id);
    if (!found.ok() && found.error().code == ErrorCode::kNotFound) continue;
    if (!found.ok()) return found.error();
    const auto writer = [&workspace, exhibit](const json::Value& object, std::uint64_t most) {
      return [&workspace, exhibit, object, most](ByteSink& sink) -> Result<void> {
        SANAD_TRY(const auto reader, open_redaction_file(workspace, exhibit, object, most));
        Bytes piece(kPieceBytes);
        while (true) {
          SANAD_TRY(const std::size_t got, reader->read(piece));
          if (got == 0) return {};
          SANAD_CHECK(sink.write(ByteView(piece).first(got)));
        }
      };
    };
    item.redactions.push_back({id,
                               {found->redacted.index},
                               writer(found->file(), found->most_bytes()),
                               writer(found->redacted.data["proof"], redaction::kMaxProofBytes),
                               found->kind});
  }
  if (item.redactions.empty()) return {};
  // Every file of it may hold what the picture hides: the page beside its screenshot, the archive
  // that a part lies in, and the record, whose words go into the report.
  item.acquisition = {};
  for (const records::ExhibitFile& file : exhibit.files)
    item.withheld.emplace(file.name, kShownRedacted);
  for (std::uint64_t first = 1; exhibit.is_import(); first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files) item.withheld.emplace(file.name, kShownRedacted);
    if (files.size() < kFilesAPage) break;
  }
  return {};
}

}  // namespace sanad::service
