#include "parts/parts.h"

#include <unicode/uclean.h>

#include <algorithm>
#include <clocale>

#include "compound/compound.h"
#include "internal.h"

namespace sanad::parts {
namespace {

struct Magic {
  std::string_view bytes;
  Kind kind;
};
constexpr std::array<Magic, 16> kMagics = {{{"7z\xBC\xAF\x27\x1C", Kind::kArchive},
                                            {"Rar!\x1A\x07", Kind::kArchive},
                                            {{"MSCF\0\0\0\0", 8}, Kind::kArchive},
                                            {"070701", Kind::kArchive},
                                            {"070702", Kind::kArchive},
                                            {"070707", Kind::kArchive},
                                            {"\x1F\x8B\x08", Kind::kCompressed},
                                            {"BZh", Kind::kCompressed},
                                            {{"\xFD"
                                              "7zXZ\0",
                                              6},
                                             Kind::kCompressed},
                                            {"\x28\xB5\x2F\xFD", Kind::kCompressed},
                                            {"LZIP\x01", Kind::kCompressed},
                                            {"\xED\xAB\xEE\xDB", Kind::kArchive},  // RPM
                                            {{"\x5D\0\0\x80\0\xFF\xFF", 7}, Kind::kCompressed},
                                            {{"\x5D\0\0\x80\0", 5}, Kind::kCompressed},
                                            {{"\x5D\0\0\0\x01", 5}, Kind::kCompressed},
                                            {{"\x5D\0\0\0\x04", 5}, Kind::kCompressed}}};

bool is_zip(ByteView item) {
  const std::string_view text = as_text(item);
  return text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06") ||
         text.starts_with("PK\x07\x08");
}

// The end record of a zip at the end of something else (APPNOTE 4.3.16): its comment reaches to the
// last byte.
bool has_zip_behind(ByteView item) {
  constexpr std::size_t kRecord = 22, kMostComment = 65'535;
  if (item.size() < kRecord) return false;
  const std::size_t from = item.size() - std::min(item.size(), kRecord + kMostComment);
  const std::string_view tail = as_text(item).substr(from);
  const std::size_t at = tail.rfind("PK\x05\x06");
  if (at == std::string_view::npos || at + kRecord > tail.size()) return false;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(tail[at + i]); };
  const bool has_entries = byte(10) != 0 || byte(11) != 0;
  return has_entries && at + kRecord + byte(20) + byte(21) * 256U == tail.size();
}

// Unix compress: two bytes, and how wide its codes may be.
bool is_compress(ByteView item) {
  constexpr unsigned kLeastBits = 9, kMostBits = 16, kBits = 0x1F, kReserved = 0x60;
  if (item.size() < 3 || item[0] != 0x1F || item[1] != 0x9D) return false;
  const unsigned bits = item[2] & kBits;
  return bits >= kLeastBits && bits <= kMostBits && (item[2] & kReserved) == 0;
}

// cpio as it was before its numbers were letters: 070707 in 16 bits of either order, then a head
// whose name ends where it says.
bool is_binary_cpio(ByteView item) {
  constexpr std::size_t kHead = 26, kModeAt = 6, kNameSizeAt = 20, kMostName = 4096;
  if (item.size() <= kHead) return false;
  const bool is_little = item[0] == 0xC7 && item[1] == 0x71;
  if (!is_little && (item[0] != 0x71 || item[1] != 0xC7)) return false;
  const auto word = [&](std::size_t at) {
    return is_little ? item[at] | item[at + 1] << 8 : item[at + 1] | item[at] << 8;
  };
  const auto name = static_cast<std::size_t>(word(kNameSizeAt));
  const int type = word(kModeAt) >> 12;
  return (type == 1 || type == 2 || type == 4 || type == 6 || type == 8 || type == 10) &&
         name > 1 && name <= kMostName && kHead + name <= item.size() &&
         item[kHead + name - 1] == 0;
}

bool is_pdf(ByteView item) {
  // Readers accept as much before the header (ISO 32000-1, annex H.3.4.1).
  return as_text(item.first(std::min<std::size_t>(item.size(), 1024))).find("%PDF-") !=
         std::string_view::npos;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNone:
      return "";
    case Kind::kArchive:
      return "archive";
    case Kind::kAppended:
      return "appended-archive";
    case Kind::kCompressed:
      return "compressed";
    case Kind::kMail:
      return "mail";
    case Kind::kMailbox:
      return "mailbox";
    case Kind::kOoxml:
      return "ooxml";
    case Kind::kOdf:
      return "odf";
    case Kind::kOle:
      return "ole";
    case Kind::kMsg:
      return "msg";
    case Kind::kTnef:
      return "tnef";
    case Kind::kRtf:
      return "rtf";
    case Kind::kPdf:
      return "pdf";
    case Kind::kHtml:
      return "html";
    case Kind::kText:
      return "text";
  }
  return "";
}

