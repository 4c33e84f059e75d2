#include "name_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

namespace sanad::screening {
namespace {

// Unmatched parts: of the name that has more of them, cheap, since people use some of their names;
// of both, dear, since then the names differ.
constexpr float kExtraCost = .35F;
constexpr float kDifferentCost = .9F;
constexpr float kOtherOrder = .97F;
// One part in common says little where either name has more.
constexpr float kOnePartCap = .7F;
// What a name must share with the query, of the lesser of both weights, to be aligned at all.
constexpr float kWorthAligning = .4F;
constexpr float kCommonWeight = .3F;
constexpr float kSameWord = .9F;
// Two parts written as one must be nearly that, else a part would swallow its neighbour.
constexpr float kJoinAlike = .9F;
constexpr float kChance = .7F;
// A word with one slip, of at least so many letters: shorter ones are other names.
constexpr float kSlip = .8F;
constexpr std::size_t kSlipLetters = 4;

float sum(const std::vector<float>& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.F);
}

float covered(const std::vector<float>& weights, PartSpan span) {
  float out = 0;
  for (std::size_t i = span.first; i < std::size_t{span.first} + span.count; ++i) out += weights[i];
  return out;
}

float least_alike(PartSpan a, PartSpan b) { return a.count + b.count == 2 ? kAlike : kJoinAlike; }

unsigned mask(PartSpan span) { return ((1U << span.count) - 1) << span.first; }

// Single parts, and neighbours joined.
template <typename Use>
void each_piece(const Name& name, const Use& use) {
  for (std::size_t i = 0; i < name.parts.size(); ++i) {
    const auto first = static_cast<std::uint8_t>(i);
    use(PartSpan{first, 1}, name.parts[i].normal, name.parts[i].sounds);
    if (i + 1 < name.parts.size()) {
      use(PartSpan{first, 2}, name.parts[i].normal + U' ' + name.parts[i + 1].normal,
          joined(name.parts[i].sounds, name.parts[i + 1].sounds));
    }
  }
}

// One letter changed, added, left out or moved by one place.
bool is_slip(std::u32string_view a, std::u32string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kSlipLetters || b.size() - a.size() > 1) return false;
  const auto at =
      static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  if (b.size() > a.size()) return a.substr(at) == b.substr(at + 1);
  if (at == a.size() || a.substr(at + 1) == b.substr(at + 1)) return true;
  return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
         a.substr(at + 2) == b.substr(at + 2);
}

// Parts that nothing in the other name sounds like may still be the same word with a slip.
void add_slips(const Name& a, const Name& b, std::vector<PartPair>& hits) {
  unsigned hit_a = 0;
  unsigned hit_b = 0;
  for (const PartPair& pair : hits) {
    hit_a |= mask(pair.a);
    hit_b |= mask(pair.b);
  }
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    if ((hit_a >> i & 1U) != 0) continue;
    for (std::size_t j = 0; j < b.parts.size(); ++j) {
      if ((hit_b >> j & 1U) != 0 || !is_slip(a.parts[i].normal, b.parts[j].normal)) continue;
      hits.push_back({{static_cast<std::uint8_t>(i), 1}, {static_cast<std::uint8_t>(j), 1}, kSlip});
    }
  }
}

bool is_other_order(std::vector<PartPair> pairs) {
  std::sort(pairs.begin(), pairs.end(),
            [](const PartPair& x, const PartPair& y) { return x.a.first < y.a.first; });
  return !std::is_sorted(pairs.begin(), pairs.end(), [](const PartPair& x, const PartPair& y) {
    return x.b.first < y.b.first;
  });
}

}  // namespace

NameLikeness align(const std::vector<float>& weights_a, const std::vector<float>& weights_b,
                   std::vector<PartPair> hits) {
  // By the lighter side, so that a join that takes in a short neighbour is not worth more than the
  // part alone.
  const auto worth = [&](const PartPair& pair) {
    return (pair.alike - kChance) *
           std::min(covered(weights_a, pair.a), covered(weights_b, pair.b));
  };
  std::sort(hits.begin(), hits.end(), [&](const PartPair& x, const PartPair& y) {
    return std::tuple(-worth(x), x.a.count + x.b.count, x.a.first, x.b.first, x.a.count) <
           std::tuple(-worth(y), y.a.count + y.b.count, y.a.first, y.b.first, y.a.count);
  });
  NameLikeness out;
  unsigned used_a = 0;
  unsigned used_b = 0;
  float alike = 0;
  float whole = 0;
  float left_a = sum(weights_a);
  float left_b = sum(weights_b);
  for (const PartPair& pair : hits) {
    if ((used_a & mask(pair.a)) != 0 || (used_b & mask(pair.b)) != 0) continue;
    used_a |= mask(pair.a);
    used_b |= mask(pair.b);
    const float a = covered(weights_a, pair.a);
    const float b = covered(weights_b, pair.b);
    alike += pair.alike * (a + b) / 2;
    whole += (a + b) / 2;
    left_a -= a;
    left_b -= b;
    out.pairs.push_back(pair);
  }
  if (out.pairs.empty()) return out;
  left_a = std::max(left_a, 0.F);
  left_b = std::max(left_b, 0.F);
  out.score = alike / (whole + kExtraCost * std::max(left_a, left_b) +
                       kDifferentCost * std::min(left_a, left_b));
  out.other_order = is_other_order(out.pairs);
  if (out.other_order) out.score *= kOtherOrder;
  const bool one_part = out.pairs.size() == 1 && out.pairs[0].a.count == 1 &&
                        out.pairs[0].b.count == 1 && weights_a.size() + weights_b.size() > 2;
  if (one_part) out.score = std::min(out.score, kOnePartCap);
  return out;
}

