// Screening: which entries of a list may be the person asked about, and what speaks for and
// against.
//
// A lead is a reason to look, never a finding: most people who share a name with a listed person
// are somebody else. So each field is told apart, with a sentence, and nothing sums them up but the
// likeness of the names, which orders the leads.
//
// Idea: names become parts and parts become sounds (transliteration, article, compounds and order
// no longer matter); words are filed under their strong consonants, so that only few are compared;
// parts are weighed by how rare they are in the list. Deterministic: the same list and question
// give the same leads. Measured quality: docs/screening.md. Tested by screen_test.cc.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "screening/list.h"

namespace sanad::screening {

inline constexpr std::string_view kAlgorithm = "sanad-screening-1";
inline constexpr int kDefaultMinScore = 75;
// Shown with every lead.
inline constexpr std::string_view kLeadNotice =
    "A lead, not a finding: many people share these names, and lists hold errors.";

struct Query {
  std::string name;  // needed
  std::string father_name;
  std::string birth_date;  // as parse_birth_date() reads it
  std::string birth_place;
  std::string document;  // a number
  std::string nationality;
};

struct ScreenOptions {
  int min_score = kDefaultMinScore;  // of the name, 1 to 100
  std::size_t max_leads = 50;
};

enum class Agreement { kAgree, kPartly, kDisagree, kUnknown };
std::string_view agreement_word(Agreement agreement);  // "agree", "partly", …

struct FieldAgreement {
  std::string field;  // "name", "father", "birth date", "birth place", "document", "nationality"
  Agreement agreement = Agreement::kUnknown;
  std::string sentence;
};

struct Lead {
  std::size_t entry = 0;  // place in the list
  std::size_t name = 0;   // the entry's name that is likest
  int score = 0;          // likeness of the names alone, 0 to 100
  bool weak_alias = false;
  std::string reference;
  std::string list_name;
  std::string list_version;
  std::vector<FieldAgreement> fields;  // always all six, in the order above
};

// Of kMeasuredNames invented people who are not on a list of kMeasuredEntries others, how many had
// a lead (docs/screening.md): the nearest measured threshold that is no higher than min_score, or
// the lowest.
struct FalseAlarms {
  int min_score = 0;
  double percent = 0;
};
inline constexpr int kMeasuredNames = 10'000;
inline constexpr int kMeasuredEntries = 1'000;
FalseAlarms measured_false_alarms(int min_score);

class Screener {
 public:
  // kLimit: a name in the list is too long.
  static Result<Screener> create(List list);
  Screener(Screener&&) noexcept;
  Screener& operator=(Screener&&) noexcept;
  ~Screener();

  const List& list() const;
  // Likest name first, then the list's order; may be called from several threads.
  // kInvalid: no name, or a date that cannot be read; kLimit: a name too long.
  Result<std::vector<Lead>> screen(const Query& query, const ScreenOptions& options) const;

 private:
  struct State;
  explicit Screener(std::unique_ptr<const State> state);
  std::unique_ptr<const State> state_;
};

}  // namespace sanad::screening
