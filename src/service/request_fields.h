// One field of a request's form: what fills it in, and what may be typed into it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "request_forms.h"

namespace sanad::service {

// "SHA-256 … of acquisition.json": by this digest a paper names an exhibit. Empty if it has none.
std::string record_digest(const records::Exhibit& exhibit);
// Does an officer type it? The rest follows from the request's own members and the record.
bool is_typed(const authority::FormField& field);
// A moment on the wall clock of a zone, and in UTC.
std::string moment_text(Timestamp at, const Zone& zone);

}  // namespace sanad::service
