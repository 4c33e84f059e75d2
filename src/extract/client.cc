#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "ask.h"
#include "cage/input.h"
#include "extract/extract.h"

namespace sanad::extract {

Result<json::Value> ask(const Extractor& extractor, int input, std::vector<std::string> task) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  SANAD_TRY(const Bytes output,
            cage::run({extractor.program, std::move(task), input, extractor.limits,
                       extractor.is_cancelled, extractor.pool}));
  // What comes out of a cage is as little to be trusted as what went in.
  SANAD_TRY_WITH(json::Value answer, json::parse(as_text(output)), "the extractor's answer");
  if (answer.as_object() == nullptr) {
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no object: the item is not to be trusted"};
  }
  return answer;
}

namespace {

Result<Opened> ask_for_parts(const Extractor& extractor, const char* task, int input,
                             const Hints& hints, const PartLimits& limits,
                             FrameReader::Handler handler, std::vector<std::string> more = {}) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  std::vector<std::string> words = {task, "with-text", fmt::format("parts={}", limits.parts),
                                    fmt::format("bytes={}", limits.bytes),
                                    fmt::format("part-bytes={}", limits.part_bytes)};
  words.insert(words.end(), more.begin(), more.end());
  if (!hints.coding.empty()) words.push_back("coding=" + hints.coding);
  if (!hints.type.empty()) words.push_back("type=" + hints.type);
  if (!hints.charset.empty()) words.push_back("charset=" + hints.charset);
  cage::Limits of_cage = extractor.limits;
  // Frames of data are counted by the reader; the heads of parts are short, or end the stream.
  of_cage.output_bytes += 2 * limits.bytes + limits.parts * (kMaxPartNameBytes * 2);
  FrameReader reader(limits, std::move(handler));
  SANAD_CHECK(
      cage::run({extractor.program, words, input, of_cage, extractor.is_cancelled, extractor.pool},
                [&reader](ByteView piece) { return reader.update(piece); }));
  return reader.finish();
}

}  // namespace

Result<json::Value> fingerprint(const Extractor& extractor, int input, std::string_view coding) {
  return ask(extractor, input, {"fingerprint", std::string(coding)});
}

Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding) {
  return ask(extractor, input, {"fingerprint-with-text", std::string(coding)});
}

Result<Preview> preview(const Extractor& extractor, int input, std::string_view coding,
                        std::optional<std::int64_t> at_ms) {
  SANAD_TRY(
      const json::Value answer,
      ask(extractor, input, {"preview", std::string(coding), at_ms ? std::to_string(*at_ms) : ""}));
  const std::int64_t width = answer["width"].int_or(0), height = answer["height"].int_or(0);
  auto pixels = parse_base64(answer["rgb"].string_or(""));
  const bool is_picture = width >= 1 && height >= 1 && width <= kPreviewSide &&
                          height <= kPreviewSide && pixels.ok() &&
                          pixels->size() == static_cast<std::size_t>(width * height * 3);
  if (!is_picture) {
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no picture: the item is not to be trusted"};
  }
  Preview out{static_cast<int>(width), static_cast<int>(height), std::move(*pixels), {}, false};
  if (const auto time = answer["time_ms"].as_int()) out.time_ms = *time;
  out.damaged = answer["damaged"].bool_or(false);
  return out;
}

Result<Opened> open_parts(const Extractor& extractor, int input, const Hints& hints,
                          const PartLimits& limits,
                          const std::function<Result<void>(Part)>& on_part) {
  return ask_for_parts(extractor, "open", input, hints, limits, {{}, on_part});
}

Result<Opened> examine(const Extractor& extractor, int input, const Hints& hints,
                       const PartLimits& limits,
                       const std::function<Result<void>(json::Value)>& on_item,
                       const std::function<Result<void>(Part)>& on_part) {
  return ask_for_parts(extractor, "examine", input, hints, limits, {on_item, on_part});
}

Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          const Hints& hints) {
  json::Value item;
  SANAD_CHECK(examine(
      extractor, input, hints, {.parts = 0, .bytes = 0, .part_bytes = 0},
      [&](json::Value answer) {
        item = std::move(answer);
        return Result<void>{};
      },
      [](Part) { return Result<void>{}; }));
  return item;
}

Result<json::Value> describe(const Extractor& extractor, int input, const Hints& hints,
                             const std::string& region) {
  json::Value item;
  SANAD_CHECK(ask_for_parts(extractor, "examine", input, hints,
                            {.parts = 0, .bytes = 0, .part_bytes = 0},
                            {[&](json::Value answer) {
                               item = std::move(answer);
                               return Result<void>{};
                             },
                             [](Part) { return Result<void>{}; }},
                            {"with-features", "region=" + region}));
  return item;
}

