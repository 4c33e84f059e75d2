// Values follow from SHA-256 of the class's seed, the study and the name, with the number of the
// seat beside or within it (docs/formats/world.md).
#include "variables.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "base/time.h"
#include "crypto/crypto.h"

namespace sanad::story {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::string_view kCodeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
static_assert(kCodeLetters.size() == 32);

// --- reading ---

struct KindName {
  std::string_view name;
  Variable::Kind kind;
};
constexpr std::array<KindName, 8> kKinds = {{{"choice", Variable::Kind::kChoice},
                                             {"number", Variable::Kind::kNumber},
                                             {"time", Variable::Kind::kTime},
                                             {"local", Variable::Kind::kLocal},
                                             {"code", Variable::Kind::kCode},
                                             {"phone", Variable::Kind::kPhone},
                                             {"wallet", Variable::Kind::kWallet},
                                             {"text", Variable::Kind::kText}}};

Result<void> read_choice(const json::Value& value, const Place& place, Variable& variable) {
  SANAD_CHECK(only_members(value, place, {"kind", "of", "apart_from", "with"}));
  SANAD_TRY(variable.of, texts_of(value, place, "of"));
  SANAD_TRY(variable.apart_from, texts_of(value, place, "apart_from"));
  SANAD_TRY(variable.with, text_or(value, place, "with", ""));
  const std::set<std::string> different(variable.of.begin(), variable.of.end());
  if (different.size() != variable.of.size() || variable.of.size() < 3)
    return place.at("of").error("three or more texts are needed, each another one");
  for (const std::string& text : variable.of)
    if (text.find("${") != std::string::npos)
      return place.at("of").error("variables stand in a variable of kind \"text\", not here");
  if (!variable.with.empty() && !variable.apart_from.empty())
    return place.error("\"with\" and \"apart_from\" exclude each other");
  return {};
}

Result<std::int64_t> minutes_of(const json::Value& value, const Place& place,
                                std::string_view member) {
  SANAD_TRY(const std::string text, text_of(value, place, member));
  const auto at = parse_timestamp(text);
  if (!at.ok() || at->unix_ms % kMsPerMinute != 0)
    return place.at(member).error("an instant in whole minutes of UTC is needed here");
  return at->unix_ms / kMsPerMinute;
}

Result<void> read_span(const json::Value& value, const Place& place, Variable& variable) {
  const bool is_time = variable.kind == Variable::Kind::kTime;
  const std::string_view step = is_time ? "step_minutes" : "step";
  SANAD_CHECK(only_members(value, place, {"kind", "from", "to", step}));
  constexpr std::int64_t kMost = 1'000'000'000'000;
  if (is_time) {
    SANAD_TRY(variable.from, minutes_of(value, place, "from"));
    SANAD_TRY(variable.to, minutes_of(value, place, "to"));
  } else {
    SANAD_TRY(variable.from, int_of(value, place, "from", -kMost, kMost));
    SANAD_TRY(variable.to, int_of(value, place, "to", -kMost, kMost));
  }
  if (!value[step].is_null()) {
    SANAD_TRY(variable.step, int_of(value, place, step, 1, kMost));
  }
  if (variable.to < variable.from || (variable.to - variable.from) / variable.step < 2)
    return place.error("there must be three or more values from \"from\" to \"to\"");
  return {};
}

Result<void> read_local(const json::Value& value, const Place& place, Variable& variable) {
  SANAD_CHECK(only_members(value, place, {"kind", "of", "offset_minutes", "as"}));
  SANAD_TRY(variable.of_time, text_of(value, place, "of"));
  SANAD_TRY(const std::int64_t offset, int_of(value, place, "offset_minutes", -900, 900));
  variable.offset_minutes = static_cast<int>(offset);
  SANAD_TRY(variable.as, text_or(value, place, "as", "iso"));
  if (variable.as != "iso" && variable.as != "date" && variable.as != "clock")
    return place.at("as").error("\"iso\", \"date\" or \"clock\" is needed here");
  return {};
}

Result<Variable> read_variable(const json::Value& value, const Place& place) {
  Variable variable;
  SANAD_TRY(const std::string kind, text_of(value, place, "kind"));
  const auto known = std::ranges::find(kKinds, kind, &KindName::name);
  if (known == kKinds.end())
    return place.at("kind").error(
        "choice, number, time, local, code, phone, wallet or text is needed here");
  variable.kind = known->kind;
  switch (variable.kind) {
    case Variable::Kind::kChoice:
      SANAD_CHECK(read_choice(value, place, variable));
      break;
    case Variable::Kind::kNumber:
    case Variable::Kind::kTime:
      SANAD_CHECK(read_span(value, place, variable));
      break;
    case Variable::Kind::kLocal:
      SANAD_CHECK(read_local(value, place, variable));
      break;
    case Variable::Kind::kCode: {
      SANAD_CHECK(only_members(value, place, {"kind", "letters"}));
      SANAD_TRY(const std::int64_t letters, int_of(value, place, "letters", 4, 24));
      variable.letters = static_cast<std::size_t>(letters);
      break;
    }
    case Variable::Kind::kPhone:
    case Variable::Kind::kWallet:
      SANAD_CHECK(only_members(value, place, {"kind"}));
      break;
    case Variable::Kind::kText: {
      SANAD_CHECK(only_members(value, place, {"kind", "is"}));
      SANAD_TRY(variable.is, text_of(value, place, "is"));
      break;
    }
  }
  return variable;
}

using Variables = std::map<std::string, Variable, std::less<>>;

const Variable* of_kind(const Variables& variables, std::string_view name, Variable::Kind kind) {
  const auto found = variables.find(name);
  return found != variables.end() && found->second.kind == kind ? &found->second : nullptr;
}

// What one variable says of others. Choices that lean on another lean on one that leans on none, or
// on ones that come before in a chain that ends: `apart_from` looks at offsets, see offset_of.
Result<void> check_choice(const Variables& variables, const Variable& variable,
                          const Place& place) {
  if (!variable.with.empty()) {
    const Variable* other = of_kind(variables, variable.with, Variable::Kind::kChoice);
    if (other == nullptr || !other->with.empty())
      return place.at("with").error("the name of a choice without \"with\" is needed here");
    if (other->of.size() != variable.of.size())
      return place.at("of").error("as many texts as in the choice named by \"with\" are needed");
  }
  if (variable.apart_from.size() >= variable.of.size())
    return place.at("apart_from").error("more texts than names are needed in \"of\"");
  for (const std::string& name : variable.apart_from) {
    const Variable* other = of_kind(variables, name, Variable::Kind::kChoice);
    if (other == nullptr || other->of != variable.of || !other->with.empty())
      return place.at("apart_from").error("names of choices of the same texts are needed here");
    // One direction, so that there is a first: the other ones know nothing of this one.
    if (!other->apart_from.empty() &&
        std::ranges::find_if(other->apart_from, [&](const std::string& back) {
          const Variable* first = of_kind(variables, back, Variable::Kind::kChoice);
          return first == nullptr || first == &variable ||
                 !std::ranges::count(variable.apart_from, back);
        }) != other->apart_from.end())
      return place.at("apart_from")
          .error(
              fmt::format("name those too from which \"{}\" is apart, and not one another", name));
  }
  return {};
}

// Names in a text of the study's own: none that is unknown, none that leads back.
Result<void> check_text(const Variables& variables, std::string_view study, const std::string& name,
                        const Place& place, std::vector<std::string>& open,
                        std::set<std::string>& done) {
  if (done.contains(name)) return {};
  if (std::ranges::find(open, name) != open.end())
    return place.error("its text holds itself by way of other variables");
  if (open.size() > 16) return place.error("texts are held by texts too often");
  const Variable& variable = variables.find(name)->second;
  if (variable.kind != Variable::Kind::kText) return {};
  open.push_back(name);
  const std::string prefix = std::string(study) + ".";
  std::optional<Error> problem;
  const auto filled = fill_in(variable.is, [&](std::string_view full) {
    const std::string_view own = full.starts_with(prefix) ? full.substr(prefix.size()) : full;
    if (!variables.contains(own)) return std::optional<std::string>();
    const auto checked = check_text(variables, study, std::string(own), place, open, done);
    if (!checked.ok()) problem = checked.error();
    return std::optional<std::string>("");
  });
  if (problem) return *problem;
  if (!filled.ok()) return place.at("is").error(filled.error().message);
  open.pop_back();
  done.insert(name);
  return {};
}

// --- values ---

// 32 bytes that follow from what is given.
Digest256 digest_of(std::uint64_t seed, std::string_view study, std::string_view name,
                    std::string_view more) {
  return crypto::sha256(
      as_bytes(fmt::format("sanad-story/1\n{}\n{}\n{}\n{}", seed, study, name, more)));
}

std::uint64_t number_of(const Digest256& digest, std::size_t at = 0) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | digest[at + i];
  return number;
}

