#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "crypto/crypto.h"
#include "hamming/index.h"
#include "layout.h"

namespace sanad::hamming {
namespace {

constexpr std::size_t kBufferSize = 1U << 20U;

// Writes sections one after the other, each padded, and collects their digests.
class SectionWriter {
 public:
  explicit SectionWriter(ByteSink& sink) : sink_(sink) { buffer_.reserve(kBufferSize + 64); }

  template <typename T>
  Result<void> put(T value) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&value);
    buffer_.insert(buffer_.end(), bytes, bytes + sizeof value);
    return buffer_.size() >= kBufferSize ? flush() : Result<void>{};
  }

  template <typename T>
  Result<void> put_all(const std::vector<T>& values) {
    for (const T value : values) SANAD_CHECK(put(value));
    return {};
  }

  Result<void> end_section() {
    SANAD_CHECK(flush());
    digests_.push_back(std::exchange(hasher_, new_hasher()).finish());
    const Bytes padding((kAlignment - size_ % kAlignment) % kAlignment);
    size_ = 0;
    return sink_.write(padding);
  }

  const std::vector<Bytes>& digests() const { return digests_; }

 private:
  static crypto::Hasher new_hasher() { return crypto::Hasher(crypto::Hasher::Algorithm::kSha256); }

  Result<void> flush() {
    hasher_.update(buffer_);
    SANAD_CHECK(sink_.write(buffer_));
    size_ += buffer_.size();
    buffer_.clear();
    return {};
  }

  ByteSink& sink_;
  Bytes buffer_;
  crypto::Hasher hasher_ = new_hasher();
  std::uint64_t size_ = 0;
  std::vector<Bytes> digests_;
};

// offsets[k] is where key k begins, offsets.back() the number of rows.
std::vector<std::uint32_t> count_keys(const std::vector<Entry>& entries, const Shape& shape,
                                      unsigned start) {
  std::vector<std::uint32_t> offsets((std::size_t{1} << shape.key_bits) + 1);
  for (const Entry& entry : entries) ++offsets[key_of(entry.fingerprint, shape, start) + 1];
  for (std::size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
  return offsets;
}

// By the key of slot 0, then by fingerprint and number; equal ones once.
void sort_rows(std::vector<Entry>& entries, const Shape& shape) {
  if (shape.slots == 0) {
    std::sort(entries.begin(), entries.end());
  } else {
    const auto offsets = count_keys(entries, shape, 0);
    std::vector<Entry> sorted(entries.size());
    auto next = offsets;
    for (const Entry& entry : entries) sorted[next[key_of(entry.fingerprint, shape, 0)]++] = entry;
    for (std::size_t key = 0; key + 1 < offsets.size(); ++key) {
      std::sort(sorted.begin() + offsets[key], sorted.begin() + offsets[key + 1]);
    }
    entries = std::move(sorted);
  }
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

Result<void> write_packed(const std::vector<std::uint32_t>& values, unsigned bits,
                          SectionWriter& writer) {
  std::uint64_t pending = 0;
  unsigned filled = 0;
  for (const std::uint32_t value : values) {
    pending |= std::uint64_t{value} << filled;
    for (filled += bits; filled >= 8; filled -= 8) {
      SANAD_CHECK(writer.put(static_cast<std::uint8_t>(pending)));
      pending >>= 8U;
    }
  }
  if (filled > 0) SANAD_CHECK(writer.put(static_cast<std::uint8_t>(pending)));
  return {};
}

template <typename Check>
Result<void> write_slot(const std::vector<Entry>& entries, const Shape& shape, unsigned slot,
                        SectionWriter& writer) {
  const unsigned start = slot_start(shape, slot);
  auto next = count_keys(entries, shape, start);
  SANAD_CHECK(writer.put_all(next));
  SANAD_CHECK(writer.end_section());
  std::vector<Check> checks(entries.size());
  std::vector<std::uint32_t> ids(entries.size());
  for (std::size_t row = 0; row < entries.size(); ++row) {
    const Fingerprint& fingerprint = entries[row].fingerprint;
    const std::uint32_t at = next[key_of(fingerprint, shape, start)]++;
    checks[at] = static_cast<Check>(check_of(fingerprint, shape, start));
    ids[at] = static_cast<std::uint32_t>(row);
  }
  SANAD_CHECK(writer.put_all(checks));
  SANAD_CHECK(writer.end_section());
  SANAD_CHECK(write_packed(ids, shape.id_bits, writer));
  return writer.end_section();
}

Result<void> write_rows(const std::vector<Entry>& entries, SectionWriter& writer) {
  for (const std::size_t half : {std::size_t{0}, std::size_t{2}}) {
    for (const Entry& entry : entries) {
      SANAD_CHECK(writer.put(entry.fingerprint[half]));
      SANAD_CHECK(writer.put(entry.fingerprint[half + 1]));
    }
    SANAD_CHECK(writer.end_section());
  }
  for (const Entry& entry : entries) SANAD_CHECK(writer.put(entry.number));
  return writer.end_section();
}

Bytes make_footer(const Shape& shape, std::uint64_t rows, const std::vector<Bytes>& digests) {
  Bytes footer(kFooterSize);
  std::copy(kMagic.begin(), kMagic.end(), footer.begin());
  const std::uint32_t fields[] = {kVersion,         shape.slots,   shape.key_bits,
                                  shape.check_bits, shape.id_bits, 0};
  std::memcpy(footer.data() + 8, fields, sizeof fields);
  std::memcpy(footer.data() + 32, &rows, sizeof rows);
  for (std::size_t i = 0; i < digests.size(); ++i) {
    std::copy(digests[i].begin(), digests[i].end(),
              footer.begin() + static_cast<std::ptrdiff_t>(kFooterDigestsAt + i * kDigestSize));
  }
  const Digest256 own = crypto::sha256(ByteView(footer).first(kFooterDigestAt));
  std::copy(own.begin(), own.end(), footer.begin() + kFooterDigestAt);
  return footer;
}

}  // namespace

Result<void> write_index(std::vector<Entry> entries, ByteSink& sink) {
  const Shape shape = shape_for(entries.size());
  return write_index(std::move(entries), shape, sink);
}

Result<void> write_index(std::vector<Entry> entries, const Shape& shape, ByteSink& sink) {
  if (entries.size() > kRowsMax) {
    return Error{ErrorCode::kLimit,
                 fmt::format("One index holds at most {} fingerprints, and these are {}: split "
                             "them into several.",
                             kRowsMax, entries.size())};
  }
  if (const auto problem = problem_of(shape, entries.size())) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("An index cannot have {}: choose another shape.", *problem)};
  }
  sort_rows(entries, shape);
  Bytes header(kHeaderSize);
  std::copy(kMagic.begin(), kMagic.end(), header.begin());
  SANAD_CHECK(sink.write(header));
  SectionWriter writer(sink);
  SANAD_CHECK(write_rows(entries, writer));
  if (shape.slots > 0) {
    SANAD_CHECK(writer.put_all(count_keys(entries, shape, 0)));
    SANAD_CHECK(writer.end_section());
  }
  for (unsigned slot = 1; slot < shape.slots; ++slot) {
    SANAD_CHECK(shape.check_bits == 8 ? write_slot<std::uint8_t>(entries, shape, slot, writer)
                                      : write_slot<std::uint16_t>(entries, shape, slot, writer));
  }
  return sink.write(make_footer(shape, entries.size(), writer.digests()));
}

}  // namespace sanad::hamming
