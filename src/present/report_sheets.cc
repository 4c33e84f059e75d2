#include "report_sheets.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "base/time.h"
#include "report_html.h"
#include "verification/sheet.h"

namespace sanad::present {
namespace {

using verification::Assessment;

// A text of a person: it may have lines of its own, and run the other way.
std::string written(std::string_view text) {
  std::string out = "<bdi dir=\"auto\">";
  for (const char c : escape(text)) {
    if (c == '\n') out += "<br>";
    if (c != '\n') out += c;
  }
  return out + "</bdi>";
}

void line(std::string& out, std::string_view label, std::string_view text) {
  if (!text.empty()) out += fmt::format("<div>{}: {}</div>", label, written(text));
}

std::string evidence_text(const verification::Evidence& one) {
  std::string text =
      one.exhibit.empty() ? fmt::format("{}, seen {}", one.address, one.seen_at) : one.exhibit;
  if (one.part) text += fmt::format(", part {}", *one.part);
  if (!one.file.empty()) text += ", " + one.file;
  if (one.offset) text += fmt::format(", from byte {}", *one.offset);
  if (one.length) text += fmt::format(", {} bytes", *one.length);
  if (!one.note.empty()) text += ": " + one.note;
  return text;
}

void finding_row(std::string& out, std::string_view about, const Assessment& assessment,
                 const std::string& found) {
  std::string finding(verification::finding_name(assessment.finding));
  if (assessment.confidence != verification::Confidence::kNone)
    finding +=
        fmt::format("<br>confidence: {}", verification::confidence_name(assessment.confidence));
  out +=
      fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}", escape(about), finding, found);
  line(out, "Reasons", assessment.reasons);
  for (const auto& one : assessment.evidence) line(out, "Evidence", evidence_text(one));
  out += "</td></tr>\n";
}

void add_answers(std::string& out, const verification::Sheet& sheet) {
  std::string unexamined;
  std::size_t next = 0;
  for (std::size_t i = 0; i < verification::kQuestions; ++i) {
    const auto& question = verification::questions()[i];
    if (next < sheet.answers.size() && sheet.answers[next].question == i) {
      const auto& answer = sheet.answers[next++];
      finding_row(out,
                  fmt::format("{}: {}", verification::panel_name(question.panel), question.text),
                  answer.assessment, written(answer.text));
    } else {
      unexamined += (unexamined.empty() ? "" : ", ") + std::string(question.id);
    }
  }
  if (!unexamined.empty())
    out += fmt::format("<tr><th scope=\"row\">Not examined</th><td colspan=\"2\">{}</td></tr>\n",
                       escape(unexamined));
}

void add_places(std::string& out, const verification::Sheet& sheet) {
  if (!sheet.claimed_place.empty()) {
    out += "<tr><th scope=\"row\">Place that is claimed</th><td colspan=\"2\">" +
           written(sheet.claimed_place) + "</td></tr>\n";
  }
  for (const auto& place : sheet.candidates) {
    std::string found = written(place.name);
    line(found, "Coordinates",
         fmt::format("{}, {}, within {} m", place.latitude, place.longitude, place.radius_m));
    line(found, "Features", place.features);
    line(found, "Method", place.method);
    line(found, "Tools", place.tools);
    finding_row(out, "Place that was considered", place.assessment, found);
  }
}

void add_times(std::string& out, const verification::Sheet& sheet) {
  if (!sheet.claimed_time.empty()) {
    out += "<tr><th scope=\"row\">Time that is claimed</th><td colspan=\"2\">" +
           written(sheet.claimed_time) + "</td></tr>\n";
  }
  for (const auto& one : sheet.estimates) {
    std::string found = written(verification::time_method_name(one.method));
    line(found, "Earliest", one.earliest);
    line(found, "Latest", one.latest);
    line(found, "Zone", one.zone);
    line(found, "Uncertainty", one.uncertainty);
    line(found, "Details", one.details);
    line(found, "Tools", one.tools);
    finding_row(out, "Time that was estimated", one.assessment, found);
  }
}

void add_sheet(std::string& out, const std::vector<const EntryRecord*>& versions) {
  const EntryRecord& newest = *versions.back();
  const auto part = newest.data["part"].as_int();
  out += fmt::format("<h3>{}: version {}, saved {} by {} (entry {})</h3>\n",
                     part ? fmt::format("Part {}", *part) : "The whole exhibit",
                     newest.data["version"].int_or(0), format_timestamp(newest.at),
                     escape(newest.actor), newest.index.value);
  const auto sheet = verification::parse_sheet(newest.data["content"]);
  if (!sheet.ok()) {
    out += fmt::format("<p>It cannot be shown here; it stands in entries/{}.body.</p>\n",
                       newest.index.value);
    return;
  }
  line(out, "What is claimed", sheet->claim);
  out +=
      "<table>\n<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Finding</th>"
      "<th scope=\"col\">What was found</th></tr></thead>\n";
  add_answers(out, *sheet);
  add_places(out, *sheet);
  add_times(out, *sheet);
  out += "</table>\n";
  for (std::size_t i = versions.size() - 1; i-- > 0;) {
    out += fmt::format("<p>Version {}, saved {} by {}: entries/{}.body.</p>\n",
                       versions[i]->data["version"].int_or(0), format_timestamp(versions[i]->at),
                       escape(versions[i]->actor), versions[i]->index.value);
  }
}

}  // namespace

void sheets_section(std::string& out, const CaseRecord& record, const ExhibitRecord& exhibit) {
  std::map<std::string, std::vector<const EntryRecord*>> sheets;
  for (const EntryRecord& entry : record.entries) {
    if (entry.kind == "sheet.saved" && entry.case_id == record.case_id &&
        entry.data["exhibit"].string_or("") == exhibit.exhibit)
      sheets[entry.data["sheet"].string_or("")].push_back(&entry);
  }
  if (sheets.empty()) return;
  out +=
      "<h2>8. Verification sheets</h2>\n<p>What officers found, question by question, for and "
      "against what is claimed. There is no verdict of the whole: a reader weighs the findings. "
      "Not examined means that nobody looked.</p>\n";
  for (const auto& [sheet, versions] : sheets) add_sheet(out, versions);
}

}  // namespace sanad::present
