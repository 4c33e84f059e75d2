// Lookups. A slot is worked off in steps, each of which fetches what the next one needs while it
// goes on: keys -> ranges of the table -> check bits -> row numbers -> rows. Lines are asked for
// many at a time, so their delays overlap.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "hamming/index.h"
#include "kernel_table.h"
#include "layout.h"

namespace sanad::hamming {
namespace {

// Nanoseconds on the machine of docs/benchmarks.md. Only their proportions matter, and only to the
// choice between tables and scan.
constexpr double kKeyCost = 120;
constexpr double kCandidateCost = 0.4;
constexpr double kFetchCost = 120;
constexpr double kScanCost = 0.6;   // a row
constexpr double kWholeCost = 9;    // a row whose first half is near
constexpr double kTileCost = 0.12;  // a row and query

constexpr std::size_t kKeysAtOnce = 512;
constexpr std::uint32_t kPositionsAtOnce = 2048;
constexpr std::uint32_t kScanAtOnce = 4096;
constexpr std::size_t kLine = 64;
constexpr std::size_t kRangesAhead = 8;
constexpr std::size_t kLinesAhead = 8;  // of one range; the processor fetches the rest by itself

struct Range {
  std::uint32_t begin;
  std::uint32_t count;
  unsigned bits;  // by which its key differs
};

// Radius of each slot, -1 where a slot is not looked at: r / m on the first r % m + 1 slots, one
// less on the others, so that the sum of all radius + 1 is r + 1.
std::array<int, kSlotsMax> slot_radii(const Shape& shape, unsigned radius) {
  std::array<int, kSlotsMax> radii{};
  const auto whole = static_cast<int>(radius / shape.slots);
  for (unsigned i = 0; i < shape.slots; ++i) {
    radii[i] = i <= radius % shape.slots ? whole : whole - 1;
  }
  return radii;
}

double choose(unsigned n, unsigned k) {
  double ways = 1;
  for (unsigned i = 0; i < k; ++i) ways = ways * (n - i) / (i + 1);
  return ways;
}

// Share of random values of `bits` bits within `radius`.
double share_within(unsigned bits, int radius) {
  double ways = 0;
  double term = 1;  // C(bits, i)
  for (int i = 0; i <= radius && i <= static_cast<int>(bits); ++i) {
    ways += term;
    term = term * (static_cast<int>(bits) - i) / (i + 1);
  }
  return std::min(1.0, ways / std::ldexp(1.0, static_cast<int>(bits)));
}

// Of a scan, a row. First halves of random fingerprints are near only where the radius is great.
double scan_cost(unsigned radius) {
  return kScanCost + kWholeCost * share_within(128, static_cast<int>(radius));
}

// What the tables would cost if fingerprints were random.
double expected_cost(const Shape& shape, std::uint64_t rows, unsigned radius) {
  const auto radii = slot_radii(shape, radius);
  double cost = 0;
  for (unsigned i = 0; i < shape.slots; ++i) {
    const int pair = radii[i] + radii[(i + 1) % shape.slots] + 1;
    for (int bits = 0; bits <= radii[i]; ++bits) {
      const double keys = choose(shape.key_bits, static_cast<unsigned>(bits));
      const double candidates =
          keys * static_cast<double>(rows) / static_cast<double>(1U << shape.key_bits);
      cost += keys * kKeyCost;
      cost += i == 0 ? candidates * kScanCost
                     : candidates * (kCandidateCost +
                                     kFetchCost * share_within(shape.check_bits, pair - bits));
    }
  }
  return cost;
}

// The next larger number with as many bits set.
std::uint32_t next_mask(std::uint32_t mask) {
  const std::uint32_t low = mask & (~mask + 1U);
  const std::uint32_t ripple = mask + low;
  return ripple | (((mask ^ ripple) >> 2U) >> std::countr_zero(mask));
}

void prefetch(const std::uint8_t* at) { __builtin_prefetch(at); }

}  // namespace

// One lookup in one index.
class Search {
 public:
  Search(const Index& index, const Fingerprint& query, unsigned radius)
      : index_(index),
        kernels_(kernel_table(index.kernel_)),
        query_(query),
        radius_(radius),
        scan_cost_(static_cast<double>(index.rows_) * scan_cost(radius)) {}

