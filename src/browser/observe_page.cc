// Targets, frames, dialogs, downloads and log entries.
#include "observer_state.h"

namespace sanad::browser {
namespace {

std::string text_of(const json::Value& value, std::string_view name) {
  return cut_text(value[name]);
}

}  // namespace

bool Observer::State::handle_target(const Message& event) {
  const json::Value& body = event.body;
  if (event.method == "Target.attachedToTarget") {
    const std::string session = body["sessionId"].string_or("");
    const json::Value& info = body["targetInfo"];
    if (!room(facts.targets.size(), kMaxRecords, "targets")) return true;
    Target target;
    target.type = text_of(info, "type");
    target.id = text_of(info, "targetId");
    target.url = text_of(info, "url");
    target.attached_at = now();
    if (const auto parent = target_of_session.find(event.session);
        parent != target_of_session.end()) {
      target.parent = parent->second;
    }
    // A page's or frame's target carries the id of its frame.
    if (target.type == "page" || target.type == "iframe") {
      FrameTrack& frame = frames[target.id];
      frame.session = session;
      if (frame.url.empty()) frame.url = target.url;
    }
    target_of_session[session] = facts.targets.size();
    facts.targets.push_back(std::move(target));
    return true;
  }
  if (event.method == "Target.detachedFromTarget") {
    const auto found = target_of_session.find(body["sessionId"].string_or(""));
    if (found != target_of_session.end()) facts.targets[found->second].ended = true;
    return true;
  }
  if (event.method == "Inspector.targetCrashed") {
    const auto found = target_of_session.find(event.session);
    if (found != target_of_session.end()) facts.targets[found->second].crashed = true;
    return true;
  }
  return event.method.starts_with("Target.");
}

// The main frame of a page carries the id of its target.
bool Observer::State::is_main_frame(const Message& event) const {
  const auto found = target_of_session.find(event.session);
  return found != target_of_session.end() &&
         facts.targets[found->second].id == event.body["frameId"].string_or("");
}

namespace {

void take_frame(Observer::State& state, const Message& event);
void take_download(Facts& facts, std::unordered_map<std::string, std::size_t>& index,
                   const Message& event, Timestamp at);

}  // namespace

bool Observer::State::handle_page(const Message& event) {
  const json::Value& body = event.body;
  if (event.method == "Page.frameNavigated" || event.method == "Page.navigatedWithinDocument") {
    take_frame(*this, event);
  } else if (event.method == "Page.frameAttached") {
    FrameTrack& frame = frames[body["frameId"].string_or("")];
    frame.parent_id = text_of(body, "parentFrameId");
    frame.session = event.session;
  } else if (event.method == "Page.frameDetached") {
    // "swap": the frame goes on in another process, whose session has told or will tell.
    if (body["reason"].string_or("") != "swap") frames.erase(body["frameId"].string_or(""));
  } else if (event.method == "Page.loadEventFired") {
    loaded_sessions.insert(event.session);
  } else if (event.method == "Page.frameStartedLoading") {
    if (is_main_frame(event)) loaded_sessions.erase(event.session);
  } else if (event.method == "Page.frameStoppedLoading") {
    // Without a load event, too: a page left for a download never fires it.
    if (is_main_frame(event)) loaded_sessions.insert(event.session);
  } else if (event.method == "Page.javascriptDialogOpening") {
    if (room(facts.dialogs.size(), kMaxRecords, "dialogs")) {
      const std::string type = text_of(body, "type");
      facts.dialogs.push_back({now(), target_of(event.session), type, text_of(body, "url"),
                               text_of(body, "message"), type == "beforeunload"});
    }
  } else if (event.method == "Log.entryAdded") {
    const json::Value& entry = body["entry"];
    if (room(facts.log.size(), kMaxRecords, "log entries")) {
      facts.log.push_back({now(), target_of(event.session), text_of(entry, "level"),
                           text_of(entry, "source"), text_of(entry, "text"),
                           text_of(entry, "url")});
    }
  } else if (event.method == "Browser.downloadWillBegin") {
    if (room(facts.downloads.size(), kMaxRecords, "downloads")) {
      take_download(facts, download_of, event, now());
    }
  } else if (event.method == "Browser.downloadProgress") {
    const auto found = download_of.find(body["guid"].string_or(""));
    if (found == download_of.end()) return true;
    Download& download = facts.downloads[found->second];
    download.state = text_of(body, "state");
    download.total_bytes = body["totalBytes"].int_or(0);
    download.received_bytes = body["receivedBytes"].int_or(0);
  } else {
    return false;
  }
  return true;
}

namespace {

void take_frame(Observer::State& state, const Message& event) {
  if (!state.room(state.facts.navigations.size(), kMaxRecords, "navigations")) return;
  Navigation navigation;
  navigation.at = state.now();
  navigation.target = state.target_of(event.session);
  navigation.within_document = event.method == "Page.navigatedWithinDocument";
  if (navigation.within_document) {
    navigation.frame_id = text_of(event.body, "frameId");
    navigation.url = text_of(event.body, "url");
    FrameTrack& frame = state.frames[navigation.frame_id];
    navigation.parent_frame_id = frame.parent_id;
    frame.url = navigation.url;
  } else {
    const json::Value& frame = event.body["frame"];
    navigation.frame_id = text_of(frame, "id");
    navigation.parent_frame_id = text_of(frame, "parentId");
    navigation.loader_id = text_of(frame, "loaderId");
    navigation.url = text_of(frame, "url");
    navigation.mime_type = text_of(frame, "mimeType");
    navigation.unreachable_url = text_of(frame, "unreachableUrl");
    FrameTrack& track = state.frames[navigation.frame_id];
    if (!navigation.parent_frame_id.empty()) track.parent_id = navigation.parent_frame_id;
    track.url = navigation.url;
    track.session = event.session;
  }
  state.facts.navigations.push_back(std::move(navigation));
}

void take_download(Facts& facts, std::unordered_map<std::string, std::size_t>& index,
                   const Message& event, Timestamp at) {
  const std::string guid = text_of(event.body, "guid");
  index[guid] = facts.downloads.size();
  facts.downloads.push_back({at, guid, text_of(event.body, "frameId"), text_of(event.body, "url"),
                             text_of(event.body, "suggestedFilename"), "inProgress", 0, 0});
}

}  // namespace
}  // namespace sanad::browser
