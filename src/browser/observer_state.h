// The observer's inside, shared by its files.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "browser/observer.h"

namespace sanad::browser {

// A header list that arrived before, or after, the request that it belongs to.
struct ExtraInfo {
  std::vector<Header> headers;
  std::optional<int> status;
};

struct RequestTrack {
  std::vector<std::size_t> hops;  // indexes of Facts::requests
  std::vector<ExtraInfo> sent;
  std::vector<ExtraInfo> received;
  std::size_t used_sent = 0;
  std::size_t used_received = 0;
};

struct FrameTrack {
  std::string parent_id;
  std::string url;
  std::string session;
};

struct Observer::State {
  Connection& connection;
  const Clock& clock;
  Facts facts;
  std::unordered_map<std::string, std::size_t> target_of_session;
  std::unordered_map<std::string, RequestTrack> tracks;      // by request id
  std::unordered_map<std::string, std::size_t> socket_of;    // by request id
  std::unordered_map<std::string, std::size_t> download_of;  // guid
  std::unordered_set<std::size_t> open;                      // requests
  std::map<std::string, FrameTrack> frames;
  std::unordered_set<std::string> loaded_sessions;
  std::uint64_t frame_bytes = 0;
  std::map<std::string, std::uint64_t> left_out;  // kind to count

  void handle(const Message& event);
  Timestamp now() const { return clock.now(); }
  std::size_t target_of(const std::string& session);
  std::string key(const Message& event) const;
  Timestamp wall_time(const Message& event) const;

  // True if one more of the kind may be kept.
  bool room(std::size_t size, std::size_t limit, const std::string& kind);

  bool is_main_frame(const Message& event) const;
  bool handle_target(const Message& event);
  bool handle_page(const Message& event);
  bool handle_network(const Message& event);
  bool handle_web_socket(const Message& event);

  void add_request(const Message& event);
  void add_response(const Message& event);
  void end_request(const Message& event, Outcome outcome);
  void add_extra(const Message& event, bool sent);
  void apply_extra(RequestTrack& track);
  Request* current(const Message& event);
  void add_socket_message(const Message& event, Direction direction);
};

std::string cut_text(const json::Value& value);
std::vector<Header> read_headers(const json::Value& object);
Initiator read_initiator(const json::Value& value);

}  // namespace sanad::browser
