#include "near.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/stable_sort.h"
#include "base/stream.h"
#include "hamming/index.h"

namespace sanad::case_index {
namespace {

constexpr std::size_t kAskEvery = 4096;

Error cancelled() { return {ErrorCode::kConflict, "the search for near-duplicates was cancelled"}; }

std::uint64_t hash_of(const Marks& marks) {
  std::uint64_t hash = marks.size();
  for (const std::uint64_t mark : marks) hash = (hash ^ mark) * 0x9E37'79B9'7F4A'7C15ULL;
  return hash;
}

// Joins texts with the same marks, and answers one of each.
std::vector<std::uint32_t> join_equal(std::span<const Marks> texts, UnionFind& groups) {
  std::vector<std::uint32_t> distinct;
  std::unordered_multimap<std::uint64_t, std::uint32_t> seen;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    const std::uint64_t hash = hash_of(texts[i]);
    const auto [begin, end] = seen.equal_range(hash);
    const auto same =
        std::find_if(begin, end, [&](const auto& one) { return texts[one.second] == texts[i]; });
    if (same != end) {
      groups.join(same->second, i);
      continue;
    }
    seen.emplace(hash, i);
    distinct.push_back(i);
  }
  return distinct;
}

using Counts = std::unordered_map<std::uint64_t, std::uint32_t>;

Counts count_marks(std::span<const Marks> texts, std::span<const std::uint32_t> distinct) {
  Counts counts;
  for (const std::uint32_t i : distinct) {
    for (const std::uint64_t mark : texts[i]) ++counts[mark];
  }
  return counts;
}

// As many of the rarest marks as one of which must be shared: n - ceil(share n) + 1.
Marks prefix_of(const Marks& marks, int share, const Counts& counts) {
  const std::size_t n = marks.size();
  const std::size_t needed = (n * static_cast<std::size_t>(share) + 99) / 100;
  const std::size_t length = n - needed + 1;
  Marks prefix = marks;
  const auto rarer = [&](std::uint64_t a, std::uint64_t b) {
    return std::pair(counts.at(a), a) < std::pair(counts.at(b), b);
  };
  std::partial_sort(prefix.begin(), prefix.begin() + static_cast<std::ptrdiff_t>(length),
                    prefix.end(), rarer);
  prefix.resize(length);
  return prefix;
}

}  // namespace

UnionFind::UnionFind(std::size_t size) : parent_(size) {
  std::iota(parent_.begin(), parent_.end(), 0U);
}

std::uint32_t UnionFind::find(std::uint32_t one) {
  while (parent_[one] != one) {
    parent_[one] = parent_[parent_[one]];
    one = parent_[one];
  }
  return one;
}

void UnionFind::join(std::uint32_t a, std::uint32_t b) {
  a = find(a);
  b = find(b);
  parent_[std::max(a, b)] = std::min(a, b);
}

std::size_t common(const Marks& a, const Marks& b) {
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++shared;
      ++i;
      ++j;
    } else if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return shared;
}

int share_of(const Marks& a, const Marks& b) {
  const std::size_t shared = common(a, b);
  return static_cast<int>(100 * shared / (a.size() + b.size() - shared));
}

Result<UnionFind> join_texts(std::span<const Marks> texts, int share,
                             const std::function<bool()>& is_cancelled) {
  UnionFind groups(texts.size());
  std::vector<std::uint32_t> order = join_equal(texts, groups);
  const Counts counts = count_marks(texts, order);
  sanad::stable_sort(
      order, [&](std::uint32_t a, std::uint32_t b) { return texts[a].size() < texts[b].size(); });
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> index;
  // A text is compared with another once, and not at all where they are joined already.
  std::vector<std::uint32_t> seen_by(texts.size(), 0);
  for (std::uint32_t turn = 0; turn < order.size(); ++turn) {
    if (turn % kAskEvery == 0 && is_cancelled()) return cancelled();
    const std::uint32_t x = order[turn];
    const std::size_t size = texts[x].size();
    const Marks prefix = prefix_of(texts[x], share, counts);
    for (const std::uint64_t mark : prefix) {
      const auto postings = index.find(mark);
      if (postings == index.end()) continue;
      for (const std::uint32_t y : postings->second) {
        if (seen_by[y] == turn + 1) continue;
        seen_by[y] = turn + 1;
        const bool is_long_enough = texts[y].size() * 100 >= size * static_cast<std::size_t>(share);
        if (!is_long_enough || groups.find(x) == groups.find(y)) continue;
        if (share_of(texts[x], texts[y]) >= share) groups.join(x, y);
      }
    }
    for (const std::uint64_t mark : prefix) index[mark].push_back(x);
  }
  return groups;
}

unsigned distance_of(const PictureForms& a, const PictureForms& b) {
  unsigned least = hamming::distance(a.upright, b.upright);
  for (const auto& form : a.turned) least = std::min(least, hamming::distance(form, b.upright));
  return least;
}

Result<UnionFind> join_pictures(std::span<const PictureForms> pictures, unsigned bits,
                                const std::function<bool()>& is_cancelled) {
  UnionFind groups(pictures.size());
  if (pictures.empty()) return groups;
  MemorySink sink;
  {
    std::vector<hamming::Entry> entries;
    entries.reserve(pictures.size());
    for (std::uint32_t i = 0; i < pictures.size(); ++i) entries.push_back({pictures[i].upright, i});
    SANAD_CHECK(hamming::write_index(std::move(entries), sink));
  }
  SANAD_TRY(const hamming::Index index, hamming::Index::open(sink.bytes()));
  for (std::uint32_t begin = 0; begin < pictures.size(); begin += kAskEvery) {
    if (is_cancelled()) return cancelled();
    const auto end =
        static_cast<std::uint32_t>(std::min<std::size_t>(begin + kAskEvery, pictures.size()));
    std::vector<hamming::Fingerprint> queries;
    std::vector<std::uint32_t> whose;
    for (std::uint32_t i = begin; i < end; ++i) {
      queries.push_back(pictures[i].upright);
      queries.insert(queries.end(), pictures[i].turned.begin(), pictures[i].turned.end());
      whose.resize(queries.size(), i);
    }
    SANAD_TRY(const auto found, index.lookup_all(queries, bits));
    for (std::size_t q = 0; q < found.size(); ++q) {
      for (const hamming::Match& match : found[q]) groups.join(whose[q], match.entry);
    }
  }
  return groups;
}

}  // namespace sanad::case_index
