// Comparisons of two captures that a bundle tells (docs/formats/corroboration.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "context.h"

namespace sanad::verifier {

std::string corroboration_path(std::string_view id);
// The identifier that a path of such a file has; empty: it is of none.
std::string_view corroboration_of(std::string_view path);
// In words, a line each. Once "entries" and "checkpoint" passed.
Result<std::vector<std::string>> corroboration_problems(const Context& context);

}  // namespace sanad::verifier
