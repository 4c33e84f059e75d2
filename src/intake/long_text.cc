#include "importers.h"
#include "text_source.h"

namespace sanad::intake {
namespace {

// Long enough that few words are cut in two, short enough that a place in it says something.
constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // that the text is UTF-8

// Where a piece of a longer text ends: behind its last line, where one ends in its second half;
// else before a character.
std::size_t end_of_piece(std::string_view text) {
  const std::size_t feed = text.substr(0, kPieceBytes).rfind('\n');
  if (feed != std::string_view::npos && feed >= kPieceBytes / 2) return feed + 1;
  constexpr std::size_t kMaxFollowing = 3;
  std::size_t end = kPieceBytes;
  while (end > kPieceBytes - kMaxFollowing &&
         (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return end;
}

class Pieces {
 public:
  Pieces(PlaceOf place_of, Delivery& out) : place_of_(std::move(place_of)), out_(out) {}

  Result<void> take(ByteView bytes) {
    waiting_ += as_text(bytes);
    if (at_ == 0 && waiting_.starts_with(kMark)) drop(kMark.size());
    while (waiting_.size() > kPieceBytes) SANAD_CHECK(give(end_of_piece(waiting_)));
    return {};
  }
  Result<void> finish() { return waiting_.empty() ? Result<void>() : give(waiting_.size()); }

 private:
  Result<void> give(std::size_t length) {
    json::Object record{{"kind", "page"}};
    set_text(record, "text", std::string_view(waiting_).substr(0, length));
    SANAD_TRY(const auto begin, place_of_(at_));
    SANAD_TRY(const auto end, place_of_(at_ + length));
    if (begin && end) {
      record.set("offset", *begin);
      record.set("length", *end - *begin);
    }
    drop(length);
    return out_.record(std::move(record));
  }
  void drop(std::size_t length) {
    at_ += length;
    waiting_.erase(0, length);
  }

  PlaceOf place_of_;
  Delivery& out_;
  std::string waiting_;
  std::uint64_t at_ = 0;  // in the text, of what waits
};

}  // namespace

Result<void> import_long_text(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  Pieces pieces(places_of(text), out);
  SANAD_CHECK(each_piece(text, [&](ByteView piece) { return pieces.take(piece); }));
  return pieces.finish();
}

}  // namespace sanad::intake
