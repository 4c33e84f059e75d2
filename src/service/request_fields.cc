#include "request_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "clocks/calendar.h"
#include "clocks/clock.h"

namespace sanad::service {
namespace {

using Values = std::vector<std::string>;

// Filled in by the record or by members of the content: typing over them would let a paper say
// something else than the register.
constexpr std::array<std::string_view, 17> kOfRecord = {
    "reference", "file-number",     "officer",   "url",     "identifiers", "provision",
    "basis",     "capture",         "hashes",    "offence", "data-class",  "from",
    "to",        "widening-reason", "issued-at", "stamp",   "deadline"};
// Which a party beside the agency stands for, so that the addressee is the first guess.
constexpr std::array<std::string_view, 6> kOfAddressee = {
    "addressee", "provider", "custodian", "court", "central-authority", "person-in-control"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

Values one(std::string text) { return text.empty() ? Values{} : Values{std::move(text)}; }

Values typed(const RequestContent& content, std::string_view key) {
  const auto found = content.fields.find(std::string(key));
  if (found == content.fields.end()) return {};
  if (const std::string* text = found->second.as_string()) return one(*text);
  Values values;
  for (const json::Value& item : *found->second.as_array()) values.push_back(item.string_or(""));
  return values;
}

std::string provision_text(const RequestForm& form, const RequestContent& content) {
  const authority::Provision* provision = form.pack->find(content.provision);
  if (provision == nullptr) return {};
  return fmt::format("{}: {}", provision->section, provision->title);
}

Values digests(const RequestFacts& facts) {
  Values values;
  for (const records::Exhibit& exhibit : facts.exhibits)
    values.push_back(fmt::format("{}: SHA-256 {}", exhibit.number, record_digest(exhibit)));
  return values;
}

Values captures(const RequestFacts& facts) {
  Values values;
  for (const records::Exhibit& exhibit : facts.exhibits) {
    if (!exhibit.is_import())
      values.push_back(
          fmt::format("{}, {}", exhibit.number, moment_text(exhibit.started_at, *facts.law_zone)));
  }
  return values;
}

std::string offence_text(const RequestForm& form, const RequestContent& content) {
  const authority::Offence* offence = form.pack->offence(content.offence);
  if (offence == nullptr) return content.offence;
  return offence->penalty.empty() ? offence->title
                                  : fmt::format("{} ({})", offence->title, offence->penalty);
}

std::string deadline_text(const RequestForm& form) {
  std::string text;
  for (const std::string& key : form.form->clocks) {
    if (const authority::PackClock* clock = form.pack->clock(key))
      text += fmt::format("{}{}: {} from {}", text.empty() ? "" : "; ", clock->rule.title,
                          clocks::describe(clock->rule.period), clock->rule.starts);
  }
  return text;
}

// The last moment that the form's clock gives, counted from the issue.
std::string secrecy_text(const RequestForm& form, const RequestContent& content,
                         const RequestFacts& facts) {
  if (typed(content, "secrecy-reason").empty() || !facts.issued_at) return {};
  for (const std::string& key : form.form->clocks) {
    const authority::PackClock* clock = form.pack->clock(key);
    if (clock == nullptr || clock->begins_on != "issue") continue;
    const auto reading = clocks::read(clock->rule, {*facts.issued_at, {}, {}, {}}, *facts.law_zone,
                                      clocks::every_day(), *facts.issued_at);
    if (reading.ok()) return moment_text(reading->due, *facts.law_zone);
  }
  return {};
}

Values of_record(std::string_view key, const RequestForm& form, const RequestContent& content,
                 const RequestFacts& facts) {
  if (key == "reference") return one(facts.reference);
  if (key == "file-number") return one(facts.of_case.reference);
  if (key == "officer") return one(facts.officer);
  if (key == "url") return one(content.url);
  if (key == "identifiers") return content.identifiers;
  if (key == "provision") return one(provision_text(form, content));
  if (key == "basis") return one(content.basis);
  if (key == "capture") return captures(facts);
  if (key == "hashes") return digests(facts);
  if (key == "offence") return one(offence_text(form, content));
  if (key == "widening-reason") return one(content.widening_reason);
  if (key == "deadline") return one(deadline_text(form));
  if (key == "data-class") return content.data_classes;
  if (key == "from") return content.from ? one(moment_text(*content.from, *facts.zone)) : Values{};
  if (key == "to") return content.to ? one(moment_text(*content.to, *facts.zone)) : Values{};
  if (key == "issued-at" && facts.issued_at)
    return one(moment_text(*facts.issued_at, *facts.law_zone));
  return {};
}

// Where nothing was typed.
Values first_guess(std::string_view key, const RequestForm& form, const RequestContent& content,
                   const RequestFacts& facts) {
  if (is_one_of(kOfAddressee, key)) return one(content.addressee);
  if (key == "contact-point") return one(content.addressee_contact);
  if (key == "authority" || key == "issuing-authority" || key == "authority-type")
    return one(facts.agency);
  if (key == "representative") return one(facts.officer);
  if (key == "legal-basis") return one(provision_text(form, content));
  if (key == "reasons") return one(content.basis);
  if (key == "secrecy-until") return one(secrecy_text(form, content, facts));
  return {};
}

// Values of choices in the words of the form.
void put_into_words(const authority::FormField& field, Values& values, std::string_view language) {
  for (std::string& value : values) {
    for (const authority::Choice& choice : field.choices)
      if (choice.value == value) value = language == "ur" ? choice.label.ur : choice.label.en;
  }
}

Result<void> wrong(std::string_view key, std::string_view wants) {
  return Error{ErrorCode::kInvalid, fmt::format("the field \"{}\" {}", key, wants)};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_one(const authority::FormField& field, const std::string& value) {
  if (field.type == "number" && !is_number(value)) return wrong(field.key, "is a whole number");
  if (field.type == "yes-no" && value != "yes" && value != "no")
    return wrong(field.key, "is \"yes\" or \"no\"");
  if (field.type == "date" && !clocks::parse_day(value).ok())
    return wrong(field.key, "is a day, in the form 2026-11-24");
  if (field.type == "time" && !parse_timestamp(value).ok())
    return wrong(field.key, "is a time in UTC, in the form 2026-11-24T16:50:00Z");
  if (!field.choices.empty() &&
      std::ranges::find(field.choices, value, &authority::Choice::value) == field.choices.end()) {
    std::string words;
    for (const authority::Choice& choice : field.choices)
      words += (words.empty() ? "" : ", ") + choice.value;
    return wrong(field.key, fmt::format("is one of: {}", words));
  }
  return {};
}

}  // namespace

std::string record_digest(const records::Exhibit& exhibit) {
  const auto found =
      std::ranges::find(exhibit.files, std::string("acquisition"), &records::ExhibitFile::role);
  return found == exhibit.files.end() ? std::string() : found->sha256;
}

bool is_typed(const authority::FormField& field) {
  return !is_one_of(kOfRecord, field.key) && field.type != "signature" &&
         !(field.type == "time" && field.source == "register");
}

std::string moment_text(Timestamp at, const Zone& zone) {
  const std::string utc = format_timestamp(at);
  const std::int64_t offset = zone.offset_seconds(at.unix_ms);
  if (offset == 0) return utc;
  const std::string local = format_timestamp({zone.local_ms(at.unix_ms)});
  const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
  return fmt::format("{} {} ({}, UTC{}{:02}:{:02}) = {}", local.substr(0, 10), local.substr(11, 8),
                     zone.name(), offset < 0 ? '-' : '+', minutes / 60, minutes % 60, utc);
}

Result<void> check_fields(const RequestForm& form, const RequestContent& content) {
  for (const auto& [key, value] : content.fields) {
    const authority::FormField* field = form.form->field(key);
    if (field == nullptr)
      return wrong(key, fmt::format("is none of the form \"{}\"; \"sanad request forms\" shows its "
                                    "fields",
                                    form.form->key));
    if (!is_typed(*field))
      return wrong(key, "is filled in from the request and the record; leave it out");
    for (const std::string& one : typed(content, key)) SANAD_CHECK(check_one(*field, one));
  }
  return {};
}

std::vector<FilledField> fill_form(const RequestForm& form, const RequestContent& content,
                                   const RequestFacts& facts, std::string_view language) {
  std::vector<FilledField> filled;
  for (const authority::FormField& field : form.form->fields) {
    FilledField one{&field, {}, false};
    if (is_one_of(kOfRecord, field.key)) {
      one.values = of_record(field.key, form, content, facts);
    } else {
      one.values = typed(content, field.key);
      if (one.values.empty()) one.values = first_guess(field.key, form, content, facts);
    }
    one.is_open = field.type == "signature" ||
                  (field.type == "time" && field.source == "register") ||
                  (field.key == "issued-at" && !facts.issued_at) ||
                  (field.source == "clock" && !facts.issued_at);
    put_into_words(field, one.values, language);
    filled.push_back(std::move(one));
  }
  return filled;
}

}  // namespace sanad::service
