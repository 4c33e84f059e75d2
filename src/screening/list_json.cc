// A list as JSON and back.
#include <fmt/format.h>

#include "screening/versions.h"

namespace sanad::screening {
namespace {

json::Array texts(const std::vector<std::string>& items) {
  json::Array array;
  for (const std::string& item : items) array.emplace_back(item);
  return array;
}

json::Object format_entry(const Entry& entry) {
  json::Array names, births, documents;
  for (const ListedName& name : entry.names)
    names.emplace_back(json::Object{{"text", name.text}, {"kind", static_cast<int>(name.kind)}});
  for (const BirthDate& birth : entry.births) {
    births.emplace_back(json::Array{birth.year_first, birth.year_last, birth.month, birth.day,
                                    birth.approximate ? 1 : 0});
  }
  for (const Document& document : entry.documents)
    documents.emplace_back(json::Array{document.type, document.number, document.country});
  return json::Object{{"id", entry.id},
                      {"reference", entry.reference},
                      {"entity", entry.kind == EntryKind::kEntity},
                      {"names", std::move(names)},
                      {"father", entry.father_name},
                      {"births", std::move(births)},
                      {"birth_places", texts(entry.birth_places)},
                      {"nationalities", texts(entry.nationalities)},
                      {"documents", std::move(documents)},
                      {"listed_on", entry.listed_on},
                      {"updated_on", entry.updated_on},
                      {"comments", entry.comments}};
}

Error wrong(std::string_view what) {
  return Error{ErrorCode::kInvalid,
               fmt::format("the list that was read is not of its form: {}", what)};
}

Result<std::string> text_of(const json::Value& value, std::string_view what) {
  const std::string* text = value.as_string();
  if (text == nullptr || text->size() > kMaxFieldBytes) return wrong(what);
  return *text;
}

Result<const json::Array*> array_of(const json::Value& value, std::string_view what) {
  const json::Array* array = value.as_array();
  if (array == nullptr || array->size() > kMaxFieldBytes) return wrong(what);
  return array;
}

Result<std::vector<std::string>> texts_of(const json::Value& value, std::string_view what) {
  SANAD_TRY(const json::Array* const array, array_of(value, what));
  std::vector<std::string> texts;
  for (const json::Value& item : *array) {
    SANAD_TRY(std::string text, text_of(item, what));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<ListedName> parse_name(const json::Value& value) {
  SANAD_TRY(std::string text, text_of(value["text"], "a name"));
  const std::int64_t kind = value["kind"].int_or(-1);
  if (kind < 0 || kind > static_cast<int>(NameKind::kWeakAlias)) return wrong("a kind of name");
  return ListedName{std::move(text), static_cast<NameKind>(kind)};
}

Result<BirthDate> parse_birth(const json::Value& value) {
  const json::Array* parts = value.as_array();
  if (parts == nullptr || parts->size() != 5) return wrong("a date of birth");
  int numbers[5];
  for (std::size_t i = 0; i < 5; ++i) {
    const std::int64_t number = (*parts)[i].int_or(-1);
    if (number < 0 || number > 9999) return wrong("a date of birth");
    numbers[i] = static_cast<int>(number);
  }
  BirthDate date{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4] == 1};
  // What cannot be written and read again is no date.
  if (parse_birth_date(format_birth_date(date)) != date) return wrong("a date of birth");
  return date;
}

Result<Document> parse_document(const json::Value& value) {
  SANAD_TRY(auto parts, texts_of(value, "a document"));
  if (parts.size() != 3) return wrong("a document");
  return Document{std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
}

template <typename T>
Result<void> each(const json::Value& value, std::string_view what,
                  Result<T> (*parse)(const json::Value&), std::vector<T>& into) {
  SANAD_TRY(const json::Array* const array, array_of(value, what));
  for (const json::Value& item : *array) {
    SANAD_TRY(T one, parse(item));
    into.push_back(std::move(one));
  }
  return {};
}

Result<Entry> parse_entry(const json::Value& value) {
  Entry entry;
  const std::pair<const char*, std::string*> members[] = {{"id", &entry.id},
                                                          {"reference", &entry.reference},
                                                          {"father", &entry.father_name},
                                                          {"listed_on", &entry.listed_on},
                                                          {"updated_on", &entry.updated_on},
                                                          {"comments", &entry.comments}};
  for (const auto& [name, text] : members) {
    SANAD_TRY(*text, text_of(value[name], name));
  }
  entry.kind = value["entity"].bool_or(false) ? EntryKind::kEntity : EntryKind::kPerson;
  SANAD_CHECK(each(value["names"], "names", parse_name, entry.names));
  if (entry.names.empty() || entry.names.size() > kMaxNamesAnEntry) return wrong("names");
  SANAD_CHECK(each(value["births"], "births", parse_birth, entry.births));
  SANAD_TRY(entry.birth_places, texts_of(value["birth_places"], "birth_places"));
  SANAD_TRY(entry.nationalities, texts_of(value["nationalities"], "nationalities"));
  SANAD_CHECK(each(value["documents"], "documents", parse_document, entry.documents));
  return entry;
}

}  // namespace

json::Value format_list(const List& list) {
  json::Array entries;
  entries.reserve(list.entries.size());
  for (const Entry& entry : list.entries) entries.emplace_back(format_entry(entry));
  return json::Object{
      {"name", list.name}, {"version", list.version}, {"entries", std::move(entries)}};
}

Result<List> parse_list(const json::Value& value) {
  List list;
  SANAD_TRY(list.name, text_of(value["name"], "name"));
  SANAD_TRY(list.version, text_of(value["version"], "version"));
  const json::Array* entries = value["entries"].as_array();
  if (entries == nullptr) return wrong("entries");
  if (entries->size() > kMaxEntries)
    return Error{ErrorCode::kLimit, fmt::format("the list has more than {} entries", kMaxEntries)};
  list.entries.reserve(entries->size());
  for (const json::Value& item : *entries) {
    SANAD_TRY(Entry entry, parse_entry(item));
    list.entries.push_back(std::move(entry));
  }
  return list;
}

}  // namespace sanad::screening
