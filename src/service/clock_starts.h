// Clocks as entries carry them: what starts with an event of a request, and what it meets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"
#include "service/workspace.h"

namespace sanad::service {

// A member of "clocks" of an entry: the rule as the pack has it now, with all that its end depends
// on. request, reason: may be empty.
json::Object clock_start(const authority::LawPack& pack, const authority::PackClock& clock,
                         std::string_view request, Timestamp start, std::string_view reason);

// Those that this event of a request begins: of its form's clocks, and of the forms beside it, as
// members of "clocks". None runs twice for a request.
Result<json::Array> begun_by(Workspace& workspace, const records::Request& request,
                             std::string_view event, Timestamp at);
// The request's clocks that this event meets, as members of "met".
Result<json::Array> met_by(Workspace& workspace, const records::Request& request,
                           std::string_view event, Timestamp at);

}  // namespace sanad::service
