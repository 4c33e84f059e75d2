// Word's text (MS-DOC 2.4.1): the file information block leads to a table of pieces, and each piece
// to characters in the main stream, in UTF-16 or one byte each. The text of the document is
// followed by that of its notes, headers, comments and text boxes.
#include <fmt/format.h>

#include <array>

#include "base/utf8.h"
#include "little.h"
#include "office_texts.h"

namespace sanad::parts {
namespace {

constexpr std::uint16_t kWord97 = 0x00C1;  // nFib
constexpr std::size_t kMaxReadBytes = 4 * kMaxTextBytes;
constexpr std::uint16_t kEncrypted = 0x0100, kSecondTable = 0x0200;

struct Piece {
  std::uint64_t offset = 0, bytes = 0;
  bool is_wide = false;
};

// Languages that are not written in windows-1252, by the lower ten bits of their number (MS-LCID).
std::string charset_of_language(std::uint16_t language) {
  struct One {
    std::uint16_t language;
    unsigned page;
  };
  constexpr std::array<One, 16> kAll = {{{0x01, 1256},
                                         {0x20, 1256},
                                         {0x29, 1256},
                                         {0x19, 1251},
                                         {0x22, 1251},
                                         {0x02, 1251},
                                         {0x08, 1253},
                                         {0x0D, 1255},
                                         {0x1F, 1254},
                                         {0x1E, 874},
                                         {0x11, 932},
                                         {0x04, 936},
                                         {0x12, 949},
                                         {0x05, 1250},
                                         {0x0E, 1250},
                                         {0x15, 1250}}};
  for (const One& one : kAll) {
    if ((language & 0x3FFU) == one.language) return charset_of_code_page(one.page);
  }
  return "windows-1252";
}

// What Word shows of its characters: fields without their instructions.
class Shown {
 public:
  explicit Shown(TextSink& sink) : sink_(sink) {}

  void add(std::string_view text) {
    std::size_t from = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const auto c = static_cast<unsigned char>(i < text.size() ? text[i] : '\0');
      if (i < text.size() && (c >= 0x20 || c == '\t')) continue;
      if (hidden_ == 0) sink_.add(text.substr(from, i - from));
      from = i + 1;
      if (i < text.size()) control(c);
    }
  }

 private:
  static constexpr std::size_t kMaxFields = 1000;

  void control(unsigned char c) {
    constexpr unsigned char kBegin = 0x13, kSeparator = 0x14, kEnd = 0x15;
    if (c == kBegin && fields_.size() < kMaxFields) {
      fields_.push_back(true);
      ++hidden_;
    } else if (c == kSeparator && !fields_.empty() && fields_.back()) {
      fields_.back() = false;
      --hidden_;
    } else if (c == kEnd && !fields_.empty()) {
      hidden_ -= fields_.back() ? 1 : 0;
      fields_.pop_back();
    }
    if (hidden_ > 0) return;
    if (c == 0x0D || c == 0x0B || c == 0x0A) sink_.line();
    if (c == 0x0C) sink_.page();
    if (c == 0x07) sink_.space();   // the end of a cell
    if (c == 0x1E) sink_.add("-");  // a hyphen at which no line breaks
  }

