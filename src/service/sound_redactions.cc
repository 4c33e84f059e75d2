// Recordings shown with something hidden (docs/formats/redaction.md). Tested by
// sound_redactions_test.cc.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "cage/input.h"
#include "crypto/id.h"
#include "extract/pixels.h"
#include "part_keeper.h"
#include "redaction/proof.h"
#include "redaction/sound.h"
#include "redaction_subjects.h"
#include "service/sight.h"
#include "service/version.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kStretchMs = 60'000;

struct Heard {
  redaction::Track track;
  Bytes samples;
  std::string decoder;
  json::Object source;
};

Result<Heard> hear(Workspace& workspace, const authority::Officer& caller,
                   const records::Exhibit& exhibit, const PictureSubject& subject) {
  if (subject.page)
    return Error{ErrorCode::kInvalid, "a page has no sound; leave it out, or draw boxes on it"};
  Heard out;
  SANAD_TRY(const Item item, open_subject(workspace, caller, exhibit, subject, out.source));
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  SANAD_TRY(extract::WholeSound whole,
            extract::whole_sound(workspace.extractor(), input.fd(), item.hints.coding));
  if (whole.damaged)
    return Error{ErrorCode::kInvalid,
                 "the sound is damaged, and its decoder had to leave out some of it: what it plays "
                 "cannot be proven to be the file's"};
  SANAD_TRY(out.track, redaction::Track::of(whole.rate, whole.channels,
                                            whole.samples.size() / (whole.channels * 2)));
  out.samples = std::move(whole.samples);
  out.decoder = std::move(whole.decoder);
  return out;
}

struct CommittedSound {
  redaction::Seed seed{};
  std::vector<merkle::Hash> leaves;
  merkle::Hash root{};
};
Result<CommittedSound> commit_sound(Workspace& workspace, const records::Exhibit& exhibit,
                                    const Heard& heard) {
  CommittedSound out;
  SANAD_TRY(const Bytes key, part_salt_key(workspace, exhibit.case_id, exhibit.id));
  out.seed = redaction::seed_of(key, subject_text(heard.source, {"file", "part"}), heard.track,
                                heard.samples);
  out.leaves = redaction::leaves_of(out.seed, heard.track, heard.samples);
  out.root = merkle::root_of(out.leaves);
  return out;
}

// The entry exhibit.segments, written unless it is there.
Result<std::uint64_t> record_segments(Workspace& workspace, const authority::Officer& caller,
                                      const records::Exhibit& exhibit, const Heard& heard,
                                      const CommittedSound& committed) {
  json::Object data{{"exhibit", exhibit.id}};
  for (const char* member : {"file", "part", "parts", "sha256"})
    data.set(member, *heard.source.find(member));
  data.set("algorithm", redaction::kSoundAlgorithm);
  data.set("decoder", heard.decoder);
  data.set("rate", heard.track.rate);
  data.set("channels", heard.track.channels);
  data.set("samples", heard.track.samples);
  data.set("segments", heard.track.segments());
  data.set("root", format_hex(committed.root));
  SANAD_TRY(const auto there, redaction_entries(workspace, exhibit, "exhibit.segments"));
  const std::string wanted = json::format_canonical(json::Value(data));
  for (const records::Entry& entry : there)
    if (!entry.destroyed && json::format_canonical(entry.data) == wanted) return entry.index;
  return workspace.custody().record(
      {"exhibit.segments", caller.id, exhibit.case_id, std::move(data)});
}

Result<redaction::TimePlan> plan_of(const redaction::Track& track,
                                    const std::vector<HiddenRange>& ranges) {
  redaction::TimePlan plan;
  for (const HiddenRange& range : ranges) {
    const auto at = std::ranges::find(plan.reasons, range.reason);
    const auto reason = static_cast<std::uint32_t>(at - plan.reasons.begin());
    if (at == plan.reasons.end()) plan.reasons.push_back(range.reason);
    SANAD_TRY(const redaction::Range wide,
              redaction::widen(track, range.from_ms, range.to_ms, reason));
    plan.ranges.push_back(wide);
  }
  SANAD_CHECK(redaction::check_plan(track, plan));
  return plan;
}

}  // namespace

