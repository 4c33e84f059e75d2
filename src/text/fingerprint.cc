#include "text/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/numbers.h"
#include "letters.h"
#include "shingles.h"

namespace sanad::text {
namespace {

// Polynomial hashing modulo the Mersenne prime 2^61 - 1.
constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;
constexpr std::uint64_t kBase = 1'315'423'911'277'201'783ULL % kPrime;

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  const auto low = static_cast<std::uint64_t>(product) & kPrime;
  const std::uint64_t sum = low + static_cast<std::uint64_t>(product >> 61);
  return sum >= kPrime ? sum - kPrime : sum;
}

std::uint64_t add(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t sum = a + b;
  return sum >= kPrime ? sum - kPrime : sum;
}

// Spreads a residue over 64 bits (the finaliser of SplitMix64, Steele et al. 2014), so that the
// least hash is an even choice among shingles and leading bits can name buckets.
std::uint64_t spread(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// kBase to the power kShingleLetters.
std::uint64_t leading_power() {
  std::uint64_t leading = 1;
  for (std::size_t i = 0; i < kShingleLetters; ++i) leading = multiply(leading, kBase);
  return leading;
}

// The hash of the last kShingleLetters letters.
class Rolling {
 public:
  // False: there are not yet so many.
  bool add_letter(char32_t letter) {
    char32_t& place = letters_[count_ % kShingleLetters];
    hash_ = add(multiply(hash_, kBase), letter);
    if (count_ >= kShingleLetters) hash_ = add(hash_, kPrime - multiply(leading_, place));
    place = letter;
    return ++count_ >= kShingleLetters;
  }
  std::uint64_t hash() const { return spread(hash_); }
  std::uint64_t letters() const { return count_; }

 private:
  std::uint64_t leading_ = leading_power();
  std::array<char32_t, kShingleLetters> letters_{};
  std::uint64_t hash_ = 0, count_ = 0;
};

// The least of each window of kWindowShingles hashes; of a shorter text, the least of all.
class Winnow {
 public:
  void add_hash(std::uint64_t hash) {
    const std::uint64_t i = count_++;
    at(i) = hash;
    if (i - least_ >= kWindowShingles) {
      least_ = i - kWindowShingles + 1;
      for (std::uint64_t j = least_ + 1; j <= i; ++j)
        if (at(j) <= at(least_)) least_ = j;
    } else if (hash <= at(least_)) {
      least_ = i;
    }
    if (count_ >= kWindowShingles) keep();
  }
  std::vector<std::uint64_t> finish() {
    if (count_ > 0) keep();
    std::sort(marks_.begin(), marks_.end());
    marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
    return std::move(marks_);
  }

 private:
  std::uint64_t& at(std::uint64_t i) { return window_[i % kWindowShingles]; }
  void keep() {
    if (marks_.empty() || marks_.back() != at(least_)) marks_.push_back(at(least_));
  }
  std::array<std::uint64_t, kWindowShingles> window_{};
  std::uint64_t count_ = 0, least_ = 0;
  std::vector<std::uint64_t> marks_;
};

Error invalid(std::string_view why) {
  return Error{ErrorCode::kInvalid, fmt::format("This is no text fingerprint: {}.", why)};
}

}  // namespace

Stream without_spaces(const Folded& folded) {
  Stream out;
  out.letters.reserve(folded.letters.size());
  out.places.reserve(folded.letters.size());
  for (std::size_t i = 0; i < folded.letters.size(); ++i) {
    if (folded.letters[i] == U' ') continue;
    out.letters += folded.letters[i];
    out.places.push_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

std::vector<std::uint64_t> shingle_hashes(const std::u32string& letters) {
  std::vector<std::uint64_t> hashes;
  if (letters.size() < kShingleLetters) return hashes;
  hashes.reserve(letters.size() - kShingleLetters + 1);
  Rolling rolling;
  for (const char32_t letter : letters)
    if (rolling.add_letter(letter)) hashes.push_back(rolling.hash());
  return hashes;
}

Result<Fingerprint> fingerprint(std::string_view text) {
  Rolling rolling;
  Winnow winnow;
  SANAD_CHECK(for_each_letter(text, [&](char32_t letter) {
    if (rolling.add_letter(letter)) winnow.add_hash(rolling.hash());
  }));
  return Fingerprint{rolling.letters(), winnow.finish()};
}

std::string format_fingerprint(const Fingerprint& value) {
  Bytes bytes;
  bytes.reserve(value.marks.size() * 8);
  for (const std::uint64_t mark : value.marks) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<std::uint8_t>(mark >> shift));
    }
  }
  return fmt::format("{}:{}:{}", kFingerprintAlgorithm, value.letters, format_base64(bytes));
}

Result<Fingerprint> parse_fingerprint(std::string_view text) {
  const std::size_t first = text.find(':');
  const std::size_t second = first == text.npos ? text.npos : text.find(':', first + 1);
  if (second == text.npos) return invalid("it does not have three parts with colons between them");
  if (text.substr(0, first) != kFingerprintAlgorithm) {
    return invalid(
        fmt::format("it was not made by {}; make it again from the text", kFingerprintAlgorithm));
  }
  const auto letters = parse_decimal(text.substr(first + 1, second - first - 1));
  if (!letters.ok()) return invalid("its second part is not a number of letters");
  auto bytes = parse_base64(text.substr(second + 1));
  if (!bytes.ok() || bytes->size() % 8 != 0) return invalid("its marks are not base64 of 8 each");
  Fingerprint out{letters.value(), {}};
  for (std::size_t at = 0; at < bytes->size(); at += 8) {
    std::uint64_t mark = 0;
    for (std::size_t i = 0; i < 8; ++i) mark = (mark << 8) | bytes.value()[at + i];
    if (!out.marks.empty() && mark <= out.marks.back()) return invalid("its marks do not ascend");
    out.marks.push_back(mark);
  }
  return out;
}

double containment(const Fingerprint& a, const Fingerprint& b) {
  if (a.marks.empty()) return 0;
  std::size_t shared = 0;
  auto at = b.marks.begin();
  for (const std::uint64_t mark : a.marks) {
    at = std::lower_bound(at, b.marks.end(), mark);
    if (at == b.marks.end()) break;
    if (*at == mark) ++shared;
  }
  return static_cast<double>(shared) / static_cast<double>(a.marks.size());
}

}  // namespace sanad::text
