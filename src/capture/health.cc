#include "capture/health.h"

#include <fmt/format.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include <algorithm>

#include "crypto/crypto.h"

namespace sanad::capture {
namespace {

constexpr std::string_view kSha256Abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view kSha512Abc =
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

Check check_space(const std::string& directory, std::uint64_t& free_bytes) {
  struct statvfs info{};
  if (::statvfs(directory.c_str(), &info) != 0) {
    return {"free_space", false, fmt::format("{} cannot be looked at", directory)};
  }
  free_bytes = std::uint64_t{info.f_bavail} * info.f_frsize;
  return {"free_space", free_bytes >= kMinFreeBytes, fmt::format("{} bytes", free_bytes)};
}

}  // namespace

bool hashes_are_right() {
  return format_hex(crypto::sha256(as_bytes("abc"))) == kSha256Abc &&
         format_hex(crypto::sha512(as_bytes("abc"))) == kSha512Abc;
}

ClockState read_clock_state(const Clock& clock) {
  ClockState state;
  state.checked_at = clock.now();
  timex kernel{};  // modes 0: only asks
  const int answer = ::adjtimex(&kernel);
  if (answer < 0) return state;
  state.known = true;
  state.synchronised = answer != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0;
  const double unit = (kernel.status & STA_NANO) != 0 ? 1e6 : 1e3;
  state.offset_ms = static_cast<double>(kernel.offset) / unit;
  state.max_error_ms = static_cast<double>(kernel.maxerror) / 1e3;
  return state;
}

json::Object clock_json(const std::string& source, const ClockState& clock) {
  const auto if_known = [](bool is_known, auto value) {
    return is_known ? json::Value(value) : json::Value(nullptr);
  };
  return json::Object{{"source", source.empty() ? "unknown" : source},
                      {"synchronised", if_known(clock.known, clock.synchronised)},
                      {"offset_ms", if_known(clock.known && clock.synchronised, clock.offset_ms)},
                      {"max_error_ms", if_known(clock.known, clock.max_error_ms)},
                      {"checked_at", format_timestamp(clock.checked_at)}};
}

bool Health::passed() const {
  return std::ranges::all_of(checks, [](const Check& check) { return check.passed; });
}

Health check_health(const Clock& clock, const std::string& working_directory) {
  Health health;
  health.at = clock.now();
  health.checks.push_back(
      {"hashes", hashes_are_right(), "SHA-256 and SHA-512 of \"abc\" as in FIPS 180-4"});
  health.checks.push_back(check_space(working_directory, health.free_bytes));
  health.clock = read_clock_state(clock);
  return health;
}

json::Value health_json(const Health& health) {
  json::Array checks;
  for (const Check& check : health.checks) {
    checks.emplace_back(
        json::Object{{"name", check.name}, {"passed", check.passed}, {"detail", check.detail}});
  }
  return json::Object{{"at", format_timestamp(health.at)},
                      {"passed", health.passed()},
                      {"checks", std::move(checks)}};
}

}  // namespace sanad::capture
