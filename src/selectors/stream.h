// The bytes of one stream, in segments whose bounds are absolute offsets.
#pragma once

#include <memory>
#include <vector>

#include "core.h"
#include "layers.h"

namespace sanad::selectors {

class Scanner::Stream final : public LayerHost {
 public:
  Stream(const Options& options, int depth);

  void feed(ByteView chunk);
  void finish();
  std::vector<Hit> take();
  std::uint64_t cut_layers() const { return cut_layers_; }
  // For another stream.
  void reset();

  std::uint64_t open_layer(Layer layer, const Byte* at) override;

 private:
  void process_segment(bool last);
  void settle(std::uint64_t before);
  void find_patterns(const Byte* from, const Byte* to);
  // Decodes what the open layer has until the segment's end; closes it where it ends.
  const Byte* run_layer(const Byte* at);
  void feed_child();
  void take_from_child();
  void close_layer();
  Byte* data() { return buffer_.data() + kPadding; }
  std::uint64_t absolute(const Byte* at) {
    return offset_ + static_cast<std::uint64_t>(at - data());
  }

  const Options& options_;
  const int depth_;
  Core core_;
  std::vector<Byte> buffer_;
  std::size_t size_ = 0;      // bytes held
  std::size_t segment_ = 0;   // where the next segment begins among them
  std::uint64_t offset_ = 0;  // absolute, of the first byte held
  const Byte* segment_end_ = nullptr;
  std::vector<Hit> settled_;
  std::vector<std::uint64_t> pattern_;  // up to where each pattern has looked
  std::unique_ptr<LayerDecoder> layer_;
  std::unique_ptr<Stream> child_;
  std::uint64_t cut_layers_ = 0;
};

}  // namespace sanad::selectors
