#include "extract/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "ahead.h"
#include "cage/input.h"
#include "crypto/crypto.h"
#include "extract/way.h"

namespace sanad::extract {
namespace {

// One fault of the machine's, or a word of the officer's, and no item's.
bool ends_walk(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo ||
         error.code == ErrorCode::kConflict;
}

bool holds_itself(const Node& node, const std::string& sha256) {
  for (const Node* at = &node; at != nullptr; at = at->parent) {
    if (at->sha256 == sha256) return true;
  }
  return false;
}

PartLimits limits_left(std::uint64_t parts, std::uint64_t bytes, std::uint64_t held) {
  return {kMaxWalkParts - parts, kMaxWalkBytes - bytes,
          std::min(PartLimits{}.part_bytes, kMaxPathBytes - std::min(held, kMaxPathBytes))};
}

// Whether examine() would have given the same within these limits.
bool fits(const Ahead::Found& found, const PartLimits& limits) {
  return found.parts.size() <= limits.parts && found.bytes <= limits.bytes &&
         std::ranges::all_of(found.parts, [&limits](const Part& part) {
           return part.bytes.size() <= limits.part_bytes;
         });
}

}  // namespace

// Visits items, and what they hold, one after another on the thread that calls. What waits at one
// depth stands in one queue.
class Walk::Walker {
 public:
  Walker(const Extractor& extractor, Visitor& visitor)
      : extractor_(extractor), visitor_(visitor), ahead_(extractor) {}

  // What comes in its turn: an item, or an act.
  struct Waiting {
    Node node;
    std::shared_ptr<Ahead::Job> job;     // null for an act
    std::function<Result<void>()> act;   // may be empty
    std::uint64_t parts = 0, bytes = 0;  // that count from then on
  };
  using Queue = std::deque<Waiting>;

  // Keeps the bytes; the node's are those.
  Result<void> wait(Queue& queue, Node node, cage::Input input) {
    const bool is_part = node.parent != nullptr;
    const auto job = ahead_.hold(std::move(input), node.hints);
    SANAD_TRY(node.bytes, job->input().map());
    SANAD_TRY(const bool may_want, visitor_.may_want(node));
    if (may_want) ahead_.start(job);
    const std::uint64_t size = is_part ? node.bytes.size() : 0;
    queue.push_back({std::move(node), job, {}, is_part ? 1U : 0U, size});
    return relieve(queue);
  }
  Result<void> wait(Queue& queue, std::function<Result<void>()> act, std::uint64_t parts = 0) {
    queue.push_back({{}, nullptr, std::move(act), parts, 0});
    return relieve(queue);
  }
  Queue& roots() { return roots_; }
  Result<void> visit_all(Queue& queue) {
    while (!queue.empty()) SANAD_CHECK(visit_first(queue));
    return {};
  }

  Result<void> visit(const Node& node, int input, Ahead::Job* job) {
    if (node.parent == nullptr) parts_ = bytes_ = held_ = 0;
    SANAD_TRY(const bool wanted, visitor_.wants(node));
    if (!wanted) return {};
    Level level{node, {}, {}, {}, {}, {}};
    SANAD_TRY(std::optional<Result<Opened>> opened, found_ahead(level, job));
    if (!opened) opened = examine_now(level, input);
    if (!level.visited.ok()) return level.visited;
    if (!opened->ok() && ends_walk(opened->error())) return opened->error();
    SANAD_CHECK(visit_all(level.queue));
    if (!opened->ok()) return visitor_.on_unread(node, opened->error().message);
    return done(level, **opened);
  }

 private:
  // An item that is being visited, and what of its parts waits.
  struct Level {
    const Node& node;
    json::Object kept;
    json::Array parts;
    Steps steps;
    Queue queue;
    Result<void> visited;  // an error of the visitor's, or of what lies deeper
  };

  Result<void> relieve(Queue& queue) {
    while (!queue.empty() && (queue.size() > ahead_.width() || ahead_.is_full()))
      SANAD_CHECK(visit_first(queue));
    return {};
  }

  Result<void> visit_first(Queue& queue) {
    const Waiting first = std::move(queue.front());
    queue.pop_front();
    parts_ += first.parts;
    bytes_ += first.bytes;
    if (!first.job) return first.act ? first.act() : Result<void>();
    held_ += first.bytes;
    const Result<void> visited = visit(first.node, first.job->input().fd(), first.job.get());
    held_ -= first.bytes;
    return visited;
  }

  Result<void> take_item(Level& level, json::Value item) {
    level.visited = visitor_.on_item(level.node, item);
    level.kept = *item.as_object();
    return level.visited;
  }
  Result<void> take_part(Level& level, Part part) {
    level.visited = child(level, std::move(part));
    return level.visited;
  }

  Result<Opened> examine_now(Level& level, int input) {
    return examine(
        extractor_, input, level.node.hints, limits_left(parts_, bytes_, held_),
        [&](json::Value item) { return take_item(level, std::move(item)); },
        [&](Part part) { return take_part(level, std::move(part)); });
  }

  Result<std::optional<Result<Opened>>> found_ahead(Level& level, Ahead::Job* job) {
    std::optional<Result<Opened>> outcome;
    if (job == nullptr) return outcome;
    SANAD_TRY(auto found, ahead_.take(*job));
    if (!found || !fits(*found, limits_left(parts_, bytes_, held_))) return outcome;
    outcome = found->opened;
    if (found->item && !take_item(level, std::move(*found->item)).ok()) return outcome;
    for (Part& part : found->parts) {
      if (!take_part(level, std::move(part)).ok()) return outcome;
    }
    return outcome;
  }

