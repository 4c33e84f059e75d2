// Verifiers against arbitrary proofs. The verifiers are iterative; here a recursive reading of
// RFC 6962 says what the roots must be, and both must agree on shape and on roots.
#include <cstdlib>
#include <cstring>
#include <optional>

#include "merkle/proof.h"

namespace {

using sanad::merkle::Hash;
using sanad::merkle::node_hash;
using Hashes = std::span<const Hash>;

std::uint64_t split_of(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k < n - k) k *= 2;
  return k;
}

// Root of n leaves from the path of leaf m, by the definition of PATH.
std::optional<Hash> recursive_root(const Hash& leaf, std::uint64_t m, std::uint64_t n,
                                   Hashes path) {
  if (n == 1) return path.empty() ? std::optional(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const std::uint64_t k = split_of(n);
  const Hashes rest = path.first(path.size() - 1);
  const auto inner =
      m < k ? recursive_root(leaf, m, k, rest) : recursive_root(leaf, m - k, n - k, rest);
  if (!inner) return std::nullopt;
  return m < k ? node_hash(*inner, path.back()) : node_hash(path.back(), *inner);
}

struct Roots {
  Hash older;
  Hash newer;
};
// Both roots from a consistency proof, by the definition of SUBPROOF.
std::optional<Roots> recursive_roots(const Hash& known, std::uint64_t m, std::uint64_t n,
                                     bool is_known, Hashes proof) {
  if (m == n) {
    if (is_known) return proof.empty() ? std::optional(Roots{known, known}) : std::nullopt;
    return proof.size() == 1 ? std::optional(Roots{proof[0], proof[0]}) : std::nullopt;
  }
  if (proof.empty()) return std::nullopt;
  const std::uint64_t k = split_of(n);
  const Hash& last = proof.back();
  const Hashes rest = proof.first(proof.size() - 1);
  if (m <= k) {
    const auto inner = recursive_roots(known, m, k, is_known, rest);
    if (!inner) return std::nullopt;
    return Roots{inner->older, node_hash(inner->newer, last)};
  }
  const auto inner = recursive_roots(known, m - k, n - k, false, rest);
  if (!inner) return std::nullopt;
  return Roots{node_hash(last, inner->older), node_hash(last, inner->newer)};
}

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad::merkle;
  std::uint64_t numbers[2] = {};
  if (size < sizeof numbers) return 0;
  std::memcpy(numbers, data, sizeof numbers);
  // One byte of hash each is enough to tell proofs apart, and makes all lengths easy to reach.
  std::vector<Hash> proof(std::min<std::size_t>(size - sizeof numbers, 80));
  for (std::size_t i = 0; i < proof.size(); ++i) proof[i].fill(data[sizeof numbers + i]);
  const std::uint64_t a = numbers[0];
  const std::uint64_t b = numbers[1];
  const Hash leaf = leaf_hash({});

  const auto root = root_from_inclusion_proof(leaf, {a}, {b}, proof);
  if (a >= b || b > kMaxTreeSize.value) {
    expect(!root.ok());
  } else {
    const auto expected = recursive_root(leaf, a, b, proof);
    expect(root.ok() == expected.has_value());
    if (expected) {
      expect(root.value() == *expected);
      expect(verify_inclusion(leaf, {a}, {b}, proof, *expected).ok());
      expect(!verify_inclusion(leaf, {a}, {b}, proof, Hash{}).ok());
    }
  }

  if (a == 0 || a >= b || b > kMaxTreeSize.value) return 0;
  const auto roots = recursive_roots(leaf, a, b, true, proof);
  if (roots) {
    expect(verify_consistency({{a}, roots->older}, {{b}, roots->newer}, proof).ok());
    expect(!verify_consistency({{a}, Hash{}}, {{b}, roots->newer}, proof).ok());
    expect(!verify_consistency({{a}, roots->older}, {{b}, Hash{}}, proof).ok());
  } else {
    expect(!verify_consistency({{a}, leaf}, {{b}, leaf}, proof).ok());
  }
  return 0;
}
