// Material over HTTP: uploaded in pieces, sealed, read, searched, kept; people by pseudonyms.
#include <gtest/gtest.h>

#include "extract/extract.h"
#include "pictures/pictures.h"
#include "service/analysis.h"
#include "service/import_reading.h"
#include "test_rig.h"

namespace sanad::server {
namespace {

constexpr std::string_view kChat =
    R"({"name":"Harbour","type":"private_group","id":4711,"messages":[)"
    R"({"id":1,"type":"message","date":"2026-03-01T12:00:00","date_unixtime":"1772366400","from":"Lantern","from_id":"user1","text":"The boat of Rashid is late"},)"
    R"({"id":2,"type":"message","date":"2026-03-02T12:00:00","date_unixtime":"1772452800","from":"Other","from_id":"user2","text":"رشید کہاں ہے","photo":"photos/1.jpg"},)"
    R"({"id":3,"type":"message","date":"2026-03-03T12:00:00","date_unixtime":"1772539200","from":"Lantern","from_id":"user1","text":"At the pier"}]})";
constexpr std::string_view kPhoto = "\xff\xd8 no picture";

class Silent final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

class ImportRoutesTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_case();
  }
  void permit_imports() {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{});
    const std::string id = call(amal_, "POST", "/cases/" + case_ + "/authorisations", asked)
                               .body["authorisation"]
                               .string_or("");
    ASSERT_EQ(call(behram_, "POST", "/authorisations/" + id + "/approve",
                   json::Object{{"note", "as asked"}})
                  .status,
              200);
  }
  Reply begin(const Session& who, json::Array files) {
    return call(who, "POST", "/cases/" + case_ + "/uploads",
                json::Object{{"name", "export"}, {"files", std::move(files)}});
  }
  Reply put(const Session& who, const std::string& upload, std::uint64_t offset,
            std::string_view piece) {
    return send("PUT",
                fmt::format("{}/api/v1/uploads/{}?offset={}", server_->origin(), upload, offset),
                {{"Cookie", who.cookie},
                 {"X-Sanad-CSRF", who.csrf},
                 {"Content-Type", "application/octet-stream"}},
                piece);
  }
  std::string uploaded(std::string_view first = "photos/1.jpg", std::string_view bytes = kPhoto) {
    const std::string all = std::string(bytes) + std::string(kChat);
    const Reply begun =
        begin(amal_, {json::Object{{"path", first}, {"size", bytes.size()}},
                      json::Object{{"path", "result.json"}, {"size", kChat.size()}}});
    EXPECT_EQ(begun.status, 201) << begun.text;
    const std::string id = begun.body["upload"].string_or("");
    EXPECT_EQ(put(amal_, id, 0, all.substr(0, 20)).status, 200);
    EXPECT_EQ(put(amal_, id, 20, all.substr(20)).status, 200);
    return id;
  }
  Reply import(const std::string& upload, const char* source = "telephone of a witness") {
    return call(amal_, "POST", "/cases/" + case_ + "/imports",
                json::Object{{"upload", upload}, {"source", source}});
  }
  // Sealed, read and indexed.
  std::string imported(std::string_view first = "photos/1.jpg", std::string_view bytes = kPhoto) {
    permit_imports();
    const Reply made = import(uploaded(first, bytes));
    EXPECT_EQ(made.status, 201) << made.text;
    Silent monitor;
    const auto job = workspace_->jobs().find(made.body["job"].string_or("")).value();
    const auto read = service::run_import(*workspace_, job, monitor);
    EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().message);
    const auto indexing = workspace_->jobs().find((*read)["indexing"].string_or("")).value();
    EXPECT_TRUE(service::run_indexing(*workspace_, indexing, monitor).ok());
    return made.body["exhibit"].string_or("");
  }
  static const json::Array& items(const Reply& reply) { return *reply.body["items"].as_array(); }
  Reply search(const Session& who, json::Object fields) {
    return call(who, "POST", "/cases/" + case_ + "/searches", std::move(fields));
  }
  std::string case_;
};

