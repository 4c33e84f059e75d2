// The forum and the channel: pages made from data files and templates. Their text is harmless by
// construction: what a real site would say is withheld, and says so.
#include <fmt/format.h>

#include "json/json.h"
#include "render.h"
#include "sites.h"

namespace sanad::range {
namespace {

constexpr std::int64_t kMessagesOnPage = 8;

// Our own data files: a broken one is a mistake in the source, seen by the tests as an empty page.
json::Value load(std::string_view name) {
  auto value = json::parse(content(name));
  return value.ok() ? std::move(value).value() : json::Value();
}

const json::Array& items_of(const json::Value& value, std::string_view name) {
  static const json::Array kNone;
  const json::Array* array = value[name].as_array();
  return array == nullptr ? kNone : *array;
}

TemplateValues values_of(const json::Value& record) {
  TemplateValues values;
  const json::Object* object = record.as_object();
  if (object == nullptr) return values;
  for (const json::Member& member : *object) {
    if (const std::string* text = member.value.as_string()) values[member.name] = *text;
    if (const auto number = member.value.as_int()) values[member.name] = std::to_string(*number);
  }
  values["dir"] = record["lang"].string_or("en") == "ur" ? "rtl" : "ltr";
  return values;
}

std::string render_all(std::string_view html, const json::Array& records) {
  std::string result;
  for (const json::Value& record : records) result += render(html, values_of(record));
  return result;
}

std::string forum_index(const json::Value& data) {
  TemplateValues values;
  values["rows"] = render_all(content("forum/row.part.html"), items_of(data, "threads"));
  return render(content("forum/list.part.html"), values);
}

std::string forum_thread(const json::Value& thread) {
  TemplateValues values = values_of(thread);
  values["posts"] = render_all(content("forum/post.part.html"), items_of(thread, "posts"));
  return render(content("forum/thread.part.html"), values);
}

http::Task<> show_forum_index(http::Exchange& exchange) {
  http::Response response = http::make_response(200, "text/html; charset=utf-8",
                                                forum_index(load("forum/threads.part.json")));
  response.headers.push_back({"Set-Cookie", "forum_session=fictional-visitor; Path=/; HttpOnly"});
  response.headers.push_back({"Set-Cookie", "forum_theme=plain; Path=/"});
  co_await exchange.send(std::move(response));
}

http::Task<> show_forum_thread(http::Exchange& exchange) {
  const json::Value data = load("forum/threads.part.json");
  const auto wanted = static_cast<std::int64_t>(trailing_number(exchange.request().path));
  for (const json::Value& thread : items_of(data, "threads")) {
    if (thread["id"].int_or(-1) != wanted) continue;
    co_await send_html(exchange, 200, forum_thread(thread));
    co_return;
  }
  co_await send_text(exchange, 404, "No such thread.\n");
}

// The newest messages before one, newest first, as HTML.
std::string channel_messages(const json::Value& data, std::int64_t before) {
  const json::Array& messages = items_of(data, "messages");
  std::string html;
  std::int64_t count = 0;
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if ((*message)["id"].int_or(0) >= before || count == kMessagesOnPage) continue;
    html += render(content("channel/message.part.html"), values_of(*message));
    ++count;
  }
  return html;
}

http::Task<> show_channel(http::Exchange& exchange) {
  const json::Value data = load("channel/messages.part.json");
  TemplateValues values = values_of(data);
  values["messages"] = channel_messages(data, INT64_MAX);
  co_await send_html(exchange, 200, render(content("channel/page.part.html"), values));
}

http::Task<> show_older_messages(http::Exchange& exchange) {
  const json::Value data = load("channel/messages.part.json");
  const std::uint64_t before = query_number(exchange.request(), "before", 0, 1'000'000);
  co_await send_html(exchange, 200, channel_messages(data, static_cast<std::int64_t>(before)));
}

}  // namespace

Site make_forum() {
  Site site("forum.tirazan.example", "forum");
  site.route("/", show_forum_index);
  site.route_prefix("/thread/", show_forum_thread);
  return site;
}

Site make_channel() {
  Site site("channel.tirazan.example", "channel");
  site.route("/", show_channel);
  site.route("/older", show_older_messages);
  return site;
}

}  // namespace sanad::range
