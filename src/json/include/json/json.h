// JSON values, a strict parser (I-JSON, RFC 7493) and the canonical form (JCS, RFC 8785).
//
// Strict: UTF-8 only, no duplicate names, no lone surrogates, numbers finite, nothing after the
// value. Numbers are IEEE doubles as JCS asks; whole numbers beyond +-2^53 must travel as strings.
// DEVIATION: RFC 7493 section 2.1 also forbids noncharacters such as U+FFFF; they are accepted,
// since captured text may hold them and JCS can write them. Tested by json_test.cc; fuzzed by
// json_fuzz.cc.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace sanad::json {

class Value;
using Array = std::vector<Value>;
struct Member;

// Members in the order in which they were added or read. set() replaces an existing name.
class Object {
 public:
  Object();
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();
  Object(std::initializer_list<Member> members);
  const Value* find(std::string_view name) const;  // borrowed, null if absent
  Value* find(std::string_view name);
  void set(std::string name, Value value);
  // The caller knows that the name is new. Returns the value's place, valid until the next change.
  Value& append_unchecked(std::string name, Value value);
  bool erase(std::string_view name);
  std::size_t size() const;
  bool empty() const { return size() == 0; }
  std::vector<Member>::const_iterator begin() const;
  std::vector<Member>::const_iterator end() const;

 private:
  std::vector<Member> members_;
};

class Value {
 public:
  Value() : data_(nullptr) {}
  Value(std::nullptr_t) : data_(nullptr) {}
  Value(bool value) : data_(value) {}
  Value(double value) : data_(value) {}
  Value(std::uint32_t value) : data_(static_cast<double>(value)) {}
  Value(int value) : data_(static_cast<double>(value)) {}
  Value(std::int64_t value) : data_(static_cast<double>(value)) {}   // |value| <= 2^53
  Value(std::uint64_t value) : data_(static_cast<double>(value)) {}  // value <= 2^53
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(data_); }
  const bool* as_bool() const { return std::get_if<bool>(&data_); }
  const double* as_number() const { return std::get_if<double>(&data_); }
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const Array* as_array() const { return std::get_if<Array>(&data_); }
  const Object* as_object() const { return std::get_if<Object>(&data_); }
  Array* as_array() { return std::get_if<Array>(&data_); }
  Object* as_object() { return std::get_if<Object>(&data_); }
  // A whole number within +-2^53, else nullopt.
  std::optional<std::int64_t> as_int() const;

  // Lenient reading for records of our own: fallback where absent or of another type.
  const Value& operator[](std::string_view name) const;  // null value if absent
  std::string string_or(std::string_view fallback) const;
  std::int64_t int_or(std::int64_t fallback) const;
  bool bool_or(bool fallback) const;

  // Replace the value by an empty one of that type, to be filled in place.
  std::string& emplace_string() { return data_.emplace<std::string>(); }
  Array& emplace_array() { return data_.emplace<Array>(); }
  Object& emplace_object();

 private:
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> data_;
};

struct Member {
  std::string name;
  Value value;
};

// Arrays and objects inside one another; the parser refuses more (kInvalid).
// These need to know Member, which holds a Value, which holds an Object.
inline Object::Object(const Object&) = default;
inline Object::Object(Object&&) noexcept = default;
inline Object& Object::operator=(const Object&) = default;
inline Object& Object::operator=(Object&&) noexcept = default;
inline Object::~Object() = default;

inline Object& Value::emplace_object() { return data_.emplace<Object>(); }

inline constexpr int kMaxDepth = 128;

// kInvalid names the byte offset and the reason.
Result<Value> parse(std::string_view text);
// For messages of programs that are not ours (a browser): the escape of a lone surrogate becomes
// U+FFFD and of duplicate names the last counts. Otherwise as strict as parse().
Result<Value> parse_foreign(std::string_view text);
// parse() that also refuses any text other than the canonical one.
Result<Value> parse_canonical(std::string_view text);

// Both writers expect finite numbers and well-formed UTF-8 (base/utf8.h) in the value; NaN and
// infinities are written as null.
//
// RFC 8785. Names are sorted by UTF-16 code units; numbers as ECMAScript prints them.
std::string format_canonical(const Value& value);
// For people: two-space indent, members in their order.
std::string format_pretty(const Value& value);

// Members of records whose absence is an error that names the member (kInvalid).
Result<std::string> require_string(const Value& object, std::string_view name);
Result<std::int64_t> require_int(const Value& object, std::string_view name);

}  // namespace sanad::json
