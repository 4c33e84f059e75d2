// After a disposal no byte of the content is found in any file of the workspace: unique markers in
// content of several kinds, then a raw search of every file, pages of databases and logs included.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "disposal_rig.h"
#include "import_rig.h"
#include "pictures/pictures.h"
#include "service/audit.h"
#include "service/bundles.h"
#include "service/identification.h"
#include "service/marks.h"
#include "service/material.h"
#include "service/part_views.h"
#include "service/people.h"
#include "service/releases.h"
#include "service/search.h"
#include "service/worker.h"

namespace sanad::service {
namespace {

using records::Disposal;
using records::Exhibit;

std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DisposalTracesTest : public DisposalRig<ImportRig> {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports({{"valid_to", format_timestamp({clock_.now().unix_ms + 90 * kDayMs})}});
    set_rule();
  }

  // Everything that waits, as the server's workers would run it.
  void run_jobs() {
    const std::atomic<bool> stop{false};
    for (bool ran = true; ran;) {
      ran = false;
      for (const auto& job : workspace().jobs().of_case(case_.id, 1000).value()) {
        if (job.state != records::JobState::kQueued) continue;
        const auto done = run_now(workspace(), job.id, stop, {});
        EXPECT_TRUE(done.ok()) << job.kind << ": " << (done.ok() ? "" : done.error().message);
        ran = true;
      }
    }
  }

  // Of the picture in it, as the list of parts has it.
  std::string picture_hash(const Exhibit& exhibit) {
    const auto parts = workspace().records().part_list(exhibit.id).value().data["parts"].int_or(0);
    for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(parts); ++number) {
      const auto line = part_line(workspace(), exhibit, number);
      if (line.ok() && !(*line)["item"]["pdq"].is_null())
        return (*line)["item"]["pdq"].string_or("");
    }
    return "";
  }

  // Words of officers stand in the record of their searches, so no marker is searched for.
  bool finds(std::string_view query) {
    SearchOrder order;
    order.case_id = case_.id;
    order.query = query;
    order.objective = "whether it is found";
    return !search_case(workspace(), amal_, order).value().parts.empty();
  }

  // The files of the workspace in which the text stands, in one of the forms in which it may.
  std::vector<std::string> holding(std::string_view marker) const {
    std::vector<std::string> found;
    const auto root = std::filesystem::path(options().directory);
    for (const auto& item : std::filesystem::recursive_directory_iterator(root)) {
      if (item.is_regular_file() && read_all(item.path()).find(marker) != std::string::npos)
        found.push_back(item.path().lexically_relative(root).string());
    }
    return found;
  }
  void expect_gone(std::string_view marker, std::string_view what) {
    for (const std::string& file : holding(marker)) ADD_FAILURE() << what << " is in " << file;
  }
};

