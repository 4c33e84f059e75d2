// How many there are of each register, by state, and nothing of what stands in them.
#include <map>

#include "oversight_acts.h"
#include "service/oversight.h"
#include "service/running_clocks.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
namespace {

using States = std::map<std::string, std::uint64_t>;
using Registers = std::map<std::string, States>;

template <typename T, typename StateOf>
Result<void> count(States& states, const Result<std::vector<T>>& all, StateOf state_of) {
  if (!all.ok()) return all.error();
  for (const T& one : *all) ++states[std::string(state_of(one))];
  return {};
}

Result<void> count_material(Workspace& workspace, const std::string& of_case, Registers& all) {
  const records::Records& records = workspace.records();
  SANAD_CHECK(count(all["exhibits"], records.exhibits(of_case), [](const records::Exhibit& one) {
    return one.is_import() ? "import" : "capture";
  }));
  SANAD_CHECK(count(all["matches"], records.matches(of_case),
                    [](const records::Match& one) { return one.state; }));
  SANAD_CHECK(count(all["bundles"], records.bundles(of_case),
                    [](const records::Bundle&) { return "exported"; }));
  for (const char* direction : {"in", "out"}) {
    SANAD_CHECK(count(all["packages"], records.packages(of_case, direction),
                      [&](const records::Package&) { return direction; }));
  }
  return count(all["indicators"], records.releases(of_case), [](const records::Release& one) {
    return one.withdrawn_at ? "withdrawn" : "released";
  });
}

Result<void> count_acting(Workspace& workspace, const std::string& of_case, Registers& all) {
  const records::Records& records = workspace.records();
  const Timestamp now = workspace.clock().now();
  SANAD_CHECK(count(all["authorisations"], records.authorisations(of_case),
                    [&](const authority::Authorisation& one) -> std::string_view {
                      const bool is_over = one.state == authority::AuthorisationState::kApproved &&
                                           one.request.valid_to <= now;
                      return is_over ? "expired" : authority::state_name(one.state);
                    }));
  SANAD_CHECK(count(all["papers"], records.papers(of_case), [](const authority::Paper& one) {
    return one.closed_at ? "closed" : authority::paper_state_name(one.newest().state);
  }));
  SANAD_CHECK(
      count(all["emergencies"], records.emergencies(of_case), [&](const authority::Emergency& one) {
        return authority::emergency_state_name(one.state_at(now));
      }));
  SANAD_CHECK(count(all["requests"], records.requests(of_case),
                    [](const records::Request& one) { return one.state; }));
  SANAD_TRY(const auto clocks, records.clocks(of_case));
  for (const records::RunningClock& one : clocks) {
    SANAD_TRY(const ReadClock read, read_clock(workspace, one));
    ++all["clocks"][std::string(clocks::name(read.reading.state))];
  }
  return {};
}

Result<void> count_judging(Workspace& workspace, const std::string& of_case, Registers& all) {
  const records::Records& records = workspace.records();
  SANAD_CHECK(count(all["complaints"], records.complaints(of_case),
                    [](const records::Complaint& one) -> std::string {
                      return one.outcome.empty() ? "unanswered" : one.outcome;
                    }));
  SANAD_CHECK(count(all["exculpatory-notes"], records.exculpatory_notes(of_case),
                    [](const records::ExculpatoryNote& one) -> std::string {
                      return one.answer.empty() ? "unanswered" : one.answer;
                    }));
  SANAD_TRY(const auto pairs, records.assessment_pairs(of_case));
  for (const records::AssessmentPair& one : pairs) {
    if (one.is_closed()) ++all["assessment-pairs"][one.adjudicated_at ? "adjudicated" : "complete"];
  }
  SANAD_CHECK(count(all["holds"], records.holds(of_case), [](const records::Hold& one) {
    return one.lifted_at ? "lifted" : "standing";
  }));
  return count(all["disposals"], records.disposals(of_case),
               [](const records::Disposal& one) { return one.state; });
}

// Those of no case.
Result<void> count_of_agency(Workspace& workspace, Registers& all) {
  const records::Records& records = workspace.records();
  const Timestamp now = workspace.clock().now();
  SANAD_CHECK(count(all["tokens"], records.tokens(), [&](const records::Token& one) {
    return one.revoked_at ? "revoked" : one.expires_at <= now ? "expired" : "in-force";
  }));
  SANAD_CHECK(count(all["partners"], records.partners(), [](const records::Partner& one) {
    return one.retired_at ? "retired" : one.confirmed_at ? "in-force" : "unconfirmed";
  }));
  SANAD_CHECK(count(all["papers"], records.papers(""), [](const authority::Paper& one) {
    return one.closed_at ? "closed" : authority::paper_state_name(one.newest().state);
  }));
  return count(
      all["retention-rules"], records.retention_rules(""),
      [](const records::RetentionRule& one) { return one.ended_at ? "ended" : "in-force"; });
}

}  // namespace

Result<json::Object> oversight_registers(Workspace& workspace, const Officer& caller,
                                         std::string_view case_id) {
  SANAD_CHECK(require_overseer(workspace, caller, "registers"));
  std::vector<records::Case> cases;
  if (case_id.empty()) {
    SANAD_TRY(cases, workspace.records().cases());
    SANAD_CHECK(
        keep_seen(workspace, caller, cases, [](const records::Case& one) { return one.id; }));
  } else {
    SANAD_TRY(cases.emplace_back(), case_for(workspace, caller, case_id));
  }
  SANAD_CHECK(begin_oversight(workspace, caller, "registers", case_id));
  Registers all;
  for (const records::Case& one : cases) {
    SANAD_CHECK(count_material(workspace, one.id, all));
    SANAD_CHECK(count_acting(workspace, one.id, all));
    SANAD_CHECK(count_judging(workspace, one.id, all));
  }
  if (case_id.empty()) SANAD_CHECK(count_of_agency(workspace, all));
  json::Array registers;
  for (const auto& [name, states] : all) {
    json::Array rows;
    std::uint64_t total = 0;
    for (const auto& [state, number] : states) {
      rows.emplace_back(json::Object{{"state", state}, {"count", number}});
      total += number;
    }
    registers.emplace_back(
        json::Object{{"register", name}, {"total", total}, {"states", std::move(rows)}});
  }
  return json::Object{{"registers", std::move(registers)}};
}

}  // namespace sanad::service
