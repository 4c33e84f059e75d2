#include <fmt/format.h>

#include "operations.h"
#include "present/case_uco.h"
#include "zip/reader.h"
#include "zip/writer.h"

namespace sanad::validation {
namespace {

constexpr std::uint64_t kMaxZipEntry = 16ULL << 20;

Result<std::string> jcs(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  SANAD_TRY(const json::Value value, json::parse(as_text(data)));
  return json::format_canonical(value);
}

// Each file is read to its end, which compares its bytes with its CRC-32.
Result<std::string> zip_read(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  MemorySource source(data);
  SANAD_TRY(const zip::Reader reader, zip::Reader::open(source, {}));
  std::string told;
  for (const zip::Entry& entry : reader.entries()) {
    SANAD_TRY(const Bytes content, reader.read_all(entry, kMaxZipEntry));
    told += fmt::format("{}{} {} {:08x}", told.empty() ? "" : "\n", entry.name, content.size(),
                        entry.crc32);
  }
  return told;
}

Result<std::string> crc32(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  MemorySink sink;
  zip::Writer writer(sink, {});
  SANAD_TRY(const zip::Written written, writer.add("data", zip::Method::kStored, data));
  return fmt::format("{:08x}", written.crc32);
}

Result<std::string> base64_encode(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const Bytes data, bytes_of(inputs, "data"));
  return format_base64(data);
}

Result<std::string> base64_decode(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string text, text_of(inputs, "data"));
  SANAD_TRY(const Bytes bytes, parse_base64(text));
  return format_hex(bytes);
}

Result<std::string> uuid5(const json::Value& inputs, const extract::Extractor&) {
  SANAD_TRY(const std::string name, text_of(inputs, "name"));
  return present::format_uuid5(name);
}

}  // namespace

void add_format_operations(Operations& all) {
  all["jcs"] = jcs;
  all["zip-read"] = zip_read;
  all["crc-32"] = crc32;
  all["base64-encode"] = base64_encode;
  all["base64-decode"] = base64_decode;
  all["uuid5"] = uuid5;
}

}  // namespace sanad::validation