  Result<std::vector<Match>> run(Plan plan) {
    const bool possible = index_.shape_.slots > 0;
    const bool tables =
        possible && (plan == Plan::kTables ||
                     (plan == Plan::kByCost &&
                      expected_cost(index_.shape_, index_.rows_, radius_) < scan_cost_));
    bounded_ = plan != Plan::kTables;
    if (tables) {
      radii_ = slot_radii(index_.shape_, radius_);
      for (unsigned i = 0; i < index_.shape_.slots && !too_dear(); ++i) SANAD_CHECK(use_slot(i));
    }
    if (!tables || too_dear()) scan_all();
    std::sort(matches_.begin(), matches_.end());
    return std::move(matches_);
  }

  const LookupStats& stats() const { return stats_; }

 private:
  // More work done than a scan takes: whatever the data, a lookup costs two scans at most.
  bool too_dear() const { return bounded_ && cost_ > scan_cost_; }

  Result<void> use_slot(unsigned number) {
    slot_ = number;
    if (radii_[number] < 0) return {};
    const unsigned key_bits = index_.shape_.key_bits;
    const std::uint32_t key = key_of(query_, index_.shape_, index_.slots_[number].start);
    for (int bits = 0; bits <= radii_[number]; ++bits) {
      const std::uint64_t end = std::uint64_t{1} << key_bits;
      std::uint64_t mask = (std::uint64_t{1} << static_cast<unsigned>(bits)) - 1;
      while (mask < end && !too_dear()) {
        std::size_t count = 0;
        for (; mask < end && count < kKeysAtOnce; ++count) {
          keys_[count] = key ^ static_cast<std::uint32_t>(mask);
          mask = mask == 0 ? end : next_mask(static_cast<std::uint32_t>(mask));
        }
        SANAD_CHECK(use_keys(count, static_cast<unsigned>(bits)));
      }
    }
    return flush();
  }

  Result<void> use_keys(std::size_t count, unsigned bits) {
    const std::uint8_t* offsets = index_.slots_[slot_].offsets;
    for (std::size_t i = 0; i < count; ++i) prefetch(offsets + std::size_t{keys_[i]} * 4);
    std::size_t ranges = 0;
    std::uint64_t candidates = 0;
    bool sound = true;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint8_t* at = offsets + std::size_t{keys_[i]} * 4;
      const auto begin = load<std::uint32_t>(at);
      const auto end = load<std::uint32_t>(at + 4);
      sound = sound && begin <= end && end <= index_.rows_;
      ranges_[ranges] = {begin, end - begin, bits};
      ranges += end == begin ? 0U : 1U;
      candidates += end - begin;
    }
    if (!sound) return damaged("offsets");
    stats_.keys += count;
    stats_.candidates += candidates;
    cost_ += static_cast<double>(count) * kKeyCost +
             static_cast<double>(candidates) * (slot_ == 0 ? kScanCost : kCandidateCost);
    if (too_dear()) return {};
    return slot_ == 0 ? scan_ranges(ranges) : filter_ranges(ranges);
  }

  // Slot 0: the rows themselves lie in the order of its keys.
  Result<void> scan_ranges(std::size_t count) {
    for (std::size_t i = 0; i < std::min(count, kRangesAhead); ++i) fetch_range(ranges_[i]);
    for (std::size_t i = 0; i < count; ++i) {
      if (i + kRangesAhead < count) fetch_range(ranges_[i + kRangesAhead]);
      scan_rows(ranges_[i].begin, ranges_[i].count);
    }
    return {};
  }

