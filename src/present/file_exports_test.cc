#include "present/file_exports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "crypto/crypto.h"
#include "shown_part.h"
#include "zip/reader.h"

namespace sanad::present {
namespace {

TEST(DatLine, HasEachValueBetweenThornsAndNothingThatEndsOneWithin) {
  EXPECT_EQ(format_dat_line({"a", "", "b"}),
            "\xC3\xBE"
            "a"
            "\xC3\xBE\x14\xC3\xBE\xC3\xBE\x14"
            "\xC3\xBE"
            "b"
            "\xC3\xBE\r\n");
  EXPECT_EQ(format_dat_line({"x\r\ny\nz\rw"}), "\xC3\xBEx\xC2\xAEy\xC2\xAEz\xC2\xAEw\xC3\xBE\r\n");
  // A thorn, a registered sign, the separator, NUL, and what is no UTF-8.
  for (const std::string_view odd :
       {std::string_view("\xC3\xBE"), std::string_view("\xC2\xAE"), std::string_view("\x14"),
        std::string_view("\0", 1), std::string_view("\xff")})
    EXPECT_EQ(format_dat_line({std::string(odd)}), "\xC3\xBE\xEF\xBF\xBD\xC3\xBE\r\n");
  EXPECT_EQ(format_dat_line({"کشتی\tþa"}),
            "\xC3\xBE"
            "کشتی\t\xEF\xBF\xBD"
            "a\xC3\xBE\r\n");
}

TEST(ShownPart, StandsWithPseudonymsInThePlaceOfWhatIsMasked) {
  const auto shown = read_shown_part(
      R"({"hidden":[],"masked":[{"at":"/record/author","runs":[{"as":"Person 3","reason":"r","words":2}]},)"
      R"({"as":"withheld","at":"/record/offset","reason":"r"},{"at":"/record/text","runs":["Ask ",{"as":"Person 3","reason":"r","words":1},"today"]},)"
      R"({"at":"/record/to/0/a~1b","runs":[{"as":"x","reason":"r","words":1}]}],"number":4,)"
      R"("part":{"record":{"author":null,"offset":null,"text":null,"to":[{"a/b":null}]}},"seeds":[]})");
  ASSERT_TRUE(shown.ok()) << shown.error().message;
  const json::Value& record = (*shown)->part["record"];
  EXPECT_EQ((*shown)->number, 4u);
  EXPECT_EQ((*shown)->masked_words, 5u);
  EXPECT_EQ(record["author"].string_or(""), "[Person 3]");
  EXPECT_EQ(record["text"].string_or(""), "Ask [Person 3] today");
  EXPECT_TRUE(record["offset"].is_null());
  EXPECT_EQ((*record["to"].as_array())[0]["a/b"].string_or(""), "[x]");
  EXPECT_FALSE(read_shown_part(R"({"closed":4,"from":0,"hash":"00","reason":"r"})")->has_value());
  for (const char* bad : {"", "[]", "{}", R"({"number":1})", R"({"number":1,"part":3})",
                          R"({"number":1,"part":{},"masked":[{"at":"/a","runs":["b"]}]})"})
    EXPECT_FALSE(read_shown_part(bad).ok()) << bad;
}

class FileExports : public ::testing::Test {
 protected:
  void SetUp() override {
    content_.bundle = "export-1";
    content_.agency = "Tirazan\nCyber Wing";
    content_.case_reference = "TZ/1";
    record_.origin = "ledger.tirazan.example";
    ExhibitRecord exhibit;
    exhibit.exhibit = "exhibit-1";
    exhibit.number = "TZ/1/001";
    exhibit.sealed.index = {7};
    exhibit.sealed.data = json::Object{{"import", "import-1"}, {"source", "a \"disc\""}};
    exhibit.files = {file("original-1", "a lamp", "chat/lamp.TXT", "text/plain"),
                     file("original-2", "\x89PNG", "map.png", "image/png"),
                     file("original-3", "closed", "closed.txt", "text/plain")};
    exhibit.files[2].withheld = "parts of it are closed";
    record_.exhibits.push_back(std::move(exhibit));
    BundledExhibit bundled;
    bundled.exhibit = "exhibit-1";
    bundled.open = [this](std::string_view name) -> Result<std::unique_ptr<ByteSource>> {
      return std::unique_ptr<ByteSource>(
          std::make_unique<MemorySource>(as_bytes(texts_.at(std::string(name)))));
    };
    content_.exhibits.push_back(std::move(bundled));
  }
  FileRecord file(const std::string& name, const std::string& text, const std::string& path,
                  const std::string& type) {
    texts_[name] = text;
    return {name,
            "original",
            type,
            text.size(),
            format_hex(crypto::sha256(as_bytes(text))),
            format_hex(crypto::sha512(as_bytes(text))),
            path,
            ""};
  }
  template <typename Write>
  std::map<std::string, std::string> files_of(const Write& write) {
    MemorySink sink;
    zip::Writer archive(sink, {.sha256 = true});
    EXPECT_TRUE(write(archive).ok());
    EXPECT_TRUE(archive.finish().ok());
    const Bytes bytes = sink.take();
    MemorySource source(bytes);
    const auto reader = zip::Reader::open(source, {}).value();
    std::map<std::string, std::string> files;
    for (const zip::Entry& entry : reader.entries())
      files[entry.name] = to_text(reader.read_all(entry, 1 << 20).value());
    return files;
  }
  std::map<std::string, std::string> texts_;
  BundleContent content_;
  CaseRecord record_;
};

TEST_F(FileExports, ABagHoldsWhatIsNotWithheldUnderBothManifests) {
  const auto files =
      files_of([&](zip::Writer& archive) { return write_bag(content_, record_, archive); });
  EXPECT_EQ(files.at("export-1/data/exhibit-1/original-1"), "a lamp");
  EXPECT_FALSE(files.contains("export-1/data/exhibit-1/original-3"));
  EXPECT_NE(files.at("export-1/bag-info.txt").find("Source-Organization: Tirazan Cyber Wing\n"),
            std::string::npos);
  EXPECT_NE(files.at("export-1/bag-info.txt").find("Payload-Oxum: 10.2\n"), std::string::npos);
  EXPECT_EQ(files.at("export-1/manifest-sha256.txt"),
            format_hex(crypto::sha256(as_bytes("a lamp"))) + "  data/exhibit-1/original-1\n" +
                format_hex(crypto::sha256(as_bytes("\x89PNG"))) + "  data/exhibit-1/original-2\n");
  EXPECT_NE(files.at("export-1/tagmanifest-sha512.txt").find("  files.csv\n"), std::string::npos);
  EXPECT_NE(files.at("export-1/files.csv").find("parts of it are closed"), std::string::npos);
}

TEST_F(FileExports, WhatIsNotWhatWasSealedEndsBothExports) {
  texts_["original-1"] = "a ramp";
  MemorySink sink;
  zip::Writer bag(sink, {.sha256 = true}), load(sink, {.sha256 = true});
  EXPECT_EQ(write_bag(content_, record_, bag).error().code, ErrorCode::kIntegrity);
  EXPECT_EQ(write_load_file(content_, record_, {}, {}, load).error().code, ErrorCode::kIntegrity);
}

TEST_F(FileExports, ALoadFileTellsFilesAndTheirPartsAsFamilies) {
  const ExhibitParts parts{
      "exhibit-1", [](ByteSink& sink) -> Result<void> {
        const std::string lines =
            R"({"number":0,"part":{"file":"original-1","item":{"kind":"mailbox","text_content":"all"},"way":""},"salt":"00"})"
            "\n"
            R"({"number":1,"part":{"file":"original-1","record":{"kind":"mail","at":"2026-03-02T10:00:05.000Z","author":"Ali","author_id":"a@b.example","to":[{"name":"x"},{"name":"y","as":"cc"},{"id":"z"}],"title":"T","text":"one\ntwo"},"way":""},"salt":"00"})"
            "\n"
            R"({"closed":1,"from":2,"hash":"00","reason":"r"})"
            "\n"
            R"({"number":3,"part":{"file":"original-1","item":{"kind":"picture","size":5,"sha256":"ff"},"way":"message 1/a.jpg"},"salt":"00"})"
            "\n"
            R"({"number":4,"part":{"file":"original-2","item":{"kind":"picture","ocr":{"text":"EXIT"}},"way":""},"salt":"00"})"
            "\n";
        // In pieces, as they come.
        for (const char c : lines) SANAD_CHECK(sink.write(as_bytes(std::string_view(&c, 1))));
        return {};
      }};
  LoadFileCounts counts;
  const auto files = files_of([&](zip::Writer& archive) -> Result<void> {
    SANAD_TRY(counts, write_load_file(content_, record_, {parts}, {}, archive));
    return {};
  });
  EXPECT_EQ(counts.documents, 5u);
  EXPECT_EQ(counts.natives, 2u);
  EXPECT_EQ(counts.withheld, 1u);
  const std::string& dat = files.at("export-1/DATA/export-1.dat");
  EXPECT_TRUE(
      dat.starts_with("\xEF\xBB\xBF\xC3\xBE"
                      "BEGDOC\xC3\xBE\x14"));
  EXPECT_EQ(std::ranges::count(dat, '\n'), 6);
  const auto has = [&](std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos;)
      text.replace(at, 1, "\xC3\xBE\x14\xC3\xBE");
    return dat.find(text) != std::string::npos;
  };
  EXPECT_TRUE(
      has("TZ-1-001-000002|TZ-1-001-000002|TZ-1-001-000001|TZ-1-001-000003|TZ-1-001-000001|"))
      << dat;
  EXPECT_TRUE(has("|mail|Ali <a@b.example>|x; z|y||T|2026-03-02|10:00:05|UTC|"));
  EXPECT_TRUE(has("|parts of it are closed|||1"));
  EXPECT_EQ(files.at("export-1/TEXT/0001/TZ-1-001-000002.txt"), "T\none\ntwo");
  EXPECT_EQ(files.at("export-1/TEXT/0001/TZ-1-001-000004.txt"), "EXIT");
  EXPECT_EQ(files.at("export-1/NATIVES/0001/TZ-1-001-000001.txt"), "a lamp");
  EXPECT_EQ(files.at("export-1/DATA/export-1.opt"),
            "TZ-1-001-000004,VOL001,IMAGES\\0001\\TZ-1-001-000004.png,Y,,,1\r\n");
}

}  // namespace
}  // namespace sanad::present