TEST_F(DisposalTracesTest, NoByteOfWhatWasDisposedOfIsFoundInAnyFile) {
  // A message, a selector in it, a name of a file, an attachment, a picture: each with a word that
  // stands nowhere else.
  const std::string word = "qirmizifanous", mail = "zx7731@lanternmarker.example";
  const std::string name = "vexelmarker-report.txt", second = "umbrafile";
  const std::string person = "Ostrakan Weller";
  write(name, "The " + second + " lies under the bridge.\n");
  write("result.json",
        R"({"name":"River chat","type":"private_group","id":77,"messages":[
          {"id":1,"type":"message","date":"2026-11-20T10:00:00","date_unixtime":"1795168800","from":")" +
            person + R"(","from_id":"user91","text":"Bring the )" + word + " to " + mail +
            R"("}]})");
  pictures::Picture drawn = pictures::draw({pictures::Kind::kTerrain, 320, 240, 3, 6});
  const std::string picture =
      to_text(extract::format_png({320, 240, std::move(drawn.pixels), {}, false}).value());
  write("lake.png", picture);
  const Exhibit exhibit = import_folder();
  run_jobs();
  ASSERT_TRUE(queue_identification(workspace(), case_.id, amal_.id).ok());
  run_jobs();
  // Another exhibit, which stays, with words of its own.
  std::filesystem::remove_all(folder());
  std::filesystem::create_directories(folder());
  write("notes.txt", "The heronkept word stays where it is.\n");
  const Exhibit other = import_folder();
  run_jobs();
  const std::string hash = picture_hash(exhibit);
  ASSERT_EQ(hash.size(), 64u) << "the picture was fingerprinted";

  // It is there before, else the test would show nothing.
  for (const std::string& marker : {word, name, person})
    EXPECT_FALSE(holding(marker).empty()) << marker;
  ASSERT_TRUE(finds("bridge"));
  let_time_pass();
  const Disposal done = dispose_of(case_.id, exhibit.id);
  ASSERT_EQ(done.state, "done");
  run_jobs();

  for (const auto& [marker, what] :
       {std::pair<std::string, const char*>{word, "a word of a message"},
        {mail, "a selector"},
        {"lanternmarker", "a selector's host"},
        {name, "the name of a file"},
        {second, "a word of a file"},
        {person, "who wrote"},
        {picture.substr(picture.size() / 2, 24), "bytes of a picture"}})
    expect_gone(marker, what);
  expect_gone(hash, "a fingerprint");
  expect_gone(to_text(parse_hex(hash).value()), "a fingerprint's bytes");
  EXPECT_FALSE(finds("bridge"));
  EXPECT_TRUE(finds("stays")) << "the other exhibit is searched as before";
  QuietMonitor quiet;
  EXPECT_TRUE(verify_ledger(workspace(), quiet).ok());
  EXPECT_TRUE(check_fixity(workspace(), "system", 100).value()["failed"].as_array()->empty());

  // Nor after everything was made again from the ledger.
  workspace_.reset();
  workspace_ = Workspace::rebuild(options(), clock_, {}).value();
  run_jobs();
  for (const std::string& marker : {word, mail, name, second, person}) expect_gone(marker, "again");
  EXPECT_TRUE(finds("stays"));

  // Then the whole case.
  EXPECT_EQ(workspace().records().exhibit(other.id).value().number, other.number);
  const Disposal all = dispose_of(case_.id, "");
  ASSERT_EQ(all.state, "done");
  for (const std::string& marker : {word, mail, name, second, person, std::string("heronkept"),
                                    std::string("Red Lantern Circle")})
    expect_gone(marker, "with the case");
  EXPECT_TRUE(verify_ledger(workspace(), quiet).ok());
}

TEST_F(DisposalTracesTest, AnIndicatorInForceThatCameFromItSpeaksAgainstIt) {
  json::Object asked = request();
  asked.set("activities", json::Array{"share"});
  asked.set("targets", json::Array{});
  const auto made = request_authorisation(workspace(), amal_, case_.id, json::Value(asked)).value();
  ASSERT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
  const sharing::Marking green{sharing::Tlp::kGreen, sharing::Pap::kGreen, {}};
  ASSERT_TRUE(set_marking(workspace(), amal_, {case_.id, green, {}, "as agreed"}).ok());
  write("note.txt", "The boats are at https://harbour.tirazan.example/ tonight.\n");
  const Exhibit exhibit = import_folder();
  std::filesystem::remove_all(folder());
  std::filesystem::create_directories(folder());
  write("other.txt", "Nothing of the kind.\n");
  const Exhibit other = import_folder();
  run_jobs();
  ReleaseOrder order;
  order.case_id = case_.id;
  {
    const Material material = Material::open(workspace(), amal_, case_.id).value();
    for (const auto& one : material.facts().selectors("", 0, 100, material.unmasked()).value()) {
      if (!one.is_masked) order.selector = one.row;
    }
  }
  order.marking = green;
  order.reason = "partners ask for it";
  const auto released = release_indicator(workspace(), amal_, order);
  ASSERT_TRUE(released.ok()) << released.error().message;
  let_time_pass();
  const auto found = objections_to(workspace(), case_.id, exhibit.id).value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].code, "shared");
  EXPECT_TRUE(objections_to(workspace(), case_.id, other.id).value().empty());
  ASSERT_TRUE(withdraw_release(workspace(), amal_, released->id, "no longer needed").ok());
  EXPECT_TRUE(objections_to(workspace(), case_.id, exhibit.id).value().empty());
}

}  // namespace
}  // namespace sanad::service
