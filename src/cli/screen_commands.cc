// Names against lists of people.
#include <fmt/format.h>

#include <algorithm>

#include "command.h"
#include "screening/screen.h"

namespace sanad::cli {
namespace {

Result<screening::List> people_list(const Context& context) {
  SANAD_TRY(const std::string file, context.arguments.require("--list"));
  SANAD_TRY(const std::string bytes, read_text(file, kMaxListFileBytes));
  const std::string name = context.arguments.value("--list-name", file);
  if (bytes.substr(0, 512).find('<') != std::string::npos)
    return screening::parse_un_list(bytes, name);
  screening::CsvColumns columns;
  for (const std::string& one : context.arguments.all("--column")) {
    const std::size_t at = one.find('=');
    const std::string field = one.substr(0, at);
    const std::string title = at == std::string::npos ? "" : one.substr(at + 1);
    const std::pair<const char*, std::string*> known[] = {{"name", &columns.name},
                                                          {"aliases", &columns.aliases},
                                                          {"weak-aliases", &columns.weak_aliases},
                                                          {"father", &columns.father_name},
                                                          {"birth-date", &columns.birth_date},
                                                          {"birth-place", &columns.birth_place},
                                                          {"nationality", &columns.nationality},
                                                          {"document", &columns.document},
                                                          {"reference", &columns.reference},
                                                          {"listed-on", &columns.listed_on},
                                                          {"comments", &columns.comments}};
    const auto* found =
        std::ranges::find(known, field, [](const auto& pair) { return std::string(pair.first); });
    if (found == std::end(known) || title.empty()) {
      return Error{
          ErrorCode::kInvalid,
          fmt::format(
              "--column {}: write FIELD=TITLE, with name, aliases, weak-aliases, father, "
              "birth-date, birth-place, nationality, document, reference, listed-on or comments",
              one)};
    }
    *found->second = title;
  }
  if (columns.name.empty()) columns.name = "name";
  return screening::parse_csv_list(bytes, columns, name,
                                   context.arguments.value("--list-version", "unknown"));
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

Result<int> screen(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the name, in quotation marks"));
  SANAD_TRY(screening::List list, people_list(context));
  SANAD_TRY(const screening::Screener screener, screening::Screener::create(std::move(list)));
  SANAD_TRY(const std::uint64_t least,
            context.arguments.number("--min-score", screening::kDefaultMinScore));
  if (least < 1 || least > 100) return Error{ErrorCode::kInvalid, "--min-score is 1 to 100"};
  const screening::Query query{name,
                               context.arguments.value("--father"),
                               context.arguments.value("--born"),
                               context.arguments.value("--birth-place"),
                               context.arguments.value("--document"),
                               context.arguments.value("--nationality")};
  SANAD_TRY(const auto leads, screener.screen(query, {static_cast<int>(least)}));
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
  context.print_list(std::move(items), lines);
  return 0;
}

}  // namespace

std::vector<Command> screen_commands() {
  return {
      {"screen",
       "NAME",
       "Looks for a name in a list of people: leads, with what each field says. Needs no "
       "workspace.",
       "sanad screen --list UN.xml \"Karim bin Sadiq\" --born 1970 --json",
       {{"--list", "FILE", "the UN list's XML, or CSV"},
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
