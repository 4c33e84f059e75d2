#include <fmt/format.h>

#include <algorithm>

#include "base/numbers.h"
#include "call.h"
#include "service/exhibits.h"
#include "service/foreign_bundles.h"
#include "service/imports.h"
#include "service/part_views.h"

namespace sanad::server {
namespace {

// JSON that names 100,000 files.
constexpr std::size_t kMaxUploadBodyBytes = 32 * 1024 * 1024;

Result<std::uint64_t> query_number(const Call& call, std::string_view name,
                                   std::uint64_t otherwise) {
  const std::string_view text = call.request.query_value(name);
  if (text.empty()) return otherwise;
  const auto number = parse_decimal(text);
  if (!number.ok() || *number > (1ULL << 53U))
    return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is a whole number", name)};
  return *number;
}

json::Object view(const service::UploadState& state) {
  return {{"upload", state.id},         {"case", state.case_id},
          {"name", state.name},         {"size", state.size},
          {"received", state.received}, {"files", std::uint64_t{state.files}}};
}

Result<std::vector<service::UploadFile>> files_in(const json::Value& body) {
  std::vector<service::UploadFile> files;
  const json::Array* named = body["files"].as_array();
  if (named == nullptr)
    return Error{ErrorCode::kInvalid, "name the \"files\" of the upload, with their sizes"};
  for (const json::Value& one : *named) {
    service::UploadFile file;
    file.path = one["path"].string_or("");
    const std::int64_t size = one["size"].int_or(-1);
    if (size < 0)
      return Error{ErrorCode::kInvalid, fmt::format("the size of {} is not said", file.path)};
    file.size = static_cast<std::uint64_t>(size);
    if (!one["modified_at"].is_null()) {
      SANAD_TRY_WITH(file.modified_at, parse_timestamp(one["modified_at"].string_or("")),
                     file.path);
    }
    files.push_back(std::move(file));
  }
  return files;
}

Result<json::Value> post_upload(Call& call) {
  SANAD_TRY(auto files, files_in(call.body));
  SANAD_TRY(const auto begun,
            call.workspace.uploads().begin(call.workspace, call.officer(), call.parameter("case"),
                                           call.text("name"), std::move(files)));
  return json::Value(view(begun));
}

Result<json::Value> get_upload(Call& call) {
  SANAD_TRY(const auto state,
            call.workspace.uploads().state(call.officer(), call.parameter("upload")));
  return json::Value(view(state));
}

Result<json::Value> put_upload(Call& call) {
  SANAD_TRY(const std::uint64_t offset, query_number(call, "offset", 0));
  SANAD_TRY(const auto state,
            call.workspace.uploads().add(call.workspace, call.officer(), call.parameter("upload"),
                                         offset, call.request.body));
  return json::Value(view(state));
}

Result<json::Value> delete_upload(Call& call) {
  SANAD_CHECK(call.workspace.uploads().drop(call.officer(), call.parameter("upload")));
  return json::Value(nullptr);
}

// Sealing goes on though the browser goes away; what it says then is in the ledger.
class Unwatched final : public capture::Monitor {
 public:
  void on_progress(const capture::Progress&) override {}
  bool is_cancelled() override { return false; }
};

// A bundle of another agency: as many exhibits as it has.
Result<json::Value> take_uploaded_bundle(Call& call, const std::string& case_id) {
  service::ForeignBundleOrder order;
  order.case_id = case_id;
  SANAD_TRY(order.authorisation, call.optional_text("authorisation"));
  SANAD_TRY(order.source, call.optional_text("source"));
  const json::Value& reason = call.body["bundle"]["reason"];
  if (call.body["bundle"].as_object() == nullptr ||
      (!reason.is_null() && reason.as_string() == nullptr))
    return Error{ErrorCode::kInvalid, "\"bundle\" is an object, its \"reason\" a text"};
  order.reason = reason.string_or("");
  const std::string upload = call.text("upload");
  SANAD_TRY(const auto found, call.workspace.uploads().found(call.officer(), case_id, upload));
  if (found.files.size() != 1)
    return Error{ErrorCode::kInvalid, "a bundle is one file; upload that alone"};
  SANAD_TRY(const auto file, found.files.front().open());
  Unwatched monitor;
  SANAD_TRY(const auto taken,
            service::take_bundle(call.workspace, call.officer(), order, *file, monitor));
  SANAD_CHECK(call.workspace.uploads().drop(call.officer(), upload));
  const auto first = std::ranges::find_if(
      taken.exhibits, [](const service::TakenForeign& one) { return !one.job.empty(); });
  if (first == taken.exhibits.end())
    return Error{ErrorCode::kConflict,
                 "every exhibit of this bundle was taken into the case before"};
  return json::Value(json::Object{{"exhibit", first->exhibit},
                                  {"number", first->number},
                                  {"job", first->job},
                                  {"files", first->files},
                                  {"duplicates", std::uint64_t{0}},
                                  {"taken", service::view(taken)}});
}

Result<json::Value> post_import(Call& call) {
  SANAD_TRY(const auto of_case, call.workspace.records().find_case(call.parameter("case")));
  if (!call.body["bundle"].is_null()) return take_uploaded_bundle(call, of_case.id);
  service::ImportOrder order;
  order.case_id = of_case.id;
  SANAD_TRY(order.authorisation, call.optional_text("authorisation"));
  SANAD_TRY(order.source, call.optional_text("source"));
  SANAD_TRY(order.title, call.optional_text("title"));
  SANAD_TRY(order.region, call.optional_text("region"));
  SANAD_TRY(order.resume, call.optional_text("resume"));
  order.mapping = call.body["mapping"];
  if (!call.body["ocr"].is_null() && call.body["ocr"].as_bool() == nullptr)
    return Error{ErrorCode::kInvalid, "\"ocr\" is true or false"};
  order.with_ocr = call.body["ocr"].bool_or(false);
  const std::string upload = call.text("upload");
  SANAD_TRY(order.found, call.workspace.uploads().found(call.officer(), of_case.id, upload));
  Unwatched monitor;
  SANAD_TRY(const auto imported,
            service::import_files(call.workspace, call.officer(), order, monitor));
  SANAD_CHECK(call.workspace.uploads().drop(call.officer(), upload));
  return json::Value(json::Object{{"exhibit", imported.exhibit},
                                  {"number", imported.number},
                                  {"job", imported.job},
                                  {"files", imported.files},
                                  {"duplicates", imported.duplicates}});
}

Result<records::Exhibit> exhibit_of(Call& call) {
  return service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit"));
}

Result<json::Value> get_files(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  SANAD_TRY(const std::uint64_t first, query_number(call, "first", 1));
  SANAD_TRY(const std::uint64_t limit, query_number(call, "limit", 100));
  return service::page_of_files(call.workspace, call.officer(), exhibit, first, limit);
}

Result<json::Value> get_parts(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  SANAD_TRY(const std::uint64_t first, query_number(call, "first", 0));
  SANAD_TRY(const std::uint64_t limit, query_number(call, "limit", 100));
  return service::page_of_parts(call.workspace, call.officer(), exhibit, first, limit);
}

Result<json::Value> get_reasons(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::part_reasons(call.workspace, call.officer(), exhibit);
}

Result<json::Value> get_part(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(call.parameter("number")),
                 "the number of the part");
  return service::one_part(call.workspace, call.officer(), exhibit, number);
}

Result<json::Value> get_chats(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::chats_in(call.workspace, call.officer(), exhibit);
}

Result<json::Value> get_messages(Call& call) {
  service::ChatStretch stretch;
  SANAD_TRY_WITH(const std::uint64_t chat, parse_decimal(call.parameter("chat")),
                 "the number of the chat");
  SANAD_TRY(const std::uint64_t position, query_number(call, "position", 0));
  SANAD_TRY(const std::uint64_t count, query_number(call, "count", 100));
  stretch.chat = static_cast<std::int64_t>(std::min<std::uint64_t>(chat, INT64_MAX));
  stretch.position = static_cast<std::int64_t>(position);
  stretch.count = static_cast<std::size_t>(count);
  if (const std::string_view from = call.request.query_value("from"); !from.empty()) {
    SANAD_TRY_WITH(stretch.from, parse_timestamp(from), "\"from\"");
  }
  return service::chat_messages(call.workspace, call.officer(), call.parameter("case"), stretch);
}

}  // namespace

std::vector<Route> import_routes() {
  return {
      {"POST", "/cases/{case}/uploads", 201, Needs::kSession, post_upload, kMaxUploadBodyBytes},
      {"GET", "/uploads/{upload}", 200, Needs::kSession, get_upload},
      {"PUT", "/uploads/{upload}", 200, Needs::kSession, put_upload,
       service::Uploads::kMaxPieceBytes, Body::kBytes},
      {"DELETE", "/uploads/{upload}", 204, Needs::kSession, delete_upload},
      {"POST", "/cases/{case}/imports", 201, Needs::kSession, post_import},
      {"GET", "/exhibits/{exhibit}/files", 200, Needs::kSession, get_files},
      {"GET", "/exhibits/{exhibit}/parts", 200, Needs::kSession, get_parts},
      {"GET", "/exhibits/{exhibit}/parts/{number}", 200, Needs::kSession, get_part},
      {"GET", "/exhibits/{exhibit}/unread", 200, Needs::kSession, get_reasons},
      {"GET", "/exhibits/{exhibit}/chats", 200, Needs::kSession, get_chats},
      {"GET", "/cases/{case}/chats/{chat}/messages", 200, Needs::kSession, get_messages},
  };
}

}  // namespace sanad::server
