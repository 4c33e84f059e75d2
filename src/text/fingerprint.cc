#include "text/fingerprint.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/numbers.h"
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

// The least of each window of kWindowShingles hashes; of a shorter text, the least of all.
std::vector<std::uint64_t> winnow(const std::vector<std::uint64_t>& hashes) {
  std::vector<std::uint64_t> marks;
  std::size_t least = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i - least >= kWindowShingles) {
      least = i - kWindowShingles + 1;
      for (std::size_t j = least + 1; j <= i; ++j) {
        if (hashes[j] <= hashes[least]) least = j;
      }
    } else if (hashes[i] <= hashes[least]) {
      least = i;
    }
    const bool full = i + 1 >= kWindowShingles || i + 1 == hashes.size();
    if (full && (marks.empty() || marks.back() != hashes[least])) marks.push_back(hashes[least]);
  }
  std::sort(marks.begin(), marks.end());
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  return marks;
}

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
  std::uint64_t leading = 1;  // kBase to the power kShingleLetters
  for (std::size_t i = 0; i < kShingleLetters; ++i) leading = multiply(leading, kBase);
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    hash = add(multiply(hash, kBase), letters[i]);
    if (i >= kShingleLetters) {
      hash = add(hash, kPrime - multiply(leading, letters[i - kShingleLetters]));
    }
    if (i + 1 >= kShingleLetters) hashes.push_back(spread(hash));
  }
  return hashes;
}

Result<Fingerprint> fingerprint(std::string_view text) {
  SANAD_TRY(const Folded folded, fold(text));
  const Stream stream = without_spaces(folded);
  return Fingerprint{stream.letters.size(), winnow(shingle_hashes(stream.letters))};
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
