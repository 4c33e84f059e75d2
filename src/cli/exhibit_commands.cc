#include <fmt/format.h>

#include "base/numbers.h"
#include "command.h"
#include "files/files.h"
#include "output_file.h"
#include "progress.h"
#include "service/bundles.h"
#include "service/captures.h"
#include "service/exhibits.h"
#include "service/views.h"
#include "verifier/questions.h"

namespace sanad::cli {
namespace {

Result<capture::Options> capture_options(const Arguments& arguments) {
  json::Object object;
  for (const auto& [option, member] :
       {std::pair{"--locale", "locale"}, std::pair{"--time-zone", "time_zone"}}) {
    if (arguments.has(option)) object.set(member, arguments.value(option));
  }
  for (const auto& [option, member] :
       {std::pair{"--max-seconds", "max_seconds"}, std::pair{"--max-bytes", "max_bytes"}}) {
    if (!arguments.has(option)) continue;
    SANAD_TRY(const std::uint64_t number, arguments.number(option, 0));
    object.set(member, number);
  }
  if (arguments.has("--no-scroll")) object.set("scroll", false);
  return service::parse_capture_options(object);
}

Result<int> capture_page(Context& context) {
  SANAD_TRY(const std::string url, context.arguments.only("the address of the page"));
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  service::CaptureOrder order{case_id, url, context.arguments.value("--authorisation"), {}};
  SANAD_TRY(order.options, capture_options(context.arguments));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto ordered, service::order_capture(*workspace, caller, order));
  SANAD_CHECK(run_and_show(context, ordered.job));
  SANAD_TRY(const auto exhibit, workspace->records().exhibit(ordered.exhibit));
  std::string text = fmt::format("{}  {}  {}", exhibit.id, exhibit.number, exhibit.completeness);
  for (const auto& reason : exhibit.reasons) text += "\n  " + reason;
  context.print(service::view(exhibit), text);
  return exhibit.completeness == "complete" ? 0 : 1;
}

Result<int> exhibit_list(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibits, service::list_exhibits(*workspace, caller, case_id));
  std::vector<std::string> lines;
  for (const auto& e : exhibits)
    lines.push_back(fmt::format("{}  {}  {}  {}", e.id, e.number, e.completeness,
                                e.is_import() ? e.title : e.url));
  context.print_list(service::views(exhibits), lines);
  return 0;
}

Result<int> exhibit_show(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the exhibit"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, id));
  SANAD_TRY(const auto custody, service::custody_record(*workspace, caller, exhibit));
  std::string text = fmt::format("{}  {}\n{}\n{} to {}\n{}", exhibit.number, exhibit.completeness,
                                 exhibit.url, format_timestamp(exhibit.started_at),
                                 format_timestamp(exhibit.ended_at), exhibit.title);
  for (const auto& file : exhibit.files)
    text += fmt::format("\n  {:<18} {:>10}  {}", file.name, file.size, file.sha256);
  json::Array entries;
  for (const auto& entry : custody) {
    SANAD_TRY(json::Object item, service::view(*workspace, entry));
    text += fmt::format("\n  {:>6}  {}  {}", entry.index, format_timestamp(entry.at),
                        item.find("summary")->string_or(""));
    entries.emplace_back(std::move(item));
  }
  json::Object object = service::view(exhibit);
  object.set("custody", std::move(entries));
  context.print(object, text);
  return 0;
}

Result<int> exhibit_extract(Context& context) {
  const auto& rest = context.arguments.rest();
  if (rest.size() != 2)
    return Error{ErrorCode::kInvalid, "name the exhibit and one of its files; see --help"};
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const std::string purpose, context.arguments.require("--purpose"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto exhibit, service::find_exhibit(*workspace, caller, rest[0]));
  SANAD_TRY(const auto opened, service::open_file(*workspace, caller, exhibit, rest[1],
                                                  service::Access::kCopy, purpose));
  SANAD_CHECK(copy_out(*opened.reader, rest[1], out));
  context.print(json::Object{{"file", out}, {"sha256", opened.file.sha256}},
                fmt::format("{}  {}", opened.file.sha256, out));
  return 0;
}

