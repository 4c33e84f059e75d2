// Every fingerprint within a radius of a query, exactly, among many millions.
//
// Multi-index hashing (Norouzi, Punjani and Fleet, 2012). The 256 bits are cut into m slots. Two
// fingerprints within distance r agree closely in at least one of them: give slot i a radius r_i
// such that the sum of all r_i + 1 is r + 1; if each slot differed in more than r_i bits, the
// whole would differ in more than r. So each slot has a table from its bits (the key) to the rows
// that have them, and a query looks up all keys within r_i.
//   With m = 16 and r = 31 each r_i is 1: 16 x 17 keys of 16 bits.
//
// What decides the speed is how many rows must be fetched to be compared, each a miss of every
// cache. So beside each row number a table keeps check bits, those that follow the key in the
// fingerprint, and a row is fetched only if they fit too. How near they must be follows from the
// strong form of the pigeonhole principle (Qin and Xiao, Pigeonring, 2018): among the slots that
// satisfy their radius one also satisfies, with d_i the bits by which slot i differs,
//   d_i + d_(i+1) <= r_i + r_(i+1) + 1.
// Proof: let a_i = d_i - (r_i + 1). The a_i sum up to less than zero, so by the cycle lemma there
// is a start from which all partial sums are negative. The first two say the above.
//   With m = 16, r = 31 and 16 check bits, 1 random candidate in 480 is fetched.
// Check bits lie together, apart from row numbers: they are read in order, 32 or 64 at once.
//
// Rows are sorted by the key of slot 0, which therefore needs no table but the offsets. Each row
// is kept in halves: 128 bits decide almost always, and a scan reads half the bytes.
//
// Where tables do not pay (few rows, a great radius, or millions of rows in one bucket) all rows
// are scanned instead; so no data make a lookup much slower than two scans.
// Format: docs/formats/hamming-index.md. Tested by index_test.cc and property_test.cc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "hamming/fingerprint.h"
#include "hamming/kernels.h"

namespace sanad::hamming {

inline constexpr unsigned kSlotsMax = 16;
inline constexpr std::uint64_t kRowsMax = std::uint64_t{1} << 28U;  // of one index

// How an index is laid out.
struct Shape {
  std::uint32_t slots = 0;       // 0: no tables, every lookup scans; else 2 to kSlotsMax
  std::uint32_t key_bits = 0;    // 4 to 24, at most the width of the narrowest slot
  std::uint32_t check_bits = 0;  // 8 or 16
  std::uint32_t id_bits = 0;     // 8 to 32; a row number fits
  friend bool operator==(const Shape&, const Shape&) = default;
};

// The shape that suits so many rows: none below 65,536; then 16 slots, the fastest (about 112
// bytes a row); above 2^24 rows 11 slots (about 84 bytes a row).
Shape shape_for(std::uint64_t rows);

// Writes an index of these entries. Equal entries are kept once, and the bytes do not depend on
// their order. Memory: 80 bytes an entry, and 8 to 12 more. kLimit above kRowsMax entries,
// kInvalid for an impossible shape; nothing is written then. Errors of the sink are passed on.
Result<void> write_index(std::vector<Entry> entries, ByteSink& sink);
Result<void> write_index(std::vector<Entry> entries, const Shape& shape, ByteSink& sink);

// How a lookup went, for measuring and for tests.
struct LookupStats {
  std::uint64_t keys = 0;        // looked up
  std::uint64_t candidates = 0;  // rows that had them
  std::uint64_t fetched = 0;     // of those, compared as a whole
  bool scanned = false;          // all rows were compared instead
};

// The choice between tables and scan, for tests.
enum class Plan { kByCost, kTables, kScan };

// An index in bytes that outlive it and do not change. Thread-safe.
class Index {
 public:
  // Checks the footer's own digest and that the length is what it calls for, in microseconds.
  // kIntegrity if the bytes are no index, cut off or damaged there; kInvalid if a later version
  // wrote them.
  static Result<Index> open(ByteView bytes, Kernel kernel = best_kernel());

  // Reads everything: the digest of each section, and that the tables name each row once, where
  // it belongs. kIntegrity names the section.
  Result<void> verify() const;

  std::uint64_t rows() const { return rows_; }
  const Shape& shape() const { return shape_; }
  std::uint64_t size_bytes() const { return bytes_.size(); }
  Entry row(std::uint64_t number) const;  // number < rows()

  // All matches within radius. kInvalid above kRadiusMax. kIntegrity if a damaged table was met;
  // damage to a row is found by verify() only.
  Result<std::vector<Match>> lookup(const Fingerprint& query, unsigned radius,
                                    LookupStats* stats = nullptr, Plan plan = Plan::kByCost) const;

  // The same for many queries: whichever is cheaper of one lookup each and a scan that holds each
  // block of rows against all of them.
  Result<std::vector<std::vector<Match>>> lookup_all(std::span<const Fingerprint> queries,
                                                     unsigned radius,
                                                     Plan plan = Plan::kByCost) const;

 private:
  friend class Search;
  struct Slot {
    unsigned start = 0;  // first bit of the key
    const std::uint8_t* offsets = nullptr;
    const std::uint8_t* checks = nullptr;  // null in slot 0
    const std::uint8_t* ids = nullptr;
  };
  Index() = default;

  ByteView bytes_;
  Shape shape_;
  Kernel kernel_ = Kernel::kPlain;
  std::uint64_t rows_ = 0;
  const std::uint8_t* fronts_ = nullptr;  // rows x 16 bytes
  const std::uint8_t* backs_ = nullptr;   // rows x 16 bytes
  const std::uint8_t* numbers_ = nullptr;
  std::vector<Slot> slots_;
};

// All matches among entries that are in no index yet, by comparing each. Same order and errors.
Result<std::vector<Match>> scan(std::span<const Entry> entries, const Fingerprint& query,
                                unsigned radius);

}  // namespace sanad::hamming
