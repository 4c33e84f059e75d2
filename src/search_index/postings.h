// The postings of one term: which documents hold it, how much it tells of each, and where it
// stands.
//
// Bytes: sizes of the three parts that follow and the greatest impact; then for each block of 128
// documents its last document, its sizes and its greatest impact; then the documents and impacts of
// all blocks; then the positions of all blocks. docs/formats/search-index.md has them in full.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "search/tokens.h"

namespace sanad::search_index {

inline constexpr std::size_t kBlockDocuments = 128;
// More than any document's number.
inline constexpr std::uint32_t kNoDocument = 0xFFFF'FFFF;

// Words have impacts and positions; facts have neither.
bool has_positions(char term_class);

// What one document's share in a score is, 1 to 255: BM25 without its idf, for a mean length of
// kMeanWords. times, words: 1 or more.
inline constexpr double kMeanWords = 24;
std::uint8_t impact_of(std::uint32_t times, std::uint32_t words);

struct Posting {
  std::uint32_t document = 0;
  std::uint8_t impact = 0;
  ByteView positions;  // encoded: count, then (gap << 1 | rewritten) for each
};

// Appends the postings' bytes. postings: ascending documents, not empty.
void put_postings(Bytes& out, const std::vector<Posting>& postings, char term_class);

struct Block {
  std::uint32_t first = 0;  // the least document that it may hold
  std::uint32_t last = 0;
  std::uint32_t documents_at = 0;  // bytes into the documents' part
  std::uint32_t documents_bytes = 0;
  std::uint32_t positions_at = 0;
  std::uint32_t positions_bytes = 0;
  std::uint32_t count = 0;
  std::uint8_t impact = 0;
};

struct PostingsHead {
  std::uint64_t documents_at = 0;  // bytes into the segment
  std::uint64_t positions_at = 0;
  std::uint64_t end = 0;
  std::vector<Block> blocks;
  std::uint8_t impact = 0;
};

// The sizes at the beginning of a term's postings.
struct PostingsSizes {
  std::uint64_t head = 0;  // of the sizes themselves
  std::uint64_t blocks = 0;
  std::uint64_t documents = 0;
  std::uint64_t positions = 0;
  std::uint8_t impact = 0;
};
inline constexpr std::size_t kMaxSizesBytes = 31;
// False for bytes that are no sizes.
bool read_sizes(ByteView bytes, PostingsSizes& sizes);
// at: where the sizes stand in the segment; bytes: the blocks'. count: documents of the term.
bool read_blocks(ByteView bytes, const PostingsSizes& sizes, std::uint64_t at, std::uint32_t count,
                 PostingsHead& head);
// documents, impacts: kBlockDocuments places. False if the bytes are not those of the block.
bool read_block(ByteView bytes, const Block& block, bool impacts, std::uint32_t* documents,
                std::uint8_t* block_impacts);
// The encoded positions of each document in a block.
bool read_positions(ByteView bytes, std::uint32_t count, std::vector<ByteView>& positions);
// (position << 1 | rewritten), ascending.
bool read_places(ByteView encoded, std::vector<std::uint64_t>& places);

}  // namespace sanad::search_index