  Result<void> filter_ranges(std::size_t count) {
    const Shape& shape = index_.shape_;
    const Index::Slot& slot = index_.slots_[slot_];
    const auto filter = shape.check_bits == 8 ? kernels_.filter_8 : kernels_.filter_16;
    const std::uint32_t check = check_of(query_, shape, slot.start);
    const int pair = radii_[slot_] + radii_[(slot_ + 1) % shape.slots] + 1;
    for (std::size_t i = 0; i < std::min(count, kRangesAhead); ++i) fetch_range(ranges_[i]);
    for (std::size_t i = 0; i < count; ++i) {
      if (i + kRangesAhead < count) fetch_range(ranges_[i + kRangesAhead]);
      Range range = ranges_[i];
      const auto budget = static_cast<unsigned>(pair) - range.bits;
      while (range.count > 0) {
        const std::uint32_t part = std::min(range.count, kPositionsAtOnce);
        pending_ +=
            filter(slot.checks, range.begin, part, check, budget, positions_.data() + pending_);
        range.begin += part;
        range.count -= part;
        if (pending_ > kPositionsAtOnce) SANAD_CHECK(flush());
        if (too_dear()) return {};
      }
    }
    return {};
  }

  void fetch_range(const Range& range) const {
    const bool rows = slot_ == 0;
    const std::size_t unit = rows ? 16 : index_.shape_.check_bits / 8;
    const std::uint8_t* base = rows ? index_.fronts_ : index_.slots_[slot_].checks;
    const std::uint8_t* from = base + range.begin * unit;
    const std::uint8_t* to = from + std::min(range.count * unit, kLinesAhead * kLine);
    for (; from < to; from += kLine) prefetch(from);
    prefetch(to - 1);
  }

  // From positions in the table to rows near the query.
  Result<void> flush() {
    const std::size_t count = std::exchange(pending_, 0);
    if (count == 0) return {};
    const std::uint8_t* ids = index_.slots_[slot_].ids;
    const unsigned id_bits = index_.shape_.id_bits;
    for (std::size_t i = 0; i < count; ++i) {
      prefetch(ids + std::uint64_t{positions_[i]} * id_bits / 8);
    }
    bool sound = true;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t row = unpack(ids, positions_[i], id_bits);
      sound = sound && row < index_.rows_;
      positions_[i] = row;
      prefetch(index_.fronts_ + std::uint64_t{row} * 16);
    }
    if (!sound) return damaged("row numbers");
    stats_.fetched += count;
    cost_ += static_cast<double>(count) * kFetchCost;
    const std::size_t near = kernels_.pick(index_.fronts_, positions_.data(), count, query_.data(),
                                           radius_, positions_.data());
    take(near, true);
    return {};
  }

  void scan_rows(std::uint32_t begin, std::uint32_t count) {
    while (count > 0) {
      const std::uint32_t part = std::min(count, kScanAtOnce);
      take(kernels_.scan(index_.fronts_, begin, part, query_.data(), radius_, positions_.data()),
           false);
      begin += part;
      count -= part;
    }
  }

  void scan_all() {
    stats_.scanned = true;
    matches_.clear();
    scan_rows(0, static_cast<std::uint32_t>(index_.rows_));
  }

  // Rows whose first half is near: the whole decides.
  void take(std::size_t count, bool by_table) {
    count = kernels_.pick_whole(index_.fronts_, index_.backs_, positions_.data(), count,
                                query_.data(), radius_, positions_.data());
    for (std::size_t i = 0; i < count; ++i) {
      const Entry entry = index_.row(positions_[i]);
      const unsigned bits = distance(query_, entry.fingerprint);
      if (by_table && found_before(entry.fingerprint)) continue;
      matches_.push_back({bits, entry.number, entry.fingerprint});
    }
  }

  // An earlier slot has led to this row too.
  bool found_before(const Fingerprint& fingerprint) const {
    const Shape& shape = index_.shape_;
    for (unsigned i = 0; i < slot_; ++i) {
      const unsigned start = index_.slots_[i].start;
      const int key_bits =
          std::popcount(key_of(query_, shape, start) ^ key_of(fingerprint, shape, start));
      if (key_bits > radii_[i]) continue;
      if (i == 0) return true;
      const int check_bits =
          std::popcount(check_of(query_, shape, start) ^ check_of(fingerprint, shape, start));
      if (key_bits + check_bits <= radii_[i] + radii_[i + 1] + 1) return true;
    }
    return false;
  }

  Error damaged(std::string_view what) const {
    return {ErrorCode::kIntegrity,
            fmt::format("This fingerprint index is damaged (slot {}, {}): build it again from its "
                        "lists.",
                        slot_, what)};
  }

  const Index& index_;
  const KernelTable& kernels_;
  const Fingerprint query_;
  const unsigned radius_;
  const double scan_cost_;
  bool bounded_ = true;
  double cost_ = 0;
  LookupStats stats_;
  std::vector<Match> matches_;
  std::array<int, kSlotsMax> radii_{};
  unsigned slot_ = 0;
  std::size_t pending_ = 0;  // positions not yet followed
  std::array<std::uint32_t, kKeysAtOnce> keys_;
  std::array<Range, kKeysAtOnce> ranges_;
  std::array<std::uint32_t, 2 * std::size_t{kScanAtOnce}> positions_;  // then rows
};

