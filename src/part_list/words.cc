#include "part_list/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "crypto/crypto.h"
#include "json/json.h"

namespace sanad::part_list {
namespace {

constexpr std::string_view kLabel = "sanad-part-2\n";
constexpr std::uint8_t kExpand = 0x02, kCommit = 0x03;

struct Children {
  Seed left{}, right{};
};

Children children_of(const Seed& seed) {
  std::array<std::uint8_t, 17> input{};
  input[0] = kExpand;
  std::ranges::copy(seed, input.begin() + 1);
  const Digest256 digest = crypto::sha256(input);
  Children children;
  std::copy_n(digest.begin(), 16, children.left.begin());
  std::copy_n(digest.begin() + 16, 16, children.right.begin());
  return children;
}

// Levels of the smallest perfect tree with room for that many leaves.
unsigned depth_of(std::uint64_t leaves) {
  return leaves <= 1 ? 0 : static_cast<unsigned>(std::bit_width(leaves - 1));
}

template <typename OnLeaf>
void walk_salts(const Seed& seed, unsigned level, std::uint64_t first, std::uint64_t leaves,
                const OnLeaf& on_salt) {
  if (first >= leaves) return;
  if (level == 0) {
    on_salt(first, seed);
    return;
  }
  const Children children = children_of(seed);
  const std::uint64_t half = std::uint64_t{1} << (level - 1);
  walk_salts(children.left, level - 1, first, leaves, on_salt);
  walk_salts(children.right, level - 1, first + half, leaves, on_salt);
}

void walk_cover(unsigned level, std::uint64_t first, std::uint64_t leaves,
                std::span<const std::uint64_t> masked, std::vector<Cover::Step>& steps) {
  if (first >= leaves) return;
  const std::uint64_t end = first + (std::uint64_t{1} << level);
  const auto from = std::ranges::lower_bound(masked, first);
  if (from == masked.end() || *from >= end) {
    steps.push_back({level, first, false});
    return;
  }
  if (level == 0) {
    steps.push_back({0, first, true});
    return;
  }
  const std::uint64_t half = std::uint64_t{1} << (level - 1);
  walk_cover(level - 1, first, leaves, masked, steps);
  walk_cover(level - 1, first + half, leaves, masked, steps);
}

// name: as it stands in canonical JSON.
std::string unescaped(std::string_view name) {
  if (name.find('\\') == std::string_view::npos) return std::string(name);
  const auto value = json::parse(fmt::format("\"{}\"", name));
  return value.ok() ? value->string_or("") : std::string(name);
}

// RFC 6901, section 3.
void append_token(std::string& pointer, std::string_view name) {
  pointer += '/';
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
}

// Behind the stretch of spaces and line feeds at at; at where there is none.
std::size_t behind_gap(std::string_view text, std::size_t at) {
  for (;;) {
    if (at < text.size() && text[at] == ' ')
      ++at;
    else if (text.substr(at).starts_with("\\n"))
      at += 2;
    else
      return at;
  }
}

}  // namespace

std::size_t ScalarScanner::end_of_string(std::size_t at) const {
  while (at < text_.size() && text_[at] != '"') at += text_[at] == '\\' ? 2 : 1;
  return std::min(at, text_.size());
}

bool ScalarScanner::next() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    switch (c) {
      case '{':
      case '[':
        levels_.push_back({c == '[', 0, {}});
        expects_name_ = c == '{';
        ++at_;
        break;
      case '}':
      case ']':
        if (!levels_.empty()) levels_.pop_back();
        expects_name_ = false;
        ++at_;
        break;
      case ',':
        if (!levels_.empty()) {
          ++levels_.back().index;
          expects_name_ = !levels_.back().is_array;
        }
        ++at_;
        break;
      case ':':
        ++at_;
        break;
      case '"': {
        const std::size_t close = end_of_string(at_ + 1);
        const std::size_t open = at_ + 1;
        at_ = std::min(close + 1, text_.size());
        if (expects_name_) {
          expects_name_ = false;
          if (!levels_.empty()) levels_.back().name = text_.substr(open, close - open);
          break;
        }
        begin_ = open;
        end_ = close;
        is_text_ = true;
        return true;
      }
      default:
        begin_ = at_;
        end_ = at_ = std::min(text_.find_first_of(",]}:\"{[", at_), text_.size());
        is_text_ = false;
        return true;
    }
  }
  return false;
}

