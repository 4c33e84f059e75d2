#include <fmt/format.h>

#include "command.h"
#include "service/cases.h"
#include "service/people.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

constexpr std::size_t kMaxRequestBytes = 1024 * 1024;

Result<int> case_open(Context& context) {
  SANAD_TRY(const std::string reference, context.arguments.require("--reference"));
  SANAD_TRY(const std::string title, context.arguments.require("--title"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto opened,
            service::open_case(*workspace, caller, reference, title,
                               context.arguments.value("--law-pack", "international")));
  context.print(service::view(opened), opened.id);
  return 0;
}

Result<int> case_list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto cases, service::list_cases(*workspace, caller));
  std::vector<std::string> lines;
  for (const auto& c : cases)
    lines.push_back(
        fmt::format("{}  {}  {}  ({} exhibits)", c.id, c.reference, c.title, c.exhibits));
  context.print_list(service::views(cases), lines);
  return 0;
}

// The members are those of docs/formats/authorisation.md.
Result<json::Value> read_request(const std::string& path) {
  SANAD_TRY(const std::string text, read_text(path, kMaxRequestBytes));
  SANAD_TRY_WITH(json::Value value, json::parse(text), path);
  return value;
}

std::string describe(const authority::Authorisation& a, Timestamp now) {
  std::string targets;
  for (const auto& target : a.request.targets)
    targets += fmt::format("{}{}", targets.empty() ? "" : ", ", target.value);
  return fmt::format("{}  {}  until {}  {}", a.id,
                     service::view(a, now).find("state")->string_or(""),
                     format_timestamp(a.request.valid_to), targets);
}

Result<int> print_authorisation(Context& context,
                                const Result<authority::Authorisation>& authorisation) {
  if (!authorisation.ok()) return authorisation.error();
  const Timestamp now = context.clock().now();
  context.print(service::view(*authorisation, now), describe(*authorisation, now));
  return 0;
}

Result<int> authorise(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const std::string path, context.arguments.only("the file with the request"));
  SANAD_TRY(const json::Value request, read_request(path));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  return print_authorisation(context,
                             service::request_authorisation(*workspace, caller, case_id, request));
}

Result<int> authorisation_list(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto items, service::list_authorisations(*workspace, caller, case_id));
  json::Array array;
  std::vector<std::string> lines;
  for (const auto& item : items) {
    array.emplace_back(service::view(item, context.clock().now()));
    lines.push_back(describe(item, context.clock().now()));
  }
  context.print_list(std::move(array), lines);
  return 0;
}

using DecideOn = Result<authority::Authorisation> (*)(service::Workspace&,
                                                      const authority::Officer&, std::string_view,
                                                      std::string_view);

Result<int> decide_on(Context& context, DecideOn decide, std::string_view words_option) {
  SANAD_TRY(const std::string id, context.arguments.only("the authorisation"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  return print_authorisation(context,
                             decide(*workspace, caller, id, context.arguments.value(words_option)));
}

Result<int> approve(Context& context) {
  return decide_on(context, service::approve_authorisation, "--note");
}
Result<int> reject(Context& context) {
  return decide_on(context, service::reject_authorisation, "--reason");
}
Result<int> revoke(Context& context) {
  return decide_on(context, service::revoke_authorisation, "--reason");
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};

}  // namespace

std::vector<Command> case_commands() {
  return {
      {"case open",
       "--reference REF --title TEXT",
       "Opens a case.",
       "sanad case open --reference TZ/2026/0001 --title \"Lantern\" --as \"A. Mirani\"",
       {{"--reference", "REF", "the agency's own number", false},
        {"--title", "TEXT", "a short title", false},
        {"--law-pack", "PACK", "international (default) or pk", false}},
       case_open},
      {"case list", "", "Lists cases.", "sanad case list --as \"A. Mirani\"", {}, case_list},
      {"authorise",
       "FILE.json --case CASE",
       "Asks for an authorisation.",
       "sanad authorise request.json --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase},
       authorise},
      {"authorisation list",
       "--case CASE",
       "Lists the authorisations of a case.",
       "sanad authorisation list --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase},
       authorisation_list},
      {"approve",
       "AUTHORISATION",
       "Approves another officer's request.",
       "sanad approve authorisation-7k2mq4x3a9b5c6d8 --as \"B. Sorani\"",
       {{"--note", "TEXT", "a note for the record", false}},
       approve},
      {"reject",
       "AUTHORISATION --reason TEXT",
       "Rejects another officer's request.",
       "sanad reject authorisation-7k2mq4x3a9b5c6d8 --reason \"too wide\" --as \"B. Sorani\"",
       {{"--reason", "TEXT", "what the requester should know", false}},
       reject},
      {"revoke",
       "AUTHORISATION --reason TEXT",
       "Ends an authorisation.",
       "sanad revoke authorisation-7k2mq4x3a9b5c6d8 --reason \"aim reached\" --as \"B. Sorani\"",
       {{"--reason", "TEXT", "why", false}},
       revoke},
  };
}

}  // namespace sanad::cli
