// The texts of Word, Excel and PowerPoint documents of before 2007, from the streams that hold
// them. What is wrong is added to problems; what was read before stands.
#pragma once

#include <functional>

#include "compound/compound.h"
#include "internal.h"

namespace sanad::parts {

using Problems = std::vector<std::string>;

void word_text(const compound::File& file, TextSink& sink, Problems& problems);
// workbook: the stream "Workbook" (BIFF8) or "Book" (BIFF5).
void excel_text(ByteView workbook, TextSink& sink, Problems& problems);
// The drawings that a workbook's records hold, as one stream.
Bytes excel_drawings(ByteView workbook);

struct SlideRecord {
  std::uint16_t type = 0, instance = 0;
  ByteView data;
};
// All records of "PowerPoint Document" that hold no records themselves, in their order. Stops where
// on_record says false. False: the stream is damaged.
bool read_slide_records(ByteView document,
                        const std::function<bool(const SlideRecord&)>& on_record);
void powerpoint_text(ByteView document, TextSink& sink, Problems& problems);

}  // namespace sanad::parts
