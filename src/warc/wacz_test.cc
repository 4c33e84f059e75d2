// Claims about WACZ packages, and a sample for checks by programs that we did not write.
#include "warc/wacz.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "json/json.h"
#include "warc/reader.h"
#include "warc/surt.h"
#include "zip/reader.h"

namespace sanad::warc {
namespace {

constexpr Timestamp kWaczAt{1795539000123};  // 2026-11-24T16:50:00.123Z
constexpr std::string_view kHost = "https://forum.tirazan.example";

// Adds records under ids counted up from 1.
class Sample {
 public:
  Sample()
      : writer(sink, {.created = kWaczAt,
                      .software = "Sanad test",
                      .title = "A thread",
                      .main_page_url = std::string(kHost) + "/Thread?b=2&a=1",
                      .main_page_date = kWaczAt}) {}

  RecordHeader header(RecordType type, const std::string& url) {
    std::array<std::uint8_t, 16> random{};
    random[15] = ++count;
    return {.type = type,
            .id = format_record_id(random),
            .date = {kWaczAt.unix_ms + count * 1000},
            .target_uri = url};
  }
  void wire(RecordType type, const std::string& url, const std::string& message,
            const IndexHints& hints = {}) {
    MemoryBlock block(BlockMeasurer::http_wire(), as_bytes(message));
    add(header(type, url), block, hints);
  }
  void parts(const std::string& url, const std::string& head, const std::string& body) {
    MemoryBlock block(BlockMeasurer::http_parts(head), as_bytes(body), head);
    RecordHeader h = header(RecordType::kResponse, url);
    h.ip_address = "127.0.0.1";
    h.protocols = {"h2", "tls/1.3"};
    add(h, block);
  }
  void add(const RecordHeader& h, MemoryBlock& block, const IndexHints& hints = {}) {
    Result<WrittenRecord> written = writer.add_record(h, block.block(), hints);
    ASSERT_TRUE(written.ok()) << written.error().message;
  }

