// What the forms of certificates say beyond other forms: which answer of the record a field shows,
// and whom a signer must be (docs/formats/certificate.md). Pure. Tested by law_pack_test.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"

namespace sanad::authority {

// Every answer that a field can ask of the record: "clock", "custody", "health-before", …
std::span<const std::string_view> certificate_answers();

// What stands behind the colon of a field's source ("acquisition:health-before"); of a field whose
// source is the case alone its reference. Empty: a person says.
std::string_view answer_of(const FormField& field);

// Of whom the form asks it: "collector", "not-collector", "in-charge" or "competent"; they stand in
// its needs as "expert:competent".
std::vector<std::string> demands_of(const Form& form, const Signer& signer);

}  // namespace sanad::authority
