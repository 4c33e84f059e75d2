#include "core.h"

#include <algorithm>

#include "decode.h"

namespace sanad::selectors {
namespace {

// Letters and digits in a row that are no word, no address and no digest, but data.
constexpr std::ptrdiff_t kBlobBytes = 200;
constexpr std::ptrdiff_t kMaxWalk = 4096;

bool is_base64_letter(Byte byte) { return is(byte, kBase64Byte); }

}  // namespace

Core::Core(const Options& options)
    : options_(options), find_anchors_(anchor_finder(options.instructions)) {}
Core::~Core() = default;

void Core::reset(int depth) {
  depth_ = depth;
  covered_ = url_ = authority_ = domain_ = number_ = colons_ = run_ = region_ = 0;
  hits_.clear();
}

void Core::scan(const Window& window, const Byte* from, const Byte* to, LayerHost* host) {
  window_ = window;
  host_ = host;
  const auto bytes = static_cast<std::size_t>(to - from);
  const std::size_t blocks = (bytes + 63) / 64;
  anchors_.resize(std::max(anchors_.size(), blocks));
  find_anchors_(from, blocks, anchors_.data());
  for (std::size_t b = 0; b < blocks; ++b) {
    Anchors anchors = anchors_[b];
    const Byte* block = from + b * 64;
    if (b + 1 == blocks && bytes % 64 != 0) {
      anchors.single &= (1ULL << (bytes % 64)) - 1;
      anchors.run &= (1ULL << (bytes % 64)) - 1;
    }
    for (; anchors.run != 0; anchors.run &= anchors.run - 1) {
      on_run(block + __builtin_ctzll(anchors.run));
    }
    for (; anchors.single != 0; anchors.single &= anchors.single - 1) {
      on_anchor(block + __builtin_ctzll(anchors.single));
    }
  }
}

void Core::on_anchor(const Byte* at) {
  if (absolute(at) < covered_) return;
  switch (*at) {
    case '@':
      return find_email_or_handle(at);
    case '.':
      return find_domain(at);
    case '#':
      return find_hashtag(at);
    case ':':
      if (at[1] == '/') return find_url(at);
      return find_colons(at);
    case '+':
      if (is(at[-1], kOpenCode) && is(at[1], kOpenCode)) find_open_code(at);
      return find_phone(at);
    case 0:
    case 0x1F: {
      if (host_ == nullptr || depth_ >= kMaxLayers) return;
      if (*at == 0x1F && at[2] != 8) return;
      cover(host_->open_layer(*at == 0 ? Layer::kUtf16Le : Layer::kGzip, at));
      return;
    }
    case 0xD9:
    case 0xDB:
      return find_number(at);
    default:
      break;
  }
  if (!is(*at, kAlnum)) return find_encoded(at);
  if (at[2] == '-' && is(at[1], kHexDigit) && find_mac(at)) return;
  if (is(*at, kDigit)) return find_number(at);
  if (is(*at, kUpper) && is(at[1], kUpper) && digit_at(at + 2).value >= 0) return find_iban(at);
  find_encoded(at);
}

void Core::on_run(const Byte* at) {
  if (absolute(at) < covered_ || absolute(at) < run_) return;
  const Byte* lowest = std::max(window_.begin, at - kMaxWalk);
  const Byte* begin = at;
  while (begin > lowest && is(begin[-1], kAlnum)) --begin;
  const Byte* end = at + 16;
  while (end < window_.end && is(*end, kAlnum)) ++end;
  run_ = absolute(end);
  if (end - begin < 24) return;
  const std::size_t before = hits_.size();
  find_token(begin, end);
  if (hits_.size() != before) return;
  const Byte* wide_begin = begin;
  while (wide_begin > lowest && is_base64_letter(wide_begin[-1])) --wide_begin;
  const Byte* wide_end = end;
  while (wide_end < window_.end && is_base64_letter(*wide_end)) ++wide_end;
  if (host_ != nullptr && depth_ < kMaxLayers) {
    // Letters before the first group of four, and a path before the data, move the start.
    const Byte* starts[] = {wide_begin, wide_begin + 1, wide_begin + 2, wide_begin + 3, begin};
    for (const Byte* start : starts) {
      if (!is_base64_of_text(start, wide_end)) continue;
      const std::uint64_t until = host_->open_layer(Layer::kBase64, start);
      cover(until);
      run_ = std::max(run_, until);
      return;
    }
  }
  if (wide_end - wide_begin >= kBlobBytes) {
    cover(absolute(wide_end));
    run_ = absolute(wide_end);
  }
}

Hit* Core::add(Kind kind, const Byte* begin, const Byte* end, std::string value) {
  if (!wants(kind)) return nullptr;
  Hit& hit = hits_.emplace_back();
  hit.kind = kind;
  hit.value = std::move(value);
  hit.raw = text_of(begin, end);
  hit.offset = absolute(begin);
  hit.length = static_cast<std::uint64_t>(end - begin);
  return &hit;
}

bool Core::has_context(const Byte* begin, const Byte* end,
                       const std::vector<std::string_view>& words) const {
  constexpr std::ptrdiff_t kNear = 64;
  const Byte* first = std::max(window_.begin, begin - kNear);
  const Byte* last = std::min(window_.end, end + kNear);
  const std::string near =
      lower_text(text_of(first, begin)) + '\0' + lower_text(text_of(end, last));
  // At the start of a word: "eth" is not in "method".
  const auto stands = [&](std::string_view word) {
    for (std::size_t at = near.find(word); at != near.npos; at = near.find(word, at + 1)) {
      const Byte before = at == 0 ? first[-1] : static_cast<Byte>(near[at - 1]);
      if (!is(before, kLetter | kHigh)) return true;
    }
    return false;
  };
  return std::any_of(words.begin(), words.end(), stands);
}

}  // namespace sanad::selectors
