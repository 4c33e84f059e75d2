// A workbench with lists of invented content, and matches as a comparison records them.
#pragma once

#include <string>

#include "test_rig.h"

namespace sanad::server {

inline const std::string kValue(64, 'a');
inline const std::string kOther(64, 'b');

class ListRig : public Rig {
 protected:
  Reply import(const Session& who, const std::string& content, json::Object more = {}) {
    more.set("content", content);
    if (!more.find("name")) more.set("name", "Lantern files");
    return call(who, "POST", "/lists", json::Value(std::move(more)));
  }
  // Two SHA-256 values; answers the list.
  std::string import_two() {
    const Reply made = import(amal_, kValue + "\n" + kOther + "\n", {{"signal", "sha256"}});
    EXPECT_EQ(made.status, 201) << made.text;
    return made.body["list"].string_or("");
  }
  json::Array entries(const std::string& list) {
    return *call(chand_, "GET", "/lists/" + list + "/entries").body["items"].as_array();
  }
  std::string entry_of(const std::string& list, const std::string& value) {
    for (const auto& entry : entries(list))
      if (entry["value"].string_or("") == value) return entry["entry"].string_or("");
    return "";
  }
  Reply look_up(const Session& who, const json::Object& body) {
    return call(who, "POST", "/lookups", body);
  }
  static const json::Value& first(const Reply& reply) {
    return reply.body["items"].as_array()->front();
  }
  Reply say(const Session& who, const std::string& list, const std::string& entry,
            const json::Value& opinion, const json::Value& reason) {
    return call(who, "POST", "/lists/" + list + "/entries/" + entry + "/feedback",
                json::Object{{"opinion", opinion}, {"reason", reason}});
  }
  Reply review(const Session& who, const std::string& match, const char* outcome,
               const char* reason) {
    return call(who, "POST", "/matches/" + match + "/review",
                json::Object{{"outcome", outcome}, {"reason", reason}});
  }
  // As a comparison of the case records it.
  std::string record_match(const std::string& of_case, const std::string& exhibit,
                           const std::string& list, const std::string& entry) {
    const std::string id = crypto::new_id("match");
    EXPECT_TRUE(
        workspace_->custody()
            .record({"match.found", workspace_->records().officer("Amal Mirani")->id, of_case,
                     json::Object{{"match", id},
                                  {"exhibit", exhibit},
                                  {"file", "page.html"},
                                  {"part", ""},
                                  {"list", list},
                                  {"list_name", "Lantern files"},
                                  {"list_version", "1"},
                                  {"entry", entry},
                                  {"signal", "sha256"},
                                  {"algorithm", "sha256"},
                                  {"distance", 0},
                                  {"threshold", 0},
                                  {"disputed", false},
                                  {"labels", json::Array{}},
                                  {"details", json::Object{}}}})
            .ok());
    return id;
  }
};

}  // namespace sanad::server
