// One running Chromium with a profile of its own, and everything that must end with it.
//
// launch() makes a private directory (mode 0700) that holds the profile, the downloads and the FIFO
// of the network log; starts the browser in its own process group with CDP on descriptors 3 and 4;
// and reads the network log and stderr on threads of its own. The destructor ends the whole process
// group and deletes the directory, so nothing of one capture reaches the next.
//
// The browser is told by the kernel to die with the thread that called launch(): that thread must
// outlive the Process. A Process is used by one thread at a time.
// Tested by process_test.cc.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "browser/install.h"

namespace sanad::browser {

inline constexpr std::size_t kMaxStderrBytes = 64 * 1024;  // the newest are kept
inline constexpr std::uint64_t kMaxOpenFiles = 8192;

struct Viewport {
  int width = 1280;
  int height = 960;
  double device_scale = 1.0;
};

struct LaunchOptions {
  std::string browser_path;  // empty: search
  std::string
      scratch_directory;  // empty: TMPDIR, else /tmp; the browser's user must be able to enter it
  std::string locale = "en-US";   // BCP 47; also sent as Accept-Language
  std::string time_zone = "UTC";  // IANA name
  Viewport viewport;
  // Absent: the browser's own string ("HeadlessChrome"), unchanged. Setting another is a decision
  // about identity that the caller must be able to justify; it is visible in the command line kept.
  std::optional<std::string> user_agent;
  std::string host_resolver_rules;               // Chromium's syntax; empty: none
  std::vector<std::string> trusted_spki_sha256;  // base64 SHA-256 of keys whose certificates pass
  // Loads pages whatever is wrong with their certificates. Only where the authorisation says so:
  // the browser then gives no verdict on any certificate.
  bool ignore_certificate_errors = false;
  // Receives the network log as it is written, on a thread of this Process. Borrowed; must outlive
  // it. A failing sink does not stop the browser: the rest is read and thrown away, and
  // finish_net_log() reports the failure. Null: no network log.
  ByteSink* net_log = nullptr;
};

// What the record says about how the browser was started.
struct LaunchRecord {
  Installation installation;
  std::vector<std::string> command_line;  // exactly as executed
  std::vector<std::string> environment;   // NAME=value, exactly as given
  SandboxPlan sandbox;
  std::string locale;
  std::string time_zone;
  Viewport viewport;
};

struct ExitState {
  bool signalled = false;
  int code = 0;  // exit status, or the signal's number
  std::string describe() const;
};

// What /proc says of a page's process: the proof that the sandbox is really there.
struct SandboxObservation {
  bool renderer_found = false;
  bool seccomp_filter = false;
  bool pid_namespace = false;
  bool confined() const { return renderer_found && seccomp_filter && pid_namespace; }
};

struct NetLogResult {
  std::uint64_t bytes = 0;       // passed to the sink
  std::uint64_t lost_bytes = 0;  // read after the sink failed
  bool ended = false;          // the browser closed it, so the log is whole as the browser wrote it
  std::optional<Error> error;  // the sink's or the pipe's
};

class Process {
 public:
  // kUnavailable: no browser, or it did not start; kIo: no directory, pipe or process could be
  // made.
  static Result<std::unique_ptr<Process>> launch(const LaunchOptions& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const LaunchRecord& record() const;
  pid_t pid() const;
  // Sockets of the CDP channel: what we write commands to, and read answers from. Owned by Process.
  int command_fd() const;
  int event_fd() const;
  const std::string& download_directory() const;  // absolute; deleted with the Process

  // Absent while it runs. A crash shows here and as the end of the CDP channel.
  std::optional<ExitState> poll_exit();
  // Waits up to timeout_ms for it to end by itself (after Browser.close).
  std::optional<ExitState> wait_exit(int timeout_ms);
  // SIGTERM to the group, SIGKILL after grace_ms, and waits. Calling it again answers the same.
  ExitState terminate(int grace_ms);

  SandboxObservation observe_sandbox() const;
  std::string stderr_tail() const;
  // Call after the browser ended: reads what is left in the pipe and stops the reader.
  NetLogResult finish_net_log();
  std::uint64_t net_log_bytes() const;  // so far, for progress

 private:
  struct State;
  explicit Process(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::browser
