#include "request_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority/url.h"
#include "request_fields.h"
#include "service/law.h"

namespace sanad::service {
namespace {

// What a provider is asked for by them is about persons.
constexpr std::array<std::string_view, 5> kAsksForData = {"notice", "preservation-request",
                                                          "voluntary-request", "emergency-request",
                                                          "mutual-assistance-request"};
constexpr std::array<std::string_view, 8> kDocuments = {"referral",
                                                        "removal-order",
                                                        "notice",
                                                        "court-intimation",
                                                        "preservation-request",
                                                        "voluntary-request",
                                                        "emergency-request",
                                                        "mutual-assistance-request"};
// Beyond this a stretch of time is no longer the narrowest that will do, so that a reason is due.
constexpr std::int64_t kNarrowDays = 31;
constexpr std::int64_t kDayMs = 86'400'000;

bool holds(const std::vector<std::string>& list, std::string_view wanted) {
  return std::ranges::find(list, wanted) != list.end();
}

// Words between spaces, commas or line breaks.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ' || c == ',' || c == '\n' || c == '\t') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

bool has_capture(const RequestContent& content, const RequestFacts& facts) {
  const std::string url = plain_address(content.url);
  return std::ranges::any_of(facts.exhibits, [&](const records::Exhibit& exhibit) {
    return !exhibit.is_import() && plain_address(exhibit.url) == url;
  });
}

void check_claim(const RequestForm& form, const RequestContent& content, const RequestFacts& facts,
                 std::vector<Shortfall>& found) {
  // Data of an account may be asked for where there is no page; content stands at an address.
  if (plain_address(content.url).empty() && !(content.url.empty() && form.asks_for_data()))
    found.push_back(
        {"no-url",
         "give the full address (URL) of the content that the request is about; nothing "
         "of the kind goes out without it"});
  if (content.identifiers.empty())
    found.push_back({"no-identifier",
                     "give at least one unique identifier (account, number, IP "
                     "address …) of what is meant; nothing goes out without it"});
  if (content.provision.empty() || form.pack->find(content.provision) == nullptr)
    found.push_back({"no-provision",
                     "name the statutory provision that the request rests on; "
                     "nothing goes out without it"});
  if (content.basis.empty())
    found.push_back({"no-basis", "state the basis of the request; nothing goes out without it"});
  if (form.needs_power() && !holds_power(form, facts.powers))
    found.push_back(
        {"no-power",
         fmt::format("\"{}\" looks like an order, and this agency has no such power on record; an "
                     "administrator records powers as the setting agency.powers (\"{}:{}\")",
                     form.form->title.en, form.pack->id,
                     form.form->provisions.empty() ? "" : form.form->provisions.front())});
}

bool is_wide(const RequestContent& content) {
  const bool more_classes =
      content.data_classes.size() > 1 ||
      (content.data_classes.size() == 1 && content.data_classes.front() != "subscriber");
  const bool long_time = content.from && content.to &&
                         content.to->unix_ms - content.from->unix_ms > kNarrowDays * kDayMs;
  return more_classes || long_time;
}

void check_needs(const RequestForm& form, const RequestContent& content, const RequestFacts& facts,
                 std::vector<Shortfall>& found) {
  const std::vector<std::string>& needs = form.form->needs;
  if (form.demands_removal() && !has_capture(content, facts))
    found.push_back({"no-capture",
                     "removal is not asked for before the page was captured: capture this address "
                     "in the case, and name the exhibit in the request"});
  if (!facts.unanswered.empty())
    found.push_back({"exculpatory-unanswered",
                     fmt::format("what speaks for somebody is unanswered on an exhibit that the "
                                 "request cites ({}); answer it before others are asked to act",
                                 fmt::join(facts.unanswered, ", "))});
  if (holds(needs, "preservation-considered") && content.preservation_considered.empty())
    found.push_back({"not-considered",
                     "say whether preservation was asked for or why it is not "
                     "needed, before content is removed"});
  if (holds(needs, "deconfliction") && content.deconfliction.empty())
    found.push_back({"no-deconfliction",
                     "say with whom it was cleared that no other inquiry is harmed by this"});
  for (const char* other : {"warrant", "verifier-report"}) {
    if (holds(needs, other))
      found.push_back({"not-possible", fmt::format("this form needs a {}, which a request does "
                                                   "not hold; choose another form",
                                                   other)});
  }
  if (is_wide(content) && content.widening_reason.empty())
    found.push_back({"too-wide", fmt::format("more than subscriber data, or more than {} days, is "
                                             "asked for: give the reason in \"widening_reason\", "
                                             "or ask for less",
                                             kNarrowDays)});
}

// A number of days within what the form's own clock gives.
void check_period(const RequestForm& form, const RequestContent& content,
                  std::vector<Shortfall>& found) {
  const auto asked = content.fields.find("period-days");
  if (asked == content.fields.end()) return;
  for (const std::string& key : form.form->clocks) {
    const authority::PackClock* clock = form.pack->clock(key);
    if (clock == nullptr || clock->rule.period.unit != clocks::Unit::kDays) continue;
    const std::string text = asked->second.string_or("");
    const long days = std::strtol(text.c_str(), nullptr, 10);
    if (days < 1 || days > clock->rule.period.count)
      found.push_back(
          {"period-too-long", fmt::format("\"period-days\" is 1 to {}: the law gives no more",
                                          clock->rule.period.count)});
  }
}

void check_filled(const RequestForm& form, const RequestContent& content, const RequestFacts& facts,
                  std::vector<Shortfall>& found) {
  std::string missing;
  for (const FilledField& one : fill_form(form, content, facts, "en")) {
    if (!one.field->required || one.is_open || !one.values.empty()) continue;
    missing +=
        fmt::format("{}{} ({})", missing.empty() ? "" : "; ", one.field->label.en, one.field->key);
  }
  if (!missing.empty())
    found.push_back({"incomplete", fmt::format("the form also needs: {}", missing)});
}

}  // namespace

Result<authority::LawLibrary> request_law(Workspace& workspace) {
  SANAD_TRY(Law law, law_of(workspace));
  return std::move(law.library);
}

bool is_request_document(std::string_view document) {
  return std::ranges::find(kDocuments, document) != kDocuments.end();
}

bool RequestForm::demands_removal() const { return holds(form->needs, "capture"); }

bool RequestForm::asks_for_data() const {
  return std::ranges::find(kAsksForData, form->document) != kAsksForData.end();
}

bool RequestForm::needs_power() const {
  return form->effect == "order" || holds(form->needs, "power-to-order");
}

Result<RequestForm> find_request_form(const authority::LawLibrary& library, std::string_view pack,
                                      std::string_view form) {
  RequestForm found;
  found.pack = library.latest(pack);
  if (found.pack == nullptr)
    return Error{ErrorCode::kInvalid,
                 fmt::format("there is no law pack \"{}\"; \"sanad request forms\" lists the forms "
                             "of requests",
                             pack)};
  found.form = found.pack->form(form);
  if (found.form == nullptr || !is_request_document(found.form->document))
    return Error{ErrorCode::kInvalid,
                 fmt::format("the law pack \"{}\" has no form of a request \"{}\"; \"sanad request "
                             "forms\" lists them",
                             pack, form)};
  return found;
}

bool holds_power(const RequestForm& form, std::string_view powers) {
  const std::vector<std::string> held = words_of(powers);
  return std::ranges::any_of(form.form->provisions, [&](const std::string& provision) {
    return holds(held, form.pack->id + ":" + provision);
  });
}

std::string plain_address(std::string_view url) {
  const auto parsed = authority::parse_url(url);
  return parsed.ok() ? parsed->text() : std::string();
}

std::vector<Shortfall> shortfalls(const RequestForm& form, const RequestContent& content,
                                  const RequestFacts& facts) {
  std::vector<Shortfall> found;
  check_claim(form, content, facts, found);
  check_needs(form, content, facts, found);
  check_period(form, content, found);
  check_filled(form, content, facts, found);
  return found;
}

}  // namespace sanad::service
