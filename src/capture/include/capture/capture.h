// One permitted capture: what the server sent and what the person saw, sealed in the vault.
//
//   permit ──▶ browser ──▶ network log (evidential) ─┐
//                     └──▶ DevTools (observing) ─────┴─▶ reconcile ─▶ WACZ, screenshot, PDF, DOM,
//                     MHTML, acquisition.json ─▶ vault
//
// The ledger entries around it (capture.started, exhibit.sealed or capture.failed) are made by the
// caller: custody stands above capture. Tested by capture_test.cc against the range and a real
// Chromium.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "authority/decide.h"
#include "base/result.h"
#include "base/time.h"
#include "json/json.h"
#include "vault/vault.h"

namespace sanad::capture {

// What the officer may choose for one capture; all of it stands in the record.
struct Options {
  std::string locale = "en-US";
  std::string time_zone = "UTC";
  int viewport_width = 1280;
  int viewport_height = 800;
  bool scroll = true;                    // scroll through the page and open what is folded
  std::uint32_t max_seconds = 120;       // for loading and behaviours together
  std::uint64_t max_bytes = 2ULL << 30;  // coded body bytes, over all responses
  std::uint32_t max_responses = 20'000;
};
inline constexpr std::uint32_t kMaxSeconds = 3600;
inline constexpr std::uint64_t kMaxBytes = 64ULL << 30;

// Every address that a host's name leads to, as a number; empty if there is none. Waits for the
// name server.
using LookUp = std::vector<std::string> (*)(const std::string& host);
std::vector<std::string> look_up_by_system(const std::string& host);

// What the installation decides.
struct Environment {
  std::string browser_path;            // empty: look for it
  std::string host_resolver_rules;     // for a range; empty: the system's resolver
  LookUp look_up = look_up_by_system;  // not asked where resolver rules stand in its place
  std::string trusted_spki_sha256;     // base64, a test authority's key; empty: none
  std::string working_directory;  // for the profile and unsealed spools; emptied afterwards. Must
                                  // exist, be private
  std::string egress_address;     // as the agency states it; empty: unknown
  std::string physical_location;  // likewise
  std::string
      clock_source;  // likewise, for example "chrony"; offset is measured where the system tells it
};

// Who and under what, for the record: values of the case, not read by capture itself.
struct Context {
  std::string capture_id;
  std::string exhibit_id;
  std::string exhibit_number;
  std::string case_reference;
  std::string agency;
  std::string collector_name;
  std::string software_version;
};

struct Progress {
  std::string
      phase;  // "starting", "loading", "behaviours", "screenshot", "pdf", "archive", "sealing"
  std::uint64_t bytes = 0;
  std::uint64_t requests = 0;
  std::string message;
};

// Called from the thread that runs capture(), a few times a second.
class Monitor {
 public:
  virtual ~Monitor() = default;
  virtual void on_progress(const Progress& progress) = 0;
  // True: stop, keep what there is, and mark it incomplete.
  virtual bool is_cancelled() = 0;
};

struct SealedFile {
  std::string name;
  std::string role;  // as in docs/formats/entries.md
  std::string media_type;
  std::uint64_t size = 0;
  std::string sha256;
  std::string sha512;
};

struct Outcome {
  std::string url_final;
  std::string title;
  Timestamp started_at;
  Timestamp ended_at;
  bool is_complete = true;
  std::vector<std::string> reasons;  // why it is not, one sentence each
  std::vector<SealedFile> files;     // acquisition.json among them, and last
  json::Value acquisition;
};

// Borrowed for the call.
struct Surroundings {
  const Environment& environment;
  vault::Vault& vault;
  const Clock& clock;
  Monitor& monitor;
};

// Needs a permit for the activity "capture" that covers its own URL; the permit's URL is what is
// captured. On success every file is in the vault under the permit's case. A page that fails to
// load, a limit, a cancelled or crashed browser is an incomplete outcome, not an error: what was
// received is kept. Errors: kUnavailable (no browser, or its log is not of a known form), kDenied
// (the host is, or its name leads to, a private address that the permit does not name), kInvalid
// (options), kIo and kLimit (vault, disk): then nothing is to be recorded but the failure.
Result<Outcome> capture(const authority::Permit& permit, const Options& options,
                        const Context& context, Surroundings surroundings);

}  // namespace sanad::capture
