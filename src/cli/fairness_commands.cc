// What speaks for somebody, complaints, and an officer's own exposure.
#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "service/complaints.h"
#include "service/exculpatory.h"
#include "service/exposure.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kTogetherMinutes = 30;

std::string line_of_note(const records::ExculpatoryNote& note) {
  return fmt::format("{}  {}  {}", note.id, note.answer.empty() ? "UNANSWERED" : note.answer,
                     note.text);
}

std::string line_of_complaint(const records::Complaint& one) {
  return fmt::format("{}  {}  {}  about {}  {}", one.reference, one.data["kind"].string_or(""),
                     one.outcome.empty() ? "open" : one.outcome, one.data["about"].string_or(""),
                     one.data["text"].string_or(""));
}

template <typename T>
Result<int> print_one(Context& context, service::Workspace& workspace, const T& one,
                      const std::string& line) {
  SANAD_TRY(json::Object object, service::view(workspace, one));
  context.print(json::Value(std::move(object)), line);
  return 0;
}

template <typename T>
Result<int> print_all(Context& context, service::Workspace& workspace, const std::vector<T>& all,
                      std::string (*line)(const T&), const char* none) {
  json::Array items;
  std::vector<std::string> lines;
  for (const T& one : all) {
    SANAD_TRY(json::Object object, service::view(workspace, one));
    items.emplace_back(std::move(object));
    lines.push_back(line(one));
  }
  if (lines.empty()) lines.emplace_back(none);
  context.print_list(std::move(items), lines);
  return 0;
}

// EXHIBIT or EXHIBIT:PART, each of --cite.
Result<json::Value> cited_of(const Context& context) {
  json::Array cited;
  for (const std::string& one : context.arguments.all("--cite")) {
    const std::size_t colon = one.rfind(':');
    json::Value part(nullptr);
    if (colon != std::string::npos) {
      SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(one.substr(colon + 1)), "--cite");
      part = number;
    }
    cited.emplace_back(json::Object{{"exhibit", one.substr(0, colon)}, {"part", std::move(part)}});
  }
  return json::Value(std::move(cited));
}

Result<int> note(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const std::string text, context.arguments.require("--text"));
  SANAD_TRY(const json::Value cited, cited_of(context));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::note_exculpatory(*workspace, caller, of_case, text, cited));
  return print_one(context, *workspace, made, line_of_note(made));
}

Result<int> notes(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all, service::list_exculpatory(*workspace, caller, of_case));
  return print_all(context, *workspace, all, line_of_note, "Nothing was noted.");
}

Result<int> answer_note(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the note"));
  SANAD_TRY(const std::string answer, context.arguments.require("--answer"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::answer_exculpatory(*workspace, caller, id, answer, reason));
  return print_one(context, *workspace, made, line_of_note(made));
}

Result<int> register_one(Context& context) {
  const Arguments& given = context.arguments;
  service::ComplaintOrder order;
  SANAD_TRY(order.case_id, given.require("--case"));
  SANAD_TRY(order.about, given.require("--about"));
  SANAD_TRY(order.text, given.require("--text"));
  SANAD_TRY(order.capacity, given.require("--capacity"));
  order.kind = given.has("--correction") ? "correction" : "complaint";
  order.name = given.value("--name");
  order.contact = given.value("--contact");
  order.is_pseudonymous = !given.has("--real-name");
  order.received_at = context.clock().now();
  if (given.has("--received")) {
    SANAD_TRY_WITH(order.received_at, parse_timestamp(given.value("--received")), "--received");
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::register_complaint(*workspace, caller, order));
  return print_one(context, *workspace, made, line_of_complaint(made));
}

Result<int> complaints(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all,
            service::list_complaints(*workspace, caller, context.arguments.value("--case")));
  return print_all(context, *workspace, all, line_of_complaint, "The register is empty.");
}

Result<int> answer_one(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the complaint"));
  SANAD_TRY(const std::string outcome, context.arguments.require("--outcome"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::answer_complaint(*workspace, caller, id, outcome, reason));
  return print_one(context, *workspace, made, line_of_complaint(made));
}

Result<int> exposure(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Object object, service::my_exposure(*workspace, caller));
  const json::Value mine(std::move(object));
  std::string text = fmt::format(
      "You looked {} times within 24 hours, {} within seven days, {} since your last break.",
      mine["last_day"].int_or(0), mine["last_week"].int_or(0), mine["since_break"].int_or(0));
  if (!mine["reached"].is_null())
    text += fmt::format("\nA limit is reached ({}), until {}.", mine["reached"].string_or(""),
                        mine["until"].string_or(""));
  context.print(mine, text);
  return 0;
}

Result<int> reached(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array all, service::who_reached_a_limit(*workspace, caller));
  std::vector<std::string> lines;
  for (const json::Value& one : all) lines.push_back(one["name"].string_or(""));
  if (lines.empty()) lines.emplace_back("Nobody has reached a limit.");
  context.print_list(std::move(all), lines);
  return 0;
}

