// The Consolidated List's XML, by its element names; a schema of its own is published beside it.
#include <fmt/format.h>

#include "screening/list.h"
#include "xml.h"

namespace sanad::screening {
namespace {

void append_word(std::string& to, std::string_view word) {
  if (word.empty()) return;
  if (!to.empty()) to += ' ';
  to += word;
}

void append_part(std::string& to, std::string_view part) {
  if (part.empty()) return;
  if (!to.empty()) to += ", ";
  to += part;
}

void add_name(Entry& entry, std::string text, NameKind kind) {
  if (!text.empty()) entry.names.push_back({std::move(text), kind});
}

void add_alias(Entry& entry, const XmlElement& alias) {
  const std::string_view quality = alias.child_text("QUALITY");
  // "Good" and "a.k.a." stand for aliases that identify; "Low" for those that hardly do.
  const NameKind kind = quality == "Low" ? NameKind::kWeakAlias : NameKind::kAlias;
  add_name(entry, std::string(alias.child_text("ALIAS_NAME")), kind);
}

void add_birth(Entry& entry, const XmlElement& birth) {
  BirthDate date;
  std::optional<BirthDate> found = parse_birth_date(birth.child_text("DATE"));
  if (!found) found = parse_birth_date(birth.child_text("YEAR"));
  if (!found) {
    found = parse_birth_date(
        fmt::format("{} to {}", birth.child_text("FROM_YEAR"), birth.child_text("TO_YEAR")));
  }
  if (!found) return;
  date = *found;
  date.approximate = birth.child_text("TYPE_OF_DATE") == "APPROXIMATELY";
  entry.births.push_back(date);
}

void add_birth_place(Entry& entry, const XmlElement& place) {
  std::string text;
  for (const char* part : {"STREET", "CITY", "STATE_PROVINCE", "COUNTRY"}) {
    append_part(text, place.child_text(part));
  }
  if (!text.empty()) entry.birth_places.push_back(std::move(text));
}

void add_document(Entry& entry, const XmlElement& document) {
  Document out{std::string(document.child_text("TYPE_OF_DOCUMENT")),
               std::string(document.child_text("NUMBER")),
               std::string(document.child_text("ISSUING_COUNTRY"))};
  if (!out.number.empty()) entry.documents.push_back(std::move(out));
}

// The list has no element for the father's name; its comments state it in one of these ways.
std::string father_in(std::string_view comments) {
  for (const std::string_view lead : {"Father's name is ", "Father’s name is ",
                                      "Father's name: ", "Father’s name: ", "father's name is ",
                                      "Father's name ", "Father’s name "}) {
    const std::size_t at = comments.find(lead);
    if (at == comments.npos) continue;
    const std::string_view rest = comments.substr(at + lead.size());
    return std::string(rest.substr(0, rest.find_first_of(".,;(\n")));
  }
  return {};
}

void take_child(Entry& entry, const XmlElement& child) {
  const std::string& name = child.name;
  if (name == "INDIVIDUAL_ALIAS" || name == "ENTITY_ALIAS") add_alias(entry, child);
  if (name == "INDIVIDUAL_DATE_OF_BIRTH") add_birth(entry, child);
  if (name == "INDIVIDUAL_PLACE_OF_BIRTH") add_birth_place(entry, child);
  if (name == "INDIVIDUAL_DOCUMENT") add_document(entry, child);
  if (name == "NATIONALITY") {
    for (const XmlElement& value : child.children) {
      if (!value.text.empty()) entry.nationalities.push_back(value.text);
    }
  }
  if (name == "LAST_DAY_UPDATED" && !child.children.empty()) {
    entry.updated_on = child.children.back().text;
  }
}

Result<Entry> entry_from(const XmlElement& record) {
  Entry entry;
  entry.kind = record.name == "ENTITY" ? EntryKind::kEntity : EntryKind::kPerson;
  entry.id = record.child_text("DATAID");
  entry.reference = record.child_text("REFERENCE_NUMBER");
  entry.listed_on = record.child_text("LISTED_ON");
  entry.comments = record.child_text("COMMENTS1");
  std::string primary;
  for (const char* part : {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}) {
    append_word(primary, record.child_text(part));
  }
  if (primary.empty()) {
    return Error{ErrorCode::kInvalid, fmt::format("the entry {} has no name", entry.id)};
  }
  add_name(entry, std::move(primary), NameKind::kPrimary);
  add_name(entry, std::string(record.child_text("NAME_ORIGINAL_SCRIPT")),
           NameKind::kOriginalScript);
  for (const XmlElement& child : record.children) take_child(entry, child);
  if (entry.names.size() > kMaxNamesAnEntry) {
    return Error{ErrorCode::kLimit, fmt::format("the entry {} has too many names", entry.id)};
  }
  entry.father_name = father_in(entry.comments);
  return entry;
}

}  // namespace

Result<List> parse_un_list(std::string_view xml, std::string list_name) {
  List list;
  list.name = std::move(list_name);
  XmlReader reader;
  reader.records = {"INDIVIDUAL", "ENTITY"};
  reader.on_root = [&](const XmlAttributes& attributes) {
    for (const auto& [name, value] : attributes) {
      if (name == "dateGenerated") list.version = value;
    }
  };
  reader.on_record = [&](const XmlElement& record) -> Result<void> {
    if (list.entries.size() == kMaxEntries) {
      return Error{ErrorCode::kLimit, "the list has too many entries"};
    }
    SANAD_TRY(Entry entry, entry_from(record));
    list.entries.push_back(std::move(entry));
    return {};
  };
  SANAD_CHECK_WITH(read_xml(xml, reader), "reading the list");
  if (list.version.empty()) {
    return Error{ErrorCode::kInvalid,
                 "The file does not say when it was generated; it is not the UN list's XML form."};
  }
  return list;
}

}  // namespace sanad::screening
