// The stream in which the caged program gives an item's fingerprint and its parts
// (docs/formats/parts.md). What comes out of a cage is hostile too: lengths are limits to be
// checked, and never sizes to be trusted. Tested by frames_test.cc; fuzzed by frames_fuzz.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "json/json.h"

namespace sanad::extract {

// What is known of an item from where it stood.
struct Hints {
  std::string coding;   // of its bytes (RFC 9110 8.4.1), empty for none
  std::string type;     // "html", "mail" or empty
  std::string charset;  // of its text; empty where nobody says
};

struct Part {
  std::string name;          // bytes; not a path, and never used as one
  std::uint64_t number = 0;  // among the parts of its item, from 1
  std::uint64_t record = 0;  // that it belongs to, among those of its item, from 1; 0 for none
  Hints hints;
  bool is_encrypted = false;
  std::string problem;  // why bytes are absent or not whole; empty if they are whole
  std::uint64_t size = 0;
  Bytes bytes;  // empty where they are given on as they come
};

struct Opened {
  std::string kind;  // "archive", "mail", …; empty for an item that holds nothing
  std::uint64_t parts = 0;
  std::uint64_t records = 0;
  std::vector<std::string> problems;  // what was read before them was given
  json::Value last;                   // all that the last frame says
};

struct PartLimits {
  std::uint64_t parts = 100'000;
  std::uint64_t bytes = 4ULL << 30;         // of all parts
  std::uint64_t part_bytes = 512ULL << 20;  // of one; a longer one is given without bytes
};

inline constexpr std::size_t kMaxItemFrame = 96U << 20U;
inline constexpr std::size_t kMaxRecordFrame = 32U << 20U;
inline constexpr std::size_t kMaxHeadFrame = 64U << 10U;
inline constexpr std::size_t kMaxDataFrame = 1U << 20U;
inline constexpr std::size_t kMaxPartNameBytes = 4096;

class FrameReader {
 public:
  struct Handler {
    std::function<Result<void>(json::Value item)> on_item;  // may be empty: then none may come
    std::function<Result<void>(Part part)> on_part;
    // Both or neither: then none may come.
    std::function<Result<void>(json::Value record)> on_record = {};
    std::function<Result<void>(json::Value why)> on_unread = {};
    // May be empty; else the bytes of parts go there, and not into Part::bytes.
    std::function<Result<void>(ByteView piece)> on_data = {};
  };
  FrameReader(const PartLimits& limits, Handler handler);

  // Takes the next bytes of the stream. kInvalid: they are no frames, or say more than they may;
  // the reader takes nothing more. Else an error of the handler.
  Result<void> update(ByteView bytes);
  // The stream has ended. kInvalid: before its last frame.
  Result<Opened> finish();

 private:
  Result<void> frame(char tag, ByteView payload);
  Result<void> item(ByteView payload);
  Result<void> record(ByteView payload);
  Result<void> unread(ByteView payload);
  Result<void> data(ByteView payload);
  Result<void> begin_part(ByteView payload);
  Result<void> end_part(ByteView payload);
  Result<void> last(ByteView payload);

  PartLimits limits_;
  Handler handler_;
  Bytes waiting_;  // an unfinished frame
  std::optional<Part> part_;
  Opened opened_;
  std::uint64_t parts_ = 0, bytes_ = 0, records_ = 0;
  bool has_item_ = false, is_over_ = false;
};

}  // namespace sanad::extract
