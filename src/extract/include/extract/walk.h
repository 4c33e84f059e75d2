// An item, its parts, their parts and so on, each in a process of its own. The items on the way to
// the present one are held in memory, at most kMaxPathBytes of them. Where the extractor has a
// pool, what comes next is examined ahead by as many processes as the pool has, with at most 256
// MiB of items and findings held for it; what is visited, and in which order, is the same.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "cage/input.h"
#include "extract/extract.h"

namespace sanad::extract {

inline constexpr unsigned kMaxDepth = 12;                   // archives within archives
inline constexpr std::uint64_t kMaxWalkBytes = 8ULL << 30;  // unpacked from one item, at all depths
inline constexpr std::uint64_t kMaxPathBytes = 1ULL << 30;
inline constexpr std::uint64_t kMaxWalkParts = 200'000;

struct Node {
  const Node* parent = nullptr;  // null where the walk begins
  std::string step;              // from its parent (extract/way.h); empty where the walk begins
  std::string way;               // from where the walk begins
  Hints hints;
  std::string sha256;  // of its bytes as they are here, that is before hints.coding is undone
  ByteView bytes;      // as long as the walk stands here; empty in a walk_import()
  unsigned depth = 0;
  std::string name;          // as it stands where the part was; bytes
  std::uint64_t size = 0;    // of its bytes
  std::uint64_t record = 0;  // of its parent, that it belongs to, from 1; 0 for none
};

// By what a node's fingerprint is remembered: the same bytes read otherwise are another item.
std::string key_of(const Node& node);

// Errors of these end the walk and are given back.
class Visitor {
 public:
  virtual ~Visitor() = default;
  // False: pass over the item and all that it holds.
  virtual Result<bool> wants(const Node& node) = 0;
  // Asked before the item's turn: whether wants() may say yes then. Changes nothing.
  virtual Result<bool> may_want(const Node&) { return true; }
  // item: what examine() answers.
  virtual Result<void> on_item(const Node& node, const json::Value& item) = 0;
  // The item, or a part of it, could not be read, or not whole; node.bytes may be empty.
  virtual Result<void> on_unread(const Node& node, const std::string& reason) = 0;
  // After all that it holds. item has besides "parts": objects with "step" and the "key" of what
  // was read, or "unread" with the reason; and "problems" of the item as a whole. Not called where
  // reading may end otherwise another time.
  virtual Result<void> on_done(const Node& node, const json::Value& item) = 0;
};

// Several items, one after another. All calls of the visitor come from the thread that calls here.
// Not thread-safe.
class Walk {
 public:
  // Both are borrowed.
  Walk(const Extractor& extractor, Visitor& visitor);
  ~Walk();
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  // The next item; root.bytes is set. Earlier ones, and it, may be visited before this returns.
  // Errors: those of walk(); then the walk is over.
  Result<void> add(Node root, cage::Input bytes);
  // Done between the items that were added before and those that are added later.
  Result<void> then(std::function<Result<void>()> act);
  // Visits what is left.
  Result<void> finish();
  // What is left, then this item, whose bytes are borrowed.
  Result<void> visit(const Node& root, int input);

 private:
  class Walker;
  std::unique_ptr<Walker> walker_;
};

// input: the bytes of the item, as for examine(); borrowed, as is root.bytes, which may be left
// empty by a caller that does not look at it. Errors: those of the visitor; kUnavailable and kIo
// (the extractor, this machine); kConflict (cancelled).
Result<void> walk(const Extractor& extractor, const Node& root, int input, Visitor& visitor);

// One part again, by its way from the item, as walk() named it: each item on the way is opened, up
// to that part. kNotFound: there is none; kInvalid: it is there and cannot be read.
Result<Part> read_part(const Extractor& extractor, int input, const Hints& hints,
                       std::string_view way);

}  // namespace sanad::extract
