// Mails by GMime (RFC 5322, RFC 2045 to 2049, 2231), and mailboxes as mails one after another.
#include <fmt/format.h>
#include <gmime/gmime.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>

#include "internal.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kSniffedBytes = 65'536;
constexpr int kMaxNesting = 100;  // of MIME parts within one mail
// GMime decodes headers, and poppler its texts, by the C library, whose tables are files of their
// own.
constexpr std::array kHeaderCharsets = {
    "UTF-16",       "ISO-8859-1",   "ISO-8859-2",   "ISO-8859-6",   "ISO-8859-9",   "ISO-8859-15",
    "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1256", "KOI8-R",
    "GB18030",      "SHIFT_JIS",    "ISO-2022-JP",  "BIG5",         "EUC-KR"};
constexpr std::array<std::string_view, 12> kShownHeaders = {
    "From", "Sender",  "Reply-To",   "To",          "Cc",       "Bcc",
    "Date", "Subject", "Message-ID", "In-Reply-To", "Keywords", "Comments"};
constexpr std::array<std::string_view, 9> kTellingHeaders = {
    "from:", "received:", "return-path:",  "message-id:",  "subject:",
    "date:", "to:",       "mime-version:", "delivered-to:"};

// Open to the end of the process, so that the tables stay loaded.
class HeldTables {
 public:
  HeldTables() {
    for (const char* charset : kHeaderCharsets) {
      hold(::iconv_open("UTF-8", charset));
      hold(::iconv_open(charset, "UTF-8"));
    }
  }
  ~HeldTables() {
    for (const iconv_t one : held_) ::iconv_close(one);
  }
  HeldTables(const HeldTables&) = delete;
  HeldTables& operator=(const HeldTables&) = delete;

 private:
  void hold(iconv_t one) {
    // (iconv_t)-1, says iconv_open(3), where there is no such table.
    if (reinterpret_cast<std::intptr_t>(one) != -1) held_.push_back(one);
  }
  std::vector<iconv_t> held_;
};

struct Unref {
  void operator()(void* object) const { ::g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

// What GMime complains of while it reads; the first of each counts.
struct Complaints {
  bool truncated = false, malformed = false, too_deep = false;
};

void on_complaint(gint64, GMimeParserWarning what, const gchar*, gpointer into) {
  auto& complaints = *static_cast<Complaints*>(into);
  complaints.truncated |= what == GMIME_WARN_TRUNCATED_MESSAGE;
  complaints.malformed |= what == GMIME_WARN_MALFORMED_MULTIPART ||
                          what == GMIME_CRIT_MULTIPART_WITHOUT_BOUNDARY ||
                          what == GMIME_CRIT_INVALID_HEADER_NAME;
  complaints.too_deep |= what == GMIME_CRIT_NESTING_OVERFLOW;
}

class Mail {
 public:
  explicit Mail(ByteView item)
      : stream_(::g_mime_stream_mem_new_with_buffer(reinterpret_cast<const char*>(item.data()),
                                                    item.size())),
        parser_(::g_mime_parser_new_with_stream(stream_.get())),
        options_(::g_mime_parser_options_new(), ::g_mime_parser_options_free) {
    ::g_mime_parser_options_set_warning_callback(options_.get(), on_complaint, &complaints_);
    message_.reset(::g_mime_parser_construct_message(parser_.get(), options_.get()));
  }
  GMimeMessage* message() const { return message_.get(); }
  const Complaints& complaints() const { return complaints_; }

 private:
  Complaints complaints_;
  Owned<GMimeStream> stream_;
  Owned<GMimeParser> parser_;
  std::unique_ptr<GMimeParserOptions, void (*)(GMimeParserOptions*)> options_;
  Owned<GMimeMessage> message_;
};

Bytes written(const std::function<void(GMimeStream*)>& write) {
  const Owned<GMimeStream> stream(::g_mime_stream_mem_new());
  write(stream.get());
  const GByteArray* array = ::g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  if (array == nullptr || array->len == 0) return {};
  return {array->data, array->data + array->len};
}

std::string text_or_empty(const char* text) { return text == nullptr ? "" : text; }

class Parts {
 public:
  explicit Parts(Outlet& outlet) : outlet_(outlet) {}

  // False: no more are wanted.
  bool give(GMimeObject* object, int depth, bool is_encrypted) {
    if (object == nullptr) return true;
    if (depth > kMaxNesting) {
      outlet_.problem("its parts nest too deeply; those within were not opened");
      return true;
    }
    if (GMIME_IS_MULTIPART(object)) {
      GMimeMultipart* multipart = GMIME_MULTIPART(object);
      const bool hides = is_encrypted || GMIME_IS_MULTIPART_ENCRYPTED(object);
      for (int i = 0; i < ::g_mime_multipart_get_count(multipart); ++i) {
        if (!give(::g_mime_multipart_get_part(multipart, i), depth + 1, hides)) return false;
      }
      return true;
    }
    if (GMIME_IS_MESSAGE_PART(object)) return message(object);
    if (GMIME_IS_PART(object)) return leaf(object, is_encrypted);
    return true;
  }

 private:
  bool message(GMimeObject* object) {
    GMimeMessage* inner = ::g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner == nullptr) return true;
    Part part;
    part.name =
        text_or_empty(::g_mime_object_get_content_disposition_parameter(object, "filename"));
    if (part.name.empty()) part.name = "message.eml";
    part.hints.type = "mail";
    return outlet_.whole(std::move(part), written([&](GMimeStream* stream) {
                           ::g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, stream);
                         }));
  }

