#include <cmath>

#include "json/json.h"

namespace sanad::json {
namespace {

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53

Error missing(std::string_view name, std::string_view type) {
  return Error{ErrorCode::kInvalid,
               "the member \"" + std::string(name) + "\" must be " + std::string(type)};
}

}  // namespace

Object::Object() = default;
Object::Object(std::initializer_list<Member> members) {
  members_.reserve(members.size());
  for (const Member& member : members) set(member.name, member.value);
}

const Value* Object::find(std::string_view name) const {
  for (const Member& member : members_) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

Value* Object::find(std::string_view name) {
  for (Member& member : members_) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

void Object::set(std::string name, Value value) {
  if (Value* existing = find(name)) {
    *existing = std::move(value);
  } else {
    append_unchecked(std::move(name), std::move(value));
  }
}

Value& Object::append_unchecked(std::string name, Value value) {
  return members_.emplace_back(Member{std::move(name), std::move(value)}).value;
}

bool Object::erase(std::string_view name) {
  for (auto it = members_.begin(); it != members_.end(); ++it) {
    if (it->name == name) {
      members_.erase(it);
      return true;
    }
  }
  return false;
}

std::size_t Object::size() const { return members_.size(); }
std::vector<Member>::const_iterator Object::begin() const { return members_.begin(); }
std::vector<Member>::const_iterator Object::end() const { return members_.end(); }

std::optional<std::int64_t> Value::as_int() const {
  const double* number = as_number();
  if (number == nullptr || !(std::abs(*number) <= kMaxWhole) || std::trunc(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

const Value& Value::operator[](std::string_view name) const {
  static const Value kNull;
  const Object* object = as_object();
  const Value* found = object == nullptr ? nullptr : object->find(name);
  return found == nullptr ? kNull : *found;
}

std::string Value::string_or(std::string_view fallback) const {
  const std::string* text = as_string();
  return text == nullptr ? std::string(fallback) : *text;
}

std::int64_t Value::int_or(std::int64_t fallback) const { return as_int().value_or(fallback); }

bool Value::bool_or(bool fallback) const {
  const bool* value = as_bool();
  return value == nullptr ? fallback : *value;
}

Result<std::string> require_string(const Value& object, std::string_view name) {
  const std::string* text = object[name].as_string();
  if (text == nullptr) return missing(name, "a text");
  return *text;
}

Result<std::int64_t> require_int(const Value& object, std::string_view name) {
  const std::optional<std::int64_t> number = object[name].as_int();
  if (!number) return missing(name, "a whole number");
  return *number;
}

}  // namespace sanad::json
