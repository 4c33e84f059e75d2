#include "crypto/crypto.h"
#include "extractor/tasks.h"
#include "media/fingerprint.h"
#include "metadata/metadata.h"
#include "piecewise/piecewise.h"
#include "similarity/similarity.h"
#include "text/fingerprint.h"
#include "yara_rules/yara_rules.h"

namespace sanad::extractor {
namespace {

json::Object video_json(const media::VideoFingerprint& video) {
  json::Array frames;
  for (const media::FrameHash& frame : video.frames) {
    json::Object one{{"time_ms", frame.time_ms},
                     {"pdq", format_hex(frame.hash)},
                     {"pdq_mirrored", format_hex(frame.mirrored)},
                     {"pdq_quality", frame.quality}};
    if (frame.inner) {
      one.set("pdq_inner", format_hex(frame.inner->hash));
      one.set("pdq_inner_quality", frame.inner->quality);
    }
    if (!frame.points.empty()) one.set("points", frame.points);
    frames.emplace_back(std::move(one));
  }
  return json::Object{{"frames", std::move(frames)},    {"width", video.summary.width},
                      {"height", video.summary.height}, {"duration_ms", video.summary.duration_ms},
                      {"cut", video.summary.cut},       {"damaged", video.summary.damaged},
                      {"version", video.version}};
}

// Items as big-endian 32-bit numbers, in base64.
json::Object audio_json(const media::AudioFingerprint& audio, const std::string& version) {
  Bytes packed;
  packed.reserve(audio.items.size() * 4);
  for (const std::uint32_t item : audio.items) {
    for (int shift = 24; shift >= 0; shift -= 8)
      packed.push_back(static_cast<std::uint8_t>(item >> shift));
  }
  json::Object answer{{"items", format_base64(packed)},   {"item_us", audio.item_us},
                      {"duration_ms", audio.duration_ms}, {"cut", audio.cut},
                      {"damaged", audio.damaged},         {"version", version}};
  if (!audio.landmarks.empty()) answer.set("landmarks", audio.landmarks);
  return answer;
}

void add_picture(const media::PictureFingerprint& picture, json::Object& answer) {
  json::Array dihedral;
  for (const pdq::Hash& hash : picture.pdq.dihedral) dihedral.emplace_back(format_hex(hash));
  answer.set("pdq", format_hex(picture.pdq.hash));
  answer.set("pdq_quality", picture.pdq.quality);
  answer.set("pdq_dihedral", std::move(dihedral));
  if (!picture.points.empty()) answer.set("points", picture.points);
  answer.set("picture", json::Object{{"width", picture.width},
                                     {"height", picture.height},
                                     {"orientation", picture.orientation},
                                     {"damaged", picture.damaged},
                                     {"version", picture.version}});
}

void add_media(ByteView item, json::Object& answer) {
  const auto media = media::fingerprint(item);
  if (!media.ok()) {
    // A format was recognised and not understood: that is worth a sentence; else it is no media at
    // all.
    const bool known = media::format_of(item) != media::Format::kStream &&
                       media::format_of(item) != media::Format::kUnknown;
    if (known || media.error().code == ErrorCode::kLimit)
      answer.set("media_error", media.error().message);
    return;
  }
  answer.set("format", media::format_name(media->format));
  if (media->picture) add_picture(*media->picture, answer);
  if (media->video) answer.set("video", video_json(*media->video));
  if (media->audio) answer.set("audio", audio_json(*media->audio, media->audio_version));
}

void add_digests(ByteView item, json::Object& answer) {
  answer.set("size", item.size());
  answer.set("sha256", format_hex(crypto::sha256(item)));
  for (const auto& [name, algorithm] : {std::pair{"sha1", crypto::Hasher::Algorithm::kSha1},
                                        std::pair{"md5", crypto::Hasher::Algorithm::kMd5}}) {
    crypto::Hasher hasher(algorithm);
    hasher.update(item);
    answer.set(name, format_hex(hasher.finish()));
  }
}

Result<void> add_text(const parts::Text& text, bool with_content, json::Object& answer) {
  if (!text.problems.empty()) answer.set("text_error", text.problems.front());
  if (text.text.empty()) return {};
  SANAD_TRY(const text::Fingerprint fingerprint, text::fingerprint(text.text));
  answer.set("text", text::format_fingerprint(fingerprint));
  if (!text.charset.empty() && text.charset != "UTF-8") answer.set("charset", text.charset);
  if (with_content) answer.set("text_content", text.text);
  return {};
}

// What may be a picture, a video or sound as well: FFmpeg is not asked about the rest.
bool may_be_media(parts::Kind kind) {
  return kind == parts::Kind::kNone || kind == parts::Kind::kAppended;
}

}  // namespace

void prepare() {
  parts::prepare();
  (void)crypto::sha256({});
  for (const auto algorithm : {crypto::Hasher::Algorithm::kSha1, crypto::Hasher::Algorithm::kMd5}) {
    (void)crypto::Hasher(algorithm).finish();
  }
  yara_rules::prepare();
  metadata::prepare();
}

Result<json::Object> fingerprint_item(ByteView item, parts::Kind kind, const parts::Hints& hints,
                                      bool with_content, const Features* features) {
  json::Object answer;
  add_digests(item, answer);
  if (kind != parts::Kind::kNone) answer.set("kind", parts::kind_name(kind));
  const auto text = parts::text_of(item, kind, hints);
  if (text) SANAD_CHECK(add_text(*text, with_content, answer));
  if (may_be_media(kind)) add_media(item, answer);
  if (features != nullptr)
    add_features(item, kind, text ? &text->text : nullptr, *features, answer);
  if (const auto digest = similarity::tlsh(item)) answer.set("tlsh", *digest);
  answer.set("ssdeep", piecewise::ssdeep(item));
  return answer;
}

Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content) {
  Bytes decoded;
  if (!coding.empty()) {
    SANAD_TRY(decoded, decode(item, coding));
    item = decoded;
  }
  return fingerprint_item(item, parts::kind_of(item, {}), {}, with_content);
}

}  // namespace sanad::extractor
