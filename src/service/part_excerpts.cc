#include "service/part_excerpts.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/numbers.h"
#include "base/utf8.h"
#include "part_attachments.h"
#include "part_keeper.h"
#include "part_lines.h"
#include "part_list/excerpt.h"
#include "people_masks.h"
#include "service/analysis.h"
#include "spool/spool.h"

namespace sanad::service {
namespace {

constexpr std::string_view kShownInPart =
    "Shown in part: what is disclosed of it stands in the excerpt.";
constexpr std::size_t kFilesAPage = 1000;

Result<PartRange> parse_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  SANAD_TRY(const std::uint64_t first, parse_decimal(text.substr(0, dash)));
  PartRange range{first, first};
  if (dash != std::string_view::npos) {
    SANAD_TRY(range.last, parse_decimal(text.substr(dash + 1)));
  }
  if (range.last < range.first)
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" ends before it begins", text)};
  return range;
}

std::vector<PartRange> joined(std::vector<PartRange> ranges) {
  std::ranges::sort(ranges, {}, &PartRange::first);
  std::vector<PartRange> result;
  for (const PartRange& range : ranges) {
    if (!result.empty() && (range.first == 0 || range.first - 1 <= result.back().last))
      result.back().last = std::max(result.back().last, range.last);
    else
      result.push_back(range);
  }
  return result;
}

// Asked in the order of numbers.
class Shown {
 public:
  explicit Shown(std::vector<PartRange> ranges) : ranges_(std::move(ranges)) {}
  bool holds(std::uint64_t number) {
    while (at_ < ranges_.size() && ranges_[at_].last < number) ++at_;
    return at_ < ranges_.size() && ranges_[at_].first <= number;
  }

 private:
  std::vector<PartRange> ranges_;
  std::size_t at_ = 0;
};

std::vector<PartRange> ranges_of(const json::Value& value) {
  std::vector<PartRange> ranges;
  if (const json::Array* list = value["shown"].as_array()) {
    for (const json::Value& one : *list)
      if (const json::Array* pair = one.as_array(); pair != nullptr && pair->size() == 2)
        ranges.push_back({static_cast<std::uint64_t>((*pair)[0].int_or(0)),
                          static_cast<std::uint64_t>((*pair)[1].int_or(0))});
  }
  return ranges;
}

Result<PeopleMasks> masks_of(Workspace& workspace, const records::Exhibit& exhibit,
                             const json::Value& value) {
  std::vector<MaskTerm> terms;
  if (const json::Array* list = value["terms"].as_array()) {
    for (const json::Value& one : *list)
      if (const json::Array* pair = one.as_array(); pair != nullptr && pair->size() == 2)
        terms.push_back({(*pair)[0].string_or(""), (*pair)[1].string_or("")});
  }
  return PeopleMasks::of(workspace, exhibit.case_id,
                         value["why_people_shown"].string_or("").empty(), terms);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Whether people in the exhibit can be masked, and are known.
Result<void> check_masks(Workspace& workspace, const records::Exhibit& exhibit,
                         const PartExcerpt& excerpt, const OpenList& open) {
  SANAD_CHECK(check_mask_terms(excerpt.terms));
  if (excerpt.why_people_shown.size() > part_list::kMaxReasonBytes ||
      !is_utf8(excerpt.why_people_shown))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes why third parties are named",
                             part_list::kMaxReasonBytes)};
  const bool masks_people = is_blank(excerpt.why_people_shown);
  if (!masks_people && excerpt.terms.empty()) return {};
  SANAD_TRY(const part_list::Algorithm algorithm, algorithm_of(open.list));
  if (algorithm != part_list::Algorithm::kWords)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} was read before words could be masked: import the material again, "
                             "or say why third parties are named",
                             exhibit.number)};
  if (!masks_people) return {};
  SANAD_TRY(const auto facts, workspace.case_indexes().facts(exhibit.case_id));
  SANAD_TRY(const auto indexed, facts->exhibits());
  const bool is_empty = open.list.data["records"].int_or(0) + open.list.data["items"].int_or(0) ==
                        open.list.data["set_aside"].int_or(0);
  if (is_empty ||
      std::ranges::any_of(indexed, [&](const auto& one) { return one.exhibit == exhibit.id; }))
    return {};
  return Error{
      ErrorCode::kConflict,
      fmt::format("{} is not indexed yet, so that it is not known who is named in it; wait "
                  "for the job that does",
                  exhibit.number)};
}

