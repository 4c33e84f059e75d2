// By what the beginning of a source shows which importer it is for.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/stream.h"

namespace sanad::intake {

inline constexpr std::size_t kHeadBytes = 64 * 1024;

// The last part of a path, in small letters of ASCII.
std::string file_name_of(std::string_view path);
std::string lower(std::string_view text);

// text: the beginning as UTF-8, without its mark and white space before it.
bool looks_like_telegram_json(std::string_view text);
bool looks_like_telegram_html(std::string_view text);
bool looks_like_har(std::string_view text);
bool looks_like_x_archive(std::string_view text);
// At least two lines begin as messages do, or one of one.
bool looks_like_whatsapp(std::string_view text, std::string_view file_name);

// bytes: as they stand.
bool looks_like_warc(ByteView bytes);
bool looks_like_mhtml(ByteView bytes);

}  // namespace sanad::intake
