#include "mapi.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

#include "base/time.h"
#include "base/utf8.h"
#include "little.h"

namespace sanad::parts {
namespace {

// MS-OXPROPS.
enum Id : std::uint16_t {
  kSubmitTime = 0x0039,
  kRepresentingName = 0x0042,
  kRepresentingType = 0x0064,
  kRepresentingAddress = 0x0065,
  kRecipientType = 0x0C15,
  kSenderType = 0x0C1E,
  kDisplayBcc = 0x0E02,
  kDisplayCc = 0x0E03,
  kDisplayTo = 0x0E04,
  kDeliveryTime = 0x0E06,
  kPackedRtf = 0x1009,
  kHtml = 0x1013,
  kMessageId = 0x1035,
  kInReplyTo = 0x1042,
  kDisplayName = 0x3001,
  kAddressType = 0x3002,
  kAddress = 0x3003,
  kAttachMethod = 0x3705,
  kAttachName = 0x3707,
  kAttachMimeType = 0x370E,
  kSmtpAddress = 0x39FE,
  kCodePage = 0x3FDE,
  kMessageCodePage = 0x3FFD,
  kSenderSmtp = 0x5D01,
  kRepresentingSmtp = 0x5D02
};
constexpr std::array<std::uint16_t, 31> kWanted = {kMapiSubject,
                                                   kSubmitTime,
                                                   kRepresentingName,
                                                   kRepresentingType,
                                                   kRepresentingAddress,
                                                   kMapiSenderName,
                                                   kRecipientType,
                                                   kSenderType,
                                                   kMapiSenderAddress,
                                                   kDisplayBcc,
                                                   kDisplayCc,
                                                   kDisplayTo,
                                                   kDeliveryTime,
                                                   kMapiBody,
                                                   kPackedRtf,
                                                   kHtml,
                                                   kMessageId,
                                                   kInReplyTo,
                                                   kDisplayName,
                                                   kAddressType,
                                                   kAddress,
                                                   kMapiAttachData,
                                                   kMapiAttachShortName,
                                                   kAttachMethod,
                                                   kAttachName,
                                                   kAttachMimeType,
                                                   kSmtpAddress,
                                                   kCodePage,
                                                   kMessageCodePage,
                                                   kSenderSmtp,
                                                   kRepresentingSmtp};

std::string without_zeros(std::string text) { return text.substr(0, text.find('\0')); }

// "Name <address>", without what is the same in both.
std::string person(std::string name, const std::string& address) {
  if (address.empty() || name == address) return name;
  return name.empty() ? address : name + " <" + address + ">";
}

// An address within Exchange says little, and an SMTP address stands beside it, if known.
std::string address_of(const MapiProperties& all, std::uint16_t smtp, std::uint16_t address) {
  std::string known = all.text(smtp);
  return known.empty() ? all.text(address) : known;
}

void add_line(std::string_view name, const std::string& value, TextSink& sink) {
  if (value.empty()) return;
  sink.add(name);
  sink.add(": ");
  sink.add(value);
  sink.line();
}

}  // namespace

bool MapiProperties::is_wanted(std::uint16_t id) {
  return std::ranges::find(kWanted, id) != kWanted.end();
}

void MapiProperties::set(std::uint16_t id, std::uint16_t type, ByteView value) {
  if (is_wanted(id)) all_.try_emplace(std::uint32_t{id} << 16U | type, value.begin(), value.end());
}

const Bytes* MapiProperties::bytes(std::uint16_t id, std::uint16_t type) const {
  const auto found = all_.find(std::uint32_t{id} << 16U | type);
  return found == all_.end() ? nullptr : &found->second;
}

std::string MapiProperties::text(std::uint16_t id) const {
  if (const Bytes* wide = bytes(id, kMapiString)) return without_zeros(text_from_utf16(*wide));
  const Bytes* narrow = bytes(id, kMapiString8);
  if (narrow == nullptr) return {};
  // Some name the UTF-8 in which the message was sent, and keep it in the code page of the machine.
  const bool is_other =
      charset == "UTF-8" && utf8_prefix_length(as_text(*narrow)) != narrow->size();
  return without_zeros(text_from(*narrow, is_other ? "windows-1252" : charset));
}

std::optional<std::uint32_t> MapiProperties::number(std::uint16_t id) const {
  const Bytes* value = bytes(id, kMapiLong);
  if (value == nullptr || value->size() < 4) return std::nullopt;
  return Little(*value).u32();
}

std::string MapiProperties::time(std::uint16_t id) const {
  constexpr std::uint64_t kUntil1970 = 116'444'736'000'000'000;  // from 1601, in 100 ns
  constexpr std::uint64_t kUntil10000 = 2'650'467'744'000'000'000;
  const Bytes* value = bytes(id, kMapiTime);
  if (value == nullptr || value->size() < 8) return {};
  const std::uint64_t at = Little(*value).u64();
  if (at < kUntil1970 || at >= kUntil10000) return {};
  return format_timestamp({static_cast<std::int64_t>((at - kUntil1970) / 10'000)});
}

void take_charset(MapiMessage& message) {
  auto page = message.properties.number(kMessageCodePage);
  if (!page) page = message.properties.number(kCodePage);
  if (page) message.properties.charset = charset_of_code_page(*page);
  for (MapiProperties& recipient : message.recipients)
    recipient.charset = message.properties.charset;
}

void mapi_text(const MapiMessage& message, TextSink& sink) {
  const MapiProperties& all = message.properties;
  const std::string sender =
      person(all.text(kMapiSenderName), address_of(all, kSenderSmtp, kMapiSenderAddress));
  const std::string name = all.text(kRepresentingName);
  const std::string address = address_of(all, kRepresentingSmtp, kRepresentingAddress);
  // Whoever sends for himself is often there twice, the second time without an address.
  const bool is_same = name.empty() || (address.empty() && name == all.text(kMapiSenderName));
  const std::string from = is_same ? sender : person(name, address);
  add_line("From", from, sink);
  if (from != sender) add_line("Sender", sender, sink);
  constexpr std::array<std::string_view, 3> kNames = {"To", "Cc", "Bcc"};
  constexpr std::array<std::uint16_t, 3> kDisplays = {kDisplayTo, kDisplayCc, kDisplayBcc};
  for (std::uint32_t type = 1; type <= kNames.size(); ++type) {
    std::string people;
    for (const MapiProperties& one : message.recipients) {
      if (one.number(kRecipientType).value_or(1) != type) continue;
      if (!people.empty()) people += ", ";
      people += person(one.text(kDisplayName), address_of(one, kSmtpAddress, kAddress));
      if (people.size() > kMaxTextBytes) break;
    }
    add_line(kNames[type - 1], people.empty() ? all.text(kDisplays[type - 1]) : people, sink);
  }
  const std::string submitted = all.time(kSubmitTime);
  add_line("Date", submitted.empty() ? all.time(kDeliveryTime) : submitted, sink);
  add_line("Subject", all.text(kMapiSubject), sink);
  add_line("Message-ID", all.text(kMessageId), sink);
  add_line("In-Reply-To", all.text(kInReplyTo), sink);
}

bool give_bodies(const MapiProperties& message, Outlet& outlet) {
  const std::string plain = message.text(kMapiBody);
  if (!plain.empty()) {
    Part part;
    part.name = "body.txt";
    part.hints.charset = "UTF-8";
    if (!outlet.whole(std::move(part), as_bytes(plain))) return false;
  }
  Part page;
  page.name = "body.html";
  page.hints.type = "html";
  const Bytes* html = message.bytes(kHtml, kMapiBinary);
  if (html != nullptr && !html->empty()) {
    if (const auto code_page = message.number(kCodePage))
      page.hints.charset = charset_of_code_page(*code_page);
    if (!outlet.whole(std::move(page), *html)) return false;
  } else if (const std::string text = message.text(kHtml); !text.empty()) {
    page.hints.charset = "UTF-8";
    if (!outlet.whole(std::move(page), as_bytes(text))) return false;
  }
  const Bytes* packed = message.bytes(kPackedRtf, kMapiBinary);
  if (packed == nullptr || packed->empty()) return true;
  const UnpackedRtf rtf = unpack_rtf(*packed);
  Part part;
  part.name = "body.rtf";
  if (!outlet.begin(std::move(part))) return false;
  (void)outlet.data(rtf.bytes);
  return outlet.end(rtf.problem);
}

std::string attachment_name(const MapiProperties& attachment) {
  for (const std::uint16_t id :
       std::initializer_list<std::uint16_t>{kAttachName, kMapiAttachShortName, kDisplayName}) {
    std::string name = attachment.text(id);
    if (!name.empty()) return name;
  }
  return "attachment";
}

Hints attachment_hints(const MapiProperties& attachment) {
  const std::string type = lower(attachment.text(kAttachMimeType));
  return {type == "text/html" ? "html" : type == "message/rfc822" ? "mail" : "", ""};
}

// A ring of 4,096 bytes, filled with what RTF often begins with; runs of eight, each a byte or a
// place in the ring and a length (MS-OXRTFCP 2.2.2, 3.1).
UnpackedRtf unpack_rtf(ByteView packed) {
  constexpr std::uint32_t kPacked = 0x75465A4C, kAsItStands = 0x414C454D;
  constexpr std::size_t kRing = 4096;
  constexpr std::string_view kBeginning =
      "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
      "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
      "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
  static_assert(kBeginning.size() == 207);
  Little in(packed);
  in.skip(4);
  const std::uint32_t length = in.u32(), how = in.u32(), checksum = in.u32();
  UnpackedRtf rtf;
  if (!in.ok()) return {{}, "its head is missing"};
  if (how == kAsItStands) {
    const ByteView bytes = in.take(length);
    rtf.bytes.assign(bytes.begin(), bytes.end());
    if (!in.ok()) rtf.problem = "it is cut off";
    return rtf;
  }
  if (how != kPacked) return {{}, "it is packed in an unknown way"};
  const ByteView rest = in.rest();
  // The checksum is that of zlib, without turning its bits before and after.
  const auto sum = ~static_cast<std::uint32_t>(
      ::crc32(0xFFFFFFFFUL, rest.data(), static_cast<uInt>(rest.size())));
  if (sum != checksum) rtf.problem = "its checksum is another";
  std::array<std::uint8_t, kRing> ring{};
  std::copy(kBeginning.begin(), kBeginning.end(), ring.begin());
  std::size_t at = kBeginning.size();
  const auto put = [&](std::uint8_t byte) {
    rtf.bytes.push_back(byte);
    ring[at] = byte;
    at = (at + 1) % kRing;
  };
  while (!in.is_empty()) {
    const std::uint8_t control = in.u8();
    for (unsigned i = 0; i < 8 && !in.is_empty(); ++i) {
      if ((control >> i & 1U) == 0) {
        put(in.u8());
        continue;
      }
      const std::uint8_t high = in.u8(), low = in.u8();
      if (!in.ok()) break;
      std::size_t from = std::size_t{high} << 4U | std::size_t{low} >> 4U;
      if (from == at) return rtf;  // the end
      for (unsigned n = (low & 0xFU) + 2; n > 0; --n) {
        put(ring[from]);
        from = (from + 1) % kRing;
      }
    }
  }
  rtf.problem = "it is cut off";
  return rtf;
}

}  // namespace sanad::parts