part_list::ReadList reading(vault::ObjectReader& list) {
  return [&list](const std::function<Result<void>(ByteView)>& to) -> Result<void> {
    Bytes piece(256 * 1024);
    for (std::uint64_t at = 0;;) {
      SANAD_TRY(const std::size_t got, list.read_at(at, piece));
      if (got == 0) return {};
      SANAD_CHECK(to(ByteView(piece.data(), got)));
      at += got;
    }
  };
}

Result<void> add_attachments(Workspace& workspace, const records::Exhibit& exhibit,
                             const PartExcerpt& excerpt, const std::vector<PartRange>& shown,
                             OpenList& open, json::Object& value) {
  if (excerpt.attachments.empty()) return {};
  if (excerpt.attachments.size() > kMaxPartRanges)
    return Error{ErrorCode::kInvalid, fmt::format("name the parts of {} whose bytes are shown in "
                                                  "at most {} stretches",
                                                  exhibit.number, kMaxPartRanges)};
  if (excerpt.why_attachments.size() > part_list::kMaxReasonBytes ||
      !is_utf8(excerpt.why_attachments))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes why bytes are shown that cannot be masked",
                             part_list::kMaxReasonBytes)};
  SANAD_TRY(const PeopleMasks masks, masks_of(workspace, exhibit, value));
  PartExcerpt asked = excerpt;
  asked.attachments = joined(std::move(asked.attachments));
  SANAD_TRY(json::Array chosen, choose_attachments(workspace, exhibit, open, asked, shown, masks));
  value.set("attachments", std::move(chosen));
  value.set("why_attachments", is_blank(excerpt.why_attachments) ? "" : excerpt.why_attachments);
  return {};
}

// Numbers mean what they meant when the excerpt was ordered only in the list of then.
Result<void> check_list(const records::Exhibit& exhibit, const records::PartList& list,
                        const json::Value& value) {
  if (value["list"].int_or(-1) == static_cast<std::int64_t>(list.index)) return {};
  return Error{ErrorCode::kConflict,
               fmt::format("{} was read again since its parts were chosen, and their numbers may "
                           "mean others: choose them anew",
                           exhibit.number)};
}

Result<void> write(Workspace& workspace, const records::Exhibit& exhibit, const json::Value& value,
                   ByteSink& sink) {
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  SANAD_CHECK(check_list(exhibit, open.list, value));
  SANAD_TRY(const Digest256 root, parse_digest256(open.list.data["root"].string_or("")));
  SANAD_TRY(const Bytes key, part_salt_key(workspace, exhibit.case_id, exhibit.id));
  SANAD_TRY(const PeopleMasks masks, masks_of(workspace, exhibit, value));
  Shown shown(ranges_of(value));
  // Whose bytes are shown hide nothing, and prove the bytes by their digest.
  const std::set<std::uint64_t> opened = attachment_numbers(value["attachments"]);
  const std::string reason = value["reason"].string_or("");
  SANAD_TRY(const part_list::Algorithm algorithm, algorithm_of(open.list));
  const auto counts = part_list::write_excerpt(
      algorithm, key, {{open.total()}, root},
      [&](std::uint64_t number, std::string_view line) -> Result<part_list::Choice> {
        if (!shown.holds(number)) return part_list::Choice{reason};
        part_list::Choice choice;
        if (opened.contains(number)) return choice;
        SANAD_TRY(choice.masks, masks.in(line));
        return choice;
      },
      reading(*open.object), sink);
  return counts.ok() ? Result<void>()
                     : counts.error().with_context(fmt::format("the parts of {}", exhibit.number));
}

// What the excerpt is once it was written: masking reads and proves every part, so that it is done
// once, and what came of it read again as often as it is asked for.
class WrittenExcerpt final : public ByteSink {
 public:
  static Result<std::shared_ptr<WrittenExcerpt>> create(const std::string& directory) {
    auto made = std::make_shared<WrittenExcerpt>();
    SANAD_TRY(made->spool_, spool::Spool::create(directory));
    return made;
  }
  Result<void> write(ByteView data) override { return spool_->append(stream_, data); }
  Result<void> flush() { return spool_->flush(stream_); }
  Result<void> copy_to(ByteSink& sink) const {
    const auto source = spool_->open(stream_);
    Bytes piece(spool::Spool::kPieceBytes);
    for (;;) {
      SANAD_TRY(const std::size_t got, source->read(piece));
      if (got == 0) return {};
      SANAD_CHECK(sink.write(ByteView(piece).first(got)));
    }
  }

