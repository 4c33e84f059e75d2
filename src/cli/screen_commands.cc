// Names against lists of people.
#include <fmt/format.h>

#include "cage/input.h"
#include "command.h"
#include "extract/extract.h"
#include "screening/screen.h"
#include "service/screening.h"

namespace sanad::cli {
namespace {

Result<screening::List> people_list(const Context& context) {
  SANAD_TRY(const std::string file, context.arguments.require("--list"));
  SANAD_TRY(const std::string bytes, read_text(file, kMaxListFileBytes));
  extract::PeopleListForm form;
  form.name = context.arguments.value("--list-name", file);
  form.is_csv = bytes.substr(0, 512).find('<') == std::string::npos;
  form.version = context.arguments.value("--list-version", "unknown");
  SANAD_TRY(form.columns, columns_option(context));
  if (form.columns.name.empty()) form.columns.name = "name";
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(bytes)));
  return extract::read_people_list({}, input.fd(), form);
}

json::Object lead_json(const screening::List& list, const screening::Lead& lead) {
  const screening::Entry& entry = list.entries[lead.entry];
  json::Array fields;
  for (const screening::FieldAgreement& field : lead.fields) {
    fields.emplace_back(json::Object{{"field", field.field},
                                     {"agreement", screening::agreement_word(field.agreement)},
                                     {"sentence", field.sentence}});
  }
  return json::Object{{"list", lead.list_name},
                      {"list_version", lead.list_version},
                      {"entry", entry.id},
                      {"reference", lead.reference},
                      {"name", entry.names[lead.name].text},
                      {"name_kind", screening::name_kind_word(entry.names[lead.name].kind)},
                      {"score", lead.score},
                      {"weak_alias", lead.weak_alias},
                      {"fields", std::move(fields)},
                      {"algorithm", screening::kAlgorithm},
                      {"notice", screening::kLeadNotice}};
}

Result<int> screen_file(Context& context, const screening::Query& query, int least) {
  SANAD_TRY(screening::List list, people_list(context));
  SANAD_TRY(const screening::Screener screener, screening::Screener::create(std::move(list)));
  SANAD_TRY(const auto leads, screener.screen(query, {least}));
  json::Array items;
  std::vector<std::string> lines;
  for (const screening::Lead& lead : leads) {
    const screening::Entry& entry = screener.list().entries[lead.entry];
    items.emplace_back(lead_json(screener.list(), lead));
    lines.push_back(fmt::format("{}  {}  likeness of the name {}{}", lead.reference,
                                entry.names[lead.name].text, lead.score,
                                lead.weak_alias ? "  (a weak alias)" : ""));
    for (const screening::FieldAgreement& field : lead.fields) {
      lines.push_back(fmt::format("    {:<12} {:<9} {}", field.field,
                                  screening::agreement_word(field.agreement), field.sentence));
    }
  }
  lines.push_back(leads.empty()
                      ? fmt::format("No entry of {} has such a name.", screener.list().name)
                      : std::string(screening::kLeadNotice));
  const auto measured = screening::measured_false_alarms(least);
  if (!leads.empty()) {
    lines.push_back(fmt::format("Of {} invented names that are on no list, {} % had a lead at {}.",
                                screening::kMeasuredNames, measured.percent, measured.min_score));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

// Against the kept lists, for a case.
Result<int> screen_in_case(Context& context, screening::Query query, int least) {
  service::ScreeningOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  order.asked = std::move(query);
  order.min_score = least;
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const records::Screening made, service::screen_person(*workspace, caller, order));
  return print_screening(context, made.id);
}

Result<int> screen(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the name, in quotation marks"));
  SANAD_TRY(const std::uint64_t least,
            context.arguments.number("--min-score", screening::kDefaultMinScore));
  if (least < 1 || least > 100) return Error{ErrorCode::kInvalid, "--min-score is 1 to 100"};
  const screening::Query query{name,
                               context.arguments.value("--father"),
                               context.arguments.value("--born"),
                               context.arguments.value("--birth-place"),
                               context.arguments.value("--document"),
                               context.arguments.value("--nationality")};
  const bool in_case = context.arguments.has("--case");
  if (in_case == context.arguments.has("--list")) {
    return Error{ErrorCode::kInvalid,
                 "say --case CASE to ask the kept lists, or --list FILE to ask a file"};
  }
  return in_case ? screen_in_case(context, query, static_cast<int>(least))
                 : screen_file(context, query, static_cast<int>(least));
}

}  // namespace

std::vector<Command> screen_commands() {
  return {
      {"screen",
       "NAME",
       "Looks for a name in the kept lists of people, for a case, or in a file, without a "
       "workspace: leads, with what each field says.",
       "sanad screen \"Karim bin Sadiq\" --born 1970 --case TZ-2026-0001 --reason \"a donor of the "
       "mill fund\" --as \"Amal Mirani\"",
       {{"--case", "CASE", "for which; the act is recorded"},
        {"--reason", "TEXT", "why this person is screened"},
        {"--list", "FILE", "instead of the kept lists: the UN list's XML, or CSV"},
        {"--list-name", "NAME", "how it is cited (the file's name)"},
        {"--list-version", "VERSION", "of a CSV list"},
        {"--column", "FIELD=TITLE", "a column of a CSV list", true},
        {"--father", "NAME", "the father's name"},
        {"--born", "DATE", "1970, 1970-05 or 1970-05-02"},
        {"--birth-place", "PLACE", "where"},
        {"--document", "NUMBER", "of an identity document"},
        {"--nationality", "COUNTRY", "which"},
        {"--min-score", "N", "least likeness of the name, 1 to 100 (75)"}},
       screen},
  };
}

}  // namespace sanad::cli