std::string ScalarScanner::pointer() const {
  std::string pointer;
  for (const Level& level : levels_)
    append_token(pointer, level.is_array ? std::to_string(level.index) : unescaped(level.name));
  return pointer;
}

void cut_words(std::string_view text, std::vector<std::string_view>& words) {
  std::size_t begin = 0, at = 0;
  while (at < text.size()) {
    const std::size_t behind = behind_gap(text, at);
    if (behind != at) {
      words.push_back(text.substr(begin, behind - begin));
      begin = at = behind;
    } else {
      at += text[at] == '\\' ? 2 : 1;
    }
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
}

CutPart cut_part(std::string_view canonical) {
  CutPart cut;
  cut.frame.reserve(canonical.size());
  cut.words.reserve(canonical.size() / 8);
  ScalarScanner scanner(canonical);
  std::size_t done = 0;
  while (scanner.next()) {
    cut.frame += canonical.substr(done, scanner.begin() - done);
    const std::string_view scalar =
        canonical.substr(scanner.begin(), scanner.end() - scanner.begin());
    if (scanner.is_text()) {
      const std::size_t before = cut.words.size();
      cut_words(scalar, cut.words);
      cut.frame += std::to_string(cut.words.size() - before);
    } else {
      cut.words.push_back(scalar);
      cut.frame += '0';
    }
    done = scanner.end();
  }
  cut.frame += canonical.substr(done);
  return cut;
}

void each_salt(const Seed& seed, std::uint64_t leaves, const OnSalt& on_salt) {
  walk_salts(seed, depth_of(leaves), 0, leaves, on_salt);
}

Digest256 commitment_of_word(const Seed& salt, std::string_view word) {
  // Nearly all words fit; nothing is allocated for them.
  std::array<std::uint8_t, 128> input;  // filled as far as it is hashed
  constexpr std::size_t kHead = 1 + std::tuple_size_v<Seed>;
  input[0] = kCommit;
  std::ranges::copy(salt, input.begin() + 1);
  if (kHead + word.size() <= input.size()) {
    std::memcpy(input.data() + kHead, word.data(), word.size());
    return crypto::sha256(ByteView(input.data(), kHead + word.size()));
  }
  Bytes longer(input.begin(), input.begin() + kHead);
  longer.insert(longer.end(), word.begin(), word.end());
  return crypto::sha256(longer);
}

PartCommitment::PartCommitment() {
  bytes_.reserve(2048);
  bytes_.assign(kLabel.begin(), kLabel.end());
}

void PartCommitment::add(const Digest256& commitment) {
  bytes_.insert(bytes_.end(), commitment.begin(), commitment.end());
}

Digest256 PartCommitment::finish() { return crypto::sha256(bytes_); }

Digest256 commitment_by_words(const Seed& seed, std::string_view canonical) {
  const CutPart cut = cut_part(canonical);
  PartCommitment part;
  const std::uint64_t leaves = cut.words.size() + 1;
  walk_salts(seed, depth_of(leaves), 0, leaves, [&](std::uint64_t leaf, const Seed& salt) {
    part.add(commitment_of_word(salt, leaf == 0 ? std::string_view(cut.frame)
                                                : cut.words[static_cast<std::size_t>(leaf) - 1]));
  });
  return part.finish();
}

std::vector<Cover::Step> Cover::of(std::uint64_t leaves, std::span<const std::uint64_t> masked) {
  std::vector<Step> steps;
  walk_cover(depth_of(leaves), 0, leaves, masked, steps);
  return steps;
}

Seed seed_of_subtree(const Seed& seed, std::uint64_t leaves, const Cover::Step& step) {
  Seed at = seed;
  for (unsigned level = depth_of(leaves); level > step.level; --level) {
    const Children children = children_of(at);
    at = (step.first >> (level - 1)) % 2 == 0 ? children.left : children.right;
  }
  return at;
}

void each_salt_within(const Seed& subtree, const Cover::Step& step, std::uint64_t leaves,
                      const OnSalt& on_salt) {
  walk_salts(subtree, step.level, step.first, leaves, on_salt);
}

}  // namespace sanad::part_list
