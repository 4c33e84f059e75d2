// Any bytes to any importer: no crash, records are well-formed, limits hold, parts begin and end.
// The first byte chooses the importer; by 255 the bytes do.
#include <cstddef>
#include <cstdint>

#include "intake/intake.h"
#include "parts/parts.h"

namespace {

using namespace sanad;
using namespace sanad::intake;

constexpr std::uint8_t kByItself = 255;
constexpr Limits kLimits{
    .records = 1000, .parts = 100, .bytes = 1U << 20U, .part_bytes = 1U << 16U};

class Checking final : public Sink {
 public:
  Result<void> record(json::Object record) override {
    if (is_open_ || ++records_ > kLimits.records) __builtin_trap();
    const std::string text = json::format_canonical(json::Value(std::move(record)));
    if (!json::parse(text).ok()) __builtin_trap();
    return {};
  }
  Result<void> begin_part(const Part& part) override {
    if (is_open_ || ++parts_ > kLimits.parts || part.record > records_) __builtin_trap();
    is_open_ = true;
    part_bytes_ = 0;
    return {};
  }
  Result<void> part_data(ByteView piece) override {
    bytes_ += piece.size();
    part_bytes_ += piece.size();
    if (!is_open_ || part_bytes_ > kLimits.part_bytes) __builtin_trap();
    return {};
  }
  Result<void> end_part(std::string_view, bool) override {
    if (!is_open_) __builtin_trap();
    is_open_ = false;
    return {};
  }
  Result<void> unread(const Unread& what) override {
    if (is_open_ || what.reason.empty()) __builtin_trap();
    return {};
  }
  bool is_open() const { return is_open_; }

 private:
  std::uint64_t records_ = 0, parts_ = 0, bytes_ = 0, part_bytes_ = 0;
  bool is_open_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  [[maybe_unused]] static const bool kPrepared = (parts::prepare(), true);
  if (size == 0) return 0;
  MemorySource source(ByteView(data + 1, size - 1));
  constexpr int kImporters = static_cast<int>(Importer::kLongText) + 1;
  Importer importer = static_cast<Importer>(data[0] % kImporters);
  if (data[0] == kByItself) importer = importer_of(source, {}).value_or(Importer::kNone);
  Checking sink;
  const auto outcome = import(source, importer, {}, kLimits, sink);
  if (!outcome.ok() || sink.is_open()) __builtin_trap();
  return 0;
}