  bool leaf(GMimeObject* object, bool is_encrypted) {
    GMimeContentType* type = ::g_mime_object_get_content_type(object);
    Part part;
    part.name = text_or_empty(::g_mime_part_get_filename(GMIME_PART(object)));
    const bool is_html = type != nullptr && ::g_mime_content_type_is_type(type, "text", "html");
    const bool is_text = type == nullptr || ::g_mime_content_type_is_type(type, "text", "*");
    if (part.name.empty()) part.name = is_html ? "body.html" : is_text ? "body.txt" : "part";
    if (is_html) part.hints.type = "html";
    if (is_text)
      part.hints.charset =
          text_or_empty(::g_mime_object_get_content_type_parameter(object, "charset"));
    part.encrypted =
        (is_encrypted && type != nullptr &&
         !::g_mime_content_type_is_type(type, "application", "pgp-encrypted")) ||
        lower(text_or_empty(::g_mime_object_get_content_type_parameter(object, "smime-type"))) ==
            "enveloped-data";
    const bool hidden = part.encrypted;
    const Bytes bytes = written([&](GMimeStream* stream) {
      if (GMimeDataWrapper* content = ::g_mime_part_get_content(GMIME_PART(object)))
        ::g_mime_data_wrapper_write_to_stream(content, stream);
    });
    if (!hidden) return outlet_.whole(std::move(part), bytes);
    if (!outlet_.begin(std::move(part))) return false;
    return outlet_.end("it is encrypted");
  }

  Outlet& outlet_;
};

bool is_header_name(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && colon < 80 &&
         std::ranges::all_of(line.substr(0, colon), [](char c) { return c > ' ' && c < 0x7F; });
}

// Takes the first line off text, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "From " that begins a mail in a mailbox (RFC 4155): a header follows it.
bool begins_mail(std::string_view at) {
  if (!at.starts_with("From ")) return false;
  take_line(at);
  std::string_view next = take_line(at);
  if (next.starts_with(">From ")) next = take_line(at);
  return is_header_name(next);
}

}  // namespace

bool is_mail(ByteView item) {
  std::string_view text = as_text(item.first(std::min(item.size(), kSniffedBytes)));
  int telling = 0;
  for (bool first = true; !text.empty(); first = false) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (first) return false;
      continue;
    }
    if (!is_header_name(line)) return false;
    const std::string start = lower(line.substr(0, 16));
    for (const std::string_view name : kTellingHeaders) telling += start.starts_with(name) ? 1 : 0;
  }
  return telling >= 2;
}

bool is_mailbox(ByteView item) { return begins_mail(as_text(item)); }

void open_mail(ByteView item, Outlet& outlet) {
  const Mail mail(item);
  if (mail.message() == nullptr) return outlet.problem("it cannot be read as a mail");
  Parts(outlet).give(::g_mime_message_get_mime_part(mail.message()), 0, false);
  if (mail.complaints().truncated) outlet.problem("the mail is cut off");
  if (mail.complaints().malformed) outlet.problem("the mail's parts are damaged");
  if (mail.complaints().too_deep) outlet.problem("the mail's parts nest too deeply");
}

void open_mailbox(ByteView item, Outlet& outlet) {
  const std::string_view all = as_text(item);
  std::uint64_t number = 0;
  std::size_t start = 0;
  while (start < all.size()) {
    const std::size_t head = std::min(all.find('\n', start), all.size() - 1) + 1;
    std::size_t end = all.size(), look = head;
    for (;;) {
      const std::size_t at = all.find("\nFrom ", look == 0 ? 0 : look - 1);
      if (at == std::string_view::npos) break;
      look = at + 2;
      const bool after_empty_line =
          at > 0 && (all[at - 1] == '\n' || (all[at - 1] == '\r' && at > 1 && all[at - 2] == '\n'));
      if (!after_empty_line || !begins_mail(all.substr(at + 1))) continue;
      end = at + 1;
      break;
    }
    Part part;
    part.name = fmt::format("message {}", ++number);
    part.hints.type = "mail";
    if (!outlet.whole(std::move(part), item.subspan(head, end - head))) return;
    start = end;
  }
}

void mail_text(ByteView item, Text& text) {
  const Mail mail(item);
  if (mail.message() == nullptr) return;
  TextSink sink;
  const GMimeHeaderList* headers = ::g_mime_object_get_header_list(GMIME_OBJECT(mail.message()));
  const int count = ::g_mime_header_list_get_count(const_cast<GMimeHeaderList*>(headers));
  for (int i = 0; i < count && !sink.is_full(); ++i) {
    GMimeHeader* header =
        ::g_mime_header_list_get_header_at(const_cast<GMimeHeaderList*>(headers), i);
    const std::string name = text_or_empty(::g_mime_header_get_name(header));
    const bool shown = std::ranges::any_of(
        kShownHeaders, [&](std::string_view one) { return lower(one) == lower(name); });
    if (!shown) continue;
    sink.add(name);
    sink.add(": ");
    sink.add(text_or_empty(::g_mime_header_get_value(header)));
    sink.line();
  }
  text = sink.finish();
}

void prepare_mail() {
  ::g_mime_init();
  [[maybe_unused]] static const HeldTables kHeld;
}

}  // namespace sanad::parts
