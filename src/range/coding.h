// Content codings (RFC 9110 section 8.4.1): gzip, deflate (zlib format) and br.
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::range {

// coding: "gzip", "deflate" or "br". Deterministic: no name, no time in the header. kInvalid:
// another.
Result<Bytes> encode_content(std::string_view coding, ByteView plain);

// Decodes as bytes come, with constant memory.
class ContentDecoder {
 public:
  // Null for a coding that is not known. "" and "identity" pass bytes on.
  static std::unique_ptr<ContentDecoder> create(std::string_view coding);
  virtual ~ContentDecoder() = default;
  // Appends to out what data brings. kInvalid: not of that coding; then nothing more is accepted.
  virtual Result<void> update(ByteView data, Bytes& out) = 0;
  // True if the coded stream has come to its end.
  virtual bool is_whole() const = 0;
};

}  // namespace sanad::range
