#include "part_attachments.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "base/numbers.h"
#include "base/utf8.h"
#include "closed_files.h"
#include "extract/way.h"
#include "import_record.h"
#include "part_list/part_list.h"
#include "service/exhibits.h"
#include "service/picture_texts.h"

namespace sanad::service {
namespace {

constexpr std::size_t kMaxNameBytes = 200;

bool holds(const std::vector<PartRange>& ranges, std::uint64_t number) {
  const auto after = std::ranges::upper_bound(ranges, number, {}, &PartRange::first);
  return after != ranges.begin() && number <= std::prev(after)->last;
}

std::uint32_t original_number(std::string_view name) {
  const auto number = parse_decimal(name.substr(std::min(name.find('-'), name.size() - 1) + 1));
  return number.ok() && *number > 0 ? static_cast<std::uint32_t>(*number - 1) : 0;
}

std::string key_of(std::string_view file, std::string_view way) {
  return fmt::format("{}\n{}", file, way);
}

// Ways to what holds something at that way, the file first. within: and to what lies there itself.
std::vector<std::string_view> holders_of(std::string_view way, bool within) {
  std::vector<std::string_view> holders;
  if (!way.empty()) holders.emplace_back();
  for (std::size_t at = way.find(extract::kArrow); at != std::string_view::npos;
       at = way.find(extract::kArrow, at + extract::kArrow.size()))
    holders.push_back(way.substr(0, at));
  if (within) holders.push_back(way);
  return holders;
}

// How a file that somebody saves may be called: the last step of its way, or of its path.
std::string name_of(const json::Value& line, std::uint64_t number) {
  std::string name = line["way"].string_or("");
  if (name.empty()) name = line["path"].string_or("");
  if (const std::size_t arrow = name.rfind(extract::kArrow); arrow != std::string::npos)
    name.erase(0, arrow + extract::kArrow.size());
  name.erase(0, name.find_last_of('/') + 1);
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') c = '_';
  }
  while (name.starts_with('.')) name.erase(0, 1);
  // From the front, so that the ending stays.
  while (name.size() > kMaxNameBytes || (!name.empty() && !is_utf8(name))) name.erase(0, 1);
  return name.empty() ? fmt::format("part-{}", number) : name;
}

class Choosing {
 public:
  Choosing(Workspace& workspace, const records::Exhibit& exhibit, const PartExcerpt& excerpt,
           const std::vector<PartRange>& shown, const PeopleMasks& masks)
      : workspace_(workspace),
        exhibit_(exhibit),
        excerpt_(excerpt),
        shown_(shown),
        masks_(masks),
        takes_all_(excerpt.attachments == std::vector<PartRange>{kAllParts}),
        masks_people_(is_blank(excerpt.why_people_shown)) {}

  Result<void> begin() {
    SANAD_TRY(closed_, ClosedFiles::of(workspace_, exhibit_));
    SANAD_TRY(read_texts_, picture_texts(workspace_, exhibit_));
    return {};
  }

  Result<void> take(const part_list::Reader::Line& line) {
    if (line.is_set_aside) return {};
    SANAD_TRY_WITH(const json::Value value, json::parse(line.text), "the list of parts");
    const std::uint64_t number = line.place.number;
    const std::string way = value["way"].string_or("");
    const std::string file = value["file"].string_or("");
    if (!value["item"].is_null()) return take_item(number, file, way, value);
    if (!value["unread"].is_null()) {
      block(file, holders_of(way, true),
            "it was not read to its end, so that nobody knows what else it holds");
      return {};
    }
    if (masks_people_) SANAD_CHECK(take_sender(number, file, way, value["record"]));
    const auto holders = holders_of(way, true);
    if (!is_any_open(file, holders)) return {};
    if (!holds(shown_, number)) {
      block(file, holders, fmt::format("it holds part {}, which is closed", number));
      return {};
    }
    SANAD_TRY(const auto hidden, masks_.in(line.text));
    if (!hidden.empty())
      block(file, holders, fmt::format("it holds part {}, in which words are masked", number));
    return {};
  }

  // A line of what was set aside.
  Result<void> take_set_aside(std::string_view text) {
    SANAD_TRY_WITH(const json::Value value, json::parse(text), "what was set aside");
    block(value["file"].string_or(""), holders_of(value["way"].string_or(""), true),
          "it holds what was set aside");
    return {};
  }

  Result<json::Array> finish() {
    for (Candidate& one : candidates_) {
      one.sender = sender_of(one);
      // What is known of the bytes stands where they came first.
      const auto first = one.is_copy ? first_of_.find(one.sha256) : first_of_.end();
      if (first != first_of_.end()) one.is_named_in |= candidates_[first->second].is_named_in;
      const bool is_masked = one.is_named_in || (masks_people_ && one.sender != Sender::kOpen);
      if (is_masked && is_blank(excerpt_.why_attachments) && one.against.empty())
        one.against =
            one.is_named_in
                ? "somebody who is masked is named in it, and bytes cannot be masked: say "
                  "why its bytes are shown"
                : "who sent it is masked, or not known, and bytes cannot be masked: say "
                  "why its bytes are shown";
      one.is_masked = is_masked;
    }
    settle_holders();
    return chosen();
  }

