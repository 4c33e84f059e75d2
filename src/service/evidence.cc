#include "service/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "cage/input.h"
#include "excerpt.h"
#include "extract/extract.h"
#include "identify/evidence.h"
#include "items.h"
#include "lists/model.h"
#include "looks.h"
#include "part_lines.h"
#include "service/identification.h"
#include "service/people.h"
#include "service/picture_texts.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxLetters = 2000;     // of a value, and of a passage
constexpr std::size_t kContextLetters = 200;  // before and after a passage
constexpr std::size_t kMaxDetailsBytes = 32'768;
constexpr std::string_view kOnlyFingerprint = "the list holds only the fingerprint";

// Where content stands in this workspace.
struct Place {
  records::Exhibit exhibit;
  std::string file;
  std::string part;
  json::Value line;  // of the list of parts, where it was found there; else null
};

// What the extractor says of it; or why it says nothing.
struct Seen {
  json::Value item = json::Object{};
  std::string absent;
};

bool is_record(const Place& place) { return !place.line["record"].is_null(); }

Result<Item> read_found(Workspace& workspace, const Place& place) {
  return place.line.is_null() ? read_item(workspace, place.exhibit, place.file, place.part)
                              : read_listed_item(workspace, place.exhibit, place.line);
}

// As it was read when it was imported.
Seen see_listed(const json::Value& line) {
  if (!line["item"].is_null()) return {line["item"], ""};
  return {json::Value(json::Object{{"text_content", text_of_record(line["record"])}}), ""};
}

// Faults of the item are its own; those of our disk or installation are not.
bool is_of_the_item(const Error& error) {
  return error.code == ErrorCode::kInvalid || error.code == ErrorCode::kLimit ||
         error.code == ErrorCode::kNotFound;
}

Result<Seen> see(Workspace& workspace, const Place& place, bool with_text) {
  const bool is_copy = !place.line["item"]["same_as"].is_null();
  if (!place.line.is_null() && !is_copy) return see_listed(place.line);
  const auto item = read_found(workspace, place);
  if (!item.ok() && is_of_the_item(item.error())) return Seen{{}, item.error().message};
  if (!item.ok()) return item.error();
  if (!with_text) {
    SANAD_TRY(auto remembered, workspace.library().remembered(key_of(*item)));
    if (remembered) return Seen{std::move(*remembered), ""};
  }
  SANAD_TRY(const cage::Input input, cage::Input::of(item->bytes));
  auto answer = extract::fingerprint_with_text(workspace.extractor(), input.fd(), item->hints);
  if (!answer.ok() && is_of_the_item(answer.error())) return Seen{{}, answer.error().message};
  if (!answer.ok()) return answer.error();
  return Seen{std::move(*answer), ""};
}

std::string content_of(const json::Value& item) {
  if (!item["video"].is_null()) return "video";
  if (!item["pdq"].is_null()) return "picture";
  if (!item["text"].is_null()) return "text";
  return item["audio"].is_null() ? "other" : "sound";
}

bool is_digest(std::string_view signal) {
  constexpr std::array<std::string_view, 4> kDigests = {"sha256", "sha1", "md5", "sha512"};
  return std::ranges::find(kDigests, signal) != kDigests.end();
}

bool can_be_seen(std::string_view content) { return content == "picture" || content == "video"; }

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value(nullptr) : json::Value(text);
}

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

// Recorded before anything is shown.
Result<void> record_look(Workspace& workspace, const authority::Officer& caller,
                         const records::Match& match, Side side, const Place& place) {
  SANAD_CHECK(require_sight(workspace, caller, place.exhibit.case_id, place.exhibit.id));
  const std::string purpose =
      fmt::format("evidence of {}, {} side", match.id, side == Side::kFound ? "found" : "listed");
  return record_look_once(workspace, caller, place.exhibit, place.file, purpose);
}

