#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority/certificate_forms.h"
#include "pack_members.h"

namespace sanad::authority {
namespace {

constexpr std::array<std::string_view, 5> kEffects = {"order", "request", "notice", "statement",
                                                      "record"};
constexpr std::array<std::string_view, 32> kDocuments = {"plan",
                                                         "risk-assessment",
                                                         "landscape-assessment",
                                                         "technical-report",
                                                         "tool-sheet",
                                                         "preservation-request",
                                                         "voluntary-request",
                                                         "emergency-request",
                                                         "mutual-assistance-request",
                                                         "notice",
                                                         "court-intimation",
                                                         "inventory",
                                                         "certificate",
                                                         "checklist",
                                                         "statement",
                                                         "removal-order",
                                                         "reply",
                                                         "referral",
                                                         "schedule",
                                                         "assessment",
                                                         "disclosure-pack",
                                                         "statistics",
                                                         "training-certificate",
                                                         "application",
                                                         "exhibit-list",
                                                         "legality-record",
                                                         "warrant-register",
                                                         "preliminary-assessment",
                                                         "monitored-source",
                                                         "virtual-identity",
                                                         "mandate",
                                                         "competency-certificate"};
constexpr std::array<std::string_view, 12> kAddressees = {
    "provider",    "court", "central-authority", "foreign-authority", "agency", "issuing-authority",
    "other-party", "owner", "oversight-body",    "officer",           "file",   "defence"};
constexpr std::array<std::string_view, 15> kTypes = {
    "text", "long-text", "date",       "time", "number", "yes-no",   "choice",   "choices",
    "list", "person",    "identifier", "url",  "hash",   "exhibits", "signature"};
constexpr std::array<std::string_view, 13> kSources = {
    "entered", "agency", "officer", "case",  "authorisation", "exhibit",   "acquisition",
    "bundle",  "pack",   "clock",   "reply", "register",      "assessment"};
constexpr std::array<std::string_view, 10> kNeeds = {
    "capture",       "identifier",     "provision", "basis",           "preservation-considered",
    "deconfliction", "power-to-order", "warrant",   "verifier-report", "second-person"};
constexpr std::array<std::string_view, 38> kAnswers = {"acquired-on",
                                                       "authority",
                                                       "bundle-hash",
                                                       "captured-data",
                                                       "case-reference",
                                                       "clock",
                                                       "collector",
                                                       "collector-ip",
                                                       "competency",
                                                       "custody",
                                                       "custody-gaps",
                                                       "end",
                                                       "exhibit-hashes",
                                                       "exhibits",
                                                       "hash-algorithm",
                                                       "hash-list",
                                                       "hash-of-hash-list",
                                                       "health-after",
                                                       "health-before",
                                                       "html-hash",
                                                       "incidents",
                                                       "investigation",
                                                       "ip-service",
                                                       "notice",
                                                       "origin",
                                                       "package-file",
                                                       "process",
                                                       "screenshot-hash",
                                                       "security-procedure",
                                                       "software",
                                                       "start",
                                                       "target-ips",
                                                       "time-service",
                                                       "timestamp",
                                                       "url",
                                                       "validation",
                                                       "verifier-report",
                                                       "whois-service"};
constexpr std::array<std::string_view, 4> kDemands = {"collector", "competent", "in-charge",
                                                      "not-collector"};
constexpr std::array<std::string_view, 6> kAttachments = {"verifier-report",    "hash-list",
                                                          "security-procedure", "health-record",
                                                          "custody-record",     "exhibit-list"};

Result<std::vector<Choice>> parse_choices(Members& of) {
  std::vector<Choice> choices;
  const json::Array& items = of.items("choices");
  for (std::size_t i = 0; i < items.size(); ++i) {
    Members members(items[i], of.item_place("choices", i), {"value", "label"});
    Choice choice{members.key("value"), members.label("label")};
    for (const auto& other : choices) {
      if (other.value == choice.value) members.fail("value", "stands twice");
    }
    SANAD_CHECK(members.done());
    choices.push_back(std::move(choice));
  }
  return choices;
}

// "entered", or "acquisition:health-before": a source, and what of the record it is.
std::string read_source(Members& members) {
  std::string source = members.text("source");
  const std::size_t colon = std::min(source.find(':'), source.size());
  const std::string_view first = std::string_view(source).substr(0, colon);
  if (std::ranges::find(kSources, first) == kSources.end())
    members.fail("source", fmt::format("must be one of: {}", fmt::join(kSources, ", ")));
  if (colon == source.size()) return source;
  if (first == "entered") members.fail("source", "is a person where it is entered, not the record");
  const std::string_view answer = std::string_view(source).substr(colon + 1);
  if (std::ranges::find(kAnswers, answer) == kAnswers.end())
    members.fail("source", fmt::format("must ask for one of: {}", fmt::join(kAnswers, ", ")));
  return source;
}

// Words of kNeeds, and what is asked of a signer: "expert:competent".
std::vector<std::string> read_needs(Members& members, const std::vector<Signer>& signers) {
  std::vector<std::string> needs = members.texts("needs", false);
  for (const std::string& one : needs) {
    const std::size_t colon = one.find(':');
    if (colon == std::string::npos) {
      if (std::ranges::find(kNeeds, one) == kNeeds.end())
        members.fail("needs", fmt::format("must be of: {}", fmt::join(kNeeds, ", ")));
      continue;
    }
    if (std::ranges::find(signers, one.substr(0, colon), &Signer::key) == signers.end())
      members.fail("needs", fmt::format("names no signer: \"{}\"", one));
    if (std::ranges::find(kDemands, one.substr(colon + 1)) == kDemands.end())
      members.fail("needs",
                   fmt::format("must ask of a signer one of: {}", fmt::join(kDemands, ", ")));
  }
  return needs;
}

Result<FormField> parse_field(const json::Value& value, const std::string& place) {
  Members members(
      value, place,
      {"key", "label", "help", "part", "type", "required", "source", "choices", "confidence"});
  FormField field;
  field.key = members.key("key");
  field.label = members.label("label");
  if (!members.value("help").is_null()) field.help = members.label("help");
  field.part = members.optional_text("part");
  field.type = members.word("type", kTypes);
  field.required = members.flag("required");
  field.source = read_source(members);
  field.confidence = members.confidence();
  const bool is_choice = field.type == "choice" || field.type == "choices";
  if (is_choice == members.value("choices").is_null())
    members.fail("choices", "belong to the types choice and choices, and only to them");
  SANAD_CHECK(members.done());
  SANAD_TRY(field.choices, parse_choices(members));
  SANAD_CHECK(members.done());
  return field;
}

Result<Statement> parse_statement(const json::Value& value, const std::string& place) {
  Members members(value, place, {"key", "text", "part", "confidence"});
  Statement statement{members.key("key"), members.label("text"), members.optional_text("part"),
                      members.confidence()};
  SANAD_CHECK(members.done());
  return statement;
}

Result<Signer> parse_signer(const json::Value& value, const std::string& place) {
  Members members(value, place, {"key", "label", "part"});
  Signer signer{members.key("key"), members.label("label"), members.optional_text("part")};
  SANAD_CHECK(members.done());
  return signer;
}

template <class Item, class Parse>
Result<std::vector<Item>> parse_items(Members& of, std::string_view name, Parse parse) {
  std::vector<Item> read;
  const json::Array& items = of.items(name);
  for (std::size_t i = 0; i < items.size(); ++i) {
    SANAD_TRY(Item item, parse(items[i], of.item_place(name, i)));
    for (const Item& other : read) {
      if (other.key == item.key) of.fail(name, "holds the key \"" + item.key + "\" twice");
    }
    read.push_back(std::move(item));
  }
  return read;
}

json::Object format_field(const FormField& field) {
  json::Object object{{"key", field.key},       {"label", format_label(field.label)},
                      {"type", field.type},     {"required", field.required},
                      {"source", field.source}, {"confidence", field.confidence}};
  if (!field.help.en.empty()) object.set("help", format_label(field.help));
  set_text(object, "part", field.part);
  json::Array choices;
  for (const auto& choice : field.choices)
    choices.emplace_back(
        json::Object{{"value", choice.value}, {"label", format_label(choice.label)}});
  if (!choices.empty()) object.set("choices", std::move(choices));
  return object;
}

}  // namespace

std::span<const std::string_view> certificate_answers() { return kAnswers; }

std::string_view answer_of(const FormField& field) {
  if (field.source == "case") return "case-reference";
  const std::size_t colon = field.source.find(':');
  return colon == std::string::npos ? std::string_view()
                                    : std::string_view(field.source).substr(colon + 1);
}

std::vector<std::string> demands_of(const Form& form, const Signer& signer) {
  std::vector<std::string> demands;
  for (const std::string& one : form.needs)
    if (one.starts_with(signer.key + ":")) demands.push_back(one.substr(signer.key.size() + 1));
  return demands;
}

const FormField* Form::field(std::string_view name) const {
  for (const auto& field : fields) {
    if (field.key == name) return &field;
  }
  return nullptr;
}

Result<Form> parse_form(const json::Value& value, const std::string& place) {
  Members members(value, place,
                  {"key", "document", "effect", "title", "provisions", "addressee", "fields",
                   "statements", "signers", "distinct_signers", "restricted", "needs", "clocks",
                   "with", "edition", "confidence", "note"});
  Form form;
  form.key = members.key("key");
  form.document = members.word("document", kDocuments);
  form.effect = members.word("effect", kEffects);
  form.title = members.label("title");
  form.provisions = members.texts("provisions", true);
  form.addressee = members.word("addressee", kAddressees);
  form.distinct_signers = members.flag("distinct_signers");
  form.restricted = members.flag("restricted");
  form.clocks = members.texts("clocks", false);
  form.with = members.texts("with", false);
  form.edition = members.optional_text("edition");
  form.confidence = members.confidence();
  form.note = members.optional_text("note");
  if (members.value("fields").is_null()) members.fail("fields", "is missing");
  SANAD_CHECK(members.done());
  SANAD_TRY(form.fields, parse_items<FormField>(members, "fields", parse_field));
  SANAD_TRY(form.statements, parse_items<Statement>(members, "statements", parse_statement));
  SANAD_TRY(form.signers, parse_items<Signer>(members, "signers", parse_signer));
  form.needs = read_needs(members, form.signers);
  if (form.distinct_signers && form.signers.size() < 2)
    members.fail("distinct_signers", "needs two signers");
  SANAD_CHECK(members.done());
  return form;
}

json::Object format_form(const Form& form) {
  json::Array fields;
  for (const auto& field : form.fields) fields.emplace_back(format_field(field));
  json::Object object{{"key", form.key},
                      {"document", form.document},
                      {"effect", form.effect},
                      {"title", format_label(form.title)},
                      {"provisions", format_texts(form.provisions)},
                      {"addressee", form.addressee},
                      {"fields", std::move(fields)},
                      {"confidence", form.confidence}};
  json::Array statements;
  for (const auto& statement : form.statements) {
    json::Object item{{"key", statement.key},
                      {"text", format_label(statement.text)},
                      {"confidence", statement.confidence}};
    set_text(item, "part", statement.part);
    statements.emplace_back(std::move(item));
  }
  if (!statements.empty()) object.set("statements", std::move(statements));
  json::Array signers;
  for (const auto& signer : form.signers) {
    json::Object item{{"key", signer.key}, {"label", format_label(signer.label)}};
    set_text(item, "part", signer.part);
    signers.emplace_back(std::move(item));
  }
  if (!signers.empty()) object.set("signers", std::move(signers));
  if (form.distinct_signers) object.set("distinct_signers", true);
  if (form.restricted) object.set("restricted", true);
  set_texts(object, "needs", form.needs);
  set_texts(object, "clocks", form.clocks);
  set_texts(object, "with", form.with);
  set_text(object, "edition", form.edition);
  set_text(object, "note", form.note);
  return object;
}

Result<Certificate> parse_certificate(const json::Value& value, const std::string& place) {
  Members members(
      value, place,
      {"key", "title", "proves", "provision", "forms", "attachments", "confidence", "note"});
  Certificate certificate;
  certificate.key = members.key("key");
  certificate.title = members.text("title");
  certificate.proves = members.text("proves");
  certificate.provision = members.key("provision");
  certificate.forms = members.texts("forms", true);
  certificate.attachments = members.words("attachments", kAttachments);
  certificate.confidence = members.confidence();
  certificate.note = members.optional_text("note");
  SANAD_CHECK(members.done());
  return certificate;
}

json::Object format_certificate(const Certificate& certificate) {
  json::Object object{{"key", certificate.key},
                      {"title", certificate.title},
                      {"proves", certificate.proves},
                      {"provision", certificate.provision},
                      {"forms", format_texts(certificate.forms)},
                      {"confidence", certificate.confidence}};
  set_texts(object, "attachments", certificate.attachments);
  set_text(object, "note", certificate.note);
  return object;
}

}  // namespace sanad::authority
