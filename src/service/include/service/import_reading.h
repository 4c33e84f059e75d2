// What imported files hold: read in the cage, listed as parts of their exhibit, committed to.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "capture/capture.h"
#include "part_list/part_list.h"
#include "records/jobs.h"
#include "service/workspace.h"

namespace sanad::service {

// Runs a job of kind "import". Answers {"parts", "items", "records", "unread", "set_aside"}. May be
// run again: what was read before is replaced as a whole. kDenied: the authorisation does not
// permit it any more.
Result<json::Value> run_import(Workspace& workspace, const records::Job& job,
                               capture::Monitor& monitor);

// The lines of an exhibit's list of parts, with those set aside as stubs. The look is recorded as
// exhibit.viewed. kDenied; kNotFound: nothing was read in the exhibit yet.
Result<void> read_part_list(Workspace& workspace, const authority::Officer& caller,
                            const records::Exhibit& exhibit, std::string_view purpose,
                            const std::function<Result<void>(const part_list::Reader::Line&)>& to);

struct DisclosedParts {
  part_list::Algorithm algorithm{};
  merkle::TreeHead head;  // as the ledger has it
  std::uint64_t entry = 0;
  std::vector<part_list::Disclosure> parts;
};
// Some parts, ascending, with what proves them against the root in the ledger: recorded as
// exhibit.copied. kNotFound: there is no such part, or it was set aside.
Result<DisclosedParts> disclose_parts(Workspace& workspace, const authority::Officer& caller,
                                      const records::Exhibit& exhibit,
                                      const std::vector<std::uint64_t>& numbers,
                                      std::string_view purpose);

}  // namespace sanad::service
