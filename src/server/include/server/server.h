// The workbench over HTTP: the API of api/openapi.json, the built web pages, and a second origin
// that shows archived content.
//
// Two listeners, so that what was captured can never act as the workbench: the archive is another
// origin in the browser's eyes, with no session, and a policy that lets pages load nothing
// but themselves. Every rule of role and scope is in the service layer; here is only who is signed
// in, and that a change was meant (CSRF token). Tested by server_test.cc with real sockets.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/embedded.h"
#include "base/result.h"
#include "service/workspace.h"

namespace sanad::server {

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;          // 0: the system picks
  std::uint16_t archive_port = 0;  // likewise
  // What browsers are to call the archive origin, scheme and host without port; empty: as the
  // workbench, so that only the port tells the two origins apart. It must be of the same site:
  // browsers that deny storage to frames of other sites could not replay.
  std::string archive_host;
  // What the cookie of sessions is called. A browser keeps one jar for all ports of a host, so that
  // workbenches on several ports of a machine need a name each.
  std::string session_cookie = "sanad_session";
};

class WorkbenchServer {
 public:
  // workspace is borrowed. kConflict: a port is taken.
  static Result<std::unique_ptr<WorkbenchServer>> start(service::Workspace& workspace,
                                                        const Options& options);
  ~WorkbenchServer();  // stops
  std::uint16_t port() const;
  std::uint16_t archive_port() const;
  // http://ADDRESS:PORT
  std::string origin() const;

 private:
  struct State;
  explicit WorkbenchServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sanad::server
