#include "guessing.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"

namespace sanad::disclosure {
namespace {

constexpr unsigned kCodes = 10'000;

template <typename OnRun>
void each_run(std::string_view text, bool (*is_of_it)(char), std::size_t length, OnRun on_run) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_of_it(text[end])) ++end;
    if (end - at == length) on_run(text.substr(at, length));
    at = end + 1;
  }
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool is_base64(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
         c == '/' || c == '=';
}

}  // namespace

void Values::add(std::string_view bytes) {
  const auto take = [this](ByteView value) {
    part_list::Seed seed{};
    if (value.size() == seed.size()) {
      std::ranges::copy(value, seed.begin());
      seeds.insert(seed);
    }
    Digest256 digest{};
    if (value.size() != digest.size()) return;
    std::ranges::copy(value, digest.begin());
    digests.insert(digest);
    for (const std::size_t from : {std::size_t{0}, seed.size()}) {
      std::ranges::copy(value.subspan(from, seed.size()), seed.begin());
      seeds.insert(seed);
    }
  };
  const auto take_hex = [&](std::string_view run) {
    if (const auto value = parse_hex(run); value) take(*value);
  };
  take(as_bytes(bytes));
  for (const std::size_t length : {32U, 64U}) each_run(bytes, is_hex, length, take_hex);
  each_run(bytes, is_base64, 44, [&](std::string_view run) {
    if (const auto value = parse_base64(run); value) take(*value);
  });
}

std::string code_of(unsigned value) { return fmt::format("{:04}", value); }

std::optional<std::string> guess_word(const std::set<part_list::Seed>& salts,
                                      const std::set<Digest256>& commitments) {
  std::vector<std::string> words;
  for (unsigned value = 0; value < kCodes; ++value) words.push_back(code_of(value) + ' ');
  for (const part_list::Seed& salt : salts)
    for (const std::string& word : words)
      if (commitments.contains(part_list::commitment_of_word(salt, word))) return word;
  return std::nullopt;
}

std::optional<std::string> guess_part(const std::set<part_list::Seed>& seeds,
                                      std::string_view before, std::string_view behind,
                                      const std::set<Digest256>& commitments) {
  for (unsigned value = 0; value < kCodes; ++value) {
    const std::string line = std::string(before) + code_of(value) + std::string(behind);
    for (const part_list::Seed& seed : seeds)
      if (commitments.contains(merkle::leaf_hash(part_list::commitment_by_words(seed, line))))
        return code_of(value);
  }
  return std::nullopt;
}

std::optional<std::size_t> guess_tile(const std::set<Digest256>& salts, const redaction::Grid& grid,
                                      std::uint64_t tile, const std::vector<Bytes>& contents,
                                      const std::set<Digest256>& commitments) {
  for (const Digest256& salt : salts)
    for (std::size_t i = 0; i < contents.size(); ++i)
      if (commitments.contains(
              merkle::leaf_hash(redaction::commitment_of(salt, grid, tile, contents[i]))))
        return i;
  return std::nullopt;
}

}  // namespace sanad::disclosure
