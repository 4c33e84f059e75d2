#include "service/part_marks.h"

#include <algorithm>

namespace sanad::service {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

Result<PartMarks::Offsets> read_offsets(vault::ObjectReader& list) {
  PartMarks::Offsets offsets{0};
  Bytes piece(kPieceBytes);
  std::uint64_t at = 0, lines = 0;
  for (;;) {
    SANAD_TRY(const std::size_t got, list.read_at(at, piece));
    if (got == 0) return offsets;
    const auto end = piece.begin() + static_cast<std::ptrdiff_t>(got);
    for (auto feed = std::find(piece.begin(), end, '\n'); feed != end;
         feed = std::find(feed + 1, end, '\n')) {
      if (++lines % PartMarks::kEvery == 0)
        offsets.push_back(at + static_cast<std::uint64_t>(feed - piece.begin()) + 1);
    }
    at += got;
  }
}

}  // namespace

Result<std::shared_ptr<const PartMarks::Offsets>> PartMarks::of(const std::string& digest,
                                                                vault::ObjectReader& list) {
  {
    const std::lock_guard lock(mutex_);
    const auto there =
        std::ranges::find_if(kept_, [&](const auto& one) { return one.first == digest; });
    if (there != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, there);
      return kept_.front().second;
    }
  }
  SANAD_TRY(Offsets offsets, read_offsets(list));
  auto made = std::make_shared<const Offsets>(std::move(offsets));
  const std::lock_guard lock(mutex_);
  kept_.emplace_front(digest, made);
  if (kept_.size() > kMaxKept) kept_.pop_back();
  return std::shared_ptr<const Offsets>(std::move(made));
}

}  // namespace sanad::service
