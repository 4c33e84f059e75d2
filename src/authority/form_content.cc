#include "authority/form_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "authority/url.h"
#include "base/bytes.h"
#include "base/time.h"
#include "clocks/calendar.h"

namespace sanad::authority {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_list_type(std::string_view type) {
  return type == "choices" || type == "list" || type == "exhibits";
}

bool has_choice(const FormField& field, std::string_view value) {
  return std::ranges::find(field.choices, value, &Choice::value) != field.choices.end();
}

std::string choices_of(const FormField& field) {
  std::string names;
  for (const auto& choice : field.choices)
    names += fmt::format("{}{}", names.empty() ? "" : ", ", choice.value);
  return names;
}

// What is wrong with one text of a field; empty if nothing is.
std::string fault_of_text(const FormField& field, std::string_view text) {
  if (text.size() > kMaxFieldBytes || !is_utf8(text))
    return fmt::format("must be UTF-8 text of at most {} bytes", kMaxFieldBytes);
  if (field.type == "choice" || field.type == "choices") {
    if (!has_choice(field, text)) return "must be one of: " + choices_of(field);
  } else if (field.type == "time") {
    if (!parse_timestamp(text).ok()) return "must be a time in UTC, as 2026-11-24T16:50:00Z";
  } else if (field.type == "date") {
    if (!clocks::parse_day(text).ok()) return "must be a day, as 2026-11-24";
  } else if (field.type == "url") {
    if (!parse_url(text).ok()) return "must be an address that begins with http:// or https://";
  } else if (field.type == "hash") {
    if (!parse_hex(text).ok()) return "must be a digest in hexadecimal";
  }
  return {};
}

std::string fault_of_list(const FormField& field, const json::Value& value) {
  const json::Array* items = value.as_array();
  if (!items) return "must be a list of texts";
  if (items->size() > kMaxFieldItems)
    return fmt::format("may have at most {} items", kMaxFieldItems);
  for (const json::Value& item : *items) {
    const std::string* text = item.as_string();
    if (!text || is_blank(*text)) return "must be a list of texts, none of them empty";
    if (std::string fault = fault_of_text(field, *text); !fault.empty()) return fault;
  }
  return {};
}

bool is_filled(const json::Value& value) {
  if (value.is_null()) return false;
  if (const auto* text = value.as_string()) return !is_blank(*text);
  if (const auto* items = value.as_array()) return !items->empty();
  return true;
}

std::string fault_of(const FormField& field, const json::Value& value) {
  if (field.type == "signature") return "is not written in: who acts signs by the act itself";
  if (field.type == "yes-no") return value.as_bool() ? "" : "must be true or false";
  if (field.type == "number") return value.as_int() ? "" : "must be a whole number";
  if (is_list_type(field.type)) return fault_of_list(field, value);
  const std::string* text = value.as_string();
  return text ? fault_of_text(field, *text) : "must be a text";
}

Error at_field(const FormField& field, std::string_view why) {
  return {ErrorCode::kInvalid, fmt::format("\"{}\" ({}) {}", field.label.en, field.key, why)};
}

}  // namespace

Result<json::Object> check_content(const Form& form, const json::Value& content, FormStage stage) {
  const json::Object* given = content.as_object();
  if (!given)
    return Error{ErrorCode::kInvalid,
                 "what is filled in must be a JSON object: the key of each field, and its value"};
  for (const auto& member : *given) {
    if (!form.field(member.name))
      return Error{ErrorCode::kInvalid,
                   fmt::format("the form \"{}\" has no field \"{}\"", form.key, member.name)};
  }
  json::Object checked;
  for (const auto& field : form.fields) {
    const json::Value& value = content[field.key];
    if (!is_filled(value)) {
      if (field.required && field.type != "signature" && stage == FormStage::kSubmission)
        return at_field(field, "is empty; fill it in before you submit the form");
      continue;
    }
    if (const std::string fault = fault_of(field, value); !fault.empty())
      return at_field(field, fault);
    checked.set(field.key, value);
  }
  return checked;
}

std::vector<FieldChange> differences(const Form& form, const json::Value& before,
                                     const json::Value& after) {
  std::vector<FieldChange> changes;
  const auto compare = [&](std::string_view key, const Label& label) {
    const json::Value &was = before[key], &is = after[key];
    if (json::format_canonical(was) != json::format_canonical(is))
      changes.push_back({std::string(key), label, was, is});
  };
  for (const auto& field : form.fields) compare(field.key, field.label);
  for (const json::Value* side : {&before, &after}) {
    if (!side->as_object()) continue;
    for (const auto& member : *side->as_object()) {
      const bool is_known =
          form.field(member.name) ||
          std::ranges::find(changes, member.name, &FieldChange::key) != changes.end();
      if (!is_known) compare(member.name, {member.name, member.name});
    }
  }
  return changes;
}

}  // namespace sanad::authority
