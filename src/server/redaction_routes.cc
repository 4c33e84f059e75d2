// Pictures, recordings and videos shown with something hidden (docs/formats/redaction.md).
#include "redaction_routes.h"

#include <algorithm>

#include "service/evidence.h"
#include "service/exhibits.h"
#include "service/redactions.h"

namespace sanad::server {
namespace {

Result<records::Exhibit> exhibit_of(Call& call) {
  return service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit"));
}

service::PictureSubject subject_in(const json::Value& body) {
  service::PictureSubject subject{body["file"].string_or(""), {}, {}};
  if (const auto part = body["part"].as_int()) subject.part = static_cast<std::uint64_t>(*part);
  if (const auto page = body["page"].as_int()) subject.page = static_cast<std::uint64_t>(*page);
  return subject;
}

// [{"x", "y", "width", "height", "reason"}…]; the schema has seen to their types.
std::vector<service::HiddenBox> boxes_in(const json::Value& body) {
  std::vector<service::HiddenBox> boxes;
  const json::Array* list = body["boxes"].as_array();
  if (list == nullptr) return boxes;
  const auto number = [](const json::Value& value) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value.int_or(0), 0));
  };
  for (const json::Value& one : *list)
    boxes.push_back({number(one["x"]), number(one["y"]), number(one["width"]),
                     number(one["height"]), one["reason"].string_or("")});
  return boxes;
}

// [{"from_ms", "to_ms", "reason"}…]
std::vector<service::HiddenRange> ranges_in(const json::Value& body) {
  std::vector<service::HiddenRange> ranges;
  const json::Array* list = body["ranges"].as_array();
  if (list == nullptr) return ranges;
  for (const json::Value& one : *list)
    ranges.push_back(
        {static_cast<std::uint64_t>(std::max<std::int64_t>(one["from_ms"].int_or(0), 0)),
         static_cast<std::uint64_t>(std::max<std::int64_t>(one["to_ms"].int_or(0), 0)),
         one["reason"].string_or("")});
  return ranges;
}

Result<json::Value> get_redactions(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  SANAD_TRY(json::Array list, service::list_redactions(call.workspace, call.officer(), exhibit));
  return list_of(std::move(list));
}

Result<json::Value> post_redaction(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  if (!call.body["boxes"].is_null() == !call.body["ranges"].is_null())
    return Error{ErrorCode::kInvalid,
                 "give either boxes of a picture or ranges of sound or of a video"};
  if (!call.body["ranges"].is_null()) {
    SANAD_TRY(const service::Covering covering,
              service::parse_covering(call.body["cover"].string_or("sound")));
    SANAD_TRY(json::Array made,
              service::redact_times(call.workspace, call.officer(), exhibit, subject_in(call.body),
                                    ranges_in(call.body), covering));
    // The last one, and before it the other where there are two.
    json::Value last = std::move(made.back());
    if (made.size() == 2) last.as_object()->set("sound", std::move(made.front()));
    return last;
  }
  return service::redact(call.workspace, call.officer(), exhibit, subject_in(call.body),
                         boxes_in(call.body));
}

Result<json::Value> post_picture(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::picture_to_redact(call.workspace, call.officer(), exhibit, subject_in(call.body));
}

Result<json::Value> post_suggestions(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  return service::suggest_boxes(call.workspace, call.officer(), exhibit, subject_in(call.body));
}

Result<json::Value> get_redacted(Call& call) {
  SANAD_TRY(const auto exhibit, exhibit_of(call));
  SANAD_TRY(const auto redacted, service::redacted_picture(call.workspace, call.officer(), exhibit,
                                                           call.parameter("redaction")));
  if (redacted.kind == redaction::Kind::kSound) {
    SANAD_TRY(const auto at_ms, service::parse_frame_time(call.request.query_value("seconds")));
    return service::stretch_of(redacted, static_cast<std::uint64_t>(at_ms.value_or(0)));
  }
  if (redacted.kind == redaction::Kind::kFilm) {
    SANAD_TRY(const auto at_ms, service::parse_frame_time(call.request.query_value("seconds")));
    return service::film_stretch_of(call.workspace, redacted,
                                    static_cast<std::uint64_t>(at_ms.value_or(0)));
  }
  return json::Value(
      json::Object{{"picture", format_base64(redacted.picture)}, {"proof", redacted.proof}});
}

}  // namespace

std::vector<Route> redaction_routes() {
  return {
      {"GET", "/exhibits/{exhibit}/redactions", 200, Needs::kSession, get_redactions},
      {"POST", "/exhibits/{exhibit}/redactions", 201, Needs::kSession, post_redaction},
      {"POST", "/exhibits/{exhibit}/redactions/picture", 200, Needs::kSession, post_picture},
      {"POST", "/exhibits/{exhibit}/redactions/suggestions", 200, Needs::kSession,
       post_suggestions},
      {"GET", "/exhibits/{exhibit}/redactions/{redaction}", 200, Needs::kSession, get_redacted},
  };
}

}  // namespace sanad::server
