// Lists of known content.
#include <fmt/format.h>

#include "command.h"
#include "files/files.h"
#include "lists/import.h"
#include "service/facets.h"
#include "service/lists.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

constexpr std::size_t kProblemsShown = 20;

Result<std::optional<lists::Format>> format_option(const Context& context) {
  const std::string text = context.arguments.value("--format");
  if (text.empty()) return std::optional<lists::Format>{};
  const auto format = lists::parse_format(text);
  if (!format) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" is no format; write sanad, plain, threatexchange-csv, "
                             "threatexchange-json, stix or misp",
                             text)};
  }
  return format;
}

Result<int> list_import(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the file of the list"));
  SANAD_TRY(const std::string bytes, read_text(name, kMaxListFileBytes));
  service::ListOrder order;
  SANAD_TRY(order.format, format_option(context));
  order.name = context.arguments.value("--name");
  order.signal = context.arguments.value("--signal");
  SANAD_CHECK(take_origin(context.arguments, order));
  if (const std::string expires = context.arguments.value("--expires"); !expires.empty()) {
    SANAD_TRY(order.expires_at, service::parse_expiry(expires));
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY_WITH(const service::ImportedList imported,
                 service::import_list(*workspace, caller, bytes, order), name);
  std::size_t shown = 0;
  std::string text = fmt::format(
      "{}, version {}: {} entries, {} of them new; {} gone. {} of {} records were not understood, "
      "{} stood there twice.",
      imported.list.name, imported.list.version, imported.list.entries, imported.update.added,
      imported.update.removed, imported.counts.not_understood, imported.counts.read,
      imported.counts.duplicate);
  for (const lists::Problem& problem : imported.problems) {
    if (++shown > kProblemsShown) break;
    text += fmt::format("\n  {}: {}", problem.where, problem.sentence);
  }
  if (imported.update.wants_rescan)
    text +=
        "\nComparing the past with what is new waits as a job for \"sanad serve\"; \"sanad "
        "identify --case CASE\" does it now.";
  context.print(json::Value(service::view(imported)), text);
  return 0;
}

Result<int> list_bank(Context& context) {
  service::BankOrder order;
  SANAD_TRY(order.exhibit, context.arguments.only("the exhibit"));
  SANAD_TRY(order.list, context.arguments.require("--list"));
  SANAD_TRY(order.file, context.arguments.require("--file"));
  order.part = context.arguments.value("--part");
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  for (const std::string& text : context.arguments.all("--label")) {
    SANAD_TRY_WITH(lists::Label label, lists::parse_label(text), "--label");
    order.labels.push_back(std::move(label));
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::ImportedList banked, service::bank(*workspace, caller, order));
  context.print(json::Value(service::view(banked)),
                fmt::format("{}, version {}: {} entries, {} of them new.", banked.list.name,
                            banked.list.version, banked.list.entries, banked.update.added));
  return 0;
}

Result<int> list_export(Context& context) {
  SANAD_TRY(const std::string name, context.arguments.only("the list"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto format, format_option(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const lists::Exported exported,
            service::export_list(*workspace, caller, name, format.value_or(lists::Format::kOwn),
                                 context.arguments.value("--signal", "sha256")));
  files::PosixFileSystem fs;
  SANAD_TRY_WITH(const auto file, fs.open(out, files::OpenMode::kCreateNew), out);
  SANAD_CHECK(file->write(as_bytes(exported.text)));
  SANAD_CHECK(file->sync());
  json::Array losses;
  std::string text = fmt::format("Wrote {}.", out);
  for (const lists::Loss& loss : exported.losses) {
    losses.emplace_back(json::Object{{"sentence", loss.sentence}, {"count", loss.count}});
    text += fmt::format("\n  {} ({} times)", loss.sentence, loss.count);
  }
  context.print(json::Object{{"file", out}, {"losses", std::move(losses)}}, text);
  return 0;
}

Result<int> list_show(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto lists, service::list_lists(*workspace, caller));
  json::Array items;
  std::vector<std::string> lines;
  for (const records::List& list : lists) {
    items.emplace_back(service::view(list));
    lines.push_back(fmt::format("{}  {}  version {}  of {}  TLP:{}  {} entries", list.id, list.name,
                                list.version, list.owner, list.tlp, list.entries));
  }
  if (lines.empty()) lines.emplace_back("There is no list; \"sanad list import\" takes one in.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> list_feedback(Context& context) {
  SANAD_TRY(const std::string list, context.arguments.require("--list"));
  SANAD_TRY(const std::string entry, context.arguments.only("the entry's identifier"));
  SANAD_TRY(const std::string word, context.arguments.require("--opinion"));
  const auto opinion = lists::parse_opinion(word);
  if (!opinion)
    return Error{ErrorCode::kInvalid, "--opinion is agree, disagree, dispute, withdraw or answer"};
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::give_feedback(*workspace, caller, list, entry, *opinion, reason));
  context.print(json::Object{{"list", list}, {"entry", entry}, {"opinion", word}},
                fmt::format("Recorded: {} {}.", word, entry));
  return 0;
}

Result<int> list_facets(Context& context) {
  const auto& files = context.arguments.rest();
  if (files.size() > 1) return Error{ErrorCode::kInvalid, "name one file of facets, or none"};
  std::string file;
  if (!files.empty()) {
    SANAD_TRY(file, read_text(files[0], kMaxListFileBytes));
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  lists::FacetSet set;
  if (files.empty()) {
    SANAD_TRY(set, service::list_facets(*workspace, caller));
  } else {
    SANAD_TRY_WITH(set, service::replace_facets(*workspace, caller, file), files[0]);
  }
  json::Array facets;
  std::string text = fmt::format("Edition {}", set.edition);
  for (const lists::Facet& facet : set.facets) {
    facets.emplace_back(service::view(facet));
    text += fmt::format("\n{}  {} ({})", facet.facet, facet.title, facet.status);
    for (const lists::FacetValue& one : facet.values)
      text += fmt::format("\n  {}:{}  {}", facet.facet, one.value, one.title);
  }
  context.print(json::Object{{"edition", set.edition}, {"facets", std::move(facets)}}, text);
  return 0;
}

}  // namespace

std::vector<Command> list_commands() {
  return {
      {"list import",
       "FILE",
       "Takes a list of known content in; a list of that name becomes its next version.",
       "sanad list import partner.csv --name \"Partner pictures\" --signal pdq --as \"Amal "
       "Mirani\"",
       {{"--name", "NAME", "its name (else what the file says)"},
        {"--format", "FORMAT",
         "sanad, plain, threatexchange-csv, threatexchange-json, stix or misp (else guessed)"},
        {"--signal", "SIGNAL",
         "what the values are, where the file does not say: pdq, points, sha256, md5, tlsh, text"},
        {"--owner", "OWNER", "whose list it is"},
        {"--provenance", "TEXT", "how it came here"},
        {"--licence", "TEXT", "what may be done with it"},
        {"--version", "VERSION", "its version"},
        {"--tlp", "TLP", "clear, green, amber, amber+strict or red"},
        {"--expires", "DAY", "the last day on which it counts, or a time"}},
       list_import},
      {"list bank",
       "EXHIBIT",
       "Puts a file of an exhibit, which a person has judged, into a list of the agency's own.",
       "sanad list bank TZ-2026-0001-001 --file download-1 --list \"Judged here\" --label "
       "unodc-use:propaganda --reason \"judgement of 3 November\"",
       {{"--list", "LIST", "its name; a new list if there is none"},
        {"--file", "NAME", "the file of the exhibit"},
        {"--part", "PART", "of that file, as a match names it (else the whole)"},
        {"--reason", "TEXT", "why it belongs there"},
        {"--label", "FACET:VALUE", "what it is", true}},
       list_bank},
      {"list export",
       "LIST",
       "Writes a list for others, with the feedback on its entries.",
       "sanad list export \"Partner pictures\" --format stix --out partner.json",
       {{"--out", "FILE", "a new file"},
        {"--format", "FORMAT", "as for import (sanad)"},
        {"--signal", "SIGNAL", "which values a plain file holds (sha256)"}},
       list_export},
      {"list facets",
       "[FILE]",
       "Shows the words that labels may use, or puts the agency's own in their place.",
       "sanad list facets facets.json --as Rehana",
       {},
       list_facets},
      {"list show", "", "Lists the lists.", "sanad list show --json", {}, list_show},
      {"list feedback",
       "ENTRY",
       "Says what the agency thinks of an entry of a list.",
       "sanad list feedback pdq-4f1c --list \"Partner pictures\" --opinion dispute --reason \"a "
       "news report\"",
       {{"--list", "LIST", "its identifier or name"},
        {"--opinion", "OPINION", "agree, disagree, dispute, withdraw or answer"},
        {"--reason", "TEXT", "the list's owner will read it"}},
       list_feedback},
  };
}

}  // namespace sanad::cli
