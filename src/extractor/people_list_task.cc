#include "extractor/tasks.h"
#include "screening/versions.h"

namespace sanad::extractor {

Result<json::Object> people_list_task(ByteView item, std::string_view form) {
  SANAD_TRY_WITH(const json::Value order, json::parse(form), "the list's form");
  const std::string name = order["name"].string_or("");
  screening::List list;
  if (order["format"].string_or("") == "csv") {
    SANAD_TRY(const screening::CsvColumns columns, screening::parse_columns(order["columns"]));
    SANAD_TRY(list, screening::parse_csv_list(as_text(item), columns, name,
                                              order["version"].string_or("")));
  } else {
    SANAD_TRY(list, screening::parse_un_list(as_text(item), name));
  }
  json::Object answer;
  answer.set("list", screening::format_list(list));
  return answer;
}

}  // namespace sanad::extractor
