// Looks for pieces of secrets in any bytes, whatever they were packed or written as.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "secrets.h"

namespace sanad::disclosure {

class Search {
 public:
  explicit Search(const std::vector<Secret>& secrets);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  // Which secrets (places in the list) have a piece in bytes: as letters of either case, from left
  // to right or back, as every second or third byte (UTF-16, samples of pixels), if no other
  // letters are between; also behind percent signs, backslashes, entities and equals signs; also in
  // what is written in hexadecimal or base64; and all of it in every stream that unpacks (zlib,
  // gzip, members of zips), to a depth of kDepth.
  std::set<std::size_t> in(std::string_view bytes) const;

 private:
  static constexpr int kDepth = 4;
  void look(std::string_view bytes, int depth, std::set<std::size_t>& found) const;
  void scan(std::string_view bytes, std::size_t step, std::set<std::size_t>& found) const;
  void scan_coded(std::string_view run, std::set<std::size_t>& found) const;

  // By the number that the letters of a piece are.
  std::unordered_map<std::uint64_t, std::size_t> words_, numbers_;
  std::unordered_map<std::string_view, std::size_t> coded_;
  std::vector<bool> may_be_;  // which words a cheap look leaves
  std::vector<Secret> secrets_;
  std::vector<std::string> reversed_;
};

}  // namespace sanad::disclosure
