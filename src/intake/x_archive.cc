// The archive that X (Twitter) gives to the holder of an account: files in data/ that begin
// "window.YTD.tweets.part0 = [", until 2018 "Grailbird.data.tweets_2015_01 = [". Posts become
// posts, direct messages messages, and whatever else a file lists becomes rows.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "importers.h"
#include "json_records.h"
#include "looks.h"
#include "times.h"

namespace sanad::intake {
namespace {

// "Wed Oct 10 20:19:24 +0000 2018"; in older archives "2015-01-24 02:02:37 +0000"
std::optional<Timestamp> tweet_time(const std::string& text) {
  std::tm parsed{};
  const char* end = ::strptime(text.c_str(), "%a %b %d %H:%M:%S +0000 %Y", &parsed);
  if (end == nullptr) end = ::strptime(text.c_str(), "%Y-%m-%d %H:%M:%S +0000", &parsed);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return to_timestamp({parsed.tm_year + 1900, parsed.tm_mon + 1, parsed.tm_mday, parsed.tm_hour,
                       parsed.tm_min, parsed.tm_sec, 0},
                      0);
}

// Where a character of a text begins, in bytes.
std::size_t byte_of(std::string_view text, std::int64_t character) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80;
    if (begins && character-- == 0) return at;
  }
  return at;
}

void add_marks(const json::Value& list, const char* kind, const char* target, std::string_view text,
               json::Array& marks) {
  const json::Array* all = list.as_array();
  if (all == nullptr) return;
  for (const json::Value& one : *all) {
    const json::Array* place = one["indices"].as_array();
    if (place == nullptr || place->size() != 2) continue;
    const auto number = [&](std::size_t i) {
      std::int64_t value = 0;
      const std::string digits = text_of((*place)[i]);
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
      return std::clamp<std::int64_t>(value, 0, static_cast<std::int64_t>(text.size()));
    };
    const std::size_t begin = byte_of(text, number(0)), end = byte_of(text, number(1));
    if (end <= begin) continue;
    json::Object mark{{"kind", kind}, {"offset", begin}, {"length", end - begin}};
    set_text(mark, "target", text_of(one[target]));
    marks.emplace_back(std::move(mark));
  }
}

// In the archive a post's media lie as "ID-NAME", NAME as at the end of its address.
json::Array media_of(const json::Value& post, const std::string& id) {
  json::Array attachments;
  const json::Value& extended = post["extended_entities"]["media"];
  const json::Array* media =
      extended.as_array() != nullptr ? extended.as_array() : post["entities"]["media"].as_array();
  if (media == nullptr) return attachments;
  for (const json::Value& one : *media) {
    std::string address = text_of(one["media_url_https"]);
    if (address.empty()) address = text_of(one["media_url"]);
    if (address.empty()) continue;
    const std::string type = text_of(one["type"]);
    json::Object attachment{{"kind", type == "photo" || type.empty() ? "photo"
                                     : type == "animated_gif"        ? "animation"
                                                                     : "video"}};
    set_text(attachment, "path",
             fmt::format("tweets_media/{}-{}", id, address.substr(address.rfind('/') + 1)));
    set_text(attachment, "name", address);
    attachments.emplace_back(std::move(attachment));
  }
  return attachments;
}

Result<void> post(const json::Value& holder, const JsonPlace& place, Delivery& out) {
  const json::Value& tweet = holder["tweet"].is_null() ? holder : holder["tweet"];
  json::Object record{{"kind", "post"}, {"platform", "x"}};
  set_place(record, place);
  std::string id = text_of(tweet["id_str"]);
  if (id.empty()) id = text_of(tweet["id"]);
  set_text(record, "id", id);
  if (const auto at = tweet_time(text_of(tweet["created_at"])))
    record.set("at", format_timestamp(*at));
  std::string text = text_of(tweet["full_text"]);
  if (text.empty()) text = text_of(tweet["text"]);
  text = well_formed(text);
  set_text(record, "text", text);
  set_text(record, "author", text_of(tweet["user"]["name"]));
  set_text(record, "author_id", text_of(tweet["user"]["id_str"]));
  set_text(record, "reply_to", text_of(tweet["in_reply_to_status_id_str"]));
  json::Array marks;
  add_marks(tweet["entities"]["urls"], "link", "expanded_url", text, marks);
  add_marks(tweet["entities"]["user_mentions"], "mention", "id_str", text, marks);
  add_marks(tweet["entities"]["hashtags"], "hashtag", "text", text, marks);
  if (!marks.empty()) record.set("marks", std::move(marks));
  json::Array media = media_of(tweet, id);
  if (!media.empty()) record.set("attachments", std::move(media));
  json::Object other;
  for (const char* name : {"lang", "source", "in_reply_to_screen_name", "in_reply_to_user_id_str",
                           "favorite_count", "retweet_count", "deleted_at", "coordinates"}) {
    if (!tweet[name].is_null()) other.set(name, tweet[name]);
  }
  if (!other.empty()) record.set("other", std::move(other));
  return out.record(std::move(record));
}

