// Changes that somebody with skill would make, each with a name.
#pragma once

#include <string>
#include <vector>

#include "fixture.h"

namespace sanad::tamper {

struct Crafted {
  std::string name;
  Bytes bytes;
};

// intact: a bundle of Case, which the authority has stamped.
std::vector<Crafted> craft(ByteView intact, Authority& authority);

}  // namespace sanad::tamper
