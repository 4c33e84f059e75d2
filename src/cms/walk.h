// Where the content of a CMS message lies, and the rest of the message without it, short enough for
// memory. Only the shape is looked at here; outline_read.cc reads the rest.
//
//   ContentInfo ::= SEQUENCE { contentType OID, [0] EXPLICIT message }          RFC 5652, 3
//   message     ::= SEQUENCE { …, SEQUENCE { OID, …, [0] content }, … }         5.1; RFC 5083, 2.1
//
// BER of any lengths is taken. Limits: kMaxFrameBytes for all but the content, kMaxDepth for
// nesting. Private to the module. Fuzzed by cms_fuzz.cc.
#pragma once

#include <cstdint>
#include <memory>

#include "base/stream.h"
#include "cms/cms.h"
#include "elements.h"

namespace sanad::cms {

enum class Form { kAuthEnveloped, kSigned };

struct Walked {
  Bytes frame;                                    // the message without its content
  std::uint64_t content_at = 0, content_end = 0;  // the element [0] of the content
};

// kInvalid: not of the form, or bytes after it. kLimit.
Result<Walked> walk(RandomSource& source, Form form);

// The content's bytes, whatever pieces it lies in. source is borrowed.
std::unique_ptr<ByteSource> open_content(RandomSource& source, const Walked& walked);

}  // namespace sanad::cms
