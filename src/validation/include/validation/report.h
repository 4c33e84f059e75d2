// The report of a validation: validation.json, canonical JSON (docs/formats/validation.md). Pure.
// Tested by report_test.cc.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "json/json.h"
#include "validation/test_result.h"

namespace sanad::validation {

inline constexpr std::string_view kReportFormat = "sanad-validation/1";

// What a validation does not show. The code is for translations.
struct Limit {
  std::string_view code;
  std::string_view says;
};
inline constexpr std::array kLimits = {
    Limit{"loopback",
          "All of it ran on this machine, against a range on loopback: no other network, name "
          "server or site took part."},
    Limit{"one-process",
          "The range ran within the program that was validated, and its archives were read by "
          "that program's own reader. The same comparison by programs of others is part of the "
          "source's tests, not of this run."},
    Limit{"pages",
          "The pages named here were captured, and no others: web sockets, event streams, service "
          "workers, HTTP/2 and pages that never come to rest are not among them."},
    Limit{"pictures-of-pages",
          "That a screenshot or a printed page shows what a person would have seen is not tested."},
    Limit{"import-forms",
          "Of the forms that an import reads, a chat, an archive, a text and a picture were tried; "
          "the other forms were not."},
    Limit{"judgement",
          "Machine-read text, told languages, searches, matches' rates, screening and views of a "
          "case were not tried; how often they are right is measured in the documents."},
    Limit{"argon2id",
          "RFC 9106's own examples of Argon2id take a secret and associated data, which Sanad does "
          "not use; the reference implementation's are in their place."},
    Limit{"partners", "Packages sealed for partners were not tried."},
    Limit{"clock",
          "The clock was not compared with a source outside this machine; what the system says of "
          "it is stated."},
    Limit{"ours",
          "Answers marked \"ours\" were fixed by this program's authors: they show that it answers "
          "as it did, not that it is right."},
    Limit{"hardware", "Memory, processor and disk were not tested."},
};

struct ReportInput {
  std::string validation;
  std::string agency;
  std::string officer;
  std::string officer_name;
  Timestamp started_at;
  Timestamp ended_at;
  std::string version;
  json::Object environment;
  std::string environment_sha256;
  json::Object clock;   // capture::clock_json()
  json::Object locale;  // what surrounds the run and is no part of the environment
  std::string answers_edition;
  std::string answers_sha256;
  json::Value further_answers;  // {"name", "edition", "sha256"} or null
  std::vector<TestResult> tests;
};

// "passed" where every test passed and all kinds of them were run, else "failed".
std::string_view verdict_of(const std::vector<TestResult>& tests);
json::Object make_report(const ReportInput& input);

}  // namespace sanad::validation
