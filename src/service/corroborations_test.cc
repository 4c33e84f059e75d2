// A capture of ours beside the same page as another agency captured it.
#include "service/corroborations.h"

#include <gtest/gtest.h>

#include "service/exhibits.h"
#include "service/foreign_bundles.h"
#include "sharing_rig.h"
#include "tlog/proof.h"
#include "verifier/verifier.h"
#include "zip/reader.h"

namespace sanad::service {
namespace {

class CorroborationsTest : public SharingRig {
 protected:
  void SetUp() override {
    SharingRig::SetUp();
    introduce();
    permit_sharing();
    capture_permit_ = approved(case_);
  }
  // What a capture leaves, without a browser.
  records::Exhibit seal_capture(const json::Value& record, std::string_view document) {
    const auto capture = start_capture(case_);
    const auto sealed = [&](const char* name, const char* role, std::string_view text) {
      auto writer = workspace().vault().begin(case_.id, {.sha512 = true}).value();
      EXPECT_TRUE(writer->write(as_bytes(text)).ok());
      const auto info = writer->seal().value().info;
      return json::Object{{"name", name},
                          {"role", role},
                          {"media_type", "text/plain"},
                          {"size", info.size_bytes},
                          {"sha256", format_hex(info.sha256)},
                          {"sha512", format_hex(*info.sha512)}};
    };
    json::Array files{sealed("acquisition.json", "acquisition", json::format_canonical(record)),
                      sealed("dom.html", "dom", document)};
    EXPECT_TRUE(
        workspace()
            .custody()
            .record({"exhibit.sealed", amal_.id, case_.id,
                     json::Object{{"exhibit", capture.exhibit},
                                  {"number", case_.reference + "-" + capture.exhibit.substr(8, 4)},
                                  {"capture", capture.id},
                                  {"authorisation", capture_permit_},
                                  {"url", kForum},
                                  {"title", "Threads"},
                                  {"started_at", format_timestamp(clock_.now())},
                                  {"ended_at", format_timestamp(clock_.now())},
                                  {"files", std::move(files)},
                                  {"completeness", json::Object{{"status", "complete"},
                                                                {"reasons", json::Array{}}}}}})
            .ok());
    return workspace().records().exhibit(capture.exhibit).value();
  }
  json::Value record(const std::string& of_ad, const std::string& locale = "en") {
    const auto got = [](const std::string& url, const std::string& sha256) {
      return json::Value(json::Object{{"party", "page"},
                                      {"method", "GET"},
                                      {"url", url},
                                      {"status", 200},
                                      {"body_sha256", sha256}});
    };
    return json::Object{{"method", "browser"},
                        {"url_requested", kForum},
                        {"url_final", kForum},
                        {"start_utc", format_timestamp(clock_.now())},
                        {"html_sha256", std::string(64, 'a')},
                        {"env", json::Object{{"locale", locale}}},
                        {"not_kept", json::Array{}},
                        {"exchanges", json::Array{got(kForum, std::string(64, 'a')),
                                                  got(std::string(kForum) + "ad", of_ad)}}};
  }
  std::string capture_permit_;
};

TEST_F(CorroborationsTest, BothSidesAreCitedWhereTheyStandInTheirLedgers) {
  const auto ours = seal_capture(record("b1"), "the boats leave at dawn from the pier");
  const auto bundle = export_bundle({ours.id});
  const Bytes bytes = read_all(
      *workspace().vault().open_object(case_.id, parse_digest256(bundle.sha256).value()).value());
  permit_their_imports();
  MemorySource source(bytes);
  const auto taken =
      take_bundle(*theirs_, nadir_, {their_case_.id, "", "a disc", ""}, source, monitor_);
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  // At Sahil the same bundle once more, by another exhibit of the sender.
  const auto again = seal_capture(record("b2", "ur"), "the boats leave at dawn from the pier");
  const auto second = export_bundle({again.id});
  const Bytes more = read_all(
      *workspace().vault().open_object(case_.id, parse_digest256(second.sha256).value()).value());
  MemorySource second_source(more);
  const auto other =
      take_bundle(*theirs_, nadir_, {their_case_.id, "", "a disc", ""}, second_source, monitor_);
  ASSERT_TRUE(other.ok()) << other.error().message;

  const auto made = record_corroboration(
      *theirs_, nadir_, {taken->exhibits[0].exhibit, other->exhibits[0].number, "both at noon"});
  ASSERT_TRUE(made.ok()) << made.error().message;
  const json::Value& data = made->data;
  EXPECT_EQ(data["parts"].int_or(0), 2);
  EXPECT_EQ(data["same"].int_or(0), 1);
  EXPECT_EQ(data["context"].int_or(0), 1);
  EXPECT_EQ(data["likeness_percent"].int_or(0), 100);
  EXPECT_TRUE(data["same_page"].bool_or(false));
  EXPECT_EQ((*data["contexts"].as_array())[0]["what"].string_or(""), "locale");
  const json::Value& there = data["there"]["foreign"];
  EXPECT_EQ(there["origin"].string_or(""), workspace().keyring().names().ledger);
  EXPECT_EQ(there["sealed"].int_or(-1), static_cast<std::int64_t>(again.sealed_index));
  EXPECT_EQ(there["proof_sha256"].string_or("").size(), 64u);
  EXPECT_EQ(there["bundle_sha256"].string_or(""), second.sha256);

  // A bundle of the first side proves both, in this ledger and in the other.
  const auto ordered =
      order_bundle(*theirs_, nadir_, {their_case_.id, {taken->exhibits[0].exhibit}, "court"})
          .value();
  ASSERT_TRUE(run_bundle(*theirs_, theirs_->jobs().find(ordered.job).value(), monitor_).ok());
  const std::string whole = theirs_->records().bundle(ordered.bundle)->sha256;
  const Bytes told = read_all(
      *theirs_->vault().open_object(their_case_.id, parse_digest256(whole).value()).value());
  MemorySource told_source(told);
  const auto report = verifier::verify(told_source, {}, nullptr).value();
  EXPECT_NE(report.verdict, verifier::Verdict::kTampered);
  const auto reader = zip::Reader::open(told_source, {}).value();
  const auto file = std::ranges::find_if(reader.entries(), [](const zip::Entry& entry) {
    return entry.name.find("/data/corroboration/") != std::string::npos;
  });
  ASSERT_NE(file, reader.entries().end());
  const auto proven = json::parse(as_text(reader.read_all(*file, 1 << 20).value())).value();
  EXPECT_EQ(json::format_canonical(proven["recorded"]), json::format_canonical(data));
  for (const char* side : {"here", "there"}) {
    const auto proof = tlog::parse_proof(proven["foreign"][side]["proof"].string_or("")).value();
    EXPECT_EQ(proof.index.value,
              static_cast<std::uint64_t>(data[side]["foreign"]["sealed"].int_or(0)));
  }

  // Either side tells of it.
  for (const std::string& side : {taken->exhibits[0].exhibit, other->exhibits[0].exhibit}) {
    const auto all = list_corroborations(*theirs_, nadir_, side);
    ASSERT_TRUE(all.ok());
    ASSERT_EQ(all->size(), 1u);
    EXPECT_EQ((*all)[0].id, made->id);
  }
  // Both were looked at, and the ledger says so.
  std::set<std::string> seen;
  for (const auto& entry : entries_of(*theirs_, "exhibit.viewed"))
    seen.insert(entry.data["exhibit"].string_or(""));
  EXPECT_EQ(seen.size(), 2u);
}

TEST_F(CorroborationsTest, ACaptureOfOnesOwnBearsOutThatAPartChangesByItself) {
  const auto first = seal_capture(record("b1"), "dawn");
  const auto second = seal_capture(record("b2"), "dawn");
  EXPECT_EQ(record_corroboration(workspace(), amal_, {first.id, second.id, ""})
                ->data["unexplained"]
                .int_or(0),
            1);
  const auto third = seal_capture(record("b3"), "dawn");
  const auto made = record_corroboration(workspace(), amal_, {first.id, second.id, ""});
  ASSERT_TRUE(made.ok()) << made.error().message;
  EXPECT_EQ(made->data["dynamic"].int_or(0), 1);
  EXPECT_NE((*made->data["rows"].as_array())[0]["detail"].string_or("").find(third.id),
            std::string::npos);
  EXPECT_TRUE(made->data["there"]["foreign"].is_null());
  EXPECT_TRUE(made->data["screenshot_distance"].is_null());
}

TEST_F(CorroborationsTest, OnlyTwoCapturesOfOneCaseAreComparedByWhoMay) {
  const auto first = seal_capture(record("b1"), "dawn");
  const auto second = seal_capture(record("b2"), "dawn");
  const auto imported = seal_folder();
  const auto code = [&](const authority::Officer& who, const CorroborationOrder& order) {
    return record_corroboration(workspace(), who, order).error().code;
  };
  EXPECT_EQ(code(amal_, {first.id, first.id, ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code(amal_, {first.id, imported.id, ""}), ErrorCode::kInvalid);
  EXPECT_EQ(code(amal_, {first.id, "exhibit-0000000000000000", ""}), ErrorCode::kNotFound);
  EXPECT_EQ(code(chand_, {first.id, second.id, ""}), ErrorCode::kDenied);
  // Who need not know of one of them compares nothing, and does not hear of it.
  ASSERT_TRUE(record_corroboration(workspace(), amal_, {first.id, second.id, ""}).ok());
  EXPECT_EQ(list_corroborations(workspace(), behram_, first.id)->size(), 1u);
  mark(second.id, {Tlp::kRed, Pap::kRed, {}}, {chand_.id});
  EXPECT_EQ(code(behram_, {first.id, second.id, ""}), ErrorCode::kDenied);
  EXPECT_TRUE(list_corroborations(workspace(), behram_, first.id)->empty());
  EXPECT_EQ(list_corroborations(workspace(), amal_, first.id)->size(), 1u);
  const auto tells = [&](const authority::Officer& who) {
    const auto chain = custody_record(workspace(), who, first).value();
    return std::ranges::any_of(
        chain, [](const auto& entry) { return entry.kind == "corroboration.recorded"; });
  };
  EXPECT_FALSE(tells(behram_));
  EXPECT_TRUE(tells(amal_));
}

}  // namespace
}  // namespace sanad::service
