// Outlook messages (MS-OXMSG): a compound file with a storage for each recipient and attachment,
// and in each a stream of properties and one more for each long one.
#include <fmt/format.h>

#include "compound/compound.h"
#include "little.h"
#include "mapi.h"

namespace sanad::parts {
namespace {

constexpr std::string_view kProperties = "__properties_version1.0";
constexpr std::string_view kRecipient = "__recip_version1.0_#";
constexpr std::string_view kAttachment = "__attach_version1.0_#";
constexpr std::string_view kLong = "__substg1.0_";
constexpr std::string_view kObject = "__substg1.0_3701000D";
constexpr std::size_t kMaxRecipients = 10'000;

// MS-OXMSG 2.4.1: properties of 16 bytes each behind a head, which in an embedded message lacks the
// last eight bytes of a message's, all zero, and is shorter still in recipients and attachments.
void take_fixed(ByteView stream, bool is_message, MapiProperties& all) {
  constexpr std::size_t kEach = 16, kHead = 24, kReserved = 8;
  Little in(stream);
  in.skip(is_message ? kHead : 8);
  const ByteView next = in.rest().first(std::min(in.rest().size(), kReserved));
  if (is_message && std::ranges::all_of(next, [](std::uint8_t byte) { return byte == 0; }))
    in.skip(kReserved);
  while (in.rest().size() >= kEach) {
    const std::uint16_t type = in.u16(), id = in.u16();
    in.skip(4);
    const ByteView value = in.take(8);
    if (type == kMapiLong) all.set(id, type, value.first(4));
    if (type == kMapiTime) all.set(id, type, value);
  }
}

// "0037001F" to number and type.
std::optional<std::pair<std::uint16_t, std::uint16_t>> tag_of(std::string_view name) {
  if (!name.starts_with(kLong) || name.size() != kLong.size() + 8) return std::nullopt;
  std::uint32_t tag = 0;
  for (const char c : name.substr(kLong.size())) {
    const int digit = c >= '0' && c <= '9'                     ? c - '0'
                      : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                               : -1;
    if (digit < 0) return std::nullopt;
    tag = tag << 4U | static_cast<std::uint32_t>(digit);
  }
  return std::pair(static_cast<std::uint16_t>(tag >> 16U), static_cast<std::uint16_t>(tag));
}

MapiProperties properties_in(const compound::File& file, std::size_t storage, bool is_message) {
  MapiProperties all;
  take_fixed(file.read(storage, kProperties).bytes, is_message, all);
  for (const std::size_t child : file.children(storage)) {
    const compound::Node& node = file.nodes()[child];
    const auto tag = tag_of(node.name);
    if (!tag || node.is_storage || !MapiProperties::is_wanted(tag->first)) continue;
    // The attached bytes are given on as they are read.
    if (tag->first != kMapiAttachData) all.set(tag->first, tag->second, file.read(child).bytes);
  }
  return all;
}

MapiMessage message_in(const compound::File& file) {
  MapiMessage message;
  message.properties = properties_in(file, 0, true);
  for (const std::size_t child : file.children(0)) {
    if (!file.nodes()[child].is_storage || !file.nodes()[child].name.starts_with(kRecipient))
      continue;
    if (message.recipients.size() == kMaxRecipients) break;
    message.recipients.push_back(properties_in(file, child, false));
  }
  take_charset(message);
  return message;
}

void give_attachment(const compound::File& file, std::size_t storage, const std::string& charset,
                     Outlet& outlet) {
  MapiProperties attachment = properties_in(file, storage, false);
  attachment.charset = charset;
  Part part;
  part.name = attachment_name(attachment);
  part.hints = attachment_hints(attachment);
  if (const auto data = file.find(storage, "__substg1.0_37010102")) {
    const compound::Content content = file.read(*data);
    if (!outlet.begin(std::move(part))) return;
    (void)outlet.data(content.bytes);
    return (void)outlet.end(content.problem);
  }
  const auto object = file.find(storage, kObject);
  if (!object || !file.nodes()[*object].is_storage) {
    if (outlet.begin(std::move(part))) (void)outlet.end("it is not within the message");
    return;
  }
  if (file.find(*object, kProperties) && !part.name.ends_with(".msg")) part.name += ".msg";
  const auto copy = compound::copy_of(file, *object);
  if (copy.ok()) return (void)outlet.whole(std::move(part), *copy);
  if (outlet.begin(std::move(part))) (void)outlet.end(copy.error().message);
}

}  // namespace

void open_msg(ByteView item, Outlet& outlet) {
  const auto file = compound::File::open(item);
  if (!file.ok()) return outlet.problem(file.error().message);
  for (const std::string& problem : file->problems()) outlet.problem(problem);
  const MapiMessage message = message_in(*file);
  if (!give_bodies(message.properties, outlet)) return;
  for (const std::size_t child : file->children(0)) {
    if (outlet.is_done()) return;
    const compound::Node& node = file->nodes()[child];
    if (node.is_storage && node.name.starts_with(kAttachment))
      give_attachment(*file, child, message.properties.charset, outlet);
  }
}

void msg_text(ByteView item, Text& text) {
  const auto file = compound::File::open(item);
  if (!file.ok()) return text.problems.push_back(file.error().message);
  TextSink sink;
  mapi_text(message_in(*file), sink);
  text = sink.finish();
}

}  // namespace sanad::parts
