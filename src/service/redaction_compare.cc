#include "service/redaction_compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "extract/film.h"
#include "extract/pixels.h"
#include "extract/stretches.h"
#include "redaction/film.h"
#include "redaction/picture.h"
#include "redaction/sound.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kMaxIndexBytes = 16ULL << 20;

// A bundle whose checks found nothing altered.
class Bundle {
 public:
  explicit Bundle(ByteView zip) : source_(zip) {}

  Result<void> open() {
    SANAD_TRY(const verifier::Report report, verifier::verify(source_, {}, nullptr));
    if (report.verdict == verifier::Verdict::kTampered ||
        report.verdict == verifier::Verdict::kUnusable)
      return Error{ErrorCode::kIntegrity,
                   fmt::format("the bundle is {}: see what sanad-verify says of it",
                               verifier::verdict_name(report.verdict))};
    folder_ = report.bundle;
    SANAD_TRY(zip::Reader reader, zip::Reader::open(source_, {}));
    reader_.emplace(std::move(reader));
    return {};
  }
  Result<Bytes> read(std::string_view path, std::uint64_t most) const {
    const zip::Entry* entry = reader_->find(fmt::format("{}/{}", folder_, path));
    if (entry == nullptr)
      return Error{ErrorCode::kNotFound, fmt::format("the bundle has no {}", path)};
    return reader_->read_all(*entry, most);
  }
  // "data" of a disclosed entry.
  Result<json::Value> entry(std::int64_t index) const {
    SANAD_TRY(const Bytes body, read(fmt::format("entries/{}.body", index), kMaxIndexBytes));
    SANAD_TRY(const json::Value value, json::parse(as_text(body)));
    return value["data"];
  }
  // Of which entry a redaction is.
  Result<std::int64_t> find(std::string_view id) const {
    SANAD_TRY(const Bytes text, read("bundle.json", kMaxIndexBytes));
    SANAD_TRY(const json::Value index, json::parse(as_text(text)));
    for (const json::Value& exhibit : *index["exhibits"].as_array()) {
      const json::Array* list = exhibit["redactions"].as_array();
      if (list == nullptr) continue;
      for (const json::Value& one : *list)
        if (one["redaction"].string_or("") == id) return one["entry"].int_or(-1);
    }
    return Error{ErrorCode::kNotFound, fmt::format("the bundle shows no redaction {}", id)};
  }

 private:
  MemorySource source_;
  std::string folder_;
  std::optional<zip::Reader> reader_;
};

Result<redaction::Picture> decode(const extract::Extractor& extractor, ByteView original,
                                  const json::Value& page, std::string& decoder) {
  SANAD_TRY(const cage::Input input, cage::Input::of(original));
  if (const auto number = page.as_int()) {
    SANAD_TRY(extract::Page drawn,
              extract::page(extractor, input.fd(), "", static_cast<std::uint64_t>(*number)));
    decoder = "poppler";
    return redaction::Picture{static_cast<std::uint32_t>(drawn.picture.width),
                              static_cast<std::uint32_t>(drawn.picture.height),
                              std::move(drawn.picture.pixels)};
  }
  SANAD_TRY(extract::WholePicture whole, extract::whole_picture(extractor, input.fd(), ""));
  decoder = whole.decoder;
  return redaction::Picture{static_cast<std::uint32_t>(whole.width),
                            static_cast<std::uint32_t>(whole.height), std::move(whole.pixels)};
}

// Open tiles in which a pixel differs.
std::uint64_t count_different(const redaction::Grid& grid, const redaction::Mask& mask,
                              const redaction::Picture& shown, const redaction::Picture& original) {
  std::uint64_t different = 0;
  const std::size_t stride = std::size_t{grid.width} * 3;
  for (std::uint64_t tile = 0; tile < mask.size(); ++tile) {
    if (mask[tile] != redaction::kOpen) continue;
    const std::size_t x = tile % grid.columns() * redaction::kTileSide;
    const std::size_t y = tile / grid.columns() * redaction::kTileSide;
    const std::size_t wide = std::min<std::size_t>(redaction::kTileSide, grid.width - x) * 3;
    const std::size_t end = std::min<std::size_t>(y + redaction::kTileSide, grid.height);
    for (std::size_t line = y; line < end; ++line) {
      const std::size_t at = line * stride + x * 3;
      if (std::equal(shown.pixels.begin() + static_cast<std::ptrdiff_t>(at),
                     shown.pixels.begin() + static_cast<std::ptrdiff_t>(at + wide),
                     original.pixels.begin() + static_cast<std::ptrdiff_t>(at)))
        continue;
      ++different;
      break;
    }
  }
  return different;
}

