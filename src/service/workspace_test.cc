#include "service/workspace.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "service/audit.h"
#include "service/captures.h"
#include "service/exhibits.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

int add_line(void* text, int columns, char** values, char**) {
  auto& out = *static_cast<std::string*>(text);
  for (int i = 0; i < columns; ++i) out += std::string(values[i] ? values[i] : "NULL") + "|";
  out += "\n";
  return 0;
}

std::string query(sqlite3* database, const std::string& sql) {
  std::string text;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), add_line, &text, nullptr), SQLITE_OK) << sql;
  return text;
}

// Every table with its definition and rows.
std::string dump(const std::string& path) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  std::string text = query(database, "SELECT name, sql FROM sqlite_schema ORDER BY name");
  std::string names = query(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  for (std::size_t at = 0, end; (end = names.find("|\n", at)) != std::string::npos; at = end + 2)
    text += query(database, "SELECT * FROM " + names.substr(at, end - at) + " ORDER BY 1, 2");
  sqlite3_close_v2(database);
  return text;
}

// Every bit of the bytes is turned over, so that they cannot happen to be what was there.
void overwrite(const std::string& path, std::streamoff from, std::size_t count) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  ASSERT_TRUE(file);
  std::string bytes(count, '\0');
  file.seekg(from);
  file.read(bytes.data(), static_cast<std::streamsize>(count));
  for (char& byte : bytes) byte = static_cast<char>(~byte);
  file.clear();
  file.seekp(from);
  file << bytes;
}

class WorkspaceTest : public Rig {
 protected:
  // Something of everything that entries speak of.
  records::Exhibit fill() {
    const auto of_case = open_one();
    const std::string authorisation = approved(of_case);
    const auto exhibit = seal_one(of_case);
    EXPECT_TRUE(open_file(workspace(), amal_, exhibit, "page.html", Access::kView, "look").ok());
    EXPECT_TRUE(revoke_authorisation(workspace(), behram_, authorisation, "aim reached").ok());
    EXPECT_FALSE(order_capture(workspace(), amal_, {of_case.id, kForum, "", {}}).ok());
    EXPECT_TRUE(change_setting(workspace(), dara_.id, "timestamp.url", "").ok());
    EXPECT_TRUE(remove_officer(workspace(), dara_, esen_.id, "left").ok());
    return exhibit;
  }
  Result<std::unique_ptr<Workspace>> rebuild() {
    workspace_.reset();
    return Workspace::rebuild(options(), clock_, {});
  }
};

TEST_F(WorkspaceTest, ASecondOneInTheSameFolderIsRefused) {
  workspace_.reset();
  EXPECT_EQ(Workspace::create(options(), "Another", clock_).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().records().agency().value(), "Tirazan Cyber Wing");
}

TEST_F(WorkspaceTest, WhereThereIsNoneItSaysSo) {
  EXPECT_EQ(Workspace::open({(folder_.path() / "nothing").string(), keyring::KeyFile{}}, clock_)
                .error()
                .code,
            ErrorCode::kNotFound);
  for (const std::string& name : {std::string(), std::string("  "), std::string(201, 'a')})
    EXPECT_EQ(
        Workspace::create({(folder_.path() / "new").string(), keyring::KeyFile{}}, name, clock_)
            .error()
            .code,
        ErrorCode::kInvalid);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "new"));
}

TEST_F(WorkspaceTest, AnotherProcessIsToldWhoHoldsIt) {
  const std::string holder = std::to_string(::getpid());
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto second = Workspace::open(options(), clock_);
    const bool right = !second.ok() && second.error().code == ErrorCode::kConflict &&
                       second.error().message.find("process " + holder) != std::string::npos;
    ::_exit(right ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_F(WorkspaceTest, RebuildingGivesTheSameRecords) {
  fill();
  workspace_.reset();
  const std::string before = dump(path("records.db"));
  ASSERT_NE(before.find("forum.tirazan.example"), std::string::npos);
  std::uint64_t last = 0;
  workspace_ = Workspace::rebuild(options(), clock_, [&](std::uint64_t done, std::uint64_t total) {
                 EXPECT_LE(done, total);
                 last = done;
               }).value();
  EXPECT_EQ(last, workspace().ledger().size().value);
  workspace_.reset();
  EXPECT_EQ(dump(path("records.db")), before);
}

TEST_F(WorkspaceTest, RecordsThatWereDamagedAreNamedAndMadeAgain) {
  const auto exhibit = fill();
  workspace_.reset();
  const std::string before = dump(path("records.db"));
  const auto size = std::filesystem::file_size(path("records.db"));
  for (const std::streamoff from : {0, 100}) {
    overwrite(path("records.db"), from, size - static_cast<std::size_t>(from));
    const auto opened = Workspace::open(options(), clock_);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::kIntegrity);
    EXPECT_NE(opened.error().message.find("\"sanad rebuild\""), std::string::npos);
    ASSERT_TRUE(rebuild().ok());
    EXPECT_EQ(dump(path("records.db")), before);
  }
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().records().exhibit(exhibit.id)->number, exhibit.number);
}

