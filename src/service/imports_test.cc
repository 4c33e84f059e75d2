#include "service/imports.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "crypto/crypto.h"
#include "part_keeper.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

namespace fs = std::filesystem;

class Silent final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return cancelled; }
  bool cancelled = false;
};

class ImportsTest : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    case_ = open_one();
    fs::create_directories(folder() / "media");
    write("result.json", "{\"messages\":[]}");
    write("media/harbour.jpg", "a picture");
    write("media/copy of harbour.jpg", "a picture");
  }
  fs::path folder() const { return folder_.path() / "Harbour chat"; }
  void write(const std::string& name, std::string_view text) {
    std::ofstream(folder() / name, std::ios::binary) << text;
  }
  std::string permit_imports(const json::Object& more = {}) {
    json::Object asked = request();
    asked.set("activities", json::Array{"import"});
    asked.set("targets", json::Array{});
    for (const json::Member& member : more) asked.set(member.name, member.value);
    const auto authorisation =
        request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
    EXPECT_TRUE(approve_authorisation(workspace(), behram_, authorisation.id, "as asked").ok());
    return authorisation.id;
  }
  ImportOrder order() {
    return {case_.id,
            "",
            "Telephone of a witness, handed over by her on 3 March 2026",
            "",
            find_files(folder().string()).value(),
            nullptr,
            "",
            false,
            ""};
  }
  Result<ImportedExhibit> import(const ImportOrder& what) {
    return import_files(workspace(), amal_, what, monitor_);
  }
  records::Case case_;
  Silent monitor_;
};

TEST_F(ImportsTest, WithoutAPermitNothingIsReadAndTheRefusalIsAnEntry) {
  approved(case_);  // for captures
  const auto refused = import(order());
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  ASSERT_EQ(entries("act.refused").size(), 1u);
  EXPECT_EQ(entries("act.refused").front().data["code"].string_or(""), "activity-not-authorised");
  EXPECT_EQ(entries("act.refused").front().data["target"].string_or(""), order().source);
  EXPECT_TRUE(entries("import.started").empty());
  EXPECT_TRUE(workspace().vault().list(case_.id)->empty());
}

TEST_F(ImportsTest, AFolderBecomesOneExhibitWithEveryFileInTheLedger) {
  permit_imports();
  const auto imported = import(order());
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_EQ(imported->files, 3u);
  EXPECT_EQ(imported->duplicates, 1u);
  const auto exhibit = workspace().records().exhibit(imported->exhibit).value();
  EXPECT_TRUE(exhibit.is_import());
  EXPECT_EQ(exhibit.number, "TZ-2026-0001-001");
  EXPECT_EQ(exhibit.title, "Harbour chat");
  EXPECT_EQ(exhibit.completeness, "complete");
  EXPECT_EQ(exhibit.further_files, 3);
  const auto files = workspace().records().imported_files(exhibit.id, 1, 10).value();
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[0].path, "media/copy of harbour.jpg");
  EXPECT_EQ(files[1].path, "media/harbour.jpg");
  EXPECT_EQ(files[1].same_as, exhibit.id + "/original-1");
  EXPECT_EQ(files[1].media_type, "image/jpeg");
  EXPECT_EQ(files[2].path, "result.json");
  EXPECT_EQ(files[2].sha256, format_hex(crypto::sha256(as_bytes("{\"messages\":[]}"))));
  EXPECT_FALSE(files[2].modified_at.empty());
  for (const auto& file : files) {
    EXPECT_TRUE(workspace().vault().verify(case_.id, parse_digest256(file.sha256).value()).ok());
  }
  const auto jobs = workspace().jobs().of_case(case_.id, 10).value();
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs.front().kind, "import");
}

TEST_F(ImportsTest, BytesThatTheCaseHadAreLinkedToTheEarlierFile) {
  permit_imports();
  const auto first = import(order()).value();
  write("new.txt", "{\"messages\":[]}");
  const auto second = import(order()).value();
  EXPECT_EQ(second.duplicates, 4u);
  EXPECT_EQ(second.number, "TZ-2026-0001-002");
  const auto files = workspace().records().imported_files(second.exhibit, 1, 10).value();
  EXPECT_EQ(files[2].path, "new.txt");
  EXPECT_EQ(files[2].same_as, first.exhibit + "/original-3");
}

