// Reads what "sanad-extract moving" writes (docs/formats/stretches.md): pictures one after another,
// as they come, with no more of it in memory than one. What comes out of a cage is as little to be
// trusted as what went in.
#pragma once

#include <functional>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/stretches.h"
#include "json/json.h"

namespace sanad::extract {

// What may come.
struct MovingBounds {
  int side = kMovingSide;  // of a picture, the longer one
  std::size_t pictures = kMostPictures;
  std::int64_t within_ms = kMovingStretchMs;
};

class MovingReader {
 public:
  // Pictures lie within bounds.within_ms of begin_ms.
  MovingReader(std::int64_t begin_ms, std::function<Result<void>(Preview)> on_picture,
               MovingBounds bounds = {})
      : begin_ms_(begin_ms),
        last_ms_(begin_ms - 1),
        on_picture_(std::move(on_picture)),
        bounds_(bounds) {}

  // kInvalid: it is not of the form; else an error of on_picture.
  Result<void> update(ByteView bytes);
  // After the last byte. kInvalid: it is cut off.
  Result<StretchEnd> finish() const;
  std::size_t pictures() const { return pictures_; }
  // What the last frame says; null before it.
  const json::Value& said() const { return said_; }

 private:
  Result<void> picture(ByteView payload);
  Result<void> last(ByteView payload);

  std::int64_t begin_ms_;
  std::int64_t last_ms_;  // of the picture before
  std::function<Result<void>(Preview)> on_picture_;
  MovingBounds bounds_;
  Bytes waiting_;
  json::Value said_;
  std::size_t pictures_ = 0;
  std::optional<StretchEnd> end_;
};

// The end of a stretch, in an answer or in its last frame.
Result<StretchEnd> parse_stretch_end(const json::Value& value);

}  // namespace sanad::extract
