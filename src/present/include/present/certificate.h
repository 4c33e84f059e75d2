// A certificate or statement (docs/formats/certificate.md) as one page of HTML that refers to
// nothing outside itself, in English or in Urdu. Pure: all of it follows from the certificate's own
// JSON, which is what is sealed and signed, and everything is escaped. Tested by
// certificate_test.cc.
#pragma once

#include <string>
#include <string_view>

#include "json/json.h"

namespace sanad::present {

// language: "en"; anything else but "ur" is English.
std::string certificate_html(const json::Value& certificate, std::string_view language);

// Gives each line a member "text" {"en", "ur"}: what it says, or why it cannot be shown.
void add_line_texts(json::Value& certificate);

// The certificate as it leaves in a disclosable build: no officer is named, what an officer says of
// his own person is withheld, and so is where officers worked.
json::Value disclosable_certificate(json::Value certificate);

}  // namespace sanad::present