Result<std::vector<Match>> Index::lookup(const Fingerprint& query, unsigned radius,
                                         LookupStats* stats, Plan plan) const {
  if (radius > kRadiusMax) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("A radius is at most {} bits, not {}.", kRadiusMax, radius)};
  }
  Search search(*this, query, radius);
  auto matches = search.run(plan);
  if (stats != nullptr) *stats = search.stats();
  return matches;
}

Result<std::vector<std::vector<Match>>> Index::lookup_all(std::span<const Fingerprint> queries,
                                                          unsigned radius, Plan plan) const {
  std::vector<std::vector<Match>> matches(queries.size());
  const bool tables = radius > kRadiusMax ||  // which lookup() refuses
                      (shape_.slots > 0 && plan != Plan::kScan &&
                       (plan == Plan::kTables || expected_cost(shape_, rows_, radius) <
                                                     static_cast<double>(rows_) * kTileCost));
  if (tables) {
    for (std::size_t i = 0; i < queries.size(); ++i) {
      SANAD_TRY(matches[i], lookup(queries[i], radius, nullptr, plan));
    }
    return matches;
  }
  const KernelTable& kernels = kernel_table(kernel_);
  const auto hits = std::make_unique<TileHit[]>(std::size_t{kTileRows} * kTileQueries);
  std::array<std::uint64_t, 2 * std::size_t{kTileQueries}> fronts{};
  for (std::size_t first = 0; first < queries.size(); first += kTileQueries) {
    const std::size_t count = std::min<std::size_t>(kTileQueries, queries.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      fronts[2 * i] = queries[first + i][0];
      fronts[2 * i + 1] = queries[first + i][1];
    }
    for (std::uint64_t begin = 0; begin < rows_; begin += kTileRows) {
      const auto rows =
          static_cast<std::uint32_t>(std::min<std::uint64_t>(kTileRows, rows_ - begin));
      const std::size_t found =
          kernels.tile(fronts_, static_cast<std::uint32_t>(begin), rows, fronts.data(),
                       static_cast<std::uint32_t>(count), radius, hits.get());
      for (std::size_t i = 0; i < found; ++i) {
        const std::size_t query = first + hits[i].query;
        const Entry entry = row(hits[i].row);
        const unsigned bits = distance(queries[query], entry.fingerprint);
        if (bits <= radius) matches[query].push_back({bits, entry.number, entry.fingerprint});
      }
    }
  }
  for (auto& found : matches) std::sort(found.begin(), found.end());
  return matches;
}

}  // namespace sanad::hamming
