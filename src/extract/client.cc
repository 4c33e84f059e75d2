#include <unistd.h>

#include <cerrno>

#include "extract/extract.h"

namespace sanad::extract {
namespace {

Result<json::Value> ask(const Extractor& extractor, const char* task, int input,
                        std::string_view argument) {
  if (::lseek(input, 0, SEEK_SET) < 0)
    return io_error("the item cannot be read from its beginning", errno);
  SANAD_TRY(const Bytes output, cage::run({extractor.program,
                                           {task, std::string(argument)},
                                           input,
                                           extractor.limits,
                                           extractor.is_cancelled}));
  // What comes out of a cage is as little to be trusted as what went in.
  SANAD_TRY_WITH(json::Value answer, json::parse(as_text(output)), "the extractor's answer");
  if (answer.as_object() == nullptr) {
    return Error{ErrorCode::kInvalid,
                 "the extractor's answer is no object: the item is not to be trusted"};
  }
  return answer;
}

}  // namespace

Result<json::Value> fingerprint(const Extractor& extractor, int input, std::string_view coding) {
  return ask(extractor, "fingerprint", input, coding);
}

Result<json::Value> fingerprint_with_text(const Extractor& extractor, int input,
                                          std::string_view coding) {
  return ask(extractor, "fingerprint-with-text", input, coding);
}

Result<screening::List> read_people_list(const Extractor& extractor, int input,
                                         const PeopleListForm& form) {
  json::Object order{{"format", form.is_csv ? "csv" : "un-xml"}, {"name", form.name}};
  if (form.is_csv) {
    order.set("version", form.version);
    order.set("columns", screening::format_columns(form.columns));
  }
  Extractor roomy = extractor;
  roomy.limits.output_bytes = kMaxListAnswerBytes;
  SANAD_TRY(const json::Value answer,
            ask(roomy, "people-list", input, json::format_canonical(json::Value(order))));
  SANAD_TRY(screening::List list, screening::parse_list(answer["list"]));
  screening::name_entries(list);
  return list;
}

}  // namespace sanad::extract
