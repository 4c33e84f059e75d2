// Videos shown with pictures covered (docs/formats/redaction.md). Tested by
// film_redactions_test.cc.
#include <fmt/format.h>

#include <algorithm>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "extract/film.h"
#include "extract/stretches.h"
#include "part_keeper.h"
#include "redaction/film.h"
#include "redaction/proof.h"
#include "redaction_subjects.h"
#include "service/sight.h"
#include "service/version.h"
#include "spool/spool.h"

namespace sanad::service {
namespace {

// A video decoded and encoded anew: what each of its segments is, and where they lie.
struct Seen {
  redaction::Film film;
  std::vector<Digest256> segments;
  std::vector<std::uint64_t> sizes;
  std::unique_ptr<spool::Spool> spool;  // null where only the digests are asked for
  spool::Spool::Stream clusters;
  std::string decoder, encoder;
  json::Object source;
};

Result<Seen> see(Workspace& workspace, const authority::Officer& caller,
                 const records::Exhibit& exhibit, const PictureSubject& subject, bool keeps) {
  if (subject.page)
    return Error{ErrorCode::kInvalid, "a page does not move; leave it out, or draw boxes on it"};
  Seen out;
  SANAD_TRY(const Item item, open_subject(workspace, caller, exhibit, subject, out.source));
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  if (keeps) {
    SANAD_TRY(out.spool, spool::Spool::create(workspace.working_directory()));
  }
  std::uint64_t bytes = 0;
  const auto add = [&](std::uint64_t number,
                       const std::vector<extract::EncodedPicture>& pictures) -> Result<void> {
    std::vector<redaction::FilmPicture> of;
    for (const extract::EncodedPicture& one : pictures) of.push_back({one.time_ms, one.frame});
    const Bytes cluster = redaction::write_segment(number, of);
    bytes += cluster.size();
    if (bytes > redaction::kMaxFilmBytes || cluster.size() > redaction::kMaxFilmSegmentBytes)
      return Error{ErrorCode::kLimit,
                   fmt::format("the pictures of the video are more than {} MiB as they are encoded "
                               "anew; make a working copy of the part that is wanted, and redact "
                               "that",
                               redaction::kMaxFilmBytes >> 20U)};
    out.segments.push_back(crypto::sha256(cluster));
    out.sizes.push_back(cluster.size());
    return out.spool ? out.spool->append(out.clusters, cluster) : Result<void>();
  };
  SANAD_TRY(extract::FilmSummary whole,
            extract::film(workspace.extractor(), input.fd(), item.hints.coding, add));
  if (whole.damaged)
    return Error{ErrorCode::kInvalid,
                 "the video is damaged, and its decoder had to guess: what it shows cannot be "
                 "proven to be the file's"};
  if (out.spool) SANAD_CHECK(out.spool->flush(out.clusters));
  SANAD_TRY(out.film, redaction::Film::of(static_cast<std::uint64_t>(whole.width),
                                          static_cast<std::uint64_t>(whole.height),
                                          static_cast<std::uint64_t>(whole.length_ms)));
  out.decoder = std::move(whole.decoder);
  out.encoder = std::move(whole.encoder);
  return out;
}

struct CommittedFilm {
  redaction::Seed seed{};
  std::vector<merkle::Hash> leaves;
  merkle::Hash root{};
};
Result<CommittedFilm> commit_film(Workspace& workspace, const records::Exhibit& exhibit,
                                  const Seen& seen) {
  CommittedFilm out;
  SANAD_TRY(const Bytes key, part_salt_key(workspace, exhibit.case_id, exhibit.id));
  out.seed = redaction::seed_of(key, subject_text(seen.source, {"file", "part"}), seen.film,
                                seen.segments);
  out.leaves = redaction::leaves_of(out.seed, seen.segments);
  out.root = merkle::root_of(out.leaves);
  return out;
}

// The entry exhibit.frames, written unless it is there.
Result<std::uint64_t> record_frames(Workspace& workspace, const authority::Officer& caller,
                                    const records::Exhibit& exhibit, const Seen& seen,
                                    const CommittedFilm& committed) {
  json::Object data{{"exhibit", exhibit.id}};
  for (const char* member : {"file", "part", "parts", "sha256"})
    data.set(member, *seen.source.find(member));
  data.set("algorithm", redaction::kFilmAlgorithm);
  data.set("decoder", seen.decoder);
  data.set("encoder", seen.encoder);
  data.set("width", seen.film.width);
  data.set("height", seen.film.height);
  data.set("length_ms", seen.film.length_ms);
  data.set("segments", seen.film.segments());
  data.set("root", format_hex(committed.root));
  SANAD_TRY(const auto there, redaction_entries(workspace, exhibit, "exhibit.frames"));
  const std::string wanted = json::format_canonical(json::Value(data));
  for (const records::Entry& entry : there)
    if (!entry.destroyed && json::format_canonical(entry.data) == wanted) return entry.index;
  return workspace.custody().record(
      {"exhibit.frames", caller.id, exhibit.case_id, std::move(data)});
}

Result<redaction::TimePlan> plan_of(const redaction::Film& film,
                                    const std::vector<HiddenRange>& ranges) {
  redaction::TimePlan plan;
  for (const HiddenRange& range : ranges) {
    const auto at = std::ranges::find(plan.reasons, range.reason);
    const auto reason = static_cast<std::uint32_t>(at - plan.reasons.begin());
    if (at == plan.reasons.end()) plan.reasons.push_back(range.reason);
    SANAD_TRY(const redaction::Range wide,
              redaction::widen(film, range.from_ms, range.to_ms, reason));
    plan.ranges.push_back(wide);
  }
  SANAD_CHECK(redaction::check_plan(film.segments(), plan));
  return plan;
}

// The open segments as they lie in the spool, grey ones in the place of the others; one at a time
// is in memory. Into the vault, as {"sha256", "size"}.
Result<json::Object> seal_film(Workspace& workspace, const records::Exhibit& exhibit,
                               const Seen& seen, const redaction::Mask& mask) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < mask.size(); ++i)
    bytes +=
        mask[i] == redaction::kOpen ? seen.sizes[i] : redaction::grey_segment(seen.film, i).size();
  SANAD_TRY(const auto writer, workspace.vault().begin(exhibit.case_id));
  SANAD_CHECK(writer->write(redaction::write_film_head(seen.film, bytes)));
  const auto clusters = seen.spool->open_random(seen.clusters);
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == redaction::kOpen) {
      Bytes cluster(seen.sizes[i]);
      SANAD_TRY(const std::size_t got, clusters->read_at(at, cluster));
      if (got != cluster.size()) return Error{ErrorCode::kIo, "the working copy ends early"};
      SANAD_CHECK(writer->write(cluster));
    } else {
      SANAD_CHECK(writer->write(redaction::grey_segment(seen.film, i)));
    }
    at += seen.sizes[i];
  }
  SANAD_TRY(const vault::SealedObject sealed, writer->seal());
  return json::Object{{"sha256", format_hex(sealed.info.sha256)}, {"size", sealed.info.size_bytes}};
}

