// The range: the fictional internet of the invented country Tirazan, served on loopback. Forum,
// channel, video, shop, paste site, news, and pages that are awkward to capture (docs/range.md
// lists them). It never sends the current date or random values, so the same requests get the same
// answers.
//
//   SANAD_TRY(auto range, Range::start({.directory = keys}));
//   chromium --host-resolver-rules="$(range->resolver_rules())"
//            --ignore-certificate-errors-spki-list=$(range->authority_spki_sha256()) ...
//
// Tested by range_test.cc, range_curl_test.cc and range_chromium_test.cc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "range/truth.h"
#include "story/telling.h"

namespace sanad::range {

struct Options {
  std::filesystem::path
      directory;                // for keys and certificates; made if absent, kept between starts
  std::uint16_t http_port = 0;  // 0: the system picks
  std::uint16_t https_port = 0;
  // null: the system's. For certificates, timestamps and the schedules of stories.
  const Clock* clock = nullptr;
  std::uint64_t seed = 1;  // of the class: varies generated images and sounds, and what stories say
  std::uint32_t seat = 1;  // within the class: neighbours find other answers in the same places
  // docs/formats/world.md; null: the world that is part of the program.
  std::shared_ptr<const story::World> world;
};

// Which other addresses the browser may reach.
enum class Elsewhere {
  kUnreachable,  // every other name fails to resolve: nothing leaves the machine
  kReachable,
};

class Range {
 public:
  // kIo: the directory. kConflict: a port is taken, or the world has a host of the range's own.
  // kInvalid: the world, with the file and the member.
  static Result<std::unique_ptr<Range>> start(Options options);
  ~Range();  // stops
  void stop();

  std::uint16_t http_port() const;
  std::uint16_t https_port() const;
  // Every host, in the order of docs/range.md.
  std::vector<std::string> hosts() const;
  // For Chromium's --host-resolver-rules: maps each host and port (80, 443) to where the range
  // listens. Address bars and Host fields keep the fictional names and default ports.
  std::string resolver_rules(Elsewhere elsewhere = Elsewhere::kUnreachable) const;
  // "host:80:127.0.0.1:PORT" and the like, for curl --resolve/--connect-to: one for each host and
  // port.
  std::vector<std::string> connect_to_rules() const;

  std::filesystem::path authority_path() const;  // the range's CA as PEM
  std::string authority_pem() const;
  std::string authority_sha256() const;       // hex of the DER
  std::string authority_spki_sha256() const;  // base64, for --ignore-certificate-errors-spki-list
  // Answers RFC 3161 requests; reachable without name resolution.
  std::string timestamp_url() const;  // "http://127.0.0.1:PORT/tsa"

  // This seat's stories: values of variables, papers of studies.
  const story::Telling& telling() const;
  // What happens in them, by the range's clock (docs/range.md); also the trainer's, over HTTP.
  // kNotFound: no such event or study.
  Result<void> tell_event(std::string_view event);
  Result<void> release_study(std::string_view study);
  void reset_events();
  json::Value events() const;

  TruthLog& truth();
  void set_timestamp_authority_down(bool is_down);  // 503 while down

 private:
  struct State;
  explicit Range(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::range
