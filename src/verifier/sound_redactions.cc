// Recordings that are shown redacted (docs/formats/redaction.md).
#include <fmt/format.h>

#include "redaction/proof.h"
#include "redaction/sound.h"
#include "redaction_record.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

// What the ledger says of one.
struct Recorded {
  redaction::Track track;
  merkle::Hash root{};
  redaction::TimePlan plan;
  redaction::Mask mask;
  redaction::Counts counts;
  std::string sha256;  // of the file
  std::uint64_t size = 0;
};

std::optional<redaction::Track> track_of(const json::Value& data) {
  const auto rate = count_in(data["rate"]), channels = count_in(data["channels"]),
             samples = count_in(data["samples"]);
  if (!rate || !channels || !samples) return std::nullopt;
  const auto track = redaction::Track::of(*rate, *channels, *samples);
  if (!track.ok() || count_in(data["segments"]) != track->segments()) return std::nullopt;
  return *track;
}

std::optional<Recorded> recorded_sound(const Context& context, std::string_view exhibit,
                                       const IndexedRedaction& indexed) {
  const auto at = context.entries.find(indexed.entry);
  if (at == context.entries.end() || !is_of(context, at->second, "exhibit.redacted", exhibit))
    return std::nullopt;
  const json::Value& data = at->second.data;
  const Entry* segments =
      entry_before(context, data["segments"], "exhibit.segments", exhibit, indexed.entry);
  if (segments == nullptr || data["redaction"].string_or("") != indexed.redaction)
    return std::nullopt;
  const json::Value& of = segments->data;
  for (const char* member : {"file", "part"})
    if (!same(data[member], of[member])) return std::nullopt;
  const auto track = track_of(of);
  const auto root = parse_digest256(of["root"].string_or(""));
  if (of["algorithm"].string_or("") != redaction::kSoundAlgorithm || !of["page"].is_null() ||
      !track || !root.ok() || !names_its_source(context, *segments, exhibit))
    return std::nullopt;
  auto plan = redaction::parse_plan(*track, data);
  const auto size = count_in(data["sound"]["size"]);
  if (!plan.ok() || !size) return std::nullopt;
  Recorded out{*track, *root, std::move(*plan), {}, {}, {}, *size};
  out.sha256 = data["sound"]["sha256"].string_or("");
  out.mask = redaction::mask_of(out.track, out.plan);
  out.counts = redaction::count(out.mask, out.plan.reasons.size());
  if (!counts_are(out.counts, data)) return std::nullopt;
  return out;
}

Result<std::string> problem_of(const Context& context, std::string_view id,
                               const Recorded& recorded) {
  const File& file = *context.container.find(redaction_path(id, "wav"));
  const File& lines = *context.container.find(redaction_path(id, "jsonl"));
  if (file.size > redaction::kMaxSampleBytes + redaction::kWavHeadBytes ||
      lines.size > redaction::kMaxProofBytes)
    return std::string("it is larger than a redaction may be");
  if (file.size != recorded.size || file.sha256 != recorded.sha256)
    return std::string("the recording is not the one that was recorded");
  SANAD_TRY(const Bytes bytes, read_exactly(context.source, file.start, file.size));
  const auto wav = redaction::read_wav(bytes);
  if (!wav.ok()) return wav.error().message;
  if (wav->track != recorded.track)
    return std::string("the recording has another rate, other channels or another length");
  SANAD_TRY(const Bytes proof, read_exactly(context.source, lines.start, lines.size));
  const auto verified = redaction::verify_sound_proof(recorded.track, recorded.mask, recorded.root,
                                                      wav->samples, as_text(proof));
  return verified.ok() ? std::string() : verified.error().message;
}

}  // namespace

Result<std::string> check_sound(const Context& context, std::string_view exhibit,
                                const IndexedRedaction& indexed, SegmentTotals& totals,
                                std::vector<std::string>& details) {
  ++totals.recordings;
  const auto said = recorded_sound(context, exhibit, indexed);
  if (!said) return std::string(kNoEntries);
  SANAD_TRY(std::string problem, problem_of(context, indexed.redaction, *said));
  if (!problem.empty()) return problem;
  totals.open += said->counts.open;
  totals.closed += said->mask.size() - said->counts.open;
  for (std::size_t i = 0; i < said->plan.reasons.size(); ++i)
    details.push_back(fmt::format("{}: {} of {} segments of a tenth of a second are closed: {}",
                                  indexed.redaction, said->counts.closed[i], said->mask.size(),
                                  said->plan.reasons[i]));
  return problem;
}

}  // namespace sanad::verifier