std::string digest_of(const json::Value& committed, ByteView original) {
  const std::string* sealed = committed["sha256"].as_string();
  if (sealed == nullptr) return "not-told";
  return *sealed == format_hex(crypto::sha256(original)) ? "same" : "other";
}

// found: what the comparison of pieces says.
std::string sentence_of(std::string_view digest, std::string_view found, std::string_view compared,
                        std::string_view decoder, std::string_view then) {
  std::string text(found);
  if (digest == "same") text += " The original has the digest under which it was sealed.";
  if (digest == "other") text += " The original is another file than the one that was sealed.";
  if (digest == "not-told")
    text += fmt::format(" The digest of the sealed part is not told; only the {} were compared.",
                        compared);
  if (decoder != then)
    text += fmt::format(" It was decoded by {} now and by {} then.", decoder, then);
  return text;
}

int sample_at(ByteView samples, std::size_t at) {
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(samples[at] | samples[at + 1] << 8));
}

struct SoundDifference {
  std::uint64_t open = 0, different = 0;  // segments
  int largest = 0;                        // of two samples
};
SoundDifference difference_of(const redaction::Track& track, const redaction::Mask& mask,
                              ByteView shown, ByteView original) {
  SoundDifference out;
  for (std::uint64_t segment = 0; segment < mask.size(); ++segment) {
    if (mask[segment] != redaction::kOpen) continue;
    ++out.open;
    const auto [at, size] = track.stretch(segment);
    if (std::ranges::equal(shown.subspan(at, size), original.subspan(at, size))) continue;
    ++out.different;
    for (std::size_t i = at; i < at + size; i += 2)
      out.largest = std::max(out.largest, std::abs(sample_at(shown, i) - sample_at(original, i)));
  }
  return out;
}

std::string found_in(const SoundDifference& found) {
  if (found.different == 0)
    return fmt::format("All {} open segments are, sample for sample, those of the original.",
                       found.open);
  return fmt::format(
      "{} of {} open segments are not those of the original; two samples differ by {} of 32,768 at "
      "most.",
      found.different, found.open, found.largest);
}

Result<json::Value> compare_sound(const extract::Extractor& extractor, const Bundle& bundle,
                                  std::string_view id, const json::Value& told, ByteView original) {
  SANAD_TRY(const json::Value segments, bundle.entry(told["segments"].int_or(-1)));
  SANAD_TRY(const Bytes file, bundle.read(fmt::format("data/redactions/{}.wav", id),
                                          redaction::kMaxSampleBytes + redaction::kWavHeadBytes));
  SANAD_TRY(const redaction::Wav shown, redaction::read_wav(file));
  SANAD_TRY(const redaction::TimePlan plan, redaction::parse_plan(shown.track, told));
  const redaction::Mask mask = redaction::mask_of(shown.track, plan);
  SANAD_TRY(const cage::Input input, cage::Input::of(original));
  SANAD_TRY(const extract::WholeSound whole, extract::whole_sound(extractor, input.fd(), ""));
  const bool is_of_form = whole.rate == shown.track.rate &&
                          whole.channels == shown.track.channels &&
                          whole.samples.size() == shown.samples.size();
  const std::uint64_t open = redaction::count(mask, plan.reasons.size()).open;
  const SoundDifference found = is_of_form
                                    ? difference_of(shown.track, mask, shown.samples, whole.samples)
                                    : SoundDifference{open, open, 0};
  const std::string digest = digest_of(segments, original);
  const std::string then = segments["decoder"].string_or("");
  return json::Value(json::Object{
      {"same", is_of_form && found.different == 0 && digest != "other"},
      {"digest", digest},
      {"open_segments", found.open},
      {"different_segments", found.different},
      {"largest_difference", found.largest},
      {"decoder", whole.decoder},
      {"decoder_then", then},
      {"sentence",
       is_of_form
           ? sentence_of(digest, found_in(found), "samples", whole.decoder, then)
           : "The original has another rate, other channels or another length than the redacted "
             "recording."}});
}

