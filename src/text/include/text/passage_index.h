// An index over the fingerprints of many documents: which of them share passages with a text?
//
// An immutable file, read where it lies (mapped by the caller) and built in one go from documents
// in ascending order. Marks are cut to bucket and tag; a bucket is a few dozen postings of 6 bytes.
//   header | directory: first posting of each bucket | postings (tag, document) | marks of each
//   document | trailer with a checksum        (docs/formats/passage-index.md)
// Exactness: every document that shares a mark is found, so every document that shares
// kGuaranteedLetters in a row; but of a mark in more than kCommonDocuments documents only the first
// that many are taken, and the answer says so. A document may come by a clash of cut marks (at most
// about 16 / 2^16 for each mark of the query): compare() tells, from the texts.
// A fresh segment beside an old one is another small index: look up in both.
// Tested by passage_index_test.cc; fuzzed by passage_index_fuzz.cc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/stream.h"
#include "text/fingerprint.h"

namespace sanad::text {

inline constexpr std::uint64_t kMaxPostings = 0xFFFF'FFF0;  // offsets have 32 bits
inline constexpr std::uint32_t kMaxDocuments = 0xFFFF'FFF0;
inline constexpr std::uint32_t kCommonDocuments = 1000;

class PassageIndexBuilder {
 public:
  PassageIndexBuilder();
  // The document's number is how many were added before. kLimit: nothing added.
  Result<std::uint32_t> add(const Fingerprint& document);
  // Writes the index and empties the builder; about 8 bytes a posting are held until then.
  // Errors are the sink's.
  Result<void> write(ByteSink& sink);

 private:
  // Postings by the mark's leading 12 bits: the next 32 bits above, the document below.
  std::vector<std::vector<std::uint64_t>> parts_;
  std::vector<std::uint32_t> marks_of_;
  std::uint64_t postings_ = 0;
};

struct Candidate {
  std::uint32_t document = 0;
  std::uint32_t shared = 0;      // marks
  double share_of_query = 0;     // of the query's marks, 0 to 1
  double share_of_document = 0;  // of the document's marks, 0 to 1
};

struct Lookup {
  std::vector<Candidate> candidates;  // most shared marks first, then lowest number
  std::uint32_t common_marks = 0;     // marks of which not all documents were taken
  bool cut = false;                   // more candidates than asked for
};

class PassageIndex {
 public:
  // Checks header, sizes and trailer in constant time; bytes must outlive the index.
  // kIntegrity: damaged, or not an index; kInvalid: of another algorithm or version.
  static Result<PassageIndex> open(ByteView bytes);
  // Reads everything: kIntegrity if any byte differs from what was written.
  Result<void> verify() const;

  std::uint64_t documents() const { return documents_; }
  std::uint64_t postings() const { return postings_; }
  // kIntegrity if the directory or a posting points outside.
  Result<Lookup> lookup(const Fingerprint& query, std::size_t max_candidates) const;

 private:
  PassageIndex() = default;
  struct Span {
    std::uint32_t begin;
    std::uint32_t end;
  };
  Result<Span> postings_of(std::uint64_t mark) const;
  std::uint16_t tag_at(std::uint32_t posting) const;
  std::uint32_t document_at(std::uint32_t posting) const;

  ByteView bytes_;
  int bucket_bits_ = 0;
  std::uint64_t documents_ = 0;
  std::uint64_t postings_ = 0;
  const std::uint8_t* directory_ = nullptr;  // borrowed, into bytes_
  const std::uint8_t* entries_ = nullptr;
  const std::uint8_t* marks_of_ = nullptr;
};

}  // namespace sanad::text