Kind kind_of(ByteView item, const Hints& hints) {
  if (item.empty()) return Kind::kNone;
  if (is_zip(item)) return office_kind(item);
  for (const Magic& magic : kMagics) {
    if (as_text(item).starts_with(magic.bytes)) return magic.kind;
  }
  if (is_compress(item)) return Kind::kCompressed;
  if (is_binary_cpio(item)) return Kind::kArchive;
  if (compound::is_compound(item)) return ole_kind(item);
  if (is_tnef(item)) return Kind::kTnef;
  if (is_rtf(item)) return Kind::kRtf;
  if (is_tar(item)) return Kind::kArchive;
  if (is_pdf(item)) return Kind::kPdf;
  if (is_mailbox(item)) return Kind::kMailbox;
  if (is_mail(item)) return Kind::kMail;
  if (is_html(item)) return Kind::kHtml;
  const bool is_readable = decode_text(item, hints.charset).has_value();
  if (is_readable && hints.type == "html") return Kind::kHtml;
  if (hints.type == "mail") return Kind::kMail;
  if (is_readable) return Kind::kText;
  return has_zip_behind(item) ? Kind::kAppended : Kind::kNone;
}

Result<Opened> open(ByteView item, Kind kind, const Hints& hints, const Limits& limits,
                    Sink& sink) {
  Outlet outlet(item.size(), limits, sink);
  switch (kind) {
    case Kind::kArchive:
    case Kind::kAppended:
      open_archive(item, outlet);
      break;
    case Kind::kCompressed:
      open_compressed(item, outlet);
      break;
    case Kind::kMail:
      open_mail(item, outlet);
      break;
    case Kind::kMailbox:
      open_mailbox(item, outlet);
      break;
    case Kind::kOoxml:
    case Kind::kOdf:
      open_office(item, kind, outlet);
      break;
    case Kind::kOle:
      open_ole(item, outlet);
      break;
    case Kind::kMsg:
      open_msg(item, outlet);
      break;
    case Kind::kTnef:
      open_tnef(item, outlet);
      break;
    case Kind::kRtf:
      open_rtf(item, outlet);
      break;
    case Kind::kPdf:
      open_pdf(item, outlet);
      break;
    case Kind::kHtml:
      open_html(item, hints, outlet);
      break;
    case Kind::kNone:
    case Kind::kText:
      break;
  }
  return outlet.finish();
}

std::optional<Text> text_of(ByteView item, Kind kind, const Hints& hints) {
  Text text;
  switch (kind) {
    case Kind::kMail:
      mail_text(item, text);
      break;
    case Kind::kOoxml:
    case Kind::kOdf:
      office_text(item, kind, text);
      break;
    case Kind::kOle:
      ole_text(item, text);
      break;
    case Kind::kMsg:
      msg_text(item, text);
      break;
    case Kind::kTnef:
      tnef_text(item, text);
      break;
    case Kind::kRtf:
      rtf_text(item, text);
      break;
    case Kind::kPdf:
      pdf_text(item, text);
      break;
    case Kind::kHtml:
      html_text(item, hints, text);
      break;
    case Kind::kText: {
      const auto decoded = decode_text(item, hints.charset);
      if (!decoded) return std::nullopt;
      set_text(decoded->text, text);
      text.charset = decoded->charset;
      if (decoded->damaged) text.problems.emplace_back("some of its bytes are no text");
      if (item.size() > kMaxTextBytes)
        text.problems.emplace_back("it is a long text, of which the beginning was read");
      break;
    }
    case Kind::kNone:
    case Kind::kArchive:
    case Kind::kAppended:
    case Kind::kCompressed:
    case Kind::kMailbox:
      return std::nullopt;
  }
  return text;
}

void prepare() {
  // Names in archives are UTF-8 where they say what they are.
  (void)std::setlocale(LC_CTYPE, "C.UTF-8");
  UErrorCode status = U_ZERO_ERROR;
  ::u_init(&status);
  prepare_mail();
}

}  // namespace sanad::parts
