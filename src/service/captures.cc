#include "service/captures.h"

#include <fmt/format.h>

#include <set>

#include "base/bytes.h"
#include "capture/cited.h"
#include "crypto/id.h"
#include "named_digests.h"
#include "queue.h"
#include "service/cases.h"
#include "service/identification.h"
#include "service/people.h"
#include "service/validations.h"
#include "service/version.h"

namespace sanad::service {
namespace {

Result<std::int64_t> whole_number(const json::Value& value, std::string_view name,
                                  std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const json::Value& member = value[name];
  if (member.is_null()) return fallback;
  const auto number = member.as_int();
  if (!number || *number < least || *number > most) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("\"{}\" must be a whole number from {} to {}", name, least, most)};
  }
  return *number;
}

Result<std::string> short_text(const json::Value& value, std::string_view name,
                               std::string fallback) {
  const json::Value& member = value[name];
  if (member.is_null()) return fallback;
  const auto* text = member.as_string();
  if (!text || text->empty() || text->size() > 64)
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" must be a text of 1 to 64 bytes", name)};
  for (const char c : *text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '/' || c == '+';
    if (!plain)
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" has a character that such a name cannot have", name)};
  }
  return *text;
}

json::Object options_json(const capture::Options& o) {
  return json::Object{
      {"locale", o.locale},
      {"time_zone", o.time_zone},
      {"viewport", json::Object{{"width", o.viewport_width}, {"height", o.viewport_height}}},
      {"scroll", o.scroll},
      {"max_seconds", std::int64_t{o.max_seconds}},
      {"max_bytes", static_cast<std::int64_t>(o.max_bytes)}};
}

struct Setting {
  Result<std::string> operator()(std::string_view name) const {
    return workspace.records().setting(name);
  }
  Workspace& workspace;
};

Result<capture::Environment> capture_environment(Workspace& workspace) {
  const Setting setting{workspace};
  capture::Environment environment;
  SANAD_TRY(environment.browser_path, setting("capture.browser_path"));
  SANAD_TRY(environment.host_resolver_rules, setting("capture.host_resolver_rules"));
  SANAD_TRY(environment.trusted_spki_sha256, setting("capture.trusted_spki_sha256"));
  SANAD_TRY(environment.egress_address, setting("capture.egress_address"));
  SANAD_TRY(environment.physical_location, setting("capture.physical_location"));
  SANAD_TRY(environment.clock_source, setting("capture.clock_source"));
  environment.working_directory = workspace.working_directory();
  return environment;
}

json::Array files_json(const std::vector<capture::SealedFile>& files) {
  json::Array array;
  for (const auto& f : files) {
    array.emplace_back(json::Object{{"name", f.name},
                                    {"role", f.role},
                                    {"media_type", f.media_type},
                                    {"size", f.size},
                                    {"sha256", f.sha256},
                                    {"sha512", f.sha512}});
  }
  return array;
}

json::Array strings_json(const std::vector<std::string>& strings) {
  json::Array array;
  for (const auto& text : strings) array.emplace_back(text);
  return array;
}

struct Begun {
  authority::Permit permit;
  capture::Context context;
};

// The decision in earnest, then the entry that says that it began. The exhibit's number is the
// count of captures begun in the case: it is never used again, also where a capture fails.
Result<Begun> begin_capture(Workspace& workspace, const records::Job& job) {
  SANAD_TRY(const authority::Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const authority::Url url, authority::parse_url(job.payload["url"].string_or("")));
  SANAD_TRY(const records::Case of_case, workspace.records().find_case(job.case_id));
  const authority::ActRequest act{of_case.id, authority::Activity::kCapture, url,
                                  job.payload["authorisation"].string_or("")};
  SANAD_TRY(authority::Permit granted, permit(workspace, officer, act));
  capture::Context context;
  context.capture_id = job.payload["capture"].string_or("");
  context.exhibit_id = job.payload["exhibit"].string_or("");
  context.case_reference = of_case.reference;
  context.collector_name = officer.name;
  context.software_version = std::string(kVersion);
  SANAD_TRY(context.agency, workspace.records().agency());
  const std::lock_guard lock(workspace.numbering());
  SANAD_TRY(const std::int64_t begun, workspace.records().count_acquisitions(of_case.id));
  context.exhibit_number = fmt::format("{}-{:03}", of_case.reference, begun + 1);
  SANAD_CHECK(
      workspace.custody().record_capture_started(granted, context.capture_id, context.exhibit_id));
  return Begun{std::move(granted), std::move(context)};
}

