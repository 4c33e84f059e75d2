#include <algorithm>
#include <cstring>
#include <tuple>

#include "stream.h"

namespace sanad::selectors {
namespace {

constexpr std::size_t kSegment = 128 * 1024;
static_assert(kSegment % 64 == 0);
constexpr std::size_t kCapacity = kContext + kSegment + kContext;

bool comes_before(const Hit& a, const Hit& b) {
  return std::tie(a.offset, a.length, a.kind, a.value, a.pattern) <
         std::tie(b.offset, b.length, b.kind, b.value, b.pattern);
}

}  // namespace

Scanner::Stream::Stream(const Options& options, int depth)
    : options_(options), depth_(depth), core_(options) {
  core_.reset(depth);
  if (options.patterns) pattern_.resize(options.patterns->size());
}

void Scanner::Stream::reset() {
  core_.reset(depth_);
  size_ = segment_ = 0;
  offset_ = 0;
  settled_.clear();
  std::fill(pattern_.begin(), pattern_.end(), 0);
  layer_.reset();
}

void Scanner::Stream::feed(ByteView chunk) {
  while (!chunk.empty()) {
    const std::size_t wanted = std::min(chunk.size(), kCapacity - size_);
    // Small streams, of which there are many, take little memory.
    const std::size_t needed = size_ + wanted + 2 * kPadding + 64;
    if (buffer_.size() < needed) {
      buffer_.resize(std::min(std::max(needed, buffer_.size() * 2), kCapacity + 2 * kPadding + 64));
    }
    std::memcpy(data() + size_, chunk.data(), wanted);
    size_ += wanted;
    chunk = chunk.subspan(wanted);
    while (size_ - segment_ >= kSegment + kContext) process_segment(false);
  }
}

void Scanner::Stream::finish() {
  while (segment_ < size_) process_segment(true);
  if (layer_) close_layer();
  settle(~0ULL);
}

void Scanner::Stream::process_segment(bool last) {
  if (buffer_.empty()) return;
  Byte* end = data() + size_;
  std::memset(end, 0, kPadding + 64);
  const Byte* from = data() + segment_;
  const Byte* to = std::min<const Byte*>(from + kSegment, end);
  segment_end_ = to;
  if (offset_ == 0 && segment_ == 0 && size_ >= 4 && depth_ < kMaxLayers && !layer_) {
    const bool little = from[0] == 0xFF && from[1] == 0xFE && (from[2] | from[3]) != 0;
    const bool big = from[0] == 0xFE && from[1] == 0xFF;
    if (little || big)
      layer_ = make_utf16_decoder(little ? Layer::kUtf16Le : Layer::kUtf16Be, false);
  }
  if (layer_) core_.cover(absolute(run_layer(from)));
  core_.scan({data(), end, offset_}, from, to, this);
  if (options_.patterns) find_patterns(from, to);
  segment_ += static_cast<std::size_t>(to - from);
  const std::uint64_t done = offset_ + segment_;
  if (!last && done > kContext) settle(done - kContext);
  if (segment_ > kContext) {
    const std::size_t drop = segment_ - kContext;
    std::memmove(data(), data() + drop, size_ - drop);
    size_ -= drop;
    segment_ -= drop;
    offset_ += drop;
  }
}

void Scanner::Stream::settle(std::uint64_t before) {
  std::vector<Hit>& hits = core_.hits();
  const auto end =
      std::partition(hits.begin(), hits.end(), [&](const Hit& hit) { return hit.offset < before; });
  std::sort(hits.begin(), end, comes_before);
  // A pattern or a layer may find again what a region found.
  const auto unique_end = std::unique(hits.begin(), end);
  settled_.insert(settled_.end(), std::make_move_iterator(hits.begin()),
                  std::make_move_iterator(unique_end));
  hits.erase(hits.begin(), end);
}

std::vector<Hit> Scanner::Stream::take() { return std::exchange(settled_, {}); }

void Scanner::Stream::find_patterns(const Byte* from, const Byte* to) {
  if ((options_.kinds >> static_cast<unsigned>(Kind::kPattern) & 1) == 0) return;
  const std::string_view text(reinterpret_cast<const char*>(data()), size_);
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    const std::uint64_t first = std::max(absolute(from), pattern_[i]);
    std::size_t at = static_cast<std::size_t>(first - offset_);
    PatternMatch match;
    while (options_.patterns->find(i, text, at, static_cast<std::size_t>(to - data()), match)) {
      Hit& hit = core_.hits().emplace_back();
      hit.kind = Kind::kPattern;
      hit.pattern = options_.patterns->name(i);
      hit.personal = options_.patterns->personal(i);
      hit.value = text.substr(match.value_begin, match.value_end - match.value_begin);
      hit.raw = text.substr(match.begin, match.end - match.begin);
      hit.offset = offset_ + match.begin;
      hit.length = match.end - match.begin;
      at = match.end;
      pattern_[i] = offset_ + at;
    }
  }
}

