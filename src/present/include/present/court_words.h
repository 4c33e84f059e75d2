// The words of a case's report and its glossary for the bench, and those of certificates, in
// English and in Urdu: data, in src/present/court/*.json. Pure. Tested by court_report_test.cc.
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::present {

struct GlossaryTerm {
  std::string term, meaning;
};

class CourtWords {
 public:
  // "en" or "ur"; anything else is English.
  static CourtWords of(std::string_view language);
  // Of certificates; without the glossary.
  static CourtWords of_certificates(std::string_view language);
  static CourtWords of_credentials(std::string_view language);

  const std::string& language() const { return language_; }
  // A key that there is not answers itself in double brackets, which no report may hold.
  std::string operator()(std::string_view key) const;
  // With values in the places {0}, {1} …; they are not escaped here.
  std::string fill(std::string_view key, std::initializer_list<std::string> values) const;
  std::string fill(std::string_view key, std::span<const std::string> values) const;
  bool has(std::string_view key) const { return words_.contains(key); }
  const std::vector<GlossaryTerm>& glossary() const { return glossary_; }

 private:
  static CourtWords read(std::string_view language, std::string_view file);

  std::string language_;
  std::map<std::string, std::string, std::less<>> words_;
  std::vector<GlossaryTerm> glossary_;
};

}  // namespace sanad::present
