// A capture whose record cites a validation of the tool.
#pragma once

#include "capture/capture.h"

namespace sanad::capture {

// As capture(). validation: what acquisition.json says in the member of that name
// (docs/formats/acquisition.md); not looked at here.
Result<Outcome> capture_citing(const json::Value& validation, const authority::Permit& permit,
                               const Options& options, const Context& context,
                               Surroundings surroundings);

}  // namespace sanad::capture
