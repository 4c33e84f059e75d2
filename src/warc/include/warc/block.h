// What a record carries, and what its header must say about it beforehand.
//
// A WARC header names its block's length and digests before the block itself, so whoever keeps a
// body measures it while keeping it:
//
//   auto measurer = BlockMeasurer::http_wire();      // bytes as they were on the wire
//   measurer.update(part) ...                        // while they arrive
//   Block block{.body = &spool, .facts = measurer.finish()};
//
// HTTP exchanges come in one of two forms (docs/decisions/0010-warc-http-blocks.md):
//   wire   the exact bytes of an HTTP/1.x message: head, framing and trailers;
//   parts  a head and a body that the browser handed over apart, as with HTTP/2. A head that says
//          "Transfer-Encoding: chunked" gets its framing back, since readers undo it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "crypto/crypto.h"
#include "warc/http.h"

namespace sanad::warc {

enum class BlockForm { kOpaque, kHttpWire, kHttpParts };

struct BlockFacts {
  BlockForm form = BlockForm::kOpaque;
  std::uint64_t length = 0;
  Digest256 sha256{};
  // Of the payload: the body without its transfer coding. Absent for opaque blocks, and where the
  // framing of a wire block is broken.
  std::optional<Digest256> payload_sha256 = {};
  std::optional<HttpFacts> http = {};
};

class BlockMeasurer {
 public:
  static BlockMeasurer opaque();
  static BlockMeasurer http_wire();
  // head: start line, header lines and the empty line, exactly as they are to be written. Only the
  // body goes to update().
  static BlockMeasurer http_parts(std::string_view head);

  void update(ByteView data);
  BlockFacts finish();  // once

 private:
  explicit BlockMeasurer(BlockForm form);
  void note_block(ByteView data);

  BlockFacts facts_;
  crypto::Hasher block_{crypto::Hasher::Algorithm::kSha256};
  crypto::Hasher payload_{crypto::Hasher::Algorithm::kSha256};
  HttpSplitter splitter_;
  Chunker chunker_;
};

struct Block {
  std::string_view head = {};  // of kHttpParts, the same as was measured; else empty
  ByteSource* body = nullptr;  // what was given to update(); borrowed; null for nothing
  BlockFacts facts = {};
};

// Measures and holds a block that lies in memory; the bytes outlive it.
class MemoryBlock {
 public:
  MemoryBlock(BlockMeasurer measurer, ByteView body, std::string_view head = {});
  Block block() { return {head_, &source_, facts_}; }
  const BlockFacts& facts() const { return facts_; }

 private:
  std::string_view head_;
  MemorySource source_;
  BlockFacts facts_;
};

}  // namespace sanad::warc
