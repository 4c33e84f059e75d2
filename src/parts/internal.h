// What the files of this module share.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>

#include "parts/parts.h"
#include "parts/properties.h"

struct archive;

namespace sanad::parts {

// Keeps to the limits on the way to the sink. An opener calls begin, data and end, and stops where
// one of them says false: the sink failed, or nothing more is wanted.
class Outlet {
 public:
  Outlet(std::uint64_t item_bytes, const Limits& limits, Sink& sink);

  bool begin(Part part);
  // False also where the part is longer than is wanted: then end() it; is_done() says whether more
  // parts are.
  bool data(ByteView piece);
  bool end(std::string_view problem = "");
  bool whole(Part part, ByteView bytes) { return begin(std::move(part)) && give(bytes); }

  bool is_done() const { return done_; }
  void problem(std::string_view what);
  Result<Opened> finish();

 private:
  bool give(ByteView bytes);
  bool stop(std::string_view problem);
  bool sent(Result<void> result);

  const Limits& limits_;
  Sink& sink_;
  Opened opened_;
  std::optional<Error> failed_;
  std::uint64_t most_bytes_, bytes_ = 0, part_bytes_ = 0;
  bool done_ = false, open_ = false;
  std::string part_problem_;
};

// Collects text up to kMaxTextBytes.
class TextSink {
 public:
  void add(std::string_view utf8);  // as it stands
  void space() { soft(' '); }
  void line() { soft('\n'); }
  void page() { soft('\f'); }
  bool is_full() const { return full_; }
  Text finish();

 private:
  // White space between words, never twice.
  void soft(char c);
  std::string text_;
  bool full_ = false;
};

// Keeps properties to their limits.
class PropertyList {
 public:
  explicit PropertyList(Properties& properties) : properties_(properties) {}
  void add(std::string group, std::string name, std::string_view value);

 private:
  Properties& properties_;
};

void open_archive(ByteView item, Outlet& outlet);
void open_compressed(ByteView item, Outlet& outlet);
void open_gzip(ByteView item, Outlet& outlet);
// Of an archive that libarchive has open.
void open_entries(archive* handle, Outlet& outlet);

// The members of an archive whose names are wanted, each as a whole and at most most_bytes long.
// Stops where on_member says false. Answers a problem, or nothing.
std::string read_members(
    ByteView zip, std::size_t most_bytes,
    const std::function<bool(const std::string& name)>& is_wanted,
    const std::function<bool(const std::string& name, Bytes bytes)>& on_member);
// Where the parts of an archive lie for which is_wanted says so.
void open_members(ByteView zip, Outlet& outlet,
                  const std::function<bool(const std::string& name)>& is_wanted);

bool is_mail(ByteView item);
void open_mail(ByteView item, Outlet& outlet);
void open_mailbox(ByteView item, Outlet& outlet);
void mail_text(ByteView item, Text& text);
void mail_headers(ByteView item, PropertyList& list);
void prepare_mail();

Kind office_kind(ByteView zip);
void open_office(ByteView item, Kind kind, Outlet& outlet);
void office_text(ByteView item, Kind kind, Text& text);

// doc, xls, ppt and other compound files: ole.cc. kMsg where it is an Outlook message.
Kind ole_kind(ByteView item);
void open_ole(ByteView item, Outlet& outlet);
void ole_text(ByteView item, Text& text);

void open_msg(ByteView item, Outlet& outlet);
void msg_text(ByteView item, Text& text);

bool is_tnef(ByteView item);
void open_tnef(ByteView item, Outlet& outlet);
void tnef_text(ByteView item, Text& text);

bool is_rtf(ByteView item);
void open_rtf(ByteView item, Outlet& outlet);
void rtf_text(ByteView item, Text& text);

void open_pdf(ByteView item, Outlet& outlet);
void pdf_text(ByteView item, Text& text);
// xmp: the packet, where it has one.
void pdf_properties(ByteView item, PropertyList& list, std::string& xmp);

bool is_html(ByteView item);
void open_html(ByteView item, const Hints& hints, Outlet& outlet);
void html_text(ByteView item, const Hints& hints, Text& text);

struct Decoded {
  std::string text;
  std::string charset;
  bool damaged = false;  // something was no text in that encoding
};
// declared: by the item itself or by those who sent it. Absent: this is no text.
std::optional<Decoded> decode_text(ByteView item, std::string_view declared);

// All of it, with U+FFFD for what is none in that encoding. A name that is not known reads as
// windows-1252.
std::string text_from(ByteView bytes, std::string_view charset);
std::string text_from_utf16(ByteView bytes);  // little-endian; an odd byte at the end is left
// ICU's name of one of Windows' code pages.
std::string charset_of_code_page(unsigned page);

// Control characters become spaces, malformed UTF-8 U+FFFD; at most kMaxTextBytes are kept.
void set_text(std::string_view utf8, Text& text);

inline constexpr std::size_t kMaxLinks = 200;  // of a document, that lead outside
std::string lower(std::string_view text);

}  // namespace sanad::parts
