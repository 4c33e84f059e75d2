// Papers: forms of law packs that are filled in, submitted and decided; registers of them.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/credentials.h"
#include "service/papers.h"
#include "service/planning.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxContentBytes = 1ULL << 20;

std::string joined(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string text_of(const json::Value& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto* items = value.as_array()) {
    std::string all;
    for (const auto& item : *items) all += (all.empty() ? "" : "; ") + item.string_or("");
    return all;
  }
  return value.is_null() ? "(nothing)" : json::format_canonical(value);
}

std::string line_of(const json::Object& paper) {
  const auto member = [&](std::string_view name) { return paper.find(name)->string_or(""); };
  const bool in_force = paper.find("in_force")->bool_or(false);
  const std::string subject = member("subject"), due = member("review_due");
  return fmt::format("{}  {}  version {} {}  {}{}{}", member("paper"), member("form"),
                     paper.find("version")->int_or(0), member("state"),
                     in_force ? "in force" : "not in force: it " + member("why_not"),
                     due.empty() ? "" : "  review due " + due,
                     subject.empty() ? "" : "  " + subject);
}

Result<int> print_paper(Context& context, const authority::Officer& caller,
                        const authority::Paper& paper) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  SANAD_TRY(json::Object object, service::view(*workspace, caller, law, paper, true));
  const std::string text = line_of(object);
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> print_papers(Context& context, std::string_view case_id, std::string_view document) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto papers, service::list_papers(*workspace, caller, case_id, document));
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& paper : papers) {
    SANAD_TRY(json::Object object, service::view(*workspace, caller, law, paper, false));
    lines.push_back(line_of(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("Nothing was filled in.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> list(Context& context) {
  if (context.arguments.has("--case"))
    return print_papers(context, context.arguments.value("--case"), "");
  if (context.arguments.has("--agency")) return print_papers(context, "", "");
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  json::Array forms = service::view_forms(law, "");
  std::vector<std::string> lines;
  for (const auto& form : forms) {
    const std::string caution = form["caution"].string_or("");
    lines.push_back(fmt::format("{}/{}  {}  {}{}", form["pack"].string_or(""),
                                form["form"].string_or(""), form["pack_edition"].string_or(""),
                                form["title"]["en"].string_or(""),
                                caution.empty() ? "" : "  (" + caution + ")"));
  }
  context.print_list(std::move(forms), lines);
  return 0;
}

// A certificate of competency from one of training.
Result<int> fill_from_certificate(Context& context) {
  service::CredentialFilling filling;
  SANAD_TRY(const std::string what, context.arguments.only("the form, as PACK/FORM"));
  const std::size_t slash = what.find('/');
  if (slash == std::string::npos || context.arguments.has("--file") ||
      context.arguments.has("--case"))
    return Error{ErrorCode::kInvalid,
                 "with --certificate, name a form as PACK/FORM and neither --file nor --case"};
  filling.pack = what.substr(0, slash);
  filling.form = what.substr(slash + 1);
  SANAD_TRY(filling.officer, context.arguments.require("--officer"));
  SANAD_TRY(filling.credential,
            read_text(context.arguments.value("--certificate"), kMaxContentBytes));
  if (!filling.credential.starts_with('{') && filling.credential.ends_with('\n'))
    filling.credential.pop_back();
  if (context.arguments.has("--revocations")) {
    SANAD_TRY(filling.revocations,
              read_text(context.arguments.value("--revocations"), kMaxContentBytes));
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto paper, service::fill_from_credential(*workspace, caller, filling));
  return print_paper(context, caller, paper);
}

Result<int> fill(Context& context) {
  if (context.arguments.has("--certificate")) return fill_from_certificate(context);
  service::PaperOrder order;
  SANAD_TRY(const std::string what, context.arguments.only("the form, as PACK/FORM, or the paper"));
  if (const std::size_t slash = what.find('/'); slash != std::string::npos) {
    order.pack = what.substr(0, slash);
    order.form = what.substr(slash + 1);
    order.case_id = context.arguments.value("--case");
  } else {
    order.paper = what;
  }
  SANAD_TRY(const std::string file, context.arguments.require("--file"));
  SANAD_TRY(const std::uint64_t base, context.arguments.number("--base", 0));
  order.base = static_cast<std::int64_t>(std::min<std::uint64_t>(base, INT32_MAX));
  order.reason = context.arguments.value("--reason");
  SANAD_TRY(const std::string text, read_text(file, kMaxContentBytes));
  SANAD_TRY_WITH(order.content, json::parse(text), file);
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto paper, service::fill_paper(*workspace, caller, order));
  return print_paper(context, caller, paper);
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the paper"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto paper, service::find_paper(*workspace, caller, id));
  SANAD_TRY(const service::Law law, service::law_of(*workspace));
  SANAD_TRY(json::Object object, service::view(*workspace, caller, law, paper, true));
  std::vector<std::string> lines{line_of(object)};
  for (const auto& caution : *object.find("cautions")->as_array())
    lines.push_back("  " + caution.string_or(""));
  for (const auto& version : *object.find("versions")->as_array()) {
    lines.push_back(fmt::format(
        "version {}  {}  {}  {}  {}{}", version["version"].int_or(0),
        version["state"].string_or(""), version["at"].string_or(""),
        version["author_name"].string_or(""), version["reason"].string_or(""),
        version["note"].string_or("").empty() ? "" : "  note: " + version["note"].string_or("")));
    const json::Array* changes = version["changes"].as_array();
    if (!changes) continue;
    for (const auto& change : *changes) {
      const std::string before =
          change["before"].is_null() ? "" : text_of(change["before"]) + " → ";
      lines.push_back(fmt::format("  {}: {}{}", change["label"]["en"].string_or(""), before,
                                  text_of(change["after"])));
    }
  }
  for (const auto& note : *object.find("notes")->as_array())
    lines.push_back(fmt::format("noted {}  {}  {}", note["at"].string_or(""),
                                note["actor_name"].string_or(""), note["text"].string_or("")));
  context.print(json::Value(std::move(object)), joined(lines));
  return 0;
}

// The paper, and the version that the officer names or, without one, the newest.
Result<std::int64_t> version_of(Context& context, service::Workspace& workspace,
                                const authority::Officer& caller, const std::string& id) {
  SANAD_TRY(const auto paper, service::find_paper(workspace, caller, id));
  SANAD_TRY(
      const std::uint64_t version,
      context.arguments.number("--version", static_cast<std::uint64_t>(paper.newest().version)));
  return static_cast<std::int64_t>(std::min<std::uint64_t>(version, INT32_MAX));
}

Result<int> submit(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the paper"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::int64_t version, version_of(context, *workspace, caller, id));
  SANAD_TRY(const auto paper, service::submit_paper(*workspace, caller, id, version));
  return print_paper(context, caller, paper);
}

Result<int> decide(Context& context, service::Verdict verdict, std::string_view words_option) {
  SANAD_TRY(const std::string id, context.arguments.only("the paper"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::int64_t version, version_of(context, *workspace, caller, id));
  SANAD_TRY(const auto paper, service::decide_paper(*workspace, caller, id, version, verdict,
                                                    context.arguments.value(words_option)));
  return print_paper(context, caller, paper);
}
Result<int> approve(Context& context) {
  return decide(context, service::Verdict::kApprove, "--note");
}
Result<int> give_back(Context& context) {
  return decide(context, service::Verdict::kReturn, "--reason");
}

Result<int> close(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the paper"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto paper, service::close_paper(*workspace, caller, id, reason));
  return print_paper(context, caller, paper);
}

Result<int> sources(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  return print_papers(context, of_case, "monitored-source");
}
Result<int> identities(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  return print_papers(context, of_case, "virtual-identity");
}

Result<int> note(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the entry of the register"));
  SANAD_TRY(const std::string text, context.arguments.require("--text"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::note_use(*workspace, caller, id, text));
  SANAD_TRY(const auto paper, service::find_paper(*workspace, caller, id));
  return print_paper(context, caller, paper);
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kVersion{"--version", "N", "the version that is meant (else the newest)", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

}  // namespace

std::vector<Command> form_commands() {
  return {
      {"form list",
       "",
       "Lists the forms that can be filled in, or what was filled in for a case or the agency.",
       "sanad form list --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase, {"--agency", "", "what was filled in for no case", false}},
       list},
      {"form fill",
       "PACK/FORM|PAPER --file FILE | PACK/FORM --certificate FILE --officer NAME",
       "Fills in a form as a draft, or saves another version of a paper; earlier ones stay. A "
       "certificate of competency is filled in from one of training, which is verified.",
       "sanad form fill international/bp-annex-i --case TZ/2026/0001 --file plan.json --as "
       "\"A. Mirani\"",
       {kCase,
        {"--file", "FILE", "the fields as JSON (docs/formats/paper.md)", false},
        {"--base", "N", "the version that was changed (0: there was none)", false},
        {"--certificate", "FILE", "a certificate of training (docs/formats/credential.md)", false},
        {"--officer", "NAME", "whose it is", false},
        {"--revocations", "FILE", "its issuer's list of revocations", false},
        kReason},
       fill},
      {"form show",
       "PAPER",
       "Shows a paper: its state, and what each version changed.",
       "sanad form show paper-7k2mq4x3a9b5c6d8 --as \"A. Mirani\"",
       {},
       show},
      {"form submit",
       "PAPER",
       "Submits a draft for the decision of a second person, or puts it in force where none is "
       "asked for.",
       "sanad form submit paper-7k2mq4x3a9b5c6d8 --as \"A. Mirani\"",
       {kVersion},
       submit},
      {"form approve",
       "PAPER",
       "Approves what another officer wrote and submitted.",
       "sanad form approve paper-7k2mq4x3a9b5c6d8 --as \"B. Sorani\"",
       {kVersion, {"--note", "TEXT", "a note for the record", false}},
       approve},
      {"form return",
       "PAPER --reason TEXT",
       "Returns what another officer submitted, to be changed.",
       "sanad form return paper-7k2mq4x3a9b5c6d8 --reason \"the risks are missing\" --as "
       "\"B. Sorani\"",
       {kVersion, kReason},
       give_back},
      {"form close",
       "PAPER --reason TEXT",
       "Ends a paper: it no longer counts.",
       "sanad form close paper-7k2mq4x3a9b5c6d8 --reason \"aim reached\" --as \"A. Mirani\"",
       {kReason},
       close},
      {"register sources",
       "--case CASE",
       "Lists the monitored sources of a case.",
       "sanad register sources --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase},
       sources},
      {"register identities",
       "--case CASE",
       "Lists the virtual identities of a case, planned outside and recorded here.",
       "sanad register identities --case TZ/2026/0001 --as \"B. Sorani\"",
       {kCase},
       identities},
      {"register note",
       "PAPER --text TEXT",
       "Notes what was done under an entry of a register; refused where that is not in force.",
       "sanad register note paper-7k2mq4x3a9b5c6d8 --text \"looked at the channel, 09:00 to "
       "09:10\" --as \"A. Mirani\"",
       {{"--text", "TEXT", "what was done", false}},
       note},
  };
}

}  // namespace sanad::cli
