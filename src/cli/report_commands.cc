// The report of a case.
#include "report_commands.h"

#include <fmt/format.h>

#include "base/numbers.h"
#include "files/files.h"
#include "progress.h"
#include "service/reports.h"

namespace sanad::cli {
namespace {

constexpr std::uint64_t kMaxReportBytes = 256ULL << 20;

std::string line_of(const json::Value& one) {
  std::string cites;
  for (const json::Value& cite : *one["cites"].as_array()) {
    const auto part = cite["part"].as_int();
    cites += fmt::format("\n    {} {} @{}+{}", cite["exhibit_number"].string_or(""),
                         part ? fmt::format("part {}", *part) : cite["file"].string_or(""),
                         cite["offset"].int_or(0), cite["length"].int_or(0));
  }
  return fmt::format("{}  v{}  {}/{}  {}: {}{}", one["statement"].string_or(""),
                     one["version"].int_or(0), one["section"].string_or(""),
                     one["kind"].string_or(""), one["author_name"].string_or(""),
                     one["text"].string_or(""), cites);
}

Result<int> print_whole(Context& context, service::Workspace& workspace,
                        const service::CaseReport& report, std::string_view said) {
  SANAD_TRY(json::Object object, service::view(workspace, report));
  const json::Value whole(std::move(object));
  std::string text(said);
  const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const json::Value& one : *whole["statements"].as_array()) add(line_of(one));
  if (whole["statements"].as_array()->empty()) add("Nothing is stated yet.");
  add(whole["sign_off"].is_null()
          ? std::string("No second person signed what stands.")
          : fmt::format("Signed by {} at {}.", whole["sign_off"]["by_name"].string_or(""),
                        whole["sign_off"]["at"].string_or("")));
  for (const json::Value& one : *whole["wants"].as_array())
    add(fmt::format("wanting ({}): {}", one["code"].string_or(""), one["reason"].string_or("")));
  for (const json::Value& one : *whole["made"].as_array()) {
    add(fmt::format("{}  made {} by {}", one["report"].string_or(""), one["at"].string_or(""),
                    one["made_by_name"].string_or("")));
    for (const json::Value& page : *one["documents"].as_array())
      add(fmt::format("    {}  {}", page["sha256"].string_or(""), page["name"].string_or("")));
  }
  context.print(whole, text);
  return 0;
}

Error no_cite(std::string_view text) {
  return {ErrorCode::kInvalid,
          fmt::format("--cite {}: write EXHIBIT:PART or EXHIBIT/FILE, and behind it @OFFSET+LENGTH "
                      "unless the whole is cited",
                      text)};
}

// EXHIBIT:PART[@OFFSET+LENGTH] or EXHIBIT/FILE[@OFFSET+LENGTH]
Result<json::Object> cite_of(std::string_view text) {
  json::Object cite;
  std::string_view rest = text;
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    const std::size_t plus = rest.find('+', at);
    if (plus == std::string_view::npos) return no_cite(text);
    const auto offset = parse_decimal(rest.substr(at + 1, plus - at - 1));
    const auto length = parse_decimal(rest.substr(plus + 1));
    if (!offset.ok() || !length.ok()) return no_cite(text);
    cite.set("offset", *offset);
    cite.set("length", *length);
    rest = rest.substr(0, at);
  }
  const std::size_t slash = rest.find('/'), colon = rest.rfind(':');
  if (slash != std::string_view::npos) {
    cite.set("exhibit", rest.substr(0, slash));
    cite.set("file", rest.substr(slash + 1));
    return cite;
  }
  if (colon == std::string_view::npos) return no_cite(text);
  const auto part = parse_decimal(rest.substr(colon + 1));
  if (!part.ok()) return no_cite(text);
  cite.set("exhibit", rest.substr(0, colon));
  cite.set("part", *part);
  return cite;
}

Result<json::Value> cites_of(const Context& context) {
  json::Array cites;
  for (const std::string& one : context.arguments.all("--cite")) {
    SANAD_TRY(json::Object cite, cite_of(one));
    if (context.arguments.has("--uncover"))
      cite.set("uncover", context.arguments.value("--uncover"));
    cites.emplace_back(std::move(cite));
  }
  return json::Value(std::move(cites));
}

Result<int> state(Context& context) {
  service::StatementOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.section, context.arguments.require("--section"));
  SANAD_TRY(order.kind, context.arguments.require("--kind"));
  SANAD_TRY(order.text, context.arguments.require("--text"));
  SANAD_TRY(order.cites, cites_of(context));
  order.statement = context.arguments.value("--statement");
  order.reason = context.arguments.value("--reason");
  SANAD_TRY(const std::uint64_t base, context.arguments.number("--base", 0));
  order.base = static_cast<std::int64_t>(std::min<std::uint64_t>(base, INT32_MAX));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto made, service::state_in_report(*workspace, caller, order));
  SANAD_TRY(json::Object object, service::view(*workspace, made));
  const json::Value shown(std::move(object));
  context.print(shown, line_of(shown));
  return 0;
}

