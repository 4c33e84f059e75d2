// HTTP Archive 1.2 (the format of browsers' developer tools): a record for each exchange; what was
// received and what was sent are parts.
#include "http_heads.h"
#include "importers.h"
#include "json_records.h"
#include "times.h"

namespace sanad::intake {
namespace {

HttpHead head_of_message(const json::Value& message) {
  HttpHead head;
  head.status = static_cast<int>(message["status"].int_or(0));
  head.method = message["method"].string_or("");
  if (const json::Array* fields = message["headers"].as_array()) {
    for (const json::Value& field : *fields)
      head.fields.emplace_back(text_of(field["name"]), text_of(field["value"]));
  }
  take_fields(head);
  return head;
}

// Some writers break base64 into lines.
Result<Bytes> unbase64(std::string text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  return parse_base64(text);
}

class Exchange {
 public:
  Exchange(const json::Value& entry, const JsonPlace& place, Delivery& out)
      : entry_(entry), place_(place), out_(out), url_(entry["request"]["url"].string_or("")) {}

  Result<void> deliver() {
    const json::Value& content = entry_["response"]["content"];
    HttpHead response = head_of_message(entry_["response"]);
    const std::string type = content["mimeType"].string_or("");
    if (response.media_type.empty() && !type.empty()) {
      response.fields.emplace_back("content-type", type);
      take_fields(response);
      response.fields.pop_back();
    }
    SANAD_CHECK(out_.record(record(response)));
    if (const auto* body = content["text"].as_string())
      SANAD_CHECK(received(*body, content["encoding"].string_or("") == "base64", response));
    const json::Value& posted = entry_["request"]["postData"];
    if (const auto* body = posted["text"].as_string(); body != nullptr && !body->empty()) {
      Part part{.name = url_ + " (sent)", .charset = "utf-8", .record = out_.records()};
      SANAD_CHECK(out_.whole_part(std::move(part), as_bytes(*body)));
    }
    return {};
  }

 private:
  json::Object record(const HttpHead& response) const {
    json::Object record{{"kind", "request"}, {"platform", "web"}};
    set_place(record, place_);
    if (const auto at = read_time(entry_["startedDateTime"].string_or(""), "", std::nullopt))
      set_time(record, *at);
    set_text(record, "title", url_);
    json::Object other;
    set_text(other, "url", url_);
    describe(response, other);
    const HttpHead request = head_of_message(entry_["request"]);
    set_text(other, "method", request.method);
    json::Object asked;
    describe(request, asked);
    if (const json::Value* fields = asked.find("headers")) other.set("request_headers", *fields);
    set_text(other, "ip", entry_["serverIPAddress"].string_or(""));
    set_text(other, "http_version", entry_["response"]["httpVersion"].string_or(""));
    if (entry_["time"].as_number() != nullptr) other.set("duration_ms", entry_["time"]);
    if (entry_["response"]["content"]["text"].as_string() == nullptr) other.set("body", "absent");
    if (const json::Array* messages = entry_["_webSocketMessages"].as_array())
      other.set("websocket_messages", *messages);
    record.set("other", std::move(other));
    return record;
  }

  Result<void> received(const std::string& body, bool is_base64, const HttpHead& response) {
    if (body.empty()) return {};
    Part part{.name = url_,
              .type = response.media_type == "text/html" ? "html" : "",
              .charset = is_base64 ? response.charset : "utf-8",
              .record = out_.records()};
    if (!is_base64) return out_.whole_part(std::move(part), as_bytes(body));
    const auto bytes = unbase64(body);
    if (bytes.ok()) return out_.whole_part(std::move(part), *bytes);
    SANAD_CHECK(out_.begin_part(std::move(part)));
    return out_.end_part("it is not coded in base64, as it is said to be");
  }

  const json::Value& entry_;
  const JsonPlace& place_;
  Delivery& out_;
  std::string url_;
};

}  // namespace

Result<void> import_har(RandomSource& source, const Hints& hints, Delivery& out) {
  return each_json(
      source, hints,
      {.array = "entries",
       .take = [&](const json::Value& entry,
                   const JsonPlace& place) { return Exchange(entry, place, out).deliver(); }},
      out);
}

}  // namespace sanad::intake
