// Archives, mails and documents taken apart in memory: what they hold, and the text that a reader
// would see. The bytes are hostile, so that only the caged extractor links this module.
//
// Every part is given on as it is unpacked, a piece at a time, and never written anywhere. What can
// be read of a damaged item is given on before the damage is said. Parts that hold parts themselves
// are for the caller to open again. docs/formats/parts.md says what is opened and what is not.
// Tested by archive_test.cc, document_test.cc, mail_test.cc, rtf_test.cc, message_test.cc and
// ole_test.cc; fuzzed by parts_fuzz.cc, ole_fuzz.cc, outlook_fuzz.cc and rtf_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace sanad::parts {

enum class Kind {
  kNone,
  kArchive,     // zip, tar, 7z, rar, cab, cpio
  kAppended,    // a zip behind something else, such as a picture
  kCompressed,  // gz, bz2, xz, lzma, zst: one file, or a tar within
  kMail,        // RFC 5322 with MIME parts; also MHTML
  kMailbox,     // mbox: mails one after another
  kOoxml,       // docx, xlsx, pptx
  kOdf,         // odt, ods, odp
  kOle,         // doc, xls, ppt and other compound files (MS-CFB)
  kMsg,         // an Outlook message (MS-OXMSG)
  kTnef,        // winmail.dat (MS-OXTNEF)
  kRtf,
  kPdf,
  kHtml,  // also SVG
  kText,  // in any encoding
};

// A lower-case word for a kind ("archive"); empty for kNone.
std::string_view kind_name(Kind kind);

// What others say of an item; believed only where the item itself does not say otherwise.
struct Hints {
  std::string type;     // "html" or "mail"; empty: by what it holds
  std::string charset;  // of its text
};

Kind kind_of(ByteView item, const Hints& hints);

// Whether a mail of a mailbox begins there (RFC 4155): "From " and a header behind it.
bool is_mailbox(ByteView at);
// Whether the line feed at this place of a mailbox ends a mail: "From " and a header follow it, and
// it ends an empty line, or "From " is followed by what programs write there. Some leave the empty
// line out.
bool goes_on_with_mail(std::string_view box, std::size_t at);

// Whether a first block of 512 bytes is that of a tar: its checksum holds.
bool is_tar(ByteView block);

// The encoding of the beginning of a text that has no mark and is no UTF-8: as declared where that
// can be, else by a guess, which is said behind it: " (guessed)", or " (uncertain)" where little
// speaks for it, or nearly as much for another. Empty: it is no text.
std::string charset_of(ByteView head, std::string_view declared);
// UTF-16 without a mark: letters of ASCII have a zero on one side, and always on the same; those of
// other scripts the number of their block. Empty: it is none.
std::string_view utf16_without_mark(ByteView head);
// Broken UTF-8 is UTF-8 still, where most of what is not ASCII is well-formed.
bool is_mostly_utf8(std::string_view text);

struct Limits {
  std::uint64_t parts = 100'000;
  std::uint64_t bytes = 4ULL << 30;         // unpacked, of all parts
  std::uint64_t part_bytes = 512ULL << 20;  // of one part; a longer one is passed over
  // Of unpacked bytes to the item's own, once kRatioFreeBytes are unpacked: beyond is a bomb.
  std::uint64_t ratio = 250;
};
inline constexpr std::uint64_t kRatioFreeBytes = 256ULL << 20;
inline constexpr std::size_t kMaxNameBytes = 4096;  // of a part's name; the rest is cut off
inline constexpr std::size_t kMaxTextBytes = 16U << 20U;
inline constexpr std::size_t kMaxProblems = 20;

struct Part {
  std::string name;  // bytes as they stand in the item, or a name that says where it stood
  Hints hints;
  bool encrypted = false;  // its bytes are absent, or of no use
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual Result<void> begin(const Part& part) = 0;
  virtual Result<void> data(ByteView piece) = 0;
  // problem: why the part is not whole; empty if it is. is_given_up: a limit was reached, so that
  // what was given of it is worth nothing.
  virtual Result<void> end(std::string_view problem, bool is_given_up) = 0;
};

struct Opened {
  std::uint64_t parts = 0;
  std::vector<std::string> problems;  // of the item as a whole; what was read before them was given
};

// Errors: those of sink only. Whatever is wrong with the item is in Opened::problems.
Result<Opened> open(ByteView item, Kind kind, const Hints& hints, const Limits& limits, Sink& sink);

struct Text {
  std::string text;     // UTF-8 without control characters but line ends, tabs and page ends
  std::string charset;  // that it was decoded from, for kText and kHtml
  std::vector<std::string> problems;
};

// What a reader would see: of a mail its headers, for its bodies are parts. Absent where the kind
// has no text.
std::optional<Text> text_of(ByteView item, Kind kind, const Hints& hints);

// Before the cage: what the libraries load from files.
void prepare();

}  // namespace sanad::parts