// Reads what is kept again, and holds it against the root.
Result<void> verify_kept(Workspace& workspace, const records::Exhibit& exhibit,
                         const json::Value& file, const redaction::Film& film,
                         const redaction::Mask& mask, const merkle::Hash& root,
                         std::string_view proof) {
  SANAD_TRY(const auto kept,
            open_redaction_file(workspace, exhibit, file,
                                redaction::kMaxFilmBytes + redaction::kMostFilmHeadBytes));
  SANAD_TRY(const redaction::ReadFilm shown, redaction::read_film(*kept));
  if (shown.film != film)
    return Error{ErrorCode::kIntegrity, "the redacted video has another size or length"};
  return redaction::verify_film_proof(shown, mask, root, proof);
}

}  // namespace

Result<json::Value> redact_film(Workspace& workspace, const authority::Officer& caller,
                                const records::Exhibit& exhibit, const PictureSubject& subject,
                                const std::vector<HiddenRange>& ranges) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(const Seen seen, see(workspace, caller, exhibit, subject, true));
  SANAD_TRY(const redaction::TimePlan plan, plan_of(seen.film, ranges));
  SANAD_TRY(const CommittedFilm committed, commit_film(workspace, exhibit, seen));
  const redaction::Mask mask = redaction::mask_of(seen.film.segments(), plan);
  SANAD_TRY(json::Object sealed_film, seal_film(workspace, exhibit, seen, mask));
  const std::string proof = redaction::write_film_proof(committed.seed, mask, committed.leaves);
  SANAD_CHECK(verify_kept(workspace, exhibit, json::Value(sealed_film), seen.film, mask,
                          committed.root, proof));
  SANAD_TRY(json::Object sealed_proof, seal_redaction_file(workspace, exhibit, as_bytes(proof)));
  SANAD_TRY(const std::uint64_t frames, record_frames(workspace, caller, exhibit, seen, committed));
  const redaction::Counts counts = redaction::count(mask, plan.reasons.size());
  const std::string id = crypto::new_id("redaction");
  json::Object data{{"redaction", id}, {"exhibit", exhibit.id}, {"frames", frames}};
  for (const char* member : {"file", "part"}) data.set(member, *seen.source.find(member));
  redaction::add_plan(plan, data);
  data.set("open", counts.open);
  data.set("closed", json::Array(counts.closed.begin(), counts.closed.end()));
  data.set("film", std::move(sealed_film));
  data.set("proof", std::move(sealed_proof));
  data.set("tool", fmt::format("Sanad {}", kVersion));
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.redacted", caller.id, exhibit.case_id, std::move(data)}));
  SANAD_TRY(const FoundRedaction found, find_redaction(workspace, exhibit, id));
  return json::Value(view_of(found));
}

