// Messages as Outlook keeps them: properties by number (MS-OXPROPS), in .msg files and in TNEF.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "internal.h"

namespace sanad::parts {

// Types of properties (MS-OXCDATA 2.11.1).
inline constexpr std::uint16_t kMapiString8 = 0x001E;
inline constexpr std::uint16_t kMapiString = 0x001F;
inline constexpr std::uint16_t kMapiBinary = 0x0102;
inline constexpr std::uint16_t kMapiObject = 0x000D;
inline constexpr std::uint16_t kMapiLong = 0x0003;
inline constexpr std::uint16_t kMapiTime = 0x0040;

// Numbers of properties (MS-OXPROPS) that others set or ask for.
inline constexpr std::uint16_t kMapiSubject = 0x0037;
inline constexpr std::uint16_t kMapiBody = 0x1000;
inline constexpr std::uint16_t kMapiSenderName = 0x0C1A;
inline constexpr std::uint16_t kMapiSenderAddress = 0x0C1F;
inline constexpr std::uint16_t kMapiAttachData = 0x3701;
inline constexpr std::uint16_t kMapiAttachShortName = 0x3704;

// The bytes of each property, by its number and type. Of several with one number the first counts.
class MapiProperties {
 public:
  // Only those that are read here are kept.
  void set(std::uint16_t id, std::uint16_t type, ByteView value);
  static bool is_wanted(std::uint16_t id);

  std::string text(std::uint16_t id) const;  // without the zero at its end
  const Bytes* bytes(std::uint16_t id, std::uint16_t type) const;
  std::optional<std::uint32_t> number(std::uint16_t id) const;
  std::string time(std::uint16_t id) const;  // RFC 3339; empty where there is none

  std::string charset = "windows-1252";  // of texts that are not UTF-16

 private:
  std::map<std::uint32_t, Bytes> all_;
};

struct MapiMessage {
  MapiProperties properties;
  std::vector<MapiProperties> recipients;
};

// The message's own code page, where it has one; for texts of attachments and recipients too.
void take_charset(MapiMessage& message);
// From, To, Cc, Bcc, Date, Subject, Message-ID, In-Reply-To: one a line, as of a mail.
void mapi_text(const MapiMessage& message, TextSink& sink);
// "body.txt", "body.html" and "body.rtf", as far as they are there. False: no more are wanted.
bool give_bodies(const MapiProperties& message, Outlet& outlet);
// An attachment's file, by the name that it has.
std::string attachment_name(const MapiProperties& attachment);
Hints attachment_hints(const MapiProperties& attachment);

struct UnpackedRtf {
  Bytes bytes;
  std::string problem;
};
// RTF as messages hold it (MS-OXRTFCP).
UnpackedRtf unpack_rtf(ByteView packed);

}  // namespace sanad::parts
