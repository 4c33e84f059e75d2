// Bytes that are another stream in disguise: base64, gzip, UTF-16. Decoded piece by piece, with a
// record of which outer bytes each inner one came from.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "characters.h"
#include "selectors/selectors.h"

namespace sanad::selectors {

// From inner offset on, each inner_unit bytes come from outer_unit bytes at outer.
struct Origin {
  std::uint64_t inner = 0;
  std::uint64_t outer = 0;
  std::uint64_t inner_unit = 1;
  std::uint64_t outer_unit = 1;
};

class LayerDecoder {
 public:
  virtual ~LayerDecoder() = default;
  // Decodes the bytes from at to limit; readable until the zero bytes after end. Answers the first
  // byte that it left: limit, or where the layer ends. offset: absolute, of at.
  virtual const Byte* decode(const Byte* at, const Byte* limit, const Byte* end,
                             std::uint64_t offset) = 0;

  // No more bytes come.
  virtual void end() {}

  Layer layer() const { return layer_; }
  bool done() const { return done_; }
  bool was_cut() const { return cut_; }
  // What decode() made since it was last taken.
  std::vector<std::uint8_t> take_bytes() { return std::move(bytes_); }
  // Where the inner bytes from to came from.
  void locate(std::uint64_t from, std::uint64_t to, std::uint64_t& begin, std::uint64_t& end) const;

 protected:
  explicit LayerDecoder(Layer layer) : layer_(layer) {}
  void mark(Origin origin);

  Layer layer_;
  bool done_ = false;
  bool cut_ = false;
  std::uint64_t made_ = 0;  // inner bytes so far
  std::vector<std::uint8_t> bytes_;
  std::vector<Origin> origins_;
};

std::unique_ptr<LayerDecoder> make_base64_decoder();
// from_start: hits are said to begin where the stream began, since nothing less can be decoded.
std::unique_ptr<LayerDecoder> make_gzip_decoder(std::uint64_t start);
// strict: two letters of ASCII where one unit is due end the stream.
std::unique_ptr<LayerDecoder> make_utf16_decoder(Layer layer, bool strict);

// Where UTF-16 begins of which that zero byte is part, and its order.
struct Utf16Start {
  const Byte* begin = nullptr;  // null: it is not
  Layer layer = Layer::kUtf16Le;
};
Utf16Start find_utf16_start(const Byte* zero, const Byte* lowest, const Byte* end,
                            std::uint64_t offset_of_zero);

}  // namespace sanad::selectors
