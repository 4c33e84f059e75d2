// One question to the extractor's program, answered by one JSON object.
#pragma once

#include <string>
#include <vector>

#include "extract/extract.h"

namespace sanad::extract {

// input is read from its beginning. Errors: those of cage::run(); kInvalid: the answer is no
// object.
Result<json::Value> ask(const Extractor& extractor, int input, std::vector<std::string> task);

}  // namespace sanad::extract
