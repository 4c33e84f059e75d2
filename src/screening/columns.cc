// Words for the columns of a CSV list.
#include <fmt/format.h>

#include "screening/versions.h"

namespace sanad::screening {
namespace {

struct Column {
  std::string_view word;
  std::string CsvColumns::* title;
};

constexpr Column kColumns[] = {{"name", &CsvColumns::name},
                               {"aliases", &CsvColumns::aliases},
                               {"weak-aliases", &CsvColumns::weak_aliases},
                               {"father", &CsvColumns::father_name},
                               {"birth-date", &CsvColumns::birth_date},
                               {"birth-place", &CsvColumns::birth_place},
                               {"nationality", &CsvColumns::nationality},
                               {"document", &CsvColumns::document},
                               {"reference", &CsvColumns::reference},
                               {"listed-on", &CsvColumns::listed_on},
                               {"comments", &CsvColumns::comments}};

}  // namespace

Result<void> set_column(CsvColumns& columns, std::string_view word, std::string title) {
  for (const Column& column : kColumns) {
    if (column.word != word) continue;
    if (title.empty() || title.size() > kMaxIdBytes) break;
    columns.*column.title = std::move(title);
    return {};
  }
  return Error{
      ErrorCode::kInvalid,
      fmt::format("column {}: write FIELD=TITLE, with name, aliases, weak-aliases, father, "
                  "birth-date, birth-place, nationality, document, reference, listed-on "
                  "or comments, and a title of at most {} bytes",
                  word, kMaxIdBytes)};
}

json::Object format_columns(const CsvColumns& columns) {
  json::Object object;
  for (const Column& column : kColumns) {
    if (!(columns.*column.title).empty())
      object.set(std::string(column.word), columns.*column.title);
  }
  return object;
}

Result<CsvColumns> parse_columns(const json::Value& value) {
  CsvColumns columns;
  if (value.is_null()) return columns;
  const json::Object* object = value.as_object();
  if (object == nullptr)
    return Error{ErrorCode::kInvalid, "the columns are an object of fields and titles"};
  for (const json::Member& member : *object)
    SANAD_CHECK(set_column(columns, member.name, member.value.string_or("")));
  return columns;
}

}  // namespace sanad::screening
