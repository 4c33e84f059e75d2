#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <unordered_map>

#include "cage/killed.h"
#include "crypto/crypto.h"
#include "extract/import.h"
#include "extract/way.h"
#include "held.h"
#include "import_client.h"

namespace sanad::extract {
namespace {

// Ways to the first of equal parts; beyond so many, equal parts are read again.
constexpr std::size_t kMaxRemembered = 500'000;
// Parsers of one item, where the one before was killed from outside.
constexpr int kMaxParsers = 3;

// One fault of the machine's, or a word of the officer's, and no item's.
bool ends_walk(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo ||
         error.code == ErrorCode::kConflict;
}

json::Value why(std::string_view reason) {
  return json::Value(json::Object{{"reason", std::string(reason)}});
}

class ImportWalker {
 public:
  ImportWalker(const Extractor& extractor, const ImportHints& hints, ImportVisitor& visitor)
      : extractor_(extractor), hints_(hints), visitor_(visitor), folder_(spool_folder(extractor)) {}

  Result<void> visit(Node& node, const Source& source) {
    Visit visit{.node = node};
    const auto opened = read(visit, source);
    if (!visit.outcome.ok()) return visit.outcome;
    if (!opened.ok()) {
      if (ends_walk(opened.error()) || opened.error().code == ErrorCode::kIntegrity)
        return opened.error();
      if (!visit.has_item) SANAD_CHECK(visitor_.on_item(node, json::Value(facts(node))));
      return visitor_.on_unread(node, why(opened.error().message));
    }
    return visitor_.on_done(node, opened->last);
  }

 private:
  struct Visit {
    Node& node;
    Steps steps = {};
    std::unique_ptr<Held> held = nullptr;  // bytes of the part that is being given
    bool has_item = false;
    // Of what the item holds: how much was given on, and how much came from the parser that runs.
    std::uint64_t given = 0, came = 0;
    Result<void> outcome = {};  // of the visitor, or of what lies deeper
    Result<void> keep(Result<void> result) {
      outcome = result;
      return result;
    }
    // Whether what comes now was given on already, from a parser that was killed: the same bytes
    // make the same answer.
    bool had() {
      if (++came <= given) return true;
      given = came;
      return false;
    }
    bool skips() const { return came < given; }
  };

  FrameReader::Handler handler_of(Visit& visit) {
    Node& node = visit.node;
    FrameReader::Handler handler;
    handler.on_item = [&](json::Value item) -> Result<void> {
      if (visit.had()) return {};
      if (node.sha256.empty()) node.sha256 = item["sha256"].string_or("");
      if (node.parent == nullptr) seen_.emplace(key_of(node), "");
      visit.has_item = true;
      return visit.keep(visitor_.on_item(node, item));
    };
    handler.on_record = [&](json::Value record) -> Result<void> {
      if (visit.had()) return {};
      return visit.keep(visitor_.on_record(node, std::move(record)));
    };
    handler.on_unread = [&](const json::Value& what) -> Result<void> {
      if (visit.had()) return {};
      return visit.keep(visitor_.on_unread(node, what));
    };
    handler.on_data = [&](ByteView piece) -> Result<void> {
      if (visit.skips()) return {};
      if (!visit.held) visit.held = std::make_unique<Held>(folder_);
      return visit.keep(visit.held->add(piece));
    };
    handler.on_part = [&](Part part) -> Result<void> {
      if (visit.had()) return {};
      const std::unique_ptr<Held> held = std::move(visit.held);
      return visit.keep(child(node, std::move(part), held.get(), visit.steps));
    };
    return handler;
  }

  // A parser that was killed from outside costs time, and not the item.
  Result<Opened> read(Visit& visit, const Source& source) {
    ImportHints hints = hints_;
    hints.name = visit.node.name;
    hints.hints = visit.node.hints;
    const ImportLimits limits{kMaxImportParts - parts_, kMaxImportBytes - bytes_};
    for (int parsers = 1;; ++parsers) {
      visit.came = 0;
      visit.held.reset();
      auto opened = run_import(extractor_, source, hints, limits, handler_of(visit));
      const bool is_lost = !opened.ok() && visit.outcome.ok() && cage::was_killed(opened.error());
      if (!is_lost || parsers == kMaxParsers) return opened;
    }
  }

  static json::Object facts(const Node& node) {
    json::Object object{{"size", node.size}};
    if (!node.sha256.empty()) object.set("sha256", node.sha256);
    return object;
  }

  // held: null where the part has no bytes.
  Result<void> child(const Node& parent, Part part, Held* held, Steps& steps) {
    Node node;
    node.parent = &parent;
    node.step = steps.of(part);
    node.way = join_way(parent.way, node.step);
    node.name = part.name;
    node.hints = part.hints;
    node.depth = parent.depth + 1;
    node.record = part.record;
    ++parts_;
    if (held == nullptr || part.size == 0) {
      std::string reason = part.problem;
      if (reason.empty()) reason = part.is_encrypted ? "it is encrypted" : "it is empty";
      return visitor_.on_unread(node, why(reason));
    }
    SANAD_CHECK(held->finish());
    bytes_ += held->size();
    node.size = held->size();
    node.sha256 = held->sha256();
    const std::string key = key_of(node);
    if (const auto seen = seen_.find(key); seen != seen_.end()) {
      json::Object item = facts(node);
      item.set("same_as", seen->second);
      return visitor_.on_item(node, json::Value(std::move(item)));
    }
    if (seen_.size() < kMaxRemembered) seen_.emplace(key, node.way);
    if (!part.problem.empty()) SANAD_CHECK(visitor_.on_unread(node, why(part.problem)));
    if (node.depth > kMaxDepth) {
      SANAD_CHECK(visitor_.on_item(node, json::Value(facts(node))));
      return visitor_.on_unread(node,
                                why(fmt::format("it lies more than {} archives deep", kMaxDepth)));
    }
    return visit(node, held->source());
  }

  const Extractor& extractor_;
  const ImportHints& hints_;
  ImportVisitor& visitor_;
  std::string folder_;
  std::uint64_t parts_ = 0, bytes_ = 0;
  std::unordered_map<std::string, std::string> seen_;  // key, way
};

}  // namespace

Source source_of(ByteView bytes) {
  return {bytes.size(), [bytes](std::uint64_t offset, std::span<std::uint8_t> out) {
            const auto at = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes.size()));
            const std::size_t part = std::min(out.size(), bytes.size() - at);
            if (part > 0) std::memcpy(out.data(), bytes.data() + at, part);
            return Result<std::size_t>(part);
          }};
}

Result<void> walk_import(const Extractor& extractor, const Source& source, const ImportHints& hints,
                         ImportVisitor& visitor) {
  Node root;
  root.name = hints.name;
  root.hints = hints.hints;
  root.sha256 = hints.sha256;
  root.size = source.size;
  return ImportWalker(extractor, hints, visitor).visit(root, source);
}

}  // namespace sanad::extract
