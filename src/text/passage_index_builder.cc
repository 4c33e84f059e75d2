#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "passage_index_format.h"
#include "text/passage_index.h"

namespace sanad::text {
namespace {

constexpr std::size_t kParts = std::size_t{1} << kPartBits;

class Writer {
 public:
  explicit Writer(ByteSink& sink) : sink_(sink) { buffer_.reserve(kBuffer + 16); }

  template <typename T>
  Result<void> put(T value) {
    const std::size_t at = buffer_.size();
    buffer_.resize(at + sizeof value);
    std::memcpy(&buffer_[at], &value, sizeof value);
    return buffer_.size() < kBuffer ? Result<void>() : flush();
  }
  Result<void> flush() {
    sum_.feed(buffer_);
    SANAD_CHECK(sink_.write(buffer_));
    buffer_.clear();
    return {};
  }
  std::uint64_t sum() const { return sum_.value(); }

 private:
  static constexpr std::size_t kBuffer = 1 << 20;
  ByteSink& sink_;
  Bytes buffer_;
  Checksum sum_;
};

// Stable by the 32 bits above, which keeps documents ascending: radix sort, 11 bits a pass.
void sort_part(std::vector<std::uint64_t>& part, std::vector<std::uint64_t>& spare) {
  spare.resize(part.size());
  for (int shift = 32; shift < 64; shift += 11) {
    std::array<std::uint32_t, 2049> begins{};
    for (const std::uint64_t x : part) ++begins[((x >> shift) & 2047) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    for (const std::uint64_t x : part) spare[begins[(x >> shift) & 2047]++] = x;
    part.swap(spare);
  }
}

int bucket_bits_for(std::uint64_t postings) {
  int bits = kMinBucketBits;
  while (bits < kMaxBucketBits && (postings >> bits) > kPostingsABucket) ++bits;
  return bits;
}

}  // namespace

PassageIndexBuilder::PassageIndexBuilder() : parts_(kParts) {}

Result<std::uint32_t> PassageIndexBuilder::add(const Fingerprint& document) {
  if (marks_of_.size() >= kMaxDocuments || postings_ + document.marks.size() > kMaxPostings) {
    return Error{ErrorCode::kLimit, "The passage index is full; begin another one beside it."};
  }
  const auto number = static_cast<std::uint32_t>(marks_of_.size());
  for (const std::uint64_t mark : document.marks) {
    const auto middle = static_cast<std::uint32_t>(mark >> (32 - kPartBits));
    parts_[mark >> (64 - kPartBits)].push_back((std::uint64_t{middle} << 32) | number);
  }
  marks_of_.push_back(static_cast<std::uint32_t>(document.marks.size()));
  postings_ += document.marks.size();
  return number;
}

Result<void> PassageIndexBuilder::write(ByteSink& sink) {
  const int bits = bucket_bits_for(postings_);
  const int in_part = bits - kPartBits;  // bits of the middle that belong to the bucket
  Writer writer(sink);
  SANAD_CHECK(writer.put(kIndexMagic));
  SANAD_CHECK(writer.put(kIndexVersion));
  SANAD_CHECK(writer.put(static_cast<std::uint32_t>(bits)));
  SANAD_CHECK(writer.put(std::uint64_t{marks_of_.size()}));
  SANAD_CHECK(writer.put(postings_));
  SANAD_CHECK(writer.put(postings_ ^ (marks_of_.size() << 20) ^ kIndexMagic));
  std::vector<std::uint64_t> spare;
  std::uint32_t before = 0;
  SANAD_CHECK(writer.put(before));
  for (auto& part : parts_) {
    sort_part(part, spare);
    std::size_t at = 0;
    for (std::uint64_t bucket = 0; bucket < (std::uint64_t{1} << in_part); ++bucket) {
      while (at < part.size() && (in_part == 0 || (part[at] >> (64 - in_part)) == bucket)) ++at;
      SANAD_CHECK(writer.put(static_cast<std::uint32_t>(before + at)));
    }
    before += static_cast<std::uint32_t>(part.size());
  }
  for (auto& part : parts_) {
    for (const std::uint64_t posting : part) {
      SANAD_CHECK(writer.put(static_cast<std::uint16_t>(posting >> (64 - in_part - kTagBits))));
      SANAD_CHECK(writer.put(static_cast<std::uint32_t>(posting)));
    }
    std::vector<std::uint64_t>().swap(part);
  }
  for (const std::uint32_t marks : marks_of_) SANAD_CHECK(writer.put(marks));
  SANAD_CHECK(writer.flush());
  const std::uint64_t sum = writer.sum();
  SANAD_CHECK(writer.put(sum));
  SANAD_CHECK(writer.put(kIndexMagic));
  SANAD_CHECK(writer.flush());
  *this = PassageIndexBuilder();
  return {};
}

}  // namespace sanad::text
