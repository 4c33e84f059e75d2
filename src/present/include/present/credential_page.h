// A certificate of training (docs/formats/credential.md) as one page of HTML that refers to nothing
// outside itself, in English or in Urdu, with the whole certificate in a QR code: what is read from
// paper is checked without looking anything up. Pure: all of it follows from the certificate.
// Tested by credential_page_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace sanad::present {

// language: "en"; anything else but "ur" is English. kInvalid: it is no certificate. kLimit: a code
// does not hold it.
Result<std::string> credential_html(const json::Value& credential, std::string_view language);

}  // namespace sanad::present