Result<Place> found_place(Workspace& workspace, const records::Match& match) {
  SANAD_TRY(records::Exhibit exhibit, workspace.records().exhibit(match.exhibit));
  Place place{std::move(exhibit), match.file, match.part, nullptr};
  const json::Value& number = match.data["part_number"];
  if (number.is_null()) return place;
  SANAD_TRY(OpenList list, open_list(workspace, place.exhibit));
  SANAD_TRY(place.line, read_number(list, workspace, static_cast<std::uint64_t>(number.int_or(0))));
  const bool is_it = place.line["file"].string_or("") == match.file &&
                     place.line["way"].string_or("") == match.part &&
                     (!place.line["item"].is_null() || is_record(place));
  if (is_it) return place;
  return Error{ErrorCode::kIntegrity,
               fmt::format("part {} of the exhibit {} is not what {} was found in",
                           number.int_or(0), place.exhibit.number, match.id)};
}

// The exhibit that the entry was banked from. Absent where the list holds only the fingerprint.
Result<std::optional<Place>> listed_place(Workspace& workspace, const records::Match& match) {
  SANAD_TRY(const auto entry, workspace.library().find(match.list, match.entry));
  // A list of others may use the same identifier for something else.
  const bool is_another =
      entry && lists::derive_entry_id(entry->signal, entry->value) != match.entry;
  SANAD_TRY(const auto source, workspace.records().list_source(match.list, match.entry));
  if (!source || is_another) return std::optional<Place>{};
  SANAD_TRY(auto exhibit, workspace.records().standing_exhibit(source->exhibit));
  if (!exhibit) return std::optional<Place>{};  // disposed of; the fingerprint is the list's
  return std::optional<Place>(Place{std::move(*exhibit), source->file, source->part, nullptr});
}

// What is gathered for one answer.
class Evidence {
 public:
  Evidence(Workspace& workspace, const authority::Officer& caller, CurrentMatch current)
      : workspace_(workspace),
        caller_(caller),
        current_(std::move(current)),
        match_(current_.match) {}

  Result<json::Value> gather() {
    SANAD_TRY(entry_, workspace_.library().find(match_.list, match_.entry));
    SANAD_TRY(const Place found, found_place(workspace_, match_));
    SANAD_TRY(listed_, listed_place(workspace_, match_));
    SANAD_TRY(seen_, see(workspace_, found, match_.signal == "text"));
    const json::Value& details = match_.data["details"];
    // An animation may be found by its first frame alone.
    const bool by_frames = !details["alignments"].is_null() || !details["frames_ms"].is_null() ||
                           !details["frames"].is_null();
    content_ = details["turned"].is_null() || by_frames ? content_of(seen_.item) : "picture";
    if (is_record(found)) content_ = "text";
    json::Object answer = head();
    answer.set("found", found_side(found));
    answer.set("listed", listed_side());
    SANAD_TRY(text_, text_that_was_compared(found));
    SANAD_CHECK(add_position(answer));
    SANAD_CHECK(add_frames(answer));
    SANAD_CHECK(add_passages(found, answer));
    if (is_of_rule()) SANAD_CHECK(record_look(workspace_, caller_, match_, Side::kFound, found));
    answer.set("segments", segments());
    return json::Value(std::move(answer));
  }

 private:
  // Its details hold what stands around the places that the rule names.
  bool is_of_rule() const { return match_.signal == "yara" || match_.signal == "term-rule"; }

  const json::Value& machine_read() const { return match_.data["details"]["machine_read"]; }

  // The item's own, or what a machine read in its picture: the places of the details are of it.
  Result<std::string> text_that_was_compared(const Place& found) const {
    if (machine_read().is_null()) return seen_.item["text_content"].string_or("");
    const auto number = static_cast<std::uint64_t>(machine_read()["part_number"].int_or(0));
    SANAD_TRY(const json::Value read, picture_text(workspace_, found.exhibit, number));
    return read["ocr"]["text"].string_or("");
  }

