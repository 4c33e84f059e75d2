#include "case_index/document.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/bytes.h"
#include "base/time.h"
#include "crypto/crypto.h"

namespace sanad::case_index {
namespace {

constexpr std::array<std::string_view, 8> kKinds = {"item",    "message", "post", "mail",
                                                    "request", "row",     "page", "other"};
constexpr std::array<std::string_view, 5> kFields = {"text", "title", "bytes", "ocr", "metadata"};

// Cut at a character, so that UTF-8 stays whole.
std::string cut(std::string_view text) {
  std::size_t end = std::min(text.size(), kMaxNameBytes);
  if (end < text.size()) {
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  }
  return std::string(text.substr(0, end));
}

std::string name_at(const json::Value& value, std::string_view member) {
  const std::string* text = value[member].as_string();
  return text ? cut(*text) : std::string();
}

// Numbers of a source come as texts, or as whole numbers where the source has them so.
std::string number_at(const json::Value& value, std::string_view member) {
  if (const auto number = value[member].as_int()) return std::to_string(*number);
  return name_at(value, member);
}

std::optional<std::int64_t> time_at(const json::Value& value, std::string_view member) {
  const std::string* text = value[member].as_string();
  if (!text) return std::nullopt;
  const auto at = parse_timestamp(*text);
  return at.ok() ? std::optional(at->unix_ms) : std::nullopt;
}

// "2026-03-14T09:26:53", as it stood on a device: read as if it were UTC.
std::optional<std::int64_t> wall_clock(std::string text) {
  constexpr std::size_t kToMinutes = 16;
  if (text.size() < kToMinutes) return std::nullopt;
  if (text.size() == kToMinutes) text += ":00";
  if (text.back() != 'Z') text += 'Z';
  const auto at = parse_timestamp(text);
  return at.ok() ? std::optional(at->unix_ms) : std::nullopt;
}

// A time with its offset, "…+05:00" or "…Z"; without one, as it stood.
std::optional<std::int64_t> offset_time(const std::string& text) {
  constexpr std::size_t kOffsetBytes = 6;
  if (text.size() < kOffsetBytes + 10) return wall_clock(text);
  const std::string_view offset = std::string_view(text).substr(text.size() - kOffsetBytes);
  int hours = 0;
  int minutes = 0;
  const auto read = [&](std::size_t at, int& into) {
    const char* end = offset.data() + at + 2;
    return std::from_chars(offset.data() + at, end, into).ptr == end;
  };
  if ((offset[0] != '+' && offset[0] != '-') || offset[3] != ':' || !read(1, hours) ||
      !read(4, minutes) || hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
    return wall_clock(text);
  const auto ms = wall_clock(text.substr(0, text.size() - kOffsetBytes));
  if (!ms) return std::nullopt;
  const std::int64_t shift_ms = (std::int64_t{hours} * 60 + minutes) * 60'000;
  return offset[0] == '+' ? *ms - shift_ms : *ms + shift_ms;
}

std::optional<LocalTime> local_at(const json::Value& value) {
  const std::string* text = value["local"].as_string();
  const auto ms = text ? wall_clock(*text) : std::nullopt;
  if (!ms) return std::nullopt;
  LocalTime local{*ms, std::nullopt};
  if (value["local_uncertain"].bool_or(false)) {
    std::string swapped = *text;  // YYYY-MM-DD
    std::swap_ranges(swapped.begin() + 5, swapped.begin() + 7, swapped.begin() + 8);
    local.swapped_ms = wall_clock(swapped);
    if (local.swapped_ms == ms) local.swapped_ms.reset();
  }
  return local;
}

std::optional<std::uint64_t> size_at(const json::Value& value, std::string_view member) {
  const auto number = value[member].as_int();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

bool is_place(double latitude, double longitude) {
  return std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
}

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// The normal form of selectors: "latitude,longitude".
void add_place(const SelectorHit& hit, std::vector<Place>& places) {
  const std::size_t comma = hit.value.find(',');
  if (comma == std::string::npos || places.size() >= kMaxPlaces) return;
  const auto latitude = decimal(std::string_view(hit.value).substr(0, comma));
  const auto longitude = decimal(std::string_view(hit.value).substr(comma + 1));
  if (!latitude || !longitude || !is_place(*latitude, *longitude)) return;
  places.push_back({*latitude, *longitude, hit.in, hit.offset, hit.length});
}

void add_selectors(const json::Value& list, Document& document) {
  const json::Array* hits = list.as_array();
  if (!hits) return;
  for (const json::Value& value : *hits) {
    if (document.selectors.size() >= kMaxSelectorHits) return;
    SelectorHit hit;
    hit.kind = name_at(value, "kind");
    hit.value = name_at(value, "value");
    if (hit.kind.empty() || hit.value.empty()) continue;
    const auto field = std::ranges::find(kFields, value["in"].string_or("text"));
    if (field == kFields.end()) continue;
    hit.in = static_cast<Field>(field - kFields.begin());
    hit.offset = size_at(value, "offset").value_or(0);
    hit.length = size_at(value, "length").value_or(0);
    hit.personal = value["personal"].bool_or(false);
    if (hit.kind == "coordinates") add_place(hit, document.places);
    document.selectors.push_back(std::move(hit));
  }
}

void add_attachments(const json::Value& list, Document& document) {
  const json::Array* attachments = list.as_array();
  if (!attachments) return;
  for (const json::Value& value : *attachments) {
    if (document.attachments.size() >= kMaxAttachments) return;
    document.attachments.push_back({name_at(value, "kind"), name_at(value, "path"),
                                    name_at(value, "name"), name_at(value, "media_type"),
                                    size_at(value, "size"), name_at(value, "absent")});
  }
}

void add_recipients(const json::Value& list, Document& document) {
  const json::Array* recipients = list.as_array();
  if (!recipients) return;
  for (const json::Value& value : *recipients) {
    if (document.to.size() >= kMaxRecipients) return;
    Party party{number_at(value, "id"), name_at(value, "name")};
    if (!party.empty()) document.to.push_back(std::move(party));
  }
}

void add_metadata(const json::Value& metadata, Document& document) {
  const json::Value& taken = metadata["taken_at"];
  document.taken_zone_known = taken["zone_known"].bool_or(false);
  const std::string* at = taken["value"].as_string();
  if (at) document.taken_ms = offset_time(*at);
  const double* latitude = metadata["place"]["latitude"].as_number();
  const double* longitude = metadata["place"]["longitude"].as_number();
  if (latitude && longitude && is_place(*latitude, *longitude) &&
      document.places.size() < kMaxPlaces) {
    document.places.push_back({*latitude, *longitude, Field::kMetadata, 0, 0});
  }
}

std::optional<hamming::Fingerprint> pdq_of(const json::Value& value) {
  const std::string* text = value.as_string();
  if (!text) return std::nullopt;
  const auto digest = parse_digest256(*text);
  if (!digest.ok()) return std::nullopt;
  // Written with bit 255 first.
  std::array<std::uint8_t, 32> bytes{};
  std::reverse_copy(digest->begin(), digest->end(), bytes.begin());
  return hamming::fingerprint_from(bytes);
}

void add_picture(const json::Value& item, Document& document) {
  const auto pdq = pdq_of(item["pdq"]);
  if (!pdq) return;
  Picture picture{
      *pdq, static_cast<int>(std::clamp<std::int64_t>(item["pdq_quality"].int_or(0), 0, 100)), {}};
  if (const json::Array* turned = item["pdq_dihedral"].as_array(); turned && turned->size() == 8) {
    for (const json::Value& value : *turned) {
      if (const auto hash = pdq_of(value)) picture.turned.push_back(*hash);
    }
    if (picture.turned.size() != 8) picture.turned.clear();
  }
  document.picture = std::move(picture);
}

std::uint64_t content_of(std::string_view text) {
  const Digest256 digest = crypto::sha256(as_bytes(text));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8U | digest[i];
  // The lowest bit says whether it is long; never 0.
  value = value | 3U;
  return text.size() >= kChainBytes ? value : value - 1;
}

Result<void> add_text(const json::Value& value, Document& document) {
  const std::string* text = value["text"].as_string();
  if (!text) text = value["text_content"].as_string();
  if (!text || text->empty()) return {};
  document.content = content_of(*text);
  if (text->size() < kPrintLetters) return {};
  SANAD_TRY(auto print, text::fingerprint(*text));
  if (print.letters >= kPrintLetters && !print.marks.empty()) document.print = std::move(print);
  return {};
}

}  // namespace

std::string_view kind_name(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<Kind> parse_kind(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<Kind>(found - kKinds.begin());
}

std::string_view field_name(Field field) { return kFields[static_cast<std::size_t>(field)]; }

Result<Document> read_document(const json::Value& value, std::int64_t id, Source source) {
  Document document;
  document.id = id;
  document.source = std::move(source);
  document.source.original_name = cut(document.source.original_name);
  const std::string* kind = value["kind"].as_string();
  // An item has a digest, whatever its own "kind" says it holds.
  const std::string* sha256 = value["sha256"].as_string();
  if (sha256 && parse_digest256(*sha256).ok()) {
    document.sha256 = *sha256;
    document.kind = Kind::kItem;
  } else {
    document.kind = kind ? parse_kind(*kind).value_or(Kind::kOther) : Kind::kOther;
  }
  if (document.kind != Kind::kItem) {
    if (!document.source.offset) document.source.offset = size_at(value, "offset");
    if (!document.source.length) document.source.length = size_at(value, "length");
  }
  document.platform = name_at(value, "platform");
  document.number = number_at(value, "id");
  document.chat = {number_at(value, "chat"), name_at(value, "chat_name")};
  document.author = {number_at(value, "author_id"), name_at(value, "author")};
  document.reply_to = number_at(value, "reply_to");
  document.forwarded_from = {number_at(value, "forwarded_from_id"),
                             name_at(value, "forwarded_from")};
  document.sent_ms = time_at(value, "at");
  if (!document.sent_ms) document.local = local_at(value);
  document.edited_ms = time_at(value, "edited_at");
  document.file_ms = time_at(value, "modified_at");
  add_recipients(value["to"], document);
  add_attachments(value["attachments"], document);
  add_selectors(value["selectors"], document);
  add_metadata(value["metadata"], document);
  add_picture(value, document);
  if (document.kind != Kind::kItem || value["text_content"].as_string()) {
    SANAD_CHECK(add_text(value, document));
  } else if (const std::string* print = value["text"].as_string()) {
    auto read = text::parse_fingerprint(*print);
    if (read.ok() && read->letters >= kPrintLetters && !read->marks.empty())
      document.print = std::move(read).value();
  }
  return document;
}

}  // namespace sanad::case_index
