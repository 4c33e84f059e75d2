// What the record knows of objectives, methods and acts.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report_compose.h"
#include "service/papers.h"

namespace sanad::service {
namespace {

using present::ReportBlock;
using present::ReportSection;
using present::ReportTable;

constexpr std::size_t kMaxActs = 400;
constexpr std::size_t kMaxCustodyRows = 400;

std::string test_result(const ReportComposer& of, const json::Value& test) {
  if (test["passed"].as_bool() == nullptr) return of.words("not_recorded");
  return of.words(test["passed"].bool_or(false) ? "passed" : "failed");
}

std::string clock_of(const ReportComposer& of, const json::Value& clock) {
  if (clock["synchronised"].as_bool() == nullptr) return of.words("not_recorded");
  if (!clock["synchronised"].bool_or(false)) return of.words("not_synchronised");
  return of.words.fill("synchronised", {json::format_canonical(clock["offset_ms"])});
}

std::string browser_of(const ReportComposer& of, const json::Value& acquisition) {
  const json::Value& browser = acquisition["browser"];
  const std::string version = browser["version"].string_or(browser.string_or(""));
  if (!version.empty()) return fmt::format("Chromium {}", version);
  return of.words("not_recorded");
}

// Text of what one entry did; empty: it is not told.
std::string act_of(const ReportComposer& of, const records::Entry& entry) {
  const json::Value& data = entry.data;
  const auto text = [&](const char* member) { return data[member].string_or(""); };
  const auto count = [&](const char* member) { return std::to_string(data[member].int_or(0)); };
  if (entry.kind == "exhibit.sealed") {
    const bool is_import = !data["import"].is_null();
    return of.words.fill(is_import ? "act.import" : "act.capture",
                         {text("number"), text(is_import ? "source" : "url")});
  }
  if (entry.kind == "exhibit.parts")
    return of.words.fill("act.parts", {of.number(text("exhibit")), count("parts")});
  if (entry.kind == "search.ran")
    return of.words.fill("act.search", {text("query"), text("objective"), count("found")});
  if (entry.kind == "identify.ran")
    return of.words.fill("act.identify", {count("items"), count("found")});
  if (entry.kind == "request.issued") return of.words.fill("act.request", {text("reference")});
  if (entry.kind == "bundle.exported") return of.words.fill("act.bundle", {text("purpose")});
  if (entry.kind == "person.unmasked")
    return of.words.fill(
        "act.unmasked",
        {fmt::format("{} {}", text("what"), data["pseudonym"].int_or(0)), text("reason")});
  return {};
}

void add_plans(const ReportComposer& of, const std::vector<authority::Paper>& papers,
               ReportBlock& block) {
  const Timestamp now = of.workspace.clock().now();
  for (const authority::Paper& paper : papers) {
    const authority::PaperVersion* counts = paper.standing();
    // What is restricted is operational, and stands in no report.
    if (paper.document != "plan" || counts == nullptr || paper.restricted ||
        !paper.is_in_force(now))
      continue;
    std::string subject = counts->content["summary"].string_or("");
    if (subject.empty()) subject = counts->content["objectives"].string_or("");
    block.points.push_back(of.from_record(
        of.words.fill("objectives.plan", {subject.empty() ? paper.reference() : subject}),
        counts->index));
  }
}

ReportBlock tools_of(const ReportComposer& of) {
  ReportBlock block = of.block("methodology.tools");
  std::map<std::pair<std::string, std::string>, std::set<std::string>> used;
  for (std::size_t i = 0; i < of.exhibits.size(); ++i)
    if (const json::Array* all = of.acquisitions[i]["software"].as_array())
      for (const json::Value& one : *all)
        used[{one["name"].string_or(""), one["version"].string_or("")}].insert(
            of.exhibits[i].number);
  ReportTable table{
      {of.words("column.program"), of.words("column.version"), of.words("column.exhibits")},
      {},
      {}};
  for (const auto& [program, exhibits] : used)
    table.rows.push_back(
        {program.first, program.second, fmt::format("{}", fmt::join(exhibits, ", "))});
  if (table.rows.empty())
    block.note = of.words("not_recorded");
  else
    block.table = std::move(table);
  return block;
}

ReportBlock custody_of(const ReportComposer& of) {
  struct Access {
    int viewed = 0, copied = 0;
    Timestamp first, last;
  };
  std::map<std::pair<std::string, std::string>, Access> accesses;
  for (const records::Entry& entry : of.entries) {
    const bool viewed = entry.kind == "exhibit.viewed";
    if (!viewed && entry.kind != "exhibit.copied") continue;
    Access& access = accesses[{of.number(entry.data["exhibit"].string_or("")), entry.actor}];
    if (access.viewed + access.copied == 0) access.first = entry.at;
    access.last = entry.at;
    ++(viewed ? access.viewed : access.copied);
  }
  ReportBlock block = of.block("activities.custody");
  ReportTable table{{of.words("column.exhibit"), of.words("column.who"), of.words("column.viewed"),
                     of.words("column.copied"), of.words("column.first"), of.words("column.last")},
                    {},
                    {}};
  for (const auto& [of_whom, access] : accesses) {
    if (table.rows.size() == kMaxCustodyRows) break;
    table.rows.push_back({of_whom.first, of.name(of_whom.second), std::to_string(access.viewed),
                          std::to_string(access.copied), format_timestamp(access.first),
                          format_timestamp(access.last)});
  }
  if (accesses.size() > kMaxCustodyRows)
    block.note = of.words.fill("act.more", {std::to_string(accesses.size() - kMaxCustodyRows)});
  if (table.rows.empty())
    block.note = of.words("custody.none");
  else
    block.table = std::move(table);
  return block;
}

}  // namespace

Result<void> add_objectives(ReportComposer& of, ReportSection& section) {
  ReportBlock block = of.block("objectives.authorisations");
  SANAD_TRY(const auto all, of.workspace.records().authorisations(of.report.of_case.id));
  std::map<std::string, std::uint64_t> approved, revoked;
  std::map<std::string, std::string> approvers;
  for (const records::Entry& entry : of.entries) {
    const std::string id = entry.data["authorisation"].string_or("");
    if (entry.kind == "authorisation.approved") {
      approved[id] = entry.index;
      approvers[id] = entry.actor;
    }
    if (entry.kind == "authorisation.revoked") revoked[id] = entry.index;
  }
  for (const authority::Authorisation& one : all) {
    if (!approved.contains(one.id)) continue;
    const authority::AuthorisationRequest& asked = one.request;
    present::ReportPoint point = of.from_record(
        of.words.fill(
            "objectives.authorisation",
            {asked.instrument, asked.instrument_reference, asked.issuing_authority,
             of.name(one.requester), of.name(approvers[one.id]), format_timestamp(asked.valid_from),
             format_timestamp(asked.valid_to), asked.legitimate_aim}),
        approved[one.id]);
    if (revoked.contains(one.id))
      point.details.push_back(of.words.fill("objectives.revoked", {one.note}));
    block.points.push_back(std::move(point));
  }
  SANAD_TRY(const auto papers, of.workspace.records().papers(of.report.of_case.id));
  add_plans(of, papers, block);
  if (block.points.empty()) block.note = of.words("objectives.none");
  section.blocks.push_back(std::move(block));
  return {};
}

Result<void> add_methodology(ReportComposer& of, ReportSection& section) {
  ReportBlock block = of.block("methodology.how");
  for (std::size_t i = 0; i < of.exhibits.size(); ++i) {
    const records::Exhibit& one = of.exhibits[i];
    const json::Value& acquisition = of.acquisitions[i];
    const json::Value& health = acquisition["health"];
    block.points.push_back(of.from_record(
        one.is_import()
            ? of.words.fill("methodology.import",
                            {one.number, one.source, of.name(one.collector),
                             format_timestamp(one.ended_at), test_result(of, health["before"])})
            : of.words.fill("methodology.capture",
                            {one.number, browser_of(of, acquisition),
                             format_timestamp(one.started_at), format_timestamp(one.ended_at),
                             of.name(one.collector), clock_of(of, acquisition["clock"]),
                             test_result(of, health["before"]), test_result(of, health["after"])}),
        one.sealed_index));
  }
  block.note = of.words("methodology.hash") + " " + of.words("methodology.matching");
  section.blocks.push_back(std::move(block));
  section.blocks.push_back(tools_of(of));
  return {};
}

Result<void> add_activities(ReportComposer& of, ReportSection& section) {
  ReportBlock block = of.block("activities.list");
  ReportTable table{{of.words("column.entry"), of.words("column.at"), of.words("column.who"),
                     of.words("column.what")},
                    {},
                    {}};
  std::size_t more = 0;
  for (const records::Entry& entry : of.entries) {
    std::string what = act_of(of, entry);
    if (what.empty()) continue;
    if (table.rows.size() == kMaxActs) {
      ++more;
      continue;
    }
    table.rows.push_back({std::to_string(entry.index), format_timestamp(entry.at),
                          of.name(entry.actor), std::move(what)});
  }
  if (more > 0) block.note = of.words.fill("act.more", {std::to_string(more)});
  if (table.rows.empty())
    block.note = of.words("act.none");
  else
    block.table = std::move(table);
  section.blocks.push_back(std::move(block));
  section.blocks.push_back(custody_of(of));
  return {};
}

}  // namespace sanad::service