Result<int> together(Context& context) {
  SANAD_TRY(const std::string exhibit, context.arguments.only("the exhibit"));
  SANAD_TRY(const std::string with, context.arguments.require("--with"));
  SANAD_TRY(const std::uint64_t minutes, context.arguments.number("--minutes", kTogetherMinutes));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  std::string officer = with;
  SANAD_TRY(const auto officers, workspace->records().officers());
  for (const authority::Officer& one : officers)
    if (one.name == with) officer = one.id;
  SANAD_CHECK(service::look_together(
      *workspace, caller, exhibit, officer,
      static_cast<std::int64_t>(std::min<std::uint64_t>(minutes, INT32_MAX))));
  context.print(json::Object{{"minutes", minutes}},
                fmt::format("You look at it together for {} minutes.", minutes));
  return 0;
}

std::vector<Command> note_commands(const Option& of_case, const Option& reason) {
  return {
      {"exculpatory note",
       "--case CASE --text TEXT --cite EXHIBIT[:PART]…",
       "Notes what speaks for somebody, with the exhibits or parts that show it.",
       "sanad exculpatory note --case TZ-2026-0001 --text \"the author reports on it\" --cite "
       "TZ-2026-0001-002:17 --as \"Gul Tarin\"",
       {of_case,
        {"--text", "TEXT", "what speaks for whom, and why", false},
        {"--cite", "EXHIBIT[:PART]", "what shows it; may be given again", true}},
       note},
      {"exculpatory list",
       "--case CASE",
       "Lists what speaks for somebody, and what was answered.",
       "sanad exculpatory list --case TZ-2026-0001 --as \"Gul Tarin\"",
       {of_case},
       notes},
      {"exculpatory answer",
       "NOTE --answer ANSWER --reason TEXT",
       "Answers, as another officer than who noted it; before that nothing is done on what it "
       "cites.",
       "sanad exculpatory answer note-… --answer taken-into-account --reason \"read again\" --as "
       "\"Amal Mirani\"",
       {{"--answer", "ANSWER", "taken-into-account, outweighed or does-not-bear", false}, reason},
       answer_note},
  };
}

}  // namespace

std::vector<Command> fairness_commands() {
  const Option of_case{"--case", "CASE", "its identifier or reference", false};
  const Option reason{"--reason", "TEXT", "why; it stands in the record", false};
  std::vector<Command> all = note_commands(of_case, reason);
  std::vector<Command> more = {
      {"complaint register",
       "--case CASE --about ID --capacity CAPACITY --text TEXT",
       "Registers a complaint or a request for correction; the name may be a pseudonym.",
       "sanad complaint register --case TZ-2026-0001 --about TZ-2026-0001-R01 --capacity "
       "person-concerned --name \"Reader of the river\" --text \"it is a report\" --as \"Amal "
       "Mirani\"",
       {of_case,
        {"--about", "ID", "the decision: case, exhibit, authorisation, request, pair …", false},
        {"--capacity", "CAPACITY",
         "person-concerned, representative, provider, organisation, authority, officer or other",
         false},
        {"--text", "TEXT", "what is asked or complained of", false},
        {"--name", "NAME", "as they call themselves", false},
        {"--contact", "TEXT", "where the answer goes", false},
        {"--received", "TIME", "when it came (else now), UTC", false},
        {"--real-name", "", "the name is the person's own", false},
        {"--correction", "", "a correction is asked for", false}},
       register_one},
      {"complaint list",
       "",
       "Lists the register of complaints and corrections.",
       "sanad complaint list --case TZ-2026-0001 --as \"Esen Tovar\"",
       {of_case},
       complaints},
      {"complaint answer",
       "COMPLAINT --outcome OUTCOME --reason TEXT",
       "Answers a complaint, as a supervisor who had no part in the decision.",
       "sanad complaint answer TZ-2026-0001-C01 --outcome upheld --reason \"the capture shows it\" "
       "--as \"Behram Sorani\"",
       {{"--outcome", "OUTCOME", "upheld, partly-upheld or not-upheld", false}, reason},
       answer_one},
      {"exposure show",
       "",
       "Shows how often you looked at covered material; nobody else is shown that.",
       "sanad exposure show --as \"Gul Tarin\"",
       {},
       exposure},
      {"exposure reached",
       "",
       "Names officers who have reached a limit of the policy, without any number.",
       "sanad exposure reached --as \"Behram Sorani\"",
       {},
       reached},
      {"exposure together",
       "EXHIBIT --with OFFICER",
       "Records that you look at an exhibit together with another officer.",
       "sanad exposure together TZ-2026-0001-002 --with \"Gul Tarin\" --as \"Hamid Vessar\"",
       {{"--with", "OFFICER", "who else looks: identifier or name", false},
        {"--minutes", "N", "for how long (30)", false}},
       together},
  };
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace sanad::cli
