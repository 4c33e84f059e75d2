// TNEF, "winmail.dat" (MS-OXTNEF): attributes of a message and of its attachments one after
// another, some of which hold properties as a .msg file has them.
#include <fmt/format.h>

#include <functional>
#include <numeric>

#include "little.h"
#include "mapi.h"

namespace sanad::parts {
namespace {

constexpr std::uint32_t kSignature = 0x223E9F78;
// MS-OXTNEF 2.1.3.2: type and number.
enum Attribute : std::uint32_t {
  kFrom = 0x00008000,
  kSubject = 0x00018004,
  kBody = 0x0002800C,
  kAttachData = 0x0006800F,
  kAttachTitle = 0x00018010,
  kBeginAttachment = 0x00069002,
  kMessageProperties = 0x00069003,
  kRecipients = 0x00069004,
  kAttachmentProperties = 0x00069005,
  kCodePage = 0x00069007
};
constexpr std::uint8_t kMessageLevel = 1, kAttachmentLevel = 2;
constexpr std::uint32_t kMaxRows = 10'000;
constexpr std::size_t kGuidBytes = 16;

// MS-OXTNEF 2.1.3.4. Each value fills a multiple of four bytes.
class PropertyReader {
 public:
  PropertyReader(Little& in, MapiProperties& all) : in_(in), all_(all) {}

  void read() {
    const std::uint32_t count = in_.u32();
    for (std::uint32_t i = 0; i < count && in_.ok(); ++i) read_one();
  }

 private:
  static std::size_t width_of(std::uint16_t type) {
    switch (type) {
      case 0x0005:  // double
      case 0x0006:  // currency
      case 0x0007:  // a date as a double
      case 0x0014:  // 64 bits
      case kMapiTime:
        return 8;
      case 0x0048:  // GUID
        return kGuidBytes;
      case 0x0000:
      case 0x0001:
        return 0;
      default:
        return 4;  // 16 bits too, with two bytes behind them
    }
  }
  void skip_to_four(std::uint32_t bytes) { in_.skip((4 - bytes % 4) % 4); }

  void read_name() {
    in_.skip(kGuidBytes);
    if (in_.u32() == 0) return in_.skip(4);
    const std::uint32_t bytes = in_.u32();
    in_.skip(bytes);
    skip_to_four(bytes);
  }

  void read_one() {
    constexpr std::uint16_t kSeveral = 0x1000;
    const std::uint16_t whole_type = in_.u16(), id = in_.u16();
    const auto type = static_cast<std::uint16_t>(whole_type & ~kSeveral);
    if (id >= 0x8000) read_name();
    const bool is_long =
        type == kMapiString8 || type == kMapiString || type == kMapiBinary || type == kMapiObject;
    const std::uint32_t values = is_long || (whole_type & kSeveral) != 0 ? in_.u32() : 1;
    for (std::uint32_t i = 0; i < values && in_.ok(); ++i) {
      const std::uint32_t bytes = is_long ? in_.u32() : static_cast<std::uint32_t>(width_of(type));
      const ByteView value = in_.take(bytes);
      skip_to_four(bytes);
      if (in_.ok()) all_.set(id, type, value);
      if (bytes == 0 && !is_long) break;
    }
  }

  Little& in_;
  MapiProperties& all_;
};

struct Attachment {
  MapiProperties properties;
  ByteView data;
  bool is_cut = false;
};

class Tnef {
 public:
  explicit Tnef(Outlet* outlet) : outlet_(outlet) {}

  void read(ByteView item) {
    Little in(item);
    in.skip(6);
    while (!in.is_empty()) {
      const std::uint8_t level = in.u8();
      const std::uint32_t attribute = in.u32();
      const ByteView data = in.take(in.u32());
      if (level != kMessageLevel && level != kAttachmentLevel) {
        problem("what follows is no attribute, and was not read");
        break;
      }
      // What is cut off is read as far as it came.
      const bool is_whole = in.ok();
      const std::uint16_t checksum = in.u16();
      if (!in.ok()) problem("it is cut off");
      const auto sum = static_cast<std::uint16_t>(std::accumulate(data.begin(), data.end(), 0U));
      if (in.ok() && sum != checksum) problem("a checksum is another");
      if (level == kAttachmentLevel && attribute == kBeginAttachment && !end_attachment()) return;
      take(level, attribute, data, is_whole);
      if (!is_whole) break;
    }
    finish();
  }
  const MapiMessage& message() const { return message_; }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  void problem(std::string_view what) {
    if (std::ranges::find(problems_, what) == problems_.end()) problems_.emplace_back(what);
  }

