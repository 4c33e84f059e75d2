#include "service/validations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "capture/health.h"
#include "crypto/id.h"
#include "crypto/pem.h"
#include "queue.h"
#include "sealed_text.h"
#include "service/accounts.h"
#include "service/people.h"
#include "service/version.h"
#include "validation/report.h"
#include "validation_world.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
namespace {

constexpr std::size_t kMostListed = 1000;
constexpr std::string_view kRecorded = "validation.recorded";

json::Object facts_of(const records::Entry& entry) {
  json::Object facts = *entry.data.as_object();
  facts.set("entry", entry.index);
  facts.set("recorded_at", format_timestamp(entry.at));
  facts.set("officer", entry.actor);
  return facts;
}

Result<std::optional<records::Entry>> find_recorded(Workspace& workspace, std::string_view id) {
  SANAD_TRY(const auto entries,
            workspace.records().entries({.kind = std::string(kRecorded), .limit = kMostListed}));
  for (const records::Entry& entry : entries)
    if (id == "newest" || entry.data["validation"].string_or("") == id)
      return std::optional<records::Entry>(entry);
  return std::optional<records::Entry>();
}

json::Value result_of(const json::Value& recorded) {
  json::Object result;
  for (const char* member : {"validation", "verdict", "sha256", "tests", "failed", "not_run"})
    result.set(member, recorded[member]);
  return result;
}

std::string setting_of_system(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

json::Object locale_json() {
  return json::Object{{"LANG", setting_of_system("LANG")},
                      {"LC_ALL", setting_of_system("LC_ALL")},
                      {"TZ", setting_of_system("TZ")}};
}

struct Answers {
  validation::AnswerSet shipped;
  std::optional<validation::AnswerSet> further;
};

Result<Answers> answers_of(Workspace& workspace, const records::Job& job) {
  Answers answers;
  SANAD_TRY(answers.shipped, validation::shipped_answers());
  const std::string sealed = job.payload["answers_sha256"].string_or("");
  if (sealed.empty()) return answers;
  SANAD_TRY(const std::string file, open_sealed_text(workspace, sealed));
  SANAD_TRY(answers.further, validation::parse_answers(file));
  return answers;
}

Result<void> try_answers(Workspace& workspace, const validation::AnswerSet& set,
                         std::string_view prefix, capture::Monitor& monitor, Tests& tests) {
  std::uint64_t done = 0;
  for (const validation::Answer& answer : set.answers) {
    if (monitor.is_cancelled())
      return Error{ErrorCode::kConflict, "the validation was stopped; nothing was recorded"};
    monitor.on_progress(
        {"known-answers", 0, done,
         fmt::format("{} of {}: {}", ++done, set.answers.size(), answer.algorithm)});
    tests.push_back(validation::check(answer, workspace.extractor()));
    tests.back().id = std::string(prefix) + tests.back().id;
  }
  return {};
}

// What the range shows. Where there can be no range, that itself is what was found.
Result<void> try_range(Workspace& workspace, const std::string& id,
                       const validation::AnswerSet& answers, capture::Monitor& monitor,
                       Tests& tests) {
  auto world = ValidationWorld::create(workspace, id, monitor);
  if (!world.ok()) {
    for (const char* part : {"range", "import", "bundle", "ledger"}) {
      tests.push_back(world_test(part, part, "", ""));
      tests.back().reason = world.error().message;
    }
    return {};
  }
  validate_captures(**world, tests);
  validate_import(**world, answers, tests);
  validate_bundle(**world, tests);
  validate_stores(**world, tests);
  if ((*world)->is_stopped())
    return Error{ErrorCode::kConflict, "the validation was stopped; nothing was recorded"};
  return {};
}

Result<validation::ReportInput> begin_report(Workspace& workspace, const records::Job& job) {
  validation::ReportInput input;
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  input.validation = job.payload["validation"].string_or("");
  SANAD_TRY(input.agency, workspace.records().agency());
  input.officer = officer.id;
  input.officer_name = officer.name;
  input.started_at = workspace.clock().now();
  input.version = std::string(kVersion);
  SANAD_TRY(EnvironmentNow now, environment_now(workspace));
  input.environment = std::move(now.environment);
  input.environment_sha256 = std::move(now.sha256);
  SANAD_TRY(const std::string source, workspace.records().setting("capture.clock_source"));
  input.clock = capture::clock_json(source, capture::read_clock_state(workspace.clock()));
  input.locale = locale_json();
  return input;
}

Result<json::Value> record_report(Workspace& workspace, const records::Job& job,
                                  const validation::ReportInput& input) {
  const json::Object report = validation::make_report(input);
  const std::string text = json::format_canonical(json::Value(report));
  SANAD_TRY(const std::string sha256, seal_text(workspace, text));
  const Bytes signature = workspace.keyring().agency_signer().sign(as_bytes(text));
  const validation::Counts counts = validation::count(input.tests);
  const json::Object data{{"validation", input.validation},
                          {"verdict", validation::verdict_of(input.tests)},
                          {"version", input.version},
                          {"environment", input.environment_sha256},
                          {"sha256", sha256},
                          {"size", static_cast<std::uint64_t>(text.size())},
                          {"signature", format_base64(signature)},
                          {"tests", counts.tests},
                          {"passed", counts.passed},
                          {"failed", counts.failed},
                          {"not_run", counts.not_run},
                          {"answers", input.answers_sha256},
                          {"further_answers", job.payload["answers_sha256"].string_or("")},
                          {"started_at", format_timestamp(input.started_at)},
                          {"ended_at", format_timestamp(input.ended_at)}};
  SANAD_CHECK(workspace.custody().record({std::string(kRecorded), job.actor, "", data}));
  return result_of(json::Value(data));
}

}  // namespace

Result<OrderedValidation> order_validation(Workspace& workspace, const Officer& caller,
                                           const ValidationOrder& order) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kSupervisor, Role::kEvidenceOfficer},
                           "validate the tool"));
  json::Object payload;
  if (!order.answers.empty() || !order.name.empty()) {
    if (order.answers.size() > kMaxFurtherAnswersBytes)
      return Error{ErrorCode::kLimit, "a file of further known answers has at most 1 MiB"};
    SANAD_CHECK_WITH(validation::parse_answers(order.answers), "the further known answers");
    if (order.name.empty() || order.name.size() > 200 || !is_utf8(order.name))
      return Error{ErrorCode::kInvalid,
                   "give the further known answers a name of 1 to 200 bytes of UTF-8"};
    SANAD_TRY(std::string sha256, seal_text(workspace, order.answers));
    payload.set("answers_sha256", std::move(sha256));
    payload.set("answers_name", order.name);
  }
  OrderedValidation ordered{"", crypto::new_id("validation")};
  payload.set("validation", ordered.validation);
  SANAD_TRY(ordered.job, queue_job(workspace, "validate", "", caller.id, std::move(payload)));
  return ordered;
}

