// Mails by GMime (RFC 5322, RFC 2045 to 2049, 2231), and mailboxes as mails one after another.
#include "parts/mail.h"

#include <fmt/format.h>
#include <gmime/gmime.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>

#include "internal.h"
#include "mail_words.h"

namespace sanad::parts {
namespace {

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

class ParsedMail {
 public:
  explicit ParsedMail(ByteView item)
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

std::string clean(std::string_view text) {
  Text out;
  set_text(text, out);
  return std::move(out.text);
}

MailLeaf message_leaf(GMimeObject* object) {
  MailLeaf leaf;
  leaf.part.name = disposition_parameter(object, "filename");
  if (leaf.part.name.empty()) leaf.part.name = "message.eml";
  leaf.part.hints.type = "mail";
  leaf.media_type = "message/rfc822";
  if (GMimeMessage* inner = ::g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))) {
    leaf.bytes = written([&](GMimeStream* stream) {
      ::g_mime_object_write_to_stream(GMIME_OBJECT(inner), nullptr, stream);
    });
  }
  return leaf;
}

MailLeaf content_leaf(GMimeObject* object, bool is_encrypted) {
  GMimeContentType* type = ::g_mime_object_get_content_type(object);
  MailLeaf leaf;
  Part& part = leaf.part;
  part.name = disposition_parameter(object, "filename");
  if (part.name.empty()) part.name = type_parameter(object, "name");
  const bool is_html = type != nullptr && ::g_mime_content_type_is_type(type, "text", "html");
  const bool is_text = type == nullptr || ::g_mime_content_type_is_type(type, "text", "*");
  const char* disposition = ::g_mime_object_get_disposition(object);
  const bool is_attached = disposition != nullptr && lower(disposition) == "attachment";
  leaf.is_body =
      part.name.empty() && !is_attached &&
      (is_html || type == nullptr || ::g_mime_content_type_is_type(type, "text", "plain"));
  if (part.name.empty()) part.name = is_html ? "body.html" : is_text ? "body.txt" : "part";
  if (is_html) part.hints.type = "html";
  if (is_text)
    part.hints.charset =
        text_or_empty(::g_mime_object_get_content_type_parameter(object, "charset"));
  if (type != nullptr) {
    const std::unique_ptr<char, void (*)(void*)> mime(::g_mime_content_type_get_mime_type(type),
                                                      ::g_free);
    leaf.media_type = lower(clean(mime.get()));
  }
  leaf.location = clean(text_or_empty(::g_mime_object_get_header(object, "Content-Location")));
  part.encrypted =
      (is_encrypted && type != nullptr &&
       !::g_mime_content_type_is_type(type, "application", "pgp-encrypted")) ||
      lower(text_or_empty(::g_mime_object_get_content_type_parameter(object, "smime-type"))) ==
          "enveloped-data";
  if (part.encrypted) return leaf;
  leaf.bytes = written([&](GMimeStream* stream) {
    if (GMimeDataWrapper* content = ::g_mime_part_get_content(GMIME_PART(object)))
      ::g_mime_data_wrapper_write_to_stream(content, stream);
  });
  return leaf;
}

// What stands in a multipart in which no boundary was found: the text that there is.
MailLeaf outside_leaf(GMimeMultipart* multipart) {
  MailLeaf leaf;
  leaf.part.name = "body.txt";
  leaf.media_type = "text/plain";
  leaf.is_body = true;
  for (const char* text :
       {::g_mime_multipart_get_prologue(multipart), ::g_mime_multipart_get_epilogue(multipart)}) {
    const std::string piece = text_or_empty(text);
    leaf.bytes.insert(leaf.bytes.end(), piece.begin(), piece.end());
  }
  return leaf;
}

class Leaves {
 public:
  // take: false where no more are wanted.
  using Take = std::function<bool(MailLeaf)>;
  Leaves(Take take, std::function<void(std::string_view)> problem)
      : take_(std::move(take)), problem_(std::move(problem)) {}

  // False: no more are wanted.
  bool give(GMimeObject* object, int depth, bool is_encrypted) {
    if (object == nullptr) return true;
    if (depth > kMaxNesting) {
      problem_("its parts nest too deeply; those within were not opened");
      return true;
    }
    if (GMIME_IS_MULTIPART(object)) {
      GMimeMultipart* multipart = GMIME_MULTIPART(object);
      const bool hides = is_encrypted || GMIME_IS_MULTIPART_ENCRYPTED(object);
      for (int i = 0; i < ::g_mime_multipart_get_count(multipart); ++i) {
        if (!give(::g_mime_multipart_get_part(multipart, i), depth + 1, hides)) return false;
      }
      if (::g_mime_multipart_get_count(multipart) > 0) return true;
      MailLeaf outside = outside_leaf(multipart);
      return outside.bytes.empty() || take_(std::move(outside));
    }
    if (GMIME_IS_MESSAGE_PART(object)) return take_(message_leaf(object));
    if (GMIME_IS_PART(object)) return take_(content_leaf(object, is_encrypted));
    return true;
  }

