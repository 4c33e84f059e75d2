// The allocation tables of a compound file: which sector follows which.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace sanad::compound {

// MS-CFB 2.1.
inline constexpr std::uint32_t kMaxRegularSector = 0xFFFFFFFA;
inline constexpr std::uint32_t kDifatSector = 0xFFFFFFFC;
inline constexpr std::uint32_t kFatSector = 0xFFFFFFFD;
inline constexpr std::uint32_t kEndOfChain = 0xFFFFFFFE;
inline constexpr std::uint32_t kFreeSector = 0xFFFFFFFF;
inline constexpr std::size_t kHeaderBytes = 512;
inline constexpr std::size_t kDifatInHeader = 109;
inline constexpr std::size_t kMiniSectorBytes = 64;
inline constexpr std::size_t kMiniStreamCutoff = 4096;
inline constexpr std::size_t kEntryBytes = 128;
inline constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;

std::uint16_t u16_at(ByteView bytes, std::size_t at);
std::uint32_t u32_at(ByteView bytes, std::size_t at);

// Follows chains and gives each sector away once.
class Table {
 public:
  // sectors: how many there are; next may be shorter.
  Table(std::vector<std::uint32_t> next, std::size_t sectors);

  // At most `most` sectors from start. problem: why there are fewer than the chain should have.
  std::vector<std::uint32_t> claim(std::uint32_t start, std::size_t most, std::string& problem);
  // False: it is another's already, or beyond the file.
  bool claim_one(std::uint32_t sector);
  std::size_t size() const { return taken_.size(); }

 private:
  std::vector<std::uint32_t> next_;
  std::vector<bool> taken_;
};

}  // namespace sanad::compound