  TextSink& sink_;
  std::vector<bool> fields_;  // whether their instruction is being read
  std::size_t hidden_ = 0;
};

struct Information {
  std::uint16_t version = 0, flags = 0, language = 0;
  std::uint32_t first = 0, last = 0;  // of the characters, before Word 97
  std::uint32_t pieces_at = 0, pieces_bytes = 0;
};

std::optional<Information> information_of(ByteView main) {
  Information all;
  Little in(main);
  const std::uint16_t magic = in.u16();
  if (magic != 0xA5EC && magic != 0xA5DC) return std::nullopt;
  all.version = in.u16();
  in.skip(2);
  all.language = in.u16();
  in.skip(2);
  all.flags = in.u16();
  in.skip(12);
  all.first = in.u32();
  all.last = in.u32();
  if (!in.ok()) return std::nullopt;
  if (all.version < kWord97) {
    constexpr std::size_t kPlace = 0x160;
    Little old(main.subspan(std::min(main.size(), kPlace)));
    all.pieces_at = old.u32();
    all.pieces_bytes = old.u32();
    return old.ok() ? std::optional(all) : std::nullopt;
  }
  constexpr std::size_t kPairOfPieces = 33;
  in.skip(in.u16() * std::uint64_t{2});
  in.skip(in.u16() * std::uint64_t{4});
  const std::uint16_t pairs = in.u16();
  if (!in.ok() || pairs <= kPairOfPieces) return std::nullopt;
  in.skip(kPairOfPieces * 8);
  all.pieces_at = in.u32();
  all.pieces_bytes = in.u32();
  return in.ok() ? std::optional(all) : std::nullopt;
}

// MS-DOC 2.9.38, 2.9.177: after properties, which are passed over, positions and descriptors.
std::vector<Piece> pieces_of(ByteView clx, bool is_97) {
  constexpr std::uint8_t kProperties = 1, kPieces = 2;
  Little in(clx);
  std::uint8_t what = in.u8();
  while (in.ok() && what == kProperties) {
    in.skip(in.u16());
    what = in.u8();
  }
  if (!in.ok() || what != kPieces) return {};
  const ByteView table = in.take(in.u32());
  const std::size_t count = table.size() < 4 ? 0 : (table.size() - 4) / 12;
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < count; ++i) {
    Little positions(table.subspan(4 * i));
    const std::uint32_t from = positions.u32(), to = positions.u32();
    Little descriptor(table.subspan(4 * (count + 1) + 8 * i));
    descriptor.skip(2);
    const std::uint32_t place = descriptor.u32();
    if (!descriptor.ok() || to <= from) continue;
    Piece piece;
    const bool is_narrow = !is_97 || (place & 0x40000000U) != 0;
    piece.is_wide = !is_narrow;
    piece.offset = is_97 && is_narrow ? (place & 0x3FFFFFFFU) / 2 : place & 0x3FFFFFFFU;
    piece.bytes = std::uint64_t{to - from} * (is_narrow ? 1 : 2);
    pieces.push_back(piece);
  }
  return pieces;
}

}  // namespace

void word_text(const compound::File& file, TextSink& sink, Problems& problems) {
  const compound::Content main = file.read(0, "WordDocument");
  const auto information = information_of(main.bytes);
  if (!information) return problems.emplace_back("the head of its text cannot be read"), void();
  if ((information->flags & kEncrypted) != 0)
    return problems.emplace_back("it is encrypted"), void();
  const bool is_97 = information->version >= kWord97;
  const compound::Content table =
      is_97 ? file.read(0, (information->flags & kSecondTable) != 0 ? "1Table" : "0Table")
            : compound::Content{main.bytes, ""};
  const std::size_t at = std::min<std::size_t>(information->pieces_at, table.bytes.size());
  const ByteView behind = ByteView(table.bytes).subspan(at);
  std::vector<Piece> pieces = pieces_of(
      behind.first(std::min<std::size_t>(behind.size(), information->pieces_bytes)), is_97);
  if (pieces.empty() && !is_97 && information->last > information->first)
    pieces.push_back({information->first, information->last - information->first, false});
  if (pieces.empty()) problems.emplace_back("it does not say where its text stands");
  Shown shown(sink);
  const std::string narrow = is_97 ? "windows-1252" : charset_of_language(information->language);
  std::uint64_t read = 0;
  bool is_short = !main.problem.empty();
  for (const Piece& piece : pieces) {
    if (sink.is_full() || read > kMaxReadBytes) break;
    const ByteView all(main.bytes);
    const ByteView from = all.subspan(std::min<std::size_t>(all.size(), piece.offset));
    const ByteView bytes = from.first(std::min<std::size_t>(from.size(), piece.bytes));
    is_short |= bytes.size() < piece.bytes;
    read += bytes.size();
    shown.add(piece.is_wide ? text_from_utf16(bytes.first(std::min(bytes.size(), kMaxReadBytes)))
                            : text_from(bytes, narrow));
  }
  if (is_short) problems.emplace_back("its text is not whole");
}

}  // namespace sanad::parts
