#include "ssdeep.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/numbers.h"

namespace sanad::identify {
namespace {

constexpr std::size_t kRun = 7;
constexpr std::size_t kKept = 3;  // of one character repeated

struct Digest {
  std::uint64_t block = 0;
  std::string single, twice;  // of that block size and of twice as much
};

std::string without_long_runs(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    const bool is_long = kept.size() >= kKept && kept.ends_with(std::string(kKept, c));
    if (!is_long) kept += c;
  }
  return kept;
}

std::optional<Digest> read(std::string_view text) {
  const std::size_t first = text.find(':'), second = text.find(':', first + 1);
  if (first == text.npos || second == text.npos) return std::nullopt;
  const auto block = parse_decimal(text.substr(0, first));
  if (!block.ok() || *block > UINT32_MAX) return std::nullopt;
  return Digest{*block, without_long_runs(text.substr(first + 1, second - first - 1)),
                without_long_runs(text.substr(second + 1))};
}

bool share_run(const std::string& a, const std::string& b) {
  if (a.size() < kRun || b.size() < kRun) return false;
  std::unordered_set<std::string_view> runs;
  for (std::size_t i = 0; i + kRun <= a.size(); ++i)
    runs.insert(std::string_view(a).substr(i, kRun));
  for (std::size_t i = 0; i + kRun <= b.size(); ++i) {
    if (runs.contains(std::string_view(b).substr(i, kRun))) return true;
  }
  return false;
}

}  // namespace

bool may_be_near(std::string_view a, std::string_view b) {
  const auto one = read(a), other = read(b);
  if (!one || !other) return false;
  if (one->block == other->block) {
    const bool same = one->single == other->single && one->twice == other->twice;
    return same || share_run(one->single, other->single) || share_run(one->twice, other->twice);
  }
  if (one->block == 2 * other->block) return share_run(one->single, other->twice);
  if (other->block == 2 * one->block) return share_run(one->twice, other->single);
  return false;
}

}  // namespace sanad::identify
