#include "authority/demands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "authority/scope.h"

namespace sanad::authority {
namespace {

constexpr std::array<std::pair<IntrusiveAct, std::string_view>, 4> kIntrusiveActs = {
    {{IntrusiveAct::kMonitoring, "monitoring"},
     {IntrusiveAct::kVirtualIdentity, "virtual-identity"},
     {IntrusiveAct::kBulkIntake, "bulk-intake"},
     {IntrusiveAct::kProviderRequest, "provider-request"}}};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool lists(const json::Value& value, std::string_view wanted) {
  const json::Array* items = value.as_array();
  if (!items) return false;
  return std::ranges::any_of(*items, [&](const json::Value& item) {
    return trimmed(item.string_or("")) == trimmed(wanted);
  });
}

bool names(const json::Value& value, const Officer& officer) {
  return lists(value, officer.id) || lists(value, officer.name) ||
         trimmed(value.string_or("")) == officer.id || trimmed(value.string_or("")) == officer.name;
}

const json::Value& content_of(const Paper& paper) {
  const PaperVersion* counts = paper.standing();
  return counts ? counts->content : paper.newest().content;
}

// What is demanded of one act, one after the other. The first that is not met refuses, unless an
// emergency overrides it.
class Demands {
 public:
  Demands(const Officer& officer, std::string case_id, const Circumstances& circumstances,
          Timestamp now)
      : officer_(officer), case_id_(std::move(case_id)), of_(circumstances), now_(now) {}

  const std::optional<Refusal>& refusal() const { return refusal_; }
  Grounds take_grounds() { return std::move(grounds_); }

  void person(std::string_view activity) {
    demand_of_person(
        of_.policy.mandate, "mandate", RefusalCode::kNoMandate,
        [&](const json::Value& content) { return names(content["officers"], officer_); },
        fmt::format("no mandate in force names {}; have one recorded and approved", officer_.name));
    demand_of_person(
        of_.policy.competency, "competency-certificate", RefusalCode::kNotCompetent,
        [&](const json::Value& content) {
          return names(content["officer"], officer_) && lists(content["skills"], activity);
        },
        fmt::format("{} has no certificate for \"{}\" that is valid now; have one recorded, or let "
                    "somebody act who has",
                    officer_.name, activity));
  }

  void planning() {
    for (const auto& document : of_.policy.before_collection) {
      const Paper* closest = nullptr;
      const Paper* found = nullptr;
      for (const Paper& paper : of_.papers) {
        if (paper.document != document || paper.case_id != case_id_) continue;
        closest = &paper;
        if (paper.is_in_force(now_)) found = &paper;
      }
      if (found) {
        grounds_.papers.push_back(found->reference());
        continue;
      }
      override_or_refuse(
          RefusalCode::kNoPlan,
          closest ? fmt::format("the case's {} is not in force: it {}", document,
                                closest->why_not_in_force(now_))
                  : fmt::format("the case has no {}; nothing is collected before one is approved",
                                document));
    }
  }

  void assessment(const Url& url) {
    if (!of_.policy.preliminary_assessment) return;
    const Paper* best = best_assessment(url);
    if (!best) {
      override_or_refuse(
          RefusalCode::kNotAssessed,
          fmt::format("no preliminary assessment covers {}; assess the source first", url.text()));
      return;
    }
    const json::Value& content = content_of(*best);
    if (content["decision"].string_or("") != "collect") {
      // An emergency does not overrule a decision that somebody made on the very source.
      refuse(RefusalCode::kDoNotCollect,
             fmt::format("the preliminary assessment {} says not to collect this: {}",
                         best->reference(), content["reason"].string_or("")));
      return;
    }
    grounds_.papers.push_back(best->reference());
  }

  void legality(const IntrusiveRequest& act) {
    std::string used;
    if (auto want = want_of_legality_record(act, of_, now_, used)) {
      override_or_refuse(want->code, want->reason);
    } else {
      grounds_.papers.push_back(std::move(used));
    }
  }

  // True: overridden.
  bool override_or_refuse(RefusalCode code, std::string reason) {
    if (refusal_) return false;
    for (const Emergency& emergency : of_.emergencies) {
      if (!emergency.holds_at(now_)) continue;
      grounds_.emergency = emergency.id;
      grounds_.overridden.emplace_back(refusal_code_name(code));
      return true;
    }
    refuse(code, std::move(reason));
    return false;
  }

 private:
  void refuse(RefusalCode code, std::string reason) {
    if (!refusal_) refusal_ = Refusal{code, std::move(reason), ""};
  }

  template <typename Fits>
  void demand_of_person(Strictness strictness, std::string_view document, RefusalCode code,
                        Fits fits, const std::string& reason) {
    if (strictness == Strictness::kOff) return;
    for (const Paper& paper : of_.papers) {
      if (paper.document != document) continue;
      if (!paper.case_id.empty() && paper.case_id != case_id_) continue;
      const json::Value& content = content_of(paper);
      const auto from = parse_timestamp(content["valid-from"].string_or(""));
      if (!fits(content) || !paper.is_in_force(now_) || !from.ok() || now_ < *from) continue;
      grounds_.papers.push_back(paper.reference());
      return;
    }
    if (strictness == Strictness::kRefuse) {
      refuse(code, reason);
    } else {
      grounds_.warnings.push_back(reason);
    }
  }