  Result<void> done(Level& level, const Opened& opened) {
    json::Array problems;
    for (const std::string& problem : opened.problems) {
      problems.emplace_back(problem);
      SANAD_CHECK(visitor_.on_unread(level.node, problem));
    }
    if (!level.parts.empty()) level.kept.set("parts", std::move(level.parts));
    if (!problems.empty()) level.kept.set("problems", std::move(problems));
    return visitor_.on_done(level.node, json::Value(std::move(level.kept)));
  }

  Result<void> child(Level& level, Part part) {
    Node node;
    node.parent = &level.node;
    node.step = level.steps.of(part);
    node.way = join_way(level.node.way, node.step);
    node.hints = part.hints;
    node.depth = level.node.depth + 1;
    json::Object line{{"step", node.step}};
    if (part.bytes.empty()) {
      std::string reason = std::move(part.problem);
      if (reason.empty() && part.is_encrypted) reason = "it is encrypted";
      if (reason.empty()) return wait(level.queue, {}, 1);
      return unread(level, std::move(node), reason, line);
    }
    node.sha256 = format_hex(crypto::sha256(part.bytes));
    if (holds_itself(level.node, node.sha256))
      return unread(level, std::move(node), "it is the same as what holds it", line);
    if (node.depth > kMaxDepth) {
      return unread(level, std::move(node),
                    fmt::format("it lies more than {} archives deep", kMaxDepth), line);
    }
    line.set("key", key_of(node));
    if (!part.problem.empty()) {
      line.set("unread", part.problem);
      SANAD_CHECK(say_unread(level, node, part.problem, 0));
    }
    level.parts.emplace_back(std::move(line));
    SANAD_TRY(cage::Input input, cage::Input::of(part.bytes));
    return wait(level.queue, std::move(node), std::move(input));
  }

  Result<void> unread(Level& level, Node node, const std::string& reason, json::Object line) {
    line.set("unread", reason);
    level.parts.emplace_back(std::move(line));
    return say_unread(level, std::move(node), reason, 1);
  }

  // In its turn.
  Result<void> say_unread(Level& level, Node node, const std::string& reason, std::uint64_t parts) {
    const auto say = [this, node = std::move(node), reason] {
      return visitor_.on_unread(node, reason);
    };
    return wait(level.queue, say, parts);
  }

  const Extractor& extractor_;
  Visitor& visitor_;
  Ahead ahead_;
  Queue roots_;
  // Of the root that is being visited, up to where the walk stands: whatever waits does not count
  // yet, so that limits do not depend on how far ahead it is.
  std::uint64_t parts_ = 0, bytes_ = 0, held_ = 0;
};

Walk::Walk(const Extractor& extractor, Visitor& visitor)
    : walker_(std::make_unique<Walker>(extractor, visitor)) {}

Walk::~Walk() = default;

Result<void> Walk::add(Node root, cage::Input bytes) {
  return walker_->wait(walker_->roots(), std::move(root), std::move(bytes));
}

Result<void> Walk::then(std::function<Result<void>()> act) {
  return walker_->wait(walker_->roots(), std::move(act));
}

Result<void> Walk::finish() { return walker_->visit_all(walker_->roots()); }

Result<void> Walk::visit(const Node& root, int input) {
  SANAD_CHECK(finish());
  return walker_->visit(root, input, nullptr);
}

namespace {

Result<Part> part_of_step(const Extractor& extractor, int input, const Hints& hints,
                          std::string_view step) {
  Steps steps;
  std::optional<Part> found;
  const auto opened = open_parts(extractor, input, hints, {}, [&](Part part) -> Result<void> {
    if (steps.of(part) != step) return {};
    found = std::move(part);
    return Error{ErrorCode::kConflict, "found"};  // what follows is not read
  });
  if (!found) {
    if (!opened.ok()) return opened.error();
    return Error{ErrorCode::kNotFound, fmt::format("there is no part \"{}\"", step)};
  }
  if (found->bytes.empty()) {
    const std::string reason = found->is_encrypted ? "it is encrypted" : found->problem;
    return Error{ErrorCode::kInvalid, reason.empty() ? "it is empty" : reason};
  }
  return std::move(*found);
}

}  // namespace

std::string key_of(const Node& node) {
  std::string key = node.sha256 + node.hints.coding;
  if (!node.hints.type.empty() || !node.hints.charset.empty())
    key += ";" + node.hints.type + ";" + node.hints.charset;
  return key;
}

Result<void> walk(const Extractor& extractor, const Node& root, int input, Visitor& visitor) {
  return Walk(extractor, visitor).visit(root, input);
}

Result<Part> read_part(const Extractor& extractor, int input, const Hints& hints,
                       std::string_view way) {
  std::size_t end = std::min(way.find(kArrow), way.size());
  SANAD_TRY(Part part, part_of_step(extractor, input, hints, way.substr(0, end)));
  while (end < way.size()) {
    way.remove_prefix(end + kArrow.size());
    end = std::min(way.find(kArrow), way.size());
    SANAD_TRY(const cage::Input held, cage::Input::of(part.bytes));
    SANAD_TRY(part, part_of_step(extractor, held.fd(), part.hints, way.substr(0, end)));
  }
  return part;
}

}  // namespace sanad::extract
