#include "extract/walk.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "crypto/crypto.h"
#include "extract/way.h"

namespace sanad::extract {
namespace {

// A part's bytes as what a cage can read, mapped here too.
class Held {
 public:
  static Result<Held> of(ByteView bytes) {
    SANAD_TRY(const int fd, cage::as_input(bytes));
    Held held(fd, bytes.size());
    held.address_ = ::mmap(nullptr, bytes.size(), PROT_READ, MAP_PRIVATE, fd, 0);
    if (held.address_ == MAP_FAILED)
      return Error{ErrorCode::kIo, "no memory for a part of an item"};
    return held;
  }
  Held(Held&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        size_(other.size_),
        address_(std::exchange(other.address_, MAP_FAILED)) {}
  Held& operator=(Held&&) = delete;
  ~Held() {
    if (address_ != MAP_FAILED) ::munmap(address_, size_);
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  ByteView bytes() const { return {static_cast<const std::uint8_t*>(address_), size_}; }

 private:
  Held(int fd, std::size_t size) : fd_(fd), size_(size) {}
  int fd_;
  std::size_t size_;
  void* address_ = MAP_FAILED;
};

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

class Walker {
 public:
  Walker(const Extractor& extractor, Visitor& visitor) : extractor_(extractor), visitor_(visitor) {}

  Result<void> visit(const Node& node, int input) {
    SANAD_TRY(const bool wanted, visitor_.wants(node));
    if (!wanted) return {};
    json::Object kept;
    json::Array parts;
    Steps steps;
    Result<void> visited;  // an error of the visitor's, or of what lies deeper
    const auto on_item = [&](json::Value item) -> Result<void> {
      visited = visitor_.on_item(node, item);
      kept = *item.as_object();
      return visited;
    };
    const auto on_part = [&](Part part) -> Result<void> {
      visited = child(node, std::move(part), steps, parts);
      return visited;
    };
    const PartLimits limits{
        kMaxWalkParts - parts_, kMaxWalkBytes - bytes_,
        std::min(PartLimits{}.part_bytes, kMaxPathBytes - std::min(held_, kMaxPathBytes))};
    const auto opened = examine(extractor_, input, node.hints, limits, on_item, on_part);
    if (!visited.ok()) return visited;
    if (!opened.ok()) {
      if (ends_walk(opened.error())) return opened.error();
      return visitor_.on_unread(node, opened.error().message);
    }
    return done(node, *opened, std::move(kept), std::move(parts));
  }

 private:
  Result<void> done(const Node& node, const Opened& opened, json::Object kept, json::Array parts) {
    json::Array problems;
    for (const std::string& problem : opened.problems) {
      problems.emplace_back(problem);
      SANAD_CHECK(visitor_.on_unread(node, problem));
    }
    if (!parts.empty()) kept.set("parts", std::move(parts));
    if (!problems.empty()) kept.set("problems", std::move(problems));
    return visitor_.on_done(node, json::Value(std::move(kept)));
  }

  Result<void> child(const Node& parent, Part part, Steps& steps, json::Array& parts) {
    Node node;
    node.parent = &parent;
    node.step = steps.of(part);
    node.way = join_way(parent.way, node.step);
    node.hints = part.hints;
    node.depth = parent.depth + 1;
    ++parts_;
    bytes_ += part.bytes.size();
    json::Object line{{"step", node.step}};
    if (part.bytes.empty()) {
      std::string reason = std::move(part.problem);
      if (reason.empty() && part.is_encrypted) reason = "it is encrypted";
      return reason.empty() ? Result<void>() : unread(node, reason, std::move(line), parts);
    }
    node.sha256 = format_hex(crypto::sha256(part.bytes));
    if (holds_itself(parent, node.sha256))
      return unread(node, "it is the same as what holds it", std::move(line), parts);
    if (node.depth > kMaxDepth) {
      return unread(node, fmt::format("it lies more than {} archives deep", kMaxDepth),
                    std::move(line), parts);
    }
    line.set("key", key_of(node));
    if (!part.problem.empty()) {
      line.set("unread", part.problem);
      SANAD_CHECK(visitor_.on_unread(node, part.problem));
    }
    parts.emplace_back(std::move(line));
    SANAD_TRY(const Held held, Held::of(part.bytes));
    Bytes().swap(part.bytes);
    node.bytes = held.bytes();
    held_ += node.bytes.size();
    const Result<void> visited = visit(node, held.fd());
    held_ -= node.bytes.size();
    return visited;
  }

  Result<void> unread(const Node& node, const std::string& reason, json::Object line,
                      json::Array& parts) {
    line.set("unread", reason);
    parts.emplace_back(std::move(line));
    return visitor_.on_unread(node, reason);
  }

  const Extractor& extractor_;
  Visitor& visitor_;
  std::uint64_t parts_ = 0, bytes_ = 0, held_ = 0;
};

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
  return Walker(extractor, visitor).visit(root, input);
}

Result<Part> read_part(const Extractor& extractor, int input, const Hints& hints,
                       std::string_view way) {
  std::size_t end = std::min(way.find(kArrow), way.size());
  SANAD_TRY(Part part, part_of_step(extractor, input, hints, way.substr(0, end)));
  while (end < way.size()) {
    way.remove_prefix(end + kArrow.size());
    end = std::min(way.find(kArrow), way.size());
    SANAD_TRY(const Held held, Held::of(part.bytes));
    SANAD_TRY(part, part_of_step(extractor, held.fd(), part.hints, way.substr(0, end)));
  }
  return part;
}

}  // namespace sanad::extract