Result<int> withdraw(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the statement"));
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const std::string reason, context.arguments.require("--reason"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_CHECK(service::withdraw_statement(*workspace, caller, of_case, id, reason));
  context.print(json::Object{{"statement", id}}, "Withdrawn. It stays in the ledger.");
  return 0;
}

Result<int> sign(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto report,
            service::sign_report(*workspace, caller, of_case, context.arguments.value("--note")));
  return print_whole(context, *workspace, report, "Signed.");
}

Result<int> show(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto report, service::case_report(*workspace, caller, of_case));
  return print_whole(context, *workspace, report, "");
}

Result<int> preview(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string html,
            service::preview_report(*workspace, caller, of_case,
                                    context.arguments.value("--language", "en")));
  context.print(json::Object{{"html", html}}, html);
  return 0;
}

Result<int> make(Context& context) {
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const std::string job, service::order_report(*workspace, caller, of_case));
  SANAD_CHECK(run_and_show(context, job));
  SANAD_TRY(const auto report, service::case_report(*workspace, caller, of_case));
  return print_whole(context, *workspace, report, "Made and sealed.");
}

Result<int> copy(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the report"));
  SANAD_TRY(const std::string of_case, context.arguments.require("--case"));
  SANAD_TRY(const std::string name, context.arguments.require("--name"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto opened, service::open_report(*workspace, caller, of_case, id, name));
  if (opened.document.size > kMaxReportBytes)
    return Error{ErrorCode::kLimit, fmt::format("{} is too long", name)};
  Bytes bytes(opened.document.size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read_at(filled, {bytes.data() + filled, bytes.size() - filled}));
    if (got == 0) return Error{ErrorCode::kIntegrity, fmt::format("{} is cut short", name)};
    filled += got;
  }
  files::PosixFileSystem file_system;
  SANAD_TRY_WITH(auto file, file_system.open(out, files::OpenMode::kCreateNew), "writing the file");
  const auto written = file->write(bytes);
  const auto synced = written.ok() ? file->sync() : written;
  if (!synced.ok()) {
    (void)file_system.remove(out);  // the error that counts is the first
    return synced.error();
  }
  context.print(json::Object{{"file", out}, {"sha256", opened.document.sha256}},
                fmt::format("{}  {}", opened.document.sha256, out));
  return 0;
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};
const Option kReason{"--reason", "TEXT", "why; it stands in the record", false};

std::vector<Command> statement_commands() {
  return {
      {"report state",
       "--case CASE --section SECTION --kind KIND --text TEXT [--cite CITE]…",
       "States something in the report of a case; a fact cites the bytes that show it.",
       "sanad report state --case TZ-2026-0001 --section sources --kind fact --text \"A meeting "
       "was named.\" --cite TZ-2026-0001-002:17@12+12 --as \"Amal Mirani\"",
       {kCase,
        {"--section", "SECTION", "objectives, methodology, activities, sources, gaps or results",
         false},
        {"--kind", "KIND", "fact, opinion, gap, exculpatory or method", false},
        {"--text", "TEXT", "the statement", false},
        {"--cite", "CITE",
         "EXHIBIT:PART or EXHIBIT/FILE, and @OFFSET+LENGTH in bytes; may be given again", true},
        {"--uncover", "TEXT", "why the cited picture is shown uncovered", false},
        {"--statement", "ID", "the statement that is changed", false},
        {"--base", "N", "its version that was changed", false},
        {"--reason", "TEXT", "why it is changed", false}},
       state},
      {"report withdraw",
       "STATEMENT --case CASE --reason TEXT",
       "Withdraws a statement; it stays in the ledger.",
       "sanad report withdraw statement-… --case TZ-2026-0001 --reason \"another thread\" --as "
       "\"Amal Mirani\"",
       {kCase, kReason},
       withdraw},
      {"report sign",
       "--case CASE",
       "Signs what stands, as a supervisor who stated nothing in it.",
       "sanad report sign --case TZ-2026-0001 --as \"Behram Sorani\"",
       {kCase, {"--note", "TEXT", "for the record", false}},
       sign},
  };
}

}  // namespace

std::vector<Command> report_commands() {
  std::vector<Command> all = statement_commands();
  std::vector<Command> more = {
      {"report show",
       "--case CASE",
       "Shows the statements of a report, what is wanting, and the reports that were made.",
       "sanad report show --case TZ-2026-0001 --as \"Amal Mirani\"",
       {kCase},
       show},
      {"report preview",
       "--case CASE",
       "Writes the report as it would be made now, as a page of HTML, to standard output.",
       "sanad report preview --case TZ-2026-0001 --language ur --as \"Amal Mirani\" > report.html",
       {kCase, {"--language", "en|ur", "of the page (en)", false}},
       preview},
      {"report make",
       "--case CASE",
       "Makes the report in English and Urdu, as HTML and tagged PDF, and seals it.",
       "sanad report make --case TZ-2026-0001 --as \"Amal Mirani\"",
       {kCase},
       make},
      {"report copy",
       "REPORT --case CASE --name FILE --out FILE",
       "Takes a page of a report out of the vault; that is recorded.",
       "sanad report copy report-… --case TZ-2026-0001 --name report.en.pdf --out report.pdf --as "
       "\"Amal Mirani\"",
       {kCase,
        {"--name", "NAME", "report.en.html, report.en.pdf, report.ur.html or report.ur.pdf", false},
        {"--out", "FILE", "where it is written", false}},
       copy},
  };
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace sanad::cli