 private:
  enum class Sender : std::uint8_t { kUnknown, kOpen, kMasked };
  struct Candidate {
    std::uint64_t number = 0, size = 0;
    std::string file, way, sha256, name;
    bool is_copy = false;      // of another part of the exhibit
    bool is_named_in = false;  // somebody who is masked
    bool is_masked = false;
    Sender sender = Sender::kUnknown;
    std::string against;  // why it cannot be opened; empty: it can
  };

  static bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }

  Candidate* find(std::string_view file, std::string_view way) {
    const auto at = by_way_.find(key_of(file, way));
    return at == by_way_.end() ? nullptr : &candidates_[at->second];
  }
  bool is_any_open(std::string_view file, const std::vector<std::string_view>& ways) {
    return std::ranges::any_of(ways, [&](std::string_view way) {
      const Candidate* one = find(file, way);
      return one != nullptr && one->against.empty();
    });
  }
  // Whether one of them was not blocked before.
  bool block(std::string_view file, const std::vector<std::string_view>& ways,
             const std::string& why) {
    bool is_new = false;
    for (const std::string_view way : ways)
      if (Candidate* one = find(file, way); one != nullptr && one->against.empty()) {
        one->against = why;
        is_new = true;
      }
    return is_new;
  }

  Result<void> take_item(std::uint64_t number, const std::string& file, const std::string& way,
                         const json::Value& line) {
    const auto holders = holders_of(way, false);
    if (!holds(shown_, number) || !(takes_all_ || holds(excerpt_.attachments, number))) {
      block(file, holders, fmt::format("it holds part {}, whose bytes stay closed", number));
      return {};
    }
    const json::Value& item = line["item"];
    Candidate one;
    one.number = number;
    one.file = file;
    one.way = way;
    one.sha256 = item["sha256"].string_or("");
    one.size = static_cast<std::uint64_t>(std::max<std::int64_t>(item["size"].int_or(0), 0));
    one.name = name_of(line, number);
    one.is_copy = !item["same_as"].is_null();
    // What was looked into has more digests than the one by which it is known.
    if (!one.is_copy && item["md5"].is_null()) one.against = "nothing is known of what it holds";
    if (way.empty()) {
      SANAD_TRY(const records::ExhibitFile original, workspace_.records().file(exhibit_, file));
      if (closed_.holds(original)) one.against = std::string(kClosedReason);
    }
    SANAD_TRY(one.is_named_in, masks_.are_in(line));
    // Of what was too much to be listed nobody can say whose it is.
    one.is_named_in |= masks_people_ && !item["selectors_left_out"].is_null();
    if (const auto read = read_texts_.find(number); read != read_texts_.end())
      one.is_named_in |= masks_.are_in_text(read->second["ocr"]["text"].string_or(""));
    if (!one.is_copy) first_of_.try_emplace(one.sha256, candidates_.size());
    by_way_.emplace(key_of(file, way), candidates_.size());
    candidates_.push_back(std::move(one));
    return {};
  }

  // What a message attaches is its sender's, and theirs from whom it was passed on.
  Result<void> take_sender(std::uint64_t number, const std::string& file, const std::string& way,
                           const json::Value& record) {
    const json::Array* attachments = record["attachments"].as_array();
    if (attachments == nullptr || attachments->empty()) return {};
    case_index::Source source;
    source.exhibit = exhibit_.id;
    source.original = original_number(file);
    source.way = way;
    source.part = number;
    SANAD_TRY(const case_index::Document document,
              case_index::read_document(record, 1, std::move(source)));
    const case_index::CaseIndex& facts = masks_.facts();
    SANAD_TRY(const auto chat, facts.find_chat(document, masks_.unmasked()));
    SANAD_TRY(const std::int64_t row, facts.find_message(chat ? chat->row : 0, document));
    if (row == 0) return {};
    SANAD_TRY(const auto author, facts.find_account(document, document.author, masks_.unmasked()));
    bool is_open = author && !author->is_masked;
    if (!document.forwarded_from.empty()) {
      SANAD_TRY(const auto from,
                facts.find_account(document, document.forwarded_from, masks_.unmasked()));
      is_open = is_open && from && !from->is_masked;
    }
    SANAD_TRY(const auto attached, facts.attached(row));
    for (const case_index::Attached& there : attached) {
      const auto [at, is_new] = senders_.try_emplace(there.part, is_open);
      at->second = at->second && is_open;
    }
    return {};
  }

  // Its own, or that of what holds it.
  Sender sender_of(const Candidate& one) {
    const auto own = senders_.find(one.number);
    if (own != senders_.end()) return own->second ? Sender::kOpen : Sender::kMasked;
    const auto holders = holders_of(one.way, false);
    for (auto way = holders.rbegin(); way != holders.rend(); ++way)
      if (const Candidate* holder = find(one.file, *way);
          holder != nullptr && holder->sender != Sender::kUnknown)
        return holder->sender;
    return Sender::kUnknown;
  }

