// The table of what of an entry's body is about the act alone. A new kind of entry shows nothing
// until it stands here; scripts/check_permits wants every kind of docs/formats/entries.md in it.
#include <algorithm>
#include <map>
#include <string>

#include "act_kinds.h"
#include "base/id.h"
#include "base/time.h"
#include "service/acts.h"

namespace sanad::service {
namespace {

// One line for each kind: the names of members that are shown, wherever in the body they stand.
// Bare: a number, yes or no, an identifier, a time, a digest; any other text is left out. "~": also
// a word that the program or published law fixes, or a reference that the program numbers. "#": how
// many there are.
constexpr std::pair<std::string_view, std::string_view> kShown[] = {
    {"act.refused", "activity~ target authorisation code~ request assessment"},
    {"aliases.sealed", "bundle officers recipients# sha256"},
    {"assessment.adjudicated", "pair exhibit part"},
    {"assessment.asked", "exhibit part urgent"},
    {"assessment.given-back", "assessment exhibit part"},
    {"assessment.taken", "assessment pair exhibit part"},
    {"assessment.written", "assessment exhibit part step~"},
    {"authorisation.approved", "authorisation approver"},
    {"authorisation.rejected", "authorisation approver"},
    {"authorisation.requested",
     "authorisation requester instrument~ law pack~ edition~ provision~ targets# activities~ "
     "protected_groups# valid_from valid_to review_on material_from material_to law_warnings#"},
    {"authorisation.revoked", "authorisation by"},
    {"bundle.exported",
     "bundle exhibits excerpts exhibit shown attachments attachments_masked build~ redactions "
     "certificates sha256 size"},
    {"bundle.refused", "bundle code~ sha256 size"},
    {"bundle.taken",
     "exhibit number~ import files bundle sha256 size signer known partner verdict~ timestamp "
     "foreign sealed proof_sha256"},
    {"capture.failed", "capture exhibit kept"},
    {"capture.started",
     "capture exhibit authorisation activity~ permit decided_at papers emergency overridden~ "
     "warnings#"},
    {"case.exported",
     "export format~ exhibits# sha256 size kept parts closed imports_untold documents natives "
     "texts "
     "images withheld masked_words sealed_sha256 signed~ public_key~"},
    {"case.opened", "case reference~ officer_in_charge law_pack id~ edition~"},
    {"certificate.copied", "certificate exhibits"},
    {"certificate.drafted",
     "certificate pack~ edition~ form~ exhibits signers~ facts sha256 size shown not_shown"},
    {"certificate.made", "certificate exhibits documents sha256 size"},
    {"certificate.signed",
     "certificate signer~ exhibits facts stated sha256 size made not_made left_open basis demand~"},
    {"certificate.withdrawn", "certificate exhibits"},
    {"class.closed", "seats entries"},
    {"class.closing", "seats entries"},
    {"class.opened", "seats seed_sha256 captures_at_once"},
    {"class.seat-ended", "number entries results study~ submitted points maximum"},
    {"clock.ended", "clock request due"},
    {"clock.extended", "clock at period count unit~ ending~"},
    {"clock.met", "clock met#"},
    {"clock.overdue", "clock request due"},
    {"clock.resumed", "clock to"},
    {"clock.started", "clock clocks#"},
    {"clock.suspended", "clock from"},
    {"complaint.answered", "complaint outcome~"},
    {"complaint.received", "complaint kind~ capacity~ pseudonymous about received_at"},
    {"corroboration.recorded",
     "corroboration exhibit other exhibits here there entry foreign known bundle_sha256 size "
     "sealed "
     "proof_sha256 screenshot_distance parts same dynamic context unexplained missing_here "
     "missing_there same_address same_page likeness_percent seconds_between contexts# rows# "
     "more_rows"},
    {"credential.copied", "form~ sha256 size"},
    {"credential.issued", "achieved~ valid_until"},
    {"credential.revoked", ""},
    {"disposal.approved", "disposal exhibit"},
    {"disposal.begun",
     "disposal case case_reference~ exhibit number~ rule pack~ edition~ provision~ period count "
     "unit~ ending~ kept_until proposed_by proposed_at approved_by approved_at sealed_at "
     "authorisation exhibits digests objects bodies shared leftovers accesses officer viewed "
     "copied first last more_accesses"},
    {"disposal.done", "disposal case exhibit number~ key_destroyed checked"},
    {"disposal.items", "disposal case what~ items#"},
    {"disposal.proposed", "disposal case_reference~ exhibit number~ rule"},
    {"disposal.returned", "disposal exhibit"},
    {"disposal.stopped", "disposal exhibit"},
    {"disposal.withdrawn", "disposal exhibit"},
    {"emergency.decided", "emergency outcome~"},
    {"emergency.declared", "emergency until ratify_by"},
    {"emergency.lapsed", "emergency"},
    {"exchange.made", "number fingerprint"},
    {"exculpatory.answered", "note answer~"},
    {"exculpatory.noted", "note cited#"},
    {"exercise.answered", "exercise study~ task~"},
    {"exercise.hint-taken", "exercise study~ task~ hint cost"},
    {"exercise.started", "exercise study~ attempt seed_sha256 study_sha256 truth_sha256"},
    {"exercise.submitted", "exercise study~"},
    {"exhibit.copied", "exhibit"},
    {"exhibit.files", "exhibit import first files#"},
    {"exhibit.frames", "exhibit part parts sha256 width height length_ms segments root"},
    {"exhibit.ocr",
     "exhibit root first last engine~ items with_text unread_count list sha256 size"},
    {"exhibit.parts",
     "exhibit import algorithm~ parts items records unread set_aside root list sha256 size "
     "set_aside_list importers# problems#"},
    {"exhibit.redacted",
     "redaction exhibit part page tiles segments frames open closed boxes# ranges# sha256 size"},
    {"exhibit.sealed",
     "exhibit number~ capture import authorisation started_at ended_at files# completeness "
     "status~ reasons# further_files"},
    {"exhibit.segments", "exhibit part parts sha256 rate channels samples segments root"},
    {"exhibit.tiles", "exhibit part page pages parts sha256 width height tiles root"},
    {"exhibit.viewed", "exhibit"},
    {"exposure.accompanied", "exhibit officer until"},
    {"exposure.reached", "until"},
    {"facets.replaced", "sha256 size"},
    {"fixity.checked", "checked failed sha256"},
    {"hold.lifted", "hold exhibit"},
    {"hold.placed", "hold exhibit"},
    {"identify.ran", "exhibits lists list rule_sets rule_set sha256 items found unread#"},
    {"import.started",
     "import exhibit authorisation number~ permit decided_at papers emergency overridden~ "
     "warnings#"},
    {"import.stopped", "import exhibit"},
    {"indicator.released",
     "release type~ marking tlp~ pap~ valid_until authorisation permit decided_at papers "
     "emergency overridden~ warnings#"},
    {"indicator.withdrawn", "release"},
    {"indicators.disclosed", "token partner told#"},
    {"indicators.exported", "format~ partner releases# count sha256"},
    {"issuer.distrusted", ""},
    {"issuer.trusted", ""},
    {"law.added", "sha256 size"},
    {"law.adopted", "sha256"},
    {"list.exported", "list format~ signal~ sha256 size"},
    {"list.feedback", "list opinion~"},
    {"list.imported",
     "list tlp~ format~ source_sha256 sha256 size entries not_understood expires_at"},
    {"lookup.disclosed", "token signal~ lists# not_told"},
    {"marking.set", "subject exhibit marking tlp~ pap~ caveats# officers"},
    {"match.found", "match exhibit list signal~ algorithm~ distance threshold disputed"},
    {"match.reviewed", "match outcome~"},
    {"objects.unclaimed", "kept"},
    {"officer.added", "officer roles~"},
    {"officer.removed", "officer"},
    {"oversight.asked", "what~"},
    {"package.copied", "package"},
    {"package.opened",
     "package partner header_sha256 sealed_sha256 bundle sha256 size verdict~ marking tlp~ pap~ "
     "expires_at exhibits#"},
    {"package.refused", "package partner code~ sha256 size"},
    {"package.sealed",
     "package bundle partners exhibits marking tlp~ pap~ expires_at authorisation permit "
     "decided_at papers emergency overridden~ warnings# header_sha256 sha256 size"},
    {"package.taken", "package exhibit number~ import files bundle_sha256"},
    {"paper.closed", "paper"},
    {"paper.decided", "paper version outcome~"},
    {"paper.filled",
     "paper pack~ edition~ form~ document~ version second_person expires review_on"},
    {"paper.noted", "paper version permit decided_at papers emergency overridden~ warnings#"},
    {"paper.submitted", "paper version"},
    {"partner.added", "partner fingerprint max_tlp~ max_pap~"},
    {"partner.confirmed", "partner fingerprint"},
    {"partner.retired", "partner"},
    {"person.unmasked", "what~ pseudonym authorisation"},
    {"person.viewed", "pseudonym authorisation"},
    {"policy.set", ""},
    {"receipt.issued", "receipt package received_at sha256 size"},
    {"receipt.refused", "receipt package partner code~ sha256"},
    {"receipt.taken", "receipt package partner received_at exhibits# sha256 size"},
    {"recheck.done", "check request reference~ outcome~ exhibit first status likeness_percent"},
    {"recheck.ended", "request reference~"},
    {"recheck.scheduled", "request reference~ every_hours until"},
    {"report.copied", "report"},
    {"report.made", "report statements signed_by exhibits documents#"},
    {"report.signed", "statements"},
    {"report.stated", "statement version section~ kind~ cites#"},
    {"report.withdrawn", "statement"},
    {"request.answered", "request reference~ at outcome~ exhibits clocks# met#"},
    {"request.approved", "request reference~ version"},
    {"request.copied", "request"},
    {"request.drafted",
     "request reference~ version direction~ kind~ law pack~ edition~ form~ relates_to corrects"},
    {"request.issued",
     "request reference~ version issued_at law pack~ edition~ form~ corrects permit decided_at "
     "papers emergency overridden~ warnings# documents# clocks#"},
    {"request.printed", "request reference~ documents#"},
    {"request.received", "request reference~ at clocks#"},
    {"request.registered",
     "request reference~ direction~ kind~ received_at law pack~ edition~ form~ relates_to "
     "corrects"},
    {"request.returned", "request reference~ version"},
    {"request.sent", "request reference~ at met#"},
    {"request.withdrawn", "request reference~"},
    {"retention.ended", "rule met#"},
    {"retention.reviewed", "rule met# clocks#"},
    {"retention.set",
     "rule material~ pack~ edition~ provision~ period review_period count unit~ ending~ clocks#"},
    {"review.recorded", "subject next_review"},
    {"revocations.made", "revoked sha256"},
    {"revocations.taken", "list_at"},
    {"rules.imported", "rule_set kind~ tlp~ algorithm~ sha256 size rules examples"},
    {"rules.retired", "rule_set"},
    {"screening.lead", "lead screening origin~ list version_id"},
    {"screening.list-changes", "version_id added# removed# changed#"},
    {"screening.list-imported",
     "version_id format~ sha256 size entries added removed changed compared"},
    {"screening.ran", "screening min_score algorithm~ lists# leads more_leads"},
    {"schedules.issued", "bundle build~ non_sensitive sensitive not_examined sha256"},
    {"screening.ran-again", "version_id screenings found"},
    {"screening.reviewed", "lead screening outcome~"},
    {"search.kept", "search exhibit part"},
    {"search.ran", "search found found_more engine~"},
    {"seat.assigned", "seat studies# seed_sha256 file_sha256"},
    {"session.opened", "officer method~"},
    {"settings.changed", "name~"},
    {"sheet.saved", "sheet exhibit part version"},
    {"timestamp.received", "tree_size gen_time"},
    {"token.issued", "token scopes~ lists per_minute expires_at"},
    {"token.revoked", "token"},
    {"token.used", "token day~ lookups hashes hits refused last_at"},
    {"unused.decided", "item~ test~"},
    {"unused.numbered", "first items#"},
    {"validation.recorded",
     "validation verdict~ version~ environment sha256 size tests passed failed not_run answers "
     "further_answers started_at ended_at"},
    {"workspace.created", ""},
};

enum class Shows { kNothing, kFact, kWord, kCount };

Shows shows(std::string_view members, std::string_view name) {
  while (!members.empty()) {
    const std::size_t end = std::min(members.find(' '), members.size());
    std::string_view one = members.substr(0, end);
    members.remove_prefix(std::min(end + 1, members.size()));
    const char mark = one.back();
    if (mark == '~' || mark == '#') one.remove_suffix(1);
    if (one != name) continue;
    return mark == '~' ? Shows::kWord : mark == '#' ? Shows::kCount : Shows::kFact;
  }
  return Shows::kNothing;
}

bool is_fact(const std::string& text) {
  const std::size_t dash = text.find('-');
  if (dash != std::string::npos && is_id(text.substr(0, dash), text)) return true;
  constexpr std::size_t kLeastHexDigits = 64;
  const bool is_hex = text.find_first_not_of("0123456789abcdef") == std::string::npos;
  return text.empty() || text == "system" || (is_hex && text.size() >= kLeastHexDigits) ||
         parse_timestamp(text).ok();
}

json::Value shown(std::string_view members, Shows as, const json::Value& value) {
  if (as == Shows::kCount) {
    const json::Array* counted = value.as_array();
    return counted ? json::Value(static_cast<std::uint64_t>(counted->size()))
                   : json::Value(nullptr);
  }
  if (const std::string* text = value.as_string())
    return as == Shows::kWord || is_fact(*text) ? value : json::Value(nullptr);
  if (const json::Array* items = value.as_array()) {
    json::Array kept;
    for (const json::Value& item : *items) kept.push_back(shown(members, as, item));
    return kept;
  }
  const json::Object* inner = value.as_object();
  if (inner == nullptr) return value;
  json::Object kept;
  for (const json::Member& member : *inner) {
    const Shows how = shows(members, member.name);
    if (how != Shows::kNothing) kept.set(member.name, shown(members, how, member.value));
  }
  return kept;
}

}  // namespace

bool is_entry_kind(std::string_view kind) {
  return std::ranges::find(kShown, kind, &std::pair<std::string_view, std::string_view>::first) !=
         std::end(kShown);
}

json::Value act_data(std::string_view kind, const json::Value& data) {
  if (!data.as_object()) return json::Object{};
  const auto* found =
      std::ranges::find(kShown, kind, &std::pair<std::string_view, std::string_view>::first);
  return shown(found == std::end(kShown) ? "" : found->second, Shows::kFact, data);
}

}  // namespace sanad::service
