#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/numbers.h"
#include "command.h"
#include "files/files.h"
#include "progress.h"
#include "service/exhibits.h"
#include "service/import_reading.h"
#include "service/imports.h"
#include "service/picture_texts.h"
#include "service/views.h"

namespace sanad::cli {
namespace {

Result<json::Value> table_mapping(const Arguments& arguments) {
  constexpr std::uint64_t kMaxMappingBytes = 1U << 20U;
  if (!arguments.has("--mapping")) return json::Value(nullptr);
  files::PosixFileSystem file_system;
  const std::string path = arguments.value("--mapping");
  SANAD_TRY(const Bytes bytes, files::read_file(file_system, path, kMaxMappingBytes));
  SANAD_TRY_WITH(json::Value mapping, json::parse(as_text(bytes)), path);
  return mapping;
}

// Runs a job that reads text in pictures, and the one that puts it into the index.
Result<json::Value> read_pictures(Context& context, const std::string& id) {
  SANAD_TRY(auto* workspace, context.workspace());
  const auto done = run_and_show(context, id);
  SANAD_TRY(const auto job, workspace->jobs().find(id));
  const std::string indexing = job.result["indexing"].string_or("");
  if (!indexing.empty()) SANAD_CHECK(run_and_show(context, indexing));
  if (!done.ok()) return done.error();
  return job.result;
}

// Seals what is at path, and reads it.
Result<json::Object> import_path(Context& context, const authority::Officer& caller,
                                 const std::string& path, service::ImportOrder order) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(order.found, service::find_files(path));
  std::optional<ProgressLine> line(std::in_place, context.json());
  LineMonitor monitor(*line);
  SANAD_TRY_WITH(const auto imported, service::import_files(*workspace, caller, order, monitor),
                 path);
  line.reset();
  SANAD_CHECK_WITH(run_and_show(context, imported.job),
                   fmt::format("{} is sealed as {}, and was not read", path, imported.number));
  SANAD_TRY(const auto read, workspace->jobs().find(imported.job));
  SANAD_CHECK_WITH(run_and_show(context, read.result["indexing"].string_or("")),
                   fmt::format("{} is read, and cannot be searched yet", imported.number));
  if (const std::string pictures = read.result["picture_texts"].string_or(""); !pictures.empty())
    SANAD_CHECK_WITH(read_pictures(context, pictures),
                     fmt::format("{} is read, and the text in its pictures is not; \"sanad exhibit "
                                 "ocr\" goes on with it",
                                 imported.number));
  SANAD_TRY(const auto exhibit, workspace->records().exhibit(imported.exhibit));
  SANAD_TRY(const auto job, workspace->jobs().find(imported.job));
  json::Object object = service::view(exhibit);
  object.set("files", imported.files);
  object.set("duplicates", imported.duplicates);
  object.set("read", job.result);
  return object;
}

Result<int> import_paths(Context& context) {
  const auto& paths = context.arguments.rest();
  if (paths.empty())
    return Error{ErrorCode::kInvalid, "name the files or folders that are to be imported"};
  service::ImportOrder order;
  SANAD_TRY(order.case_id, context.arguments.require("--case"));
  SANAD_TRY(order.source, context.arguments.require("--source"));
  order.authorisation = context.arguments.value("--authorisation");
  order.title = context.arguments.value("--title");
  order.region = context.arguments.value("--region");
  order.resume = context.arguments.value("--resume");
  order.with_ocr = context.arguments.has("--ocr");
  if (paths.size() > 1 && !order.resume.empty())
    return Error{ErrorCode::kInvalid, "an import that stopped was of one path: name that alone"};
  SANAD_TRY(order.mapping, table_mapping(context.arguments));
  SANAD_TRY(const auto caller, context.officer());
  json::Array items;
  std::vector<std::string> lines;
  bool is_complete = true;
  for (const std::string& path : paths) {
    SANAD_TRY(json::Object item, import_path(context, caller, path, order));
    const json::Value view(item);
    is_complete = is_complete && view["completeness"]["status"].string_or("") == "complete";
    lines.push_back(fmt::format(
        "{}  {}  {} files ({} of them had before), {} parts, {} not readable, {} set aside",
        view["number"].string_or(""), view["completeness"]["status"].string_or(""),
        view["files"].int_or(0), view["duplicates"].int_or(0), view["read"]["parts"].int_or(0),
        view["read"]["unread"].int_or(0), view["read"]["set_aside"].int_or(0)));
    items.emplace_back(std::move(item));
  }
  context.print_list(std::move(items), lines);
  return is_complete ? 0 : 1;
}

Result<std::vector<std::uint64_t>> part_numbers(const Arguments& arguments) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& text : arguments.all("--number")) {
    SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(text), "--number");
    numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

