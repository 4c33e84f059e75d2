// Indicators that leave one by one, and the taxonomy of their labels.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "lists/taxonomy.h"
#include "output_file.h"
#include "service/releases.h"

namespace sanad::cli {
namespace {

std::string line_of(const records::Release& release) {
  const json::Value shown(service::view(release));
  const auto marking = sharing::parse_marking(shown["marking"]);
  return fmt::format("{}  {}  {}  {}  {}", release.id, shown["state"].string_or(""),
                     marking.ok() ? sharing::marking_words(*marking) : "",
                     shown["type"].string_or(""), shown["value"].string_or(""));
}

Result<int> release_add(Context& context) {
  service::ReleaseOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  if (context.arguments.has("--selector")) {
    SANAD_TRY(const std::uint64_t row, context.arguments.number("--selector", 0));
    order.selector = static_cast<std::int64_t>(std::min<std::uint64_t>(row, INT64_MAX));
  }
  order.list = context.arguments.value("--list");
  order.entry = context.arguments.value("--entry");
  SANAD_TRY(order.marking, marking_options(context.arguments));
  order.note = context.arguments.value("--note");
  order.labels = context.arguments.all("--label");
  if (context.arguments.has("--until")) {
    SANAD_TRY_WITH(order.valid_until, parse_timestamp(context.arguments.value("--until")),
                   "--until");
  }
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  order.authorisation = context.arguments.value("--authorisation");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto release, service::release_indicator(*workspace, caller, order));
  context.print(json::Value(service::view(release)), line_of(release));
  return 0;
}

Result<int> release_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto releases,
            service::list_releases(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : releases) {
    items.emplace_back(service::view(one));
    lines.push_back(line_of(one));
  }
  if (lines.empty()) lines.emplace_back("Nothing was released.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> release_withdraw(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the release"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto release, service::withdraw_release(*workspace, caller, id, reason));
  context.print(json::Value(service::view(release)), line_of(release));
  return 0;
}

Result<int> release_export(Context& context) {
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const std::string partner, context.arguments.require("--to"));
  SANAD_TRY(const std::string purpose, context.arguments.require("--purpose"));
  SANAD_TRY(const auto format,
            service::parse_release_format(context.arguments.value("--format", "stix")));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto file,
            service::export_releases(*workspace, caller, format, partner, purpose));
  SANAD_CHECK(write_out(file.text, "the indicators", out));
  context.print(json::Object{{"file", out}, {"count", std::uint64_t{file.count}}},
                fmt::format("Wrote {} indicators to {}.", file.count, out));
  return 0;
}

Result<int> taxonomy_export(Context& context) {
  SANAD_TRY(const lists::FacetSet facets, lists::shipped_facets());
  SANAD_TRY(const std::string text, lists::format_taxonomy(facets));
  if (context.arguments.has("--out")) {
    SANAD_CHECK(write_out(text, "the taxonomy", context.arguments.value("--out")));
  } else {
    fmt::print("{}", text);
  }
  return 0;
}

}  // namespace

std::vector<Command> release_commands() {
  return {
      {"release add",
       "--case CASE",
       "Releases one indicator for partners: a selector of the case, or an entry of an own list.",
       "sanad release add --case TZ-2026-0001 --selector 12 --tlp amber --label "
       "unodc-use:financing --reason \"partners ask for it\" --as \"Amal Mirani\"",
       {{"--case", "CASE", "identifier or reference"},
        {"--selector", "ROW", "its row in \"sanad case selectors\""},
        {"--list", "LIST", "identifier or name"},
        {"--entry", "ENTRY", "of that list"},
        {"--tlp", "TLP", "clear, green, amber, amber+strict or red"},
        {"--pap", "PAP", "clear, green, amber (as without it) or red"},
        {"--caveat", "TEXT", "what else the reader must keep to", true},
        {"--label", "LABEL", "facet:value", true},
        {"--note", "TEXT", "for the reader"},
        {"--until", "TIME", "when it is not valid any more"},
        {"--authorisation", "ID", "under this one (else whichever covers it)"},
        {"--reason", "TEXT", "stands in the record"}},
       release_add},
      {"release list",
       "",
       "Lists what was released.",
       "sanad release list --case TZ-2026-0001",
       {{"--case", "CASE", "of this one only"}},
       release_list},
      {"release withdraw",
       "RELEASE",
       "Withdraws an indicator: whoever has it is told, and nobody gets it anew.",
       "sanad release withdraw release-0123456789abcdef --reason \"it was a newspaper's\"",
       {{"--reason", "TEXT", "stands in the record"}},
       release_withdraw},
      {"release export",
       "--to PARTNER --out FILE",
       "Writes what was released and a partner may be sent, as STIX 2.1 or a MISP event.",
       "sanad release export --to \"Sahil Cyber Unit\" --purpose \"agreement 7\" --out stix.json",
       {{"--to", "PARTNER", "identifier or name"},
        {"--format", "FORMAT", "stix (as without it) or misp"},
        {"--purpose", "TEXT", "stands in the record"},
        {"--out", "FILE", "a new file"}},
       release_export},
      {"taxonomy export",
       "",
       "Writes the two facets of uses as a MISP taxonomy (machinetag.json); needs no workspace.",
       "sanad taxonomy export --out machinetag.json",
       {{"--out", "FILE", "a new file"}},
       taxonomy_export},
  };
}

}  // namespace sanad::cli
