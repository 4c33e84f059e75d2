// Bytes in a zlib (RFC 1950) or gzip (RFC 1952) stream.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::credential {

enum class Packing { kZlib, kGzip };

Bytes pack(ByteView bytes, Packing packing);
// kInvalid: not one such stream to its end, with nothing behind it. kLimit: more than most.
Result<Bytes> unpack(ByteView packed, Packing packing, std::size_t most);

}  // namespace sanad::credential
