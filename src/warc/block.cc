#include "warc/block.h"

#include <algorithm>

namespace sanad::warc {
namespace {

Digest256 finish_digest(crypto::Hasher& hasher) {
  Digest256 digest{};
  std::ranges::copy(hasher.finish(), digest.begin());
  return digest;
}

}  // namespace

BlockMeasurer::BlockMeasurer(BlockForm form) { facts_.form = form; }

BlockMeasurer BlockMeasurer::opaque() { return BlockMeasurer(BlockForm::kOpaque); }
BlockMeasurer BlockMeasurer::http_wire() { return BlockMeasurer(BlockForm::kHttpWire); }

BlockMeasurer BlockMeasurer::http_parts(std::string_view head) {
  BlockMeasurer measurer(BlockForm::kHttpParts);
  measurer.facts_.http = read_http_head(head);
  measurer.note_block(as_bytes(head));
  return measurer;
}

void BlockMeasurer::note_block(ByteView data) {
  block_.update(data);
  facts_.length += data.size();
}

void BlockMeasurer::update(ByteView data) {
  const auto note_payload = [this](ByteView part) { payload_.update(part); };
  switch (facts_.form) {
    case BlockForm::kOpaque:
      note_block(data);
      return;
    case BlockForm::kHttpWire:
      note_block(data);
      splitter_.update(data, note_payload);
      return;
    case BlockForm::kHttpParts:
      payload_.update(data);
      if (!facts_.http->chunked) {
        note_block(data);
        return;
      }
      // Emitting into a hash cannot fail.
      (void)chunker_.update(data, [this](ByteView part) -> Result<void> {
        note_block(part);
        return {};
      });
      return;
  }
}

BlockFacts BlockMeasurer::finish() {
  bool has_payload = facts_.form == BlockForm::kHttpParts;
  if (facts_.form == BlockForm::kHttpParts && facts_.http->chunked) {
    (void)chunker_.finish([this](ByteView part) -> Result<void> {
      note_block(part);
      return {};
    });
  }
  if (facts_.form == BlockForm::kHttpWire) {
    facts_.http = splitter_.facts();
    has_payload = splitter_.has_payload();
  }
  facts_.sha256 = finish_digest(block_);
  if (has_payload) facts_.payload_sha256 = finish_digest(payload_);
  return facts_;
}

MemoryBlock::MemoryBlock(BlockMeasurer measurer, ByteView body, std::string_view head)
    : head_(head), source_(body) {
  measurer.update(body);
  facts_ = measurer.finish();
}

}  // namespace sanad::warc