// A picture as the mean greys of 16 x 16 places, which the loss of an encoder hardly changes.
constexpr std::size_t kPlaces = 16;
struct SmallPicture {
  std::int64_t time_ms = 0;
  std::array<int, kPlaces * kPlaces> greys{};
};
SmallPicture small_of(const extract::Preview& picture) {
  SmallPicture out{picture.time_ms.value_or(0), {}};
  std::array<std::int64_t, kPlaces * kPlaces> sums{}, counts{};
  const auto width = static_cast<std::size_t>(picture.width);
  const auto height = static_cast<std::size_t>(picture.height);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const std::size_t place = y * kPlaces / height * kPlaces + x * kPlaces / width;
      const std::uint8_t* rgb = picture.pixels.data() + (y * width + x) * 3;
      sums[place] += rgb[0] + rgb[1] + rgb[2];
      counts[place] += 3;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i)
    out.greys[i] = counts[i] == 0 ? 0 : static_cast<int>(sums[i] / counts[i]);
  return out;
}

Result<std::vector<SmallPicture>> small_pictures(const extract::Extractor& extractor,
                                                 ByteView video) {
  SANAD_TRY(const cage::Input input, cage::Input::of(video));
  std::vector<SmallPicture> out;
  SANAD_CHECK(
      extract::film_pictures(extractor, input.fd(), "", [&](const extract::Preview& picture) {
        out.push_back(small_of(picture));
        return Result<void>();
      }));
  return out;
}

// Of the pictures that are shown in open seconds, each beside the original's of its time.
int largest_difference(const std::vector<SmallPicture>& shown,
                       const std::vector<SmallPicture>& original, const redaction::Mask& mask) {
  int largest = 0;
  for (const SmallPicture& one : shown) {
    const auto segment = static_cast<std::size_t>(one.time_ms / extract::kFilmSegmentMs);
    if (segment >= mask.size() || mask[segment] != redaction::kOpen) continue;
    const bool begins = one.time_ms % extract::kFilmSegmentMs == 0;
    const std::int64_t until_ms = one.time_ms + (begins ? extract::kFilmEarlyMs : 0);
    auto of = std::ranges::lower_bound(original, one.time_ms, {}, &SmallPicture::time_ms);
    if ((of == original.end() || of->time_ms > until_ms) && of != original.begin()) --of;
    if (of == original.end()) return 255;
    for (std::size_t i = 0; i < one.greys.size(); ++i)
      largest = std::max(largest, std::abs(one.greys[i] - of->greys[i]));
  }
  return largest;
}

std::string found_in_film(std::uint64_t open, std::uint64_t different, int largest) {
  if (different == 0)
    return fmt::format("All {} open seconds of pictures are, byte for byte, those of the original.",
                       open);
  return fmt::format(
      "{} of {} open seconds of pictures are encoded to other bytes than those of the original. "
      "Decoded, two places of their pictures differ by {} of 255 in their mean grey at most.",
      different, open, largest);
}

