// Cuts a JSON document of any length into the records of its arrays, without holding more than one
// of them: an object that stands directly in an array that is the member of one name ("messages"),
// or in the outermost array.
//
// It looks at brackets and strings only; whether a record is JSON says its parser. So a fault
// inside one record costs that record, and a document that ends too early keeps its head.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::chats {

class Records {
 public:
  struct Handler {
    // A record, as it stands. Borrowed for the call. depth: of the object whose member its array
    // is.
    std::function<Result<void>(std::size_t depth, std::string_view record, std::uint64_t offset)>
        on_record;
    // An object that is no record begins. depth: how many objects and arrays are open, with it.
    std::function<void(std::size_t depth)> on_object;
    // A member with a string or a bare word (number, true, null), outside of records. depth: of
    // its object. value: as it stands, quotes too.
    std::function<Result<void>(std::size_t depth, std::string_view name, std::string_view value)>
        on_member;
    // One that is longer than the limit; its bytes were passed over.
    std::function<Result<void>(std::uint64_t offset, std::uint64_t length)> on_too_long;
    // An element of such an array that is no object has ended there. May be empty.
    std::function<Result<void>(std::uint64_t end)> on_other = {};
  };
  // array: the member's name; empty for the outermost array.
  Records(Handler handler, std::size_t max_record, std::string_view array = "messages");

  Result<void> write(ByteView chunk);
  // What stands open: an empty text, or a sentence.
  std::string finish() const;
  std::uint64_t position() const { return position_; }
  // The beginning of the record that was not ended, if any.
  std::optional<std::uint64_t> open_record() const;

 private:
  struct Level {
    bool is_object = false;
    bool holds_records = false;
    std::string name;  // of the member that is being read
  };

  bool begins_records(char c) const;
  Result<void> outside(char c);
  Result<void> end_of_word();
  Result<void> end_of_record(std::uint64_t end);

  Handler handler_;
  std::size_t max_record_;
  std::string array_;  // with its quotes; empty for the outermost
  std::vector<Level> levels_;
  std::uint64_t position_ = 0;

  bool in_record_ = false;
  std::size_t record_depth_ = 0;  // brackets open inside it
  std::uint64_t record_begin_ = 0;
  bool record_is_long_ = false;
  std::string record_;

  bool in_string_ = false, escaped_ = false;
  bool after_colon_ = false;  // a value is next
  std::string word_;          // string or bare word outside of records
};

}  // namespace sanad::chats
