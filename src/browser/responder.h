// What is answered at once, on the connection's thread.
#pragma once

#include <vector>

#include "browser/connection.h"

namespace sanad::browser {

// New targets are held by the browser until Runtime.runIfWaitingForDebugger, so that nothing that
// they ask for is missed. The commands that turn observation on and the one that lets the target
// run are sent together, without waiting for an answer in between: a service worker answers
// Network.enable only once it runs, and waiting for it would silently stop its fetches.
//
// Dialogs: alert, confirm and prompt are dismissed; beforeunload is accepted, so that leaving a
// page that we leave is possible. None of them is ever answered with text.
std::vector<Command> respond(const Message& event);

// The command on the browser itself that starts it all: attach to every page and worker.
Command watch_browser();

}  // namespace sanad::browser
