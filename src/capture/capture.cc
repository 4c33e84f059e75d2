#include "capture/capture.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "capture/cited.h"
#include "session.h"

namespace sanad::capture {
namespace {

constexpr int kMinSide = 100;
constexpr int kMaxSide = 8192;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '/' || c == '+';
  });
}

Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

Result<void> check_options(const Options& options, const Environment& environment) {
  if (!is_name(options.locale)) return invalid("the locale must be a name like \"en-US\"");
  if (!is_name(options.time_zone)) return invalid("the time zone must be a name like \"UTC\"");
  const auto fits = [](int side) { return side >= kMinSide && side <= kMaxSide; };
  if (!fits(options.viewport_width) || !fits(options.viewport_height)) {
    return invalid(fmt::format("the viewport must be {} to {} pixels a side", kMinSide, kMaxSide));
  }
  if (options.max_seconds == 0 || options.max_seconds > kMaxSeconds) {
    return invalid(fmt::format("the time limit must be 1 to {} seconds", kMaxSeconds));
  }
  if (options.max_bytes == 0 || options.max_bytes > kMaxBytes) {
    return invalid(fmt::format("the size limit must be 1 to {} bytes", kMaxBytes));
  }
  if (options.max_responses == 0) return invalid("the limit of responses must be at least 1");
  struct stat info{};
  if (::stat(environment.working_directory.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    return invalid(fmt::format("the working directory \"{}\" does not exist; make it first",
                               environment.working_directory));
  }
  return {};
}

Result<void> check_permit(const authority::Permit& permit) {
  if (permit.activity() != authority::Activity::kCapture) {
    return Error{ErrorCode::kDenied, "the permit is not for a capture; ask for one that is"};
  }
  if (!permit.covers(permit.url())) {
    return Error{ErrorCode::kDenied, "the permit does not cover its own address"};
  }
  const auto address = authority::parse_ip(permit.url().host);
  if (address && !permit.may_contact(*address)) {
    return Error{ErrorCode::kDenied,
                 fmt::format("{} is not an address of the public internet; the authorisation must "
                             "name it and permit private addresses",
                             permit.url().host)};
  }
  return {};
}

// Before the browser exists, so that nothing is sent to such an address. Where a name leads may
// change until the browser asks for itself: its own connections are watched as well.
Result<void> check_name(const authority::Permit& permit, const Environment& environment) {
  const std::string& host = permit.url().host;
  if (!environment.host_resolver_rules.empty() || authority::parse_ip(host)) return {};
  for (const std::string& number : environment.look_up(host)) {
    const auto address = authority::parse_ip(number);
    if (address && permit.may_contact(*address)) continue;
    return Error{ErrorCode::kDenied,
                 fmt::format("{} leads to {}, which is not an address of the public internet; the "
                             "authorisation must name it and permit private addresses",
                             host, number)};
  }
  return {};
}

}  // namespace

Result<Outcome> capture(const authority::Permit& permit, const Options& options,
                        const Context& context, Surroundings surroundings) {
  return capture_citing(nullptr, permit, options, context, surroundings);
}

Result<Outcome> capture_citing(const json::Value& validation, const authority::Permit& permit,
                               const Options& options, const Context& context,
                               Surroundings surroundings) {
  SANAD_CHECK(check_options(options, surroundings.environment));
  SANAD_CHECK(check_permit(permit));
  SANAD_CHECK(check_name(permit, surroundings.environment));
  return Session(permit, options, context, surroundings, validation).run();
}

}  // namespace sanad::capture
