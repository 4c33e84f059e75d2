#include "characters.h"

namespace sanad::selectors {

Code code_at(const Byte* at) {
  const Byte lead = at[0];
  if (lead < 0x80) return {lead, 1};
  const int bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {};
  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (int i = 1; i < bytes; ++i) {
    if ((at[i] & 0xC0) != 0x80) return {};
    code = (code << 6) | (at[i] & 0x3FU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes};
}

Code code_before(const Byte* at) {
  if (at[-1] < 0x80) return {at[-1], 1};
  for (int bytes = 2; bytes <= 4; ++bytes) {
    if ((at[-bytes] & 0xC0) == 0x80) continue;
    const Code code = code_at(at - bytes);
    return code.bytes == bytes ? code : Code{};
  }
  return {};
}

bool is_invisible(char32_t code) {
  return code == 0xAD || code == 0x34F || code == 0x61C || code == 0xFEFF || code == 0x180E ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x2064) || (code >= 0x2066 && code <= 0x206F);
}

// By blocks, so that it is right for the scripts that people write in and small enough to read.
bool is_word_code(char32_t code) {
  if (code < 0x80) return is(static_cast<Byte>(code), kWord);
  if (code < 0xC0) return code == 0xAA || code == 0xB5 || code == 0xBA;
  if (code == 0xD7 || code == 0xF7) return false;
  if (code >= 0x600 && code < 0x6E0) {
    return code >= 0x610 && code != 0x61B && !(code >= 0x61D && code <= 0x61F) &&
           !(code >= 0x66A && code <= 0x66D) && code != 0x6D4 && code != 0x6DD && code != 0x61C;
  }
  if (code == 0x589 || code == 0x5BE || code == 0x964 || code == 0x965) return false;
  if (code >= 0x2000 && code < 0x2C00) return code == 0x200C || code == 0x200D;
  if (code >= 0x2E00 && code < 0x3005) return false;
  if (code >= 0x3008 && code < 0x3020) return false;
  if (code >= 0xD800 && code < 0xF900) return false;
  if (code >= 0xFE00 && code < 0xFE70) return false;
  if (code >= 0xFF00)
    return code >= 0x20000 || (code >= 0xFF10 && code < 0xFF1A) ||
           (code >= 0xFF21 && code < 0xFF5B) || (code >= 0xFF66 && code < 0xFFE0);
  return true;
}

}  // namespace sanad::selectors
