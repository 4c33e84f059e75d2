#include "part_lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace sanad::service {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

}  // namespace

Result<OpenList> open_list(Workspace& workspace, const records::Exhibit& exhibit) {
  OpenList open{exhibit, {}, nullptr, ""};
  SANAD_TRY(open.list, workspace.records().part_list(exhibit.id));
  open.digest = open.list.data["list"]["sha256"].string_or("");
  SANAD_TRY(const Digest256 digest, parse_digest256(open.digest));
  SANAD_TRY_WITH(open.object, workspace.vault().open_object(exhibit.case_id, digest),
                 fmt::format("the list of parts of {}", exhibit.number));
  return open;
}

Result<part_list::Algorithm> algorithm_of(const records::PartList& list) {
  const std::string name = list.data["algorithm"].string_or("");
  const auto algorithm = part_list::algorithm_named(name);
  if (algorithm) return *algorithm;
  return Error{
      ErrorCode::kIntegrity,
      fmt::format("the list of parts is of \"{}\", which this version does not know", name)};
}

Result<void> read_lines(vault::ObjectReader& list, std::uint64_t at,
                        const std::function<Result<bool>(std::string_view)>& take) {
  std::string rest;
  Bytes piece(kPieceBytes);
  for (;;) {
    SANAD_TRY(const std::size_t got, list.read_at(at, piece));
    if (got == 0) return {};
    at += got;
    std::string_view fresh = as_text(ByteView(piece.data(), got));
    for (std::size_t feed = fresh.find('\n'); feed != std::string_view::npos;
         feed = fresh.find('\n')) {
      rest += fresh.substr(0, feed);
      fresh.remove_prefix(feed + 1);
      SANAD_TRY(const bool more, take(rest));
      if (!more) return {};
      rest.clear();
    }
    rest += fresh;
    if (rest.size() > part_list::kMaxLineBytes)
      return Error{ErrorCode::kIntegrity, "a line of the list of parts is too long"};
  }
}

Result<void> for_each_line(OpenList& open,
                           const std::function<Result<void>(const part_list::Reader::Line&)>& to) {
  part_list::Reader reader(to);
  Bytes piece(kPieceBytes);
  for (std::uint64_t at = 0;;) {
    SANAD_TRY(const std::size_t got, open.object->read_at(at, piece));
    if (got == 0) return reader.finish();
    SANAD_CHECK(reader.update(ByteView(piece.data(), got)));
    at += got;
  }
}

Result<void> read_lines_from(
    OpenList& open, Workspace& workspace, std::uint64_t first,
    const std::function<Result<bool>(std::uint64_t number, std::string_view line)>& take) {
  SANAD_TRY(const auto marks, workspace.part_marks().of(open.digest, *open.object));
  const std::uint64_t mark = std::min<std::uint64_t>(first / PartMarks::kEvery, marks->size() - 1);
  std::uint64_t number = mark * PartMarks::kEvery;
  return read_lines(*open.object, (*marks)[mark], [&](std::string_view line) -> Result<bool> {
    const std::uint64_t of_line = number++;
    return of_line < first ? Result<bool>(true) : take(of_line, line);
  });
}

Result<json::Value> read_number(OpenList& open, Workspace& workspace, std::uint64_t number) {
  std::optional<json::Value> found;
  SANAD_CHECK(read_lines_from(open, workspace, number,
                              [&](std::uint64_t, std::string_view line) -> Result<bool> {
                                SANAD_TRY_WITH(found, json::parse(line), "the list of parts");
                                return false;
                              }));
  if (found) return std::move(*found);
  return Error{ErrorCode::kNotFound,
               fmt::format("the exhibit {} has no part {}", open.exhibit.number, number)};
}

std::string text_of_record(const json::Value& record) {
  std::string text = record["title"].string_or("");
  const std::string body = record["text"].string_or("");
  if (!text.empty() && !body.empty()) text += '\n';
  return text + body;
}

std::optional<std::int64_t> duration_of(const json::Value& item) {
  const auto video = item["video"]["duration_ms"].as_int();
  const auto audio = item["audio"]["duration_ms"].as_int();
  const std::int64_t longer = std::max(video.value_or(0), audio.value_or(0));
  const bool is_cut = item["video"]["cut"].bool_or(false) || item["audio"]["cut"].bool_or(false);
  return longer > 0 && !is_cut ? std::optional(longer) : std::nullopt;
}

}  // namespace sanad::service
