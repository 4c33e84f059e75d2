// PowerPoint's texts (MS-PPT 2.9): records within records, of which two kinds hold the characters
// that slides and notes show, and one what stands beside them: headers and footers, comments with
// their authors, where links lead, names of slides and designs.
#include <vector>

#include "little.h"
#include "office_texts.h"

namespace sanad::parts {
namespace {

enum SlideRecordType : std::uint16_t {
  kTextChars = 0x0FA0,
  kTextBytes = 0x0FA8,
  kCString = 0x0FBA
};

void add_text(std::string_view text, TextSink& sink) {
  constexpr char kParagraph = '\r', kLine = '\v';
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\v"), text.size());
    sink.add(text.substr(0, end));
    if (end < text.size() && (text[end] == kParagraph || text[end] == kLine)) sink.line();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  sink.line();
}

}  // namespace

bool read_slide_records(ByteView document,
                        const std::function<bool(const SlideRecord&)>& on_record) {
  constexpr std::uint16_t kContainer = 0xF;
  constexpr std::size_t kHead = 8, kMaxDepth = 100;
  bool is_whole = true;
  std::vector<std::size_t> ends = {document.size()};  // of what is open
  for (std::size_t at = 0; at < document.size();) {
    if (at == ends.back()) {
      ends.pop_back();
      continue;
    }
    Little in(document.subspan(at, ends.back() - at));
    const std::uint16_t head = in.u16();
    SlideRecord record{in.u16(), static_cast<std::uint16_t>(head >> 4U), {}};
    const std::size_t length = in.u32();
    const bool is_container = in.ok() && (head & 0xFU) == kContainer && ends.size() < kMaxDepth;
    const std::size_t room = in.ok() ? ends.back() - at - kHead : 0;
    if (is_container) {
      at += kHead;
      if (length > 0) ends.push_back(at + std::min(length, room));
      continue;
    }
    // Some that call themselves containers hold no records; what follows them is read.
    if (!in.ok() || length > room) {
      is_whole = false;
      record.data = in.rest();
      const bool is_cut = in.ok() && ends.back() == document.size();
      if (is_cut && !on_record(record)) return true;
      at = ends.back();
      continue;
    }
    record.data = in.take(length);
    if (!on_record(record)) return true;
    at += kHead + length;
  }
  return is_whole;
}

void powerpoint_text(ByteView document, TextSink& sink, Problems& problems) {
  const bool is_whole = read_slide_records(document, [&](const SlideRecord& record) {
    if (record.type == kTextChars) add_text(text_from_utf16(record.data), sink);
    if (record.type == kCString) {
      const std::string text = text_from_utf16(record.data);
      // By such names programs know what they put in themselves (MS-PPT 2.11.22).
      if (!text.starts_with("___PPT")) add_text(text, sink);
    }
    if (record.type == kTextBytes) {
      Bytes wide;
      for (const std::uint8_t byte : record.data) {
        wide.push_back(byte);
        wide.push_back(0);
      }
      add_text(text_from_utf16(wide), sink);
    }
    return !sink.is_full();
  });
  if (!is_whole) problems.emplace_back("its text is cut off, or damaged");
}

}  // namespace sanad::parts
