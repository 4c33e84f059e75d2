// What files say of themselves, are written in and point to. Needs no workspace.
#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "command.h"
#include "input_file.h"

namespace sanad::cli {
namespace {

constexpr std::size_t kShownFields = 60;  // of each file, for people

// Nothing in a file may move the reader's cursor.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

void add_members(const json::Value& found, json::Object& line) {
  for (const json::Member& member : *found.as_object()) {
    if (member.name == "text_content") continue;
    json::Value* there = line.find(member.name);
    // Selectors of text in pictures stand beside those of the item.
    if (there != nullptr && there->as_array() != nullptr && member.value.as_array() != nullptr &&
        member.name.starts_with("selectors")) {
      for (const json::Value& one : *member.value.as_array()) there->as_array()->push_back(one);
    } else if (there == nullptr) {
      line.set(member.name, member.value);
    }
  }
}

// One item's fault is that item's; a fault of the machine's ends the command.
bool is_of_item(const Error& error) {
  return error.code != ErrorCode::kUnavailable && error.code != ErrorCode::kIo && !stop_requested;
}

Result<json::Object> describe_file(const InputFile& file, const std::string& name, bool with_ocr,
                                   const std::string& region) {
  const extract::Extractor extractor = stoppable();
  json::Object line{{"file", replace_malformed_utf8(name)}};
  const auto found = extract::describe(extractor, file.fd(), {}, region);
  if (!found.ok()) {
    if (!is_of_item(found.error())) return found.error();
    line.set("error", found.error().message);
    return line;
  }
  add_members(*found, line);
  if (!with_ocr) return line;
  const auto read = extract::read_pictures(extractor, file.fd());
  if (read.ok()) {
    add_members(*read, line);
  } else {
    if (!is_of_item(read.error())) return read.error();
    line.set("ocr_error", read.error().message);
  }
  return line;
}

std::string shares_in_words(const json::Value& shares, std::string_view name) {
  std::string text;
  for (const json::Value& one : *shares.as_array()) {
    text += fmt::format("{}{} {:.0f}%", text.empty() ? "" : ", ", one[name].string_or(""),
                        100 * *one["share"].as_number());
  }
  return text;
}

void add_line(std::string& text, std::string_view name, const std::string& value) {
  text += fmt::format("\n  {:<11} {}", name, printable(value));
}

void add_metadata(const json::Value& metadata, std::string& text) {
  for (const char* member :
       {"taken_at", "created_at", "modified_at", "sent_at", "device", "software"}) {
    const json::Value& one = metadata[member];
    if (one.is_null()) continue;
    const bool has_no_zone = one["zone"].string_or("") == "unknown";
    add_line(text, member,
             fmt::format("{}{} ({})", one["value"].string_or(""),
                         has_no_zone ? ", zone unknown" : "", one["source"].string_or("")));
  }
  if (const json::Value& place = metadata["place"]; !place.is_null()) {
    add_line(text, "place",
             fmt::format("{}, {} ({})", *place["latitude"].as_number(),
                         *place["longitude"].as_number(), place["source"].string_or("")));
  }
  if (const json::Value& small = metadata["thumbnail"]; !small.is_null())
    add_line(text, "thumbnail", small["comparison"].string_or(small["problem"].string_or("")));
  if (const json::Value& credentials = metadata["content_credentials"]; !credentials.is_null())
    add_line(text, "credentials", credentials["status"].string_or(""));
  if (metadata["fields"].is_null()) return;
  const json::Array& fields = *metadata["fields"].as_array();
  for (std::size_t i = 0; i < std::min(fields.size(), kShownFields); ++i) {
    text += fmt::format("\n    {} {}: {}", fields[i]["group"].string_or(""),
                        printable(fields[i]["name"].string_or("")),
                        printable(fields[i]["value"].string_or("")));
  }
  if (fields.size() > kShownFields)
    text += fmt::format("\n    and {} more; --json shows them", fields.size() - kShownFields);
}

std::string in_words(const json::Object& line) {
  const json::Value value(line);
  std::string text = printable(value["file"].string_or(""));
  for (const char* member : {"kind", "format", "sha256"}) {
    if (!value[member].is_null()) add_line(text, member, value[member].string_or(""));
  }
  if (!value["languages"].is_null())
    add_line(text, "languages", shares_in_words(value["languages"], "code"));
  if (!value["scripts"].is_null())
    add_line(text, "scripts", shares_in_words(value["scripts"], "script"));
  if (!value["metadata"].is_null()) add_metadata(value["metadata"], text);
  if (const json::Array* selectors = value["selectors"].as_array())
    add_line(text, "selectors",
             fmt::format("{}; \"sanad selectors\" lists them", selectors->size()));
  if (const json::Value& ocr = value["ocr"]; !ocr.is_null()) {
    if (ocr["text"].is_null())
      add_line(text, "ocr", "no text was found");
    else
      add_line(text, "ocr",
               fmt::format("confidence {} of 100: {}", *ocr["confidence"].as_number(),
                           ocr["text"].string_or("")));
  }
  for (const char* member : {"error", "media_error", "text_error", "ocr_error"}) {
    if (!value[member].is_null()) add_line(text, "not read", value[member].string_or(""));
  }
  return text;
}

// What is personal is masked, but for those who ask.
void mask(json::Object& line) {
  json::Value* selectors = line.find("selectors");
  if (selectors == nullptr || selectors->as_array() == nullptr) return;
  json::Array& all = *selectors->as_array();
  const auto is_personal = [](const json::Value& one) { return one["personal"].bool_or(false); };
  if (std::ranges::none_of(all, is_personal)) return;
  for (json::Value& one : all) {
    // What is personal may stand beside what is not.
    one.as_object()->erase("before");
    one.as_object()->erase("after");
    if (!is_personal(one)) continue;
    one.as_object()->set("value", "masked; --personal shows it");
    one.as_object()->erase("raw");
  }
}

Result<int> describe(Context& context) {
  const std::vector<std::string>& names = context.arguments.rest();
  if (names.empty()) {
    return Error{ErrorCode::kInvalid,
                 "name one file or more, for example: sanad describe picture.jpg"};
  }
  const std::string region = context.arguments.value("--region");
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!region.empty() && !(region.size() == 2 && std::ranges::all_of(region, capital)))
    return Error{ErrorCode::kInvalid, "--region is a country's two capitals, as in --region PK"};
  for (const std::string& name : names) {
    SANAD_TRY(const InputFile file, InputFile::open(name));
    SANAD_TRY_WITH(json::Object line,
                   describe_file(file, name, context.arguments.has("--ocr"), region), name);
    if (!context.arguments.has("--personal")) mask(line);
    fmt::print("{}\n", context.json() ? json::format_canonical(json::Value(line)) : in_words(line));
  }
  return 0;
}

}  // namespace

std::vector<Command> describe_commands() {
  return {{"describe",
           "FILE...",
           "Says what files say of themselves, what they are written in and what they point to. "
           "Needs no workspace.",
           "sanad describe picture.jpg letter.pdf --ocr --json",
           {{"--ocr", "", "read text in pictures as well; takes seconds for each", false},
            {"--region", "REGION", "numbers without a country code are of there (PK)", false},
            {"--personal", "", "show what is masked as personal data", false}},
           describe}};
}

}  // namespace sanad::cli
