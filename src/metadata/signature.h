// A COSE signature of a claim, and the certificate that it came with.
#pragma once

#include "base/bytes.h"
#include "json/json.h"

namespace sanad::metadata {

// signature: the COSE_Sign1 of C2PA 2.1, 13.2; claim: what it is over. Answers algorithm, subject,
// issuer, valid_from, valid_to, certificates (how many came with it), has_timestamp, and fits:
// whether the first certificate's key made it, absent where that cannot be told.
json::Object read_signature(ByteView signature, ByteView claim);

}  // namespace sanad::metadata