  json::Object head() const {
    const json::Value& data = match_.data;
    const json::Object* details = data["details"].as_object();
    return json::Object{
        {"match", match_.id},
        {"case", match_.case_id},
        {"state", match_.state},
        {"signal", match_.signal},
        {"algorithm", data["algorithm"].string_or("")},
        {"distance", data["distance"]},
        {"threshold", data["threshold"]},
        {"list", match_.list},
        {"list_name", match_.list_name},
        {"list_version", match_.list_version},
        {"disputed", current_.disputed},
        {"details", bounded(details ? *details : json::Object{}, kMaxDetailsBytes)}};
  }

  json::Object found_side(const Place& place) const {
    const json::Value& data = match_.data;
    json::Object side{{"exhibit", place.exhibit.id},
                      {"number", place.exhibit.number},
                      {"file", place.file},
                      {"part", place.part},
                      {"content", content_},
                      {"has_picture", can_be_seen(content_)},
                      {"absent", text_or_null(seen_.absent)}};
    for (const char* member : {"part_number", "record", "also"}) side.set(member, data[member]);
    side.set("machine_read", nullptr);
    if (!machine_read().is_null())
      side.set("machine_read", json::Object{{"engine", machine_read()["engine"]},
                                            {"confidence", machine_read()["confidence"]}});
    return side;
  }

  std::string listed_content() const {
    if (match_.signal == "pdq" || match_.signal == "points") return "picture";
    if (match_.signal == "vpdq" || match_.signal == "vpoints") return "video";
    if (match_.signal == "text") return "text";
    if (match_.signal == "chromaprint" || match_.signal == "landmarks") return "sound";
    return is_digest(match_.signal) ? content_ : "other";
  }

  json::Object listed_side() const {
    const std::string value = entry_ ? entry_->value : "";
    const std::string_view shown = first_letters(value, kMaxLetters);
    json::Array labels;
    if (entry_) {
      for (const std::string& label : entry_->labels) labels.emplace_back(label);
    } else if (const json::Array* then = match_.data["labels"].as_array()) {
      labels = *then;
    }
    std::string absent;
    if (!listed_ && match_.signal != "text") absent = kOnlyFingerprint;
    if (!listed_ && !entry_) absent = "the list no longer holds the entry";
    if (is_of_rule()) absent = "a rule has no content of its own";
    const std::string content = listed_content();
    const auto of_place = [&](const std::string& text) {
      return listed_ ? json::Value(text) : json::Value(nullptr);
    };
    return json::Object{{"entry", match_.entry},
                        {"labels", std::move(labels)},
                        {"value", shown},
                        {"value_cut", shown.size() < value.size()},
                        {"content", content},
                        {"has_picture", listed_.has_value() && can_be_seen(content)},
                        {"exhibit", of_place(listed_ ? listed_->exhibit.id : "")},
                        {"number", of_place(listed_ ? listed_->exhibit.number : "")},
                        {"file", of_place(listed_ ? listed_->file : "")},
                        {"part", of_place(listed_ ? listed_->part : "")},
                        {"absent", text_or_null(absent)}};
  }

  // How the two pictures lie to each other.
  Result<void> add_position(json::Object& answer) {
    const json::Value& said = match_.data["details"]["turned"];
    const bool same = is_digest(match_.signal) && content_ == "picture";
    const std::string turned = same ? std::string(identify::kTurned.front()) : said.string_or("");
    answer.set("turned", text_or_null(turned));
    answer.set("align", nullptr);
    answer.set("overlap", nullptr);
    if (turned.empty()) return {};
    const auto orientation_of = [](const json::Value& item) {
      return static_cast<int>(item["picture"]["orientation"].int_or(1));
    };
    const int of_found = orientation_of(seen_.item);
    int of_listed = same ? of_found : 1;
    if (listed_ && !same) {
      SANAD_TRY(const Seen seen, see(workspace_, *listed_, false));
      of_listed = orientation_of(seen.item);
    }
    if (const auto how = identify::align(turned, of_found, of_listed))
      answer.set("align", json::Object{{"mirror", how->mirror}, {"rotate", how->rotate}});
    orientation_of_found_ = of_found;
    orientation_of_listed_ = of_listed;
    if (match_.signal == "points") answer.set("overlap", overlap(match_.data["details"]));
    return {};
  }