struct Class {
  const Study& study;
  std::uint64_t seed;
  std::uint32_t seat;
};

// Where in its list a choice begins for seat 0: apart from where those begin from which it is to be
// apart, so that they are apart for every seat.
std::size_t offset_of(const Class& one, std::string_view name, const Variable& variable) {
  const std::size_t count = variable.of.size();
  std::set<std::size_t> taken;
  for (const std::string& other : variable.apart_from)
    taken.insert(offset_of(one, other, one.study.variables.find(other)->second));
  auto offset =
      static_cast<std::size_t>(number_of(digest_of(one.seed, one.study.id, name, "")) % count);
  while (taken.contains(offset)) offset = (offset + 1) % count;
  return offset;
}

const std::string& choose(const Class& one, std::string_view name, const Variable& variable) {
  const std::size_t offset =
      variable.with.empty()
          ? offset_of(one, name, variable)
          : offset_of(one, variable.with, one.study.variables.find(variable.with)->second);
  return variable.of[(offset + one.seat) % variable.of.size()];
}

// One of the numbers of a span. A seat's place is some strides on from the one before it, and the
// stride has no divisor in common with how many there are: seats that follow one another differ,
// and the next one's is not a step away.
std::int64_t pick(const Class& one, std::string_view name, const Variable& variable) {
  const auto count = static_cast<std::uint64_t>((variable.to - variable.from) / variable.step) + 1;
  const Digest256 digest = digest_of(one.seed, one.study.id, name, "");
  std::uint64_t stride = number_of(digest, 8) % count;
  while (std::gcd(stride, count) != 1) stride = (stride + 1) % count;
  // count is at most 2e12 and a seat below 2^32: reduce before multiplying stays below 2^64 only
  // for both factors reduced, so the product is taken in 128 bits.
  __extension__ using Wide = unsigned __int128;
  const auto place = static_cast<std::uint64_t>(
      (static_cast<Wide>(stride) * one.seat + number_of(digest)) % count);
  return variable.from + static_cast<std::int64_t>(place) * variable.step;
}

