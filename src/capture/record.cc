#include "record.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>

#include "addresses.h"
#include "base/utf8.h"
#include "describe.h"

namespace sanad::capture {
namespace {

json::Value text_or_null(const std::string& text) {
  return text.empty() ? json::Value(nullptr) : json::Value(replace_malformed_utf8(text));
}

std::string local_time_zone() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  if (::localtime_r(&now, &local) == nullptr || local.tm_zone == nullptr) return "";
  return local.tm_zone;
}

std::string operating_system() {
  utsname names{};
  if (::uname(&names) != 0) return "";
  return fmt::format("{} {} {}", names.sysname, names.release, names.machine);
}

json::Object authority_json(const authority::Permit& permit) {
  const authority::Grounds& grounds = permit.grounds();
  return json::Object{
      {"authorisation", permit.authorisation()},
      {"activity", authority::activity_name(permit.activity())},
      {"officer", permit.officer()},
      {"matched", json::Object{{"kind", authority::target_kind_name(permit.matched().kind)},
                               {"value", permit.matched().value}}},
      {"decided_at", format_timestamp(permit.decided_at())},
      {"valid_to", format_timestamp(permit.valid_to())},
      {"accepts_invalid_certificate", permit.accepts_invalid_certificate()},
      {"papers", json::Array(grounds.papers.begin(), grounds.papers.end())},
      {"emergency",
       grounds.emergency.empty() ? json::Value(nullptr) : json::Value(grounds.emergency)}};
}

void add_identity(const RecordInput& input, json::Object& record) {
  const Context& context = input.context;
  record.set("format", "sanad-acquisition/1");
  record.set("evidence_id", context.exhibit_id);
  record.set("capture_id", context.capture_id);
  record.set("case_id", input.permit.case_id());
  record.set("case_reference", context.case_reference);
  record.set("exhibit_no", context.exhibit_number);
  record.set("root_exhibit_no", nullptr);
  record.set("collector", json::Object{{"officer", input.permit.officer()},
                                       {"name", context.collector_name},
                                       {"agency", context.agency}});
  record.set("authority", authority_json(input.permit));
  record.set("virtual_identity_id", nullptr);
  record.set("method", "browser");
  record.set("validation", input.validation);
}

json::Array redirect_chain(const RecordInput& input) {
  json::Array chain;
  const KeptExchange* last = main_exchange(input.channel, input.permit.url().text());
  if (last == nullptr) return chain;
  for (const KeptExchange& kept : input.channel.exchanges()) {
    if (kept.facts.request_source != last->facts.request_source || kept.facts.id > last->facts.id) {
      continue;
    }
    chain.emplace_back(
        json::Object{{"url", replace_malformed_utf8(kept.facts.url)},
                     {"status", kept.facts.response ? json::Value(kept.facts.response->status)
                                                    : json::Value(nullptr)}});
  }
  return chain;
}

void add_target(const RecordInput& input, json::Object& record) {
  const std::string url = input.permit.url().text();
  record.set("url_requested", url);
  record.set("redirect_chain", redirect_chain(input));
  const KeptExchange* page = main_exchange(input.channel, url);
  const std::string shown = input.driven.state ? input.driven.state->url : "";
  record.set("url_final", is_web_address(shown) ? json::Value(shown)
                          : page != nullptr ? json::Value(replace_malformed_utf8(page->facts.url))
                                            : json::Value(nullptr));
  std::set<std::string> addresses;
  for (const auto& [id, connection] : input.channel.connections()) {
    if (connection.exchanges > 0 || connection.tls) {
      addresses.insert(endpoint_host(connection.remote_address));
    }
  }
  record.set("target_ips", strings_json({addresses.begin(), addresses.end()}));
  record.set("dns_sha256", text_or_null(input.archive.dns_sha256));
  record.set("http_status", page != nullptr && page->facts.response
                                ? json::Value(page->facts.response->status)
                                : json::Value(nullptr));
  json::Value chain(nullptr);
  if (page != nullptr && page->facts.connection) {
    const auto found = input.archive.chain_sha256.find(*page->facts.connection);
    if (found != input.archive.chain_sha256.end()) chain = found->second;
  }
  record.set("tls_chain_sha256", std::move(chain));
  record.set("html_sha256", page != nullptr ? text_or_null(page->body_sha256) : nullptr);
}

void add_machine(const RecordInput& input, json::Object& record) {
  record.set("start_utc", format_timestamp(input.started));
  record.set("end_utc", format_timestamp(input.ended));
  record.set("local_tz", local_time_zone());
  record.set("clock", clock_json(input.environment.clock_source, input.before.clock));
  record.set("clock_after", clock_json(input.environment.clock_source, input.after.clock));
  record.set("physical_location", text_or_null(input.environment.physical_location));
  record.set("egress_ip", text_or_null(input.environment.egress_address));
  const json::Value& version = input.driven.version;
  record.set("user_agent", version["userAgent"].string_or(""));
  const auto& log = input.channel.log();
  record.set("browser", json::Object{{"name", log ? log->browser_name : "Chromium"},
                                     {"version", log ? log->browser_version : ""},
                                     {"product", version["product"].string_or("")},
                                     {"revision", version["revision"].string_or("")},
                                     {"protocol", version["protocolVersion"].string_or("")},
                                     {"program", input.launch.installation.path},
                                     {"program_version", input.launch.installation.version}});
  const auto& view = input.launch.viewport;
  record.set("env", json::Object{{"os", operating_system()},
                                 {"locale", input.launch.locale},
                                 {"time_zone", input.launch.time_zone},
                                 {"viewport", json::Object{{"width", view.width},
                                                           {"height", view.height},
                                                           {"device_scale", view.device_scale}}},
                                 {"extensions", json::Array{}},
                                 {"profile_fresh", true},
                                 {"proxy", nullptr}});
  record.set("command_line", strings_json(input.launch.command_line));
  record.set("environment_variables", strings_json(input.launch.environment));
  record.set("software", json::Array{json::Object{{"name", "Sanad"},
                                                  {"version", input.context.software_version}},
                                     json::Object{{"name", log ? log->browser_name : "Chromium"},
                                                  {"version", log ? log->browser_version : ""}}});
  record.set("services", json::Object{{"time", text_or_null(input.environment.clock_source)},
                                      {"ip", nullptr},
                                      {"whois", nullptr}});
  const auto& seen = input.driven.sandbox;
  record.set("sandbox",
             json::Object{{"on", input.launch.sandbox.on},
                          {"reason", input.launch.sandbox.reason},
                          {"observed", json::Object{{"page_process_found", seen.renderer_found},
                                                    {"system_call_filter", seen.seccomp_filter},
                                                    {"process_namespace", seen.pid_namespace}}}});
}

void add_results(const RecordInput& input, json::Object& record) {
  json::Array files;
  for (const SealedFile& file : input.keeper.files()) {
    files.emplace_back(json::Object{{"name", file.name},
                                    {"role", file.role},
                                    {"media_type", file.media_type},
                                    {"size", file.size},
                                    {"sha256", file.sha256},
                                    {"sha512", file.sha512}});
  }
  const auto digest = [&](std::string_view name) {
    const SealedFile* file = input.keeper.find(name);
    return file == nullptr ? json::Value(nullptr) : json::Value(file->sha256);
  };
  record.set("dom_sha256", digest("dom.html"));
  record.set("warc_sha256", text_or_null(input.archive.warc_sha256));
  record.set("wacz_sha256", digest("capture.wacz"));
  record.set("hashes", std::move(files));
  json::Array missing;
  for (const NotKept& one : input.keeper.all_not_kept()) {
    missing.emplace_back(json::Object{{"url", replace_malformed_utf8(one.url)},
                                      {"reason", replace_malformed_utf8(one.reason)}});
  }
  record.set("not_kept", std::move(missing));
  const auto& reasons = input.reasons;
  record.set("completeness", json::Object{{"status", reasons.empty() ? "complete" : "incomplete"},
                                          {"reasons", strings_json(reasons)}});
  record.set("warnings", strings_json(input.warnings));
  record.set("health", json::Object{{"before", health_json(input.before)},
                                    {"after", health_json(input.after)}});
  record.set("limits", json::Object{{"max_seconds", input.options.max_seconds},
                                    {"max_bytes", input.options.max_bytes},
                                    {"max_responses", input.options.max_responses}});
}

void add_log(const RecordInput& input, json::Object& record) {
  json::Array notes;
  for (const netlog::Note& note : input.channel.notes()) {
    notes.emplace_back(
        json::Object{{"offset", note.offset}, {"text", replace_malformed_utf8(note.text)}});
  }
  record.set("network_log", json::Object{{"bytes", input.net_log.bytes},
                                         {"lost_bytes", input.net_log.lost_bytes},
                                         {"ended_by_browser", input.log_end.complete},
                                         {"events", input.log_end.events},
                                         {"damaged_lines", input.log_end.damaged_lines},
                                         {"cut_bytes", input.log_end.cut_bytes},
                                         {"notes", std::move(notes)}});
  record.set("browser_exit", input.browser_exit.describe());
  record.set("browser_messages", replace_malformed_utf8(input.stderr_tail));
  record.set("devtools", json::Object{{"events", input.counts.events},
                                      {"dropped_events", input.counts.dropped_events},
                                      {"oversized_messages", input.counts.oversized_messages},
                                      {"malformed_messages", input.counts.malformed_messages},
                                      {"truncations", strings_json(input.facts.truncations)}});
}

}  // namespace

const KeptExchange* main_exchange(const ChannelA& channel, const std::string& url) {
  const KeptExchange* first = nullptr;
  const KeptExchange* last = nullptr;
  for (const KeptExchange& kept : channel.exchanges()) {
    if (first == nullptr && kept.facts.request_type == "main frame" &&
        without_fragment(kept.facts.url) == url) {
      first = last = &kept;
    } else if (first != nullptr && kept.facts.request_source == first->facts.request_source) {
      last = &kept;
    }
  }
  return last;
}

json::Value make_record(const RecordInput& input) {
  json::Object record;
  add_identity(input, record);
  add_target(input, record);
  add_machine(input, record);
  add_page(input, record);
  add_results(input, record);
  add_log(input, record);
  add_network(input, record);
  return record;
}

}  // namespace sanad::capture