// One element of a conversation: {"messageCreate": {…}}, {"joinConversation": {…}} …
Result<void> direct(const json::Value& holder, const JsonPlace& place, const std::string& chat,
                    Delivery& out) {
  json::Object record{{"kind", "message"}, {"platform", "x"}};
  set_place(record, place);
  set_text(record, "chat", chat);
  const json::Object* members = holder.as_object();
  const bool is_message = !holder["messageCreate"].is_null();
  const json::Value message = is_message                               ? holder["messageCreate"]
                              : members == nullptr || members->empty() ? json::Value()
                                                                       : members->begin()->value;
  set_text(record, "id", text_of(message["id"]));
  if (const auto at = read_time(text_of(message["createdAt"]), "", std::nullopt))
    set_time(record, *at);
  set_text(record, "author_id", text_of(message["senderId"]));
  set_text(record, "text", text_of(message["text"]));
  json::Array to;
  if (const std::string id = text_of(message["recipientId"]); !id.empty())
    to.emplace_back(json::Object{{"id", well_formed(id)}});
  if (!to.empty()) record.set("to", std::move(to));
  json::Array attachments;
  if (const json::Array* media = message["mediaUrls"].as_array()) {
    for (const json::Value& one : *media) {
      json::Object attachment{{"kind", "file"}};
      set_text(attachment, "name", text_of(one));
      attachments.emplace_back(std::move(attachment));
    }
  }
  if (!attachments.empty()) record.set("attachments", std::move(attachments));
  json::Object other;
  if (!is_message) {
    record.set("service", true);
    if (members != nullptr && !members->empty()) {
      other.set("event", members->begin()->name);
      other.set("of", message);
    }
  }
  for (const char* name : {"reactions", "urls"}) {
    const json::Array* list = message[name].as_array();
    if (list != nullptr && !list->empty()) other.set(name, *list);
  }
  if (!other.empty()) record.set("other", std::move(other));
  return out.record(std::move(record));
}

// Its values, one a line, are what can be searched.
void flatten(const json::Value& value, int depth, std::string& text) {
  constexpr int kDeepest = 8;
  if (depth > kDeepest || text.size() > kMaxRecordText) return;
  if (const json::Object* object = value.as_object()) {
    for (const json::Member& member : *object) flatten(member.value, depth + 1, text);
  } else if (const json::Array* array = value.as_array()) {
    for (const json::Value& one : *array) flatten(one, depth + 1, text);
  } else if (const std::string one = text_of(value); !one.empty()) {
    if (!text.empty()) text += '\n';
    text += one;
  }
}

Result<void> row(const json::Value& holder, const JsonPlace& place, const std::string& list,
                 Delivery& out) {
  json::Object record{{"kind", "row"}, {"platform", "x"}};
  set_place(record, place);
  record.set("title", list);
  std::string text;
  flatten(holder, 0, text);
  set_text(record, "text", text);
  const json::Object* members = holder.as_object();
  const bool is_wrapped =
      members != nullptr && members->size() == 1 && members->begin()->value.as_object() != nullptr;
  record.set("other", is_wrapped ? members->begin()->value : holder);
  return out.record(std::move(record));
}

// "tweets" of "window.YTD.tweets.part0 = [".
Result<std::string> list_of(RandomSource& source, const Hints& hints) {
  SANAD_TRY(const Bytes head, head_of(source, 512));
  MemorySource memory(head);
  TextInput input(memory, charset_of(head, hints.charset));
  Bytes text(1024);
  SANAD_TRY(const std::size_t got, input.read(text));
  std::string_view start = as_text(ByteView(text).first(got));
  if (start.find("Grailbird.data.tweets_") != std::string_view::npos) return std::string("tweets");
  const std::size_t at = start.find("window.YTD.");
  if (at == std::string_view::npos) return std::string();
  start.remove_prefix(at + 11);
  return well_formed(start.substr(0, std::min(start.find_first_of(". =\n"), start.size())), 100);
}

}  // namespace

Result<void> import_x_archive(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(const std::string list, list_of(source, hints));
  if (list.starts_with("direct_messages") || list.starts_with("direct_message_group")) {
    std::string chat;
    return each_json(
        source, hints,
        {.array = "messages",
         .take = [&](const json::Value& value,
                     const JsonPlace& place) { return direct(value, place, chat, out); },
         .on_member = [&](std::string_view name, std::string_view value) -> Result<void> {
           if (name != "\"conversationId\"") return {};
           const auto parsed = json::parse_foreign(value);
           chat = parsed.ok() ? text_of(*parsed) : "";
           return {};
         }},
        out);
  }
  const bool are_posts =
      list == "tweets" || list == "tweet" || list == "deleted_tweets" || list == "community_tweet";
  return each_json(source, hints,
                   {.array = "",
                    .take =
                        [&](const json::Value& value, const JsonPlace& place) {
                          return are_posts ? post(value, place, out) : row(value, place, list, out);
                        }},
                   out);
}

}  // namespace sanad::intake