TEST_F(ImportRoutesTest, AnUploadGoesOnFromWhereItBroke) {
  const json::Array files{json::Object{{"path", "a"}, {"size", 5}}};
  EXPECT_EQ(begin(esen_, files).status, 403);
  EXPECT_EQ(begin({}, files).status, 401);
  EXPECT_EQ(begin(amal_, {json::Object{{"path", "../a"}, {"size", 5}}}).status, 400);
  EXPECT_EQ(begin(amal_, {json::Object{{"path", "a"}}}).status, 400);
  EXPECT_EQ(begin(amal_, {}).status, 400);
  const Reply begun = begin(amal_, files);
  ASSERT_EQ(begun.status, 201) << begun.text;
  const std::string id = begun.body["upload"].string_or("");
  EXPECT_EQ(put(amal_, id, 0, "abc").status, 200);
  EXPECT_EQ(put(amal_, id, 0, "abc").status, 409);
  EXPECT_EQ(put(amal_, id, 3, "abc").status, 413);
  EXPECT_EQ(put(behram_, id, 3, "de").status, 404);
  EXPECT_EQ(call(amal_, "GET", "/uploads/" + id).body["received"].int_or(0), 3);
  EXPECT_EQ(call(behram_, "GET", "/uploads/" + id).status, 404);
  EXPECT_EQ(import(id).status, 409);  // not all is there
  EXPECT_EQ(put(amal_, id, 3, "de").status, 200);
  EXPECT_EQ(import(id).status, 403);  // no authorisation
  EXPECT_EQ(count_entries("act.refused"), 2u) << "the auditor's, and this";
  EXPECT_EQ(call(amal_, "DELETE", "/uploads/" + id).status, 204);
  EXPECT_EQ(call(amal_, "GET", "/uploads/" + id).status, 404);
}

TEST_F(ImportRoutesTest, WhatIsUploadedIsSealedAsItWas) {
  permit_imports();
  const std::string upload = uploaded();
  EXPECT_EQ(import(upload, " ").status, 400);
  const Reply made = import(upload);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(call(amal_, "GET", "/uploads/" + upload).status, 404);  // done
  const std::string path = "/exhibits/" + made.body["exhibit"].string_or("");
  const Reply files = call(chand_, "GET", path + "/files");
  ASSERT_EQ(items(files).size(), 2u) << files.text;
  EXPECT_EQ(items(files)[0]["path"].string_or(""), "photos/1.jpg");
  EXPECT_EQ(items(files)[1]["sha256"].string_or(""), format_hex(crypto::sha256(as_bytes(kChat))));
  EXPECT_EQ(items(call(chand_, "GET", path + "/files?first=2&limit=1")).size(), 1u);
  EXPECT_EQ(call(chand_, "GET", path + "/files?limit=0").status, 400);
  EXPECT_EQ(call(chand_, "GET", path + "/parts").status, 404);  // not read yet
  EXPECT_EQ(call(dara_, "GET", path + "/files").status, 403);
}

