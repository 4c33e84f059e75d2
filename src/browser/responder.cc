#include "responder.h"

namespace sanad::browser {
namespace {

constexpr int kKeptBodyBytes = 1024;

json::Value excluded(std::string_view type) {
  return json::Object{{"type", json::Value(type)}, {"exclude", json::Value(true)}};
}

json::Object auto_attach(std::initializer_list<std::string_view> excluded_types) {
  json::Array filter;
  for (const std::string_view type : excluded_types) filter.push_back(excluded(type));
  filter.push_back(json::Object{});  // everything else
  return {{"autoAttach", json::Value(true)},
          {"waitForDebuggerOnStart", json::Value(true)},
          {"flatten", json::Value(true)},
          {"filter", json::Value(std::move(filter))}};
}

std::vector<Command> start_watching(const Message& event) {
  const std::string session = event.body["sessionId"].string_or("");
  const std::string type = event.body["targetInfo"]["type"].string_or("");
  std::vector<Command> commands;
  // The bodies are channel A's: the renderer need not keep copies for us.
  commands.push_back({session,
                      "Network.enable",
                      {{"maxTotalBufferSize", json::Value(kKeptBodyBytes)},
                       {"maxResourceBufferSize", json::Value(kKeptBodyBytes)}}});
  if (type == "page" || type == "iframe") {
    commands.push_back({session, "Page.enable", {}});
    commands.push_back({session, "Security.enable", {}});
    commands.push_back(
        {session, "Page.setLifecycleEventsEnabled", {{"enabled", json::Value(true)}}});
  }
  if (type == "page") commands.push_back({session, "Inspector.enable", {}});
  commands.push_back({session, "Log.enable", {}});
  // Service and shared workers belong to the browser's session, which attaches to them once.
  commands.push_back(
      {session, "Target.setAutoAttach", auto_attach({"service_worker", "shared_worker"})});
  commands.push_back({session, "Runtime.runIfWaitingForDebugger", {}});
  return commands;
}

}  // namespace

Command watch_browser() {
  return {"", "Target.setAutoAttach", auto_attach({"browser", "browser_ui", "tab", "webview"})};
}

std::vector<Command> respond(const Message& event) {
  if (event.method == "Target.attachedToTarget") return start_watching(event);
  if (event.method == "Page.javascriptDialogOpening") {
    const bool leave = event.body["type"].string_or("") == "beforeunload";
    return {{event.session, "Page.handleJavaScriptDialog", {{"accept", json::Value(leave)}}}};
  }
  return {};
}

}  // namespace sanad::browser
