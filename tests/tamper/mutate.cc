#include "mutate.h"

#include <algorithm>

namespace sanad::tamper {
namespace {

constexpr std::uint64_t kNear = 120;  // how far from a place an edit falls
constexpr std::uint64_t kLongest = 64;

std::uint64_t below(std::uint64_t limit, std::mt19937_64& random) {
  return limit == 0 ? 0 : random() % limit;
}

std::uint64_t pick_offset(std::uint64_t size, const std::vector<std::uint64_t>& places,
                          std::mt19937_64& random) {
  if (places.empty() || random() % 2 == 0) return below(size, random);
  return std::min(places[below(places.size(), random)] + below(kNear, random), size - 1);
}

Bytes random_bytes(std::uint64_t count, std::mt19937_64& random) {
  Bytes bytes(count);
  std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
  return bytes;
}

Edit random_edit(ByteView bytes, const std::vector<std::uint64_t>& places,
                 std::mt19937_64& random) {
  const std::uint64_t size = bytes.size();
  Edit edit{pick_offset(size, places, random), 0, {}};
  const std::uint64_t rest = size - edit.offset;
  switch (random() % 6) {
    case 0:
    case 1:  // one bit
      edit.removed = 1;
      edit.inserted = {static_cast<std::uint8_t>(bytes[edit.offset] ^ (1U << (random() % 8)))};
      break;
    case 2:  // a range overwritten
      edit.removed = std::min(1 + below(kLongest, random), rest);
      edit.inserted = random_bytes(edit.removed, random);
      break;
    case 3:  // the end cut off
      edit.removed = rest;
      break;
    case 4:  // a range taken out
      edit.removed = std::min(1 + below(kLongest, random), rest);
      break;
    default:  // bytes put in
      edit.inserted = random_bytes(1 + below(kLongest, random), random);
  }
  return edit;
}

}  // namespace

std::vector<Edit> random_edits(ByteView bytes, const std::vector<std::uint64_t>& places,
                               std::mt19937_64& random) {
  while (true) {
    std::vector<Edit> edits;
    Bytes changed(bytes.begin(), bytes.end());
    const std::uint64_t count = random() % 4 == 0 ? 2 + random() % 2 : 1;
    for (std::uint64_t i = 0; i < count && !changed.empty(); ++i) {
      edits.push_back(random_edit(changed, places, random));
      changed = apply_edits(changed, {edits.back()});
    }
    if (!std::ranges::equal(changed, bytes)) return edits;
  }
}

Bytes apply_edits(ByteView bytes, const std::vector<Edit>& edits) {
  Bytes result(bytes.begin(), bytes.end());
  for (const Edit& edit : edits) {
    const auto at = result.begin() + static_cast<std::ptrdiff_t>(edit.offset);
    const auto after = result.erase(at, at + static_cast<std::ptrdiff_t>(edit.removed));
    result.insert(after, edit.inserted.begin(), edit.inserted.end());
  }
  return result;
}

}  // namespace sanad::tamper