 private:
  std::unique_ptr<spool::Spool> spool_;
  spool::Spool::Stream stream_;
};

}  // namespace

Result<std::vector<PartRange>> parse_part_ranges(std::string_view text) {
  std::vector<PartRange> ranges;
  if (text == "all") return std::vector<PartRange>{kAllParts};
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    SANAD_TRY_WITH(const PartRange range, parse_range(text.substr(at, comma - at)),
                   "parts are named as \"0-5,9\"");
    ranges.push_back(range);
    at = comma + 1;
  }
  return joined(std::move(ranges));
}

Result<json::Value> check_excerpt(Workspace& workspace, const records::Exhibit& exhibit,
                                  const PartExcerpt& excerpt) {
  if (!exhibit.is_import())
    return Error{
        ErrorCode::kInvalid,
        fmt::format("{} has no parts: only what was imported is shown in part", exhibit.number)};
  std::vector<PartRange> ranges = joined(excerpt.shown);
  if (ranges.empty() || ranges.size() > kMaxPartRanges)
    return Error{ErrorCode::kInvalid,
                 fmt::format("name the parts of {} that are shown, in at most {} stretches",
                             exhibit.number, kMaxPartRanges)};
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  const bool takes_all = ranges == std::vector<PartRange>{kAllParts} && open.total() > 0;
  if (takes_all) ranges[0].last = open.total() - 1;
  const bool shows_all = ranges == std::vector<PartRange>{{0, open.total() - 1}};
  if ((is_blank(excerpt.reason) && !shows_all) ||
      excerpt.reason.size() > part_list::kMaxReasonBytes || !is_utf8(excerpt.reason))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes why the other parts of {} are closed; the "
                             "reason stands in the bundle",
                             part_list::kMaxReasonBytes, exhibit.number)};
  SANAD_CHECK(check_masks(workspace, exhibit, excerpt, open));
  if (ranges.back().last >= open.total())
    return Error{ErrorCode::kNotFound,
                 fmt::format("{} has {} parts, and no part {}", exhibit.number, open.total(),
                             ranges.back().last)};
  Shown shown(ranges);
  SANAD_CHECK(for_each_line(open, [&](const part_list::Reader::Line& line) -> Result<void> {
    if (takes_all || !shown.holds(line.place.number) || !line.is_set_aside) return {};
    return Error{ErrorCode::kDenied,
                 fmt::format("part {} of {} was set aside, and is not shown to anybody",
                             line.place.number, exhibit.number)};
  }));
  json::Array list;
  for (const PartRange& range : ranges) list.push_back(json::Array{range.first, range.last});
  json::Array terms;
  for (const MaskTerm& term : excerpt.terms) terms.push_back(json::Array{term.words, term.as});
  json::Object value{
      {"exhibit", exhibit.id},
      {"list", open.list.index},
      {"reason", excerpt.reason},
      {"shown", std::move(list)},
      {"terms", std::move(terms)},
      {"why_people_shown", is_blank(excerpt.why_people_shown) ? "" : excerpt.why_people_shown}};
  SANAD_CHECK(add_attachments(workspace, exhibit, excerpt, ranges, open, value));
  return json::Value(std::move(value));
}

Result<void> show_in_part(Workspace& workspace, const records::Exhibit& exhibit,
                          const json::Value& value, present::BundledExhibit& item) {
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit.id));
  SANAD_CHECK(check_list(exhibit, list, value));
  item.parts = {list.index};
  item.attachments = bundled_attachments(workspace, exhibit, value["attachments"]);
  item.write_excerpt = [&workspace, exhibit, value, written = std::shared_ptr<WrittenExcerpt>()](
                           ByteSink& sink) mutable -> Result<void> {
    if (written == nullptr) {
      SANAD_TRY(const auto first, WrittenExcerpt::create(workspace.working_directory()));
      SANAD_CHECK(write(workspace, exhibit, value, *first));
      SANAD_CHECK(first->flush());
      written = first;
    }
    return written->copy_to(sink);
  };
  for (std::uint64_t first = 1;; first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files) item.withheld.emplace(file.name, kShownInPart);
    if (files.size() < kFilesAPage) return {};
  }
}

}  // namespace sanad::service
