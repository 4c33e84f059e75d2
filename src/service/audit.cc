#include "service/audit.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "http/client.h"
#include "keyring/keyring.h"
#include "service/disposal.h"
#include "timestamp/timestamp.h"

namespace sanad::service {
namespace {

constexpr std::size_t kNonceBytes = 16;
constexpr std::uint64_t kDefaultFixitySample = 100;

Digest256 imprint_of(ByteView checkpoint) { return crypto::sha256(checkpoint); }

Result<void> check_stored_timestamp(const ledger::StoredTimestamp& stored) {
  SANAD_CHECK(
      timestamp::verify(stored.response, stored.request, imprint_of(stored.checkpoint), {}));
  return {};
}

// What the authority answers is verified before it is kept; whether the reader trusts the authority
// is the reader's choice.
Result<void> keep(Workspace& workspace, const ledger::PendingTimestamp& pending,
                  const std::string& url, bool& received) {
  const http::Headers headers{{"Content-Type", std::string(timestamp::kRequestMediaType)}};
  SANAD_TRY_WITH(const http::Response response, http::fetch("POST", url, headers, pending.request),
                 "asking the timestamp authority");
  if (response.status != 200) {
    return Error{
        ErrorCode::kUnavailable,
        fmt::format("the timestamp authority answered with status {}; it will be asked again",
                    response.status)};
  }
  SANAD_TRY_WITH(
      const auto verified,
      timestamp::verify(response.body, pending.request, imprint_of(pending.checkpoint), {}),
      "the timestamp authority's answer");
  SANAD_CHECK(workspace.ledger().add_timestamp(pending.size, response.body));
  SANAD_CHECK(workspace.custody().record(
      {"timestamp.received", std::string(custody::kSystem), "",
       json::Object{{"tree_size", pending.size.value},
                    {"authority", verified.info.authority},
                    {"gen_time", format_timestamp(verified.info.gen_time)},
                    {"serial", verified.info.serial_hex}}}));
  received = true;
  return {};
}

}  // namespace

Result<json::Value> verify_ledger(Workspace& workspace, capture::Monitor& monitor) {
  ledger::AuditOptions options;
  options.check_timestamp = check_stored_timestamp;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    monitor.on_progress({"verifying", 0, done, fmt::format("{} of {} entries", done, total)});
  };
  SANAD_TRY(const ledger::AuditReport report, workspace.ledger().verify(options));
  if (!report.problems.empty()) {
    const auto& first = report.problems.front();
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the ledger is not as it was written ({} problems); {}: {}",
                             report.problems.size(), first.file, first.reason)};
  }
  SANAD_CHECK(check_erasures(workspace, report.erased));
  return json::Value(json::Object{{"entries", report.head.size.value + report.unpublished},
                                  {"root", format_base64(report.head.root)},
                                  {"unpublished", report.unpublished},
                                  {"bodies_checked", report.bodies_checked},
                                  {"bodies_destroyed", report.bodies_destroyed},
                                  {"timestamps", report.timestamps}});
}

Result<json::Value> run_ledger_verification(Workspace& workspace, const records::Job&,
                                            capture::Monitor& monitor) {
  return verify_ledger(workspace, monitor);
}

Result<json::Value> check_fixity(Workspace& workspace, std::string_view actor,
                                 std::uint64_t count) {
  const Bytes seed_bytes = crypto::random_bytes(8);
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : seed_bytes) seed = seed << 8 | byte;
  SANAD_TRY(const vault::FixityReport report, workspace.vault().sample(seed, count));
  json::Array failed;
  for (const auto& failure : report.failed) {
    failed.emplace_back(
        json::Object{{"sha256", failure.sha256 ? json::Value(format_hex(*failure.sha256))
                                               : json::Value(nullptr)},
                     {"case", failure.case_id},
                     {"object", failure.file.string()},
                     {"reason", failure.reason}});
  }
  const json::Object result{{"checked", report.checked}, {"failed", std::move(failed)}};
  SANAD_CHECK(workspace.custody().record({"fixity.checked", std::string(actor), "", result}));
  return json::Value(result);
}

Result<json::Value> run_fixity(Workspace& workspace, const records::Job& job, capture::Monitor&) {
  return check_fixity(
      workspace, job.actor,
      static_cast<std::uint64_t>(job.payload["count"].int_or(kDefaultFixitySample)));
}

Result<TimestampState> timestamp_ledger(Workspace& workspace) {
  TimestampState state;
  SANAD_TRY(const std::string url, workspace.records().setting("timestamp.url"));
  SANAD_TRY(const ledger::SignedCheckpoint checkpoint, workspace.ledger().checkpoint());
  state.tree_size = checkpoint.head.size.value;
  if (url.empty()) return state;
  SANAD_TRY(const Bytes request, timestamp::make_request(imprint_of(as_bytes(checkpoint.note)),
                                                         crypto::random_bytes(kNonceBytes)));
  const auto queued = workspace.ledger().queue_timestamp(checkpoint, request, url);
  if (!queued.ok() && queued.error().code != ErrorCode::kConflict) return queued.error();
  SANAD_TRY(const auto pending, workspace.ledger().pending_timestamps());
  std::optional<Error> trouble;
  for (const auto& waiting : pending) {
    const auto kept = keep(workspace, waiting, url, state.received);
    if (!kept.ok()) {
      trouble = kept.error();
      ++state.pending;
    }
  }
  if (trouble && !state.received) return *trouble;
  return state;
}

Result<json::Object> describe_ledger(Workspace& workspace) {
  SANAD_TRY(const ledger::SignedCheckpoint checkpoint, workspace.ledger().checkpoint());
  SANAD_TRY(const auto pending, workspace.ledger().pending_timestamps());
  SANAD_TRY(const auto received,
            workspace.records().entries({.kind = "timestamp.received", .limit = 1}));
  json::Value last(nullptr);
  if (!received.empty()) last = received.front().data;
  const auto& signer = workspace.keyring().ledger_signer();
  const std::string& origin = workspace.keyring().names().ledger;
  return json::Object{
      {"origin", origin},
      {"size", checkpoint.head.size.value},
      {"root", format_base64(checkpoint.head.root)},
      {"checkpoint", checkpoint.note},
      {"vkey", keyring::format_vkey(origin, signer.public_key())},
      {"timestamps", json::Object{{"last", std::move(last)},
                                  {"pending", static_cast<std::uint64_t>(pending.size())}}}};
}

}  // namespace sanad::service
