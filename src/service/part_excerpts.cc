#include "service/part_excerpts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "part_keeper.h"
#include "part_lines.h"
#include "part_list/excerpt.h"

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
  Shown shown(ranges_of(value));
  const std::string reason = value["reason"].string_or("");
  SANAD_TRY(const part_list::Algorithm algorithm, algorithm_of(open.list));
  const auto counts = part_list::write_excerpt(
      algorithm, key, {{open.total()}, root},
      [&](std::uint64_t number, std::string_view) -> Result<part_list::Choice> {
        return part_list::Choice{shown.holds(number) ? std::string_view()
                                                     : std::string_view(reason)};
      },
      reading(*open.object), sink);
  return counts.ok() ? Result<void>()
                     : counts.error().with_context(fmt::format("the parts of {}", exhibit.number));
}

}  // namespace

Result<std::vector<PartRange>> parse_part_ranges(std::string_view text) {
  std::vector<PartRange> ranges;
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
  if (excerpt.reason.find_first_not_of(" \t\r\n") == std::string::npos ||
      excerpt.reason.size() > part_list::kMaxReasonBytes || !is_utf8(excerpt.reason))
    return Error{ErrorCode::kInvalid,
                 fmt::format("say in at most {} bytes why the other parts of {} are closed; the "
                             "reason stands in the bundle",
                             part_list::kMaxReasonBytes, exhibit.number)};
  const std::vector<PartRange> ranges = joined(excerpt.shown);
  if (ranges.empty() || ranges.size() > kMaxPartRanges)
    return Error{ErrorCode::kInvalid,
                 fmt::format("name the parts of {} that are shown, in at most {} stretches",
                             exhibit.number, kMaxPartRanges)};
  SANAD_TRY(OpenList open, open_list(workspace, exhibit));
  if (ranges.back().last >= open.total())
    return Error{ErrorCode::kNotFound,
                 fmt::format("{} has {} parts, and no part {}", exhibit.number, open.total(),
                             ranges.back().last)};
  Shown shown(ranges);
  SANAD_CHECK(for_each_line(open, [&](const part_list::Reader::Line& line) -> Result<void> {
    if (!shown.holds(line.place.number) || !line.is_set_aside) return {};
    return Error{ErrorCode::kDenied,
                 fmt::format("part {} of {} was set aside, and is not shown to anybody",
                             line.place.number, exhibit.number)};
  }));
  json::Array list;
  for (const PartRange& range : ranges) list.push_back(json::Array{range.first, range.last});
  return json::Value(json::Object{{"exhibit", exhibit.id},
                                  {"list", open.list.index},
                                  {"reason", excerpt.reason},
                                  {"shown", std::move(list)}});
}

Result<void> show_in_part(Workspace& workspace, const records::Exhibit& exhibit,
                          const json::Value& value, present::BundledExhibit& item) {
  SANAD_TRY(const records::PartList list, workspace.records().part_list(exhibit.id));
  SANAD_CHECK(check_list(exhibit, list, value));
  item.parts = {list.index};
  item.write_excerpt = [&workspace, exhibit, value](ByteSink& sink) {
    return write(workspace, exhibit, value, sink);
  };
  for (std::uint64_t first = 1;; first += kFilesAPage) {
    SANAD_TRY(const auto files, workspace.records().imported_files(exhibit.id, first, kFilesAPage));
    for (const records::ExhibitFile& file : files) item.withheld.emplace(file.name, kShownInPart);
    if (files.size() < kFilesAPage) return {};
  }
}

}  // namespace sanad::service
