#include "fields.h"

#include <algorithm>

#include "text/fold.h"

namespace sanad::search {
namespace {

using Kind = FieldRule::Kind;

constexpr FieldRule kRules[] = {
    {Kind::kWords, "title", Field::kTitle, {}},
    {Kind::kWords, "author", Field::kAuthor, TermClass::kAuthor},
    {Kind::kWords, "chat", Field::kChat, TermClass::kChat},
    {Kind::kFact, "kind", {}, TermClass::kKind},
    {Kind::kFact, "in", {}, TermClass::kPlatform},
    {Kind::kFact, "exhibit", {}, TermClass::kExhibit},
    {Kind::kFact, "lang", {}, TermClass::kLanguage},
    {Kind::kFact, "has", {}, TermClass::kHas},
    {Kind::kDates, "on", {}, {}},
    {Kind::kDates, "before", {}, {}},
    {Kind::kDates, "after", {}, {}},
    {Kind::kDates, "between", {}, {}},
    {Kind::kStrict, "strict", {}, {}},
};

struct OtherName {
  std::string_view folded;
  std::string_view name;
};

constexpr OtherName kOtherNames[] = {
    {"عنوان", "title"}, {"مصنف", "author"},     {"كاتب", "author"},   {"گفتگو", "chat"},
    {"محادثه", "chat"}, {"قسم", "kind"},        {"نوع", "kind"},      {"پليٹ_فارم", "in"},
    {"منصه", "in"},     {"دستاويز", "exhibit"}, {"مستند", "exhibit"}, {"زبان", "lang"},
    {"لغه", "lang"},    {"شامل", "has"},        {"يحوي", "has"},      {"تاريخ", "on"},
    {"پهلے", "before"}, {"قبل", "before"},      {"بعد", "after"},     {"درميان", "between"},
    {"بين", "between"}, {"هوبهو", "strict"},    {"حرفيا", "strict"},  {"language", "lang"},
    {"from", "author"}, {"platform", "in"},     {"exact", "strict"},
};

}  // namespace

const FieldRule* find_field(std::string_view name) {
  auto folded = text::fold_to_utf8(name);
  if (!folded.ok() || name.size() > 64) return nullptr;
  std::string wanted = *folded;
  std::replace(wanted.begin(), wanted.end(), ' ', '_');
  for (const OtherName& other : kOtherNames) {
    if (other.folded == wanted) wanted = other.name;
  }
  const auto* rule = std::find_if(std::begin(kRules), std::end(kRules),
                                  [&](const FieldRule& one) { return one.name == wanted; });
  return rule == std::end(kRules) ? nullptr : rule;
}

const FieldRule* field_of(const Node& node) {
  for (const FieldRule& rule : kRules) {
    const bool words = node.kind == Node::Kind::kWords && node.field != Field::kText &&
                       rule.kind == Kind::kWords && rule.field == node.field;
    const bool fact =
        node.kind == Node::Kind::kFact && rule.kind == Kind::kFact && rule.fact == node.fact;
    if (words || fact) return &rule;
  }
  return nullptr;
}

std::string field_names() {
  std::string out;
  for (const FieldRule& rule : kRules) {
    if (!out.empty()) out += ", ";
    out += rule.name;
    out += ':';
  }
  return out;
}

}  // namespace sanad::search
