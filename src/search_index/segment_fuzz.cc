// Any bytes as a segment: opened, read through and searched, it answers or says that it is damaged.
#include "memory_store_rig.h"
#include "top.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  using namespace sanad::search_index;
  if (size < 4 || size > 4 * kChunkBytes) return 0;
  MemoryStore store;
  const ByteView bytes(data + 4, size - 4);
  const std::uint32_t documents = data[0] | data[1] << 8U;
  for (std::size_t at = 0, number = 0; at < bytes.size(); at += kChunkBytes, ++number) {
    const auto part = bytes.subspan(at, std::min(kChunkBytes, bytes.size() - at));
    (void)store.put_chunk(1, static_cast<std::uint32_t>(number), part);
  }
  ChunkCache cache(store);
  auto segment = Segment::open(cache, {1, bytes.size(), documents});
  if (!segment.ok()) return 0;
  std::vector<Posting> postings;
  Bytes positions;
  for (std::uint32_t i = 0; i < (*segment)->terms(); ++i) {
    postings.clear();
    (void)(*segment)->read_all(i, postings, positions);
  }
  const std::vector<Segment*> segments = {segment->get()};
  for (const char* text : {"rain", "\"first rain\"", "ra*", "rain~", "rashid OR kind:mail",
                           "strict:rain first", "first NEAR/3 rain -field after:2020"}) {
    const auto query = search::parse_query(text);
    const auto plan = Plan::make(*query, segments, true);
    if (plan.ok()) (void)top(*plan, segments, {});
  }
  return 0;
}
