// Lists of people that are kept, and what was found in them.
#include <fmt/format.h>

#include "command.h"
#include "screening/versions.h"
#include "service/screening.h"
#include "service/worker.h"

namespace sanad::cli {

Result<screening::CsvColumns> columns_option(const Context& context) {
  screening::CsvColumns columns;
  for (const std::string& one : context.arguments.all("--column")) {
    const std::size_t at = one.find('=');
    SANAD_CHECK_WITH(screening::set_column(columns, one.substr(0, at),
                                           at == std::string::npos ? "" : one.substr(at + 1)),
                     "--column");
  }
  return columns;
}

namespace {

std::string list_line(const records::PeopleListVersion& list) {
  return fmt::format("{}  {}  version {}  {} entries{}", list.list, list.name, list.version,
                     list.entries,
                     list.publisher.empty() ? "" : fmt::format("  of {}", list.publisher));
}

std::string version_line(const records::PeopleListVersion& version) {
  return fmt::format("{}  version {}  {} entries  {} added, {} de-listed, {} changed  sha256 {}",
                     format_timestamp(version.imported_at), version.version, version.entries,
                     version.added, version.removed, version.changed, version.sha256);
}

void add_lead(const records::ScreeningLead& lead, std::vector<std::string>& lines) {
  const json::Value& data = lead.data;
  lines.push_back(fmt::format(
      "{}  {}  {}  likeness of the name {}{}  {}, version {}{}", lead.id,
      data["reference"].string_or(""), data["primary_name"].string_or(""), data["score"].int_or(0),
      data["weak_alias"].bool_or(false) ? "  (a weak alias)" : "", data["list_name"].string_or(""),
      data["list_version"].string_or(""),
      lead.outcome == "open" ? "" : fmt::format("  reviewed: {}", lead.outcome)));
  if (lead.standing) {
    const std::string& change = lead.standing->change;
    lines.push_back(fmt::format("    {} since version {} of the list",
                                change == "removed" ? "DE-LISTED"
                                : change == "added" ? "listed again"
                                                    : "the entry was changed",
                                lead.standing->version));
  }
  if (const json::Array* fields = data["fields"].as_array()) {
    for (const json::Value& field : *fields) {
      lines.push_back(fmt::format("    {:<12} {:<9} {}", field["field"].string_or(""),
                                  field["agreement"].string_or(""),
                                  field["sentence"].string_or("")));
    }
  }
}

}  // namespace

Result<int> print_screening(Context& context, std::string_view id) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto read, service::read_screening(*workspace, caller, id));
  const json::Value& data = read.screening.data;
  SANAD_TRY(
      const auto record,
      service::lead_record(
          *workspace, static_cast<int>(data["min_score"].int_or(screening::kDefaultMinScore))));
  std::vector<std::string> lines{fmt::format("{}  {}  {}", read.screening.id,
                                             data["asked"]["name"].string_or(""),
                                             data["reason"].string_or(""))};
  for (const json::Value& list : *data["lists"].as_array()) {
    lines.push_back(
        fmt::format("  asked: {}, version {}, {} entries{}", list["name"].string_or(""),
                    list["version"].string_or(""), list["entries"].int_or(0),
                    list["more_leads"].bool_or(false) ? "; more leads than are kept" : ""));
  }
  for (const records::ScreeningLead& lead : read.leads) add_lead(lead, lines);
  if (read.leads.empty()) {
    lines.emplace_back("No entry of these lists has such a name.");
  } else {
    lines.emplace_back(screening::kLeadNotice);
    lines.push_back(service::how_often_wrong(record));
  }
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  context.print(json::Value(service::view(read, record)), text);
  return 0;
}

