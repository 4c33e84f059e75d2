#include "text/passage_index.h"

#include <fmt/format.h>

#include <algorithm>

#include "passage_index_format.h"

namespace sanad::text {
namespace {

Error damaged(std::string_view why) {
  return Error{ErrorCode::kIntegrity,
               fmt::format("The passage index is damaged ({}); build it again.", why)};
}

// How often each document number occurs, most often first, then lowest number.
std::vector<Candidate> count(std::vector<std::uint32_t>& documents) {
  std::sort(documents.begin(), documents.end());
  std::vector<Candidate> out;
  for (const std::uint32_t document : documents) {
    if (out.empty() || out.back().document != document) out.push_back({document, 0, 0, 0});
    ++out.back().shared;
  }
  return out;
}

bool before(const Candidate& a, const Candidate& b) {
  return a.shared != b.shared ? a.shared > b.shared : a.document < b.document;
}

}  // namespace

Result<PassageIndex> PassageIndex::open(ByteView bytes) {
  const std::uint8_t* data = bytes.data();
  if (bytes.size() < kHeaderBytes + kTrailerBytes || load<std::uint64_t>(data) != kIndexMagic) {
    return damaged("it does not begin as one");
  }
  if (load<std::uint32_t>(data + 8) != kIndexVersion) {
    return Error{ErrorCode::kInvalid, "The passage index is of another version; build it again."};
  }
  PassageIndex out;
  const auto bits = load<std::uint32_t>(data + 12);
  out.documents_ = load<std::uint64_t>(data + 16);
  out.postings_ = load<std::uint64_t>(data + 24);
  const std::uint64_t check = out.postings_ ^ (out.documents_ << 20) ^ kIndexMagic;
  if (bits < kMinBucketBits || bits > kMaxBucketBits || out.documents_ > kMaxDocuments ||
      out.postings_ > kMaxPostings || load<std::uint64_t>(data + 32) != check) {
    return damaged("its header contradicts itself");
  }
  const std::uint64_t directory_bytes = ((std::uint64_t{1} << bits) + 1) * 4;
  const std::uint64_t size = kHeaderBytes + directory_bytes + out.postings_ * kEntryBytes +
                             out.documents_ * 4 + kTrailerBytes;
  if (bytes.size() != size) return damaged("it is longer or shorter than its header says");
  if (load<std::uint64_t>(data + size - 8) != kIndexMagic) return damaged("its end is missing");
  out.bytes_ = bytes;
  out.bucket_bits_ = static_cast<int>(bits);
  out.directory_ = data + kHeaderBytes;
  out.entries_ = out.directory_ + directory_bytes;
  out.marks_of_ = out.entries_ + out.postings_ * kEntryBytes;
  return out;
}

Result<void> PassageIndex::verify() const {
  Checksum sum;
  sum.feed(bytes_.first(bytes_.size() - kTrailerBytes));
  if (sum.value() != load<std::uint64_t>(bytes_.data() + bytes_.size() - kTrailerBytes)) {
    return damaged("its checksum differs");
  }
  return {};
}

std::uint16_t PassageIndex::tag_at(std::uint32_t posting) const {
  return load<std::uint16_t>(entries_ + std::uint64_t{posting} * kEntryBytes);
}

std::uint32_t PassageIndex::document_at(std::uint32_t posting) const {
  return load<std::uint32_t>(entries_ + std::uint64_t{posting} * kEntryBytes + 2);
}

Result<PassageIndex::Span> PassageIndex::postings_of(std::uint64_t mark) const {
  const std::uint64_t bucket = mark >> (64 - bucket_bits_);
  const auto tag = static_cast<std::uint16_t>(mark >> (64 - bucket_bits_ - kTagBits));
  auto begin = load<std::uint32_t>(directory_ + bucket * 4);
  const auto end = load<std::uint32_t>(directory_ + bucket * 4 + 4);
  if (begin > end || end > postings_) return damaged("its directory points outside");
  // Bisect to the first posting of the tag, then to the first after it.
  const auto first_not_below = [&](std::uint32_t wanted) {
    std::uint32_t low = begin;
    std::uint32_t high = end;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (tag_at(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  const std::uint32_t first = first_not_below(tag);
  return Span{first, first_not_below(std::uint32_t{tag} + 1)};
}

Result<Lookup> PassageIndex::lookup(const Fingerprint& query, std::size_t max_candidates) const {
  Lookup out;
  std::vector<std::uint32_t> documents;
  for (const std::uint64_t mark : query.marks) {
    SANAD_TRY(const Span span, postings_of(mark));
    std::uint32_t end = span.end;
    if (end - span.begin > kCommonDocuments) {
      end = span.begin + kCommonDocuments;
      ++out.common_marks;
    }
    for (std::uint32_t i = span.begin; i < end; ++i) {
      documents.push_back(document_at(i));
      if (documents.back() >= documents_) return damaged("a posting names no document");
    }
  }
  out.candidates = count(documents);
  out.cut = out.candidates.size() > max_candidates;
  const std::size_t kept = std::min(max_candidates, out.candidates.size());
  std::partial_sort(out.candidates.begin(),
                    out.candidates.begin() + static_cast<std::ptrdiff_t>(kept),
                    out.candidates.end(), before);
  out.candidates.resize(kept);
  for (Candidate& candidate : out.candidates) {
    const auto marks = load<std::uint32_t>(marks_of_ + std::uint64_t{candidate.document} * 4);
    candidate.share_of_query = candidate.shared / static_cast<double>(query.marks.size());
    candidate.share_of_document =
        std::min(1.0, candidate.shared / static_cast<double>(std::max(marks, 1U)));
  }
  return out;
}

}  // namespace sanad::text