TEST_F(WorkspaceTest, DamagedAccountsAreNamedAndNotBlamedOnTheRecords) {
  workspace_.reset();
  overwrite(path("operational.db"), 0, 4096);
  const auto opened = Workspace::open(options(), clock_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(opened.error().message.find("operational.db"), std::string::npos);
  EXPECT_EQ(opened.error().message.find("rebuild"), std::string::npos);
}

TEST_F(WorkspaceTest, RebuildingNeedsTheWorkspaceForItself) {
  const auto second = Workspace::rebuild(options(), clock_, {});
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_TRUE(workspace().records().officer(amal_.id).ok());
}

TEST_F(WorkspaceTest, ACaptureWithoutItsEndBecomesAFailureThatNamesWhatItLeft) {
  const auto of_case = open_one();
  approved(of_case);
  const auto exhibit = seal_one(of_case);
  const auto capture = start_capture(of_case);
  std::set<std::string> left{put_object(of_case.id, "first"), put_object(of_case.id, "second")};
  ASSERT_TRUE(reopen().ok());
  const auto failed = entries("capture.failed");
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed.front().actor, custody::kSystem);
  EXPECT_EQ(failed.front().case_id, of_case.id);
  EXPECT_EQ(failed.front().data["capture"].string_or(""), capture.id);
  EXPECT_EQ(failed.front().data["exhibit"].string_or(""), capture.exhibit);
  std::set<std::string> kept;
  for (const auto& digest : *failed.front().data["kept"].as_array())
    kept.insert(digest.string_or(""));
  EXPECT_EQ(kept, left);
  EXPECT_TRUE(workspace().records().captures("started")->empty());
  EXPECT_EQ(workspace().records().exhibit(exhibit.id)->files.size(), 3u);
}

TEST_F(WorkspaceTest, AFailureIsSettledOnceAndItsObjectsAreNamedOnce) {
  const auto of_case = open_one();
  approved(of_case);
  start_capture(of_case);
  put_object(of_case.id, "first");
  ASSERT_TRUE(reopen().ok());
  const std::uint64_t size = workspace().ledger().size().value;
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().ledger().size().value, size);
  start_capture(of_case);
  ASSERT_TRUE(reopen().ok());
  ASSERT_EQ(entries("capture.failed").size(), 2u);
  EXPECT_TRUE(entries("capture.failed").back().data["kept"].as_array()->empty());
}

TEST_F(WorkspaceTest, JobsOfAProcessThatIsGoneAreRunAgainOrMarked) {
  const auto of_case = open_one();
  for (const char* kind : {"capture", "bundle"}) {
    records::Job job;
    job.id = std::string("job-") + kind;
    job.kind = kind;
    job.case_id = of_case.id;
    job.payload = json::Object{};
    ASSERT_TRUE(workspace().jobs().add(job).ok());
    ASSERT_TRUE(workspace().jobs().take_this(job.id, "dead", clock_.now())->has_value());
  }
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(workspace().jobs().find("job-capture")->state, records::JobState::kInterrupted);
  EXPECT_EQ(workspace().jobs().find("job-bundle")->state, records::JobState::kQueued);
}

TEST_F(WorkspaceTest, WhatCapturesLeftInTheWorkingFolderIsRemoved) {
  std::filesystem::create_directories(path("work/profile/Default"));
  std::ofstream(path("work/profile/Default/Cookies")) << "secret";
  ASSERT_TRUE(reopen().ok());
  EXPECT_TRUE(std::filesystem::is_empty(path("work")));
}

TEST_F(WorkspaceTest, FixityNamesTheObjectThatWasAltered) {
  fill();
  struct Silent final : capture::Monitor {
    void on_progress(const capture::Progress&) override {}
    bool is_cancelled() override { return false; }
  } monitor;
  EXPECT_TRUE(check_fixity(workspace(), chand_.id, 100).value()["failed"].as_array()->empty());
  EXPECT_TRUE(verify_ledger(workspace(), monitor).ok());
  std::string altered;
  for (const auto& item : std::filesystem::recursive_directory_iterator(path("vault")))
    if (item.is_regular_file() && item.path().parent_path().filename() != "tmp")
      altered = item.path().string();
  ASSERT_FALSE(altered.empty());
  overwrite(altered, static_cast<std::streamoff>(std::filesystem::file_size(altered)) / 2, 1);
  const auto report = check_fixity(workspace(), chand_.id, 100).value();
  ASSERT_EQ(report["failed"].as_array()->size(), 1u) << altered;
  EXPECT_TRUE(altered.ends_with(report["failed"].as_array()->front()["object"].string_or("?")));
  EXPECT_EQ(entries("fixity.checked").size(), 2u);
}

}  // namespace
}  // namespace sanad::service