Result<int> prove_parts(Context& context, const authority::Officer& caller,
                        const records::Exhibit& exhibit,
                        const std::vector<std::uint64_t>& numbers) {
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto disclosed, service::disclose_parts(*workspace, caller, exhibit, numbers,
                                                          context.arguments.value("--purpose")));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& part : disclosed.parts) {
    json::Array proof;
    for (const auto& hash : part.proof) proof.emplace_back(format_hex(hash));
    items.emplace_back(json::Object{{"algorithm", part_list::name_of(disclosed.algorithm)},
                                    {"number", part.number},
                                    {"line", part.line},
                                    {"salt", format_hex(part.salt)},
                                    {"proof", std::move(proof)},
                                    {"parts", disclosed.head.size.value},
                                    {"root", format_hex(disclosed.head.root)},
                                    {"entry", disclosed.entry}});
    lines.push_back(fmt::format("{}  salt {}  root {} (entry {})\n{}", part.number,
                                format_hex(part.salt), format_hex(disclosed.head.root),
                                disclosed.entry, part.line));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> exhibit_parts(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the exhibit"));
  SANAD_TRY(const auto numbers, part_numbers(context.arguments));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, id));
  if (!numbers.empty()) return prove_parts(context, caller, exhibit, numbers);
  // One line a part, as it comes: the list may be long.
  SANAD_CHECK(service::read_part_list(*workspace, caller, exhibit,
                                      context.arguments.value("--purpose"),
                                      [](const part_list::Reader::Line& line) -> Result<void> {
                                        fmt::print("{}\n", line.text);
                                        return {};
                                      }));
  return 0;
}

Result<int> exhibit_ocr(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the exhibit"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, id));
  SANAD_TRY(const std::string job, service::order_picture_texts(*workspace, caller, exhibit));
  SANAD_TRY(const json::Value result, read_pictures(context, job));
  context.print(
      result, fmt::format("{}: {} pictures and documents were read by machine, {} of them "
                          "hold text, {} could not be read",
                          exhibit.number, result["items"].int_or(0), result["with_text"].int_or(0),
                          result["unread"].int_or(0)));
  return 0;
}

}  // namespace

std::vector<Command> import_commands() {
  return {
      {"import",
       "PATH... --case CASE --source TEXT",
       "Seals files or folders that were handed over, each path as one exhibit, and reads them.",
       "sanad import \"Telegram export\" --case TZ/2026/0001 --source \"telephone of the accused, "
       "seized 3 March, exported by N. Sarwan\" --as \"A. Mirani\"",
       {{"--case", "CASE", "the case: identifier or reference", false},
        {"--source", "TEXT", "who handed it over, or what it was taken from, and how", false},
        {"--authorisation", "ID", "under this one (else whichever permits imports)", false},
        {"--title", "TEXT", "of the exhibit (else the name of the file or folder)", false},
        {"--mapping", "FILE", "what the columns of tables are (docs/formats/import.md)", false},
        {"--region", "CC", "country of telephone numbers without a country code, such as PK",
         false},
        {"--ocr", "", "read the text in pictures too; a second or more for each", false},
        {"--resume", "IMPORT", "go on with an import that stopped", false}},
       import_paths},
      {"exhibit parts",
       "EXHIBIT",
       "Lists what was read in an import; with --number proves some parts without the others.",
       "sanad exhibit parts TZ/2026/0001-002 --number 17 --json --as \"A. Mirani\"",
       {{"--number", "N", "only this part, with its proof; may be repeated", true},
        {"--purpose", "TEXT", "for the custody record", false}},
       exhibit_parts},
      {"exhibit ocr",
       "EXHIBIT",
       "Has text in the pictures and scanned pages of an import read by machine, for searches.",
       "sanad exhibit ocr TZ/2026/0001-002 --as \"A. Mirani\"",
       {},
       exhibit_ocr},
  };
}

}  // namespace sanad::cli