 private:
  Take take_;
  std::function<void(std::string_view)> problem_;
};

void say(const Complaints& complaints, const std::function<void(std::string_view)>& problem) {
  if (complaints.truncated) problem("the mail is cut off");
  if (complaints.malformed) problem("the mail's parts are damaged");
  if (complaints.too_deep) problem("the mail's parts nest too deeply");
}

std::vector<MailAddress> addresses_of(InternetAddressList* list) {
  constexpr int kMost = 1000;
  std::vector<MailAddress> all;
  const int count = list == nullptr ? 0 : ::internet_address_list_length(list);
  for (int i = 0; i < std::min(count, kMost); ++i) {
    InternetAddress* one = ::internet_address_list_get_address(list, i);
    MailAddress address{clean(text_or_empty(::internet_address_get_name(one))), ""};
    if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
      address.address =
          clean(text_or_empty(::internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one))));
    }
    all.push_back(std::move(address));
  }
  return all;
}

std::vector<MailAddress> addresses_of(GMimeMessage* message, const char* name,
                                      InternetAddressList* parsed) {
  const auto joined = joined_addresses(GMIME_OBJECT(message), name);
  return addresses_of(joined ? joined.get() : parsed);
}

void take_date(GMimeMessage* message, Mail& mail) {
  mail.date = clean(text_or_empty(::g_mime_object_get_header(GMIME_OBJECT(message), "Date")));
  GDateTime* date = ::g_mime_message_get_date(message);
  if (date == nullptr) return;
  mail.unix_seconds = ::g_date_time_to_unix(date);
  mail.zone_minutes = static_cast<int>(::g_date_time_get_utc_offset(date) / 60'000'000);
}

// In the brackets of a message's identifier, without them.
std::string identifier(const char* header) {
  std::string text = clean(text_or_empty(header));
  const std::size_t open = text.find('<'), close = text.find('>');
  if (open != std::string::npos && close != std::string::npos && open < close)
    return text.substr(open + 1, close - open - 1);
  return text;
}

void take_body(const MailLeaf& leaf, Mail& mail) {
  const bool is_html = leaf.part.hints.type == "html";
  const auto body = text_of(leaf.bytes, is_html ? Kind::kHtml : Kind::kText, leaf.part.hints);
  if (!body || body->text.empty()) return;
  std::string& to = is_html ? mail.html_text : mail.text;
  if (!to.empty()) to += '\n';
  to += body->text;
  while (to.ends_with('\n')) to.pop_back();
}

}  // namespace

void open_mail(ByteView item, Outlet& outlet) {
  const ParsedMail mail(item);
  if (mail.message() == nullptr) return outlet.problem("it cannot be read as a mail");
  const auto problem = [&](std::string_view what) { outlet.problem(what); };
  const auto take = [&](MailLeaf leaf) {
    if (!leaf.part.encrypted) return outlet.whole(std::move(leaf.part), leaf.bytes);
    return outlet.begin(std::move(leaf.part)) && outlet.end("it is encrypted");
  };
  Leaves(take, problem).give(::g_mime_message_get_mime_part(mail.message()), 0, false);
  say(mail.complaints(), problem);
}

std::optional<Mail> read_mail(ByteView item) {
  const ParsedMail parsed(item);
  GMimeMessage* message = parsed.message();
  if (message == nullptr) return std::nullopt;
  Mail mail;
  GMimeObject* head = GMIME_OBJECT(message);
  mail.subject = clean(header_text(head, "Subject"));
  mail.message_id = identifier(::g_mime_object_get_header(head, "Message-ID"));
  mail.in_reply_to = identifier(::g_mime_object_get_header(head, "In-Reply-To"));
  mail.location =
      clean(text_or_empty(::g_mime_object_get_header(head, "Snapshot-Content-Location")));
  take_date(message, mail);
  mail.from = addresses_of(message, "From", ::g_mime_message_get_from(message));
  // Where it names no address as the standard has them, it names somebody all the same.
  if (const std::string from = clean(header_text(head, "From")); mail.from.empty() && !from.empty())
    mail.from.push_back({from, ""});
  mail.sender = addresses_of(message, "Sender", ::g_mime_message_get_sender(message));
  mail.reply_to = addresses_of(message, "Reply-To", ::g_mime_message_get_reply_to(message));
  mail.to = addresses_of(message, "To", ::g_mime_message_get_to(message));
  mail.cc = addresses_of(message, "Cc", ::g_mime_message_get_cc(message));
  mail.bcc = addresses_of(message, "Bcc", ::g_mime_message_get_bcc(message));
  const auto problem = [&](std::string_view what) {
    if (mail.problems.size() < kMaxProblems) mail.problems.emplace_back(what);
  };
  const auto take = [&](MailLeaf leaf) {
    if (leaf.is_body) take_body(leaf, mail);
    mail.leaves.push_back(std::move(leaf));
    return true;
  };
  Leaves(take, problem).give(::g_mime_message_get_mime_part(message), 0, false);
  say(parsed.complaints(), problem);
  return mail;
}

void mail_text(ByteView item, Text& text) {
  const ParsedMail mail(item);
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
    sink.add(header_text(header));
    sink.line();
  }
  text = sink.finish();
}

void mail_headers(ByteView item, PropertyList& list) {
  const ParsedMail mail(item);
  if (mail.message() == nullptr) return;
  GMimeHeaderList* headers = ::g_mime_object_get_header_list(GMIME_OBJECT(mail.message()));
  const int count = ::g_mime_header_list_get_count(headers);
  for (int i = 0; i < count; ++i) {
    GMimeHeader* header = ::g_mime_header_list_get_header_at(headers, i);
    list.add("mail", text_or_empty(::g_mime_header_get_name(header)), header_text(header));
  }
}

void prepare_mail() {
  ::g_mime_init();
  [[maybe_unused]] static const HeldTables kHeld;
}

}  // namespace sanad::parts
