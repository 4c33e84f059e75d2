// The register of requests: drafted, approved, issued, and what came of them.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "command.h"
#include "files/files.h"
#include "progress.h"
#include "service/requests.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxContentBytes = 1ULL << 20;
constexpr std::uint64_t kMaxPaperBytes = 64ULL << 20;

Result<json::Value> content_option(const Context& context) {
  SANAD_TRY(const std::string file, context.arguments.require("--file"));
  SANAD_TRY(const std::string text, read_text(file, kMaxContentBytes));
  SANAD_TRY_WITH(json::Value value, json::parse(text), file);
  return value;
}

// When it happened; now where it was not said.
Result<Timestamp> time_option(const Context& context, std::string_view name) {
  if (!context.arguments.has(name)) return context.clock().now();
  SANAD_TRY_WITH(const Timestamp at, parse_timestamp(context.arguments.value(name)), name);
  return at;
}

std::string line_of(const json::Object& request) {
  const auto text = [&](std::string_view name) { return request.find(name)->string_or("–"); };
  return fmt::format("{}  {:<3}  {:<12}  {:<9}  {}  {}", text("reference"), text("direction"),
                     text("kind"), text("state"), text("addressee"), text("url"));
}

Result<int> print_one(Context& context, service::Workspace& workspace,
                      const records::Request& request, std::string_view said) {
  SANAD_TRY(json::Object object, service::view(workspace, request, true));
  std::string text = fmt::format("{}{}{}", said, said.empty() ? "" : "\n", line_of(object));
  for (const json::Value& one : *object.find("shortfalls")->as_array())
    text +=
        fmt::format("\n  lacks ({}): {}", one["code"].string_or(""), one["reason"].string_or(""));
  for (const json::Value& one : *object.find("clocks")->as_array())
    text += fmt::format("\n  clock {}  {}  {}, due {}", one["clock"].string_or(""),
                        one["title"].string_or(""), one["state"].string_or(""),
                        one["due_local"].string_or(""));
  for (const json::Value& one : *object.find("documents")->as_array())
    text += fmt::format("\n  paper {}  {}", one["sha256"].string_or(""), one["name"].string_or(""));
  for (const json::Value& one : *object.find("events")->as_array())
    text += fmt::format("\n  {}  {}  {}", one["recorded_at"].string_or(""),
                        one["kind"].string_or(""), one["actor_name"].string_or(""));
  context.print(json::Value(std::move(object)), text);
  return 0;
}

Result<int> forms(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(json::Array all, service::request_forms(*workspace, caller));
  std::vector<std::string> lines;
  for (const json::Value& one : all) {
    lines.push_back(fmt::format("{}/{}  {}  edition {}{}  {}", one["pack"].string_or(""),
                                one["form"].string_or(""), one["kind"].string_or(""),
                                one["edition"].string_or(""),
                                one["has_power"].bool_or(true) ? "" : "  (no such power on record)",
                                one["en"].string_or("")));
    for (const json::Value& field : *one["fields"].as_array())
      lines.push_back(fmt::format("    {}{}: {} ({})", field["key"].string_or(""),
                                  field["required"].bool_or(false) ? "*" : "",
                                  field["en"].string_or(""), field["type"].string_or("")));
  }
  context.print_list(std::move(all), lines);
  return 0;
}

Result<int> draft(Context& context) {
  service::RequestDraft order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.content, content_option(context));
  order.request = context.arguments.value("--request");
  SANAD_TRY(const std::uint64_t base, context.arguments.number("--base", 0));
  order.base = static_cast<std::int64_t>(std::min<std::uint64_t>(base, INT32_MAX));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::draft_request(*workspace, caller, order));
  return print_one(context, *workspace, made, fmt::format("Saved as version {}.", made.version));
}

Result<int> list(Context& context) {
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto all,
            service::list_requests(*workspace, caller, context.arguments.value("--case")));
  json::Array items;
  std::vector<std::string> lines;
  for (const records::Request& one : all) {
    SANAD_TRY(json::Object object, service::view(*workspace, one, false));
    lines.push_back(line_of(object));
    items.emplace_back(std::move(object));
  }
  if (lines.empty()) lines.emplace_back("The register is empty.");
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto request, service::find_request(*workspace, caller, id));
  return print_one(context, *workspace, request, "");
}

using Decide = Result<records::Request> (*)(service::Workspace&, const authority::Officer&,
                                            std::string_view, std::string_view);

