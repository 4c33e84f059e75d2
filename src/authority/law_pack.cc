#include "authority/law_pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/embedded.h"
#include "pack_members.h"

namespace sanad::authority {

std::span<const EmbeddedFile> law_pack_files();

namespace {

constexpr std::array<std::string_view, 5> kKinds = {"power", "offence", "safeguard", "evidence",
                                                    "principle"};
constexpr std::array<std::string_view, 2> kStatuses = {"draft", "adopted"};
constexpr std::array<std::string_view, 3> kAnswers = {"yes", "no", "unknown"};

Result<Provision> parse_provision(const json::Value& value, const std::string& place) {
  Members members(
      value, place,
      {"key", "section", "alias_sections", "title", "summary", "kind", "confidence", "edition",
       "source", "jurisdiction", "valid_from", "valid_to", "superseded_by", "note"});
  Provision provision;
  provision.key = members.key("key");
  provision.section = members.text("section");
  provision.alias_sections = members.texts("alias_sections", false);
  provision.title = members.text("title");
  provision.summary = members.text("summary");
  provision.kind = members.word("kind", kKinds);
  provision.confidence = members.confidence();
  provision.edition = members.optional_text("edition");
  provision.source = members.optional_text("source");
  provision.jurisdiction = members.optional_text("jurisdiction");
  provision.valid_from = members.optional_day("valid_from");
  provision.valid_to = members.optional_day("valid_to");
  provision.superseded_by = members.optional_text("superseded_by");
  provision.note = members.optional_text("note");
  if (!provision.valid_to.empty() && provision.valid_to <= provision.valid_from)
    members.fail("valid_to", "must be after \"valid_from\"");
  SANAD_CHECK(members.done());
  return provision;
}

Result<Definition> parse_definition(const json::Value& value, const std::string& place) {
  Members members(value, place, {"key", "term", "meaning", "provision", "confidence", "note"});
  Definition definition{members.key("key"),      members.text("term"),
                        members.text("meaning"), members.key("provision"),
                        members.confidence(),    members.optional_text("note")};
  SANAD_CHECK(members.done());
  return definition;
}

Result<Offence> parse_offence(const json::Value& value, const std::string& place) {
  Members members(value, place,
                  {"key", "title", "definition", "elements", "cognizable", "bailable", "penalty",
                   "provision", "confidence", "note"});
  Offence offence;
  offence.key = members.key("key");
  offence.title = members.text("title");
  offence.definition = members.text("definition");
  offence.elements = members.texts("elements", true);
  offence.cognizable = members.word("cognizable", kAnswers);
  offence.bailable = members.word("bailable", kAnswers);
  offence.penalty = members.optional_text("penalty");
  offence.provision = members.key("provision");
  offence.confidence = members.confidence();
  offence.note = members.optional_text("note");
  SANAD_CHECK(members.done());
  return offence;
}

Result<clocks::Calendar> parse_calendar(const json::Value& value, const std::string& place) {
  SANAD_TRY_WITH(clocks::Calendar calendar, clocks::parse_calendar(value), place);
  return calendar;
}

const std::string& key_of(const PackClock& clock) { return clock.rule.key; }
template <class Item>
const std::string& key_of(const Item& item) {
  return item.key;
}

template <class Item>
const Item* find_key(const std::vector<Item>& items, std::string_view key) {
  const auto found =
      std::ranges::find_if(items, [&](const Item& item) { return key_of(item) == key; });
  return found == items.end() ? nullptr : &*found;
}

template <class Item, class Parse>
Result<std::vector<Item>> parse_list(Members& pack, std::string_view name, Parse parse) {
  std::vector<Item> read;
  const json::Array& items = pack.items(name);
  SANAD_CHECK(pack.done());
  for (std::size_t i = 0; i < items.size(); ++i) {
    SANAD_TRY(Item item, parse(items[i], fmt::format("{}[{}]", name, i)));
    if (find_key(read, key_of(item))) {
      return Error{
          ErrorCode::kInvalid,
          fmt::format("{}[{}]: the key \"{}\" stands in the pack twice", name, i, key_of(item))};
    }
    read.push_back(std::move(item));
  }
  return read;
}

Result<LawPack> parse_head(Members& members) {
  LawPack pack;
  constexpr std::array<std::string_view, 1> kFormats = {"sanad-law-pack"};
  members.word("format", kFormats);
  if (members.value("v").int_or(0) != 1) members.fail("v", "must be 1");
  pack.id = members.key("pack");
  pack.title = members.text("title");
  pack.jurisdiction = members.text("jurisdiction");
  pack.edition = members.day("edition");
  pack.status = members.word("status", kStatuses);
  pack.adopted_by = members.optional_text("adopted_by");
  pack.source = members.text("source");
  pack.retrieved_on = members.day("retrieved_on");
  pack.zone = members.text("zone");
  if ((pack.status == "adopted") == pack.adopted_by.empty())
    members.fail("adopted_by", "says who adopted an adopted pack, and only of one");
  if (members.value("provisions").is_null()) members.fail("provisions", "is missing");
  SANAD_CHECK(members.done());
  return pack;
}

json::Object format_provision(const Provision& provision) {
  json::Object object{{"key", provision.key},     {"section", provision.section},
                      {"title", provision.title}, {"summary", provision.summary},
                      {"kind", provision.kind},   {"confidence", provision.confidence}};
  set_texts(object, "alias_sections", provision.alias_sections);
  set_text(object, "edition", provision.edition);
  set_text(object, "source", provision.source);
  set_text(object, "jurisdiction", provision.jurisdiction);
  set_text(object, "valid_from", provision.valid_from);
  set_text(object, "valid_to", provision.valid_to);
  set_text(object, "superseded_by", provision.superseded_by);
  set_text(object, "note", provision.note);
  return object;
}

json::Object format_definition(const Definition& definition) {
  json::Object object{{"key", definition.key},
                      {"term", definition.term},
                      {"meaning", definition.meaning},
                      {"provision", definition.provision},
                      {"confidence", definition.confidence}};
  set_text(object, "note", definition.note);
  return object;
}

json::Object format_offence(const Offence& offence) {
  json::Object object{{"key", offence.key},
                      {"title", offence.title},
                      {"definition", offence.definition},
                      {"elements", format_texts(offence.elements)},
                      {"cognizable", offence.cognizable},
                      {"bailable", offence.bailable},
                      {"provision", offence.provision},
                      {"confidence", offence.confidence}};
  set_text(object, "penalty", offence.penalty);
  set_text(object, "note", offence.note);
  return object;
}

template <class Item, class Format>
void set_list(json::Object& object, std::string_view name, const std::vector<Item>& items,
              Format format) {
  json::Array array;
  for (const auto& item : items) array.emplace_back(format(item));
  if (!array.empty()) object.set(std::string(name), std::move(array));
}

}  // namespace

const Provision* LawPack::find(std::string_view key) const { return find_key(provisions, key); }
const Offence* LawPack::offence(std::string_view key) const { return find_key(offences, key); }
const PackClock* LawPack::clock(std::string_view key) const { return find_key(clocks, key); }
const Form* LawPack::form(std::string_view key) const { return find_key(forms, key); }
const Certificate* LawPack::certificate(std::string_view key) const {
  return find_key(certificates, key);
}

std::string_view LawPack::caution() const {
  return status == "adopted" ? "" : "draft: to be confirmed by counsel";
}

Result<LawPack> parse_law_pack(std::string_view text) {
  SANAD_TRY(const json::Value value, json::parse(text));
  Members members(value, "the pack",
                  {"format", "v", "pack", "title", "jurisdiction", "edition", "status",
                   "adopted_by", "source", "retrieved_on", "zone", "provisions", "definitions",
                   "offences", "calendars", "clocks", "forms", "certificates"});
  SANAD_TRY(LawPack pack, parse_head(members));
  SANAD_TRY(pack.provisions, parse_list<Provision>(members, "provisions", parse_provision));
  SANAD_TRY(pack.definitions, parse_list<Definition>(members, "definitions", parse_definition));
  SANAD_TRY(pack.offences, parse_list<Offence>(members, "offences", parse_offence));
  SANAD_TRY(pack.calendars, parse_list<clocks::Calendar>(members, "calendars", parse_calendar));
  SANAD_TRY(pack.clocks, parse_list<PackClock>(members, "clocks", parse_clock));
  SANAD_TRY(pack.forms, parse_list<Form>(members, "forms", parse_form));
  SANAD_TRY(pack.certificates, parse_list<Certificate>(members, "certificates", parse_certificate));
  SANAD_CHECK(check_links(pack));
  return pack;
}

json::Object format_law_pack(const LawPack& pack) {
  json::Object object{{"format", "sanad-law-pack"},
                      {"v", 1},
                      {"pack", pack.id},
                      {"title", pack.title},
                      {"jurisdiction", pack.jurisdiction},
                      {"edition", pack.edition},
                      {"status", pack.status},
                      {"source", pack.source},
                      {"retrieved_on", pack.retrieved_on},
                      {"zone", pack.zone}};
  set_text(object, "adopted_by", pack.adopted_by);
  set_list(object, "provisions", pack.provisions, format_provision);
  set_list(object, "definitions", pack.definitions, format_definition);
  set_list(object, "offences", pack.offences, format_offence);
  set_list(object, "calendars", pack.calendars, clocks::format_calendar);
  set_list(object, "clocks", pack.clocks, format_clock);
  set_list(object, "forms", pack.forms, format_form);
  set_list(object, "certificates", pack.certificates, format_certificate);
  return object;
}

Result<std::vector<LawPack>> shipped_law_packs() {
  std::vector<LawPack> packs;
  for (const auto& file : law_pack_files()) {
    SANAD_TRY_WITH(LawPack pack, parse_law_pack(file.bytes),
                   fmt::format("the law pack {}", file.name));
    packs.push_back(std::move(pack));
  }
  return packs;
}

}  // namespace sanad::authority
