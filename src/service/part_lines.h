// An exhibit's list of parts, read from its beginning or from any number on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "part_list/part_list.h"
#include "records/records.h"
#include "service/workspace.h"

namespace sanad::service {

struct OpenList {
  records::Exhibit exhibit;
  records::PartList list;
  std::unique_ptr<vault::ObjectReader> object;
  std::string digest;
  std::uint64_t total() const { return static_cast<std::uint64_t>(list.data["parts"].int_or(0)); }
};
// kNotFound: nothing was read in the exhibit yet.
Result<OpenList> open_list(Workspace& workspace, const records::Exhibit& exhibit);

// How the list commits to its parts. kIntegrity: by an algorithm that is not known here.
Result<part_list::Algorithm> algorithm_of(const records::PartList& list);

// Every line, set aside or not. What to answers in error ends it.
Result<void> for_each_line(OpenList& open,
                           const std::function<Result<void>(const part_list::Reader::Line&)>& to);

// Lines from an offset on, until take says false or the list ends.
Result<void> read_lines(vault::ObjectReader& list, std::uint64_t at,
                        const std::function<Result<bool>(std::string_view)>& take);

// Lines from one number on, with that number, until take says false or the list ends.
Result<void> read_lines_from(
    OpenList& open, Workspace& workspace, std::uint64_t first,
    const std::function<Result<bool>(std::uint64_t number, std::string_view line)>& take);

// kNotFound: there is no such part. Of one that was set aside the line says so.
Result<json::Value> read_number(OpenList& open, Workspace& workspace, std::uint64_t number);

// What a person wrote or a table says in a record: its title and, on the next line, its text. With
// this text lists and term rules are compared.
std::string text_of_record(const json::Value& record);

// How long the video or sound of a line's item is, as the import found it, which went through the
// whole. Absent where it is neither, or longer than was read.
std::optional<std::int64_t> duration_of(const json::Value& item);

}  // namespace sanad::service
