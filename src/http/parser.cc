#include "parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <type_traits>

namespace sanad::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::string_view;

std::string to_string(string_view text) { return {text.data(), text.size()}; }

ParseFailure describe(const error_code& ec) {
  using beast::http::error;
  if (ec == error::header_limit) return {431, "the request's header is too long; send less"};
  if (ec == error::body_limit) return {413, "the request's body is too long; send less"};
  if (ec == error::bad_version) return {505, "only HTTP/1.0 and HTTP/1.1 are understood"};
  return {400, "this is not a well-formed HTTP/1.1 message: " + ec.message()};
}

template <typename Message>
class Collector final : public beast::http::basic_parser<std::is_same_v<Message, Request>> {
 public:
  Message message;
  bool header_done = false;

 private:
  using verb = beast::http::verb;
  using field = beast::http::field;

  void on_request_impl(verb, string_view method, string_view target, int version,
                       error_code&) override {
    if constexpr (std::is_same_v<Message, Request>) {
      message.method = to_string(method);
      message.target = to_string(target);
      message.version = version;
    }
  }
  void on_response_impl(int code, string_view reason, int, error_code&) override {
    if constexpr (std::is_same_v<Message, Response>) {
      message.status = code;
      message.reason = to_string(reason);
    }
  }
  void on_field_impl(field, string_view name, string_view value, error_code&) override {
    if (!header_done) message.headers.push_back({to_string(name), to_string(value)});
  }
  void on_header_impl(error_code&) override { header_done = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t append(string_view data) {
    message.body.insert(message.body.end(), data.begin(), data.end());
    return data.size();
  }
  std::size_t on_body_impl(string_view data, error_code&) override { return append(data); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view data, error_code&) override {
    return append(data);
  }
  void on_finish_impl(error_code&) override {}
};

}  // namespace

template <typename Message>
struct Parser<Message>::State {
  Collector<Message> collector;
  std::optional<ParseFailure> failure;
};

template <typename Message>
Parser<Message>::Parser(ParserLimits limits) : state_(std::make_unique<State>()) {
  state_->collector.eager(true);
  state_->collector.header_limit(
      static_cast<std::uint32_t>(std::min<std::size_t>(limits.max_header_bytes, UINT32_MAX)));
  state_->collector.body_limit(limits.max_body_bytes);
}

template <typename Message>
Parser<Message>::~Parser() = default;

template <typename Message>
std::size_t Parser<Message>::feed(ByteView data) {
  std::size_t taken = 0;
  while (taken < data.size() && !is_done() && !state_->failure) {
    error_code ec;
    const std::size_t count = state_->collector.put(
        boost::asio::const_buffer(data.data() + taken, data.size() - taken), ec);
    taken += count;
    if (ec == beast::http::error::need_more) break;
    if (ec) state_->failure = describe(ec);
    if (count == 0) break;
  }
  return taken;
}

template <typename Message>
void Parser<Message>::feed_end() {
  if (is_done() || state_->failure) return;
  error_code ec = beast::http::error::end_of_stream;
  if (state_->collector.got_some()) {
    ec = {};
    state_->collector.put_eof(ec);
  }
  if (ec) state_->failure = ParseFailure{400, "the message ended before it was complete"};
}

template <typename Message>
bool Parser<Message>::is_header_done() const {
  return state_->collector.is_header_done();
}
template <typename Message>
bool Parser<Message>::is_done() const {
  return state_->collector.is_done();
}
template <typename Message>
bool Parser<Message>::keeps_alive() const {
  return state_->collector.keep_alive();
}
template <typename Message>
const ParseFailure* Parser<Message>::failure() const {
  return state_->failure ? &*state_->failure : nullptr;
}
template <typename Message>
void Parser<Message>::expect_no_body() {
  state_->collector.skip(true);
}
template <typename Message>
Message& Parser<Message>::message() {
  return state_->collector.message;
}

template class Parser<Request>;
template class Parser<Response>;

}  // namespace sanad::http
