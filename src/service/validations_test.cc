// Validations without a browser, which fail, and are recorded all the same. One that passes is in
// tests/cli/suite_validation.sh.
#include "service/validations.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/crypto.h"
#include "crypto/pem.h"
#include "service/worker.h"
#include "test_rig.h"

namespace sanad::service {
namespace {

class Validations : public Rig {
 protected:
  void SetUp() override {
    Rig::SetUp();
    EXPECT_TRUE(
        change_setting(workspace(), dara_.id, "capture.browser_path", "/there/is/none").ok());
  }
  json::Value run(const ValidationOrder& order = {}) {
    const auto ordered = order_validation(workspace(), chand_, order).value();
    const std::atomic<bool> stop{false};
    const auto done = run_now(workspace(), ordered.job, stop, [](const capture::Progress&) {});
    EXPECT_TRUE(done.ok()) << done.error().message;
    return done.ok() ? done->result : json::Value();
  }
  json::Value report() {
    return json::parse_canonical(open_validation(workspace(), esen_, "newest").value().report)
        .value();
  }
  static const json::Value* find(const json::Value& report, std::string_view id) {
    for (const json::Value& one : *report["tests"].as_array())
      if (one["id"].string_or("") == id) return &one;
    return nullptr;
  }
};

TEST_F(Validations, OneThatFailsIsSignedSealedAndRecorded) {
  const json::Value result = run();
  EXPECT_EQ(result["verdict"].string_or(""), "failed");
  const auto opened = open_validation(workspace(), esen_, "newest");
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const auto key = crypto::parse_public_key_pem(opened->agency_pem).value();
  EXPECT_TRUE(crypto::verify_ed25519(key, as_bytes(opened->report), opened->signature));
  const auto recorded = entries("validation.recorded");
  ASSERT_EQ(recorded.size(), 1U);
  EXPECT_EQ(recorded[0].data["sha256"].string_or(""),
            format_hex(crypto::sha256(as_bytes(opened->report))));
  EXPECT_EQ(recorded[0].actor, chand_.id);
  EXPECT_EQ(recorded[0].case_id, "");
  const json::Value told = report();
  EXPECT_EQ(told["verdict"].string_or(""), "failed");
  EXPECT_EQ(told["environment_sha256"].string_or(""),
            recorded[0].data["environment"].string_or(""));
  EXPECT_EQ((*find(told, "capture-forum"))["verdict"].string_or(""), "failed");
  EXPECT_NE((*find(told, "capture-forum"))["reason"].string_or("").find("/there/is/none"),
            std::string::npos);
  for (const char* id : {"sha256-abc", "ed25519-verify-2", "pdq-terrain", "capture-refused",
                         "import", "ledger", "vault"})
    EXPECT_EQ((*find(told, id))["verdict"].string_or(""), "passed")
        << id << ": " << json::format_pretty(*find(told, id));
}

TEST_F(Validations, NothingOfItStaysButTheEntryAndTheReport) {
  const auto of_case = open_one();
  run();
  EXPECT_TRUE(std::filesystem::is_empty(path("work")));
  EXPECT_TRUE(workspace().records().exhibits(of_case.id).value().empty());
  EXPECT_EQ(workspace().records().cases().value().size(), 1U);
  ASSERT_TRUE(reopen().ok());
  EXPECT_TRUE(entries("objects.unclaimed").empty());
  EXPECT_EQ(list_validations(workspace(), amal_).value().size(), 1U);
}

TEST_F(Validations, WhatIsCitedIsOfThisEnvironmentOrSaidNotToBe) {
  const json::Value none = cited_validation(workspace()).value();
  EXPECT_EQ(none["state"].string_or(""), "none");
  EXPECT_TRUE(none["newest"].is_null());
  run();
  const json::Value current = cited_validation(workspace()).value();
  EXPECT_EQ(current["state"].string_or(""), "current");
  EXPECT_EQ(current["newest"]["verdict"].string_or(""), "failed");
  // Another browser.
  ASSERT_TRUE(change_setting(workspace(), dara_.id, "capture.browser_path", "").ok());
  const json::Value other = cited_validation(workspace()).value();
  const bool has_browser =
      other["environment"].string_or("") != current["environment"].string_or("");
  EXPECT_EQ(other["state"].string_or(""), has_browser ? "of-another-environment" : "current");
  EXPECT_EQ(other["newest"]["validation"].string_or("-"),
            current["newest"]["validation"].string_or(""));
  std::set<std::uint64_t> indexes;
  ASSERT_TRUE(
      add_validation_entries(workspace(), json::Object{{"validation", current}}, indexes).ok());
  EXPECT_TRUE(indexes.contains(entries("validation.recorded")[0].index));
  EXPECT_EQ(indexes.size(), 2U);  // and who ran it
  indexes.clear();
  ASSERT_TRUE(
      add_validation_entries(workspace(), json::Object{{"validation", none}}, indexes).ok());
  EXPECT_TRUE(indexes.empty());
}

TEST_F(Validations, FurtherAnswersAreTriedAndNamed) {
  const std::string file =
      R"({"format":"sanad-known-answers/1","edition":"7","answers":[{"id":"a","algorithm":"SHA-256",)"
      R"("operation":"digest","origin":"ours","source":"us","inputs":{"digest":"sha256",)"
      R"("data":{"text":"a"}},"expected":"0","altered":{"data":{"text":"b"}},"alteration":"b"}]})";
  run({file, "own.json"});
  const json::Value told = report();
  EXPECT_EQ((*find(told, "further-a"))["verdict"].string_or(""), "failed");
  EXPECT_EQ(told["answers"]["further"]["name"].string_or(""), "own.json");
  EXPECT_EQ(told["answers"]["further"]["sha256"].string_or(""),
            format_hex(crypto::sha256(as_bytes(file))));
}

TEST_F(Validations, AreOrderedByWhoWorksAndReadByAll) {
  for (const auto* officer : {&amal_, &behram_, &chand_})
    EXPECT_TRUE(order_validation(workspace(), *officer, {}).ok());
  for (const auto* officer : {&dara_, &esen_}) {
    EXPECT_EQ(order_validation(workspace(), *officer, {}).error().code, ErrorCode::kDenied);
    EXPECT_TRUE(list_validations(workspace(), *officer).ok());
  }
  EXPECT_EQ(entries("act.refused").size(), 2U);
  EXPECT_EQ(order_validation(workspace(), chand_, {"{}", "x"}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(open_validation(workspace(), chand_, "newest").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(
      order_validation(workspace(), chand_, {std::string(kMaxFurtherAnswersBytes + 1, ' '), "x"})
          .error()
          .code,
      ErrorCode::kLimit);
}

TEST_F(Validations, OneThatWasStoppedIsNotRecorded) {
  const auto ordered = order_validation(workspace(), chand_, {}).value();
  const std::atomic<bool> stop{true};
  EXPECT_FALSE(run_now(workspace(), ordered.job, stop, [](const capture::Progress&) {}).ok());
  EXPECT_TRUE(entries("validation.recorded").empty());
}

TEST_F(Validations, ThePageSaysWhatFailedInBothLanguages) {
  run();
  const auto opened = open_validation(workspace(), amal_, "newest").value();
  const std::string english = validation_page(opened, "en").value();
  EXPECT_NE(english.find("FAILED"), std::string::npos);
  EXPECT_NE(english.find("openssl pkeyutl"), std::string::npos);
  EXPECT_NE(validation_page(opened, "ur").value().find("dir=\"rtl\""), std::string::npos);
  EXPECT_EQ(validation_page(opened, "fr").error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace sanad::service