std::uint64_t Scanner::Stream::open_layer(Layer layer, const Byte* at) {
  if (layer_) return absolute(at);
  const Byte* begin = at;
  if (layer == Layer::kBase64) {
    layer_ = make_base64_decoder();
  } else if (layer == Layer::kGzip) {
    // The flags that RFC 1952 reserves are zero.
    if ((at[3] & 0xE0) != 0) return absolute(at);
    layer_ = make_gzip_decoder(absolute(at));
  } else {
    const Utf16Start start = find_utf16_start(at, data(), data() + size_, absolute(at));
    if (start.begin == nullptr) return absolute(at);
    begin = start.begin;
    layer_ = make_utf16_decoder(start.layer, true);
  }
  if (begin >= segment_end_) begin = segment_end_;
  return absolute(run_layer(begin));
}

const Byte* Scanner::Stream::run_layer(const Byte* at) {
  while (layer_ && at < segment_end_) {
    const Byte* reached = layer_->decode(at, segment_end_, data() + size_, absolute(at));
    at = reached;
    feed_child();
    if (layer_->done()) close_layer();
  }
  return at;
}

void Scanner::Stream::feed_child() {
  const std::vector<std::uint8_t> bytes = layer_->take_bytes();
  if (bytes.empty()) return;
  if (!child_) child_ = std::make_unique<Stream>(options_, depth_ + 1);
  child_->feed(bytes);
  take_from_child();
}

void Scanner::Stream::take_from_child() {
  for (Hit& hit : child_->take()) {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    layer_->locate(hit.offset, hit.offset + hit.length, begin, end);
    hit.offset = begin;
    hit.length = end - begin;
    hit.layers.insert(hit.layers.begin(), layer_->layer());
    core_.hits().push_back(std::move(hit));
  }
}

void Scanner::Stream::close_layer() {
  layer_->end();
  feed_child();
  if (layer_->was_cut()) ++cut_layers_;
  if (child_) {
    child_->finish();
    take_from_child();
    cut_layers_ += std::exchange(child_->cut_layers_, 0);
    child_->reset();
  }
  layer_.reset();
}

Scanner::Scanner(Options options)
    : options_(std::make_unique<const Options>(std::move(options))),
      stream_(std::make_unique<Stream>(*options_, 0)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

void Scanner::feed(ByteView chunk) { stream_->feed(chunk); }
void Scanner::finish() { stream_->finish(); }
std::vector<Hit> Scanner::take() { return stream_->take(); }
std::uint64_t Scanner::cut_layers() const { return stream_->cut_layers(); }

std::vector<Hit> scan(std::string_view bytes, const Options& options) {
  Scanner scanner(options);
  scanner.feed(as_bytes(bytes));
  scanner.finish();
  std::vector<Hit> hits = scanner.take();
  std::sort(hits.begin(), hits.end(), comes_before);
  return hits;
}

}  // namespace sanad::selectors
