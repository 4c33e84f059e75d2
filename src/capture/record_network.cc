// The page and the two channels, as members of the record.
#include <algorithm>

#include "addresses.h"
#include "base/utf8.h"
#include "describe.h"
#include "record.h"

namespace sanad::capture {
namespace {

constexpr std::size_t kMaxListedLogEntries = 1'000;

std::string_view media_kind(const KeptExchange& kept) {
  if (!kept.received_block.http) return {};
  const std::string& mime = kept.received_block.http->mime;
  const bool is_media =
      mime.starts_with("image/") || mime.starts_with("video/") || mime.starts_with("audio/");
  return is_media ? std::string_view(mime) : std::string_view();
}

json::Object picture_json(const Picture& picture, const Keeper& keeper) {
  const SealedFile* file = keeper.find(picture.name);
  return json::Object{
      {"file", picture.name},
      {"sha256", file == nullptr ? json::Value(nullptr) : json::Value(file->sha256)},
      {"taken_at", format_timestamp(picture.outcome.taken_at)},
      {"full_page", picture.name == "screenshot-full.png"},
      {"width", picture.outcome.width},
      {"height", picture.outcome.height},
      {"page_width", picture.outcome.page_width},
      {"page_height", picture.outcome.page_height},
      {"truncated", picture.outcome.truncated}};
}

json::Object scope_json(const RecordInput& input) {
  const auto count = [&](std::string_view what) {
    return static_cast<std::int64_t>(
        std::ranges::count(input.driven.behaviours, what, &browser::BehaviourStep::what));
  };
  json::Array steps;
  for (const ScopeStep& step : input.driven.scope) {
    steps.emplace_back(json::Object{{"at", format_timestamp(step.at)},
                                    {"url", step.url},
                                    {"covered", step.covered},
                                    {"within_document", step.within_document}});
  }
  return json::Object{{"scrolls", count("scroll")},
                      {"expansions", count("expand")},
                      {"logins", 0},
                      {"left", input.driven.left_scope},
                      {"navigations", std::move(steps)}};
}

json::Array dialogs_json(const browser::Facts& facts) {
  json::Array dialogs;
  for (const browser::Dialog& dialog : facts.dialogs) {
    dialogs.emplace_back(json::Object{{"at", format_timestamp(dialog.at)},
                                      {"type", dialog.type},
                                      {"url", dialog.url},
                                      {"message", dialog.message},
                                      {"accepted", dialog.accepted}});
  }
  return dialogs;
}

json::Array downloads_json(const Driven& driven) {
  json::Array downloads;
  for (const KeptDownload& kept : driven.downloads) {
    downloads.emplace_back(
        json::Object{{"file", kept.name.empty() ? json::Value(nullptr) : json::Value(kept.name)},
                     {"url", kept.download.url},
                     {"suggested_name", kept.download.suggested_name},
                     {"state", kept.download.state},
                     {"total_bytes", kept.download.total_bytes},
                     {"received_bytes", kept.download.received_bytes},
                     {"at", format_timestamp(kept.download.at)}});
  }
  return downloads;
}

void add_frames(const RecordInput& input, json::Object& record) {
  json::Array documents;
  for (const Document& document : input.driven.documents) {
    documents.emplace_back(json::Object{{"file", document.name},
                                        {"frame", document.frame.frame_id},
                                        {"parent", document.frame.parent_frame_id},
                                        {"url", document.frame.url},
                                        {"bytes", document.frame.bytes},
                                        {"error", document.frame.error}});
  }
  record.set("documents", std::move(documents));
  json::Array targets;
  for (const browser::Target& target : input.facts.targets) {
    targets.emplace_back(json::Object{{"type", target.type},
                                      {"url", target.url},
                                      {"attached_at", format_timestamp(target.attached_at)},
                                      {"crashed", target.crashed}});
  }
  record.set("targets", std::move(targets));
  json::Array entries;
  for (const browser::LogEntry& entry : input.facts.log) {
    if (entries.size() >= kMaxListedLogEntries) break;
    entries.emplace_back(json::Object{{"at", format_timestamp(entry.at)},
                                      {"level", entry.level},
                                      {"source", entry.source},
                                      {"text", entry.text},
                                      {"url", entry.url}});
  }
  record.set("page_messages", std::move(entries));
}

json::Object reconciliation_json(const RecordInput& input) {
  const Reconciliation& both = input.reconciliation;
  std::map<std::string_view, std::int64_t> counts;
  json::Array requests;
  for (const Explained& explained : both.requests) {
    const std::string_view name = explanation_name(explained.explanation);
    ++counts[name];
    json::Object one = request_json(input.facts.requests[explained.request]);
    one.set("explained_by", name);
    one.set("exchange",
            explained.exchange ? json::Value(*explained.exchange) : json::Value(nullptr));
    requests.emplace_back(std::move(one));
  }
  json::Object by_explanation;
  for (const auto& [name, count] : counts) by_explanation.set(std::string(name), count);
  json::Array a_only;
  for (const OnlyA& only : both.a_only) {
    a_only.emplace_back(json::Object{{"exchange", only.exchange}, {"why", only.why}});
  }
  json::Array own;
  for (const std::uint64_t id : both.browser_own) own.emplace_back(id);
  json::Array b_only;
  for (const std::size_t request : both.b_only) {
    b_only.emplace_back(json::Object{{"request", static_cast<std::int64_t>(request)},
                                     {"url", input.facts.requests[request].url}});
  }
  json::Array differences;
  for (const Difference& one : both.differences) {
    differences.emplace_back(json::Object{{"request", static_cast<std::int64_t>(one.request)},
                                          {"exchange", one.exchange},
                                          {"what", one.what},
                                          {"network_log", one.a},
                                          {"devtools", one.b}});
  }
  return json::Object{{"explained", std::move(by_explanation)}, {"a_only", std::move(a_only)},
                      {"browser_own", std::move(own)},          {"b_only", std::move(b_only)},
                      {"differences", std::move(differences)},  {"requests", std::move(requests)}};
}

json::Array resolutions_json(const ChannelA& channel) {
  json::Array array;
  for (const netlog::Resolution& one : channel.resolutions()) {
    array.emplace_back(resolution_json(one));
  }
  return array;
}

std::optional<std::uint64_t> body_of(const KeptExchange& kept) {
  // A redirect's body is not read by the page, and an answer to HEAD has none.
  if (!kept.facts.redirect_to.empty() || kept.facts.method == "HEAD") return {};
  return kept.body_bytes;
}

}  // namespace

std::vector<SeenA> seen_a(const ChannelA& channel) {
  std::vector<SeenA> seen;
  for (const KeptExchange& kept : channel.exchanges()) {
    const netlog::Exchange& facts = kept.facts;
    if (facts.websocket) continue;  // DevTools tells those apart from requests
    SeenA one;
    one.exchange = facts.id;
    one.url = facts.url;
    one.method = facts.method;
    one.status = facts.response ? facts.response->status : 0;
    one.by_page = facts.party == netlog::Party::kPage;
    one.is_preflight = facts.created_by.has_value();
    one.cause = cause_name(facts.cause);
    one.is_whole = facts.outcome == netlog::Outcome::kComplete;
    one.body_bytes = body_of(kept);
    seen.push_back(std::move(one));
  }
  return seen;
}

std::vector<SeenB> seen_b(const browser::Facts& facts) {
  std::vector<SeenB> seen;
  for (std::size_t i = 0; i < facts.requests.size(); ++i) {
    const browser::Request& request = facts.requests[i];
    SeenB one;
    one.request = i;
    one.url = request.url;
    one.method = request.method;
    one.is_local = request.is_local();
    one.from_memory_cache = request.from_memory_cache;
    one.is_finished = request.outcome == browser::Outcome::kFinished;
    one.failure = !request.blocked_reason.empty() ? request.blocked_reason
                  : !request.cors_error.empty()   ? request.cors_error
                                                  : request.error_text;
    if (one.failure.empty() && request.cancelled) one.failure = "cancelled";
    if (request.response) {
      one.status = request.response->status;
      one.from_disk_cache = request.response->from_disk_cache;
      one.from_prefetch_cache = request.response->from_prefetch_cache;
      one.from_service_worker = request.response->from_service_worker;
    }
    if (one.is_finished && request.method != "HEAD" && request.decoded_bytes > 0) {
      one.body_bytes = static_cast<std::uint64_t>(request.decoded_bytes);
    }
    seen.push_back(std::move(one));
  }
  return seen;
}

void add_page(const RecordInput& input, json::Object& record) {
  json::Array pictures;
  for (const Picture& picture : input.driven.pictures) {
    pictures.emplace_back(picture_json(picture, input.keeper));
  }
  record.set("screenshot", pictures.empty() ? json::Value(nullptr) : pictures.front());
  record.set("pictures", std::move(pictures));
  const auto& state = input.driven.state;
  record.set("metadata", state ? json::Value(json::Object{{"title", state->title},
                                                          {"language", state->language},
                                                          {"page_width", state->page_width},
                                                          {"page_height", state->page_height}})
                               : json::Value(nullptr));
  record.set("loading", json::Object{{"error", input.driven.navigated.error_text},
                                     {"is_download", input.driven.navigated.is_download},
                                     {"loaded", input.driven.quiet.loaded},
                                     {"quiet", input.driven.quiet.quiet},
                                     {"crashed", input.driven.quiet.crashed},
                                     {"waited_ms", input.driven.quiet.waited_ms}});
  record.set("scope", scope_json(input));
  json::Array behaviours;
  for (const browser::BehaviourStep& step : input.driven.behaviours) {
    behaviours.emplace_back(json::Object{
        {"at", format_timestamp(step.at)}, {"what", step.what}, {"effect", step.effect}});
  }
  record.set("behaviours", std::move(behaviours));
  record.set("dialogs", dialogs_json(input.facts));
  record.set("downloads", downloads_json(input.driven));
  add_frames(input, record);
  record.set("transformations", json::Array{});
}

void add_network(const RecordInput& input, json::Object& record) {
  json::Array responses;
  json::Array truncated;
  json::Array errors;
  json::Array media;
  for (const KeptExchange& kept : input.channel.exchanges()) {
    const auto found = input.archive.exchanges.find(kept.facts.id);
    const Archived* archived = found == input.archive.exchanges.end() ? nullptr : &found->second;
    const std::string url = replace_malformed_utf8(kept.facts.url);
    responses.emplace_back(exchange_json(kept, archived));
    if (archived != nullptr && !archived->truncated.empty()) {
      truncated.emplace_back(json::Object{{"exchange", kept.facts.id},
                                          {"url", url},
                                          {"reason", archived->truncated},
                                          {"kept_bytes", kept.received.size},
                                          {"dropped_bytes", kept.dropped_bytes}});
    }
    if (kept.facts.net_error != 0) {
      errors.emplace_back(json::Object{
          {"exchange", kept.facts.id}, {"url", url}, {"error", kept.facts.net_error_name}});
    }
    if (const std::string_view kind = media_kind(kept); !kind.empty()) {
      media.emplace_back(json::Object{{"sha256", kept.body_sha256}, {"mime", kind}, {"url", url}});
    }
  }
  record.set("media", std::move(media));
  record.set("truncated", std::move(truncated));
  record.set("errors", std::move(errors));
  json::Array sockets;
  for (const browser::WebSocket& socket : input.facts.web_sockets) {
    sockets.emplace_back(web_socket_json(socket, false));
  }
  record.set("web_sockets", std::move(sockets));
  record.set("event_stream_messages",
             static_cast<std::int64_t>(input.facts.event_source_messages.size()));
  record.set("look_ups", resolutions_json(input.channel));
  json::Array connections;
  for (const auto& [id, connection] : input.channel.connections()) {
    connections.emplace_back(connection_json(connection, false));
  }
  record.set("connections", std::move(connections));
  record.set("exchanges", std::move(responses));
  record.set("unlisted_exchanges", input.channel.unlisted_exchanges());
  record.set("reconciliation", reconciliation_json(input));
}

}  // namespace sanad::capture
