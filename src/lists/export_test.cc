// What exports say of their losses, and what programs that are not ours read in them.
#include "lists/export.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "list_fixture.h"
#include "lists/format.h"

namespace sanad::lists {
namespace {

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "sanad-lists-XXXXXX") {
    std::string name = path_.string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// Standard output of a command.
std::string run(const std::string& command) {
  std::string out;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 4096> buffer;
  while (const auto count = fread(buffer.data(), 1, buffer.size(), pipe.get()))
    out.append(buffer.data(), count);
  return out;
}

std::string losses(const Exported& exported) {
  std::string out;
  for (const auto& loss : exported.losses)
    out += std::to_string(loss.count) + " " + loss.sentence + "\n";
  return out;
}

TEST(Export, EveryLossIsNamed) {
  const List list = harbour_list();
  const std::string plain = losses(*export_plain(list, "pdq", PlainStyle::kBare));
  for (const auto* said : {"2 entries of other signals", "notes", "qualities", "provenance",
                           "times", "2 labels", "2 opinions", "in dispute", "licence"})
    EXPECT_NE(plain.find(said), std::string::npos) << said << "\n" << plain;
  const std::string json = losses(*export_threatexchange_json(list));
  for (const auto* said : {"qualities", "provenance", "reasons", "times", "licence", "version"})
    EXPECT_NE(json.find(said), std::string::npos) << said << "\n" << json;
  const std::string csv = losses(*export_threatexchange_csv(list));
  for (const auto* said : {"ids", "notes", "times", "opinions", "owner and TLP"})
    EXPECT_NE(csv.find(said), std::string::npos) << said << "\n" << csv;
  EXPECT_EQ(losses(*export_stix(list)), "");
  EXPECT_EQ(losses(*export_misp(list)), "");
}

TEST(Export, AmberStrictIsNeverLoosened) {
  List list = harbour_list();
  list.tlp = Tlp::kAmberStrict;
  const auto exported = export_threatexchange_json(list);
  EXPECT_NE(exported->text.find("\"share_level\": \"RED\""), std::string::npos);
  EXPECT_NE(losses(*exported).find("AMBER+STRICT"), std::string::npos);
}

TEST(Export, ADisputeThatWasAnsweredIsNotSentOnAsStanding) {
  List list = harbour_list();
  EXPECT_NE(export_threatexchange_csv(list)->text.find("DISPUTED"), std::string::npos);
  list.entries[0].feedback.push_back(
      {.by = list.owner, .opinion = Opinion::kAnswer, .at = at("2026-11-03T00:00:00Z")});
  EXPECT_EQ(export_threatexchange_csv(list)->text.find("DISPUTED"), std::string::npos);
  EXPECT_EQ(export_threatexchange_json(list)->text.find("DISAGREE"), std::string::npos);
}

TEST(Export, AListThatBreaksItsPromisesIsRefused) {
  List list = harbour_list();
  list.owner.clear();
  EXPECT_FALSE(export_plain(list, "pdq", PlainStyle::kBare).ok());
  EXPECT_FALSE(export_threatexchange_csv(list).ok());
  EXPECT_FALSE(export_threatexchange_json(list).ok());
  EXPECT_FALSE(export_stix(list).ok());
  EXPECT_FALSE(export_misp(list).ok());
}

TEST(Export, TheSameListGivesTheSameBytes) {
  EXPECT_EQ(export_stix(harbour_list())->text, export_stix(harbour_list())->text);
  EXPECT_EQ(export_misp(harbour_list())->text, export_misp(harbour_list())->text);
}

TEST(OtherPrograms, Sha256sumChecksOurSums) {
  const Folder folder;
  folder.put("pier.txt", "A pier\n");
  folder.put("odd\\name.txt", "A pier too\n");
  List list = harbour_list();
  list.entries.clear();
  // printf 'A pier\n' | sha256sum, and the same of the other.
  list.entries.push_back({.id = "1",
                          .signal = "sha256",
                          .value = run("printf 'A pier\\n' | sha256sum").substr(0, 64),
                          .note = "pier.txt"});
  list.entries.push_back({.id = "2",
                          .signal = "sha256",
                          .value = run("printf 'A pier too\\n' | sha256sum").substr(0, 64),
                          .note = "odd\\name.txt"});
  folder.put("sums", export_plain(list, "sha256", PlainStyle::kSum)->text);
  // --status, since coreutils' versions print an odd name differently.
  EXPECT_EQ(run("cd '" + folder.path() + "' && sha256sum --strict --status -c sums && echo good"),
            "good\n");
}

TEST(OtherPrograms, PythonReadsOurCsvAndJson) {
  const Folder folder;
  const List list = harbour_list();
  const auto csv = folder.put("list.csv", export_threatexchange_csv(list)->text);
  EXPECT_EQ(run("python3 -c \"import csv; print([(r['signal_type'], len(r['signal_str']), "
                "r['category'], r['tags']) for r in csv.DictReader(open('" +
                csv + "', newline=''))])\""),
            "[('pdq', 64, 'DISPUTED', 'harbour unodc-use:propaganda'), ('sha256', 64, "
            "'POSITIVE_CLASS', ''), ('url', 28, 'POSITIVE_CLASS', '')]\n");
  const auto json = folder.put("list.json", export_threatexchange_json(list)->text);
  EXPECT_EQ(run("python3 -c \"import json; print([(d['id'], d['type'], d['share_level']) for d in "
                "json.load(open('" +
                json + "'))['data']])\""),
            "[('poster-1', 'HASH_PDQ', 'AMBER'), ('poster-2', 'HASH_SHA256', 'AMBER'), "
            "('poster-3', 'URI', 'AMBER')]\n");
  const auto stix = folder.put("list.stix", export_stix(list)->text);
  EXPECT_EQ(run("python3 -c \"import json, collections; print(sorted(collections.Counter(o['type'] "
                "for o in json.load(open('" +
                stix + "'))['objects']).items()))\""),
            "[('identity', 1), ('indicator', 3), ('marking-definition', 1), ('opinion', 2), "
            "('report', 1)]\n");
  // The digest of our own form, computed by another program.
  const auto own = folder.put("list.sanad", format_list(list));
  EXPECT_EQ(run("sha256sum < '" + own + "'").substr(0, 64), format_hex(list_digest(list)));
  EXPECT_EQ(run("python3 -c \"import json; t=open('" + own +
                "').read(); print(t == json.dumps("
                "json.loads(t), sort_keys=True, ensure_ascii=False, separators=(',', ':')))\""),
            "True\n");
}

}  // namespace
}  // namespace sanad::lists
