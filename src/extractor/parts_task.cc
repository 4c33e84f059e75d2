// Words in, frames out. A frame is a byte that says what it is, its length as four bytes,
// big-endian, and that many bytes: docs/formats/parts.md.
#include <fmt/format.h>

#include "base/numbers.h"
#include "base/utf8.h"
#include "extractor/tasks.h"

namespace sanad::extractor {
namespace {

Result<void> write_frame(const Write& write, char tag, ByteView payload) {
  Bytes frame = {static_cast<std::uint8_t>(tag)};
  for (const int shift : {24, 16, 8, 0})
    frame.push_back(static_cast<std::uint8_t>(payload.size() >> shift));
  frame.insert(frame.end(), payload.begin(), payload.end());
  return write(frame);
}

Result<void> write_json(const Write& write, char tag, json::Object object) {
  const std::string text = json::format_canonical(json::Value(std::move(object)));
  return write_frame(write, tag, as_bytes(text));
}

class FrameSink final : public parts::Sink {
 public:
  explicit FrameSink(const Write& write) : write_(write) {}

  Result<void> begin(const parts::Part& part) override {
    json::Object head{{"name", format_base64(as_bytes(part.name))}};
    if (part.encrypted) head.set("encrypted", true);
    if (!part.hints.type.empty()) head.set("type", part.hints.type);
    if (!part.hints.charset.empty())
      head.set("charset", replace_malformed_utf8(part.hints.charset.substr(0, 40)));
    return write_json(write_, 'P', std::move(head));
  }
  Result<void> data(ByteView piece) override { return write_frame(write_, 'D', piece); }
  Result<void> end(std::string_view problem, bool is_given_up) override {
    json::Object tail;
    if (!problem.empty()) tail.set("problem", replace_malformed_utf8(problem.substr(0, 300)));
    if (is_given_up) tail.set("given_up", true);
    return write_json(write_, 'E', std::move(tail));
  }

 private:
  const Write& write_;
};

json::Array texts(const std::vector<std::string>& all) {
  json::Array array;
  for (const std::string& one : all) array.emplace_back(one);
  return array;
}

}  // namespace

bool is_parts_task(std::string_view task) { return task == "examine" || task == "open"; }

Result<PartsTask> parse_parts_task(const std::vector<std::string_view>& words) {
  const Error usage{ErrorCode::kInvalid,
                    "usage: sanad-extract examine|open [with-text] [coding=CODING] "
                    "[type=html|mail] [charset=NAME] [parts=N] [bytes=N] [part-bytes=N] <item"};
  if (words.empty() || !is_parts_task(words[0])) return usage;
  PartsTask task;
  task.with_item = words[0] == "examine";
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    const std::string_view name = words[i].substr(0, equals);
    const std::string_view value =
        equals == std::string_view::npos ? "" : words[i].substr(equals + 1);
    if (name == "with-text") {
      task.with_text = true;
    } else if (name == "coding") {
      task.coding = value;
    } else if (name == "type") {
      task.hints.type = value;
    } else if (name == "charset") {
      task.hints.charset = value;
    } else if (name == "parts" || name == "bytes" || name == "part-bytes") {
      const auto number = parse_decimal(value);
      if (!number.ok()) return usage;
      (name == "parts"   ? task.limits.parts
       : name == "bytes" ? task.limits.bytes
                         : task.limits.part_bytes) = *number;
    } else {
      return usage;
    }
  }
  return task;
}

Result<void> parts_task(const PartsTask& task, ByteView item, const json::Object& cage,
                        const Write& write) {
  Bytes decoded;
  if (!task.coding.empty()) {
    SANAD_TRY(decoded, decode(item, task.coding));
    item = decoded;
  }
  const parts::Kind kind = parts::kind_of(item, task.hints);
  if (task.with_item) {
    SANAD_TRY(json::Object answer, fingerprint_item(item, kind, task.hints, task.with_text));
    answer.set("cage", cage);
    SANAD_CHECK(write_json(write, 'I', std::move(answer)));
  }
  FrameSink sink(write);
  SANAD_TRY(const parts::Opened opened, parts::open(item, kind, task.hints, task.limits, sink));
  return write_json(write, 'Z',
                    json::Object{{"kind", parts::kind_name(kind)},
                                 {"parts", opened.parts},
                                 {"problems", texts(opened.problems)}});
}

}  // namespace sanad::extractor
