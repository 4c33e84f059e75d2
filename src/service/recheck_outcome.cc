#include "recheck_outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace sanad::service {
namespace {

constexpr std::size_t kRunWords = 5;
constexpr std::size_t kMaxComparedBytes = 8U << 20;
// Pages carry tokens, counters and times that differ on each visit.
constexpr int kSamePercent = 80;
constexpr int kAlikePercent = 40;

// Said by pages that are kept from a country, where the status does not say so.
constexpr std::array<std::string_view, 4> kBlockedPhrases = {
    "not available in your country", "not available in your region", "unavailable in your country",
    "withheld in your country"};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
  return (hash ^ value) * 0x100000001b3ULL;
}

// FNV-1a of each word.
std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> words;
  std::uint64_t hash = 0;
  bool is_inside = false;
  for (const char c : text.substr(0, kMaxComparedBytes)) {
    if (is_word_byte(c)) {
      if (!is_inside) hash = 0xcbf29ce484222325ULL;
      hash = mix(hash, static_cast<unsigned char>(c));
      is_inside = true;
    } else if (is_inside) {
      words.push_back(hash);
      is_inside = false;
    }
  }
  if (is_inside) words.push_back(hash);
  return words;
}

// Each run of words once, ascending; a text of fewer words is one run.
std::vector<std::uint64_t> runs_of(std::string_view text) {
  const std::vector<std::uint64_t> words = words_of(text);
  std::vector<std::uint64_t> runs;
  const std::size_t length = std::min(kRunWords, words.size());
  for (std::size_t first = 0; length > 0 && first + length <= words.size(); ++first) {
    std::uint64_t run = 0xcbf29ce484222325ULL;
    for (std::size_t i = 0; i < length; ++i) run = mix(run, words[first + i]);
    runs.push_back(run);
  }
  std::ranges::sort(runs);
  const auto rest = std::ranges::unique(runs);
  runs.erase(rest.begin(), rest.end());
  return runs;
}

bool says_blocked(std::string_view document) {
  std::string lower(document.substr(0, kMaxComparedBytes));
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(kBlockedPhrases, [&](std::string_view phrase) {
    return lower.find(phrase) != std::string::npos;
  });
}

bool is_good(std::int64_t status) { return status >= 200 && status < 300; }

}  // namespace

int likeness_percent(std::string_view first, std::string_view later) {
  const std::vector<std::uint64_t> a = runs_of(first), b = runs_of(later);
  if (a.empty() && b.empty()) return 100;
  std::vector<std::uint64_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  const std::size_t either = a.size() + b.size() - both.size();
  return static_cast<int>(both.size() * 100 / either);
}

RecheckOutcome compare_captures(const RecheckSide& first, const RecheckSide& later) {
  if (later.status == 451)
    return {"geo-blocked", "the server answered 451: it is withheld for legal reasons", -1};
  if (later.status == 404 || later.status == 410)
    return {"gone", fmt::format("the server answered {}", later.status), -1};
  if (says_blocked(later.document) && !says_blocked(first.document))
    return {"geo-blocked", "the page says that it is withheld where it was asked from", -1};
  if (!is_good(later.status))
    return {"unclear",
            later.status == 0
                ? fmt::format("no page came ({})",
                              later.load_error.empty() ? "no answer" : later.load_error)
                : fmt::format("the server answered {}, which says neither that it is there nor "
                              "that it is gone",
                              later.status),
            -1};
  const bool same_bytes = !first.html_sha256.empty() && first.html_sha256 == later.html_sha256;
  const int likeness = same_bytes ? 100 : likeness_percent(first.document, later.document);
  if (later.final_url != first.final_url) {
    if (likeness >= kAlikePercent)
      return {
          "moved",
          fmt::format("it now stands at {}, {}% like the first capture", later.final_url, likeness),
          likeness};
    return {"gone",
            fmt::format("the address now leads to {}, which is not like the first capture ({}%)",
                        later.final_url, likeness),
            likeness};
  }
  if (likeness >= kSamePercent)
    return {"there", fmt::format("{}% like the first capture", likeness), likeness};
  return {"changed", fmt::format("only {}% like the first capture", likeness), likeness};
}

}  // namespace sanad::service
