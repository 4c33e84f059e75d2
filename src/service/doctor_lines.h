// The single looks of service/doctor.h.
#pragma once

#include "service/doctor.h"

namespace sanad::service::doctor {

FitnessLine fit(std::string check, std::string says);
FitnessLine notice(std::string check, std::string code, std::string says, std::string to_do);
FitnessLine unfit(std::string check, std::string code, std::string says, std::string to_do);

// The machine.
FitnessLine browser_installed(Workspace& workspace);
FitnessLine browser_sandbox(Workspace& workspace);
FitnessLine browser_starts(Workspace& workspace);
FitnessLine cage(Workspace& workspace);
FitnessLine hashes();
FitnessLine clock(Workspace& workspace);
FitnessLine disk(Workspace& workspace);
FitnessLine fonts();
FitnessLine egress(Workspace& workspace);
// What is kept.
FitnessLine vault(Workspace& workspace);
FitnessLine fixity(Workspace& workspace);
FitnessLine ledger(Workspace& workspace);
FitnessLine database(Workspace& workspace);
FitnessLine checkpoint(Workspace& workspace);
FitnessLine authority(Workspace& workspace);
FitnessLine validation(Workspace& workspace);

}  // namespace sanad::service::doctor
