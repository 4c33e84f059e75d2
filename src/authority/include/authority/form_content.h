// What people write into a form of a law pack: checked against the form's fields, which are data.
// Pure. Tested by form_content_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/law_pack.h"
#include "json/json.h"

namespace sanad::authority {

inline constexpr std::size_t kMaxFieldBytes = 8'192;
inline constexpr std::size_t kMaxFieldItems = 200;

// A draft may leave required fields out.
enum class FormStage { kDraft, kSubmission };

// The content with only what is filled in, in the order of the form's fields. By the field's type:
// a time is "2026-11-24T16:50:00.000Z", a day "2026-11-24", a number a whole one, a yes-no true or
// false, choices, lists and exhibits are lists of texts, all others are texts. Signatures are not
// written in: the ledger's entries are. kInvalid names the field by its label.
Result<json::Object> check_content(const Form& form, const json::Value& content, FormStage stage);

struct FieldChange {
  std::string key;
  Label label;                // the key, of a field that the form does not have
  json::Value before, after;  // null where it was not filled in
};
// Of two contents, in the order of the form's fields.
std::vector<FieldChange> differences(const Form& form, const json::Value& before,
                                     const json::Value& after);

}  // namespace sanad::authority
