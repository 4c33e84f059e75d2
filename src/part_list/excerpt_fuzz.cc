// An excerpt is judged alike however it comes in pieces, and shows no more parts than the exhibit
// has.
#include <cstdlib>

#include "part_list/excerpt.h"

namespace {

using namespace sanad;

struct Seen {
  bool ok = false;
  std::uint64_t shown = 0, closed = 0;
  bool operator==(const Seen&) const = default;
};

Seen read(part_list::Algorithm algorithm, ByteView excerpt, std::size_t piece,
          const merkle::TreeHead& head) {
  part_list::ExcerptReader reader(
      algorithm, head, [](std::uint64_t, std::string_view) -> Result<void> { return {}; });
  Seen seen{true, 0, 0};
  for (std::size_t at = 0; seen.ok && at < excerpt.size(); at += piece)
    seen.ok = reader.update(excerpt.subspan(at, std::min(piece, excerpt.size() - at))).ok();
  seen.ok = seen.ok && reader.finish().ok();
  seen.shown = reader.shown();
  seen.closed = reader.closed();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView excerpt(data, size);
  const merkle::TreeHead head{{7}, merkle::empty_root()};
  for (const auto algorithm : {part_list::Algorithm::kWhole, part_list::Algorithm::kWords}) {
    const Seen whole = read(algorithm, excerpt, size + 1, head);
    if (whole != read(algorithm, excerpt, 3, head)) std::abort();
    if (whole.ok || whole.shown + whole.closed > head.size.value) std::abort();
  }
  return 0;
}
