#include "resolutions.h"

#include <utility>

#include "json/json.h"

namespace sanad::netlog {
namespace {

constexpr std::size_t kMaxOpenJobs = 4096;
constexpr std::size_t kMaxTransactions = 16384;
constexpr std::size_t kMaxResultsBytes = 64 * 1024;

json::Value read_params(const EventLine& line) {
  return json::parse(line.params).value_or(json::Value());
}

}  // namespace

Result<bool> Resolutions::event(Kind kind, Phase phase, const EventLine& line) {
  switch (kind) {
    case Kind::kResolverJob:
      SANAD_CHECK(job_event(phase, line));
      return true;
    case Kind::kResolverDnsTask:
    case Kind::kResolverSystemTask:
    case Kind::kResolverExtraction:
      if (phase != Phase::kBegin) add_result(line);
      return true;
    case Kind::kDnsTransaction:
      if (phase == Phase::kNone) link_transaction(line);
      if (phase == Phase::kEnd) job_of_transaction_.erase(line.source_id);
      return true;
    case Kind::kDnsResponse:
      add_message(line);
      return true;
    default:
      return false;
  }
}

Result<void> Resolutions::job_event(Phase phase, const EventLine& line) {
  const Timestamp at{line.time_ms + constants_.info.time_tick_offset_ms};
  const json::Value params = read_params(line);
  if (phase == Phase::kBegin && open_.size() < kMaxOpenJobs) {
    Resolution& job = open_[line.source_id];
    job.id = line.source_id;
    job.host = unescape(params["host"].string_or(""));
    job.started = at;
  }
  const auto found = open_.find(line.source_id);
  if (phase != Phase::kEnd || found == open_.end()) return {};
  Resolution job = std::move(found->second);
  open_.erase(found);
  job.ended = at;
  job.net_error = params["net_error"].int_or(0);
  job.net_error_name = constants_.error_name(job.net_error);
  return listener_.on_resolution(job);
}

void Resolutions::add_result(const EventLine& line) {
  const auto found = open_.find(line.source_id);
  if (found == open_.end() || line.params.empty()) return;
  std::size_t held = line.params.size();
  for (const std::string& text : found->second.results_json) held += text.size();
  if (held <= kMaxResultsBytes) found->second.results_json.emplace_back(line.params);
}

void Resolutions::link_transaction(const EventLine& line) {
  const auto transaction = read_params(line)["source_dependency"]["id"].as_int();
  if (!transaction || job_of_transaction_.size() >= kMaxTransactions) return;
  if (open_.contains(line.source_id)) job_of_transaction_[*transaction] = line.source_id;
}

void Resolutions::add_message(const EventLine& line) {
  const auto link = job_of_transaction_.find(line.source_id);
  if (link == job_of_transaction_.end()) return;
  const auto job = open_.find(link->second);
  if (job == open_.end()) return;
  Bytes message;
  if (!append_base64(read_params(line)["response_buffer"].string_or(""), message)) return;
  std::size_t held = message.size();
  for (const Bytes& earlier : job->second.dns_messages) held += earlier.size();
  if (held <= kMaxDnsBytes) job->second.dns_messages.push_back(std::move(message));
}

}  // namespace sanad::netlog