std::string as_utc(std::int64_t minutes) {
  // Without fractions: "2026-03-04T20:40:00Z".
  return format_timestamp({minutes * kMsPerMinute}).substr(0, 19) + "Z";
}

std::string as_local(std::int64_t minutes, std::string_view as) {
  const std::string text = format_timestamp({minutes * kMsPerMinute});
  if (as == "date") return text.substr(0, 10);
  if (as == "clock") return text.substr(11, 5);
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

std::string value_of(const Class& one, std::string_view name, const Variable& variable) {
  const Digest256 digest = digest_of(one.seed, one.study.id, name, std::to_string(one.seat));
  switch (variable.kind) {
    case Variable::Kind::kChoice:
      return choose(one, name, variable);
    case Variable::Kind::kNumber:
      return std::to_string(pick(one, name, variable));
    case Variable::Kind::kTime:
      return as_utc(pick(one, name, variable));
    case Variable::Kind::kLocal: {
      const auto time = one.study.variables.find(variable.of_time);
      return as_local(pick(one, time->first, time->second) + variable.offset_minutes, variable.as);
    }
    case Variable::Kind::kCode: {
      std::string code;
      for (std::size_t i = 0; i < variable.letters; ++i)
        code += kCodeLetters[digest[i] % kCodeLetters.size()];
      return code;
    }
    case Variable::Kind::kPhone:
      return fmt::format("+999{:09}", number_of(digest) % 1'000'000'000);
    case Variable::Kind::kWallet:
      return testnet_address(ByteView(digest).first(20));
    case Variable::Kind::kText:
      break;
  }
  return variable.is;
}

// BIP-173: the checksum over values of five bits.
std::uint32_t checksum_of(const std::vector<std::uint8_t>& values) {
  constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                       0x3d4233dd, 0x2a1462b3};
  std::uint32_t check = 1;
  for (const std::uint8_t value : values) {
    const std::uint32_t top = check >> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (std::size_t i = 0; i < 5; ++i)
      if (((top >> i) & 1) != 0) check ^= kGenerator[i];
  }
  return check;
}

}  // namespace

Result<Variables> read_variables(const json::Value& value, const Place& place,
                                 std::string_view study) {
  Variables variables;
  if (value.is_null()) return variables;
  if (value.as_object() == nullptr) return place.error("an object is needed here");
  if (value.as_object()->size() > kMaxVariables)
    return Error{ErrorCode::kLimit,
                 fmt::format("{}: more than {} variables", place.name, kMaxVariables)};
  for (const json::Member& member : *value.as_object()) {
    if (!is_name(member.name)) return place.at(member.name).error("this is not a name");
    SANAD_TRY(Variable variable, read_variable(member.value, place.at(member.name)));
    SANAD_TRY_WITH(variable.is, fill_in(variable.is, with_full_names(study)),
                   place.at(member.name).at("is").name);
    variables.emplace(member.name, std::move(variable));
  }
  std::set<std::string> checked_texts;
  for (const auto& [name, variable] : variables) {
    if (variable.kind == Variable::Kind::kChoice)
      SANAD_CHECK(check_choice(variables, variable, place.at(name)));
    if (variable.kind == Variable::Kind::kLocal &&
        of_kind(variables, variable.of_time, Variable::Kind::kTime) == nullptr)
      return place.at(name).at("of").error("the name of a time is needed here");
    std::vector<std::string> open;
    SANAD_CHECK(check_text(variables, study, name, place.at(name), open, checked_texts));
  }
  return variables;
}

