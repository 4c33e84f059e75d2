#include "postings.h"

#include <algorithm>
#include <cmath>

#include "coding.h"

namespace sanad::search_index {

bool has_positions(char term_class) {
  return std::string_view("w=tac#@").find(term_class) != std::string_view::npos;
}

std::uint8_t impact_of(std::uint32_t times, std::uint32_t words) {
  constexpr double kSaturation = 1.2;
  constexpr double kLengthShare = 0.75;
  const double length = 1 - kLengthShare + kLengthShare * words / kMeanWords;
  const double share = times / (times + kSaturation * length);
  return static_cast<std::uint8_t>(std::clamp(std::lround(share * 255), 1L, 255L));
}

void put_postings(Bytes& out, const std::vector<Posting>& postings, char term_class) {
  const bool words = has_positions(term_class);
  Bytes blocks;
  Bytes documents;
  Bytes positions;
  std::uint32_t last = 0;
  std::uint8_t greatest = 0;
  for (std::size_t begin = 0; begin < postings.size(); begin += kBlockDocuments) {
    const std::size_t end = std::min(begin + kBlockDocuments, postings.size());
    const std::size_t documents_before = documents.size();
    const std::size_t positions_before = positions.size();
    const std::uint32_t last_before = last;
    std::uint8_t most = 0;
    for (std::size_t i = begin; i < end; ++i) {
      put_number(documents, postings[i].document - last);
      last = postings[i].document;
      if (words) most = std::max(most, postings[i].impact);
      if (!words) continue;
      put_number(positions, postings[i].positions.size());
      positions.insert(positions.end(), postings[i].positions.begin(), postings[i].positions.end());
    }
    for (std::size_t i = begin; words && i < end; ++i) documents.push_back(postings[i].impact);
    put_number(blocks, last - last_before);
    put_number(blocks, documents.size() - documents_before);
    put_number(blocks, positions.size() - positions_before);
    blocks.push_back(most);
    greatest = std::max(greatest, most);
  }
  put_number(out, blocks.size());
  put_number(out, documents.size());
  put_number(out, positions.size());
  out.push_back(greatest);
  out.insert(out.end(), blocks.begin(), blocks.end());
  out.insert(out.end(), documents.begin(), documents.end());
  out.insert(out.end(), positions.begin(), positions.end());
}

bool read_sizes(ByteView bytes, PostingsSizes& sizes) {
  NumberReader reader(bytes);
  sizes.blocks = reader.number();
  sizes.documents = reader.number();
  sizes.positions = reader.number();
  sizes.impact = static_cast<std::uint8_t>(reader.fixed(1));
  sizes.head = bytes.size() - reader.left();
  constexpr std::uint64_t kMost = 0xFFFF'FFFF;
  return reader.ok() && sizes.blocks <= kMost && sizes.documents <= kMost &&
         sizes.positions <= kMost;
}

bool read_blocks(ByteView bytes, const PostingsSizes& sizes, std::uint64_t at, std::uint32_t count,
                 PostingsHead& head) {
  NumberReader reader(bytes);
  const std::size_t blocks = (std::size_t{count} + kBlockDocuments - 1) / kBlockDocuments;
  head.blocks.clear();
  if (blocks > bytes.size()) return false;
  head.blocks.reserve(blocks);
  std::uint64_t last = 0;
  std::uint64_t documents = 0;
  std::uint64_t positions = 0;
  for (std::size_t i = 0; i < blocks; ++i) {
    Block block;
    block.first = static_cast<std::uint32_t>(i == 0 ? 0 : last + 1);
    last += reader.number();
    const std::uint64_t documents_bytes = reader.number();
    const std::uint64_t positions_bytes = reader.number();
    block.impact = static_cast<std::uint8_t>(reader.fixed(1));
    if (!reader.ok() || last >= kNoDocument || (i > 0 && last < block.first)) return false;
    block.last = static_cast<std::uint32_t>(last);
    block.documents_at = static_cast<std::uint32_t>(documents);
    block.documents_bytes = static_cast<std::uint32_t>(documents_bytes);
    block.positions_at = static_cast<std::uint32_t>(positions);
    block.positions_bytes = static_cast<std::uint32_t>(positions_bytes);
    block.count =
        static_cast<std::uint32_t>(std::min(kBlockDocuments, count - i * kBlockDocuments));
    if (documents_bytes > sizes.documents || positions_bytes > sizes.positions) return false;
    documents += documents_bytes;
    positions += positions_bytes;
    head.blocks.push_back(block);
  }
  head.documents_at = at + sizes.head + sizes.blocks;
  head.positions_at = head.documents_at + sizes.documents;
  head.end = head.positions_at + sizes.positions;
  head.impact = sizes.impact;
  return reader.left() == 0 && documents == sizes.documents && positions == sizes.positions;
}

bool read_block(ByteView bytes, const Block& block, bool impacts, std::uint32_t* documents,
                std::uint8_t* block_impacts) {
  NumberReader reader(bytes);
  // The first gap counts from the last document of the block before.
  std::uint64_t last = block.first == 0 ? 0 : block.first - 1;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    const std::uint64_t gap = reader.number();
    last += gap;
    if ((gap == 0 && (i > 0 || block.first > 0)) || last > block.last) return false;
    documents[i] = static_cast<std::uint32_t>(last);
  }
  if (impacts) {
    const ByteView values = reader.bytes(block.count);
    if (!reader.ok()) return false;
    std::memcpy(block_impacts, values.data(), values.size());
  } else {
    std::memset(block_impacts, 0, block.count);
  }
  return reader.ok() && reader.left() == 0 && last == block.last;
}

bool read_positions(ByteView bytes, std::uint32_t count, std::vector<ByteView>& positions) {
  NumberReader reader(bytes);
  positions.clear();
  for (std::uint32_t i = 0; i < count; ++i) positions.push_back(reader.bytes(reader.number()));
  return reader.ok() && reader.left() == 0;
}

bool read_places(ByteView encoded, std::vector<std::uint64_t>& places) {
  NumberReader reader(encoded);
  places.clear();
  std::uint64_t position = 0;
  while (reader.left() > 0) {
    const std::uint64_t value = reader.number();
    position += value >> 1;
    if (position > kNoDocument) return false;
    places.push_back((position << 1) | (value & 1));
  }
  return reader.ok();
}

}  // namespace sanad::search_index