  // The outline of each picture in the other, where both are shown the right way up. details: of
  // the match, or of one of its frames.
  json::Object overlap(const json::Value& details) const {
    const auto outline = [&](std::string_view name, int orientation) {
      json::Array corners;
      const json::Array* places = details[name].as_array();
      for (std::size_t i = 0; places != nullptr && i < places->size(); ++i) {
        const json::Array* at = (*places)[i].as_array();
        if (at == nullptr || at->size() != 2) continue;
        const points::Place place = identify::upright_place(
            {static_cast<int>((*at)[0].int_or(0)), static_cast<int>((*at)[1].int_or(0))},
            orientation);
        corners.emplace_back(json::Array{place.x, place.y});
      }
      return corners;
    };
    return json::Object{{"points", details["points"].int_or(0)},
                        {"points_in_common", details["points_in_common"].int_or(0)},
                        {"listed_in_found", outline("listed_in_found", orientation_of_found_)},
                        {"found_in_listed", outline("found_in_listed", orientation_of_listed_)}};
  }

  Result<void> add_frames(json::Object& answer) {
    json::Array frames;
    if (entry_ && entry_->signal == match_.signal && content_ == "video") {
      SANAD_TRY(
          const auto pairs,
          identify::frame_pairs(seen_.item, match_.signal, entry_->value,
                                match_.data["details"]["turned"].string_or(""), kMaxFramePairs));
      for (const identify::FramePair& pair : pairs) {
        frames.emplace_back(
            json::Object{{"found_seconds", seconds(pair.found_ms)},
                         {"listed_seconds", pair.listed_ms ? json::Value(seconds(*pair.listed_ms))
                                                           : json::Value(nullptr)},
                         {"distance", pair.distance},
                         {"overlap", nullptr}});
      }
    }
    add_frames_by_points(frames);
    answer.set("frames", std::move(frames));
    return {};
  }

  // As they were found: what their hashes say is not asked.
  void add_frames_by_points(json::Array& frames) const {
    const json::Array* found = match_.data["details"]["frames"].as_array();
    for (std::size_t i = 0; found != nullptr && i < found->size() && i < kMaxFramePairs; ++i) {
      const json::Value& one = (*found)[i];
      const auto at = [&](std::string_view name) {
        return one[name].is_null() ? json::Value(nullptr)
                                   : json::Value(seconds(one[name].int_or(0)));
      };
      frames.emplace_back(json::Object{{"found_seconds", at("found_ms")},
                                       {"listed_seconds", at("listed_ms")},
                                       {"distance", nullptr},
                                       {"overlap", overlap(one)}});
    }
  }

  static json::Object stretch(std::string_view text, const text::ByteRange& range) {
    const std::string_view whole = text.substr(range.begin, range.end - range.begin);
    const std::string_view shown = first_letters(whole, kMaxLetters);
    return json::Object{{"start", range.begin},
                        {"end", range.end},
                        {"text", shown},
                        {"cut", shown.size() < whole.size()}};
  }

  // As they were found, for a text that the list no longer holds.
  identify::SharedPassages passages_then(std::string_view content) const {
    identify::SharedPassages then;
    const json::Array* passages = match_.data["details"]["passages"].as_array();
    if (passages == nullptr) return then;
    for (const json::Value& one : *passages) {
      const std::int64_t begin = one["begin"].int_or(-1), end = one["end"].int_or(-1);
      if (begin < 0 || begin > end || end > static_cast<std::int64_t>(content.size())) continue;
      if (then.passages.size() == kMaxPassagePairs) {
        ++then.not_shown;
      } else {
        then.passages.push_back(
            {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, {}, 0});
      }
    }
    return then;
  }

