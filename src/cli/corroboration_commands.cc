#include <fmt/format.h>

#include "export_commands.h"
#include "service/corroborations.h"

namespace sanad::cli {
namespace {

std::string side_words(const json::Value& side) {
  std::string words =
      fmt::format("{} (entry {})", side["number"].string_or(""), side["entry"].int_or(0));
  const json::Value& foreign = side["foreign"];
  if (foreign.is_null()) return words;
  return words + fmt::format(", which is {} of {}, entry {} of {}", foreign["number"].string_or(""),
                             foreign["agency"].string_or(""), foreign["sealed"].int_or(0),
                             foreign["origin"].string_or(""));
}

std::string words_of(const service::Corroboration& one) {
  const json::Value& data = one.data;
  const json::Value& likeness = data["likeness_percent"];
  const json::Value& distance = data["screenshot_distance"];
  std::string text = fmt::format(
      "{}  {}\n  {}\n  {}\n  {} parts: {} the same, {} dynamic, {} where the askers differ, {} "
      "unexplained, {} missing here, {} missing there\n  documents {}; pictures {}; {} s between",
      one.id, format_timestamp(one.at), side_words(data["here"]), side_words(data["there"]),
      data["parts"].int_or(0), data["same"].int_or(0), data["dynamic"].int_or(0),
      data["context"].int_or(0), data["unexplained"].int_or(0), data["missing_here"].int_or(0),
      data["missing_there"].int_or(0),
      likeness.is_null() ? "not compared" : fmt::format("{}% alike", likeness.int_or(0)),
      distance.is_null() ? "not compared" : fmt::format("{} of 256 bits apart", distance.int_or(0)),
      data["seconds_between"].int_or(0));
  if (const json::Array* rows = data["rows"].as_array())
    for (const json::Value& row : *rows)
      text += fmt::format("\n    {} {}  {}, {}: {}", row["method"].string_or(""),
                          row["url"].string_or(""), row["what"].string_or(""),
                          row["explanation"].string_or(""), row["detail"].string_or(""));
  if (data["more_rows"].int_or(0) > 0)
    text += fmt::format("\n    and {} more", data["more_rows"].int_or(0));
  return text;
}

Result<int> corroborate(Context& context) {
  service::CorroborationOrder order;
  SANAD_TRY(order.exhibit, context.arguments.only("the exhibit"));
  SANAD_TRY(order.with, context.arguments.require("--with"));
  order.note = context.arguments.value("--note");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::record_corroboration(*workspace, caller, order));
  context.print(json::Value(service::view(made)), words_of(made));
  return 0;
}

Result<int> corroborations(Context& context) {
  SANAD_TRY(const std::string exhibit, context.arguments.only("the exhibit"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_corroborations(*workspace, caller, exhibit));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : all) {
    items.emplace_back(service::view(one));
    lines.push_back(words_of(one));
  }
  if (lines.empty()) lines.emplace_back("It was compared with no other capture.");
  context.print_list(std::move(items), lines);
  return 0;
}

}  // namespace

std::vector<Command> corroboration_commands() {
  return {
      {"corroborate",
       "EXHIBIT --with EXHIBIT",
       "Compares a capture with another one of the same page, part by part, and records it.",
       "sanad corroborate TZ-2026-0001-002 --with TZ-2026-0001-005 --as \"Amal Mirani\"",
       {{"--with", "EXHIBIT", "another capture, or one taken in from another agency's bundle",
         false},
        {"--note", "TEXT", "for the record", false}},
       corroborate},
      {"corroborations",
       "EXHIBIT",
       "Lists what a capture was compared with.",
       "sanad corroborations TZ-2026-0001-002 --as \"Amal Mirani\"",
       {},
       corroborations},
  };
}

}  // namespace sanad::cli
