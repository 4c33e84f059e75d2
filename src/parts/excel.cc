// Excel's cells (MS-XLS; before it BIFF5): records of a type, a length and at most 8,224 bytes, of
// which longer ones go on in records of their own. Texts stand in one table, and cells name them.
#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "little.h"
#include "office_texts.h"

namespace sanad::parts {
namespace {

enum RecordType : std::uint16_t {
  kFormula = 0x0006,
  kFilePass = 0x002F,
  kContinue = 0x003C,
  kCodePage = 0x0042,
  kBoundSheet = 0x0085,
  kMulRk = 0x00BD,
  kRString = 0x00D6,
  kDrawingGroup = 0x00EB,
  kSst = 0x00FC,
  kLabelSst = 0x00FD,
  kTextObject = 0x01B6,
  kNumber = 0x0203,
  kLabel = 0x0204,
  kString = 0x0207,
  kRk = 0x027E,
  kBof = 0x0809
};

struct Record {
  std::uint16_t type = 0;
  std::vector<ByteView> pieces;  // its own bytes, then those of each record that goes on with it
  ByteView data() const { return pieces.front(); }
};

class Records {
 public:
  explicit Records(ByteView stream) : in_(stream) {}

  bool next(Record& record) {
    if (in_.rest().size() < 4) return false;
    record.type = in_.u16();
    record.pieces.assign(1, in_.take(in_.u16()));
    while (in_.ok() && in_.rest().size() >= 4 && Little(in_.rest()).u16() == kContinue) {
      in_.skip(2);
      record.pieces.push_back(in_.take(in_.u16()));
    }
    return true;
  }
  bool is_whole() const { return in_.ok(); }

 private:
  Little in_;
};

// Texts that go on from record to record: where one is cut, the next record says anew how wide its
// characters are (MS-XLS 2.5.293).
class Strings {
 public:
  explicit Strings(const std::vector<ByteView>& pieces) : pieces_(pieces), in_(pieces.front()) {}

  bool is_done() const { return in_.is_empty() && piece_ + 1 >= pieces_.size(); }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      if (in_.is_empty() && !turn()) break;
      value |= static_cast<std::uint64_t>(in_.u8()) << 8 * i;
    }
    return value;
  }
  void skip(std::uint64_t bytes) {
    while (bytes > 0) {
      if (in_.is_empty() && !turn()) return;
      const std::uint64_t here = std::min<std::uint64_t>(bytes, in_.rest().size());
      in_.skip(here);
      bytes -= here;
    }
  }
  std::string characters(std::uint64_t count, bool is_wide) {
    std::string text;
    while (count > 0) {
      if (in_.is_empty()) {
        if (!turn()) break;
        is_wide = (in_.u8() & 1U) != 0;
      }
      const std::size_t width = is_wide ? 2 : 1;
      const std::uint64_t here = std::min<std::uint64_t>(count, in_.rest().size() / width);
      if (here == 0) {
        in_.skip(in_.rest().size());
        continue;
      }
      text += wide(in_.take(here * width), is_wide);
      count -= here;
    }
    return text;
  }
  // MS-XLS 2.5.293, with runs of formats and phonetics behind it.
  std::string rich() {
    constexpr std::uint64_t kWide = 1, kPhonetic = 4, kRuns = 8;
    const std::uint64_t count = number(2), flags = number(1);
    const std::uint64_t runs = (flags & kRuns) != 0 ? number(2) : 0;
    const std::uint64_t more = (flags & kPhonetic) != 0 ? number(4) : 0;
    std::string text = characters(count, (flags & kWide) != 0);
    skip(runs * 4 + more);
    return text;
  }

 private:
  static std::string wide(ByteView bytes, bool is_wide) {
    if (is_wide) return text_from_utf16(bytes);
    Bytes all;
    for (const std::uint8_t byte : bytes) {
      all.push_back(byte);
      all.push_back(0);
    }
    return text_from_utf16(all);
  }
  bool turn() {
    while (piece_ + 1 < pieces_.size()) {
      in_ = Little(pieces_[++piece_]);
      if (!in_.is_empty()) return true;
    }
    return false;
  }

  const std::vector<ByteView>& pieces_;
  std::size_t piece_ = 0;
  Little in_;
};

class Workbook {
 public:
  Workbook(TextSink& sink, Problems& problems) : sink_(sink), problems_(problems) {}

