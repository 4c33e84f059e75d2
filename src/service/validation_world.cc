#include "validation_world.h"

#include <fmt/format.h>

#include "service/cases.h"
#include "service/law.h"
#include "service/people.h"
#include "service/worker.h"

namespace sanad::service {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr std::string_view kPack = "international";
constexpr std::string_view kProvision = "bp-collection";

// As an agency would ask for it: the act is decided upon like any other.
json::Object request(Timestamp now, const std::string& edition) {
  const auto at = [&](std::int64_t ms) { return format_timestamp({now.unix_ms + ms}); };
  const auto target = [](const char* kind, const char* value) {
    return json::Object{{"kind", kind}, {"value", value}};
  };
  return json::Object{
      {"instrument", "supervisor-order"},
      {"instrument_reference", "validation"},
      {"issuing_authority", "the validation of the tool"},
      {"law", json::Object{{"pack", kPack}, {"edition", edition}, {"provision", kProvision}}},
      {"targets",
       json::Array{target("host", "*.tirazan.example"), target("host", "*.sahilmedia.example"),
                   target("address", "127.0.0.0/8")}},
      {"activities", json::Array{"capture", "import", "contact-private-address"}},
      {"legitimate_aim", "To validate the tool against a range that knows what it served."},
      {"necessity", "What a tool does on this machine is shown by running it on this machine."},
      {"less_intrusive_means", "None intrudes less: the range is fictional and on loopback."},
      {"adequacy", "The capture is compared with the range's own log."},
      {"proportionality", "Invented pages, for one day."},
      {"collateral_intrusion", "None: there are no persons on the range."},
      {"protected_groups", json::Array{}},
      {"valid_from", at(-kMinuteMs)},
      {"valid_to", at(kDayMs)},
      {"review_on", at(kDayMs / 2)}};
}

}  // namespace

Result<std::unique_ptr<ValidationWorld>> ValidationWorld::create(Workspace& of,
                                                                 const std::string& id,
                                                                 capture::Monitor& monitor) {
  std::unique_ptr<ValidationWorld> world(new ValidationWorld(of, monitor));
  world->directory_ = of.working_directory() + "/" + id;
  world->tell("range", "starting");
  SANAD_CHECK(files::make_directories(of.file_system(), world->directory_));
  range::Options options;
  options.directory = world->directory_ + "/range-keys";
  SANAD_TRY_WITH(world->range_, range::Range::start(options), "starting the range");
  SANAD_TRY_WITH(world->workspace_,
                 Workspace::create({world->directory_ + "/workspace", keyring::KeyFile{}},
                                   "Validation of the tool", of.clock()),
                 "making a workspace for the validation");
  SANAD_CHECK(world->open_case());
  return world;
}

Result<void> ValidationWorld::open_case() {
  using authority::Role;
  Workspace& own = *workspace_;
  for (const char* name : {"capture.browser_path", "capture.clock_source"}) {
    SANAD_TRY(const std::string value, of_.records().setting(name));
    if (!value.empty()) SANAD_CHECK(change_setting(own, custody::kSystem, name, value));
  }
  SANAD_CHECK(change_setting(own, custody::kSystem, "capture.host_resolver_rules",
                             range_->resolver_rules()));
  SANAD_CHECK(change_setting(own, custody::kSystem, "capture.trusted_spki_sha256",
                             range_->authority_spki_sha256()));
  SANAD_CHECK(change_setting(own, custody::kSystem, "timestamp.url", range_->timestamp_url()));
  SANAD_TRY(investigator_,
            add_officer(own, custody::kSystem, "Validation, asking", {Role::kInvestigator}));
  SANAD_TRY(supervisor_,
            add_officer(own, custody::kSystem, "Validation, approving", {Role::kSupervisor}));
  SANAD_TRY(const records::Case of_case, service::open_case(own, investigator_, "VALIDATION-1",
                                                            "Validation of the tool", kPack));
  case_id_ = of_case.id;
  SANAD_TRY(const Law law, law_of(own));
  const authority::LawPack* pack = law.library.latest(kPack);
  if (pack == nullptr) return Error{ErrorCode::kNotFound, "the law pack of the validation is gone"};
  SANAD_TRY(const auto asked,
            request_authorisation(own, investigator_, case_id_,
                                  json::Value(request(own.clock().now(), pack->edition))));
  SANAD_CHECK(approve_authorisation(own, supervisor_, asked.id, "for the validation of the tool"));
  return {};
}

ValidationWorld::~ValidationWorld() {
  workspace_.reset();
  if (range_) range_->stop();
  range_.reset();
  // What stays is removed when the workspace is opened the next time.
  (void)files::remove_tree(of_.file_system(), directory_);
}

Result<records::Job> ValidationWorld::run(const std::string& job, const std::string& phase) {
  return run_now(*workspace_, job, stop_, [&](const capture::Progress& progress) {
    monitor_.on_progress({phase, progress.bytes, progress.requests, progress.message});
    if (monitor_.is_cancelled()) stop_ = true;
  });
}

void ValidationWorld::tell(const std::string& phase, const std::string& message) {
  monitor_.on_progress({phase, 0, 0, message});
}

validation::TestResult world_test(std::string_view id, std::string_view part,
                                  std::string_view algorithm, std::string_view source) {
  validation::TestResult test;
  test.id = id;
  test.part = part;
  test.algorithm = algorithm;
  test.source = source;
  test.origin = "range";
  return test;
}

void settle(validation::TestResult& test, bool holds, bool is_alteration_found) {
  using validation::Verdict;
  test.verdict = holds && is_alteration_found ? Verdict::kPassed : Verdict::kFailed;
  if (!holds) test.reason = "what came out is not what is known to be true";
  if (holds && !is_alteration_found) test.reason = "what was altered was not found out";
}

}  // namespace sanad::service