  Result<void> add_passages(const Place& found, json::Object& answer) {
    answer.set("passages", json::Array{});
    answer.set("passages_not_shown", 0);
    if (match_.signal != "text" || text_.empty()) return {};
    identify::SharedPassages shared = passages_then(text_);
    if (entry_) {
      SANAD_TRY(shared, identify::shared_passages(text_, entry_->value, kMaxPassagePairs));
    }
    json::Array pairs;
    for (const text::Passage& passage : shared.passages) {
      const std::string_view all = text_;
      json::Object of_found = stretch(all, passage.a);
      of_found.set("before", last_letters(all.substr(0, passage.a.begin), kContextLetters));
      of_found.set("after", first_letters(all.substr(passage.a.end), kContextLetters));
      pairs.emplace_back(json::Object{
          {"found", std::move(of_found)},
          {"listed", entry_ ? json::Value(stretch(entry_->value, passage.b)) : json::Value()}});
    }
    if (pairs.empty()) return {};
    SANAD_CHECK(record_look(workspace_, caller_, match_, Side::kFound, found));
    answer.set("passages", std::move(pairs));
    answer.set("passages_not_shown", shared.not_shown);
    return {};
  }

  json::Array segments() const {
    json::Array out;
    const json::Array* found = match_.data["details"]["segments"].as_array();
    if (found == nullptr) return out;
    for (const json::Value& one : *found) {
      const auto at = [&](std::string_view name) { return seconds(one[name].int_or(0)); };
      out.emplace_back(json::Object{{"found_start_seconds", at("begin_ms")},
                                    {"found_end_seconds", at("end_ms")},
                                    {"listed_start_seconds", at("list_begin_ms")},
                                    {"listed_end_seconds", at("list_end_ms")},
                                    {"error", one["error"]}});
    }
    return out;
  }

  Workspace& workspace_;
  const authority::Officer& caller_;
  const CurrentMatch current_;
  const records::Match& match_;
  std::optional<identify::ListedEntry> entry_;  // as the list has it now
  std::optional<Place> listed_;
  Seen seen_;
  std::string content_;
  std::string text_;
  int orientation_of_found_ = 1;  // as EXIF has them
  int orientation_of_listed_ = 1;
};

}  // namespace

Result<json::Value> match_evidence(Workspace& workspace, const authority::Officer& caller,
                                   std::string_view match) {
  SANAD_TRY(CurrentMatch current, find_match(workspace, caller, match));
  return Evidence(workspace, caller, std::move(current)).gather();
}

Result<Side> parse_side(std::string_view word) {
  if (word == "found") return Side::kFound;
  if (word == "listed") return Side::kListed;
  return Error{ErrorCode::kNotFound, "a match has two sides, \"found\" and \"listed\""};
}

Result<std::optional<std::int64_t>> parse_frame_time(std::string_view text) {
  constexpr double kDay = 86'400;
  if (text.empty()) return std::optional<std::int64_t>{};
  double time = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), time, std::chars_format::fixed);
  // The comparison is false for what is no number.
  const bool is_time = error == std::errc{} && end == text.data() + text.size() && time >= 0 &&
                       time <= kDay && !text.starts_with('-');
  if (!is_time)
    return Error{ErrorCode::kInvalid, "the time of a frame is seconds, such as 12 or 12.5"};
  return std::optional<std::int64_t>(std::llround(time * 1000));
}

Result<Bytes> match_picture(Workspace& workspace, const authority::Officer& caller,
                            std::string_view match, Side side, std::optional<std::int64_t> at_ms) {
  SANAD_TRY(const CurrentMatch current, find_match(workspace, caller, match));
  std::optional<Place> place;
  if (side == Side::kFound) {
    SANAD_TRY(place, found_place(workspace, current.match));
  } else {
    SANAD_TRY(place, listed_place(workspace, current.match));
  }
  if (!place) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("{}: there is no picture to show", kOnlyFingerprint)};
  }
  SANAD_TRY(const Item item, read_found(workspace, *place));
  SANAD_TRY(const cage::Input input, cage::Input::of(item.bytes));
  SANAD_TRY(const extract::Preview seen,
            extract::preview(workspace.extractor(), input.fd(), item.hints.coding, at_ms));
  SANAD_TRY(Bytes file, extract::format_png(seen));
  SANAD_CHECK(record_look(workspace, caller, current.match, side, *place));
  return file;
}

}  // namespace sanad::service
