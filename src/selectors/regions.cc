// A stretch of text around constructs, decoded and scanned again. What it finds that a construct is
// part of takes the place of what the plain text seemed to be.
#include <algorithm>

#include "core.h"
#include "decode.h"

namespace sanad::selectors {
namespace {

constexpr std::ptrdiff_t kBefore = 200;  // bytes that are looked at before the first construct
constexpr std::ptrdiff_t kAfter = 200;   // and after the last
constexpr std::ptrdiff_t kMaxRegion = 3000;

bool ends_region(Byte byte) {
  return byte == '\n' || byte == '\r' || byte == '<' || byte == '>' || byte == 0;
}

using LayerMask = std::uint16_t;
LayerMask bit(Layer layer) { return static_cast<LayerMask>(1U << static_cast<unsigned>(layer)); }

}  // namespace

// Decoded bytes, each with where it comes from.
struct Region {
  struct Source {
    const Byte* begin;
    const Byte* end;
    LayerMask own;       // what it was written as
    LayerMask preceded;  // what stands between it and the byte before it
  };
  std::string text = std::string(kPadding, '\0');
  std::vector<Source> sources;
  const Byte* end = nullptr;  // of what was read

  void put(std::string_view bytes, const Byte* from, const Byte* to, LayerMask own,
           LayerMask preceded) {
    for (const char c : bytes) {
      text += c;
      sources.push_back({from, to, own, preceded});
      preceded = 0;
    }
  }
  LayerMask layers(std::size_t from, std::size_t to) const {
    LayerMask mask = 0;
    for (std::size_t i = from; i < to; ++i) {
      mask = static_cast<LayerMask>(mask | sources[i].own | (i > from ? sources[i].preceded : 0));
    }
    return mask;
  }
};

namespace {

Region decode_region(const Byte* begin, const Byte* trigger, const Byte* limit, bool in_url,
                     bool quoted) {
  Region region;
  const Byte* last = trigger;
  LayerMask pending = 0;
  const Byte* at = begin;
  while (at < limit && at - last < kAfter) {
    const auto construct = construct_at(at, in_url, quoted);
    if (!construct) {
      if (at > trigger && ends_region(*at)) break;
      region.put(text_of(at, at + 1), at, at + 1, 0, pending);
      pending = 0;
      ++at;
      continue;
    }
    at = construct->end;
    last = at;
    if (construct->takes_spaces) {
      if (!region.sources.empty() && region.text.back() == ' ') {
        region.text.pop_back();
        region.sources.pop_back();
      }
      if (*at == ' ') ++at;
    }
    if (construct->text.empty()) {
      pending = static_cast<LayerMask>(pending | bit(construct->layer));
    } else {
      region.put(construct->text, construct->begin, construct->end, bit(construct->layer), pending);
      pending = 0;
    }
  }
  region.end = at;
  region.text.append(kPadding, '\0');
  return region;
}

}  // namespace

void Core::find_encoded(const Byte* at) {
  if (absolute(at) < region_ || depth_ >= kMaxLayers) return;
  if ((*at | 0x20) == 'x') --at;
  const bool in_url = absolute(at) < url_;
  auto construct = construct_at(at, in_url, false);
  // "=3D" is '=' itself, as mail writes it: only with another sign of it nearby.
  const bool equals = !construct && begins_with(at, "=3D") && in_url;
  if (equals) {
    for (const Byte* b = at + 3; b < at + kAfter && !ends_region(*b) && !construct; ++b) {
      if (begins_with(b, "=3D")) construct = construct_at(at, in_url, true);
    }
    for (const Byte* b = at; b < at + 80 && !construct && *b != 0; ++b) {
      if (begins_with(b, "=\r\n") || begins_with(b, "=\n"))
        construct = construct_at(at, in_url, true);
    }
  }
  if (!construct) return;
  const bool quoted = construct->layer == Layer::kQuotedPrintable;
  const Byte* lowest = std::max(window_.begin, at - kBefore);
  const Byte* begin = at;
  while (begin > lowest && !ends_region(begin[-1])) --begin;
  if (begin == lowest && begin > window_.begin) {
    // Not from the middle of a word.
    const Byte* space = std::find(begin, at, ' ');
    if (space < at) begin = space;
  }
  const Region region =
      decode_region(begin, at, std::min(window_.end, begin + kMaxRegion), in_url, quoted);
  region_ = absolute(region.end);
  if (!inner_) inner_ = std::make_unique<Core>(options_);
  inner_->reset(depth_ + 1);
  Window inner;
  inner.begin = reinterpret_cast<const Byte*>(region.text.data()) + kPadding;
  inner.end = inner.begin + region.sources.size();
  inner_->scan(inner, inner.begin, inner.end, nullptr);
  merge_region(region, at);
}

void Core::merge_region(const Region& region, const Byte* trigger) {
  struct Found {
    Hit hit;
    bool changed;
  };
  std::vector<Found> found;
  // Hits come nearly in order; those that begin long before cannot reach in here.
  std::size_t recent = hits_.size();
  const std::uint64_t region_begin =
      absolute(region.sources.empty() ? trigger : region.sources.front().begin);
  while (recent > 0) {
    const Hit& hit = hits_[recent - 1];
    if (hit.layers.empty() && hit.offset + 2 * kMaxSelectorBytes < region_begin) break;
    --recent;
  }
  const auto first_recent = [&] { return hits_.begin() + static_cast<std::ptrdiff_t>(recent); };
  std::uint64_t until = 0;
  const std::uint64_t from = region_begin;
  for (Hit& hit : inner_->hits()) {
    const std::size_t first = hit.offset;
    const std::size_t last = hit.offset + hit.length;
    const LayerMask mask = region.layers(first, last);
    if (mask == 0 && !hit.layers.empty()) continue;
    const Byte* begin = region.sources[first].begin;
    const Byte* end = region.sources[last - 1].end;
    std::vector<Layer> layers;
    for (unsigned i = 0; i < 16; ++i) {
      if ((mask >> i & 1) != 0) layers.push_back(static_cast<Layer>(i));
    }
    layers.insert(layers.end(), hit.layers.begin(), hit.layers.end());
    hit.layers = std::move(layers);
    hit.offset = absolute(begin);
    hit.length = static_cast<std::uint64_t>(end - begin);
    hit.raw = text_of(begin, end);
    // A link that holds another in percent signs is written just so.
    const bool same_url = hit.kind == Kind::kUrl && mask == bit(Layer::kPercent) &&
                          std::any_of(first_recent(), hits_.end(), [&](const Hit& old) {
                            return old.kind == Kind::kUrl && old.offset == hit.offset;
                          });
    if (same_url) continue;
    if (mask != 0) until = std::max(until, hit.offset + hit.length);
    found.push_back({std::move(hit), mask != 0});
  }
  if (until == 0) return;
  const auto same = [](const Hit& a, const Hit& b) {
    return a.kind == b.kind && a.offset == b.offset && a.length == b.length;
  };
  const auto overlaps = [](const Hit& a, const Hit& b) {
    return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
  };
  // What the plain text seemed to hold where something else is written.
  const auto kept = std::remove_if(first_recent(), hits_.end(), [&](const Hit& old) {
    if (old.offset + old.length <= from || !old.layers.empty()) return false;
    bool replaced = false;
    for (const Found& f : found) {
      if (same(f.hit, old)) return f.changed;
      const bool part = f.hit.kind == old.kind || f.hit.kind == Kind::kEmail ||
                        (f.hit.kind == Kind::kUrl && f.hit.offset < old.offset);
      replaced = replaced || (f.changed && part && overlaps(f.hit, old));
    }
    return replaced;
  });
  hits_.erase(kept, hits_.end());
  for (Found& f : found) {
    if (!f.changed && f.hit.offset >= until) continue;
    const bool known =
        std::any_of(first_recent(), hits_.end(), [&](const Hit& old) { return same(old, f.hit); });
    if (!known) hits_.push_back(std::move(f.hit));
  }
  cover(until);
}

}  // namespace sanad::selectors
