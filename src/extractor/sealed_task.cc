#include "extractor/sealed.h"
#include "frame_writer.h"

namespace sanad::extractor {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

Result<void> write_content(const std::string& outline, ByteSource& content,
                           const json::Object& cage, const Write& write) {
  SANAD_CHECK(write_json(write, 'I', json::Object{{"outline", outline}, {"cage", cage}}));
  SANAD_CHECK(write_json(write, 'P', json::Object{{"name", ""}}));
  Bytes piece(kPieceBytes);
  for (;;) {
    // Content lies in pieces of a few kilobytes; they leave together.
    std::size_t filled = 0;
    while (filled < piece.size()) {
      SANAD_TRY(const std::size_t got, content.read(std::span(piece).subspan(filled)));
      if (got == 0) break;
      filled += got;
    }
    if (filled > 0) SANAD_CHECK(write_frame(write, 'D', ByteView(piece).first(filled)));
    if (filled < piece.size()) break;
  }
  SANAD_CHECK(write_json(write, 'E', {}));
  return write_json(write, 'Z', {});
}

}  // namespace

Result<SealedOrder> parse_sealed_order(ByteView text) {
  SANAD_TRY_WITH(const json::Value value, json::parse(as_text(text)), "the order to walk a seal");
  SealedOrder order;
  SANAD_TRY(const std::int64_t size, json::require_int(value, "size"));
  order.size = static_cast<std::uint64_t>(size);
  order.cpu_seconds = static_cast<std::uint32_t>(value["cpu_seconds"].int_or(120));
  order.is_signed = value["signed"].bool_or(false);
  if (const json::Array* names = value["names"].as_array()) {
    for (const json::Value& one : *names) {
      cms::CertificateName name;
      SANAD_TRY(name.issuer, parse_base64(one["issuer"].string_or("")));
      SANAD_TRY(name.serial, parse_base64(one["serial"].string_or("")));
      SANAD_TRY(name.key_identifier, parse_base64(one["key"].string_or("")));
      order.names.push_back(std::move(name));
    }
  }
  return order;
}

Result<void> sealed_task(const SealedOrder& order, RandomSource& source, const json::Object& cage,
                         const Write& write) {
  if (order.is_signed) {
    SANAD_TRY(const cms::SignedRead read, cms::read_signed(source, order.names));
    return write_content(cms::format_outline(read.outline), *read.content, cage, write);
  }
  SANAD_TRY(const cms::EnvelopeRead read, cms::read_envelope(source, order.names));
  // Bytes for others are of no use to who asks.
  MemorySource nothing{ByteView()};
  return write_content(cms::format_outline(read.outline),
                       read.outline.place ? *read.content : static_cast<ByteSource&>(nothing), cage,
                       write);
}

}  // namespace sanad::extractor