NameLikeness compare_names(const Name& a, const Name& b) {
  std::vector<PartPair> hits;
  each_piece(a, [&](PartSpan span_a, const std::u32string&, const SoundRow& sounds_a) {
    each_piece(b, [&](PartSpan span_b, const std::u32string&, const SoundRow& sounds_b) {
      if (span_a.count + span_b.count > 3) return;
      const float alike = similarity(sounds_a, sounds_b);
      if (alike >= least_alike(span_a, span_b)) hits.push_back({span_a, span_b, alike});
    });
  });
  add_slips(a, b, hits);
  return align(std::vector<float>(a.parts.size(), 1), std::vector<float>(b.parts.size(), 1),
               std::move(hits));
}

void NameIndex::file(const std::u32string& normal, const SoundRow& sounds, Posting posting) {
  const auto [place, fresh] =
      word_numbers_.try_emplace(normal, static_cast<std::uint32_t>(words_.size()));
  if (fresh) {
    words_.push_back({sounds, 1, 0});
    postings_.emplace_back();
    for (const std::uint64_t key : keys_of(sounds)) filed_[key].push_back(place->second);
  }
  if (posting.span.count == 1) ++words_[place->second].parts;
  postings_[place->second].push_back(posting);
}

void NameIndex::add(Name name) {
  const auto number = static_cast<std::uint32_t>(names_.size());
  each_piece(name, [&](PartSpan span, const std::u32string& normal, const SoundRow& sounds) {
    file(normal, sounds, {number, span});
  });
  names_.push_back(std::move(name));
}

// By how many parts of the list are this word: like inverse document frequency, from .3 to 1.
float NameIndex::weight_from(std::size_t parts) const {
  const auto all = static_cast<float>(names_.size() + 1);
  const float rarity = std::log(all / static_cast<float>(parts + 1)) / std::log(all + 1);
  return std::clamp(rarity * 1.25F, kCommonWeight, 1.F);
}

void NameIndex::build() {
  for (Word& word : words_) {
    if (word.parts == 0) continue;
    std::size_t parts = 0;
    for (const Alike& like : words_like(word.sounds)) {
      if (like.alike >= kSameWord) parts += words_[like.word].parts;
    }
    word.weight = weight_from(parts);
  }
  for (const Name& name : names_) {
    std::vector<float> weights;
    for (const NamePart& part : name.parts) {
      const float weight = words_[word_numbers_.at(part.normal)].weight;
      weights.push_back(part.light ? std::min(weight, kCommonWeight) : weight);
    }
    whole_weights_.push_back(sum(weights));
    weights_.push_back(std::move(weights));
  }
}

std::vector<NameIndex::Alike> NameIndex::words_like(const SoundRow& sounds) const {
  std::vector<std::uint32_t> candidates;
  for (const std::uint64_t key : keys_of(sounds)) {
    const auto found = filed_.find(key);
    if (found == filed_.end()) continue;
    candidates.insert(candidates.end(), found->second.begin(), found->second.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<Alike> out;
  for (const std::uint32_t word : candidates) {
    const float alike = similarity(sounds, words_[word].sounds);
    if (alike >= kAlike) out.push_back({word, alike});
  }
  return out;
}

// By name: how much of the query's weight might stand in it.
std::vector<float> NameIndex::accumulate(const std::vector<Piece>& pieces,
                                         const std::vector<float>& weights) const {
  std::vector<float> out(names_.size(), 0);
  for (const Piece& piece : pieces) {
    const float weight = covered(weights, piece.span);
    for (const Alike& like : piece.words) {
      for (const Posting& posting : postings_[like.word]) {
        if (piece.span.count + posting.span.count < 4) out[posting.name] += weight;
      }
    }
  }
  return out;
}

std::vector<NameHit> NameIndex::find(const Name& query, float min_score) const {
  std::vector<Piece> pieces;
  std::vector<float> weights;
  each_piece(query, [&](PartSpan span, const std::u32string&, const SoundRow& sounds) {
    pieces.push_back({span, words_like(sounds)});
    if (span.count == 2) return;
    std::size_t parts = 0;
    for (const Alike& like : pieces.back().words) {
      if (like.alike >= kSameWord) parts += words_[like.word].parts;
    }
    const float weight = weight_from(parts);
    weights.push_back(query.parts[span.first].light ? std::min(weight, kCommonWeight) : weight);
  });
  const std::vector<float> shared = accumulate(pieces, weights);
  const float whole = sum(weights);
  std::map<std::uint32_t, std::vector<PartPair>> hits;
  for (const Piece& piece : pieces) {
    for (const Alike& like : piece.words) {
      for (const Posting& posting : postings_[like.word]) {
        if (piece.span.count + posting.span.count == 4) continue;
        if (like.alike < least_alike(piece.span, posting.span)) continue;
        const float least = kWorthAligning * std::min(whole, whole_weights_[posting.name]);
        if (shared[posting.name] < least) continue;
        hits[posting.name].push_back({piece.span, posting.span, like.alike});
      }
    }
  }
  std::vector<NameHit> out;
  for (auto& [name, pairs] : hits) {
    add_slips(query, names_[name], pairs);
    NameHit hit{name, align(weights, weights_[name], std::move(pairs))};
    if (hit.likeness.score >= min_score) out.push_back(std::move(hit));
  }
  return out;
}

}  // namespace sanad::screening