Result<json::Value> read_pictures(const Extractor& extractor, int input) {
  Extractor patient = extractor;
  patient.program = extractor.ocr_program;
  patient.limits.wall_seconds = 4 * kOcrSeconds;
  patient.limits.cpu_seconds = kOcrSeconds;
  return ask(patient, input, {});
}

Result<json::Object> cage_walls(const Extractor& extractor) {
  SANAD_TRY(const cage::Input input, cage::Input::of(ByteView()));
  SANAD_TRY(const json::Value answer, ask(extractor, input.fd(), {"fingerprint"}));
  const json::Object* walls = answer["cage"].as_object();
  if (walls == nullptr)
    return Error{ErrorCode::kUnavailable, "sanad-extract does not say that it stood in a cage"};
  json::Object out = *walls;
  out.set("limits", true);
  return out;
}

Result<json::Value> check_rules(const Extractor& extractor, std::string_view rules) {
  const ByteView piece = as_bytes(rules);
  SANAD_TRY(const cage::Input input, cage::Input::of(piece));
  return ask(extractor, input.fd(), {"check-rules"});
}

Result<Bytes> compile_rules(const Extractor& extractor, std::string_view rules) {
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(rules)));
  return cage::run({extractor.program,
                    {"compile-rules"},
                    input.fd(),
                    extractor.limits,
                    extractor.is_cancelled,
                    extractor.pool});
}

Result<json::Value> scan(const Extractor& extractor, ByteView item, std::string_view coding,
                         std::span<const RuleFile> rules) {
  std::vector<std::string> words{"scan", std::string(coding)};
  std::vector<ByteView> pieces;
  for (const RuleFile& file : rules) {
    words.push_back(fmt::format("{}{}", file.is_compiled ? "compiled=" : "", file.bytes.size()));
    pieces.push_back(file.bytes);
  }
  pieces.push_back(item);
  SANAD_TRY(const cage::Input input, cage::Input::of(pieces));
  SANAD_TRY(json::Value answer, ask(extractor, input.fd(), std::move(words)));
  const json::Array* sets = answer["sets"].as_array();
  if (sets == nullptr || sets->size() != rules.size()) {
    return Error{ErrorCode::kInvalid,
                 "the extractor did not answer for each file of rules: the item is not to be "
                 "trusted"};
  }
  return answer;
}

Result<std::vector<std::vector<int>>> compare_ssdeep(const Extractor& extractor,
                                                     std::span<const std::string> queries,
                                                     std::span<const std::string> entries) {
  json::Object request{{"queries", json::Array(queries.begin(), queries.end())},
                       {"entries", json::Array(entries.begin(), entries.end())}};
  const std::string text = json::format_canonical(json::Value(std::move(request)));
  const ByteView piece = as_bytes(text);
  SANAD_TRY(const cage::Input input, cage::Input::of(piece));
  SANAD_TRY(const json::Value answer, ask(extractor, input.fd(), {"compare"}));
  const Error wrong{ErrorCode::kInvalid,
                    "the extractor did not answer for each digest: the comparison is not to be "
                    "trusted"};
  const json::Array* rows = answer["scores"].as_array();
  if (rows == nullptr || rows->size() != queries.size()) return wrong;
  std::vector<std::vector<int>> scores;
  for (const json::Value& row : *rows) {
    const json::Array* cells = row.as_array();
    if (cells == nullptr || cells->size() != entries.size()) return wrong;
    std::vector<int>& of_query = scores.emplace_back();
    for (const json::Value& cell : *cells) of_query.push_back(static_cast<int>(cell.int_or(0)));
  }
  return scores;
}

Result<screening::List> read_people_list(const Extractor& extractor, int input,
                                         const PeopleListForm& form) {
  json::Object order{{"format", form.is_csv ? "csv" : "un-xml"}, {"name", form.name}};
  if (form.is_csv) {
    order.set("version", form.version);
    order.set("columns", screening::format_columns(form.columns));
  }
  Extractor roomy = extractor;
  roomy.limits.output_bytes = kMaxListAnswerBytes;
  SANAD_TRY(const json::Value answer,
            ask(roomy, input, {"people-list", json::format_canonical(json::Value(order))}));
  SANAD_TRY(screening::List list, screening::parse_list(answer["list"]));
  screening::name_entries(list);
  return list;
}

}  // namespace sanad::extract