Result<void> record_failure(Workspace& workspace, const records::Capture& capture,
                            std::string_view actor, std::string_view reason, json::Array kept) {
  SANAD_CHECK(workspace.custody().record({"capture.failed", std::string(actor), capture.case_id,
                                          json::Object{{"capture", capture.id},
                                                       {"exhibit", capture.exhibit},
                                                       {"reason", reason},
                                                       {"kept", std::move(kept)}}}));
  return {};
}

Result<json::Value> seal(Workspace& workspace, const Begun& begun,
                         const capture::Outcome& outcome) {
  const char* status = outcome.is_complete ? "complete" : "incomplete";
  json::Object data{{"exhibit", begun.context.exhibit_id},
                    {"number", begun.context.exhibit_number},
                    {"capture", begun.context.capture_id},
                    {"authorisation", begun.permit.authorisation()},
                    {"url", begun.permit.url().text()},
                    {"title", outcome.title},
                    {"started_at", format_timestamp(outcome.started_at)},
                    {"ended_at", format_timestamp(outcome.ended_at)},
                    {"files", files_json(outcome.files)},
                    {"completeness",
                     json::Object{{"status", status}, {"reasons", strings_json(outcome.reasons)}}}};
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.sealed", begun.permit.officer(), begun.permit.case_id(), std::move(data)}));
  // The exhibit is sealed, whatever becomes of this: the next comparison of the case will see it.
  (void)queue_identification(workspace, begun.permit.case_id(), begun.permit.officer());
  return json::Value(json::Object{{"exhibit", begun.context.exhibit_id},
                                  {"number", begun.context.exhibit_number},
                                  {"completeness", status}});
}

// Digests of the case's objects that no entry names.
// Digests that entries of the case name, also as left over.
Result<std::set<std::string>> named_objects(Workspace& workspace, const std::string& case_id) {
  constexpr std::size_t kEntriesAPage = 1000;
  std::set<std::string> named;
  std::optional<std::uint64_t> before;
  while (true) {
    SANAD_TRY(const auto entries,
              workspace.records().entries(
                  {.case_id = case_id, .before = before, .limit = kEntriesAPage}));
    for (const auto& entry : entries) {
      collect_digests(entry.data, named);
      if (const auto* kept = entry.data["kept"].as_array()) {
        for (const auto& digest : *kept) named.insert(digest.string_or(""));
      }
      before = entry.index;
    }
    if (entries.size() < kEntriesAPage) return named;
  }
}

Result<json::Array> unnamed_objects(Workspace& workspace, const std::string& case_id) {
  SANAD_TRY(const auto named, named_objects(workspace, case_id));
  json::Array unnamed;
  SANAD_TRY(const auto objects, workspace.vault().list(case_id));
  for (const auto& object : objects) {
    if (!object.info.ok()) continue;  // damage is the fixity check's business
    const std::string digest = format_hex(object.info->sha256);
    if (!named.contains(digest)) unnamed.emplace_back(digest);
  }
  return unnamed;
}

}  // namespace

