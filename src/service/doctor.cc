#include "service/doctor.h"

#include <algorithm>

#include "doctor_lines.h"
#include "service/accounts.h"

namespace sanad::service {

std::string_view fitness_name(Fitness fitness) {
  switch (fitness) {
    case Fitness::kFit:
      return "fit";
    case Fitness::kNotice:
      return "notice";
    case Fitness::kUnfit:
      break;
  }
  return "unfit";
}

bool Diagnosis::is_fit() const {
  return !lines.empty() && std::ranges::none_of(lines, [](const FitnessLine& line) {
    return line.state == Fitness::kUnfit;
  });
}

Result<Diagnosis> diagnose(Workspace& workspace, const authority::Officer& caller) {
  SANAD_CHECK(require_officer(workspace, caller, "ask whether the machine is fit"));
  return diagnose(workspace);
}

Diagnosis diagnose(Workspace& workspace) {
  Diagnosis diagnosis;
  diagnosis.at = workspace.clock().now();
  diagnosis.lines = {doctor::browser_installed(workspace),
                     doctor::browser_sandbox(workspace),
                     doctor::browser_starts(workspace),
                     doctor::cage(workspace),
                     doctor::hashes(),
                     doctor::clock(workspace),
                     doctor::disk(workspace),
                     doctor::fonts(),
                     doctor::egress(workspace),
                     doctor::vault(workspace),
                     doctor::fixity(workspace),
                     doctor::ledger(workspace),
                     doctor::database(workspace),
                     doctor::checkpoint(workspace),
                     doctor::authority(workspace),
                     doctor::validation(workspace)};
  return diagnosis;
}

json::Object view(const Diagnosis& diagnosis) {
  json::Array lines;
  for (const FitnessLine& line : diagnosis.lines)
    lines.emplace_back(json::Object{{"check", line.check},
                                    {"state", fitness_name(line.state)},
                                    {"code", line.code},
                                    {"says", line.says},
                                    {"to_do", line.to_do}});
  return json::Object{{"at", format_timestamp(diagnosis.at)},
                      {"fit", diagnosis.is_fit()},
                      {"lines", std::move(lines)}};
}

namespace doctor {

FitnessLine fit(std::string check, std::string says) {
  std::string code = check + "-fit";
  return {std::move(check), Fitness::kFit, std::move(code), std::move(says), ""};
}
FitnessLine notice(std::string check, std::string code, std::string says, std::string to_do) {
  return {std::move(check), Fitness::kNotice, std::move(code), std::move(says), std::move(to_do)};
}
FitnessLine unfit(std::string check, std::string code, std::string says, std::string to_do) {
  return {std::move(check), Fitness::kUnfit, std::move(code), std::move(says), std::move(to_do)};
}

}  // namespace doctor
}  // namespace sanad::service
