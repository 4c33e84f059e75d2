// Any bytes: no crash, and the same calls for the whole and for byte-wise feeding.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "netlog/parser.h"

namespace {

using namespace sanad;
using namespace sanad::netlog;

class Counter final : public Listener {
 public:
  Result<void> on_exchange_end(const Exchange& exchange) override {
    seen += exchange.url + ' ' + std::to_string(exchange.coded_bytes) + '\n';
    return {};
  }
  Result<void> on_note(const Note& note) override {
    seen += note.text;
    return {};
  }
  std::string seen;
};

std::string read(ByteView bytes, std::size_t step) {
  Counter counter;
  Parser parser(counter);
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (!parser.feed(bytes.subspan(at, std::min(step, bytes.size() - at))).ok()) break;
  }
  if (!parser.finish().ok()) counter.seen += "error";
  return counter.seen;
}

// A short head, so that the fuzzer's own bytes are events: every number below is a name of ours.
std::string head() {
  std::string types;
  int number = 0;
  for (const std::string& name : required_constants()) {
    constexpr std::string_view kGroup = "logEventTypes.";
    if (!name.starts_with(kGroup)) continue;
    types += (types.empty() ? "\"" : ",\"") + name.substr(kGroup.size()) +
             "\":" + std::to_string(++number);
  }
  return R"({"constants":{"logFormatVersion":1,"logCaptureMode":"Everything","timeTickOffset":1,)"
         R"("netError":{"ERR_FAILED":-2},"logEventPhase":{"PHASE_BEGIN":1,"PHASE_END":2},)"
         R"("logSourceType":{"URL_REQUEST":1},"logEventTypes":{)" +
         types + "}},\n\"events\": [\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  (void)read(input, 4096);
  std::string log = head();
  log += as_text(input);
  if (read(as_bytes(log), log.size()) != read(as_bytes(log), 7)) __builtin_trap();
  return 0;
}
