#include "frame_writer.h"

#include "base/utf8.h"

namespace sanad::extractor {

Result<void> write_frame(const Write& write, char tag, ByteView payload) {
  Bytes frame;
  frame.reserve(payload.size() + 5);
  frame.push_back(static_cast<std::uint8_t>(tag));
  for (const int shift : {24, 16, 8, 0})
    frame.push_back(static_cast<std::uint8_t>(payload.size() >> shift));
  frame.insert(frame.end(), payload.begin(), payload.end());
  return write(frame);
}

Result<void> write_json(const Write& write, char tag, json::Object object) {
  const std::string text = json::format_canonical(json::Value(std::move(object)));
  return write_frame(write, tag, as_bytes(text));
}

Result<void> FrameSink::begin(const parts::Part& part) {
  json::Object head{{"name", format_base64(as_bytes(part.name))}};
  if (part.encrypted) head.set("encrypted", true);
  if (!part.hints.type.empty()) head.set("type", part.hints.type);
  if (!part.hints.charset.empty())
    head.set("charset", replace_malformed_utf8(part.hints.charset.substr(0, 40)));
  return write_json(write_, 'P', std::move(head));
}

Result<void> FrameSink::data(ByteView piece) { return write_frame(write_, 'D', piece); }

Result<void> FrameSink::end(std::string_view problem, bool is_given_up) {
  json::Object tail;
  if (!problem.empty()) tail.set("problem", replace_malformed_utf8(problem.substr(0, 300)));
  if (is_given_up) tail.set("given_up", true);
  return write_json(write_, 'E', std::move(tail));
}

}  // namespace sanad::extractor
