// An archive of two responses, and what a server might say of it.
#include "validation/truth.h"

#include <gtest/gtest.h>

#include "crypto/crypto.h"
#include "warc/wacz.h"

namespace sanad::validation {
namespace {

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Odd:  \xe9 \r\n\r\n";

Bytes archive(std::initializer_list<std::string_view> bodies, bool is_cut = false) {
  MemorySink sink;
  warc::WaczWriter writer(sink, {.software = "test"});
  std::uint8_t number = 0;
  for (const std::string_view body : bodies) {
    const std::array<std::uint8_t, 16> random{++number};
    warc::RecordHeader header;
    header.type = warc::RecordType::kResponse;
    header.id = warc::format_record_id(random);
    header.target_uri = "http://forum.tirazan.example/" + std::to_string(number);
    if (is_cut) header.truncated = warc::Truncation::kDisconnect;
    const std::string message = std::string(kHead) + std::string(body);
    warc::MemoryBlock block(warc::BlockMeasurer::http_wire(), as_bytes(message));
    EXPECT_TRUE(writer.add_record(header, block.block()).ok());
  }
  EXPECT_TRUE(writer.finish().ok());
  return sink.take();
}

json::Value served(std::initializer_list<std::string_view> bodies) {
  json::Array exchanges;
  int number = 0;
  for (const std::string_view body : bodies) {
    const json::Object facts{{"size", body.size()},
                             {"sha256", format_hex(crypto::sha256(as_bytes(body)))}};
    exchanges.emplace_back(json::Object{
        {"host", "forum.tirazan.example"},
        {"target", "/" + std::to_string(++number)},
        {"tls", false},
        {"status", 200},
        {"reason", "OK"},
        {"response_headers",
         json::Array{json::Array{"Content-Type", "text/plain"}, json::Array{"X-Odd", "\u00e9"}}},
        {"body", facts},
        {"open", false}});
  }
  return json::Object{
      {"format", "sanad-range-truth/1"}, {"dropped", 0}, {"exchanges", std::move(exchanges)}};
}

Comparison compare(const Bytes& wacz, const json::Value& truth,
                   const json::Value& acquisition = json::Object{}) {
  MemorySource source(wacz);
  return compare_with_truth(source, truth, acquisition).value();
}

json::Value without(std::string_view url) {
  return json::Object{
      {"not_kept", json::Array{json::Object{{"url", url}, {"reason", "it was too long"}}}}};
}

TEST(Truth, AgreesWhereEverythingServedIsThereAsItWasSent) {
  const Comparison found = compare(archive({"one", "two"}), served({"one", "two"}));
  EXPECT_TRUE(found.agrees()) << found.told();
  EXPECT_EQ(found.archived, 2U);
}

TEST(Truth, FindsABodyAHeaderAStatusThatIsAnother) {
  EXPECT_FALSE(compare(archive({"one", "twp"}), served({"one", "two"})).agrees());
  json::Value truth = served({"one"});
  json::Object& first = *(*truth.as_object()->find("exchanges")->as_array())[0].as_object();
  first.set("reason", "Fine");
  EXPECT_FALSE(compare(archive({"one"}), truth).agrees());
  first.set("reason", "OK");
  first.set("response_headers",
            json::Array{json::Array{"content-type", "text/plain"}, json::Array{"X-Odd", "\u00e9"}});
  EXPECT_FALSE(compare(archive({"one"}), truth).agrees());
}

TEST(Truth, FindsWhatIsMissingUnlessItIsListedWithAReason) {
  const json::Value truth = served({"one", "two"});
  EXPECT_FALSE(compare(archive({"one"}), truth).agrees());
  const Comparison listed =
      compare(archive({"one"}), truth, without("http://forum.tirazan.example/2"));
  EXPECT_TRUE(listed.agrees()) << listed.told();
  EXPECT_EQ(listed.excused, 1U);
}

TEST(Truth, FindsWhatWasNeverServed) {
  EXPECT_FALSE(compare(archive({"one", "two"}), served({"one"})).agrees());
}

TEST(Truth, AcceptsLessThanWasServedOnlyWhereItIsMarkedAsCut) {
  EXPECT_TRUE(compare(archive({"on"}, true), served({"one"})).agrees());
  EXPECT_FALSE(compare(archive({"on"}), served({"one"})).agrees());
  EXPECT_FALSE(compare(archive({"longer"}, true), served({"one"})).agrees());
}

TEST(Truth, NothingServedAgreesWithNothing) {
  EXPECT_FALSE(compare(archive({}), served({})).agrees());
}

TEST(Truth, WhatIsNoPackageOrNoTruthIsAnError) {
  const Bytes none = to_bytes("no package");
  MemorySource source(none);
  EXPECT_FALSE(compare_with_truth(source, served({"one"}), json::Object{}).ok());
  const Bytes wacz = archive({"one"});
  MemorySource whole(wacz);
  EXPECT_FALSE(compare_with_truth(whole, json::Object{}, json::Object{}).ok());
}

}  // namespace
}  // namespace sanad::validation
