// How acts of the permission matrix are asked for over HTTP.
#pragma once

#include <functional>

#include "permission_rig.h"
#include "test_rig.h"

namespace sanad::server::matrix {

using service::PermissionWorld;
using service::Setting;
using service::Subject;

// What is sent: in the name of a session, about a subject.
struct Asker {
  PermissionWorld& world;
  const Subject& s;
  std::function<Reply(std::string_view method, std::string path, const json::Value& body)> ask;
  std::function<Reply(const std::string& path, std::string_view bytes)> put, post_bytes;

  // {id}, {case}, {more} and {number} of the subject.
  std::string filled(std::string path) const {
    for (const auto& [name, value] : {std::pair{"{id}", s.id},
                                      {"{case}", s.case_id},
                                      {"{more}", s.more},
                                      {"{number}", std::to_string(s.number)}}) {
      const std::size_t at = path.find(name);
      if (at != std::string::npos)
        path.replace(at, std::string_view(name).size(), http::percent_encode(value));
    }
    return path;
  }
};

using BodyOf = std::function<json::Value(const Asker&)>;
struct Ask {
  std::function<Reply(const Asker&)> send;
  bool only_refused = false;  // its good answers need material that other tests have
  std::string not_by = {};    // a role that may, and has no way to over HTTP
};
struct RouteAct {
  Subject (PermissionWorld::*prepare)(const Setting&);
  std::vector<Ask> asks;
};

inline Ask get(const char* path) {
  return {[=](const Asker& a) { return a.ask("GET", a.filled(path), nullptr); }, false};
}
inline Ask refused(const char* path) { return {get(path).send, true}; }
inline Ask send_with(const char* method, const char* path, BodyOf body) {
  return {[=](const Asker& a) { return a.ask(method, a.filled(path), body(a)); }, false};
}
inline Ask post(const char* path, json::Object body = {}) {
  return send_with("POST", path, [body](const Asker&) { return json::Value(body); });
}
inline Ask post_with(const char* path, BodyOf body) {
  return send_with("POST", path, std::move(body));
}
inline json::Object because(const char* reason) { return {{"reason", reason}}; }
// Something that happened now.
inline Ask post_now(const char* path, json::Object body) {
  return post_with(path, [body](const Asker& a) {
    json::Object now = body;
    now.set("at", a.world.in(0));
    return json::Value(std::move(now));
  });
}

// A folder sent in pieces, asked about and dropped, or imported; the first refusal ends it.
inline Reply upload(const Asker& a, int files, const char* source) {
  json::Array named;
  for (int i = 0; i < files; ++i)
    named.emplace_back(json::Object{{"path", fmt::format("{}.txt", i)}, {"size", 1}});
  const Reply begun = a.ask("POST", a.filled("/cases/{case}/uploads"),
                            json::Object{{"name", "folder"}, {"files", std::move(named)}});
  if (begun.status != 201) return begun;
  const std::string id = begun.body["upload"].string_or("");
  const std::string path = "/uploads/" + id;
  EXPECT_EQ(a.put(path, std::string(static_cast<std::size_t>(files), 'a')).status, 200);
  EXPECT_EQ(a.ask("GET", path, nullptr).status, 200);
  Reply answer;
  if (source != nullptr)
    answer = a.ask("POST", a.filled("/cases/{case}/imports"),
                   json::Object{{"upload", id}, {"source", source}});
  const bool is_open = source == nullptr || answer.status != 201;
  const Reply dropped = is_open ? a.ask("DELETE", path, nullptr) : answer;
  return source == nullptr ? dropped : answer;
}
inline Ask upload_of(int files, const char* source) {
  return {[=](const Asker& a) { return upload(a, files, source); }, false};
}

inline json::Value paper(PermissionWorld& world, const std::string& of_case) {
  return json::Object{{"case", of_case},
                      {"pack", "international"},
                      {"form", "bp-annex-i"},
                      {"content", world.paper_content("bp-annex-i")}};
}

}  // namespace sanad::server::matrix