TEST_F(ImportsTest, NamesAreKeptAsBytesAndLinksAndPipesAreLeftOutAloud) {
  permit_imports();
  write("caf\xE9 \xE2\x80\xAEgpj.exe", "bytes");
  fs::create_symlink("/etc/hostname", folder() / "link");
  ASSERT_EQ(::mkfifo((folder() / "pipe").c_str(), 0600), 0);
  const auto imported = import(order());
  ASSERT_TRUE(imported.ok());
  const auto exhibit = workspace().records().exhibit(imported->exhibit).value();
  EXPECT_EQ(exhibit.completeness, "incomplete");
  EXPECT_EQ(exhibit.reasons,
            (std::vector<std::string>{"left out: link: a link, which is not followed",
                                      "left out: pipe: a pipe"}));
  const auto files = workspace().records().imported_files(exhibit.id, 1, 10).value();
  EXPECT_EQ(files[0].path, "caf\\xE9 \\xE2\\x80\\xAEgpj.exe");
}

TEST_F(ImportsTest, ALongFolderIsNamedInSeveralEntriesInOrder) {
  permit_imports();
  for (int i = 0; i < 120; ++i) write("media/" + std::to_string(1000 + i), std::to_string(i));
  const auto imported = import(order()).value();
  EXPECT_EQ(imported.files, 123u);
  const auto listed = entries("exhibit.files");
  EXPECT_GE(listed.size(), 2u);
  std::int64_t next = 1;
  for (const auto& entry : listed) {
    EXPECT_EQ(entry.data["first"].int_or(0), next);
    next += static_cast<std::int64_t>(entry.data["files"].as_array()->size());
  }
  EXPECT_EQ(next, 124);
  EXPECT_EQ(workspace().records().imported_files(imported.exhibit, 121, 10)->size(), 3u);
}

TEST_F(ImportsTest, AnImportThatWasStoppedGoesOnWhereItWas) {
  permit_imports();
  for (int i = 0; i < 110; ++i) write("media/" + std::to_string(1000 + i), std::to_string(i));
  monitor_.cancelled = true;
  const auto stopped = import(order());
  ASSERT_FALSE(stopped.ok());
  const auto import_entry = entries("import.stopped");
  ASSERT_EQ(import_entry.size(), 1u);
  EXPECT_TRUE(workspace().records().exhibits(case_.id)->empty());
  const std::string id = import_entry.front().data["import"].string_or("");
  EXPECT_NE(stopped.error().message.find(id), std::string::npos);
  const auto before = entries("exhibit.files").size();
  EXPECT_GE(before, 1u);
  ASSERT_TRUE(reopen().ok());
  EXPECT_TRUE(entries("objects.unclaimed").empty());
  monitor_.cancelled = false;
  ImportOrder again = order();
  again.resume = id;
  const auto imported = import(again);
  ASSERT_TRUE(imported.ok()) << imported.error().message;
  EXPECT_EQ(imported->files, 113u);
  const auto files = workspace().records().imported_files(imported->exhibit, 1, 1000).value();
  std::set<std::string> paths;
  for (const auto& file : files) paths.insert(file.path);
  EXPECT_EQ(paths.size(), 113u);
  EXPECT_EQ(entries("import.started").size(), 1u);
}