  // What holds a closed one stays closed, and so do copies.
  void settle_holders() {
    for (bool is_changed = true; is_changed;) {
      is_changed = false;
      for (Candidate& one : candidates_) {
        if (one.is_copy && one.against.empty()) {
          const auto first = first_of_.find(one.sha256);
          if (first == first_of_.end() || !candidates_[first->second].against.empty()) {
            one.against = "it is the same as another part, whose bytes stay closed";
            is_changed = true;
          }
        }
        if (!one.against.empty())
          is_changed |= block(one.file, holders_of(one.way, false),
                              fmt::format("it holds part {}, whose bytes stay closed", one.number));
      }
    }
  }

  Result<json::Array> chosen() const {
    json::Array chosen;
    for (const Candidate& one : candidates_) {
      if (!one.against.empty() && takes_all_) continue;
      if (!one.against.empty())
        return Error{ErrorCode::kInvalid,
                     fmt::format("the bytes of part {} of {} are not shown: {}", one.number,
                                 exhibit_.number, one.against)};
      chosen.emplace_back(json::Object{{"number", one.number},
                                       {"name", one.name},
                                       {"type", media_type_of(one.name)},
                                       {"file", one.file},
                                       {"way", one.way},
                                       {"sha256", one.sha256},
                                       {"size", one.size},
                                       {"masked", one.is_masked}});
    }
    for (const PartRange& range : excerpt_.attachments) {
      if (takes_all_ || range.first != range.last) continue;
      if (std::ranges::none_of(candidates_,
                               [&](const Candidate& one) { return one.number == range.first; }))
        return Error{ErrorCode::kInvalid,
                     fmt::format("part {} of {} is not shown, or has no bytes of its own",
                                 range.first, exhibit_.number)};
    }
    if (chosen.empty())
      return Error{
          ErrorCode::kInvalid,
          fmt::format("no part of {} that is shown has bytes that can be shown with it{}",
                      exhibit_.number,
                      candidates_.empty() ? std::string()
                                          : fmt::format("; part {}: {}", candidates_.front().number,
                                                        candidates_.front().against))};
    if (chosen.size() > kMaxAttachments)
      return Error{ErrorCode::kLimit, fmt::format("{} parts of {} have bytes; at most {} are shown",
                                                  chosen.size(), exhibit_.number, kMaxAttachments)};
    return chosen;
  }

  Workspace& workspace_;
  const records::Exhibit& exhibit_;
  const PartExcerpt& excerpt_;
  const std::vector<PartRange>& shown_;
  const PeopleMasks& masks_;
  bool takes_all_, masks_people_;
  ClosedFiles closed_;
  PictureTexts read_texts_;
  std::vector<Candidate> candidates_;                         // ascending
  std::map<std::string, std::size_t, std::less<>> by_way_;    // of these
  std::map<std::string, std::size_t, std::less<>> first_of_;  // by digest
  std::map<std::uint64_t, bool> senders_;  // of parts that messages attach; true: none is masked
};

Result<void> read_set_aside(Workspace& workspace, const OpenList& open, Choosing& choosing) {
  const json::Value& named = open.list.data["set_aside_list"];
  if (named.is_null()) return {};
  SANAD_TRY(const Digest256 digest, parse_digest256(named["sha256"].string_or("")));
  SANAD_TRY_WITH(const auto object, workspace.vault().open_object(open.exhibit.case_id, digest),
                 fmt::format("what was set aside of {}", open.exhibit.number));
  part_list::Reader reader([&](const part_list::Reader::Line& line) -> Result<void> {
    return choosing.take_set_aside(line.text);
  });
  Bytes piece(256 * 1024);
  for (;;) {
    SANAD_TRY(const std::size_t got, object->read(piece));
    if (got == 0) return reader.finish();
    SANAD_CHECK(reader.update(ByteView(piece.data(), got)));
  }
}

}  // namespace

Result<json::Array> choose_attachments(Workspace& workspace, const records::Exhibit& exhibit,
                                       OpenList& open, const PartExcerpt& excerpt,
                                       const std::vector<PartRange>& shown,
                                       const PeopleMasks& masks) {
  Choosing choosing(workspace, exhibit, excerpt, shown, masks);
  SANAD_CHECK(choosing.begin());
  SANAD_CHECK(for_each_line(
      open, [&](const part_list::Reader::Line& line) { return choosing.take(line); }));
  SANAD_CHECK(read_set_aside(workspace, open, choosing));
  return choosing.finish();
}

std::set<std::uint64_t> attachment_numbers(const json::Value& attachments) {
  std::set<std::uint64_t> numbers;
  if (const json::Array* list = attachments.as_array())
    for (const json::Value& one : *list)
      numbers.insert(static_cast<std::uint64_t>(one["number"].int_or(0)));
  return numbers;
}

}  // namespace sanad::service
