// Whether this machine is fit to capture now: one line for each thing that a capture rests on, with
// what to do where it is wanting. It looks and tries, and changes nothing: no entry is written, no
// object is sealed. Tested by doctor_test.cc and tests/cli/suite_validation.sh.
#pragma once

#include <string>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "json/json.h"
#include "service/workspace.h"

namespace sanad::service {

enum class Fitness {
  kFit,
  kNotice,  // a capture can be made; its record will lack something, which is named
  kUnfit,   // a capture cannot be made, or would rest on what is broken
};
std::string_view fitness_name(Fitness fitness);  // "fit", "notice", "unfit"

struct FitnessLine {
  std::string check;  // "browser", "cage", …
  Fitness state = Fitness::kFit;
  std::string code;   // for translations: "browser-missing"
  std::string says;   // one sentence
  std::string to_do;  // empty where there is nothing to do
};

struct Diagnosis {
  Timestamp at;
  std::vector<FitnessLine> lines;
  bool is_fit() const;
};

// Of whoever holds the machine: needs no officer, and says nothing of any case. Starts the browser
// once, and asks the timestamp authority once, over a digest of random bytes.
Diagnosis diagnose(Workspace& workspace);
// The same for any officer whose account is open.
Result<Diagnosis> diagnose(Workspace& workspace, const authority::Officer& caller);
json::Object view(const Diagnosis& diagnosis);

}  // namespace sanad::service