Result<json::Value> compare_film(const extract::Extractor& extractor, const Bundle& bundle,
                                 std::string_view id, const json::Value& told, ByteView original) {
  SANAD_TRY(const json::Value frames, bundle.entry(told["frames"].int_or(-1)));
  SANAD_TRY(const Bytes file,
            bundle.read(fmt::format("data/redactions/{}.webm", id),
                        redaction::kMaxFilmBytes + redaction::kMostFilmHeadBytes));
  MemorySource source(file);
  SANAD_TRY(const redaction::ReadFilm shown, redaction::read_film(source));
  SANAD_TRY(const redaction::TimePlan plan, redaction::parse_plan(shown.segments.size(), told));
  const redaction::Mask mask = redaction::mask_of(shown.segments.size(), plan);
  SANAD_TRY(const cage::Input input, cage::Input::of(original));
  std::vector<Digest256> segments;
  SANAD_TRY(
      const extract::FilmSummary whole,
      extract::film(extractor, input.fd(), "", [&](std::uint64_t number, const auto& pictures) {
        std::vector<redaction::FilmPicture> of;
        for (const extract::EncodedPicture& one : pictures) of.push_back({one.time_ms, one.frame});
        segments.push_back(crypto::sha256(redaction::write_segment(number, of)));
        return Result<void>();
      }));
  const bool is_of_form = static_cast<std::uint32_t>(whole.width) == shown.film.width &&
                          static_cast<std::uint32_t>(whole.height) == shown.film.height &&
                          whole.length_ms == shown.film.length_ms;
  std::uint64_t open = 0, different = 0;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != redaction::kOpen) continue;
    ++open;
    different += i >= segments.size() || segments[i] != shown.segments[i] ? 1 : 0;
  }
  int largest = 0;
  if (is_of_form && different > 0) {
    SANAD_TRY(const auto seen, small_pictures(extractor, file));
    SANAD_TRY(const auto before, small_pictures(extractor, original));
    largest = largest_difference(seen, before, mask);
  }
  const std::string digest = digest_of(frames, original);
  const std::string now = fmt::format("{} and {}", whole.decoder, whole.encoder);
  const std::string then =
      fmt::format("{} and {}", frames["decoder"].string_or(""), frames["encoder"].string_or(""));
  return json::Value(json::Object{
      {"same", is_of_form && different == 0 && digest != "other"},
      {"digest", digest},
      {"open_segments", open},
      {"different_segments", different},
      {"largest_difference", largest},
      {"decoder", now},
      {"decoder_then", then},
      {"sentence",
       is_of_form
           ? sentence_of(digest, found_in_film(open, different, largest), "pictures", now, then)
           : "The original is of another size or another length than the redacted "
             "video."}});
}

}  // namespace

Result<json::Value> compare_redaction(const extract::Extractor& extractor, ByteView bundle,
                                      std::string_view id, ByteView original) {
  Bundle opened(bundle);
  SANAD_CHECK(opened.open());
  SANAD_TRY(const std::int64_t index, opened.find(id));
  SANAD_TRY(const json::Value told, opened.entry(index));
  if (!told["segments"].is_null()) return compare_sound(extractor, opened, id, told, original);
  if (!told["frames"].is_null()) return compare_film(extractor, opened, id, told, original);
  SANAD_TRY(const json::Value tiles, opened.entry(told["tiles"].int_or(-1)));
  SANAD_TRY(const Bytes png,
            opened.read(fmt::format("data/redactions/{}.png", id), redaction::kMaxPngBytes));
  SANAD_TRY(const redaction::Picture shown, redaction::read_png(png));
  SANAD_TRY(const redaction::Grid grid, redaction::Grid::of(shown.width, shown.height));
  SANAD_TRY(const redaction::Plan plan, redaction::parse_plan(grid, told));
  const redaction::Mask mask = redaction::mask_of(grid, plan);
  std::string decoder;
  SANAD_TRY(const redaction::Picture whole, decode(extractor, original, tiles["page"], decoder));
  const std::uint64_t open = redaction::count(mask, plan.reasons.size()).open;
  const bool is_of_size = whole.width == shown.width && whole.height == shown.height;
  const std::uint64_t different = is_of_size ? count_different(grid, mask, shown, whole) : open;
  const std::string digest = digest_of(tiles, original);
  const std::string then = tiles["decoder"].string_or("");
  const std::string found =
      different == 0
          ? fmt::format("All {} open tiles are, pixel for pixel, those of the original.", open)
          : fmt::format("{} of {} open tiles are not those of the original.", different, open);
  return json::Value(json::Object{
      {"same", is_of_size && different == 0 && digest != "other"},
      {"digest", digest},
      {"open_tiles", open},
      {"different_tiles", different},
      {"decoder", decoder},
      {"decoder_then", then},
      {"sentence", is_of_size ? sentence_of(digest, found, "pixels", decoder, then)
                              : "The original is of another size than the redacted picture."}});
}

}  // namespace sanad::service
