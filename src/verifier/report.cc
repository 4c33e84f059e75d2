// The report as text for people and as JSON for machines.
#include <fmt/format.h>

#include "json/json.h"
#include "verifier/verifier.h"

namespace sanad::verifier {
namespace {

constexpr std::size_t kMaxShownDetails = 20;

std::string_view verdict_sentence(Verdict verdict) {
  switch (verdict) {
    case Verdict::kIntact:
      return "INTACT: nothing in this bundle was changed since it was sealed and signed.";
    case Verdict::kIntactWithWarnings:
      return "INTACT WITH WARNINGS: nothing was changed, but some things could not be confirmed. "
             "Read the warnings.";
    case Verdict::kTampered:
      return "TAMPERED: this bundle is not what was sealed, or its record does not bear it out.";
    case Verdict::kUnusable:
      break;
  }
  return "UNUSABLE: this is not a bundle that can be checked, or it is damaged.";
}

json::Array texts(const std::vector<std::string>& list) { return {list.begin(), list.end()}; }

json::Value exhibit_json(const ReportedExhibit& exhibit) {
  json::Array files;
  for (const ReportedFile& file : exhibit.files)
    files.push_back(json::Object{{"name", file.name},
                                 {"size", file.size},
                                 {"sha256", file.sha256},
                                 {"sha512", file.sha512}});
  json::Array withheld;
  for (const WithheldFile& file : exhibit.withheld)
    withheld.push_back(json::Object{{"name", file.name}, {"reason", file.reason}});
  return json::Object{{"exhibit", exhibit.exhibit},       {"number", exhibit.number},
                      {"title", exhibit.title},           {"url", exhibit.url},
                      {"started_at", exhibit.started_at}, {"ended_at", exhibit.ended_at},
                      {"files", std::move(files)},        {"withheld", std::move(withheld)}};
}

// What the bundle says may hold control characters, which would speak to the terminal.
std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) result += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? '?' : c;
  return result;
}

void append_lines(std::string& out, std::string_view indent,
                  const std::vector<std::string>& lines) {
  for (std::size_t i = 0; i < lines.size() && i < kMaxShownDetails; ++i)
    out += fmt::format("{}{}\n", indent, printable(lines[i]));
  if (lines.size() > kMaxShownDetails)
    out += fmt::format("{}... and {} more.\n", indent, lines.size() - kMaxShownDetails);
}

void append_exhibit(std::string& out, const ReportedExhibit& exhibit) {
  out += fmt::format("\n  {} {} {}\n  {}\n  captured {} to {}\n", printable(exhibit.number),
                     exhibit.exhibit, printable(exhibit.title), printable(exhibit.url),
                     printable(exhibit.started_at), printable(exhibit.ended_at));
  for (const ReportedFile& file : exhibit.files)
    out += fmt::format("    {} ({} bytes)\n      sha256 {}\n      sha512 {}\n",
                       printable(file.name), file.size, file.sha256, file.sha512);
  for (const WithheldFile& file : exhibit.withheld)
    out += fmt::format("    {} withheld: {}\n", printable(file.name), printable(file.reason));
}

}  // namespace

std::string_view status_name(Status status) {
  switch (status) {
    case Status::kPass:
      return "pass";
    case Status::kWarn:
      return "warn";
    case Status::kFail:
      return "fail";
    case Status::kSkipped:
      break;
  }
  return "skipped";
}

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kIntact:
      return "intact";
    case Verdict::kIntactWithWarnings:
      return "intact with warnings";
    case Verdict::kTampered:
      return "tampered";
    case Verdict::kUnusable:
      break;
  }
  return "unusable";
}

std::string format_report_json(const Report& report) {
  json::Array checks;
  for (const Check& check : report.checks)
    checks.push_back(json::Object{{"id", check.id},
                                  {"status", status_name(check.status)},
                                  {"message", check.message},
                                  {"details", texts(check.details)}});
  json::Array exhibits;
  for (const ReportedExhibit& exhibit : report.exhibits) exhibits.push_back(exhibit_json(exhibit));
  json::Value checkpoint;
  if (!report.origin.empty())
    checkpoint = json::Object{{"origin", report.origin}, {"size", report.tree_size}};
  json::Value timestamp;
  if (!report.timestamp_time.empty())
    timestamp =
        json::Object{{"time", report.timestamp_time}, {"authority", report.timestamp_authority}};
  return json::format_pretty(json::Object{
      {"v", 1},
      {"verdict", verdict_name(report.verdict)},
      {"checks", std::move(checks)},
      {"not_checked", texts(report.not_checked)},
      {"bundle", report.bundle},
      {"agency", report.agency},
      {"case", json::Object{{"reference", report.case_reference}, {"title", report.case_title}}},
      {"exhibits", std::move(exhibits)},
      {"checkpoint", std::move(checkpoint)},
      {"timestamp", std::move(timestamp)},
      {"answers", report.answers["answers"]}});
}

std::string format_report_text(const Report& report) {
  std::string out = fmt::format("{}\n", verdict_sentence(report.verdict));
  if (!report.bundle.empty())
    out += fmt::format("\nBundle {} of {}\nCase {}: {}\n", report.bundle, printable(report.agency),
                       printable(report.case_reference), printable(report.case_title));
  out += "\nWhat was checked\n";
  for (const Check& check : report.checks) {
    out += fmt::format("  {:<20} {:<8} {}\n", check.id, status_name(check.status),
                       printable(check.message));
    append_lines(out, "                                - ", check.details);
  }
  out += "\nWhat was not checked\n";
  append_lines(out, "  - ", report.not_checked);
  if (!report.exhibits.empty()) out += "\nExhibits\n";
  for (const ReportedExhibit& exhibit : report.exhibits) append_exhibit(out, exhibit);
  return out;
}

}  // namespace sanad::verifier
