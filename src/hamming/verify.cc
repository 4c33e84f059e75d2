// Reads a whole index and says what is wrong with it.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "hamming/index.h"
#include "layout.h"

namespace sanad::hamming {
namespace {

Error damaged(std::string_view section) {
  return {ErrorCode::kIntegrity,
          fmt::format("This fingerprint index is damaged ({}): build it again from its lists.",
                      section)};
}

}  // namespace

Result<void> Index::verify() const {
  const Layout layout = layout_of(shape_, rows_);
  const std::uint8_t* digests = bytes_.data() + layout.footer_offset + kFooterDigestsAt;
  std::uint64_t end = kMagic.size();
  const auto zeros_until = [&](std::uint64_t offset) {
    const ByteView padding = bytes_.subspan(end, offset - end);
    return std::ranges::all_of(padding, [](std::uint8_t byte) { return byte == 0; });
  };
  for (std::size_t i = 0; i < layout.sections.size(); ++i) {
    const Section& section = layout.sections[i];
    if (!zeros_until(section.offset)) return damaged("before " + section.name);
    const ByteView contents = bytes_.subspan(section.offset, section.size_bytes);
    const ByteView expected(digests + i * kDigestSize, kDigestSize);
    if (!std::ranges::equal(crypto::sha256(contents), expected)) return damaged(section.name);
    end = section.offset + section.size_bytes;
  }
  if (!zeros_until(layout.footer_offset)) return damaged("before the footer");

  // The digests say that these bytes were written; this, that what was written is an index.
  for (unsigned i = 0; i < shape_.slots; ++i) {
    const Slot& slot = slots_[i];
    std::vector<bool> named(i == 0 ? 0 : rows_);
    std::uint32_t begin = 0;
    for (std::uint32_t key = 0; key < std::uint32_t{1} << shape_.key_bits; ++key) {
      const auto next = load<std::uint32_t>(slot.offsets + (std::size_t{key} + 1) * 4);
      if (load<std::uint32_t>(slot.offsets + std::size_t{key} * 4) != begin || next < begin ||
          next > rows_) {
        return damaged(fmt::format("slot {}, offsets", i));
      }
      for (; begin < next; ++begin) {
        const std::uint32_t id = i == 0 ? begin : unpack(slot.ids, begin, shape_.id_bits);
        if (id >= rows_ || (i > 0 && named[id])) {
          return damaged(fmt::format("slot {}, row numbers", i));
        }
        if (i > 0) named[id] = true;
        const Fingerprint fingerprint = row(id).fingerprint;
        if (key_of(fingerprint, shape_, slot.start) != key) {
          return damaged(fmt::format("slot {}, row {} under another key", i, id));
        }
        if (i == 0) continue;
        const std::uint32_t check = shape_.check_bits == 8
                                        ? slot.checks[begin]
                                        : load<std::uint16_t>(slot.checks + std::size_t{begin} * 2);
        if (check != check_of(fingerprint, shape_, slot.start)) {
          return damaged(fmt::format("slot {}, check bits", i));
        }
      }
    }
    if (begin != rows_) return damaged(fmt::format("slot {}, offsets", i));
  }
  return {};
}

}  // namespace sanad::hamming
