// Selectors of what is mostly code: media, and documents and archives that are packed.
//
// By chance a byte is a letter, digit or sign of ASCII three times in eight, so that a stretch of
// 24 such bytes comes once in some thousand million. What a person or a program wrote into a file
// (a comment, XMP, a text behind the end of a picture) stands in longer stretches than that; an
// Exif field that is shorter is among the metadata.
#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "features/features.h"

namespace sanad::features {
namespace {

constexpr std::size_t kTextBytes = 24;
// Of UTF-16, where every other byte of a stretch is zero.
constexpr std::size_t kWideBytes = 2 * kTextBytes;
constexpr std::size_t kLookBytes = 512;  // to either side

// Digests of 16 bits and more, over a form that is rare already.
bool has_strong_checksum(selectors::Kind kind) {
  using selectors::Kind;
  constexpr std::array kStrong = {Kind::kOnion,    Kind::kBitcoin, Kind::kBitcoinTest,
                                  Kind::kEthereum, Kind::kTron,    Kind::kMonero};
  return std::ranges::find(kStrong, kind) != kStrong.end();
}

bool is_plain(char c) { return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r'; }

// The character of UTF-8 that ends before end, in bytes; 0 for none.
std::size_t character_before(std::string_view bytes, std::size_t end) {
  for (std::size_t length = 1; length <= 4 && length <= end; ++length) {
    const std::string_view one = bytes.substr(end - length, length);
    if ((static_cast<unsigned char>(one.front()) & 0xC0U) == 0x80U) continue;
    if (length == 1) return is_plain(one.front()) ? 1 : 0;
    return utf8_prefix_length(one) == length ? length : 0;
  }
  return 0;
}

std::size_t character_at(std::string_view bytes, std::size_t begin) {
  const auto first = static_cast<unsigned char>(bytes[begin]);
  if (first < 0x80) return is_plain(bytes[begin]) ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  const std::string_view one = bytes.substr(begin, length);
  return one.size() == length && utf8_prefix_length(one) == length ? length : 0;
}

// The text that the hit stands in, as far as it has to be looked at.
std::string_view text_around(std::string_view bytes, const selectors::Hit& hit) {
  auto begin = static_cast<std::size_t>(hit.offset);
  std::size_t end = std::min(begin + static_cast<std::size_t>(hit.length), bytes.size());
  for (const std::size_t least = begin - std::min(begin, kLookBytes); begin > least;) {
    const std::size_t length = character_before(bytes, begin);
    if (length == 0) break;
    begin -= length;
  }
  for (const std::size_t most = std::min(end + kLookBytes, bytes.size()); end < most;) {
    const std::size_t length = character_at(bytes, end);
    if (length == 0) break;
    end += length;
  }
  return bytes.substr(begin, end - begin);
}

// The address of a vocabulary, as it stands in every XMP packet: xmlns:dc="http://…".
bool names_a_vocabulary(std::string_view bytes, const selectors::Hit& hit) {
  constexpr std::size_t kMaxPrefix = 64;
  const auto at = static_cast<std::size_t>(hit.offset);
  const std::size_t from = at - std::min(at, kMaxPrefix);
  std::string_view before = bytes.substr(from, at - from);
  // The host of the address is a hit by itself.
  if (const auto scheme = before.rfind("://"); scheme != before.npos) {
    const auto quote = before.find_last_of("\"' \t\r\n>");
    if (quote != before.npos && quote < scheme) before = before.substr(0, quote + 1);
  }
  if (!before.ends_with('"') && !before.ends_with('\'')) return false;
  before.remove_suffix(1);
  const auto start = before.find_last_of(" \t\r\n<");
  if (start != before.npos) before.remove_prefix(start + 1);
  return before.starts_with("xmlns") || before.starts_with("rdf:datatype");
}

bool counts(std::string_view bytes, const selectors::Hit& hit) {
  if (has_strong_checksum(hit.kind)) return true;
  using selectors::Layer;
  const auto has = [&](Layer layer) {
    return std::ranges::find(hit.layers, layer) != hit.layers.end();
  };
  // What is unpacked there was not meant to be: its text is as accidental as its beginning.
  if (has(Layer::kGzip)) return false;
  if (has(Layer::kUtf16Le) || has(Layer::kUtf16Be)) return hit.length >= kWideBytes;
  return text_around(bytes, hit).size() >= kTextBytes && !names_a_vocabulary(bytes, hit);
}

bool has_a_member_of_its_own(const selectors::Hit& hit) {
  return hit.kind == selectors::Kind::kDate || hit.kind == selectors::Kind::kCoordinates;
}

}  // namespace

void add_selectors_of_coded(std::string_view bytes, const selectors::Options& options,
                            json::Object& item) {
  std::uint64_t passed_over = 0;
  add_selectors(bytes, "bytes", options, item, [&](const selectors::Hit& hit) {
    if (counts(bytes, hit)) return true;
    ++passed_over;
    return false;
  });
  if (passed_over > 0) item.set("selectors_passed_over", passed_over);
}

void add_selectors_of_fields(const json::Object& metadata, const selectors::Options& options,
                             json::Object& item) {
  const json::Value* fields = metadata.find("fields");
  const json::Array* all = fields == nullptr ? nullptr : fields->as_array();
  if (all == nullptr) return;
  json::Array found;
  for (const json::Value& field : *all) {
    const std::string value = field["value"].string_or("");
    for (const selectors::Hit& hit : selectors::scan(value, options)) {
      if (has_a_member_of_its_own(hit) || found.size() == kMaxSelectors) continue;
      json::Object one = selector_json(hit);
      one.set("in", "metadata");
      one.set("field", field["group"].string_or("") + " " + field["name"].string_or(""));
      found.emplace_back(std::move(one));
    }
  }
  if (found.empty()) return;
  if (const json::Value* own = item.find("selectors"); own != nullptr && own->as_array() != nullptr)
    found.insert(found.begin(), own->as_array()->begin(), own->as_array()->end());
  item.set("selectors", std::move(found));
}

}  // namespace sanad::features
