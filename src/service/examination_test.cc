// The items of an exhibit and their parts, through the real extractor and the ledger.
#include "examination.h"

#include <map>

#include "base/stream.h"
#include "extract/extract.h"
#include "test_rig.h"
#include "zip/writer.h"

namespace sanad::service {
namespace {

class ExaminationTest : public Rig {
 protected:
  static std::string zipped(const std::vector<std::pair<std::string, std::string>>& members) {
    MemorySink sink;
    zip::Writer writer(sink, {});
    for (const auto& [name, bytes] : members)
      EXPECT_TRUE(writer.add(name, zip::Method::kDeflated, as_bytes(bytes)).ok());
    EXPECT_TRUE(writer.finish().ok());
    return to_text(sink.bytes());
  }

  records::Exhibit exhibit_of(const std::string& name, const std::string& bytes) {
    const records::Case of_case = open_one();
    approved(of_case);
    records::Exhibit exhibit;
    exhibit.id = "exhibit-1";
    exhibit.case_id = of_case.id;
    records::ExhibitFile file;
    file.name = name;
    file.role = "file";
    file.sha256 = put_object(of_case.id, bytes);
    exhibit.files = {file};
    return exhibit;
  }

  struct Seen {
    std::map<std::string, bool> items;  // whether their bytes were there
    std::map<std::string, std::string> unread;
  };

  Seen examined(const records::Exhibit& exhibit, bool must_read = false) {
    Seen seen;
    const Examiner examiner{
        [&](const Examined& at, const json::Value& item) -> Result<void> {
          EXPECT_FALSE(item["sha256"].is_null());
          EXPECT_TRUE(at.key.starts_with(item["sha256"].string_or("?"))) << at.key;
          seen.items[at.place.file + ": " + at.place.part] = !at.bytes.empty();
          return {};
        },
        [&](const Place& place, const std::string& reason) {
          seen.unread[place.file + ": " + place.part] = reason;
        },
        [](const Examined& at) -> Result<void> {
          EXPECT_FALSE(at.bytes.empty());
          return {};
        },
        [must_read](const std::string&, const json::Value& item) -> Result<bool> {
          return must_read && !item["text"].is_null();
        }};
    const auto outcome = examine_exhibit(workspace(), extractor_, exhibit, examiner);
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return seen;
  }

  extract::Extractor extractor_;
};

TEST_F(ExaminationTest, PartsAreFoundOnceAndRememberedWithoutABytesReading) {
  const auto exhibit = exhibit_of(
      "a.zip", zipped({{"inner.zip", zipped({{"note.txt", "seven lanterns on the river"}})},
                       {"other.bin", std::string("\x01\x02\x03", 3)}}));
  const std::map<std::string, bool> read = {{"a.zip: ", true},
                                            {"a.zip: inner.zip", true},
                                            {"a.zip: inner.zip → note.txt", true},
                                            {"a.zip: other.bin", true}};
  EXPECT_EQ(examined(exhibit).items, read);
  // Neither the vault nor the extractor is asked again.
  extractor_.program = "/there/is/no/sanad-extract";
  auto remembered = read;
  for (auto& [place, had_bytes] : remembered) had_bytes = false;
  auto gone = exhibit;
  gone.case_id = "case-of-nobody";
  EXPECT_EQ(examined(gone).items, remembered);
  ASSERT_TRUE(reopen().ok());
  EXPECT_EQ(examined(gone).items, remembered);
}

TEST_F(ExaminationTest, WhatMustBeReadAgainIsReadWithWhatHoldsItAndNoMore) {
  const auto exhibit =
      exhibit_of("a.zip", zipped({{"inner.zip", zipped({{"note.txt", "seven lanterns"}})},
                                  {"other.zip", zipped({{"x.bin", "\x01\x02"}})}}));
  examined(exhibit);
  const Seen again = examined(exhibit, true);
  EXPECT_TRUE(again.items.at("a.zip: "));
  EXPECT_TRUE(again.items.at("a.zip: inner.zip"));
  EXPECT_TRUE(again.items.at("a.zip: inner.zip → note.txt"));
  EXPECT_FALSE(again.items.at("a.zip: other.zip"));
  EXPECT_FALSE(again.items.at("a.zip: other.zip → x.bin"));
}

TEST_F(ExaminationTest, WhatCouldNotBeReadIsSaidAgainFromMemory) {
  std::string encrypted = zipped({{"closed", "a secret of the orchard"}});
  for (const auto& [signature, at] :
       {std::pair{std::string_view("PK\x03\x04"), 6}, {std::string_view("PK\x01\x02"), 8}}) {
    char& flags = encrypted[encrypted.find(signature) + static_cast<std::size_t>(at)];
    flags = static_cast<char>(flags | 1);
  }
  const auto exhibit = exhibit_of("a.zip", encrypted);
  const Seen first = examined(exhibit);
  EXPECT_EQ(first.unread.at("a.zip: closed"), "it is encrypted");
  EXPECT_EQ(examined(exhibit).unread, first.unread);
}

TEST_F(ExaminationTest, AnExtractorThatIsNotThereStopsTheWork) {
  const auto exhibit = exhibit_of("a.txt", "seven lanterns");
  extractor_.program = "/there/is/no/sanad-extract";
  const auto outcome = examine_exhibit(
      workspace(), extractor_, exhibit,
      {[](const Examined&, const json::Value&) { return Result<void>(); },
       [](const Place&, const std::string&) {}, [](const Examined&) { return Result<void>(); },
       [](const std::string&, const json::Value&) -> Result<bool> { return false; }});
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::service
