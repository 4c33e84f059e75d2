// Ways of writing text in other text: entities, percent signs, escapes, defanging, what is
// invisible.
#pragma once

#include <optional>
#include <string>

#include "characters.h"
#include "selectors/selectors.h"

namespace sanad::selectors {

// One piece of text that stands for another.
struct Construct {
  Layer layer = Layer::kHtml;
  const Byte* begin = nullptr;
  const Byte* end = nullptr;
  std::string text;           // what it stands for; empty: nothing
  bool takes_spaces = false;  // "name [at] host": the spaces around belong to it
};
// The construct that begins there and may matter to a selector: others ("&quot;", "%20") are left
// as they stand. in_url: '&' as "&amp;" matters too. quoted: "=40" is read as quoted-printable.
std::optional<Construct> construct_at(const Byte* at, bool in_url, bool quoted);

// The bytes decode to text or to gzip's magic.
bool is_base64_of_text(const Byte* begin, const Byte* end);
int base64_value(Byte byte);  // of both alphabets; -1: none

}  // namespace sanad::selectors
