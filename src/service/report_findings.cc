// What the record knows of sources, of gaps, of what speaks for somebody, and of results.
#include <fmt/format.h>

#include <algorithm>

#include "report_compose.h"
#include "service/assessments.h"

namespace sanad::service {
namespace {

using present::ReportBlock;
using present::ReportPoint;
using present::ReportSection;

constexpr std::size_t kMaxNotKept = 20;
constexpr std::size_t kMaxMatches = 300;

std::string match_text(const ReportComposer& of, const records::Match& match,
                       const std::string& number) {
  const std::string where = match.part.empty() ? match.file : match.file + " → " + match.part;
  return of.words.fill(
      "sources.match",
      {number, where, of.words("match." + match.state), match.entry, match.list_name, match.signal,
       json::format_canonical(match.data["distance"]),
       json::format_canonical(match.data["threshold"]), of.name(match.reviewed_by), match.reason});
}

Result<ReportBlock> matches_of(ReportComposer& of) {
  ReportBlock block = of.block("sources.matches");
  SANAD_TRY(const auto all, of.workspace.records().matches(of.report.of_case.id));
  std::map<std::string, std::uint64_t> reviewed;
  for (const records::Entry& entry : of.entries)
    if (entry.kind == "match.reviewed") reviewed[entry.data["match"].string_or("")] = entry.index;
  std::size_t open = 0;
  for (const records::Match& match : all) {
    const auto entry = reviewed.find(match.id);
    // A lead that nobody reviewed says nothing yet.
    if (match.state == "open" || entry == reviewed.end()) {
      ++open;
      continue;
    }
    if (block.points.size() == kMaxMatches) {
      block.note = of.words.fill("act.more", {std::to_string(all.size() - kMaxMatches)});
      break;
    }
    block.points.push_back(
        of.from_record(match_text(of, match, of.number(match.exhibit)), entry->second));
  }
  if (block.points.empty()) block.note = of.words("sources.matches.none");
  if (open > 0)
    block.note += (block.note.empty() ? "" : " ") +
                  of.words.fill("sources.matches.open", {std::to_string(open)});
  return block;
}

void add_capture_gaps(const ReportComposer& of, std::size_t at, ReportBlock& block) {
  const records::Exhibit& one = of.exhibits[at];
  if (one.completeness == "incomplete")
    block.points.push_back(
        of.from_record(of.words.fill("gaps.incomplete",
                                     {one.number, fmt::format("{}", fmt::join(one.reasons, "; "))}),
                       one.sealed_index));
  const json::Array* missing = of.acquisitions[at]["not_kept"].as_array();
  if (missing == nullptr) return;
  for (std::size_t i = 0; i < std::min(missing->size(), kMaxNotKept); ++i)
    block.points.push_back(of.from_record(
        of.words.fill("gaps.not_kept", {one.number, (*missing)[i]["url"].string_or(""),
                                        (*missing)[i]["reason"].string_or("")}),
        one.sealed_index));
  if (missing->size() > kMaxNotKept)
    block.points.push_back(
        of.from_record(of.words.fill("gaps.not_kept.more",
                                     {one.number, std::to_string(missing->size() - kMaxNotKept)}),
                       one.sealed_index));
}

Result<void> add_part_gaps(const ReportComposer& of, const records::Exhibit& one,
                           ReportBlock& block) {
  if (!one.is_import()) return {};
  const auto list = of.workspace.records().part_list(one.id);
  if (!list.ok() && list.error().code != ErrorCode::kNotFound) return list.error();
  if (!list.ok()) {
    block.points.push_back(
        of.from_record(of.words.fill("gaps.not_read", {one.number}), one.sealed_index));
    return {};
  }
  const std::int64_t unread = list->data["unread"].int_or(0);
  const std::int64_t aside = list->data["set_aside"].int_or(0);
  if (unread + aside > 0)
    block.points.push_back(of.from_record(
        of.words.fill("gaps.unread", {one.number, std::to_string(unread), std::to_string(aside)}),
        list->index));
  return {};
}

// Gaps that are acts of their own.
std::string gap_of(const ReportComposer& of, const records::Entry& entry) {
  const std::string reason = entry.data["reason"].string_or("");
  if (entry.kind == "capture.failed") return of.words.fill("gaps.capture_failed", {reason});
  if (entry.kind == "import.stopped") return of.words.fill("gaps.import_stopped", {reason});
  if (entry.kind == "emergency.declared")
    return of.words.fill("gaps.emergency", {of.name(entry.actor), reason});
  return {};
}

Result<ReportBlock> record_gaps(ReportComposer& of) {
  ReportBlock block = of.block("gaps.record");
  for (std::size_t i = 0; i < of.exhibits.size(); ++i) {
    add_capture_gaps(of, i, block);
    SANAD_CHECK(add_part_gaps(of, of.exhibits[i], block));
  }
  std::size_t refused = 0;
  std::uint64_t last_refused = 0;
  for (const records::Entry& entry : of.entries) {
    if (entry.kind == "act.refused") {
      ++refused;
      last_refused = entry.index;
    }
    if (std::string text = gap_of(of, entry); !text.empty())
      block.points.push_back(of.from_record(std::move(text), entry.index));
  }
  if (refused > 0)
    block.points.push_back(
        of.from_record(of.words.fill("gaps.refused", {std::to_string(refused)}), last_refused));
  SANAD_TRY(const auto disposals, of.workspace.records().disposals(of.report.of_case.id));
  for (const records::Disposal& one : disposals)
    if (one.state == "done")
      block.points.push_back(of.from_record(
          of.words.fill("gaps.disposed",
                        {one.number.empty() ? one.case_reference : one.number, one.reason}),
          one.done_index));
  block.note = block.points.empty() ? of.words("gaps.none") + " " : "";
  block.note += of.words("gaps.withheld");
  return block;
}

std::string cited_text(const ReportComposer& of, const json::Value& cited) {
  std::vector<std::string> all;
  if (const json::Array* list = cited.as_array())
    for (const json::Value& one : *list) {
      const std::string number = of.number(one["exhibit"].string_or(""));
      const auto part = one["part"].as_int();
      all.push_back(part ? of.words.fill("results.subject.part", {number, std::to_string(*part)})
                         : of.words.fill("results.subject", {number}));
    }
  return of.words.fill("gaps.note.cites", {fmt::format("{}", fmt::join(all, ", "))});
}

Result<ReportBlock> exculpatory_of(ReportComposer& of) {
  ReportBlock block = of.block("gaps.exculpatory");
  std::map<std::string, std::uint64_t> noted;
  for (const records::Entry& entry : of.entries)
    if (entry.kind == "exculpatory.noted") noted[entry.data["note"].string_or("")] = entry.index;
  SANAD_TRY(const auto notes, of.workspace.records().exculpatory_notes(of.report.of_case.id));
  for (const records::ExculpatoryNote& one : notes) {
    const std::string answer =
        one.answer.empty()
            ? of.words("gaps.note.unanswered")
            : of.words.fill("gaps.note.answer", {of.name(one.answered_by),
                                                 of.words("answer." + one.answer), one.reason});
    ReportPoint point = of.from_record(
        of.words.fill("gaps.note", {one.text, of.name(one.noted_by), answer}), noted[one.id]);
    point.details.push_back(cited_text(of, one.cited));
    block.points.push_back(std::move(point));
  }
  if (block.points.empty()) block.note = of.words("gaps.exculpatory.none");
  return block;
}

std::string outcome_in(const records::Assessment& one) {
  const auto step = one.written.find(review::Step::kOutcome);
  return step == one.written.end() ? "-" : step->second["outcome"].string_or("-");
}

}  // namespace

Result<void> add_sources(ReportComposer& of, ReportSection& section) {
  ReportBlock block = of.block("sources.exhibits");
  for (const records::Exhibit& one : of.exhibits)
    block.points.push_back(of.from_record(
        one.is_import() ? of.words.fill("sources.import",
                                        {one.number, one.source, std::to_string(one.further_files)})
                        : of.words.fill("sources.capture", {one.number, one.url, one.title}),
        one.sealed_index));
  if (block.points.empty()) block.note = of.words("sources.none");
  section.blocks.push_back(std::move(block));
  SANAD_TRY(ReportBlock matches, matches_of(of));
  section.blocks.push_back(std::move(matches));
  return {};
}

Result<void> add_gaps(ReportComposer& of, ReportSection& section) {
  SANAD_TRY(ReportBlock gaps, record_gaps(of));
  SANAD_TRY(ReportBlock exculpatory, exculpatory_of(of));
  section.blocks.push_back(std::move(gaps));
  section.blocks.push_back(std::move(exculpatory));
  return {};
}

Result<void> add_results(ReportComposer& of, ReportSection& section) {
  ReportBlock block = of.block("results.assessments");
  SANAD_TRY(const auto pairs, of.workspace.records().assessment_pairs(of.report.of_case.id));
  std::map<std::string, std::uint64_t> written;
  for (const records::Entry& entry : of.entries)
    if (entry.kind == "assessment.written" && entry.data["step"].string_or("") == "outcome")
      written[entry.data["assessment"].string_or("")] = entry.index;
  for (const records::AssessmentPair& pair : pairs) {
    if (!pair.is_closed()) continue;  // blind to each other until both are complete
    const records::Assessment &first = pair.complete[0], &second = pair.complete[1];
    const std::string number = of.number(pair.subject.exhibit);
    const std::string subject =
        pair.subject.part
            ? of.words.fill("results.subject.part", {number, std::to_string(*pair.subject.part)})
            : of.words.fill("results.subject", {number});
    ReportPoint point = of.from_record(
        of.words.fill("results.assessment", {subject, of.name(first.assessor), outcome_in(first),
                                             of.name(second.assessor), outcome_in(second)}),
        written[second.id]);
    if (outcome_in(first) == outcome_in(second))
      point.details.push_back(of.words("results.agree"));
    else if (pair.adjudicated_by.empty())
      point.details.push_back(of.words("results.undecided"));
    else
      point.details.push_back(of.words.fill(
          "results.adjudicated",
          {of.name(pair.adjudicated_by), pair.adjudication["outcome"].string_or("")}));
    block.points.push_back(std::move(point));
  }
  if (block.points.empty()) block.note = of.words("results.none");
  section.blocks.push_back(std::move(block));
  return {};
}

}  // namespace sanad::service
