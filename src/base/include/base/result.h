// Expected failures are values: Result<T> holds a T or an Error, and must be looked at.
//
//   Result<Bytes> read(const Path&);
//   SANAD_TRY(auto bytes, read(path));              // returns the error to our caller
//   SANAD_TRY_WITH(auto bytes, read(path), "reading the case key");   // adds context on the way
//   SANAD_CHECK(store(bytes));                      // for Result<void>
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace sanad {

// Each code means a different action for the caller.
enum class ErrorCode {
  kInvalid,      // the input is wrong: say what to change
  kNotFound,     // it does not exist
  kConflict,     // it exists already, or changed meanwhile
  kDenied,       // authority, role or scope does not allow it
  kIntegrity,    // bytes are not what was sealed: never retried, renamed or swallowed
  kIo,           // the disk or the network failed: nothing is known to have been kept
  kUnavailable,  // a service is not there (browser, timestamp authority): try later
  kLimit,        // a stated limit was reached
};

// Stable lower-case word for an error code ("denied"), used in JSON and logs.
std::string_view error_code_name(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::kInvalid;
  std::string message;  // one sentence, in the reader's words, that says what to do
  int errno_value = 0;  // the system's error number, 0 if none

  // The same error with "context: " before its message.
  Error with_context(std::string_view context) const&;
};

// Error with the system's words for errno_value appended to what.
Error io_error(std::string_view what, int errno_value);

template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  // By value, so that nothing refers into a temporary: for (x : f().value()) is safe.
  T value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }
  T value_or(T fallback) && { return ok() ? std::move(*this).value() : std::move(fallback); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    assert(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

#define SANAD_CONCAT_INNER(a, b) a##b
#define SANAD_CONCAT(a, b) SANAD_CONCAT_INNER(a, b)

#define SANAD_TRY_IMPL(result, declaration, expression) \
  auto result = (expression);                           \
  if (!result.ok()) return result.error();              \
  declaration = std::move(result).value()
#define SANAD_TRY(declaration, expression) \
  SANAD_TRY_IMPL(SANAD_CONCAT(sanad_result_, __COUNTER__), declaration, expression)

#define SANAD_TRY_WITH_IMPL(result, declaration, expression, context) \
  auto result = (expression);                                         \
  if (!result.ok()) return result.error().with_context(context);      \
  declaration = std::move(result).value()
#define SANAD_TRY_WITH(declaration, expression, context) \
  SANAD_TRY_WITH_IMPL(SANAD_CONCAT(sanad_result_, __COUNTER__), declaration, expression, context)

#define SANAD_CHECK(expression)                                      \
  do {                                                               \
    auto sanad_check_result = (expression);                          \
    if (!sanad_check_result.ok()) return sanad_check_result.error(); \
  } while (false)

#define SANAD_CHECK_WITH(expression, context)                                              \
  do {                                                                                     \
    auto sanad_check_result = (expression);                                                \
    if (!sanad_check_result.ok()) return sanad_check_result.error().with_context(context); \
  } while (false)

}  // namespace sanad
