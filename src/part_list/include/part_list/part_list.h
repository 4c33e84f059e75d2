// The parts of a composite exhibit, and the tree that commits to them (docs/formats/part-list.md).
//
// A chat of 40,000 messages is one exhibit. So that five of its messages can be shown to a court,
// proven to come from that exhibit unaltered, while the others stay closed, each part is committed
// to with a salt of its own, and the commitments are the leaves of a Merkle tree (RFC 6962) whose
// root stands in the ledger:
//   salt        HMAC-SHA256(key, "sanad-part-1" 0x0A number), the number in 8 bytes, big-endian
//   commitment  SHA-256("sanad-part-1" 0x0A salt line), line being the part in canonical JSON
//   leaf        leaf hash of the commitment's 32 bytes
// Without its salt a commitment says nothing about a part, however few texts it could be. The list
// itself is one line a part; of a part set aside it has the commitment and the reason alone.
// Tested by part_list_test.cc; fuzzed by part_list_fuzz.cc. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/stream.h"
#include "json/json.h"
#include "merkle/merkle.h"
#include "merkle/proof.h"

namespace sanad::part_list {

enum class Algorithm : std::uint8_t { kWhole, kWords };  // sanad-part-1, sanad-part-2
std::string_view name_of(Algorithm algorithm);
std::optional<Algorithm> algorithm_named(std::string_view name);
// Of new lists.
inline constexpr Algorithm kAlgorithm = Algorithm::kWords;
inline constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20;

// key: 32 random bytes, of this exhibit alone. 32 bytes, or 16.
Bytes salt_of(Algorithm algorithm, ByteView key, std::uint64_t number);
// salt: as long as salt_of() gives it.
Digest256 commitment_of(Algorithm algorithm, ByteView salt, std::string_view line);

// Where a part's line lies.
struct Place {
  std::uint64_t number = 0;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // without the line feed
};

class Writer {
 public:
  // Both are borrowed for the writer's life.
  Writer(ByteView key, ByteSink& list, ByteSink& set_aside, Algorithm algorithm = kAlgorithm);

  // Numbers are given in order, from 0. kInvalid: the part is no JSON object that can be written
  // canonically; kLimit: its line is too long; nothing was written then. Else the sink's error.
  Result<Place> add(const json::Value& part);
  // The line goes to set_aside, and the list learns only that there was a part, and the reason.
  // Answers its place there.
  Result<Place> add_set_aside(const json::Value& part, std::string_view reason);

  merkle::TreeHead head() const { return {tree_.size(), tree_.root()}; }
  std::uint64_t count_set_aside() const { return set_aside_count_; }

 private:
  Result<std::string> line_of(const json::Value& part) const;
  Result<Place> put(ByteSink& sink, std::uint64_t& end, std::string_view line);

  Algorithm algorithm_;
  Bytes key_;
  ByteSink& list_;
  ByteSink& set_aside_;
  merkle::Frontier tree_;
  std::uint64_t list_end_ = 0, set_aside_end_ = 0, set_aside_count_ = 0;
};

// A list read again from its first byte, in pieces of any size.
class Reader {
 public:
  struct Line {
    Place place;
    std::string_view text;  // valid during the call
    bool is_set_aside = false;
    Digest256 commitment{};
  };
  using OnLine = std::function<Result<void>(const Line&)>;
  // Without a key: for whom the lines alone matter; commitments are then those of parts set aside
  // alone, and head() is of no use.
  Reader(Algorithm algorithm, ByteView key, OnLine on_line);
  explicit Reader(OnLine on_line) : Reader(kAlgorithm, {}, std::move(on_line)) {}
  // kIntegrity: a line is no part. Else what on_line answers.
  Result<void> update(ByteView bytes);
  // kIntegrity: the list ends within a line.
  Result<void> finish();
  merkle::TreeHead head() const { return {tree_.size(), tree_.root()}; }

 private:
  Result<void> line(std::string_view text);

  Algorithm algorithm_;
  Bytes key_;
  OnLine on_line_;
  std::string rest_;
  merkle::Frontier tree_;
  std::uint64_t end_ = 0;
};

// What opens one part to somebody who has the root.
struct Disclosure {
  std::uint64_t number = 0;
  Bytes salt;
  std::string line;
  std::vector<merkle::Hash> proof;
};
// Reads the list once by read, which gives it from its first byte. Numbers ascend.
// kNotFound: there is no such part, or it was set aside. kIntegrity: the list is not that of head.
using ReadList = std::function<Result<void>(const std::function<Result<void>(ByteView)>&)>;
Result<std::vector<Disclosure>> disclose(Algorithm algorithm, ByteView key,
                                         const merkle::TreeHead& head,
                                         const std::vector<std::uint64_t>& numbers,
                                         const ReadList& read);
// kIntegrity: it does not come from that exhibit, or was altered.
Result<void> verify(Algorithm algorithm, const Disclosure& part, const merkle::TreeHead& head);

}  // namespace sanad::part_list