Result<std::uint64_t> parse_play_time(std::string_view text) {
  const Error wrong{
      ErrorCode::kInvalid,
      fmt::format("\"{}\" is no time: write seconds, or minutes:seconds, as in 1:02.5", text)};
  constexpr std::size_t kMostDigits = 6;
  std::uint64_t ms = 0;
  std::string_view rest = text;
  if (const std::size_t dot = rest.find('.'); dot != std::string_view::npos) {
    std::string fraction(rest.substr(dot + 1));
    if (fraction.empty() || fraction.size() > 3) return wrong;
    fraction.resize(3, '0');
    // Digits alone, of which the first may be 0.
    for (const char c : fraction) {
      if (c < '0' || c > '9') return wrong;
      ms = ms * 10 + static_cast<std::uint64_t>(c - '0');
    }
    rest = rest.substr(0, dot);
  }
  std::uint64_t seconds = 0;
  for (int pieces = 1;; ++pieces) {
    const std::size_t colon = rest.find(':');
    const std::string_view piece = rest.substr(0, colon);
    if (piece.empty() || piece.size() > kMostDigits || pieces > 3) return wrong;
    std::uint64_t number = 0;
    for (const char c : piece) {
      if (c < '0' || c > '9') return wrong;
      number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (pieces > 1 && number > 59) return wrong;
    seconds = seconds * 60 + number;
    if (colon == std::string_view::npos) return seconds * 1000 + ms;
    rest = rest.substr(colon + 1);
  }
}

Result<json::Value> redact_sound(Workspace& workspace, const authority::Officer& caller,
                                 const records::Exhibit& exhibit, const PictureSubject& subject,
                                 const std::vector<HiddenRange>& ranges) {
  SANAD_CHECK(require_redactor(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(Heard heard, hear(workspace, caller, exhibit, subject));
  SANAD_TRY(const redaction::TimePlan plan, plan_of(heard.track, ranges));
  SANAD_TRY(const CommittedSound committed, commit_sound(workspace, exhibit, heard));
  SANAD_TRY(const std::uint64_t segments,
            record_segments(workspace, caller, exhibit, heard, committed));
  const redaction::Mask mask = redaction::mask_of(heard.track, plan);
  redaction::silence(heard.track, mask, heard.samples);
  const std::string proof = redaction::write_sound_proof(committed.seed, mask, committed.leaves);
  SANAD_CHECK(
      redaction::verify_sound_proof(heard.track, mask, committed.root, heard.samples, proof));
  const Bytes sound = redaction::write_wav(heard.track, heard.samples);
  const redaction::Counts counts = redaction::count(mask, plan.reasons.size());
  const std::string id = crypto::new_id("redaction");
  json::Object data{{"redaction", id}, {"exhibit", exhibit.id}, {"segments", segments}};
  for (const char* member : {"file", "part"}) data.set(member, *heard.source.find(member));
  redaction::add_plan(plan, data);
  data.set("open", counts.open);
  data.set("closed", json::Array(counts.closed.begin(), counts.closed.end()));
  SANAD_TRY(json::Object sealed_sound, seal_redaction_file(workspace, exhibit, sound));
  SANAD_TRY(json::Object sealed_proof, seal_redaction_file(workspace, exhibit, as_bytes(proof)));
  data.set("sound", std::move(sealed_sound));
  data.set("proof", std::move(sealed_proof));
  data.set("tool", fmt::format("Sanad {}", kVersion));
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.redacted", caller.id, exhibit.case_id, std::move(data)}));
  SANAD_TRY(const FoundRedaction found, find_redaction(workspace, exhibit, id));
  return json::Value(view_of(found));
}

Result<json::Value> stretch_of(const RedactedPicture& redacted, std::uint64_t begin_ms) {
  SANAD_TRY(const redaction::Wav wav, redaction::read_wav(redacted.picture));
  const auto& track = wav.track;
  const std::uint64_t duration_ms = track.samples * 1000 / track.rate;
  if (begin_ms >= duration_ms)
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no sound at second {}: it ends at second {}; ask for an "
                             "earlier one",
                             begin_ms / 1000, duration_ms / 1000)};
  const std::uint64_t begin = begin_ms * track.rate / 1000;
  const std::uint64_t end = std::min((begin_ms + kStretchMs) * track.rate / 1000, track.samples);
  redaction::Track stretch = track;
  stretch.samples = end - begin;
  const Bytes file = redaction::write_wav(
      stretch, wav.samples.subspan(begin * track.sample_bytes(), stretch.bytes()));
  return json::Value(json::Object{{"begin_ms", begin_ms},
                                  {"length_ms", stretch.samples * 1000 / track.rate},
                                  {"duration_ms", duration_ms},
                                  {"is_last", end == track.samples},
                                  {"sound", format_base64(file)},
                                  {"proof", redacted.proof}});
}

Result<json::Value> check_sound_redaction(Workspace& workspace, const authority::Officer& caller,
                                          const records::Exhibit& exhibit,
                                          const FoundRedaction& found) {
  SANAD_TRY(const Heard heard, hear(workspace, caller, exhibit, subject_of(found.redacted.data)));
  SANAD_TRY(const CommittedSound committed, commit_sound(workspace, exhibit, heard));
  if (format_hex(committed.root) != found.tiles.data["root"].string_or(""))
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the original, decoded by {}, does not lead to the root that was "
                             "recorded when it was decoded by {}",
                             heard.decoder, found.tiles.data["decoder"].string_or(""))};
  SANAD_TRY(const redaction::TimePlan plan,
            redaction::parse_plan(heard.track, found.redacted.data));
  SANAD_TRY(const Bytes bytes,
            read_redaction_file(workspace, exhibit, found.file(), found.most_bytes()));
  SANAD_TRY(const Bytes proof, read_redaction_file(workspace, exhibit, found.redacted.data["proof"],
                                                   redaction::kMaxProofBytes));
  SANAD_TRY(const redaction::Wav wav, redaction::read_wav(bytes));
  if (wav.track != heard.track)
    return Error{ErrorCode::kIntegrity, "the redacted recording has another length or form"};
  SANAD_CHECK(redaction::verify_sound_proof(heard.track, redaction::mask_of(heard.track, plan),
                                            committed.root, wav.samples, as_text(proof)));
  json::Object view = view_of(found);
  view.set("agrees", true);
  return json::Value(std::move(view));
}

}  // namespace sanad::service
