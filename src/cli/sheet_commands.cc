// Verification sheets: what was found of an exhibit or a part, in three panels.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/sheets.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxContentBytes = 1ULL << 20;

Result<records::SheetSubject> subject_of(const Context& context) {
  records::SheetSubject subject;
  SANAD_TRY(subject.exhibit, context.arguments.only("the exhibit"));
  if (context.arguments.has("--part")) {
    SANAD_TRY_WITH(subject.part, parse_decimal(context.arguments.value("--part")), "--part");
  }
  return subject;
}

void add_assessment(const json::Value& value, std::vector<std::string>& lines) {
  if (const std::string reasons = value["reasons"].string_or(""); !reasons.empty())
    lines.push_back("      reasons: " + reasons);
  const json::Array* evidence = value["evidence"].as_array();
  if (evidence == nullptr) return;
  for (const json::Value& one : *evidence) {
    std::string text =
        one["exhibit"].is_null()
            ? fmt::format("{}, seen {}", one["address"].string_or(""), one["seen_at"].string_or(""))
            : one["exhibit"].string_or("");
    if (one["part"].as_int()) text += fmt::format(", part {}", *one["part"].as_int());
    if (!one["file"].is_null()) text += ", " + one["file"].string_or("");
    if (one["offset"].as_int()) text += fmt::format(", from byte {}", *one["offset"].as_int());
    if (one["length"].as_int()) text += fmt::format(", {} bytes", *one["length"].as_int());
    const std::string note = one["note"].string_or("");
    lines.push_back(fmt::format("      evidence: {}{}{}", text, note.empty() ? "" : ": ", note));
  }
}

std::string finding_of(const json::Value& value) {
  const std::string sure = value["confidence"].string_or("");
  return value["finding"].string_or("") +
         (sure.empty() ? "" : fmt::format(" ({} confidence)", sure));
}

void add_panels(const json::Value& content, std::vector<std::string>& lines) {
  std::string panel, unexamined;
  const auto end_panel = [&] {
    if (!unexamined.empty()) lines.push_back("  not examined: " + unexamined);
    unexamined.clear();
  };
  for (const json::Value& question : service::sheet_questions()) {
    const std::string of = question["panel"].string_or(""), id = question["question"].string_or("");
    if (of != panel) {
      end_panel();
      panel = of;
      lines.push_back(of);
    }
    const json::Value& answer = content[of][id];
    if (answer.is_null()) {
      unexamined += (unexamined.empty() ? "" : ", ") + id;
      continue;
    }
    lines.push_back(fmt::format("  {}: {}", id, finding_of(answer)));
    if (const std::string text = answer["text"].string_or(""); !text.empty())
      lines.push_back("      " + text);
    add_assessment(answer, lines);
  }
  end_panel();
}

void add_notes(const json::Value& content, std::vector<std::string>& lines) {
  const json::Value& places = content["geolocation"];
  lines.push_back("geolocation: " + places["claimed"].string_or(""));
  if (const json::Array* all = places["candidates"].as_array(); all) {
    for (const json::Value& one : *all) {
      lines.push_back(fmt::format("  {}, {} {} within {} m: {}", one["name"].string_or(""),
                                  one["latitude"].string_or(""), one["longitude"].string_or(""),
                                  one["radius_m"].int_or(0), finding_of(one)));
      lines.push_back("      " + one["features"].string_or(""));
      add_assessment(one, lines);
    }
  }
  const json::Value& times = content["chronolocation"];
  lines.push_back("chronolocation: " + times["claimed"].string_or(""));
  if (const json::Array* all = times["estimates"].as_array(); all) {
    for (const json::Value& one : *all) {
      lines.push_back(fmt::format("  {}, from {} to {} ({}): {}", one["method"].string_or(""),
                                  one["earliest"].string_or(""), one["latest"].string_or(""),
                                  one["zone"].string_or(""), finding_of(one)));
      lines.push_back("      " + one["details"].string_or(""));
      add_assessment(one, lines);
    }
  }
}

std::string head_of(const records::SheetVersion& version) {
  return fmt::format("{}  version {}  {}  {}{}{}", version.sheet, version.version,
                     format_timestamp(version.at), version.actor,
                     version.reason.empty() ? "" : "  ", version.reason);
}

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