Result<int> decide(Context& context, Decide act, std::string_view option, std::string_view said) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto request, act(*workspace, caller, id, context.arguments.value(option)));
  return print_one(context, *workspace, request, said);
}

Result<int> approve(Context& context) {
  return decide(context, service::approve_request, "--note", "Approved.");
}
Result<int> give_back(Context& context) {
  return decide(context, service::return_request, "--reason", "Returned to its author.");
}
Result<int> withdraw(Context& context) {
  return decide(context, service::withdraw_request, "--reason", "Withdrawn.");
}

Result<int> issue(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto request, service::issue_request(*workspace, caller, id));
  return print_one(context, *workspace, request,
                   "Issued. Sanad sends nothing: report how and when it was sent.");
}

Result<int> print_papers(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string job, service::order_request_printing(*workspace, caller, id));
  SANAD_CHECK(run_and_show(context, job));
  SANAD_TRY(const auto request, service::find_request(*workspace, caller, id));
  return print_one(context, *workspace, request, "Printed.");
}

Result<void> copy_paper(const service::OpenedPaper& paper, const std::string& path) {
  if (paper.document.size > kMaxPaperBytes)
    return Error{ErrorCode::kLimit, fmt::format("{} is too long", paper.document.name)};
  Bytes bytes(paper.document.size);
  SANAD_TRY(const std::size_t got, paper.reader->read_at(0, bytes));
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(auto file, file_system.open(path, files::OpenMode::kCreateNew),
                 "writing the file");
  const auto written = file->write(ByteView(bytes.data(), got));
  const auto synced = written.ok() ? file->sync() : written;
  if (synced.ok()) return {};
  (void)file_system.remove(path);  // the error that counts is the first
  return synced.error();
}

// A sealed one into a file, or a draft's to standard output.
Result<int> paper(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  if (!context.arguments.has("--name")) {
    SANAD_TRY(const std::string html,
              service::preview_request(*workspace, caller, id,
                                       context.arguments.value("--language", "en")));
    context.print(json::Object{{"html", html}}, html);
    return 0;
  }
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto opened,
            service::open_paper(*workspace, caller, id, context.arguments.value("--name")));
  SANAD_CHECK(copy_paper(opened, out));
  context.print(json::Object{{"file", out}, {"sha256", opened.document.sha256}},
                fmt::format("{}  {}", opened.document.sha256, out));
  return 0;
}

using Report = Result<records::Request> (*)(service::Workspace&, const authority::Officer&,
                                            std::string_view, const service::RequestReport&);

Result<int> report(Context& context, Report act, std::string_view said) {
  SANAD_TRY(const std::string id, context.arguments.only("the request"));
  service::RequestReport order;
  SANAD_TRY(order.at, time_option(context, "--at"));
  order.how = context.arguments.value("--how");
  order.note = context.arguments.value("--note");
  order.outcome = context.arguments.value("--outcome");
  order.reference = context.arguments.value("--reference");
  order.exhibits = context.arguments.all("--exhibit");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto request, act(*workspace, caller, id, order));
  return print_one(context, *workspace, request, said);
}

Result<int> sent(Context& context) {
  return report(context, service::report_sent, "Recorded as sent.");
}
Result<int> received(Context& context) {
  return report(context, service::report_received, "Recorded as received.");
}
Result<int> answer(Context& context) {
  return report(context, service::report_answer, "The answer is recorded.");
}