TEST_F(ImportsTest, AnImportThatWasSealedAndNotReadIsReadWhenItGoesOn) {
  permit_imports();
  const auto imported = import(order()).value();
  ImportOrder again = order();
  again.resume = imported.import;
  EXPECT_EQ(import(again)->job, imported.job);
  ASSERT_TRUE(workspace().jobs().cancel(imported.job, clock_.now()).ok());
  const auto resumed = import(again).value();
  EXPECT_NE(resumed.job, imported.job);
  EXPECT_EQ(resumed.exhibit, imported.exhibit);
  EXPECT_EQ(resumed.files, 3u);
  EXPECT_EQ(json::format_canonical(workspace().jobs().find(resumed.job)->payload),
            json::format_canonical(workspace().jobs().find(imported.job)->payload));
  ASSERT_TRUE(workspace()
                  .custody()
                  .record({"exhibit.parts", amal_.id, case_.id,
                           json::Object{{"exhibit", imported.exhibit}, {"parts", 0}}})
                  .ok());
  EXPECT_EQ(import(again).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(entries("exhibit.files").size(), 1u);
}

TEST_F(ImportsTest, AFileThatChangedSinceTheImportStoppedIsNotTakenForTheOldOne) {
  permit_imports();
  for (int i = 0; i < 110; ++i) write("media/" + std::to_string(1000 + i), std::to_string(i));
  monitor_.cancelled = true;
  ASSERT_FALSE(import(order()).ok());
  monitor_.cancelled = false;
  write("media/1000", "something longer");
  ImportOrder again = order();
  again.resume = entries("import.stopped").front().data["import"].string_or("");
  const auto refused = import(again);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_NE(refused.error().message.find("changed"), std::string::npos);
}

TEST_F(ImportsTest, AnImportWhoseProcessDiedIsRecordedAsStopped) {
  permit_imports();
  const auto granted =
      permit(workspace(), amal_, {case_.id, authority::Activity::kImport, {}, "", "a telephone"})
          .value();
  ASSERT_TRUE(
      workspace()
          .custody()
          .record_import_started(granted, {"import-1", "exhibit-1", "a telephone", "x", "1"})
          .ok());
  const std::string orphan = put_object(case_.id, "sealed, and not yet named");
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(entries("import.stopped").size(), 1u);
  EXPECT_EQ(workspace().records().find_import("import-1")->state, "stopped");
  ASSERT_EQ(entries("objects.unclaimed").size(), 1u);
  EXPECT_EQ(entries("objects.unclaimed").front().data["kept"].as_array()->front().string_or(""),
            orphan);
}

TEST_F(ImportsTest, SaysWhatIsMissing) {
  permit_imports();
  ImportOrder what = order();
  what.source = "  ";
  EXPECT_EQ(import(what).error().code, ErrorCode::kInvalid);
  what = order();
  what.found.files.clear();
  EXPECT_EQ(import(what).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(find_files((folder() / "absent").string()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(find_files("/dev/null").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(find_files("/").error().code, ErrorCode::kInvalid);
  EXPECT_TRUE(entries("import.started").empty());
}

class PartKeeperTest : public ImportsTest {
 protected:
  authority::Permit permit_with(const json::Object& more) {
    permit_imports(more);
    return permit(workspace(), amal_, {case_.id, authority::Activity::kImport, {}, "", "a phone"})
        .value();
  }
  static json::Value message(const char* at, const char* author, json::Array attachments = {}) {
    json::Object record{{"kind", "message"},   {"platform", "telegram"},
                        {"author_id", author}, {"chat", "4711"},
                        {"text", "The boat"},  {"attachments", attachments}};
    if (*at != '\0') record.set("at", at);
    return json::Object{{"file", "original-1"}, {"way", ""}, {"record", std::move(record)}};
  }
};

TEST_F(PartKeeperTest, WhatTheAuthorisationDoesNotCoverIsSetAsideWithTheReason) {
  const auto granted = permit_with(
      {{"material_from", "2026-03-01T00:00:00.000Z"}, {"material_to", "2026-04-01T00:00:00.000Z"}});
  auto keeper = PartKeeper::create(workspace(), granted, "exhibit-1").value();
  const auto aside = [&](const json::Value& part) { return keeper->keep(part)->is_set_aside; };
  EXPECT_FALSE(aside(message("2026-03-01T00:00:00.000Z", "user1")));
  EXPECT_TRUE(aside(message("2026-02-28T23:59:59.999Z", "user1",
                            {json::Object{{"path", "photos/photo_1.jpg"}}})));
  EXPECT_TRUE(aside(message("2026-04-01T00:00:00.000Z", "user1")));
  EXPECT_TRUE(aside(message("", "user1")));
  const auto item = [](const char* file, const char* path) {
    return json::Object{{"file", file}, {"way", ""}, {"path", path}, {"item", json::Object{}}};
  };
  EXPECT_TRUE(aside(item("original-2", "chat/photos/photo_1.jpg")));
  EXPECT_FALSE(aside(item("original-3", "chat/photos/photo_2.jpg")));
  const auto sealed = keeper->seal().value();
  EXPECT_EQ(sealed.head.size.value, 6u);
  ASSERT_TRUE(sealed.set_aside.has_value());
  EXPECT_EQ(keeper->counts().set_aside, 4u);
}

TEST_F(PartKeeperTest, OnlyWhatNamedAccountsTakePartInIsKept) {
  const auto granted = permit_with(
      {{"targets",
        json::Array{json::Object{{"kind", "identifier"}, {"value", "telegram:user7"}}}}});
  auto keeper = PartKeeper::create(workspace(), granted, "exhibit-1").value();
  EXPECT_FALSE(keeper->keep(message("2026-03-01T00:00:00.000Z", "user7"))->is_set_aside);
  EXPECT_TRUE(keeper->keep(message("2026-03-01T00:00:00.000Z", "user8"))->is_set_aside);
  EXPECT_EQ(keeper->counts().set_aside, 1u);
}

TEST_F(PartKeeperTest, WithTheCasesKeyTheSaltsAreGone) {
  ASSERT_TRUE(part_salt_key(workspace(), case_.id, "exhibit-1").ok());
  EXPECT_NE(part_salt_key(workspace(), case_.id, "exhibit-1").value(),
            part_salt_key(workspace(), case_.id, "exhibit-2").value());
  ASSERT_TRUE(workspace().keyring().destroy_case_key(case_.id).ok());
  EXPECT_EQ(part_salt_key(workspace(), case_.id, "exhibit-1").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace sanad::service
