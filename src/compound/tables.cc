#include "tables.h"

namespace sanad::compound {

std::uint16_t u16_at(ByteView bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

std::uint32_t u32_at(ByteView bytes, std::size_t at) {
  return u16_at(bytes, at) | static_cast<std::uint32_t>(u16_at(bytes, at + 2)) << 16;
}

Table::Table(std::vector<std::uint32_t> next, std::size_t sectors)
    : next_(std::move(next)), taken_(sectors, false) {}

bool Table::claim_one(std::uint32_t sector) {
  if (sector >= taken_.size() || taken_[sector]) return false;
  taken_[sector] = true;
  return true;
}

std::vector<std::uint32_t> Table::claim(std::uint32_t start, std::size_t most,
                                        std::string& problem) {
  std::vector<std::uint32_t> chain;
  std::uint32_t at = start;
  while (chain.size() < most && at != kEndOfChain) {
    if (at >= taken_.size()) {
      problem = "it leads out of the file";
      break;
    }
    if (!claim_one(at)) {
      problem = "it leads to sectors of another stream, or in a circle";
      break;
    }
    chain.push_back(at);
    at = at < next_.size() ? next_[at] : kFreeSector;
  }
  return chain;
}

}  // namespace sanad::compound