  void read(ByteView stream) {
    Records records(stream);
    Record record;
    while (!sink_.is_full() && !is_encrypted_ && records.next(record)) take(record);
    if (is_encrypted_) return problems_.emplace_back("it is encrypted"), void();
    if (!records.is_whole()) problems_.emplace_back("its cells are cut off");
    sink_.line();
    for (std::size_t i = 0; i < table_.size() && !sink_.is_full(); ++i) {
      if (used_[i]) continue;
      sink_.add(table_[i]);
      sink_.line();
    }
  }

 private:
  void take(const Record& record) {
    Little in(record.data());
    switch (record.type) {
      case kBof:
        // That of the whole says how texts are kept; some programs write another for the sheets.
        if (!has_begun_) is_8_ = in.u16() >= 0x0600;
        has_begun_ = true;
        sink_.line();
        break;
      case kFilePass:
        is_encrypted_ = true;
        break;
      case kCodePage:
        charset_ = charset_of_code_page(in.u16() == 0x8000 ? 10'000 : Little(record.data()).u16());
        break;
      case kBoundSheet:
        in.skip(6);
        line(text(in, in.u8()));
        break;
      case kSst:
        read_table(record);
        break;
      case kTextObject:
        if (record.pieces.size() > 1) {
          in.skip(10);
          const std::uint16_t count = in.u16();
          Little characters(record.pieces[1]);
          line(text(characters, count));
        }
        break;
      default:
        take_cell(record.type, in);
    }
  }

  void take_cell(std::uint16_t type, Little& in) {
    if (type == kString) return cell(text(in, in.u16()));
    if (type != kLabelSst && type != kLabel && type != kRString && type != kNumber && type != kRk &&
        type != kMulRk && type != kFormula)
      return;
    const std::uint16_t row = in.u16();
    in.skip(type == kMulRk ? 2 : 4);
    if (row != row_) sink_.line();
    row_ = row;
    if (type == kLabelSst) {
      const std::uint32_t index = in.u32();
      if (index >= table_.size()) return;
      used_[index] = true;
      cell(table_[index]);
    } else if (type == kLabel || type == kRString) {
      cell(text(in, in.u16()));
    } else if (type == kMulRk) {
      while (in.rest().size() >= 8) {  // and behind them the last column
        in.skip(2);
        number(rk(in.u32()));
      }
    } else if (type == kRk) {
      const std::uint32_t value = in.u32();
      if (in.ok()) number(rk(value));
    } else {
      const std::uint64_t bits = in.u64();
      // A formula whose value is a text has it in a record of its own (MS-XLS 2.5.133).
      if (in.ok() && (type == kNumber || bits >> 48 != 0xFFFF)) number(std::bit_cast<double>(bits));
    }
  }

  // MS-XLS 2.5.217.
  static double rk(std::uint32_t bits) {
    const double value = (bits & 2U) != 0
                             ? static_cast<double>(static_cast<std::int32_t>(bits) >> 2)
                             : std::bit_cast<double>(std::uint64_t{bits & ~3U} << 32);
    return (bits & 1U) != 0 ? value / 100 : value;
  }

  void read_table(const Record& record) {
    Strings strings(record.pieces);
    strings.skip(8);
    std::size_t bytes = 0;
    while (!strings.is_done() && bytes <= kMaxTextBytes) {
      table_.push_back(strings.rich());
      bytes += table_.back().size() + 1;
    }
    used_.assign(table_.size(), false);
  }

  std::string text(Little& in, std::uint64_t count) {
    if (!is_8_) return text_from(in.take(count), charset_);
    const bool is_wide = (in.u8() & 1U) != 0;
    const std::vector<ByteView> one = {in.take(count * (is_wide ? 2 : 1))};
    return Strings(one).characters(count, is_wide);
  }

  void number(double value) {
    if (std::isfinite(value)) cell(fmt::format("{:.15g}", value));
  }
  void cell(std::string_view text) {
    sink_.add(text);
    sink_.space();
  }
  void line(std::string_view text) {
    sink_.line();
    sink_.add(text);
    sink_.line();
  }

  TextSink& sink_;
  Problems& problems_;
  bool has_begun_ = false, is_8_ = true, is_encrypted_ = false;
  std::string charset_ = "windows-1252";
  std::vector<std::string> table_;
  std::vector<bool> used_;
  std::uint16_t row_ = 0xFFFF;
};

}  // namespace

void excel_text(ByteView workbook, TextSink& sink, Problems& problems) {
  Workbook(sink, problems).read(workbook);
}

Bytes excel_drawings(ByteView workbook) {
  Bytes all;
  Records records(workbook);
  Record record;
  while (records.next(record)) {
    if (record.type != kDrawingGroup) continue;
    for (const ByteView piece : record.pieces) all.insert(all.end(), piece.begin(), piece.end());
  }
  return all;
}

}  // namespace sanad::parts
