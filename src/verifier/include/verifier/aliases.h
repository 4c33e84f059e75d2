// Who stands behind the aliases of a bundle: the key that an agency sealed apart from it
// (docs/formats/alias-key.md), once it was opened by whoever it was sealed for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stream.h"
#include "verifier/verifier.h"

namespace sanad::verifier {

struct NamedOfficer {
  std::string officer;  // as the bundle's entries have it
  std::string name;
  std::vector<std::string> roles;  // when the officer was entered
};
// report: what verify() said of the same bundle. kIntegrity: the bundle is not intact, the key is
// of another bundle, or a name in it is not proven by the bundle's own checkpoint. kInvalid: it is
// no such key. kIo: the bundle cannot be read.
Result<std::vector<NamedOfficer>> open_alias_key(RandomSource& bundle, const Report& report,
                                                 std::string_view key);

}  // namespace sanad::verifier
