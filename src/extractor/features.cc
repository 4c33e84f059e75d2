#include "features/features.h"

#include "crypto/crypto.h"
#include "extractor/tasks.h"
#include "media/fingerprint.h"
#include "metadata/metadata.h"
#include "pdq/pdq.h"
#include "selectors/selectors.h"

namespace sanad::extractor {
namespace {

// A small copy of the same picture is nearer; bars that make it fit another shape move it away.
constexpr unsigned kDiffersDistance = 80;

// Small pictures outlive what is done to the large one: a difference is worth a look.
std::string compare(const media::PictureFingerprint& small, const json::Object& answer,
                    json::Object& out) {
  const json::Value* quality = answer.find("pdq_quality");
  const json::Value* pdq = answer.find("pdq");
  const auto hash = pdq == nullptr ? Result<Bytes>(Bytes()) : parse_hex(pdq->string_or(""));
  if (!hash.ok() || hash->size() != small.pdq.hash.size() || quality == nullptr) return "unclear";
  pdq::Hash of_item{};
  std::copy(hash->begin(), hash->end(), of_item.begin());
  const auto distance = static_cast<unsigned>(pdq::distance(of_item, small.pdq.hash));
  out.set("pdq_distance", distance);
  const bool both_say_much =
      quality->int_or(0) >= pdq::kMatchQuality && small.pdq.quality >= pdq::kMatchQuality;
  if (!both_say_much) return "unclear";
  if (distance <= static_cast<unsigned>(pdq::kMatchDistance)) return "like";
  return distance >= kDiffersDistance ? "differs" : "unclear";
}

json::Object thumbnail_json(ByteView thumbnail, const json::Object& answer) {
  json::Object out{{"sha256", format_hex(crypto::sha256(thumbnail))},
                   {"size", thumbnail.size()},
                   {"format", media::format_name(media::format_of(thumbnail))}};
  const auto seen = media::fingerprint(thumbnail);
  if (!seen.ok() || !seen->picture) {
    out.set("problem", "it cannot be decoded");
    return out;
  }
  out.set("width", seen->picture->width);
  out.set("height", seen->picture->height);
  out.set("comparison", compare(*seen->picture, answer, out));
  return out;
}

// Whether most of the bytes are code, whose text and metadata are read by those who know it.
bool is_coded(ByteView item, parts::Kind kind, const json::Object& answer) {
  for (const char* member : {"picture", "video", "audio"})
    if (answer.find(member) != nullptr) return true;
  // A picture that is too damaged to be decoded is one all the same.
  const media::Format format = media::format_of(item);
  if (format != media::Format::kUnknown && format != media::Format::kStream) return true;
  using enum parts::Kind;
  return kind == kPdf || kind == kOoxml || kind == kOdf || kind == kArchive || kind == kCompressed;
}

}  // namespace

void add_features(ByteView item, parts::Kind kind, const std::string* text, const Features& wanted,
                  json::Object& answer) {
  metadata::Described described = metadata::describe(item, kind, media::format_of(item));
  if (!described.thumbnail.empty())
    described.metadata.set("thumbnail", thumbnail_json(described.thumbnail, answer));
  selectors::Options options;
  options.region = wanted.region;
  const bool is_itself = text != nullptr && *text == as_text(item);
  if (text != nullptr) {
    features::add_languages(*text, answer);
    features::add_selectors(*text, "text", options, answer);
  }
  if (is_coded(item, kind, answer)) {
    features::add_selectors_of_fields(described.metadata, options, answer);
    features::add_selectors_of_coded(as_text(item), options, answer);
  } else if (!is_itself) {
    // Where the text is the bytes, offsets in the one are offsets in the other.
    features::add_selectors(as_text(item), "bytes", options, answer);
  }
  if (!described.metadata.empty()) answer.set("metadata", std::move(described.metadata));
}

}  // namespace sanad::extractor