Result<int> show(Context& context) {
  SANAD_TRY(const auto subject, subject_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(auto versions, service::sheet_history(*workspace, caller, subject));
  if (context.arguments.has("--version")) {
    SANAD_TRY(const std::uint64_t wanted, context.arguments.number("--version", 0));
    std::erase_if(versions, [&](const records::SheetVersion& one) {
      return static_cast<std::uint64_t>(one.version) != wanted;
    });
    if (versions.empty())
      return Error{ErrorCode::kNotFound, fmt::format("the sheet has no version {}", wanted)};
  }
  SANAD_TRY(json::Object object, service::view_sheet(*workspace, subject, versions));
  std::vector<std::string> lines{versions.empty() ? "Nothing was examined yet."
                                                  : head_of(versions.front())};
  const json::Value content = versions.empty() ? json::Value() : versions.front().content;
  lines.push_back("claim: " + content["claim"].string_or(""));
  add_panels(content, lines);
  if (!versions.empty()) add_notes(content, lines);
  context.print(json::Value(std::move(object)), joined(lines));
  return 0;
}

Result<int> save(Context& context) {
  service::SheetOrder order;
  SANAD_TRY(order.subject, subject_of(context));
  SANAD_TRY(const std::string file, context.arguments.require("--file"));
  SANAD_TRY(const std::uint64_t base, context.arguments.number("--base", 0));
  order.base = static_cast<std::int64_t>(std::min<std::uint64_t>(base, INT32_MAX));
  order.reason = context.arguments.value("--reason");
  SANAD_TRY(const std::string text, read_text(file, kMaxContentBytes));
  SANAD_TRY_WITH(order.content, json::parse(text), file);
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto saved, service::save_sheet(*workspace, caller, order));
  SANAD_TRY(json::Object object, service::view(*workspace, saved, true));
  context.print(json::Value(std::move(object)),
                fmt::format("Saved as version {} of {}.", saved.version, saved.sheet));
  return 0;
}

Result<int> print_heads(Context& context, service::Workspace& workspace,
                        const std::vector<records::SheetVersion>& versions, bool with_subject) {
  json::Array items;
  std::vector<std::string> lines;
  for (const records::SheetVersion& one : versions) {
    SANAD_TRY(json::Object head, service::view(workspace, one, false));
    std::string line = head_of(one);
    if (with_subject)
      line = fmt::format("{}{}  {}", head.find("exhibit_number")->string_or(""),
                         one.subject.part ? fmt::format(" part {}", *one.subject.part) : "", line);
    lines.push_back(std::move(line));
    items.emplace_back(std::move(head));
  }
  if (lines.empty()) lines.emplace_back("No verification sheet was saved.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> history(Context& context) {
  SANAD_TRY(const auto subject, subject_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto versions, service::sheet_history(*workspace, caller, subject));
  return print_heads(context, *workspace, versions, false);
}

Result<int> list(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto sheets, service::list_sheets(*workspace, caller, of_case,
                                                    context.arguments.value("--exhibit")));
  return print_heads(context, *workspace, sheets, true);
}

Result<int> facts(Context& context) {
  SANAD_TRY(const auto subject, subject_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Value found, service::sheet_facts(*workspace, caller, subject));
  std::vector<std::string> lines;
  for (const json::Value& one : *found["items"].as_array()) {
    const std::string name = one["name"].string_or("");
    const json::Value& source = one["source"];
    lines.push_back(fmt::format(
        "{}, {}  {}{}{}: {}  [{}{}]", one["panel"].string_or(""), one["question"].string_or(""),
        one["fact"].string_or(""), name.empty() ? "" : " ", name, one["value"].string_or(""),
        source["exhibit_number"].string_or(""),
        source["part"].as_int() ? fmt::format(" part {}", *source["part"].as_int()) : ""));
  }
  if (lines.empty()) lines.emplace_back("Nothing is on record.");
  if (found["left_out"].int_or(0) > 0)
    lines.push_back(fmt::format("{} more are not shown.", found["left_out"].int_or(0)));
  context.print(found, joined(lines));
  return 0;
}

}  // namespace

std::vector<Command> sheet_commands() {
  const Option part{"--part", "N", "of one of its parts (else of the whole exhibit)", false};
  return {
      {"sheet show",
       "EXHIBIT",
       "Shows the verification sheet of an exhibit or a part: the findings for and against, and "
       "what nobody examined.",
       "sanad sheet show TZ-2026-0001-002 --part 17 --as \"Amal Mirani\"",
       {part, {"--version", "N", "an earlier version (else the newest)", false}},
       show},
      {"sheet save",
       "EXHIBIT --file FILE",
       "Saves a version of a verification sheet; the earlier ones stay.",
       "sanad sheet save TZ-2026-0001-002 --part 17 --file sheet.json --base 1 --reason \"the "
       "tower "
       "is missing\" --as \"Amal Mirani\"",
       {part,
        {"--file", "FILE", "the sheet as JSON (docs/verification-sheet.md)", false},
        {"--base", "N", "the version that was changed (0: there was none)", false},
        {"--reason", "TEXT", "why it is changed", false}},
       save},
      {"sheet history",
       "EXHIBIT",
       "Lists the versions of a verification sheet, with their authors and times.",
       "sanad sheet history TZ-2026-0001-002 --part 17 --as \"Amal Mirani\"",
       {part},
       history},
      {"sheet list",
       "--case CASE",
       "Lists the verification sheets of a case.",
       "sanad sheet list --case TZ-2026-0001 --as \"Amal Mirani\"",
       {{"--case", "CASE", "its identifier or reference", false},
        {"--exhibit", "EXHIBIT", "of one exhibit only", false}},
       list},
      {"sheet facts",
       "EXHIBIT",
       "Shows what is on record beside a verification sheet, each fact with its source; facts are "
       "no findings.",
       "sanad sheet facts TZ-2026-0001-002 --part 17 --as \"Amal Mirani\"",
       {part},
       facts},
  };
}

}  // namespace sanad::cli
