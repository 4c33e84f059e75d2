// Why something is hidden: the reasons of a plan.
#pragma once

#include <string>
#include <vector>

namespace sanad::redaction {

// What is wrong with them; empty if nothing is.
std::string problem_of_reasons(const std::vector<std::string>& reasons);

}  // namespace sanad::redaction
