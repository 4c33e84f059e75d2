// The reader never crashes on any bytes; what the writer makes of any bytes is read back equal.
#include <array>
#include <cstdlib>

#include "crypto/crypto.h"
#include "warc/reader.h"
#include "warc/writer.h"

namespace {

using namespace sanad;

void check(bool holds) {
  if (!holds) std::abort();
}

Result<Bytes> read_block(warc::Reader& reader) {
  Bytes block;
  std::array<std::uint8_t, 1000> buffer;
  while (true) {
    SANAD_TRY(const std::size_t got, reader.read_block(buffer));
    if (got == 0) return block;
    block.insert(block.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got));
  }
}

void read_hostile(ByteView data) {
  MemorySource source(data);
  warc::Reader reader(source, {.max_records = 100, .max_total_bytes = 1U << 22});
  while (true) {
    Result<std::optional<warc::Record>> record = reader.next();
    if (!record.ok() || !*record) break;
    check((*record)->offset <= data.size());
    if (!read_block(reader).ok()) continue;
    if (Result<warc::RecordEnd> end = reader.finish_record(); end.ok())
      check((*record)->offset + end->length <= data.size());
  }
}

// The first bytes choose the form; the rest is the message, whatever it may be.
void round_trip(ByteView data) {
  if (data.size() < 2) return;
  const bool parts = (data[0] & 1) != 0;
  const bool gzip = (data[0] & 2) != 0;
  const ByteView message = data.subspan(2);
  const std::size_t head_size = parts ? 1 + data[1] % (message.size() + 1) : 0;
  if (head_size > message.size()) return;
  const std::string_view head = as_text(message.first(head_size));
  const ByteView body = message.subspan(head_size);
  warc::MemoryBlock block(
      parts ? warc::BlockMeasurer::http_parts(head) : warc::BlockMeasurer::http_wire(), body, head);
  MemorySink sink;
  warc::Writer writer(sink, gzip ? warc::FileForm::kGzip : warc::FileForm::kPlain);
  const warc::RecordHeader header{.type = warc::RecordType::kResponse,
                                  .id = "urn:x:1",
                                  .target_uri = "https://forum.tirazan.example/"};
  Result<warc::WrittenRecord> written = writer.write(header, block.block());
  check(written.ok());
  MemorySource source(sink.bytes());
  warc::Reader reader(source, {});
  Result<std::optional<warc::Record>> record = reader.next();
  check(record.ok() && record->has_value());
  Result<Bytes> again = read_block(reader);
  check(again.ok() && crypto::sha256(*again) == block.facts().sha256);
  Result<warc::RecordEnd> end = reader.finish_record();
  check(end.ok() && end->length == written->length);
  check(end->block == warc::DigestCheck::kMatches);
  if (!parts && written->payload_sha256) check(end->payload == warc::DigestCheck::kMatches);
  Result<std::optional<warc::Record>> last = reader.next();
  check(last.ok() && !last->has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_hostile(ByteView(data, size));
  round_trip(ByteView(data, size));
  return 0;
}
