// Telegram Desktop's export in HTML (messages.html, messages2.html …): a block for each message,
// read one at a time by gumbo, whatever the length of the file.
//
// Source: the export of Telegram Desktop 1.5 to 5; its writer is public (export_output_html.cpp).
#include <algorithm>
#include <array>
#include <optional>

#include "chat_records.h"
#include "importers.h"
#include "parts/html_tree.h"
#include "text_source.h"
#include "times.h"

namespace sanad::intake {
namespace {

constexpr std::string_view kBegin = "<div class=\"message ";
constexpr std::size_t kMaxBlock = 4U << 20U;

std::string attribute(const GumboNode& node, const char* name) {
  const GumboAttribute* found = ::gumbo_get_attribute(&node.v.element.attributes, name);
  return found == nullptr ? "" : found->value;
}

bool has_class(const std::string& classes, std::string_view name) {
  std::string_view rest = classes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (rest.substr(0, end) == name) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// "10.01.2020 12:34:56", with " UTC+03:00" behind it in newer versions.
std::optional<ReadTime> time_of(const std::string& title) {
  const std::size_t zone_at = title.find(" UTC");
  std::optional<int> zone;
  if (zone_at != std::string::npos) zone = read_zone(std::string_view(title).substr(zone_at + 1));
  return read_time(title.substr(0, zone_at), "%d.%m.%Y %H:%M:%S", zone);
}

struct Kind {
  std::string_view css;
  std::string_view kind;
};
constexpr std::array<Kind, 14> kKinds = {{{"photo_wrap", "photo"},
                                          {"media_photo", "photo"},
                                          {"video_file_wrap", "video"},
                                          {"media_video", "video"},
                                          {"animated_wrap", "animation"},
                                          {"sticker_wrap", "sticker"},
                                          {"media_voice_message", "voice"},
                                          {"media_audio_file", "audio"},
                                          {"media_file", "file"},
                                          {"media_contact", "contact"},
                                          {"media_location", "location"},
                                          {"media_call", "call"},
                                          {"media_poll", "poll"},
                                          {"media_invoice", "invoice"}}};

std::string_view kind_of(const std::string& classes) {
  for (const Kind& one : kKinds) {
    if (has_class(classes, one.css)) return one.kind;
  }
  return {};
}

// What one block says.
class Block {
 public:
  explicit Block(std::string_view html) : tree_(html) {
    tree_.walk([this](const GumboNode& node) { return enter(node); },
               [this](const GumboNode& node) { leave(node); });
    message_.text = trimmed_text();
  }
  bool is_message() const { return is_message_; }
  bool is_joined() const { return is_joined_; }
  chats::Message take() { return std::move(message_); }
  const std::optional<ReadTime>& time() const { return time_; }

 private:
  bool enter(const GumboNode& node) {
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
        node.type == GUMBO_NODE_CDATA) {
      if (to_ != nullptr && muted_ == nullptr) *to_ += node.v.text.text;
      return false;
    }
    if (node.type == GUMBO_NODE_DOCUMENT) return true;
    if (!parts::is_element(node)) return false;
    const std::string classes = attribute(node, "class");
    element(node, classes);
    if (to_ != nullptr && node.v.element.tag == GUMBO_TAG_BR) *to_ += '\n';
    return true;
  }

  void element(const GumboNode& node, const std::string& classes) {
    if (!is_message_ && has_class(classes, "message")) {
      is_message_ = true;
      message_.is_service = has_class(classes, "service");
      is_joined_ = has_class(classes, "joined");
      std::string id = attribute(node, "id");
      if (id.starts_with("message")) id.erase(0, 7);
      message_.id = id;
    }
    if (has_class(classes, "date") && !attribute(node, "title").empty()) {
      if (forwarded_ == nullptr) time_ = time_of(attribute(node, "title"));
      if (muted_ == nullptr) muted_ = &node;
    } else if (has_class(classes, "forwarded")) {
      forwarded_ = &node;
    } else if (has_class(classes, "from_name")) {
      start(node, forwarded_ != nullptr ? message_.forwarded_from : message_.author);
    } else if (has_class(classes, "reply_to")) {
      reply_ = &node;
      if (muted_ == nullptr) muted_ = &node;
    } else if (has_class(classes, "text") && !has_class(classes, "bold")) {
      start(node, message_.text);
    } else if (message_.is_service && has_class(classes, "body")) {
      start(node, message_.text);
    } else if (has_class(classes, "signature")) {
      start(node, signature_);
    } else {
      media(node, classes);
    }
    if (node.v.element.tag == GUMBO_TAG_A) link(node);
  }

  void media(const GumboNode& node, const std::string& classes) {
    const std::string_view kind = kind_of(classes);
    const bool is_media = !kind.empty();
    if (is_media) {
      message_.attachments.push_back({.kind = std::string(kind), .path = attribute(node, "href")});
      description_ = {};
      media_ = &node;
    }
    if (media_ == nullptr || message_.attachments.empty()) return;
    if (has_class(classes, "title")) start(node, message_.attachments.back().name);
    if (has_class(classes, "description") || has_class(classes, "status"))
      start(node, description_);
  }

  void link(const GumboNode& node) {
    const std::string href = attribute(node, "href");
    if (reply_ != nullptr && message_.reply_to.empty()) {
      const std::size_t at = href.find("go_to_message");
      if (at != std::string::npos) message_.reply_to = href.substr(at + 13);
      return;
    }
    if (to_ != &message_.text || href.empty() || mark_ != nullptr) return;
    mark_ = &node;
    message_.marks.push_back({.kind = "link", .offset = message_.text.size(), .target = href});
  }

  void start(const GumboNode& node, std::string& to) {
    // Of a text within a text both make the outer one.
    if (to_ != nullptr) return;
    if (&to == &message_.text && !message_.text.empty()) message_.text += '\n';
    to_ = &to;
    until_ = &node;
  }

  void leave(const GumboNode& node) {
    if (&node == mark_) {
      message_.marks.back().length = message_.text.size() - message_.marks.back().offset;
      mark_ = nullptr;
    }
    if (&node == until_) {
      to_ = nullptr;
      until_ = nullptr;
    }
    if (&node == muted_) muted_ = nullptr;
    if (&node == reply_) reply_ = nullptr;
    if (&node == forwarded_) forwarded_ = nullptr;
    if (&node == media_) end_media();
  }

  void end_media() {
    media_ = nullptr;
    chats::Attachment& last = message_.attachments.back();
    const std::string said = trimmed(description_);
    last.name = trimmed(last.name);
    if (last.path.empty() && !said.empty()) last.absent = said;
  }

  // White space at its ends is the writer's indentation.
  std::string trimmed_text() {
    message_.author = trimmed(message_.author);
    message_.forwarded_from = trimmed(message_.forwarded_from);
    if (const std::string name = trimmed(signature_); !name.empty())
      message_.other.set("signature", well_formed(name));
    const std::size_t begin =
        std::min(message_.text.find_first_not_of(" \t\r\n"), message_.text.size());
    for (chats::Mark& mark : message_.marks) mark.offset -= std::min(mark.offset, begin);
    return trimmed(message_.text);
  }

  parts::HtmlTree tree_;
  chats::Message message_;
  std::optional<ReadTime> time_;
  std::string description_, signature_;
  std::string* to_ = nullptr;         // where text goes
  const GumboNode* until_ = nullptr;  // until this node is left
  const GumboNode* forwarded_ = nullptr;
  const GumboNode* reply_ = nullptr;
  const GumboNode* media_ = nullptr;
  const GumboNode* mark_ = nullptr;
  const GumboNode* muted_ = nullptr;  // whose text is nobody's
  bool is_message_ = false, is_joined_ = false;
};

std::string chat_name(std::string_view head) {
  std::string name;
  const GumboNode* until = nullptr;
  bool is_in_header = false, is_done = false;
  parts::HtmlTree tree(head);
  tree.walk(
      [&](const GumboNode& node) {
        if (node.type == GUMBO_NODE_TEXT && until != nullptr) name += node.v.text.text;
        if (!parts::is_element(node)) return node.type == GUMBO_NODE_DOCUMENT;
        const std::string classes = attribute(node, "class");
        is_in_header = is_in_header || has_class(classes, "page_header");
        if (is_in_header && !is_done && until == nullptr && has_class(classes, "text") &&
            has_class(classes, "bold"))
          until = &node;
        return true;
      },
      [&](const GumboNode& node) {
        if (&node != until) return;
        until = nullptr;
        is_done = true;
      });
  return well_formed(trimmed(name), 1000);
}

class Export {
 public:
  Export(TextInput& text, Delivery& out) : text_(text), place_of_(places_of(text)), out_(out) {}

