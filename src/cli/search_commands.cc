#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "progress.h"
#include "service/search.h"
#include "service/search_views.h"

namespace sanad::cli {
namespace {

std::string line_of(const service::FoundPart& found) {
  const auto& cite = found.row.cite;
  std::string when = found.row.sent_ms ? format_timestamp({*found.row.sent_ms}) : "no time";
  std::string who = found.row.author ? fmt::format("  Person {}", found.row.author->pseudonym) : "";
  std::string text = found.snippet.text;
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  const char* mark = found.how == search::How::kTransliterated ? " (sounds alike)"
                     : found.how == search::How::kNear         ? " (nearly)"
                                                               : "";
  std::string by_machine;
  if (found.machine_read)
    by_machine = fmt::format("(read by machine from a picture, confidence {} of 100) ",
                             found.machine_read->confidence);
  return fmt::format("{} part {}  {}{}  {}{}{}\n  {}{}", found.number, cite.part, when, who,
                     cite.original_name, cite.way.empty() ? "" : " → ", cite.way + mark, by_machine,
                     text);
}

Result<int> search_parts(Context& context) {
  const Arguments& arguments = context.arguments;
  SANAD_TRY(const std::string query, arguments.only("what is searched, in quotation marks"));
  service::SearchOrder order;
  order.query = query;
  SANAD_TRY(order.case_id, arguments.require("--case"));
  order.search = arguments.value("--search");
  order.objective = arguments.value("--objective");
  SANAD_TRY(const std::uint64_t hits, arguments.number("--count", 20));
  order.page.hits = static_cast<std::size_t>(hits);
  order.page.order =
      arguments.has("--newest") ? search_index::Order::kNewest : search_index::Order::kBest;
  order.page.transliterate = !arguments.has("--same-script");
  if (arguments.has("--after")) {
    SANAD_TRY_WITH(order.page.after, service::parse_place(arguments.value("--after")), "--after");
  }
  SANAD_TRY(const auto caller, context.officer());
  SANAD_CHECK(index_waiting(context, order.case_id));
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto answer, service::search_case(*workspace, caller, order));
  std::string text = fmt::format("{}{} found ({})", answer.more_than_counted ? "more than " : "",
                                 answer.count, answer.search);
  for (const auto& found : answer.parts) text += "\n" + line_of(found);
  context.print(service::view(answer), text);
  return answer.parts.empty() ? 1 : 0;
}

Result<int> keep(Context& context) {
  SANAD_TRY(const std::string exhibit, context.arguments.only("the exhibit"));
  SANAD_TRY(const std::string search, context.arguments.require("--search"));
  SANAD_TRY(const std::string number, context.arguments.require("--number"));
  SANAD_TRY_WITH(const std::uint64_t part, parse_decimal(number), "--number");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::keep_result(*workspace, caller, search, exhibit, part,
                                   context.arguments.value("--reason")));
  context.print(json::Object{{"search", search}, {"exhibit", exhibit}, {"part", part}},
                "It is recorded that this was found and kept.");
  return 0;
}

}  // namespace

Result<void> index_waiting(Context& context, const std::string& case_id) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto of_case, workspace->records().find_case(case_id));
  SANAD_TRY(const auto jobs, workspace->jobs().of_case(of_case.id, 1000));
  for (const auto& job : jobs) {
    if (job.kind == "index" && job.state == records::JobState::kQueued)
      SANAD_CHECK(run_and_show(context, job.id));
  }
  return {};
}

std::vector<Command> search_commands() {
  const Option of_case{"--case", "CASE", "the case: identifier or reference", false};
  return {
      {"search",
       "QUERY --case CASE --objective TEXT",
       "Searches what was imported into a case, in every script; exit status 1 if nothing is "
       "found.",
       "sanad search 'boat \"river market\"' --case TZ/2026/0001 --objective \"who moved the boats "
       "on 3 March\" --as \"A. Mirani\"",
       {of_case,
        {"--objective", "TEXT", "what is to be found out; it stands in the search log", false},
        {"--count", "N", "answers a page (20)", false},
        {"--newest", "", "the newest first, instead of the best", false},
        {"--same-script", "", "without names that sound alike in another script", false},
        {"--search", "SEARCH", "a further page of this one", false},
        {"--after", "PLACE", "where the page before ended", false}},
       search_parts},
      {"search keep",
       "EXHIBIT --number N --search SEARCH --reason TEXT",
       "Records that a part was found by a search and is kept.",
       "sanad search keep TZ/2026/0001-002 --number 17 --search search-… --reason \"names the "
       "pier\" "
       "--as \"A. Mirani\"",
       {{"--number", "N", "of the part", false},
        {"--search", "SEARCH", "by which it was found", false},
        {"--reason", "TEXT", "why it matters", false}},
       keep},
  };
}

}  // namespace sanad::cli
