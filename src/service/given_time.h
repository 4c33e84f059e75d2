// Times that people give. Forms take them to the second, while the ledger has milliseconds.
#pragma once

#include "base/time.h"

namespace sanad::service {

// given, of something that cannot lie before earliest. What is given to the second, and lies within
// the second of earliest, is taken to be at earliest.
inline Timestamp given_after(Timestamp given, Timestamp earliest) {
  const bool is_whole_second = given.unix_ms % 1000 == 0;
  const bool is_in_its_second = given < earliest && earliest.unix_ms - given.unix_ms < 1000;
  return is_whole_second && is_in_its_second ? earliest : given;
}

}  // namespace sanad::service