namespace {

Result<int> import(Context& context) {
  SANAD_TRY(const std::string file, context.arguments.only("the list's file"));
  service::PeopleListOrder order;
  SANAD_TRY(order.name, context.arguments.require("--name"));
  order.publisher = context.arguments.value("--publisher");
  order.format = context.arguments.value("--format");
  order.version = context.arguments.value("--version");
  SANAD_TRY(order.columns, columns_option(context));
  SANAD_TRY(const std::string bytes, read_text(file, kMaxListFileBytes));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto imported, service::import_people_list(*workspace, caller, bytes, order));
  std::int64_t found = 0;
  for (const std::string& job : imported.jobs) {
    SANAD_TRY(const records::Job done, service::run_now(*workspace, job, stop_requested, {}));
    found += done.result["found"].int_or(0);
  }
  const records::PeopleListVersion& list = imported.list;
  std::string text =
      fmt::format("{}, version {}: {} entries.", list.name, list.version, list.entries);
  if (!imported.is_first && imported.is_compared) {
    text += fmt::format("\n{} added, {} de-listed, {} changed since the version before.",
                        list.added, list.removed, list.changed);
  }
  if (!imported.is_compared)
    text += "\nThe version before is damaged or gone: only earlier leads were compared with.";
  text += fmt::format("\nOf earlier leads, {} are de-listed now and {} changed, in {} cases.",
                      imported.leads_delisted, imported.leads_changed, imported.cases.size());
  if (!imported.jobs.empty())
    text += fmt::format("\nEarlier screenings were compared with it: {} new leads.", found);
  json::Object object = service::view(imported);
  object.set("found", found);
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> print_versions(Context& context,
                           const std::vector<records::PeopleListVersion>& versions,
                           std::string (*line)(const records::PeopleListVersion&)) {
  json::Array items;
  std::vector<std::string> lines;
  for (const records::PeopleListVersion& version : versions) {
    items.emplace_back(service::view(version));
    lines.push_back(line(version));
  }
  if (lines.empty())
    lines.emplace_back("No list of people is kept; \"sanad screening import\" takes one in.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> lists(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto kept, service::list_people_lists(*workspace, caller));
  return print_versions(context, kept, list_line);
}

Result<int> versions(Context& context) {
  SANAD_TRY(const std::string list, context.arguments.only("the list"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto kept, service::people_list_versions(*workspace, caller, list));
  return print_versions(context, kept, version_line);
}

Result<int> past(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto screenings, service::list_screenings(*workspace, caller, of_case));
  json::Array items;
  std::vector<std::string> lines;
  for (const records::Screening& one : screenings) {
    items.emplace_back(service::view(one));
    lines.push_back(fmt::format("{}  {}  {}  {} leads, {} not reviewed", one.id,
                                format_timestamp(one.at), one.data["asked"]["name"].string_or(""),
                                one.leads, one.open));
  }
  if (lines.empty()) lines.emplace_back("Nobody was screened for this case.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the screening"));
  return print_screening(context, id);
}

Result<int> review(Context& context) {
  SANAD_TRY(const std::string lead, context.arguments.only("the lead"));
  SANAD_TRY(const std::string outcome, context.arguments.require("--outcome"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto reviewed, service::review_lead(*workspace, caller, lead, outcome, reason));
  context.print(json::Value(service::view(reviewed)),
                fmt::format("Recorded: {} is {}.", reviewed.id, reviewed.outcome));
  return 0;
}

}  // namespace

std::vector<Command> screening_commands() {
  return {
      {"screening import",
       "FILE",
       "Keeps a list of people; a list of that name gets a new version, and earlier leads learn "
       "what it changed.",
       "sanad screening import consolidated.xml --name \"UN Consolidated List\" --as \"Amal "
       "Mirani\"",
       {{"--name", "NAME", "its name"},
        {"--publisher", "NAME", "who answers for it"},
        {"--format", "FORMAT", "un-xml or csv (else guessed)"},
        {"--version", "VERSION", "of a CSV list"},
        {"--column", "FIELD=TITLE", "a column of a CSV list (as for the version before)", true}},
       import},
      {"screening lists",
       "",
       "Lists the kept lists of people.",
       "sanad screening lists --as \"Amal Mirani\" --json",
       {},
       lists},
      {"screening versions",
       "LIST",
       "Lists the versions of a list of people, and what each changed.",
       "sanad screening versions \"UN Consolidated List\" --as \"Amal Mirani\"",
       {},
       versions},
      {"screening past",
       "",
       "Lists who was screened for a case.",
       "sanad screening past --case TZ-2026-0001 --as \"Amal Mirani\"",
       {{"--case", "CASE", "its identifier or reference"}},
       past},
      {"screening show",
       "SCREENING",
       "Shows a screening with its leads, field by field, and what became of their entries.",
       "sanad screening show screening-7k2mq4x3a9b5c6d8 --as \"Amal Mirani\"",
       {},
       show},
      {"screening review",
       "LEAD",
       "Records what a person found a lead to be.",
       "sanad screening review lead-7k2mq4x3a9b5c6d8 --outcome not-same --reason \"born in another "
       "year\" --as \"Amal Mirani\"",
       {{"--outcome", "OUTCOME", "same, not-same or undecided"},
        {"--reason", "TEXT", "others will rely on it"}},
       review},
  };
}

}  // namespace sanad::cli