// "--mask WORDS=AS", as often as wanted.
Result<std::vector<service::MaskTerm>> mask_terms_in(const Context& context) {
  std::vector<service::MaskTerm> terms;
  for (const std::string& text : context.arguments.all("--mask")) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos)
      return Error{ErrorCode::kInvalid,
                   fmt::format("write --mask WORDS=TEXT, such as \"{}=Person 3\"", text)};
    terms.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return terms;
}

// "--attachments EXHIBIT=3,7", as often as wanted; of exhibits that are shown in part.
Result<void> add_attachments(const Context& context, std::vector<service::PartExcerpt>& excerpts) {
  for (const std::string& text : context.arguments.all("--attachments")) {
    const std::size_t equals = text.rfind('=');
    const auto excerpt = std::ranges::find(excerpts, text.substr(0, std::min(equals, text.size())),
                                           &service::PartExcerpt::exhibit);
    if (equals == std::string::npos || excerpt == excerpts.end() || !excerpt->attachments.empty())
      return Error{ErrorCode::kInvalid,
                   fmt::format("write --attachments EXHIBIT=PARTS once for an exhibit that "
                               "--excerpt names so too, such as {}=3,7 or =all",
                               text.substr(0, equals))};
    SANAD_TRY(excerpt->attachments,
              service::parse_part_ranges(std::string_view(text).substr(equals + 1)));
    excerpt->why_attachments = context.arguments.value("--why-attachments");
  }
  return {};
}

// "--excerpt EXHIBIT=0-5,9", as often as wanted; one reason for all, and the same masks.
Result<std::vector<service::PartExcerpt>> excerpts_in(const Context& context) {
  std::vector<service::PartExcerpt> excerpts;
  for (const std::string& text : context.arguments.all("--excerpt")) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos)
      return Error{ErrorCode::kInvalid,
                   fmt::format("write --excerpt EXHIBIT=PARTS, such as {}=0-5,9", text)};
    SANAD_TRY(auto shown, service::parse_part_ranges(std::string_view(text).substr(equals + 1)));
    SANAD_TRY(auto terms, mask_terms_in(context));
    excerpts.push_back({text.substr(0, equals), std::move(shown),
                        context.arguments.value("--why-closed"),
                        context.arguments.value("--why-named"), std::move(terms)});
  }
  SANAD_CHECK(add_attachments(context, excerpts));
  return excerpts;
}

Result<std::vector<std::uint64_t>> entries_in(Context& context, const char* option) {
  std::vector<std::uint64_t> entries;
  for (const std::string& word : context.arguments.all(option)) {
    SANAD_TRY_WITH(const std::uint64_t index, parse_decimal(word), option);
    entries.push_back(index);
  }
  return entries;
}

Result<int> bundle(Context& context) {
  SANAD_TRY(const std::string case_id, context.arguments.require("--case"));
  SANAD_TRY(const std::string out, context.arguments.require("--out"));
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  files::PosixFileSystem file_system;
  SANAD_TRY(const auto there, file_system.stat(out));
  if (there)
    return Error{ErrorCode::kConflict, fmt::format("{} is there already; name a new file", out)};
  service::BundleOrder order{case_id, context.arguments.all("--exhibit"),
                             context.arguments.value("--purpose", "disclosure")};
  SANAD_TRY(order.excerpts, excerpts_in(context));
  order.build = context.arguments.value("--build");
  order.redactions = context.arguments.all("--redaction");
  order.certificates = context.arguments.all("--certificate");
  order.report = context.arguments.value("--report");
  SANAD_TRY(order.entries, entries_in(context, "--entry"));
  SANAD_TRY(order.without, entries_in(context, "--without-entry"));
  SANAD_TRY(const auto ordered, service::order_bundle(*workspace, caller, order));
  SANAD_CHECK(run_and_show(context, ordered.job));
  SANAD_TRY(const auto opened, service::open_bundle(*workspace, caller, ordered.bundle));
  SANAD_CHECK(copy_out(*opened.reader, "the bundle", out));
  context.print(service::view(opened.bundle), fmt::format("{}  {}", opened.bundle.sha256, out));
  return 0;
}

