// Entries about requests, clocks and re-checks, each as one sentence for people.
#pragma once

#include <string>

#include "records/entry.h"

namespace sanad::service {

std::string summary_of_acting(const records::Entry& entry);

}  // namespace sanad::service
