// Words in, frames out: docs/formats/parts.md.
#include <fmt/format.h>

#include "base/numbers.h"
#include "extractor/tasks.h"
#include "frame_writer.h"

namespace sanad::extractor {
namespace {

json::Array texts(const std::vector<std::string>& all) {
  json::Array array;
  for (const std::string& one : all) array.emplace_back(one);
  return array;
}

}  // namespace

bool is_parts_task(std::string_view task) { return task == "examine" || task == "open"; }

Result<PartsTask> parse_parts_task(const std::vector<std::string_view>& words) {
  const Error usage{ErrorCode::kInvalid,
                    "usage: sanad-extract examine|open [with-text] [with-features] "
                    "[region=REGION] [coding=CODING] "
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
    } else if (name == "with-features" || name == "region") {
      if (!task.features) task.features.emplace();
      if (name == "region") task.features->region = value;
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
    SANAD_TRY(json::Object answer, fingerprint_item(item, kind, task.hints, task.with_text,
                                                    task.features ? &*task.features : nullptr));
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