Result<json::Value> run_validation(Workspace& workspace, const records::Job& job,
                                   capture::Monitor& monitor) {
  const std::string id = job.payload["validation"].string_or("");
  // Recorded by a run that was stopped before it could say so.
  SANAD_TRY(const auto recorded, find_recorded(workspace, id));
  if (recorded) return result_of(recorded->data);
  SANAD_TRY(auto input, begin_report(workspace, job));
  SANAD_TRY(const Answers answers, answers_of(workspace, job));
  input.answers_edition = answers.shipped.edition;
  input.answers_sha256 = answers.shipped.sha256;
  SANAD_CHECK(try_answers(workspace, answers.shipped, "", monitor, input.tests));
  if (answers.further) {
    input.further_answers = json::Object{{"name", job.payload["answers_name"]},
                                         {"edition", answers.further->edition},
                                         {"sha256", answers.further->sha256}};
    SANAD_CHECK(try_answers(workspace, *answers.further, "further-", monitor, input.tests));
  }
  SANAD_CHECK(try_range(workspace, id, answers.shipped, monitor, input.tests));
  input.ended_at = workspace.clock().now();
  monitor.on_progress({"sealing", 0, 0, ""});
  return record_report(workspace, job, input);
}

Result<std::vector<json::Object>> list_validations(Workspace& workspace, const Officer& caller) {
  SANAD_CHECK(require_officer(workspace, caller, "read validations of the tool"));
  SANAD_TRY(const auto entries,
            workspace.records().entries({.kind = std::string(kRecorded), .limit = kMostListed}));
  std::vector<json::Object> items;
  for (const records::Entry& entry : entries) items.push_back(facts_of(entry));
  return items;
}

Result<OpenedValidation> open_validation(Workspace& workspace, const Officer& caller,
                                         std::string_view id) {
  SANAD_CHECK(require_officer(workspace, caller, "read validations of the tool"));
  SANAD_TRY(const auto entry, find_recorded(workspace, id));
  if (!entry)
    return Error{ErrorCode::kNotFound,
                 id == "newest" ? "the tool was not validated yet; do it with \"sanad validate\""
                                : fmt::format("there is no validation {}", id)};
  OpenedValidation opened;
  opened.facts = facts_of(*entry);
  SANAD_TRY_WITH(opened.report, open_sealed_text(workspace, entry->data["sha256"].string_or("")),
                 "the sealed report of the validation");
  SANAD_TRY(opened.signature, parse_base64(entry->data["signature"].string_or("")));
  const auto& key = workspace.keyring().agency_signer().public_key();
  opened.agency_pem = crypto::format_public_key_pem(key);
  if (!crypto::verify_ed25519(key, as_bytes(opened.report), opened.signature))
    return Error{ErrorCode::kIntegrity,
                 "the report of the validation is not what the agency signed; run \"sanad fixity\" "
                 "and restore the vault from a backup"};
  return opened;
}

}  // namespace sanad::service
