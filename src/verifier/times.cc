// The timestamp over the checkpoint, and what it says about the order of events.
#include <fmt/format.h>

#include <algorithm>

#include "context.h"
#include "crypto/crypto.h"
#include "keys.h"

namespace sanad::verifier {
namespace {

// Clocks of honest machines differ; up to this much is said, not judged.
constexpr std::int64_t kClockToleranceMs = 10 * 60 * 1000;
constexpr std::int64_t kMinAccuracyMs = 1000;
constexpr std::uint64_t kMaxAccuracyUs = 1'000'000'000'000;  // beyond this it says nothing

}  // namespace

std::int64_t accuracy_ms_of(const timestamp::TimestampInfo& info) {
  const std::uint64_t accuracy_us = std::min(info.accuracy_us.value_or(0), kMaxAccuracyUs);
  return std::max(static_cast<std::int64_t>((accuracy_us + 999) / 1000), kMinAccuracyMs);
}

Result<Outcome> check_timestamp(Context& context) {
  if (!context.index.timestamp)
    return warn("No timestamp: when this existed rests on the agency's word alone.");
  SANAD_TRY(const Bytes pem, context.required("ledger/tsa.pem"));
  SANAD_TRY(const Bytes request, context.required("ledger/timestamp.tsq"));
  SANAD_TRY(const Bytes response, context.required("ledger/timestamp.tsr"));
  SANAD_TRY(const Bytes checkpoint, context.required("ledger/checkpoint"));
  if (!parse_pem(as_text(pem), "CERTIFICATE").ok()) return fail("The timestamp cannot be read.");
  auto verified =
      timestamp::verify(response, request, crypto::sha256(checkpoint), context.trust.roots);
  if (!verified.ok()) return fail("The timestamp is not valid.", {verified.error().message});
  context.timestamp = std::move(verified).value();
  return pass(fmt::format("A timestamp authority confirms that the checkpoint existed at {}: {}.",
                          format_timestamp(context.timestamp->info.gen_time),
                          context.timestamp->info.authority));
}

Result<Outcome> check_timestamp_authority(Context& context) {
  const timestamp::VerifiedTimestamp& timestamp = *context.timestamp;
  const std::string& name = timestamp.info.authority;
  if (context.trust.roots.empty())
    return warn(
        fmt::format("Unknown timestamp authority: you gave no root to compare \"{}\" with.", name));
  if (!timestamp.authority_trusted)
    return warn(
        fmt::format("Unknown timestamp authority: \"{}\" leads to no root that you trust.", name),
        {timestamp.authority_problem});
  return pass(fmt::format("The certificate of \"{}\" leads to a root that you trust.", name));
}

Result<Outcome> check_time_order(Context& context) {
  const timestamp::TimestampInfo& info = context.timestamp->info;
  const std::int64_t accuracy_ms = accuracy_ms_of(info);
  std::int64_t early_ms = 0;
  for (const auto& [index, entry] : context.entries)
    early_ms = std::max(early_ms, entry.time.unix_ms - (info.gen_time.unix_ms + accuracy_ms));
  if (early_ms <= 0) return pass("The timestamp is not earlier than the last disclosed entry.");
  const std::string words = fmt::format(
      "The timestamp is {} s earlier than the last disclosed entry", (early_ms + 999) / 1000);
  if (early_ms <= kClockToleranceMs) return warn(words + ": the clocks differed.");
  return fail(words + ".");
}

}  // namespace sanad::verifier
