// Videos of which pictures are covered (docs/formats/redaction.md). No picture is decoded.
#include <fmt/format.h>

#include "redaction/film.h"
#include "redaction/proof.h"
#include "redaction_record.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

// What the ledger says of one.
struct RecordedFilm {
  redaction::Film film;
  merkle::Hash root{};
  redaction::TimePlan plan;
  redaction::Mask mask;
  redaction::Counts counts;
  std::string sha256;  // of the file
  std::uint64_t size = 0;
};

std::optional<redaction::Film> film_of(const json::Value& data) {
  const auto width = count_in(data["width"]), height = count_in(data["height"]),
             length = count_in(data["length_ms"]);
  if (!width || !height || !length) return std::nullopt;
  const auto film = redaction::Film::of(*width, *height, *length);
  if (!film.ok() || count_in(data["segments"]) != film->segments()) return std::nullopt;
  return *film;
}

std::optional<RecordedFilm> recorded_film(const Context& context, std::string_view exhibit,
                                          const IndexedRedaction& indexed) {
  const auto at = context.entries.find(indexed.entry);
  if (at == context.entries.end() || !is_of(context, at->second, "exhibit.redacted", exhibit))
    return std::nullopt;
  const json::Value& data = at->second.data;
  const Entry* frames =
      entry_before(context, data["frames"], "exhibit.frames", exhibit, indexed.entry);
  if (frames == nullptr || data["redaction"].string_or("") != indexed.redaction)
    return std::nullopt;
  const json::Value& of = frames->data;
  for (const char* member : {"file", "part"})
    if (!same(data[member], of[member])) return std::nullopt;
  const auto film = film_of(of);
  const auto root = parse_digest256(of["root"].string_or(""));
  if (of["algorithm"].string_or("") != redaction::kFilmAlgorithm || !of["page"].is_null() ||
      !film || !root.ok() || !names_its_source(context, *frames, exhibit))
    return std::nullopt;
  auto plan = redaction::parse_plan(film->segments(), data);
  const auto size = count_in(data["film"]["size"]);
  if (!plan.ok() || !size) return std::nullopt;
  RecordedFilm out{*film, *root, std::move(*plan), {}, {}, {}, *size};
  out.sha256 = data["film"]["sha256"].string_or("");
  out.mask = redaction::mask_of(film->segments(), out.plan);
  out.counts = redaction::count(out.mask, out.plan.reasons.size());
  if (!counts_are(out.counts, data)) return std::nullopt;
  return out;
}

// A file within the bundle.
class Within final : public RandomSource {
 public:
  Within(RandomSource& source, const File& file) : source_(source), file_(file) {}
  std::uint64_t size() const override { return file_.size; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) override {
    return source_.read_at(file_.start + offset, out);
  }

 private:
  RandomSource& source_;
  const File& file_;
};

Result<std::string> problem_of_film(const Context& context, std::string_view id,
                                    const RecordedFilm& recorded) {
  const File& file = *context.container.find(redaction_path(id, "webm"));
  const File& lines = *context.container.find(redaction_path(id, "jsonl"));
  if (lines.size > redaction::kMaxProofBytes)
    return std::string("it is larger than a redaction may be");
  if (file.size != recorded.size || file.sha256 != recorded.sha256)
    return std::string("the video is not the one that was recorded");
  Within within(context.source, file);
  const auto shown = redaction::read_film(within);
  if (!shown.ok() && shown.error().code == ErrorCode::kIo) return shown.error();
  if (!shown.ok()) return shown.error().message;
  if (shown->film != recorded.film)
    return std::string("the video has another size or another length");
  SANAD_TRY(const Bytes proof, read_exactly(context.source, lines.start, lines.size));
  const auto verified =
      redaction::verify_film_proof(*shown, recorded.mask, recorded.root, as_text(proof));
  return verified.ok() ? std::string() : verified.error().message;
}

}  // namespace

Result<std::string> check_film(const Context& context, std::string_view exhibit,
                               const IndexedRedaction& indexed, SegmentTotals& totals,
                               std::vector<std::string>& details) {
  ++totals.recordings;
  const auto said = recorded_film(context, exhibit, indexed);
  if (!said) return std::string(kNoEntries);
  SANAD_TRY(std::string problem, problem_of_film(context, indexed.redaction, *said));
  if (!problem.empty()) return problem;
  totals.open += said->counts.open;
  totals.closed += said->mask.size() - said->counts.open;
  for (std::size_t i = 0; i < said->plan.reasons.size(); ++i)
    details.push_back(fmt::format("{}: the pictures of {} of {} seconds are closed: {}",
                                  indexed.redaction, said->counts.closed[i], said->mask.size(),
                                  said->plan.reasons[i]));
  return problem;
}

}  // namespace sanad::verifier
