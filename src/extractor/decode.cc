#include <brotli/decode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <array>
#include <memory>

#include "extractor/tasks.h"

namespace sanad::extractor {
namespace {

constexpr std::size_t kPieceBytes = 1 << 16;
constexpr int kGzipOrZlib = 15 + 32;  // zlib's word for "either, by its header"
constexpr int kRawDeflate = -15;

Error damaged(std::string_view coding) {
  return {ErrorCode::kInvalid,
          fmt::format("the item is not coded as {}, as it is said to be", coding)};
}
Error too_long() {
  return {ErrorCode::kLimit,
          fmt::format("the item unpacks to more than {} bytes", kMaxDecodedBytes)};
}

// A body that was cut gives what came of it.
Result<Bytes> inflate(ByteView coded, int window_bits, std::string_view coding) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return too_long();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> owner(&stream, inflateEnd);
  stream.next_in = const_cast<Bytef*>(coded.data());  // zlib does not write there
  stream.avail_in = static_cast<uInt>(coded.size());
  Bytes all;
  std::array<std::uint8_t, kPieceBytes> piece{};
  for (;;) {
    stream.next_out = piece.data();
    stream.avail_out = kPieceBytes;
    const int status = ::inflate(&stream, Z_NO_FLUSH);
    all.insert(all.end(), piece.begin(), piece.end() - stream.avail_out);
    if (all.size() > kMaxDecodedBytes) return too_long();
    if (status == Z_STREAM_END || (status == Z_BUF_ERROR && stream.avail_in == 0)) return all;
    if (status != Z_OK) return damaged(coding);
  }
}

Result<Bytes> unbrotli(ByteView coded) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  std::size_t in_left = coded.size();
  const std::uint8_t* in = coded.data();
  Bytes all;
  std::array<std::uint8_t, kPieceBytes> piece{};
  for (;;) {
    std::size_t out_left = kPieceBytes;
    std::uint8_t* out = piece.data();
    const auto status =
        BrotliDecoderDecompressStream(state.get(), &in_left, &in, &out_left, &out, nullptr);
    all.insert(all.end(), piece.data(), out);
    if (all.size() > kMaxDecodedBytes) return too_long();
    if (status == BROTLI_DECODER_RESULT_SUCCESS || status == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
      return all;
    if (status == BROTLI_DECODER_RESULT_ERROR) return damaged("br");
  }
}

}  // namespace

Result<Bytes> decode(ByteView coded, std::string_view coding) {
  if (coding.empty() || coding == "identity") return Bytes(coded.begin(), coded.end());
  if (coding == "gzip" || coding == "x-gzip") return inflate(coded, kGzipOrZlib, coding);
  if (coding == "br") return unbrotli(coded);
  if (coding == "deflate") {
    // Some servers send it without the header that RFC 9110 asks for.
    auto with_header = inflate(coded, kGzipOrZlib, coding);
    return with_header.ok() || with_header.error().code == ErrorCode::kLimit
               ? std::move(with_header)
               : inflate(coded, kRawDeflate, coding);
  }
  return Error{ErrorCode::kInvalid, fmt::format("the coding {} is not known here", coding)};
}

}  // namespace sanad::extractor