Result<int> take_in(Context& context) {
  service::IncomingRequest order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.kind, context.arguments.require("--kind"));
  SANAD_TRY(order.content, content_option(context));
  SANAD_TRY(order.received_at, time_option(context, "--at"));
  order.their_reference = context.arguments.value("--reference");
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::register_request(*workspace, caller, order));
  return print_one(context, *workspace, made, "Registered.");
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kFile{"--file", "FILE", "what it says, as JSON (docs/formats/request.md)", false};
const Option kAt{"--at", "TIME", "when it happened, in UTC (else now)", false};
const Option kNote{"--note", "TEXT", "for the register", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

std::vector<Command> draft_commands() {
  return {
      {"request forms",
       "",
       "Lists the forms of requests, with the fields that officers fill in.",
       "sanad request forms --as \"Amal Mirani\"",
       {},
       forms},
      {"request draft",
       "--case CASE --file FILE",
       "Saves a request as a draft, or a new version of one, and says what it lacks.",
       "sanad request draft --case TZ-2026-0001 --file referral.json --as \"Amal Mirani\"",
       {kCase,
        kFile,
        {"--request", "REQUEST", "the draft that is changed", false},
        {"--base", "N", "its version that was changed", false}},
       draft},
      {"request list",
       "",
       "Lists the register of requests, in and out.",
       "sanad request list --case TZ-2026-0001 --as \"Amal Mirani\"",
       {kCase},
       list},
      {"request show",
       "REQUEST",
       "Shows a request with its papers, clocks and what came of it.",
       "sanad request show TZ-2026-0001-R01 --as \"Amal Mirani\"",
       {},
       show},
      {"request approve",
       "REQUEST",
       "Approves a draft of another officer's; refused where it lacks what it may not go out "
       "without.",
       "sanad request approve TZ-2026-0001-R01 --as \"Behram Sorani\"",
       {kNote},
       approve},
      {"request return",
       "REQUEST --reason TEXT",
       "Gives a draft back to its author.",
       "sanad request return TZ-2026-0001-R01 --reason \"say which posts\" --as \"Behram Sorani\"",
       {kReason},
       give_back},
      {"request withdraw",
       "REQUEST --reason TEXT",
       "Gives up a draft; it stays in the register.",
       "sanad request withdraw TZ-2026-0001-R01 --reason \"removed meanwhile\" --as \"Amal "
       "Mirani\"",
       {kReason},
       withdraw},
  };
}

}  // namespace

std::vector<Command> request_commands() {
  std::vector<Command> all = draft_commands();
  std::vector<Command> later{
      {"request issue",
       "REQUEST",
       "Issues an approved request: its papers are sealed and its clocks start. Sanad sends "
       "nothing.",
       "sanad request issue TZ-2026-0001-R01 --as \"Amal Mirani\"",
       {},
       issue},
      {"request print",
       "REQUEST",
       "Makes PDF of the sealed papers, with the browser.",
       "sanad request print TZ-2026-0001-R01 --as \"Amal Mirani\"",
       {},
       print_papers},
      {"request paper",
       "REQUEST",
       "Shows the paper of a draft, or copies a sealed one out; the copy is recorded.",
       "sanad request paper TZ-2026-0001-R01 --name platform-referral.ur.html --out r.html "
       "--as \"Amal Mirani\"",
       {{"--language", "en|ur", "of the paper that is shown (en)", false},
        {"--name", "NAME", "of the sealed paper", false},
        {"--out", "FILE", "the new file", false}},
       paper},
      {"request sent",
       "REQUEST --how TEXT",
       "Records how and when an officer sent it.",
       "sanad request sent TZ-2026-0001-R01 --how \"portal of the platform\" --as \"Amal "
       "Mirani\"",
       {{"--how", "TEXT", "by what means", false}, kAt, kNote},
       sent},
      {"request received",
       "REQUEST --how TEXT",
       "Records that the addressee has it; the clocks that run from receipt start.",
       "sanad request received TZ-2026-0001-R01 --how \"receipt of the portal\" --as \"Amal "
       "Mirani\"",
       {{"--how", "TEXT", "how that is known", false}, kAt, kNote},
       received},
      {"request answer",
       "REQUEST --outcome WORD",
       "Records the addressee's answer; of a request that came in, what the agency did.",
       "sanad request answer TZ-2026-0001-R01 --outcome removed --as \"Amal Mirani\"",
       {{"--outcome", "WORD",
         "removed, preserved, disclosed, partly, declined, impossible, clarification, "
         "no-answer or done",
         false},
        {"--reference", "TEXT", "the addressee's own", false},
        {"--exhibit", "EXHIBIT", "in which the answer was taken in; may be repeated", true},
        kAt,
        kNote},
       answer},
      {"request register",
       "--case CASE --kind WORD --file FILE",
       "Puts a request that came in into the register.",
       "sanad request register --case TZ-2026-0001 --kind preservation-request --file in.json "
       "--as \"Amal Mirani\"",
       {kCase,
        {"--kind", "WORD", "preservation-request, notice, removal-order, …", false},
        kFile,
        {"--reference", "TEXT", "whoever asks gave it", false},
        kAt},
       take_in}};
  std::ranges::move(later, std::back_inserter(all));
  return all;
}

}  // namespace sanad::cli