Result<capture::Options> parse_capture_options(const json::Value& value) {
  capture::Options options;
  SANAD_TRY(options.locale, short_text(value, "locale", options.locale));
  SANAD_TRY(options.time_zone, short_text(value, "time_zone", options.time_zone));
  const json::Value& viewport = value["viewport"];
  SANAD_TRY(const auto width, whole_number(viewport, "width", options.viewport_width, 200, 4096));
  SANAD_TRY(const auto height,
            whole_number(viewport, "height", options.viewport_height, 200, 4096));
  SANAD_TRY(const auto seconds,
            whole_number(value, "max_seconds", options.max_seconds, 1, capture::kMaxSeconds));
  SANAD_TRY(const auto bytes,
            whole_number(value, "max_bytes", static_cast<std::int64_t>(options.max_bytes), 1,
                         static_cast<std::int64_t>(capture::kMaxBytes)));
  options.viewport_width = static_cast<int>(width);
  options.viewport_height = static_cast<int>(height);
  options.max_seconds = static_cast<std::uint32_t>(seconds);
  options.max_bytes = static_cast<std::uint64_t>(bytes);
  options.scroll = value["scroll"].bool_or(options.scroll);
  return options;
}

Result<OrderedCapture> order_capture(Workspace& workspace, const authority::Officer& caller,
                                     const CaptureOrder& order) {
  SANAD_TRY(const authority::Url url, authority::parse_url(order.url));
  const authority::ActRequest act{order.case_id, authority::Activity::kCapture, url,
                                  order.authorisation};
  SANAD_TRY(const authority::Permit granted, permit(workspace, caller, act));
  OrderedCapture ordered{"", crypto::new_id("capture"), crypto::new_id("exhibit")};
  SANAD_TRY(ordered.job, queue_job(workspace, "capture", granted.case_id(), caller.id,
                                   json::Object{{"capture", ordered.capture},
                                                {"exhibit", ordered.exhibit},
                                                {"url", url.text()},
                                                {"authorisation", granted.authorisation()},
                                                {"options", options_json(order.options)}}));
  return ordered;
}

Result<json::Value> run_capture(Workspace& workspace, const records::Job& job,
                                capture::Monitor& monitor) {
  SANAD_TRY(const capture::Options options, parse_capture_options(job.payload["options"]));
  SANAD_TRY(const capture::Environment environment, capture_environment(workspace));
  SANAD_TRY(const json::Value cited, cited_validation(workspace));
  SANAD_TRY(const Begun begun, begin_capture(workspace, job));
  const auto outcome =
      capture::capture_citing(cited, begun.permit, options, begun.context,
                              {environment, workspace.vault(), workspace.clock(), monitor});
  if (outcome.ok()) return seal(workspace, begun, *outcome);
  const records::Capture failed{
      begun.context.capture_id, begun.context.exhibit_id, begun.permit.case_id(), "", "", "", ""};
  SANAD_TRY(json::Array kept, unnamed_objects(workspace, begun.permit.case_id()));
  SANAD_CHECK(
      record_failure(workspace, failed, job.actor, outcome.error().message, std::move(kept)));
  return outcome.error();
}

Result<void> settle_interrupted_captures(Workspace& workspace) {
  SANAD_TRY(const auto started, workspace.records().captures("started"));
  for (const auto& capture : started) {
    SANAD_TRY(json::Array kept, unnamed_objects(workspace, capture.case_id));
    SANAD_CHECK(record_failure(workspace, capture, custody::kSystem,
                               "the program stopped while this capture was under way",
                               std::move(kept)));
  }
  return {};
}

Result<void> name_unclaimed_objects(Workspace& workspace) {
  SANAD_TRY(const auto stopped, workspace.jobs().running());
  std::set<std::string> cases;
  for (const auto& job : stopped) {
    if (!job.case_id.empty()) cases.insert(job.case_id);
  }
  SANAD_TRY(const auto imports, workspace.records().imports("started"));
  for (const auto& import : imports) cases.insert(import.case_id);
  for (const auto& case_id : cases) {
    SANAD_TRY(json::Array kept, unnamed_objects(workspace, case_id));
    if (kept.empty()) continue;
    SANAD_CHECK(workspace.custody().record({"objects.unclaimed", std::string(custody::kSystem),
                                            case_id, json::Object{{"kept", std::move(kept)}}}));
  }
  return {};
}

}  // namespace sanad::service