  // The one with the longest address that covers this one; of several the newest.
  const Paper* best_assessment(const Url& url) const {
    const Paper* best = nullptr;
    std::size_t best_length = 0;
    for (const Paper& paper : of_.papers) {
      if (paper.document != "preliminary-assessment" || paper.case_id != case_id_) continue;
      if (!paper.is_in_force(now_)) continue;
      const std::string address = content_of(paper)["url"].string_or("");
      const auto source = parse_url(address);
      if (!source.ok() || !lies_below(*source, url) || address.size() < best_length) continue;
      const bool is_newer = !best || address.size() > best_length ||
                            best->standing()->index < paper.standing()->index;
      if (is_newer) best = &paper;
      best_length = address.size();
    }
    return best;
  }

  const Officer& officer_;
  std::string case_id_;
  const Circumstances& of_;
  Timestamp now_;
  Grounds grounds_;
  std::optional<Refusal> refusal_;
};

bool is_bulk(const ActRequest& act, const Policy& policy) {
  return (policy.bulk_files > 0 && act.files > policy.bulk_files) ||
         (policy.bulk_bytes > 0 && act.bytes > policy.bulk_bytes);
}

}  // namespace

std::string_view intrusive_act_name(IntrusiveAct act) {
  for (const auto& [item, name] : kIntrusiveActs) {
    if (item == act) return name;
  }
  return "unknown";
}

Result<IntrusiveAct> parse_intrusive_act(std::string_view name) {
  for (const auto& [item, word] : kIntrusiveActs) {
    if (word == name) return item;
  }
  return Error{ErrorCode::kInvalid, fmt::format("\"{}\" is not an intrusive act; use one of: "
                                                "monitoring, virtual-identity, bulk-intake, "
                                                "provider-request",
                                                name)};
}

std::optional<Refusal> want_of_legality_record(const IntrusiveRequest& act,
                                               const Circumstances& circumstances, Timestamp now,
                                               std::string& used) {
  const Paper* closest = nullptr;
  for (const Paper& paper : circumstances.papers) {
    if (paper.document != "legality-record" || paper.case_id != act.case_id) continue;
    const json::Value& content = content_of(paper);
    if (content["act"].string_or("") != intrusive_act_name(act.act) ||
        !lists(content["covers"], act.subject))
      continue;
    closest = &paper;
    if (!paper.is_in_force(now)) continue;
    used = paper.reference();
    return std::nullopt;
  }
  if (closest)
    return Refusal{RefusalCode::kNoLegalityRecord,
                   fmt::format("the legality record {} does not permit this: it {}", closest->id,
                               closest->why_not_in_force(now)),
                   ""};
  return Refusal{RefusalCode::kNoLegalityRecord,
                 fmt::format("no legality record for \"{}\" covers \"{}\"; have one approved that "
                             "names it just so",
                             intrusive_act_name(act.act), act.subject),
                 ""};
}

Decision decide(const Officer& officer, const ActRequest& act,
                std::span<const Authorisation> authorisations, const Circumstances& circumstances,
                Timestamp now) {
  Demands demands(officer, act.case_id, circumstances, now);
  const ReviewDay review =
      circumstances.policy.authorisations_lapse ? ReviewDay::kLapses : ReviewDay::kReminds;
  Decision decision = decide(officer, act, authorisations, now, review);
  if (!decision.allowed() && decision.refusal().code == RefusalCode::kReviewLapsed) {
    if (!demands.override_or_refuse(RefusalCode::kReviewLapsed, decision.refusal().reason))
      return decision;
    decision = decide(officer, act, authorisations, now, ReviewDay::kReminds);
  }
  if (!decision.allowed()) return decision;
  demands.person(activity_name(act.activity));
  demands.planning();
  if (act.activity == Activity::kCapture) demands.assessment(act.url);
  if (act.activity == Activity::kImport && is_bulk(act, circumstances.policy))
    demands.legality({act.case_id, IntrusiveAct::kBulkIntake, act.source});
  if (demands.refusal()) {
    Refusal refusal = *demands.refusal();
    refusal.authorisation = decision.permit().authorisation();
    return refusal;
  }
  Permit permit = decision.permit();
  permit.grounds_ = demands.take_grounds();
  return permit;
}

IntrusiveDecision decide(const Officer& officer, const IntrusiveRequest& act,
                         const Circumstances& circumstances, Timestamp now) {
  if (!officer.active)
    return Refusal{RefusalCode::kOfficerInactive,
                   "this officer's account is closed; ask an administrator", ""};
  if (!officer.has(Role::kInvestigator))
    return Refusal{RefusalCode::kWrongRole, "only an investigator may do this; ask one of the case",
                   ""};
  Demands demands(officer, act.case_id, circumstances, now);
  demands.person(intrusive_act_name(act.act));
  demands.legality(act);
  if (demands.refusal()) return *demands.refusal();
  IntrusivePermit permit;
  permit.officer_ = officer.id;
  permit.act_ = act;
  permit.grounds_ = demands.take_grounds();
  permit.decided_at_ = now;
  return permit;
}

}  // namespace sanad::authority
