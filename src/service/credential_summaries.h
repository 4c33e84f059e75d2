// What entries about certificates of training say to people.
#pragma once

#include <optional>
#include <string>

#include "records/records.h"

namespace sanad::service {

std::optional<std::string> credential_summary_of(const records::Entry& entry);

}  // namespace sanad::service