Result<Covering> parse_covering(std::string_view text) {
  if (text == "sound") return Covering::kSound;
  if (text == "pictures") return Covering::kPictures;
  if (text == "both") return Covering::kBoth;
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" cannot be covered: write sound, pictures or both", text)};
}

Result<json::Array> redact_times(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit, const PictureSubject& subject,
                                 const std::vector<HiddenRange>& ranges, Covering covering) {
  json::Array made;
  if (covering != Covering::kPictures) {
    SANAD_TRY(json::Value sound, redact_sound(workspace, caller, exhibit, subject, ranges));
    made.push_back(std::move(sound));
  }
  if (covering != Covering::kSound) {
    SANAD_TRY(json::Value film, redact_film(workspace, caller, exhibit, subject, ranges));
    made.push_back(std::move(film));
  }
  return made;
}

Result<json::Value> film_stretch_of(Workspace& workspace, const RedactedPicture& redacted,
                                    std::uint64_t begin_ms) {
  SANAD_TRY(const cage::Input input, cage::Input::of(redacted.picture));
  json::Array pictures;
  const auto at_ms = static_cast<std::int64_t>(begin_ms);
  SANAD_TRY(const extract::StretchEnd end,
            extract::moving(workspace.extractor(), input.fd(), "", at_ms,
                            [&](const extract::Preview& picture) -> Result<void> {
                              SANAD_TRY(const Bytes file, extract::format_jpeg(picture));
                              pictures.emplace_back(
                                  json::Object{{"at_ms", picture.time_ms.value_or(at_ms)},
                                               {"width", picture.width},
                                               {"height", picture.height},
                                               {"picture", format_base64(file)}});
                              return {};
                            }));
  json::Object answer{{"begin_ms", begin_ms},
                      {"pictures", std::move(pictures)},
                      {"is_last", end.is_last},
                      {"damaged", end.damaged},
                      {"proof", redacted.proof}};
  if (end.duration_ms) answer.set("duration_ms", *end.duration_ms);
  return json::Value(std::move(answer));
}

Result<json::Value> check_film_redaction(Workspace& workspace, const authority::Officer& caller,
                                         const records::Exhibit& exhibit,
                                         const FoundRedaction& found) {
  SANAD_TRY(const Seen seen,
            see(workspace, caller, exhibit, subject_of(found.redacted.data), false));
  SANAD_TRY(const CommittedFilm committed, commit_film(workspace, exhibit, seen));
  if (format_hex(committed.root) != found.tiles.data["root"].string_or(""))
    return Error{
        ErrorCode::kIntegrity,
        fmt::format("the original, decoded by {} and encoded by {}, does not lead to the root that "
                    "was recorded when it was decoded by {} and encoded by {}",
                    seen.decoder, seen.encoder, found.tiles.data["decoder"].string_or(""),
                    found.tiles.data["encoder"].string_or(""))};
  SANAD_TRY(const redaction::TimePlan plan,
            redaction::parse_plan(seen.film.segments(), found.redacted.data));
  SANAD_TRY(const Bytes proof, read_redaction_file(workspace, exhibit, found.redacted.data["proof"],
                                                   redaction::kMaxProofBytes));
  SANAD_CHECK(verify_kept(workspace, exhibit, found.file(), seen.film,
                          redaction::mask_of(seen.film.segments(), plan), committed.root,
                          as_text(proof)));
  json::Object view = view_of(found);
  view.set("agrees", true);
  return json::Value(std::move(view));
}

}  // namespace sanad::service
