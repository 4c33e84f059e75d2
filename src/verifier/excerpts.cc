// Exhibits of which some parts are shown and the others closed (docs/formats/excerpt.md).
#include <fmt/format.h>

#include <algorithm>

#include "attachments.h"
#include "context.h"
#include "part_list/excerpt.h"
#include "shape.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

struct Parts {
  merkle::TreeHead head;
  part_list::Algorithm algorithm{};
};

// What the ledger's entry says of the exhibit's parts; nullopt if it is not of this exhibit.
std::optional<Parts> parts_of(const Context& context, const IndexedExhibit& indexed) {
  const auto at = context.entries.find(*indexed.excerpt);
  if (at == context.entries.end()) return std::nullopt;
  const Entry& entry = at->second;
  const auto parts = count_in(entry.data["parts"]);
  const auto root = parse_digest256(entry.data["root"].string_or(""));
  const auto algorithm = part_list::algorithm_named(entry.data["algorithm"].string_or(""));
  if (entry.kind != "exhibit.parts" || entry.case_id != context.index.case_id ||
      entry.data["exhibit"].string_or("") != indexed.exhibit || !algorithm || !parts ||
      !root.ok() || *parts > merkle::kMaxTreeSize.value)
    return std::nullopt;
  return Parts{{{*parts}, *root}, *algorithm};
}

Result<void> read_excerpt(const Context& context, std::string_view path,
                          part_list::ExcerptReader& reader) {
  const File& file = *context.container.find(path);
  for (std::uint64_t done = 0; done < file.size;) {
    const std::uint64_t size = std::min<std::uint64_t>(kPieceBytes, file.size - done);
    SANAD_TRY(const Bytes piece, read_exactly(context.source, file.start + done, size));
    SANAD_CHECK(reader.update(piece));
    done += size;
  }
  return reader.finish();
}

}  // namespace

Result<Outcome> check_excerpts(Context& context) {
  std::vector<std::string> problems, details;
  std::uint64_t excerpts = 0, shown = 0, closed = 0;
  for (const IndexedExhibit& indexed : context.index.exhibits) {
    if (!indexed.excerpt) continue;
    ++excerpts;
    const auto parts = parts_of(context, indexed);
    if (!parts) {
      problems.push_back(
          fmt::format("{}: the entry that its excerpt names does not tell the exhibit's parts.",
                      indexed.exhibit));
      continue;
    }
    AttachmentCheck attachments(context, indexed);
    part_list::ExcerptReader reader(
        parts->algorithm, parts->head,
        [&](std::uint64_t number, std::string_view line) -> Result<void> {
          attachments.part(number, line, reader.is_masked());
          return {};
        });
    const auto read = read_excerpt(context, excerpt_path(indexed.exhibit), reader);
    if (!read.ok()) {
      if (read.error().code == ErrorCode::kIo) return read.error();
      problems.push_back(fmt::format("{}: {}.", indexed.exhibit, read.error().message));
      continue;
    }
    const auto wrong = attachments.finish();
    problems.insert(problems.end(), wrong.begin(), wrong.end());
    if (!indexed.attachments.empty())
      details.push_back(fmt::format("{}: of {} shown parts the bytes are here.", indexed.exhibit,
                                    indexed.attachments.size()));
    shown += reader.shown();
    closed += reader.closed();
    for (const auto& [reason, count] : reader.closed_for())
      details.push_back(fmt::format("{}: {} parts are closed: {}", indexed.exhibit, count, reason));
    for (const auto& [reason, count] : reader.masked_for())
      details.push_back(fmt::format("{}: {} words in {} shown parts are masked: {}",
                                    indexed.exhibit, count.words, count.parts, reason));
  }
  if (!problems.empty())
    return fail("An excerpt does not come from its exhibit unaltered.", std::move(problems));
  if (excerpts == 0) return pass("No exhibit is shown in part.");
  Outcome outcome = pass(fmt::format(
      "Of {} exhibits {} parts are shown as they stand in the exhibit, and {} are closed.",
      excerpts, shown, closed));
  outcome.details = std::move(details);
  return outcome;
}

}  // namespace sanad::verifier