  std::uint8_t count = 0;
  MemorySink sink;
  WaczWriter writer;
};

void add_exchanges(Sample& sample) {
  Result<std::string> info = format_warc_fields({{"software", "Sanad test"}});
  MemoryBlock info_block(BlockMeasurer::opaque(), as_bytes(*info));
  sample.add(sample.header(RecordType::kWarcinfo, ""), info_block);
  const std::string page = std::string(kHost) + "/Thread?b=2&a=1";
  sample.wire(RecordType::kRequest, page,
              "GET /Thread?b=2&a=1 HTTP/1.1\r\nHost: forum.tirazan.example\r\n\r\n");
  sample.wire(RecordType::kResponse, page,
              "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
              "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n"
              "2c\r\n<html><title>A thread</title><p>Hello</html>\r\n0\r\n\r\n");
  sample.parts("http://www.tirazan.example:8080/style.css?v=3",
               "HTTP/1.1 200\r\ncontent-type: text/css\r\n\r\n", "p { color: black }");
  sample.parts(std::string(kHost) + "/apart",
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n",
               "framed again");
  sample.parts(std::string(kHost) + "/moved", "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "");
  sample.wire(RecordType::kRequest, std::string(kHost) + "/post",
              "POST /post HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
              "Content-Length: 9\r\n\r\na=1&b=two");
  sample.wire(RecordType::kResponse, std::string(kHost) + "/post",
              "HTTP/1.1 204 No Content\r\n\r\n", {.method = "POST", .request_query = "a=1&b=two"});
  RecordHeader certificates = sample.header(RecordType::kResource, "urn:sanad:tls:1");
  certificates.content_type = "application/pem-certificate-chain";
  MemoryBlock chain(BlockMeasurer::opaque(), as_bytes("chain"));
  sample.add(certificates, chain);
}

Bytes build_sample() {
  Sample sample;
  add_exchanges(sample);
  EXPECT_TRUE(sample.writer
                  .add_page({.id = "1",
                             .url = std::string(kHost) + "/Thread?b=2&a=1",
                             .at = {kWaczAt.unix_ms + 3000},
                             .title = "A thread"})
                  .ok());
  EXPECT_TRUE(
      sample.writer.add_file("acquisition.json", zip::Method::kDeflated, as_bytes("{}\n")).ok());
  EXPECT_TRUE(sample.writer.begin_file("Screenshot.png", zip::Method::kStored).ok());
  EXPECT_TRUE(sample.writer.write_file(as_bytes("not really ")).ok());
  EXPECT_TRUE(sample.writer.write_file(as_bytes("a picture")).ok());
  EXPECT_TRUE(sample.writer.end_file().ok());
  Result<WaczSummary> summary = sample.writer.finish();
  EXPECT_TRUE(summary.ok());
  EXPECT_EQ(summary->records, 9U);
  EXPECT_EQ(summary->size, sample.sink.bytes().size());
  return sample.sink.take();
}

std::string read_entry(const zip::Reader& reader, std::string_view name) {
  const zip::Entry* entry = reader.find(name);
  EXPECT_NE(entry, nullptr) << name;
  return entry == nullptr ? std::string() : to_text(*reader.read_all(*entry, 1U << 20));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

void write_file(const std::string& name, const Bytes& bytes) {
  std::ofstream out(std::string(SANAD_BINARY_DIR) + "/" + name, std::ios::binary);
  out.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  EXPECT_TRUE(out.good());
}

TEST(WaczTest, TheSampleIsWrittenForOtherPrograms) {
  const Bytes package = build_sample();
  EXPECT_EQ(package, build_sample()) << "the same calls give the same bytes";
  write_file("sample.wacz", package);
}

TEST(WaczTest, AChangedSampleIsWrittenForOtherPrograms) {
  const Bytes package = build_sample();
  MemorySource source(package);
  Result<zip::Reader> reader = zip::Reader::open(source, {});
  ASSERT_TRUE(reader.ok());
  MemorySink sink;
  zip::Writer writer(sink, {.modified = kWaczAt});
  for (const zip::Entry& entry : reader->entries()) {
    std::string content = read_entry(*reader, entry.name);
    if (entry.name == kPagesPath) content.replace(content.find("A thread"), 8, "A threat");
    ASSERT_TRUE(writer.add(entry.name, entry.method, as_bytes(content)).ok());
  }
  ASSERT_TRUE(writer.finish().ok());
  write_file("sample_changed.wacz", sink.bytes());
}

TEST(WaczTest, EveryFileIsListedWithItsDigestAndSizeAndNothingElseIsThere) {
  const Bytes package = build_sample();
  MemorySource source(package);
  Result<zip::Reader> reader = zip::Reader::open(source, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  const std::string text = read_entry(*reader, "datapackage.json");
  Result<json::Value> description = json::parse(text);
  ASSERT_TRUE(description.ok());
  EXPECT_EQ((*description)["profile"].string_or(""), "data-package");
  EXPECT_EQ((*description)["wacz_version"].string_or(""), "1.1.1");
  EXPECT_EQ((*description)["created"].string_or(""), "2026-11-24T16:50:00.123Z");
  EXPECT_EQ((*description)["mainPageDate"].string_or(""), "2026-11-24T16:50:00.123Z");
  std::set<std::string> listed = {"datapackage.json", "datapackage-digest.json"};
  for (const json::Value& resource : *(*description)["resources"].as_array()) {
    const std::string path = resource["path"].string_or("");
    const std::string content = read_entry(*reader, path);
    EXPECT_EQ(resource["hash"].string_or(""), format_digest(crypto::sha256(as_bytes(content))));
    EXPECT_EQ(resource["bytes"].int_or(-1), static_cast<std::int64_t>(content.size()));
    listed.insert(path);
  }
  std::set<std::string> present;
  for (const zip::Entry& entry : reader->entries()) present.insert(entry.name);
  EXPECT_EQ(listed, present);
  EXPECT_EQ(present,
            (std::set<std::string>{"archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl",
                                   "acquisition.json", "Screenshot.png", "datapackage.json",
                                   "datapackage-digest.json"}));
  EXPECT_EQ(reader->find("archive/data.warc.gz")->method, zip::Method::kStored);
  Result<json::Value> digest = json::parse(read_entry(*reader, "datapackage-digest.json"));
  EXPECT_EQ((*digest)["hash"].string_or(""), format_digest(crypto::sha256(as_bytes(text))));
  EXPECT_EQ((*digest)["path"].string_or(""), "datapackage.json");
}

TEST(WaczTest, EveryIndexLineLeadsToItsRecord) {
  const Bytes package = build_sample();
  MemorySource source(package);
  Result<zip::Reader> reader = zip::Reader::open(source, {});
  const std::string archive = read_entry(*reader, "archive/data.warc.gz");
  const std::vector<std::string> lines = lines_of(read_entry(*reader, "indexes/index.cdx"));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_TRUE(std::ranges::is_sorted(lines));
  for (const std::string& line : lines) {
    const std::size_t brace = line.find(" {");
    Result<json::Value> entry = json::parse(line.substr(brace + 1));
    ASSERT_TRUE(entry.ok());
    const auto offset = std::stoul((*entry)["offset"].string_or(""));
    const auto length = std::stoul((*entry)["length"].string_or(""));
    const std::string record_bytes = archive.substr(offset, length);
    EXPECT_EQ((*entry)["recordDigest"].string_or(""),
              format_digest(crypto::sha256(as_bytes(record_bytes))));
    MemorySource record_source(as_bytes(record_bytes));
    Reader warc(record_source, {});
    Result<std::optional<Record>> record = warc.next();
    ASSERT_TRUE(record.ok() && *record);
    EXPECT_EQ((*record)->field("WARC-Target-URI"), (*entry)["url"].string_or(""));
    EXPECT_EQ((*record)->field("WARC-Payload-Digest"), (*entry)["digest"].string_or(""));
    EXPECT_EQ((*entry)["filename"].string_or(""), "data.warc.gz");
    Result<std::optional<Record>> none = warc.next();
    EXPECT_TRUE(none.ok() && !*none);
    EXPECT_TRUE(warc.damages().empty());
  }
  EXPECT_TRUE(lines[3].starts_with("example,tirazan,forum)/thread?a=1&b=2 20261124165003 {"))
      << lines[3];
}

TEST(WaczTest, ThePageListStartsWithItsForm) {
  const Bytes package = build_sample();
  MemorySource source(package);
  Result<zip::Reader> reader = zip::Reader::open(source, {});
  const std::vector<std::string> lines = lines_of(read_entry(*reader, "pages/pages.jsonl"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ((*json::parse(lines[0]))["format"].string_or(""), "json-pages-1.0");
  EXPECT_EQ((*json::parse(lines[1]))["url"].string_or(""), std::string(kHost) + "/Thread?b=2&a=1");
  EXPECT_EQ((*json::parse(lines[1]))["ts"].string_or(""), "2026-11-24T16:50:03.123Z");
}

TEST(WaczTest, NamesThatWaczUsesAndFoldersAreRefused) {
  Sample sample;
  for (const char* name : {"a/b", "archive", "Indexes", "pages", "datapackage.json", "../x", "",
                           "DATAPACKAGE-digest.json", "archive/extra.warc.gz", "pages.jsonl"})
    EXPECT_EQ(sample.writer.add_file(name, zip::Method::kStored, {}).error().code,
              ErrorCode::kInvalid)
        << name;
  ASSERT_TRUE(sample.writer.add_file("a", zip::Method::kStored, {}).ok());
  EXPECT_EQ(sample.writer.add_file("A", zip::Method::kStored, {}).error().code,
            ErrorCode::kConflict);
  MemoryBlock block(BlockMeasurer::opaque(), {});
  EXPECT_EQ(sample.writer.add_record(sample.header(RecordType::kResource, "urn:x:1"), block.block())
                .error()
                .code,
            ErrorCode::kInvalid)
      << "records come before files";
  EXPECT_TRUE(sample.writer.finish().ok());
}

TEST(WaczTest, AnEmptyCaptureIsStillAPackage) {
  Sample sample;
  ASSERT_TRUE(sample.writer.finish().ok());
  MemorySource source(sample.sink.bytes());
  Result<zip::Reader> reader = zip::Reader::open(source, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(read_entry(*reader, "archive/data.warc.gz"), "");
  EXPECT_EQ(read_entry(*reader, "indexes/index.cdx"), "");
}

TEST(SurtTest, KeysAreThoseOfReplayTools) {
  for (const auto& [url, key] : std::vector<std::pair<std::string, std::string>>{
           {"https://forum.tirazan.example/Thread?b=2&a=1#x",
            "example,tirazan,forum)/thread?a=1&b=2"},
           {"http://www.tirazan.example", "example,tirazan)/"},
           {"http://www2.tirazan.example/", "example,tirazan)/"},
           {"http://wwwx.tirazan.example/", "example,tirazan,wwwx)/"},
           {"https://tirazan.example:443/", "example,tirazan)/"},
           {"http://tirazan.example:443/", "example,tirazan:443)/"},
           {"http://tirazan.example:80/?", "example,tirazan)/"},
           {"https://user:pass@tirazan.example:8443/a/b", "example,tirazan:8443)/a/b"},
           {"http://127.0.0.1:8080/x?y", "1,0,0,127:8080)/x?y"},
           {"http://[::1]:8080/x", "[::1]:8080)/x"},
           {"https://tirazan.example?q=1", "example,tirazan)/?q=1"},
           {"HTTPS://TIRAZAN.example/A", "example,tirazan)/a"},
           {"urn:sanad:TLS:1", "urn:sanad:TLS:1"},
           {"data:text/plain,a?b", "data:text/plain,a?b"}})
    EXPECT_EQ(format_surt(url), key) << url;
}

}  // namespace
}  // namespace sanad::warc
