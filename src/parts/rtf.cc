// RTF (Rich Text Format 1.9.1): groups, control words and characters. Its text is what a reader
// would see, with what is formatted as hidden; its parts are pictures and embedded objects.
//
// A group whose first word is a destination holds something else than text: of most the text is
// passed over, but pictures within are found. Depth is limited; of a group that is never closed
// everything counts.
#include <fmt/format.h>

#include "base/utf8.h"
#include "little.h"
#include "office_objects.h"
#include "rtf_words.h"

namespace sanad::parts {
namespace {

constexpr std::size_t kMaxGroups = 2000;  // within each other

int hex_digit(std::uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int letter = c | 0x20;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

class Rtf {
 public:
  // text or outlet may be absent.
  Rtf(TextSink* text, Outlet* outlet) : text_(text), outlet_(outlet) {
    if (outlet != nullptr) pictures_.emplace(*outlet);
    groups_.emplace_back();
  }

  void read(ByteView item) {
    rest_ = item;
    while (!rest_.empty() && !is_done()) {
      const std::uint8_t c = rest_.front();
      rest_ = rest_.subspan(1);
      if (c == '{') {
        if (!open_group()) return problem("its groups nest too deeply; the rest was not read");
      } else if (c == '}') {
        close_group();
      } else if (c == '\\') {
        control();
      } else if (c != '\r' && c != '\n') {
        character(c);
      }
    }
    if (groups_.size() > 1 && !is_done()) problem("it is cut off");
    while (groups_.size() > 1) close_group();
    flush();
  }
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  struct Group {
    RtfGoal goal = RtfGoal::kText;
    bool is_owner = false;  // its goal is its own, and data is collected here
    bool is_starred = false, is_new = true;
    long long font = -1;
    long long after_unicode = 1;  // characters that repeat a \u for old readers
    std::string_view coding;      // of a picture
    Bytes data;
    int half = -1;  // a digit of data that waits for its second
  };

  bool is_done() const {
    return (text_ != nullptr && text_->is_full()) || (outlet_ != nullptr && outlet_->is_done());
  }
  void problem(std::string_view what) { problems_.emplace_back(what); }
  Group& group() { return groups_.back(); }
  bool is_text() { return group().goal == RtfGoal::kText; }

  bool open_group() {
    flush();
    if (groups_.size() > kMaxGroups) return false;
    Group next;
    next.goal = group().goal;
    next.font = group().font;
    next.after_unicode = group().after_unicode;
    groups_.push_back(std::move(next));
    return true;
  }

  void close_group() {
    flush();
    skipped_ = 0;
    if (groups_.size() == 1) return;  // one bracket too many
    Group closed = std::move(group());
    groups_.pop_back();
    if (!closed.is_owner) return;
    if (closed.goal == RtfGoal::kText && text_ != nullptr) text_->line();
    if (closed.goal == RtfGoal::kPicture) give_picture(closed);
    if (closed.goal == RtfGoal::kObjectData) give_object(closed.data);
  }

  void control() {
    if (rest_.empty()) return;
    const std::uint8_t c = rest_.front();
    const auto is_letter = [](std::uint8_t one) {
      return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z');
    };
    if (!is_letter(c)) {
      rest_ = rest_.subspan(1);
      return symbol(c);
    }
    constexpr std::size_t kMaxWord = 32;  // a longer one is none that is known
    std::size_t length = 0;
    while (length < rest_.size() && is_letter(rest_[length])) ++length;
    const std::string name(as_text(rest_.first(std::min(length, kMaxWord))));
    rest_ = rest_.subspan(length);
    std::optional<long long> number;
    const bool is_negative =
        rest_.size() > 1 && rest_[0] == '-' && rest_[1] >= '0' && rest_[1] <= '9';
    if (is_negative) rest_ = rest_.subspan(1);
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      number = std::min(number.value_or(0) * 10 + (rest_.front() - '0'), 1LL << 40);
      rest_ = rest_.subspan(1);
    }
    if (number && is_negative) number = -*number;
    if (!rest_.empty() && rest_.front() == ' ') rest_ = rest_.subspan(1);
    word(name, number);
    group().is_new = false;
  }

  void symbol(std::uint8_t c) {
    switch (c) {
      case '\'': {
        if (rest_.size() < 2) return;
        const int high = hex_digit(rest_[0]), low = hex_digit(rest_[1]);
        if (high < 0 || low < 0) return;
        rest_ = rest_.subspan(2);
        if (!is_text()) return;
        if (skipped_ > 0) return (void)--skipped_;
        pending_.push_back(static_cast<std::uint8_t>(high * 16 + low));
        return;
      }
      case '*':
        group().is_starred = group().is_new;
        return;
      case '~':
        return sign("\u00A0");
      case '_':
        return sign("-");
      case '\r':
      case '\n':
        return line();
      case '\\':
      case '{':
      case '}':
        return character(c);
      default:
        return;  // a hyphen at which a line may break, and what nobody sees
    }
  }

  void word(const std::string& name, std::optional<long long> number) {
    if (name == "u") return unicode(number.value_or(0));
    if (name == "bin") return binary(static_cast<std::uint64_t>(std::max(number.value_or(0), 0LL)));
    flush();
    if (name == "uc") {
      group().after_unicode = std::clamp(number.value_or(1), 0LL, 100LL);
    } else if (name == "f") {
      group().font = number.value_or(0);
      if (group().goal == RtfGoal::kFonts) defined_font_ = group().font;
    } else if (name == "plain") {
      group().font = default_font_;
    } else if (name == "deff") {
      default_font_ = group().font = number.value_or(0);
    } else if (name == "fcharset" || (name == "cpg" && group().goal == RtfGoal::kFonts)) {
      const std::string charset =
          name == "cpg" ? charset_of_code_page(static_cast<unsigned>(number.value_or(0)))
                        : charset_of_font(number.value_or(0));
      if (!charset.empty() && fonts_.size() < 10'000) fonts_[defined_font_] = charset;
    } else if (name == "ansicpg") {
      charset_ = charset_of_code_page(static_cast<unsigned>(number.value_or(1252)));
    } else {
      known_word(name);
    }
  }

  void known_word(const std::string& name) {
    const auto known = rtf_words().find(name);
    const bool is_first_of_starred = group().is_starred && group().is_new;
    if (known == rtf_words().end() ||
        (is_first_of_starred && known->second.effect != RtfEffect::kGoal)) {
      if (is_first_of_starred && !is_inside_whole()) group().goal = RtfGoal::kSkipped;
      return;
    }
    const RtfWord& word = known->second;
    switch (word.effect) {
      case RtfEffect::kGoal:
        return begin(name, word.goal);
      case RtfEffect::kLine:
        return line();
      case RtfEffect::kPage:
        if (is_text() && text_ != nullptr) text_->page();
        return;
      case RtfEffect::kSpace:
        if (is_text() && text_ != nullptr) text_->space();
        return;
      case RtfEffect::kSign:
        return sign(word.value);
      case RtfEffect::kCharset:
        charset_ = word.value;
        return;
      case RtfEffect::kPicture:
        group().coding = word.value;
        return;
    }
  }

  bool is_inside_whole() { return group().goal == RtfGoal::kSkippedWhole; }

  void begin(const std::string& name, RtfGoal goal) {
    // What a picture or an object is made of holds no other, and texts of objects only their
    // result.
    if (is_inside_whole() || group().goal == RtfGoal::kFonts) return;
    const bool is_shown_anyway = name == "shptxt" || name == "result" || name == "shppict";
    if (goal == RtfGoal::kText && !is_text() && !is_shown_anyway) return;
    if (name == "shppict" && !is_text()) goal = RtfGoal::kSkipped;
    if (group().is_owner && !group().data.empty()) return;
    group().goal = goal;
    group().is_owner = true;
    if (goal == RtfGoal::kText && name != "shppict" && text_ != nullptr) text_->line();
  }

  void unicode(long long number) {
    flush_bytes();
    skipped_ = group().after_unicode;
    if (!is_text()) return;
    const auto unit = static_cast<std::uint32_t>(number < 0 ? number + 0x10000 : number);
    if (unit >= 0xD800 && unit < 0xDC00) {
      lead_ = unit;
      return;
    }
    std::string text;
    const bool is_trail = unit >= 0xDC00 && unit < 0xE000;
    if (is_trail && lead_ != 0) {
      append_utf8(text, 0x10000 + ((lead_ - 0xD800) << 10U) + (unit - 0xDC00));
    } else if (!is_trail && unit != 0 && unit <= 0x10FFFF) {
      // Symbols of fonts stand in a private area, by the byte that they are in the font.
      append_utf8(text, unit);
    }
    lead_ = 0;
    if (text_ != nullptr) text_->add(text);
  }

  void binary(std::uint64_t bytes) {
    const ByteView data = rest_.first(std::min<std::uint64_t>(bytes, rest_.size()));
    rest_ = rest_.subspan(data.size());
    if (Group* owner = owner_of_data())
      owner->data.insert(owner->data.end(), data.begin(), data.end());
  }

  Group* owner_of_data() {
    if (outlet_ == nullptr) return nullptr;
    if (group().goal != RtfGoal::kPicture && group().goal != RtfGoal::kObjectData) return nullptr;
    for (auto one = groups_.rbegin(); one != groups_.rend(); ++one) {
      if (one->is_owner) return &*one;
    }
    return nullptr;
  }

  void character(std::uint8_t c) {
    group().is_new = false;
    if (is_text()) {
      if (skipped_ > 0) return (void)--skipped_;
      if (text_ != nullptr) pending_.push_back(c);
      return;
    }
    const int digit = hex_digit(c);
    if (digit < 0) return;
    Group* owner = owner_of_data();
    if (owner == nullptr) return;
    if (owner->half < 0) {
      owner->half = digit;
      return;
    }
    owner->data.push_back(static_cast<std::uint8_t>(owner->half * 16 + digit));
    owner->half = -1;
  }

  void sign(std::string_view utf8) {
    flush();
    if (is_text() && text_ != nullptr) text_->add(utf8);
  }
  void line() {
    flush();
    if (is_text() && text_ != nullptr) text_->line();
  }

  void flush() {
    skipped_ = 0;
    lead_ = 0;
    flush_bytes();
  }
  void flush_bytes() {
    if (pending_.empty()) return;
    const auto font = fonts_.find(group().font);
    const bool is_ascii = std::ranges::all_of(pending_, [](std::uint8_t c) { return c < 0x80; });
    if (text_ != nullptr)
      text_->add(is_ascii ? std::string(as_text(pending_))
                          : text_from(pending_, font == fonts_.end() ? charset_ : font->second));
    pending_.clear();
  }

  void give_picture(const Group& picture) {
    if (!pictures_ || picture.data.empty()) return;
    if (picture.coding == "dib") {
      (void)pictures_->give_dib(picture.data);
    } else {
      (void)pictures_->give(picture.data, picture.coding.empty() ? "bin" : picture.coding);
    }
  }

  // An object of OLE 1 (MS-OLEDS 2.2.5): three names, then its bytes.
  void give_object(ByteView data) {
    if (outlet_ == nullptr || data.empty()) return;
    constexpr std::uint32_t kEmbedded = 2;
    const std::string name = fmt::format("object {}", ++objects_);
    Little in(data);
    in.skip(4);
    const std::uint32_t format = in.u32();
    const ByteView kind = in.take(in.u32());
    in.skip(in.u32());
    in.skip(in.u32());
    const std::uint32_t length = in.u32();
    const bool is_known = in.ok() && format == kEmbedded;
    const ByteView native = is_known ? in.take(length) : data;
    if (is_known && as_text(kind).starts_with("Package")) {
      (void)give_native(native, name, *outlet_);
      return;
    }
    Part part;
    part.name = name;
    if (!outlet_->begin(std::move(part))) return;
    (void)outlet_->data(native);
    (void)outlet_->end(is_known && !in.ok() ? "it is cut off" : "");
  }

  TextSink* text_;
  Outlet* outlet_;
  std::optional<PictureGiver> pictures_;
  std::uint64_t objects_ = 0;
  ByteView rest_;
  std::vector<Group> groups_;
  std::vector<std::string> problems_;
  std::string charset_ = "windows-1252";
  std::map<long long, std::string> fonts_;  // charsets
  long long default_font_ = -1, defined_font_ = -1;
  Bytes pending_;           // characters of one charset
  long long skipped_ = 0;   // characters still to pass over after \u
  std::uint32_t lead_ = 0;  // the first half of a pair
};

}  // namespace

bool is_rtf(ByteView item) { return as_text(item).starts_with("{\\rt"); }

void open_rtf(ByteView item, Outlet& outlet) {
  Rtf rtf(nullptr, &outlet);
  rtf.read(item);
  for (const std::string& problem : rtf.problems()) outlet.problem(problem);
}

void rtf_text(ByteView item, Text& text) {
  TextSink sink;
  Rtf rtf(&sink, nullptr);
  rtf.read(item);
  text = sink.finish();
  text.problems.insert(text.problems.end(), rtf.problems().begin(), rtf.problems().end());
}

}  // namespace sanad::parts
