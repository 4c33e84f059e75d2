#include "import_record.h"

#include <algorithm>
#include <array>

#include "extract/way.h"
#include "service/version.h"

namespace sanad::service {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 44> kTypes = {
    {{"7z", "application/x-7z-compressed"},
     {"aac", "audio/aac"},
     {"avi", "video/x-msvideo"},
     {"bmp", "image/bmp"},
     {"csv", "text/csv"},
     {"doc", "application/msword"},
     {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
     {"eml", "message/rfc822"},
     {"flac", "audio/flac"},
     {"gif", "image/gif"},
     {"gz", "application/gzip"},
     {"har", "application/json"},
     {"heic", "image/heic"},
     {"htm", "text/html"},
     {"html", "text/html"},
     {"jpeg", "image/jpeg"},
     {"jpg", "image/jpeg"},
     {"js", "text/javascript"},
     {"json", "application/json"},
     {"jsonl", "application/jsonl"},
     {"m4a", "audio/mp4"},
     {"mbox", "application/mbox"},
     {"mht", "multipart/related"},
     {"mhtml", "multipart/related"},
     {"mkv", "video/x-matroska"},
     {"mov", "video/quicktime"},
     {"mp3", "audio/mpeg"},
     {"mp4", "video/mp4"},
     {"odt", "application/vnd.oasis.opendocument.text"},
     {"ogg", "audio/ogg"},
     {"opus", "audio/ogg"},
     {"pdf", "application/pdf"},
     {"png", "image/png"},
     {"svg", "image/svg+xml"},
     {"tar", "application/x-tar"},
     {"tiff", "image/tiff"},
     {"tsv", "text/tab-separated-values"},
     {"txt", "text/plain"},
     {"wacz", "application/wacz"},
     {"warc", "application/warc"},
     {"wav", "audio/wav"},
     {"webm", "video/webm"},
     {"webp", "image/webp"},
     {"zip", "application/zip"}}};

json::Array texts(const std::vector<std::string>& items) {
  json::Array array;
  for (const std::string& text : items) array.emplace_back(extract::escape_step(text));
  return array;
}

}  // namespace

std::string media_type_of(std::string_view path) {
  std::string ending(path.substr(std::min(path.find_last_of('.'), path.size() - 1) + 1));
  std::ranges::transform(ending, ending.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  const auto found = std::ranges::lower_bound(kTypes, std::string_view(ending), {},
                                              [](const auto& type) { return type.first; });
  const bool is_known = found != kTypes.end() && found->first == ending;
  return std::string(is_known ? found->second : "application/octet-stream");
}

json::Value import_record(Workspace& workspace, const authority::Permit& permit,
                          const ImportOrder& order, const ImportContext& context,
                          const capture::Health& before, std::uint64_t files, std::uint64_t bytes) {
  const Timestamp ended = workspace.clock().now();
  const capture::Health after = capture::check_health(workspace.clock(), workspace.directory());
  const auto setting = [&](std::string_view name) {
    return workspace.records().setting(name).value_or("");
  };
  return json::Object{
      {"format", "sanad-acquisition/1"},
      {"evidence_id", context.exhibit},
      {"import_id", context.import},
      {"case_id", context.of_case.id},
      {"case_reference", context.of_case.reference},
      {"exhibit_no", context.number},
      {"root_exhibit_no", nullptr},
      {"collector", json::Object{{"officer", permit.officer()},
                                 {"name", context.collector_name},
                                 {"agency", workspace.records().agency().value_or("")}}},
      {"authority", json::Object{{"authorisation", permit.authorisation()},
                                 {"activity", authority::activity_name(permit.activity())},
                                 {"officer", permit.officer()},
                                 {"decided_at", format_timestamp(permit.decided_at())},
                                 {"valid_to", format_timestamp(permit.valid_to())}}},
      {"virtual_identity_id", nullptr},
      {"method", "import"},
      {"validation", context.validation},
      {"source", order.source},
      {"name", extract::escape_step(order.found.name)},
      {"start_utc", format_timestamp(context.started)},
      {"end_utc", format_timestamp(ended)},
      {"clock", capture::clock_json(setting("capture.clock_source"), before.clock)},
      {"clock_after", capture::clock_json(setting("capture.clock_source"), after.clock)},
      {"physical_location", setting("capture.physical_location")},
      {"software", json::Array{json::Object{{"name", "Sanad"}, {"version", kVersion}}}},
      {"health", json::Object{{"before", capture::health_json(before)},
                              {"after", capture::health_json(after)}}},
      {"files", files},
      {"bytes", bytes},
      {"left_out", texts(order.found.left_out)}};
}

}  // namespace sanad::service
