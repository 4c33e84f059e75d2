// What a request's head alone decides: whether its body is read, and how long it may be.
#include <algorithm>
#include <charconv>

#include "connection.h"

namespace sanad::http {
namespace {

std::uint64_t announced_bytes(const Headers& headers) {
  const std::string* text = find_header(headers, "Content-Length");
  std::uint64_t value = 0;
  if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

}  // namespace

bool announces_body(const Headers& headers) {
  const std::string* length = find_header(headers, "Content-Length");
  return find_header(headers, "Transfer-Encoding") != nullptr ||
         (length != nullptr && *length != "0");
}

Response body_too_long(BodyLeave leave) {
  if (leave.too_long) return std::move(*leave.too_long);
  return make_response(413, "text/plain", "the request's body is too long; send less\n");
}

Task<bool> Connection::ask_leave(const Request& message, BodyLeave& leave) {
  Request head = message;
  head.body.clear();
  split_target(head);
  head.remote_address = stream_->remote_address();
  head.is_tls = stream_->tls_session() != nullptr;
  co_await run_on_pool([&] { leave = core_.options.check_head(head); });
  leave.max_body_bytes = std::min(leave.max_body_bytes, core_.options.max_body_bytes);
  if (!leave.refusal && announced_bytes(head.headers) > leave.max_body_bytes)
    leave.refusal = body_too_long(std::move(leave));
  if (!leave.refusal) co_return true;
  co_await refuse(std::move(*leave.refusal));
  co_return false;
}

Task<> Connection::refuse(const ParseFailure& failure) {
  co_await refuse(make_response(failure.status, "text/plain", failure.message + "\n"));
}

Task<> Connection::refuse(Response response) {
  response.headers.push_back({"Content-Length", std::to_string(response.body.size())});
  response.headers.push_back({"Connection", "close"});
  std::string text = format_head(response).value_or("");
  text += as_text(response.body);
  co_await write_raw(as_bytes(text));
}

}  // namespace sanad::http
