// A list gives the same lines and the same tree however it comes in pieces.
#include <cstdlib>

#include "part_list/part_list.h"

namespace {

using namespace sanad;

struct Seen {
  bool ok = false;
  std::uint64_t lines = 0, bytes = 0;
  merkle::TreeHead head;
  bool operator==(const Seen&) const = default;
};

Seen read(ByteView list, std::size_t piece) {
  Seen seen;
  const Bytes key(32, 1);
  part_list::Reader reader(part_list::kAlgorithm, key,
                           [&](const part_list::Reader::Line& line) -> Result<void> {
                             ++seen.lines;
                             seen.bytes += line.text.size();
                             return {};
                           });
  seen.ok = true;
  for (std::size_t at = 0; seen.ok && at < list.size(); at += piece)
    seen.ok = reader.update(list.subspan(at, std::min(piece, list.size() - at))).ok();
  seen.ok = seen.ok && reader.finish().ok();
  seen.head = reader.head();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView list(data, size);
  if (read(list, size + 1) != read(list, 3)) std::abort();
  return 0;
}