  void take(std::uint8_t level, std::uint32_t attribute, ByteView data, bool is_whole) {
    Little in(data);
    MapiProperties& message = message_.properties;
    switch (attribute) {
      case kCodePage:
        message.charset = charset_of_code_page(in.u32());
        break;
      case kSubject:
        plain_.set(kMapiSubject, kMapiString8, data);
        break;
      case kBody:
        plain_.set(kMapiBody, kMapiString8, data);
        break;
      case kFrom:
        take_from(in);
        break;
      case kMessageProperties:
        PropertyReader(in, message).read();
        if (!in.ok()) problem("its properties are damaged");
        break;
      case kRecipients: {
        const std::uint32_t rows = std::min(in.u32(), kMaxRows);
        for (std::uint32_t i = 0; i < rows && in.ok(); ++i) {
          message_.recipients.emplace_back();
          PropertyReader(in, message_.recipients.back()).read();
        }
        break;
      }
      case kBeginAttachment:
        if (level == kAttachmentLevel) attachment_.emplace();
        break;
      case kAttachTitle:
        if (attachment_) attachment_->properties.set(kMapiAttachShortName, kMapiString8, data);
        break;
      case kAttachData:
        if (attachment_) {
          attachment_->data = data;
          attachment_->is_cut = !is_whole;
        }
        break;
      case kAttachmentProperties:
        if (attachment_) PropertyReader(in, attachment_->properties).read();
        break;
      default:
        break;
    }
  }

  // A name and an address behind a head of four numbers (TRP of MS-OXTNEF 2.1.3.3).
  void take_from(Little& in) {
    in.skip(4);
    const std::uint16_t name = in.u16(), address = in.u16();
    plain_.set(kMapiSenderName, kMapiString8, in.take(name));
    std::string with_type = to_text(in.take(address));
    const std::size_t colon = with_type.find(':');  // "SMTP:amal@example.org"
    if (colon != std::string::npos) with_type.erase(0, colon + 1);
    plain_.set(kMapiSenderAddress, kMapiString8, as_bytes(with_type));
  }

  // False: no more are wanted.
  bool end_attachment() {
    if (!attachment_ || outlet_ == nullptr) return attachment_.reset(), true;
    Attachment one = std::move(*attachment_);
    attachment_.reset();
    one.properties.charset = message_.properties.charset;
    Part part;
    part.name = attachment_name(one.properties);
    part.hints = attachment_hints(one.properties);
    // An object is behind the identifier of what it is: a message again as TNEF, or a storage.
    const Bytes* object = one.properties.bytes(kMapiAttachData, kMapiObject);
    ByteView bytes = one.data;
    if (const Bytes* data = one.properties.bytes(kMapiAttachData, kMapiBinary);
        data && bytes.empty())
      bytes = *data;
    if (object != nullptr && object->size() > kGuidBytes)
      bytes = ByteView(*object).subspan(kGuidBytes);
    if (!outlet_->begin(std::move(part))) return false;
    (void)outlet_->data(bytes);
    return outlet_->end(one.is_cut ? "it is cut off" : "");
  }

  void finish() {
    (void)end_attachment();
    take_charset(message_);
    plain_.charset = message_.properties.charset;
    // Properties say more than attributes do, where both are there.
    for (const std::uint16_t id : {kMapiSubject, kMapiBody, kMapiSenderName, kMapiSenderAddress}) {
      if (!message_.properties.text(id).empty()) continue;
      if (const Bytes* value = plain_.bytes(id, kMapiString8))
        message_.properties.set(id, kMapiString8, *value);
    }
  }

  Outlet* outlet_;
  MapiMessage message_;
  MapiProperties plain_;  // what attributes say of the message
  std::optional<Attachment> attachment_;
  std::vector<std::string> problems_;
};

}  // namespace

bool is_tnef(ByteView item) { return item.size() >= 6 && Little(item).u32() == kSignature; }

void open_tnef(ByteView item, Outlet& outlet) {
  Tnef tnef(&outlet);
  tnef.read(item);
  for (const std::string& problem : tnef.problems()) outlet.problem(problem);
  if (!outlet.is_done()) (void)give_bodies(tnef.message().properties, outlet);
}

void tnef_text(ByteView item, Text& text) {
  Tnef tnef(nullptr);
  tnef.read(item);
  TextSink sink;
  mapi_text(tnef.message(), sink);
  text = sink.finish();
  text.problems.insert(text.problems.end(), tnef.problems().begin(), tnef.problems().end());
}

}  // namespace sanad::parts