Result<int> bundle_questions(Context& context) {
  SANAD_TRY(const std::string id, context.arguments.only("the bundle"));
  const std::string word = context.arguments.value("--language", "en");
  if (word != "en" && word != "ur") return Error{ErrorCode::kInvalid, "--language is en or ur"};
  SANAD_TRY(const auto caller, context.officer());
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const json::Value answers, service::read_bundle_answers(*workspace, caller, id));
  const auto language = word == "ur" ? verifier::Language::kUrdu : verifier::Language::kEnglish;
  context.print(answers, verifier::format_answers_text(answers, language));
  return 0;
}

const Option kCase{"--case", "CASE", "the case: identifier or reference", false};

}  // namespace

std::vector<Command> exhibit_commands() {
  return {
      {"capture",
       "URL --case CASE",
       "Captures a page that an authorisation covers; exit status 1 if the exhibit is incomplete.",
       "sanad capture https://forum.tirazan.example/ --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase,
        {"--authorisation", "ID", "under this one (else whichever covers it)", false},
        {"--locale", "TAG", "the browser's language (en-US)", false},
        {"--time-zone", "NAME", "the browser's time zone (UTC)", false},
        {"--max-seconds", "N", "stop after so long (120)", false},
        {"--max-bytes", "N", "stop after so much (2 GiB)", false},
        {"--no-scroll", "", "do not scroll or unfold", false}},
       capture_page},
      {"exhibit list",
       "--case CASE",
       "Lists exhibits.",
       "sanad exhibit list --case TZ/2026/0001 --as \"A. Mirani\"",
       {kCase},
       exhibit_list},
      {"exhibit show",
       "EXHIBIT",
       "Shows an exhibit, its files and its custody record.",
       "sanad exhibit show TZ/2026/0001-001 --as \"A. Mirani\"",
       {},
       exhibit_show},
      {"exhibit extract",
       "EXHIBIT FILE --out PATH --purpose TEXT",
       "Copies a file out; the copy is recorded.",
       "sanad exhibit extract TZ/2026/0001-001 screenshot.png --out shot.png --purpose briefing "
       "--as \"A. Mirani\"",
       {{"--out", "PATH", "the new file", false},
        {"--purpose", "TEXT", "for the custody record", false}},
       exhibit_extract},
      {"bundle",
       "--case CASE --out FILE.zip",
       "Exports exhibits with all that proves them.",
       "sanad bundle --case TZ/2026/0001 --out bundle.zip --as \"A. Mirani\"",
       {kCase,
        {"--out", "FILE", "the new file", false},
        {"--exhibit", "EXHIBIT", "only this one; may be repeated", true},
        {"--excerpt", "EXHIBIT=PARTS", "of this import only parts such as 0-5,9; may be repeated",
         true},
        {"--redaction", "REDACTION",
         "show this redacted picture or recording, and withhold its exhibit's files; may be "
         "repeated",
         true},
        {"--certificate", "CERTIFICATE",
         "a certificate that was made and goes with it; may be repeated", true},
        {"--report", "REPORT", "a report of the case that goes with it", false},
        {"--why-closed", "TEXT", "why the other parts are closed; stands in the bundle", false},
        {"--why-named", "TEXT",
         "why third parties are named in excerpts; without it they are masked", false},
        {"--attachments", "EXHIBIT=PARTS",
         "put the bytes of these parts of an excerpt into the bundle too, such as 3,7 or all; may "
         "be repeated",
         true},
        {"--why-attachments", "TEXT",
         "why bytes are shown of which somebody is masked; without it they stay closed", false},
        {"--mask", "WORDS=TEXT", "words that are masked in excerpts; may be repeated", true},
        {"--build", "BUILD",
         "with schedules of what is not in it: operational (for the prosecution) or disclosable "
         "(for the defence: names no officer, masks third parties)",
         false},
        {"--entry", "N", "disclose this entry of the case besides; may be repeated", true},
        {"--without-entry", "N",
         "leave this entry out, with a build, whose schedule tells of it; may be repeated", true},
        {"--purpose", "TEXT", "for the custody record", false}},
       bundle},
      {"bundle questions",
       "BUNDLE",
       "What a defence expert asks of a bundle that was exported, with each answer and its proof.",
       "sanad bundle questions bundle-… --as \"A. Mirani\"",
       {{"--language", "en|ur", "the language of the questions (en)", false}},
       bundle_questions},
  };
}

}  // namespace sanad::cli
