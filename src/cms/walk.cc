#include "walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "elements.h"

namespace sanad::cms {
namespace {

// id-signedData 1.2.840.113549.1.7.2 and id-ct-authEnvelopedData 1.2.840.113549.1.9.16.1.23.
constexpr std::array<std::uint8_t, 9> kSignedData = {0x2a, 0x86, 0x48, 0x86, 0xf7,
                                                     0x0d, 0x01, 0x07, 0x02};
constexpr std::array<std::uint8_t, 11> kAuthEnvelopedData = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
                                                             0x01, 0x09, 0x10, 0x01, 0x17};

class Walk {
 public:
  Walk(RandomSource& source, Form form) : window_(source), form_(form) {}

  Result<Walked> run() {
    SANAD_TRY(const Element top, read_element(window_, 0, window_.size()));
    if (top.tag != kSequence) return malformed("it begins otherwise");
    Children parts(window_, top, window_.size());
    SANAD_TRY(const Bytes type, only(parts, kOid));
    SANAD_CHECK(check_type(type));
    SANAD_TRY(const auto outer, parts.next());
    if (!outer || outer->tag != kContext0InPieces) return malformed("it holds no message");
    Children inner(window_, *outer, parts.end());
    SANAD_TRY(const auto message, inner.next());
    if (!message || message->tag != kSequence) return malformed("it holds no message");
    SANAD_TRY(const Bytes body, message_frame(*message, inner.end()));
    inner.skip_to(after_message_);
    SANAD_CHECK(nothing_more(inner));
    parts.skip_to(inner.at());
    SANAD_CHECK(nothing_more(parts));
    if (parts.at() != window_.size()) return malformed("something stands after its end");
    Bytes both = type;
    const Bytes wrapped = wrap(kContext0InPieces, wrap(kSequence, body));
    both.insert(both.end(), wrapped.begin(), wrapped.end());
    walked_.frame = wrap(kSequence, both);
    return walked_;
  }

 private:
  static Result<void> nothing_more(Children& children) {
    SANAD_TRY(const auto more, children.next());
    if (more) return malformed("it holds more than one message");
    return {};
  }

  Result<void> check_type(const Bytes& type) const {
    const ByteView wanted =
        form_ == Form::kSigned ? ByteView(kSignedData) : ByteView(kAuthEnvelopedData);
    if (type.size() == wanted.size() + 2 &&
        std::equal(wanted.begin(), wanted.end(), type.begin() + 2))
      return {};
    return malformed(form_ == Form::kSigned
                         ? "within the seal is no signed message"
                         : "it is not encrypted and authenticated (AuthEnvelopedData)");
  }

  Result<Bytes> raw(Children& children, const Element& element) {
    SANAD_TRY(const std::uint64_t end, end_of(window_, element, children.end(), 0));
    taken_ += end - element.at;
    if (taken_ > kMaxFrameBytes)
      return Error{ErrorCode::kLimit,
                   fmt::format("what stands around the package's content is longer than {} bytes",
                               kMaxFrameBytes)};
    children.skip_to(end);
    return window_.copy(element.at, end);
  }

  Result<Bytes> only(Children& children, std::uint8_t tag) {
    SANAD_TRY(const auto element, children.next());
    if (!element || element->tag != tag) return malformed("it has no type");
    return raw(children, *element);
  }

  Result<Bytes> message_frame(const Element& message, std::uint64_t end) {
    Children parts(window_, message, end);
    Bytes body;
    bool has_content = false;
    for (;;) {
      SANAD_TRY(const auto part, parts.next());
      if (!part) break;
      const bool is_content = part->tag == kSequence && !has_content;
      if (is_content) {
        has_content = true;
        SANAD_TRY(const Bytes frame, content_frame(*part, parts.end()));
        parts.skip_to(after_content_);
        body.insert(body.end(), frame.begin(), frame.end());
        continue;
      }
      SANAD_TRY(const Bytes copied, raw(parts, *part));
      body.insert(body.end(), copied.begin(), copied.end());
    }
    if (walked_.content_end == 0) return malformed("it has no content");
    after_message_ = parts.at();
    return body;
  }

  Result<Bytes> content_frame(const Element& holder, std::uint64_t end) {
    Children parts(window_, holder, end);
    Bytes body;
    for (;;) {
      SANAD_TRY(const auto part, parts.next());
      if (!part) break;
      const bool is_content = part->tag == kContext0 || part->tag == kContext0InPieces;
      if (!is_content) {
        SANAD_TRY(const Bytes copied, raw(parts, *part));
        body.insert(body.end(), copied.begin(), copied.end());
        continue;
      }
      if (walked_.content_end != 0) return malformed("it has two contents");
      walked_.content_at = part->at;
      SANAD_TRY(walked_.content_end, end_of(window_, *part, parts.end(), 0));
      parts.skip_to(walked_.content_end);
    }
    after_content_ = parts.at();
    return wrap(kSequence, body);
  }

  Window window_;
  Form form_;
  Walked walked_;
  std::uint64_t taken_ = 0, after_message_ = 0, after_content_ = 0;
};

class ContentSource final : public ByteSource {
 public:
  ContentSource(RandomSource& source, const Walked& walked)
      : source_(source), window_(source), walked_(walked) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (!is_begun_) SANAD_CHECK(begin());
    while (left_ == 0) {
      SANAD_TRY(const bool more, next_piece());
      if (!more) return std::size_t{0};
    }
    const std::size_t most = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), left_));
    SANAD_TRY(const std::size_t got, source_.read_at(at_, out.first(most)));
    if (got == 0) return malformed("it ends too early");
    at_ += got;
    left_ -= got;
    return got;
  }

 private:
  Result<void> begin() {
    is_begun_ = true;
    SANAD_TRY(const Element whole, read_element(window_, walked_.content_at, walked_.content_end));
    if (!whole.is_constructed()) {
      at_ = whole.body;
      left_ = *whole.end - whole.body;
    } else {
      open_.emplace_back(window_, whole, walked_.content_end);
    }
    return {};
  }

  // The next octets, in whatever depth.
  Result<bool> next_piece() {
    while (!open_.empty()) {
      SANAD_TRY(const auto piece, open_.back().next());
      if (!piece) {
        const std::uint64_t after = open_.back().at();
        open_.pop_back();
        if (!open_.empty()) open_.back().skip_to(after);
        continue;
      }
      if (piece->tag == kOctetsInPieces) {
        if (open_.size() == kMaxDepth) return malformed("it nests too deeply");
        open_.emplace_back(window_, *piece, open_.back().end());
        continue;
      }
      if (piece->tag != kOctets) return malformed("its content is not made of bytes");
      open_.back().skip_to(*piece->end);
      at_ = piece->body;
      left_ = *piece->end - piece->body;
      return true;
    }
    return false;
  }

  RandomSource& source_;
  Window window_;
  Walked walked_;
  std::vector<Children> open_;
  std::uint64_t at_ = 0, left_ = 0;
  bool is_begun_ = false;
};

}  // namespace

Result<Walked> walk(RandomSource& source, Form form) { return Walk(source, form).run(); }

std::unique_ptr<ByteSource> open_content(RandomSource& source, const Walked& walked) {
  return std::make_unique<ContentSource>(source, walked);
}

}  // namespace sanad::cms
