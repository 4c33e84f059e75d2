#include "crypto/id.h"

#include "base/id.h"
#include "crypto/crypto.h"

namespace sanad::crypto {

std::string new_id(std::string_view prefix) { return format_id(prefix, as_text(random_bytes(10))); }

}  // namespace sanad::crypto
