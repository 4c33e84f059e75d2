#include <algorithm>

#include "base/utf8.h"
#include "crypto/crypto.h"
#include "extractor/tasks.h"
#include "media/fingerprint.h"
#include "piecewise/piecewise.h"
#include "similarity/similarity.h"
#include "text/fingerprint.h"

namespace sanad::extractor {
namespace {

json::Object video_json(const media::VideoFingerprint& video) {
  json::Array frames;
  for (const media::FrameHash& frame : video.frames) {
    frames.emplace_back(json::Object{{"time_ms", frame.time_ms},
                                     {"pdq", format_hex(frame.hash)},
                                     {"pdq_mirrored", format_hex(frame.mirrored)},
                                     {"pdq_quality", frame.quality}});
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
  return json::Object{{"items", format_base64(packed)},   {"item_us", audio.item_us},
                      {"duration_ms", audio.duration_ms}, {"cut", audio.cut},
                      {"damaged", audio.damaged},         {"version", version}};
}

void add_picture(const media::PictureFingerprint& picture, json::Object& answer) {
  json::Array dihedral;
  for (const pdq::Hash& hash : picture.pdq.dihedral) dihedral.emplace_back(format_hex(hash));
  answer.set("pdq", format_hex(picture.pdq.hash));
  answer.set("pdq_quality", picture.pdq.quality);
  answer.set("pdq_dihedral", std::move(dihedral));
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

constexpr std::size_t kMaxTextBytes = 16U << 20U;

// Text as it stands: UTF-8 without control characters. Documents are not opened here.
bool is_text(ByteView item) {
  if (item.empty() || item.size() > kMaxTextBytes) return false;
  if (utf8_prefix_length(as_text(item)) != item.size()) return false;
  return std::ranges::none_of(item, [](std::uint8_t byte) {
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
  });
}

Result<void> add_text(ByteView item, bool with_content, json::Object& answer) {
  if (!is_text(item)) return {};
  SANAD_TRY(const text::Fingerprint fingerprint, text::fingerprint(as_text(item)));
  answer.set("text", text::format_fingerprint(fingerprint));
  if (with_content) answer.set("text_content", std::string(as_text(item)));
  return {};
}

}  // namespace

void prepare() {
  (void)crypto::sha256({});
  for (const auto algorithm : {crypto::Hasher::Algorithm::kSha1, crypto::Hasher::Algorithm::kMd5}) {
    (void)crypto::Hasher(algorithm).finish();
  }
}

Result<json::Object> fingerprint_task(ByteView item, std::string_view coding, bool with_content) {
  Bytes decoded;
  if (!coding.empty()) {
    SANAD_TRY(decoded, decode(item, coding));
    item = decoded;
  }
  json::Object answer;
  add_digests(item, answer);
  SANAD_CHECK(add_text(item, with_content, answer));
  if (answer.find("text") == nullptr) add_media(item, answer);
  if (const auto digest = similarity::tlsh(item)) answer.set("tlsh", *digest);
  answer.set("ssdeep", piecewise::ssdeep(item));
  return answer;
}

}  // namespace sanad::extractor
