#include "coding.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <fmt/format.h>
#include <zlib.h>

#include <array>

namespace sanad::range {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr int kGzipWindowBits = 15 + 16;
constexpr int kZlibWindowBits = 15;

Error broken(std::string_view coding) {
  return {ErrorCode::kInvalid, fmt::format("the body is not of the coding {}", coding)};
}

Bytes deflate_all(ByteView plain, int window_bits) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  Bytes out(deflateBound(&stream, static_cast<uLong>(plain.size())) + 32);
  stream.next_in = const_cast<Bytef*>(plain.data());
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class Identity final : public ContentDecoder {
 public:
  Result<void> update(ByteView data, Bytes& out) override {
    out.insert(out.end(), data.begin(), data.end());
    return {};
  }
  bool is_whole() const override { return true; }
};

class Inflater final : public ContentDecoder {
 public:
  explicit Inflater(int window_bits) { inflateInit2(&stream_, window_bits); }
  Inflater(const Inflater&) = delete;
  ~Inflater() override { inflateEnd(&stream_); }
  Result<void> update(ByteView data, Bytes& out) override {
    stream_.next_in = const_cast<Bytef*>(data.data());
    stream_.avail_in = static_cast<uInt>(data.size());
    std::array<std::uint8_t, kBufferBytes> buffer;
    while (stream_.avail_in > 0) {
      if (is_whole_) return broken("deflate");
      stream_.next_out = buffer.data();
      stream_.avail_out = static_cast<uInt>(buffer.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t made = buffer.size() - stream_.avail_out;
      out.insert(out.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(made));
      if (status == Z_STREAM_END) {
        is_whole_ = true;
      } else if (status != Z_OK) {
        return broken("deflate");
      }
    }
    return {};
  }
  bool is_whole() const override { return is_whole_; }

 private:
  z_stream stream_{};
  bool is_whole_ = false;
};

class Unbrotli final : public ContentDecoder {
 public:
  Unbrotli()
      : state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr),
               BrotliDecoderDestroyInstance) {}
  Result<void> update(ByteView data, Bytes& out) override {
    const std::uint8_t* next_in = data.data();
    std::size_t left = data.size();
    std::array<std::uint8_t, kBufferBytes> buffer;
    BrotliDecoderResult status = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (left > 0 || status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      if (is_whole_) return broken("br");
      std::uint8_t* next_out = buffer.data();
      std::size_t room = buffer.size();
      status =
          BrotliDecoderDecompressStream(state_.get(), &left, &next_in, &room, &next_out, nullptr);
      out.insert(out.end(), buffer.data(), next_out);
      if (status == BROTLI_DECODER_RESULT_ERROR) return broken("br");
      is_whole_ = status == BROTLI_DECODER_RESULT_SUCCESS;
    }
    return {};
  }
  bool is_whole() const override { return is_whole_; }

 private:
  std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state_;
  bool is_whole_ = false;
};

}  // namespace

Result<Bytes> encode_content(std::string_view coding, ByteView plain) {
  if (coding == "gzip") return deflate_all(plain, kGzipWindowBits);
  if (coding == "deflate") return deflate_all(plain, kZlibWindowBits);
  if (coding == "br") {
    std::size_t size = BrotliEncoderMaxCompressedSize(plain.size());
    Bytes out(size);
    BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(), plain.data(),
                          &size, out.data());
    out.resize(size);
    return out;
  }
  return Error{ErrorCode::kInvalid,
               fmt::format("\"{}\" is not a coding; use gzip, deflate or br", coding)};
}

std::unique_ptr<ContentDecoder> ContentDecoder::create(std::string_view coding) {
  if (coding.empty() || coding == "identity") return std::make_unique<Identity>();
  if (coding == "gzip" || coding == "x-gzip") return std::make_unique<Inflater>(kGzipWindowBits);
  if (coding == "deflate") return std::make_unique<Inflater>(kZlibWindowBits);
  if (coding == "br") return std::make_unique<Unbrotli>();
  return nullptr;
}

}  // namespace sanad::range
