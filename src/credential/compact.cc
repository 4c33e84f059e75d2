#include "credential/compact.h"

#include <zlib.h>

#include <cassert>

#include "credential/badge.h"
#include "credential/encodings.h"
#include "packing.h"

namespace sanad::credential {
namespace {

constexpr int kWindowBits = 15;
constexpr int kAsGzip = 16;  // added to them
constexpr int kMemoryLevel = 8;

int window_of(Packing packing) {
  return packing == Packing::kGzip ? kWindowBits + kAsGzip : kWindowBits;
}

}  // namespace

Bytes pack(ByteView bytes, Packing packing) {
  z_stream stream{};
  const int begun = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_of(packing),
                                 kMemoryLevel, Z_DEFAULT_STRATEGY);
  assert(begun == Z_OK);
  Bytes packed(deflateBound(&stream, bytes.size()));
  stream.next_in = const_cast<std::uint8_t*>(bytes.data());  // zlib reads it only
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  assert(ended == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  (void)begun, (void)ended;
  return packed;
}

namespace {

// No dictionary, name, or anything else beside the bytes.
bool has_plain_head(ByteView packed, Packing packing) {
  constexpr std::size_t kLeast = 4;
  constexpr std::uint8_t kDeflate = 8, kWidestWindow = 0x78, kDictionary = 0x20;
  if (packed.size() < kLeast) return false;
  if (packing == Packing::kGzip) return packed[2] == kDeflate && packed[3] == 0;
  return packed[0] == kWidestWindow && (packed[1] & kDictionary) == 0;
}

}  // namespace

Result<Bytes> unpack(ByteView packed, Packing packing, std::size_t most) {
  if (!has_plain_head(packed, packing))
    return Error{ErrorCode::kInvalid, "this is not a plain compressed stream"};
  z_stream stream{};
  if (inflateInit2(&stream, window_of(packing)) != Z_OK)
    return Error{ErrorCode::kLimit, "there is not enough memory to unpack this"};
  Bytes bytes(most + 1);
  stream.next_in = const_cast<std::uint8_t*>(packed.data());  // zlib reads it only
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = bytes.data();
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int ended = inflate(&stream, Z_FINISH);
  const bool is_whole = ended == Z_STREAM_END && stream.avail_in == 0;
  const bool is_long = stream.total_out > most;
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  if (is_long) return Error{ErrorCode::kLimit, "this unpacks to more than is read here"};
  if (!is_whole) return Error{ErrorCode::kInvalid, "this is not one whole compressed stream"};
  return bytes;
}

std::string format_compact(std::string_view credential) {
  return std::string(kCompactMark) + format_base45(pack(as_bytes(credential), Packing::kZlib));
}

Result<std::string> parse_compact(std::string_view text) {
  if (!is_compact(text))
    return Error{ErrorCode::kInvalid, "this is not the text of a certificate's code"};
  SANAD_TRY(const Bytes packed, parse_base45(text.substr(kCompactMark.size())));
  SANAD_TRY(const Bytes bytes, unpack(packed, Packing::kZlib, kMaxCredentialBytes));
  return to_text(bytes);
}

bool is_compact(std::string_view text) { return text.starts_with(kCompactMark); }

}  // namespace sanad::credential