ValueOf with_full_names(std::string_view study) {
  return [study = std::string(study)](std::string_view name) {
    return std::optional<std::string>(name.find('.') == std::string_view::npos
                                          ? fmt::format("${{{}.{}}}", study, name)
                                          : fmt::format("${{{}}}", name));
  };
}

Result<std::string> fill_in(std::string_view text, const ValueOf& value_of) {
  std::string filled;
  while (true) {
    const std::size_t begin = text.find("${");
    if (begin == std::string_view::npos) break;
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos)
      return Error{ErrorCode::kInvalid, "a \"${\" is not followed by \"}\""};
    filled += text.substr(0, begin);
    const std::string_view name = text.substr(begin + 2, end - begin - 2);
    const auto value = value_of(name);
    if (!value)
      return Error{ErrorCode::kInvalid, fmt::format("no variable is called \"{}\"", name)};
    filled += *value;
    if (filled.size() > kMaxTextBytes)
      return Error{ErrorCode::kLimit, "a text grows too long by its variables"};
    text.remove_prefix(end + 1);
  }
  return filled.append(text);
}

Result<json::Value> fill_in_all(const json::Value& value, const Place& place,
                                const ValueOf& value_of) {
  if (const std::string* text = value.as_string()) {
    auto filled = fill_in(*text, value_of);
    if (!filled.ok()) return filled.error().with_context(place.name);
    return json::Value(std::move(filled).value());
  }
  if (const json::Array* array = value.as_array()) {
    json::Array filled;
    for (std::size_t i = 0; i < array->size(); ++i) {
      SANAD_TRY(json::Value one, fill_in_all((*array)[i], place.at(i), value_of));
      filled.push_back(std::move(one));
    }
    return json::Value(std::move(filled));
  }
  if (const json::Object* object = value.as_object()) {
    json::Object filled;
    for (const json::Member& member : *object) {
      SANAD_TRY(json::Value one, fill_in_all(member.value, place.at(member.name), value_of));
      filled.append_unchecked(member.name, std::move(one));
    }
    return json::Value(std::move(filled));
  }
  return value;
}

Result<Values> values_of(const Study& study, std::uint64_t seed, std::uint32_t seat) {
  const Class one{study, seed, seat};
  Values values;
  for (const auto& [name, variable] : study.variables)
    values.emplace(study.id + "." + name, value_of(one, name, variable));
  // Texts within texts: read_variables found that none leads back to itself.
  for (const auto& [name, variable] : study.variables) {
    if (variable.kind != Variable::Kind::kText) continue;
    std::string text = variable.is;
    while (text.find("${") != std::string::npos) {
      SANAD_TRY_WITH(text,
                     fill_in(text,
                             [&](std::string_view full) {
                               const auto found = values.find(full);
                               return found == values.end()
                                          ? std::optional<std::string>()
                                          : std::optional<std::string>(found->second);
                             }),
                     fmt::format("the variable \"{}\" of \"{}\"", name, study.id));
    }
    values[study.id + "." + name] = std::move(text);
  }
  return values;
}

std::string testnet_address(ByteView program) {
  constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  std::vector<std::uint8_t> values = {3, 3, 0, 20, 2};  // "tb", as BIP-173 expands it
  const std::size_t prefix = values.size();
  values.push_back(0);  // version
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t byte : program) {
    bits = (bits << 8 | byte) & 0xfff;
    count += 8;
    while (count >= 5) {
      count -= 5;
      values.push_back(static_cast<std::uint8_t>(bits >> count & 31));
    }
  }
  if (count > 0) values.push_back(static_cast<std::uint8_t>(bits << (5 - count) & 31));
  const std::size_t data = values.size();
  values.insert(values.end(), 6, 0);
  const std::uint32_t check = checksum_of(values) ^ 1;
  for (std::size_t i = 0; i < 6; ++i)
    values[data + i] = static_cast<std::uint8_t>(check >> (5 * (5 - i)) & 31);
  std::string address = "tb1";
  for (std::size_t i = prefix; i < values.size(); ++i) address += kAlphabet[values[i]];
  return address;
}

}  // namespace sanad::story
