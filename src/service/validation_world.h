// A range, and a workspace of its own with officers, a case and an authorisation for the purpose of
// validation: what "sanad validate" works in. Both are gone when the object is.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "authority/types.h"
#include "base/result.h"
#include "capture/capture.h"
#include "range/range.h"
#include "records/jobs.h"
#include "service/workspace.h"
#include "validation/known_answers.h"
#include "validation/test_result.h"

namespace sanad::service {

class ValidationWorld {
 public:
  // of: whose settings (browser, clock) the workspace takes over, and in whose folder for work both
  // lie meanwhile.
  static Result<std::unique_ptr<ValidationWorld>> create(Workspace& of, const std::string& id,
                                                         capture::Monitor& monitor);
  ~ValidationWorld();

  Workspace& workspace() { return *workspace_; }
  range::Range& range() { return *range_; }
  const authority::Officer& investigator() const { return investigator_; }
  const std::string& case_id() const { return case_id_; }
  const std::string& directory() const { return directory_; }
  // Runs a job that was ordered here. Ends it where the validation is stopped.
  Result<records::Job> run(const std::string& job, const std::string& phase);
  bool is_stopped() { return stop_ || monitor_.is_cancelled(); }
  void tell(const std::string& phase, const std::string& message);

 private:
  ValidationWorld(Workspace& of, capture::Monitor& monitor) : of_(of), monitor_(monitor) {}
  Result<void> open_case();
  Workspace& of_;
  capture::Monitor& monitor_;
  std::string directory_;
  std::unique_ptr<range::Range> range_;
  std::unique_ptr<Workspace> workspace_;
  authority::Officer investigator_, supervisor_;
  std::string case_id_;
  std::atomic<bool> stop_{false};
};

using Tests = std::vector<validation::TestResult>;

// Pages of the range, captured and compared with what it served; and one that is not authorised.
void validate_captures(ValidationWorld& world, Tests& tests);
// Files whose content is known beforehand.
void validate_import(ValidationWorld& world, const validation::AnswerSet& answers, Tests& tests);
// Everything above in one bundle, verified; then altered at many places.
void validate_bundle(ValidationWorld& world, Tests& tests);
// The ledger and the vault as they are, then with a byte altered on disk. Last: it leaves both
// broken.
void validate_stores(ValidationWorld& world, Tests& tests);

// A test of the range's kind, as yet without an outcome.
validation::TestResult world_test(std::string_view id, std::string_view part,
                                  std::string_view algorithm, std::string_view source);
// got as expected, and what was altered found out.
void settle(validation::TestResult& test, bool holds, bool is_alteration_found);

}  // namespace sanad::service
