#include "hamming/index.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "layout.h"

namespace sanad::hamming {
namespace {

Error damaged(std::string_view what) {
  return {
      ErrorCode::kIntegrity,
      fmt::format("This fingerprint index is damaged ({}): build it again from its lists.", what)};
}

}  // namespace

Result<Index> Index::open(ByteView bytes, Kernel kernel) {
  if (bytes.size() < kHeaderSize + kFooterSize) return damaged("it is too short");
  const ByteView footer = bytes.last(kFooterSize);
  if (as_text(bytes.first(kMagic.size())) != kMagic ||
      as_text(footer.first(kMagic.size())) != kMagic) {
    return damaged("it does not begin and end as one");
  }
  const Digest256 digest = crypto::sha256(footer.first(kFooterDigestAt));
  if (!std::ranges::equal(digest, footer.last(kDigestSize))) return damaged("footer");
  const auto field = [&](std::size_t i) { return load<std::uint32_t>(footer.data() + 8 + 4 * i); };
  if (field(0) != kVersion) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("This fingerprint index has format {}, and this program reads format "
                             "{}: use a newer one, or build the index again.",
                             field(0), kVersion)};
  }
  Index index;
  index.shape_ = {field(1), field(2), field(3), field(4)};
  index.rows_ = load<std::uint64_t>(footer.data() + 32);
  if (const auto problem = problem_of(index.shape_, index.rows_)) return damaged(*problem);
  const Layout layout = layout_of(index.shape_, index.rows_);
  if (bytes.size() != layout.footer_offset + kFooterSize) return damaged("its length");

  index.bytes_ = bytes;
  index.kernel_ = kernel;
  const auto at = [&](std::size_t i) { return bytes.data() + layout.sections[i].offset; };
  index.fronts_ = at(0);
  index.backs_ = at(1);
  index.numbers_ = at(2);
  for (unsigned i = 0; i < index.shape_.slots; ++i) {
    const unsigned start = slot_start(index.shape_, i);
    if (i == 0) {
      index.slots_.push_back({start, at(3), nullptr, nullptr});
    } else {
      const std::size_t first = 3 * std::size_t{i} + 1;
      index.slots_.push_back({start, at(first), at(first + 1), at(first + 2)});
    }
  }
  return index;
}

Entry Index::row(std::uint64_t number) const {
  Entry entry;
  std::memcpy(entry.fingerprint.data(), fronts_ + number * 16, 16);
  std::memcpy(entry.fingerprint.data() + 2, backs_ + number * 16, 16);
  entry.number = load<std::uint32_t>(numbers_ + number * 4);
  return entry;
}

Result<std::vector<Match>> scan(std::span<const Entry> entries, const Fingerprint& query,
                                unsigned radius) {
  if (radius > kRadiusMax) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("A radius is at most {} bits, not {}.", kRadiusMax, radius)};
  }
  std::vector<Match> matches;
  for (const Entry& entry : entries) {
    const unsigned bits = distance(query, entry.fingerprint);
    if (bits <= radius) matches.push_back({bits, entry.number, entry.fingerprint});
  }
  std::sort(matches.begin(), matches.end());
  matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
  return matches;
}

}  // namespace sanad::hamming
