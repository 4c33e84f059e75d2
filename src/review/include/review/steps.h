// The assessment of an exhibit or a part by one person, as the steps that it is written in:
//
//   purpose   which other purpose the content may have: journalism, research, art …; asked first
//   source    who made it, and what is known of them
//   content   what it says and shows, and in which languages
//   uses      words of the facets of uses, each with its reason, and why none of a facet applies
//   rabat     where incitement is alleged: the six parts of the Rabat threshold test, as prose
//   outcome   what should come of it
//
// A step is written after those before it, and writing one again takes away what rested on it.
// Everything is written by a person: there is no number, weight or score, and a member that a step
// does not have is refused, so that no program can leave one there. Pure. Format: docs/review.md.
// Source of the test: Rabat Plan of Action, A/HRC/22/17/Add.4, para 29. Tested by steps_test.cc;
// fuzzed by step_fuzz.cc.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "review/words.h"

namespace sanad::review {

inline constexpr std::size_t kMaxStepBytes = 56 * 1024;  // canonical; an entry holds it whole
inline constexpr std::size_t kMaxTextBytes = 6'144;      // of one text
inline constexpr std::size_t kMaxShortBytes = 1'024;     // of a word, a note or a name
inline constexpr std::size_t kMaxCited = 20;             // of one reason
inline constexpr std::size_t kMaxUses = 30;
inline constexpr std::size_t kMaxLanguages = 10;

enum class Step : std::uint8_t { kPurpose, kSource, kContent, kUses, kRabat, kOutcome };
inline constexpr std::array<Step, 6> kSteps = {Step::kPurpose, Step::kSource, Step::kContent,
                                               Step::kUses,    Step::kRabat,  Step::kOutcome};
std::string_view step_name(Step step);
std::optional<Step> parse_step_name(std::string_view name);

// The six parts, in the order of the plan: "context", "speaker", "intent", "content-form",
// "extent", "likelihood".
inline constexpr std::array<std::string_view, 6> kBoxes = {"context",      "speaker", "intent",
                                                           "content-form", "extent",  "likelihood"};

// What was written, each step in the form that check_step() gave it.
using Written = std::map<Step, json::Value>;

// The one form of a step's content. kInvalid names the member and says what it wants: one that the
// step does not have, a reason without words, confidence or citation, a word that is not among
// words, a part of the test left empty or copied from another, "criminal" where a part is not met.
// kLimit: longer than kMaxStepBytes.
Result<json::Object> check_step(Step step, const json::Value& content, const Words& words);

// Is incitement alleged in the step "uses"? By its own member, or by a word that names it.
bool alleges_incitement(const json::Value& uses);

// The step that is to be written next; absent: all are there.
std::optional<Step> next_step(const Written& written);
// May step be written now? kDenied names the one that is missing before it, or says that the test
// is written only where incitement is alleged.
Result<void> may_write(Step step, const Written& written);
// What an outcome must still say, given the steps before it: why it acts although the purpose is a
// protected one. kInvalid.
Result<void> check_outcome(const json::Value& outcome, const Written& written, const Words& words);

// An exhibit, or a part of it, on which a reason rests.
struct Cited {
  std::string exhibit;
  std::optional<std::uint64_t> part;
};
// All that a step cites, in its order.
std::vector<Cited> cited_in(const json::Value& content);
// The same content with each exhibit's identifier in the place of what named it.
void rename_cited(json::Value& content, const std::map<std::string, std::string>& ids);

// Labels of a step "uses", in their order.
std::vector<std::string> labels_of(const json::Value& uses);

// Where two assessments differ, as [{"what", "first", "second"}]: purposes, each label, each part
// of the test, its conclusion, the outcome.
json::Array differences(const Written& first, const Written& second);

}  // namespace sanad::review