  Result<void> run() {
    SANAD_CHECK(each_piece(text_, [this](ByteView piece) -> Result<void> {
      held_ += as_text(piece);
      return cut(false);
    }));
    return cut(true);
  }

 private:
  // Gives on every block that has an end.
  Result<void> cut(bool is_end) {
    for (;;) {
      const std::size_t next = held_.find(kBegin, has_begun_ ? std::max<std::size_t>(look_, 1) : 0);
      const bool is_last = next == std::string::npos;
      if (is_last && !is_end && held_.size() < kMaxBlock) {
        look_ = held_.size() - std::min(held_.size(), kBegin.size());
        return {};
      }
      const std::size_t size = is_last ? held_.size() : next;
      look_ = 0;
      if (size > 0) SANAD_CHECK(take(std::string_view(held_).substr(0, size), is_last && !is_end));
      held_.erase(0, size);
      offset_ += size;
      has_begun_ = has_begun_ || !is_last;
      if (is_last) return {};
    }
  }

  Result<void> take(std::string_view html, bool is_too_long) {
    if (!has_begun_) {
      chat_.name = chat_name(html);
      return {};
    }
    SANAD_TRY(const auto begin, place_of_(offset_));
    SANAD_TRY(const auto end, place_of_(offset_ + html.size()));
    if (is_too_long || !html.starts_with(kBegin)) {
      const std::string_view why = "a block of the page is too long for a message";
      return begin && end ? out_.unread(why, *begin, *end - *begin) : out_.unread(why);
    }
    Block block(html);
    chats::Message message = block.take();
    message.chat = chat_.name;
    message.text = well_formed(message.text);
    // A message that follows another of the same author names nobody.
    if (block.is_joined() && message.author.empty()) message.author = author_;
    if (!message.is_service) author_ = message.author;
    json::Object record = record_of(message, "telegram", chat_);
    if (block.time()) set_time(record, *block.time());
    if (begin && end) {
      record.set("offset", *begin);
      record.set("length", *end - *begin);
    }
    return out_.record(std::move(record));
  }

  TextInput& text_;
  PlaceOf place_of_;
  Delivery& out_;
  chats::Chat chat_;
  std::string held_, author_;
  std::size_t look_ = 0;
  std::uint64_t offset_ = 0;  // of what is held, in the text
  bool has_begun_ = false;
};

}  // namespace

Result<void> import_telegram_html(RandomSource& source, const Hints& hints, Delivery& out) {
  SANAD_TRY(TextInput text, open_text(source, hints, out));
  return Export(text, out).run();
}

}  // namespace sanad::intake
