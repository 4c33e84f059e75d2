// Where the parts of a segment stand; its last bytes.
#pragma once

#include <cstdint>
#include <limits>

#include "coding.h"

namespace sanad::search_index {

inline constexpr std::uint64_t kMagic = 0x3130'4745'5348'5353;  // "SSHSEG01"
inline constexpr std::size_t kFooterBytes = 64;
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

struct Layout {
  std::uint64_t documents = 0;
  std::uint64_t terms = 0;
  std::uint64_t dictionary_at = 0;
  std::uint64_t documents_at = 0;
  std::uint64_t times_at = 0;
  std::uint64_t sounds_at = 0;
  std::uint64_t footer_at = 0;
};

inline void put_footer(Bytes& out, const Layout& layout) {
  for (const std::uint64_t value :
       {layout.documents, layout.terms, layout.dictionary_at, layout.documents_at, layout.times_at,
        layout.sounds_at, layout.footer_at, kMagic}) {
    put_fixed(out, value, 8);
  }
}

// bytes: the last kFooterBytes of a segment of size bytes. False if its parts do not lie in order.
inline bool read_footer(ByteView bytes, std::uint64_t size, Layout& layout) {
  NumberReader reader(bytes);
  layout.documents = reader.fixed(8);
  layout.terms = reader.fixed(8);
  layout.dictionary_at = reader.fixed(8);
  layout.documents_at = reader.fixed(8);
  layout.times_at = reader.fixed(8);
  layout.sounds_at = reader.fixed(8);
  layout.footer_at = reader.fixed(8);
  const bool magic = reader.fixed(8) == kMagic;
  return magic && reader.ok() && layout.dictionary_at <= layout.documents_at &&
         layout.documents_at <= layout.times_at && layout.times_at <= layout.sounds_at &&
         layout.sounds_at <= layout.footer_at && layout.footer_at + kFooterBytes == size &&
         layout.documents < 0xFFFF'FFFF && layout.terms < 0xFFFF'FFFF &&
         layout.sounds_at - layout.times_at == layout.documents * 8;
}

// Classes whose words are filed by their sound.
inline bool is_sounded(char term_class) {
  return term_class == 'w' || term_class == 't' || term_class == 'a' || term_class == 'c';
}

}  // namespace sanad::search_index
