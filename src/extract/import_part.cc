#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "extract/import.h"
#include "extract/way.h"
#include "held.h"
#include "import_client.h"

namespace sanad::extract {
namespace {

// One part of a source; the others' bytes are let go as they come.
class PartSearch {
 public:
  PartSearch(std::string_view step, std::uint64_t most) : step_(step), most_(most) {}

  FrameReader::Handler handler() {
    FrameReader::Handler handler;
    handler.on_item = [](const json::Value&) { return Result<void>(); };
    handler.on_record = [](const json::Value&) { return Result<void>(); };
    handler.on_unread = [](const json::Value&) { return Result<void>(); };
    handler.on_data = [this](ByteView piece) { return data(piece); };
    handler.on_part = [this](Part part) { return take(std::move(part)); };
    return handler;
  }
  std::optional<Part>& found() { return found_; }

 private:
  Result<void> data(ByteView piece) {
    size_ += piece.size();
    if (size_ <= most_) bytes_.insert(bytes_.end(), piece.begin(), piece.end());
    return {};
  }
  // What follows the part is not read: the error ends the reading.
  Result<void> take(Part part) {
    part.bytes = std::exchange(bytes_, {});
    const std::uint64_t size = std::exchange(size_, 0);
    if (steps_.of(part) != step_) return {};
    if (size > most_) {
      Bytes().swap(part.bytes);
      part.problem = fmt::format("it is longer than {} bytes", most_);
    }
    if (part.size == 0) Bytes().swap(part.bytes);
    found_ = std::move(part);
    return Error{ErrorCode::kConflict, "found"};
  }

  std::string_view step_;
  std::uint64_t most_;
  Steps steps_;
  Bytes bytes_;
  std::uint64_t size_ = 0;
  std::optional<Part> found_;
};

Result<Part> part_of(const Extractor& extractor, const Source& source, const ImportHints& hints,
                     std::string_view step, std::uint64_t most) {
  PartSearch search(step, most);
  const auto opened = run_import(extractor, source, hints, {}, search.handler());
  if (!search.found()) {
    if (!opened.ok()) return opened.error();
    return Error{ErrorCode::kNotFound, fmt::format("there is no part \"{}\"", step)};
  }
  Part part = std::move(*search.found());
  if (!part.bytes.empty()) return part;
  std::string reason = part.problem;
  if (reason.empty()) reason = part.is_encrypted ? "it is encrypted" : "it is empty";
  return Error{ErrorCode::kInvalid, fmt::format("\"{}\" cannot be read: {}", step, reason)};
}

// Some parts of a source and of what lies in it. What is on the way to one is held until it was
// taken apart in its turn; all else is let go as it comes.
class PartsCopy {
 public:
  PartsCopy(const Extractor& extractor, const TakePart& take)
      : extractor_(extractor), folder_(spool_folder(extractor)), take_(take) {}

  // ways: from the source on. prefix: the way to the source.
  Result<void> of(const Source& source, const ImportHints& hints, std::set<std::string> ways,
                  const std::string& prefix) {
    std::map<std::string, std::set<std::string>> deeper;  // by first step; "": the part itself
    for (const std::string& way : ways) {
      const std::size_t arrow = std::min(way.find(kArrow), way.size());
      deeper[way.substr(0, arrow)].insert(arrow == way.size() ? std::string()
                                                              : way.substr(arrow + kArrow.size()));
    }
    Steps steps;
    std::unique_ptr<Held> held;
    Result<void> outcome;
    FrameReader::Handler handler;
    handler.on_item = [](const json::Value&) { return Result<void>(); };
    handler.on_record = [](const json::Value&) { return Result<void>(); };
    handler.on_unread = [](const json::Value&) { return Result<void>(); };
    handler.on_data = [&](ByteView piece) -> Result<void> {
      if (!held) held = std::make_unique<Held>(folder_);
      return outcome = held->add(piece);
    };
    handler.on_part = [&](const Part& part) -> Result<void> {
      const std::unique_ptr<Held> bytes = std::exchange(held, nullptr);
      const auto wanted = deeper.find(steps.of(part));
      if (wanted == deeper.end()) return {};
      outcome = one(part, bytes.get(), join_way(prefix, wanted->first), wanted->second);
      if (!outcome.ok()) return outcome;
      deeper.erase(wanted);
      // What follows the last one is not read: the error ends the reading.
      return deeper.empty() ? Result<void>(Error{ErrorCode::kConflict, "found"}) : Result<void>();
    };
    const auto opened = run_import(extractor_, source, hints, {}, handler);
    if (!outcome.ok()) return outcome;
    if (deeper.empty()) return {};
    if (!opened.ok()) return opened.error();
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no part \"{}\"", join_way(prefix, deeper.begin()->first))};
  }

 private:
  Result<void> one(const Part& part, Held* bytes, const std::string& way,
                   std::set<std::string> deeper) {
    if (bytes == nullptr || part.size == 0 || !part.problem.empty() || part.is_encrypted)
      return Error{ErrorCode::kInvalid, fmt::format("\"{}\" cannot be read: {}", way,
                                                    !part.problem.empty() ? part.problem
                                                    : part.is_encrypted   ? "it is encrypted"
                                                                          : "it is empty")};
    SANAD_CHECK(bytes->finish());
    if (deeper.erase("") > 0) SANAD_CHECK(take_(way, bytes->source()));
    if (deeper.empty()) return {};
    ImportHints hints;
    hints.name = part.name;
    hints.hints = part.hints;
    return of(bytes->source(), hints, std::move(deeper), way);
  }

  const Extractor& extractor_;
  std::string folder_;
  const TakePart& take_;
};

}  // namespace

Result<void> copy_import_parts(const Extractor& extractor, const Source& source,
                               const ImportHints& hints, const std::set<std::string>& ways,
                               const TakePart& take) {
  if (ways.empty()) return {};
  return PartsCopy(extractor, take).of(source, hints, ways, "");
}

Result<Part> read_import_part(const Extractor& extractor, const Source& source,
                              const ImportHints& hints, std::string_view way, std::uint64_t most) {
  Part part;
  ImportHints of_level = hints;
  for (bool is_first = true; is_first || !way.empty(); is_first = false) {
    const std::size_t arrow = std::min(way.find(kArrow), way.size());
    const std::string_view step = way.substr(0, arrow);
    way.remove_prefix(arrow == way.size() ? arrow : arrow + kArrow.size());
    const Source from = is_first ? source : source_of(part.bytes);
    SANAD_TRY(Part next, part_of(extractor, from, of_level, step, most));
    part = std::move(next);
    of_level.name = part.name;
    of_level.hints = part.hints;
  }
  return part;
}

}  // namespace sanad::extract