TEST_F(ImportRoutesTest, PartsAreReadWithPseudonymsAndTheLookIsRecordedOnce) {
  const std::string path = "/exhibits/" + imported() + "/parts";
  const Reply parts = call(chand_, "GET", path);
  ASSERT_EQ(parts.status, 200) << parts.text;
  EXPECT_EQ(parts.body["counts"]["records"].int_or(0), 3);
  const json::Value* message = nullptr;
  for (const json::Value& part : items(parts))
    if (part["id"].string_or("") == "2") message = &part;
  ASSERT_NE(message, nullptr) << parts.text;
  EXPECT_TRUE((*message)["author"]["masked"].bool_or(false));
  EXPECT_EQ((*message)["position"].int_or(-1), 1);
  EXPECT_EQ(parts.text.find("user1"), std::string::npos);
  EXPECT_EQ(parts.text.find("Lantern"), std::string::npos);
  const std::string number = std::to_string((*message)["number"].int_or(0));
  const Reply one = call(chand_, "GET", path + "/" + number);
  EXPECT_EQ(one.body["text"].string_or(""), "رشید کہاں ہے");
  const json::Value& attached = one.body["attachments"].as_array()->front();
  ASSERT_FALSE(attached["part"].is_null()) << one.text;
  const std::string picture = std::to_string(attached["part"].int_or(0));
  EXPECT_EQ(call(chand_, "GET", path + "/" + picture).body["path"].string_or(""), "photos/1.jpg");
  EXPECT_EQ(call(chand_, "GET", path + "/" + picture + "/picture").status, 400);  // broken
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  EXPECT_EQ(items(call(chand_, "GET", path + "?first=1&limit=2")).size(), 2u);
  EXPECT_EQ(call(chand_, "GET", path + "?limit=501").status, 400);
  EXPECT_EQ(call(chand_, "GET", path + "?first=x").status, 400);
  EXPECT_EQ(call(chand_, "GET", path + "/99").status, 404);
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
  clock_.advance_ms(11 * 60'000);
  EXPECT_EQ(call(chand_, "GET", path).status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 2u);
}

TEST_F(ImportRoutesTest, APictureIsMadeAnewAndItsOpeningRecorded) {
  const auto drawn = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const Bytes file =
      extract::format_png({drawn.width, drawn.height, drawn.pixels, {}, false}).value();
  const char* picture = "4/picture";  // after the export and its three messages
  const std::string path = "/exhibits/" + imported("photos/1.jpg", as_text(file)) + "/parts/";
  const Reply seen = call(chand_, "GET", path + picture);
  EXPECT_EQ(seen.status, 200) << seen.text;
  EXPECT_EQ(seen.header("Content-Type"), "image/png");
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  EXPECT_EQ(call(chand_, "GET", path + picture).status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);  // one look
  EXPECT_EQ(call(amal_, "GET", path + picture).status, 200);
  EXPECT_EQ(count_entries("exhibit.viewed"), 2u);
  EXPECT_EQ(call(dara_, "GET", path + picture).status, 403);
  EXPECT_EQ(call(chand_, "GET", path + "2/picture").status, 400);  // a message
}

TEST_F(ImportRoutesTest, WhatCouldNotBeReadIsCountedByItsReason) {
  const std::string path = "/exhibits/" + imported("cut.json", kChat.substr(0, 400)) + "/unread";
  const Reply reasons = call(chand_, "GET", path);
  ASSERT_EQ(reasons.status, 200) << reasons.text;
  ASSERT_FALSE(items(reasons).empty()) << reasons.text;
  EXPECT_EQ(items(reasons)[0]["state"].string_or(""), "unread");
  EXPECT_GT(items(reasons)[0]["count"].int_or(0), 0);
  EXPECT_FALSE(items(reasons)[0]["reason"].string_or("").empty());
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
}

TEST_F(ImportRoutesTest, AWebArchiveOfAnImportIsPlayedBackAndNothingElseIs) {
  constexpr std::string_view kArchive = "WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n";
  const std::string path = "/exhibits/" + imported("mill.warc.gz", kArchive) + "/replay";
  const Reply opened = call(amal_, "POST", path, json::Object{{"file", "original-1"}});
  ASSERT_EQ(opened.status, 200) << opened.text;
  EXPECT_EQ(opened.body["archive"].string_or(""), "capture.warc.gz");
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
  const std::string url = opened.body["url"].string_or("");
  const auto archive = [&](const std::string& at) {
    return send("GET", at, {}, "",
                {.connect_address = "127.0.0.1", .connect_port = server_->archive_port()});
  };
  EXPECT_EQ(archive(url + "capture.warc.gz").text, kArchive);
  EXPECT_EQ(archive(url + "capture.wacz").status, 404);
  EXPECT_EQ(archive(url + "original-2").status, 404);
  for (const auto& [file, status] :
       {std::pair{"original-2", 400}, {"original-9", 404}, {"acquisition.json", 400}})
    EXPECT_EQ(call(amal_, "POST", path, json::Object{{"file", file}}).status, status) << file;
  EXPECT_EQ(call(amal_, "POST", path).status, 404);  // it has no capture
  EXPECT_EQ(call(dara_, "POST", path, json::Object{{"file", "original-1"}}).status, 403);
  EXPECT_EQ(count_entries("exhibit.viewed"), 1u);
}

TEST_F(ImportRoutesTest, AChatIsReadByPositionAndFromADay) {
  const Reply chats = call(amal_, "GET", "/exhibits/" + imported() + "/chats");
  ASSERT_EQ(chats.status, 200) << chats.text;
  ASSERT_EQ(items(chats).size(), 1u);
  EXPECT_EQ(items(chats)[0]["here"].int_or(0), 3);
  const std::string path =
      fmt::format("/cases/{}/chats/{}/messages", case_, items(chats)[0]["chat"].int_or(0));
  const Reply all = call(amal_, "GET", path);
  ASSERT_EQ(items(all).size(), 3u) << all.text;
  EXPECT_EQ(items(all)[2]["text"].string_or(""), "At the pier");
  EXPECT_EQ(items(call(amal_, "GET", path + "?position=2&count=10")).size(), 1u);
  const Reply later = call(amal_, "GET", path + "?from=2026-03-02T00:00:00.000Z");
  EXPECT_EQ(later.body["position"].int_or(0), 1) << later.text;
  EXPECT_EQ(call(amal_, "GET", path + "?from=soon").status, 400);
  EXPECT_EQ(call(amal_, "GET", path + "?count=0").status, 400);
  EXPECT_EQ(call(amal_, "GET", fmt::format("/cases/{}/chats/99/messages", case_)).status, 404);
  EXPECT_EQ(call(dara_, "GET", path).status, 403);
}

TEST_F(ImportRoutesTest, ASearchFindsAcrossScriptsAndWhatIsKeptIsRecorded) {
  const std::string exhibit = imported();
  const json::Object asked{{"query", "rashid"}, {"objective", "who is late"}};
  const Reply found = search(amal_, asked);
  ASSERT_EQ(found.status, 200) << found.text;
  ASSERT_EQ(items(found).size(), 2u) << found.text;
  EXPECT_EQ(items(found)[1]["how"].string_or(""), "transliterated");
  EXPECT_EQ(
      items(search(amal_,
                   {{"query", "rashid"}, {"objective", "who is late"}, {"other_scripts", false}}))
          .size(),
      1u);
  EXPECT_EQ(count_entries("search.ran"), 2u);
  const std::string id = found.body["search"].string_or("");
  const Reply page = search(amal_, {{"query", "rashid"}, {"objective", "x"}, {"count", 1}});
  const Reply next = search(amal_, {{"query", "rashid"},
                                    {"search", page.body["search"]},
                                    {"count", 1},
                                    {"after", page.body["next"]}});
  EXPECT_EQ(items(next).size(), 1u) << next.text;
  EXPECT_EQ(count_entries("search.ran"), 3u);
  EXPECT_EQ(search(amal_, {{"query", "rashid"}}).status, 400);
  EXPECT_EQ(search(amal_, {{"query", "\"open"}, {"objective", "x"}}).status, 400);
  EXPECT_EQ(search(amal_, {{"query", "a"}, {"objective", "x"}, {"count", 0}}).status, 400);
  EXPECT_EQ(search(amal_, {{"query", "a"}, {"objective", "x"}, {"order", "worst"}}).status, 400);
  EXPECT_EQ(search(amal_, {{"query", "a"}, {"objective", "x"}, {"after", "1"}}).status, 400);
  EXPECT_EQ(search(chand_, asked).status, 403);
  const auto keep = [&](const Session& who, const std::string& of, json::Object fields) {
    return call(who, "POST", "/searches/" + of + "/kept", std::move(fields)).status;
  };
  const json::Value& part = items(found)[0]["part"];
  EXPECT_EQ(keep(amal_, id, {{"exhibit", exhibit}, {"part", part}, {"reason", " "}}), 400);
  EXPECT_EQ(keep(amal_, id, {{"exhibit", exhibit}, {"reason", "x"}}), 400);
  EXPECT_EQ(keep(amal_, "search-x", {{"exhibit", exhibit}, {"part", part}, {"reason", "x"}}), 404);
  EXPECT_EQ(keep(amal_, id, {{"exhibit", exhibit}, {"part", part}, {"reason", "the boat"}}), 201);
  EXPECT_EQ(count_entries("search.kept"), 1u);
}

}  // namespace
}  // namespace sanad::server
