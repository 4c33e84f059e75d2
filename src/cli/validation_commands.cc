// Whether the tool does what it says: run against known truth, and whether this machine is fit now.
#include "validation_commands.h"

#include <fmt/format.h>

#include <filesystem>

#include "files/files.h"
#include "service/doctor.h"
#include "service/validations.h"
#include "service/worker.h"

namespace sanad::cli {
namespace {

std::string line_of(const json::Object& facts) {
  const json::Value of(facts);
  return fmt::format("{}  {}  {}  {} of {} tests passed  Sanad {}  environment {}  entry {}",
                     of["validation"].string_or(""), of["recorded_at"].string_or(""),
                     of["verdict"].string_or(""), of["passed"].int_or(0), of["tests"].int_or(0),
                     of["version"].string_or(""), of["environment"].string_or("").substr(0, 12),
                     of["entry"].int_or(0));
}

std::string told(const json::Object& facts, const json::Value& report) {
  std::string text = line_of(facts);
  if (const json::Array* failures = report["failures"].as_array())
    for (const json::Value& one : *failures)
      text += fmt::format("\n  {}  {}: {}", one["verdict"].string_or(""), one["id"].string_or(""),
                          one["reason"].string_or(""));
  return text;
}

json::Value json_of(const service::OpenedValidation& opened, const json::Value& report) {
  json::Object value = opened.facts;
  value.set("failures", report["failures"]);
  value.set("limits", report["limits"]);
  return value;
}

Result<int> print_validation(Context& context, service::Workspace& workspace,
                             const authority::Officer& caller, std::string_view id) {
  SANAD_TRY(const auto opened, service::open_validation(workspace, caller, id));
  SANAD_TRY(const json::Value report, json::parse_canonical(opened.report));
  context.print(json_of(opened, report), told(opened.facts, report));
  return report["verdict"].string_or("") == "passed" ? 0 : 1;
}

Result<int> validate(Context& context) {
  service::ValidationOrder order;
  order.name = context.arguments.value("--answers");
  if (!order.name.empty()) {
    SANAD_TRY(order.answers, read_text(order.name, service::kMaxFurtherAnswersBytes));
    order.name = std::filesystem::path(order.name).filename().string();
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto ordered, service::order_validation(*workspace, caller, order));
  const bool is_shown = !context.json();
  const auto done = service::run_now(
      *workspace, ordered.job, stop_requested, [&](const capture::Progress& progress) {
        if (is_shown) fmt::print(stderr, "\r\033[K{} {}", progress.phase, progress.message);
      });
  if (is_shown) fmt::print(stderr, "\r\033[K");
  if (!done.ok()) return done.error();
  return print_validation(context, *workspace, caller, ordered.validation);
}

Result<int> list_all(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_validations(*workspace, caller));
  json::Array items;
  std::vector<std::string> lines;
  for (const json::Object& one : all) {
    lines.push_back(line_of(one));
    items.emplace_back(one);
  }
  if (lines.empty())
    lines.emplace_back("The tool was not validated yet; do it with \"sanad validate\".");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the validation, or \"newest\""));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  return print_validation(context, *workspace, caller, id);
}

Result<int> export_one(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the validation, or \"newest\""));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto opened, service::open_validation(*workspace, caller, id));
  std::vector<std::pair<std::string, Bytes>> written{{"validation.json", to_bytes(opened.report)},
                                                     {"validation.json.sig", opened.signature},
                                                     {"agency.pem", to_bytes(opened.agency_pem)}};
  std::vector<std::pair<std::string, std::string>> pages;
  for (const char* language : {"en", "ur"}) {
    SANAD_TRY(std::string page, service::validation_page(opened, language));
    written.emplace_back(fmt::format("validation.{}.html", language), to_bytes(page));
    pages.emplace_back(fmt::format("validation.{}.pdf", language), std::move(page));
  }
  if (context.arguments.has("--pdf")) {
    SANAD_TRY(auto printed, service::print_validation_pages(*workspace, pages));
    for (auto& [name, bytes] : printed) written.emplace_back(name, std::move(bytes));
  }
  auto& fs = workspace->file_system();
  SANAD_CHECK(files::make_directories(fs, out));
  json::Array names;
  for (const auto& [name, bytes] : written) {
    SANAD_CHECK(files::write_file_atomic(fs, out + "/" + name, bytes));
    names.emplace_back(name);
  }
  context.print(json::Object{{"directory", out}, {"files", std::move(names)}},
                fmt::format("Wrote the report to {}. To check its signature there:\n  openssl "
                            "pkeyutl -verify -rawin -pubin -inkey agency.pem -in validation.json "
                            "-sigfile validation.json.sig",
                            out));
  return 0;
}

Result<int> doctor(Context& context) {
  SANAD_TRY(auto* workspace, context.workspace());
  const service::Diagnosis found = service::diagnose(*workspace);
  std::string text = found.is_fit() ? "This machine is fit to capture now."
                                    : "This machine is NOT FIT to capture now.";
  for (const service::FitnessLine& line : found.lines) {
    const char* mark = line.state == service::Fitness::kFit      ? "  ok    "
                       : line.state == service::Fitness::kNotice ? "  notice"
                                                                 : "  UNFIT ";
    text += fmt::format("\n{} {:<15} {}", mark, line.check, line.says);
    if (!line.to_do.empty()) text += fmt::format("\n{:>26}{}", "→ ", line.to_do);
  }
  context.print(json::Value(service::view(found)), text);
  return found.is_fit() ? 0 : 1;
}

}  // namespace

std::vector<Command> validation_commands() {
  return {
      {"doctor",
       "",
       "Says on one screen whether this machine is fit to capture now.",
       "sanad doctor",
       {},
       doctor},
      {"validate",
       "[--answers FILE]",
       "Runs Sanad against known answers and a range that knows what it served; records a report.",
       "sanad validate --as \"Chand Zarin\"",
       {{"--answers", "FILE", "further known answers (docs/formats/known-answers.md)", false}},
       validate},
      {"validation list",
       "",
       "Lists the validations of the tool.",
       "sanad validation list --as \"Chand Zarin\"",
       {},
       list_all},
      {"validation show",
       "ID",
       "Shows a validation and what did not pass in it.",
       "sanad validation show newest --as \"Chand Zarin\"",
       {},
       show},
      {"validation export",
       "ID --out DIR",
       "Writes the report, its signature, the agency's key, and pages to read.",
       "sanad validation export newest --out validation --as \"Chand Zarin\"",
       {{"--out", "DIR", "where to; made if absent", false},
        {"--pdf", "", "the pages as PDF too, printed by the browser", false}},
       export_one},
  };
}

}  // namespace sanad::cli
