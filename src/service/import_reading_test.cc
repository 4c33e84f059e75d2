// What the reading of an import says of itself.
#include "service/import_reading.h"

#include "import_rig.h"

namespace sanad::service {
namespace {

class ImportReadingTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports();
    write("a.csv", "who,what\nAmal,late\n");
    write("b.txt", "The harvest is late.");
  }
  // By importer.
  static std::string version_in(const records::Entry& entry, std::string_view importer) {
    for (const json::Value& one : *entry.data["importers"].as_array())
      if (one["importer"].string_or("") == importer) return one["version"].string_or("");
    return "none";
  }
};

TEST_F(ImportReadingTest, AListSaysWhichVersionOfTheReadersMadeIt) {
  import_folder();
  ASSERT_EQ(entries("exhibit.parts").size(), 1U);
  const records::Entry made = entries("exhibit.parts").front();
  ASSERT_EQ(made.data["importers"].as_array()->size(), 2U);
  const std::string version = version_in(made, "csv");
  EXPECT_GE(std::stoi(version), 2);
  EXPECT_EQ(version_in(made, "text"), version);  // one for all readers
}

TEST_F(ImportReadingTest, ALaterReadingSaysItsOwnVersionAndTheEarlierOneStaysOnRecord) {
  const auto exhibit = import_folder();
  const records::Entry made = entries("exhibit.parts").front();
  // As a program of before would have recorded it.
  json::Object earlier = *made.data.as_object();
  earlier.set("importers",
              json::Array{json::Object{
                  {"importer", "csv"}, {"version", "1"}, {"files", 1}, {"records", 1}}});
  ASSERT_TRUE(
      workspace().custody().record({"exhibit.parts", amal_.id, case_.id, std::move(earlier)}).ok());
  const auto list = [&] { return workspace().records().part_list(exhibit.id).value(); };
  EXPECT_EQ((*list().data["importers"].as_array())[0]["version"].string_or(""), "1");
  records::Job job;
  job.id = "job-again";
  job.case_id = case_.id;
  job.actor = amal_.id;
  job.payload = json::Object{{"exhibit", exhibit.id}};
  ASSERT_TRUE(run_import(workspace(), job, monitor_).ok());
  const std::string now = version_in(made, "csv");
  EXPECT_NE(now, "1");
  EXPECT_EQ((*list().data["importers"].as_array())[0]["version"].string_or(""), now);
  std::string versions;
  for (const records::Entry& entry : entries("exhibit.parts"))
    versions += version_in(entry, "csv") + " ";
  EXPECT_EQ(versions, now + " 1 " + now + " ");
}

}  // namespace
}  // namespace sanad::service
