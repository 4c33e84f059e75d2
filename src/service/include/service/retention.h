// How long material is kept, and what must not go: rules with their basis in law, and holds.
//
// A rule says how long material of a kind is kept at least, counted from the sealing of each
// exhibit. Of the rules in force, one of the case goes before one of the agency, one for the kind
// of material before one for everything, and the newest before the others. When the time has
// passed, nothing happens by itself: a person proposes, another decides (service/disposal.h). A
// rule is itself reviewed: a clock runs until the next review, on the wall of what falls due.
//
// A hold covers a case or an exhibit until it is lifted, and is stronger than every rule.
// Everything here is an entry; refusals too. docs/retention.md. Tested by retention_test.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

inline constexpr std::string_view kRetentionReview = "retention-review";  // key of the clock

// "30 days", "18 months", "5 years"; or "at once", for what may go as soon as it is there: absent.
// kInvalid.
Result<std::optional<clocks::Period>> parse_keeping(std::string_view text);
// As people write it, and "at once".
std::string describe_keeping(const std::optional<clocks::Period>& period);

struct RetentionOrder {
  std::string case_id;   // identifier or reference; empty: of the agency
  std::string material;  // "everything", "captures" or "imports"
  std::string name;
  std::string pack, provision;                          // of the pack's newest edition
  std::optional<clocks::Period> period, review_period;  // the second must be there
  std::string reason;
};
// By a supervisor, as the next two. kInvalid: no such material, provision or period; no reason.
Result<records::RetentionRule> set_retention(Workspace& workspace, const authority::Officer& caller,
                                             const RetentionOrder& order);
// The rule goes on; the clock of its review begins anew. kConflict: it was ended.
Result<records::RetentionRule> review_retention(Workspace& workspace,
                                                const authority::Officer& caller,
                                                std::string_view rule, std::string_view finding);
// What it kept is kept no longer under it. kConflict: it was ended before.
Result<records::RetentionRule> end_retention(Workspace& workspace, const authority::Officer& caller,
                                             std::string_view rule, std::string_view reason);
// By whoever may read a case. case_id: empty for all. The ended ones too.
Result<std::vector<records::RetentionRule>> list_retention(Workspace& workspace,
                                                           const authority::Officer& caller,
                                                           std::string_view case_id);

// Until when an exhibit must be kept, and why. No rule: nobody has said how long.
struct Kept {
  std::optional<records::RetentionRule> rule;
  Timestamp until;
};
Result<Kept> kept_until(Workspace& workspace, const records::Exhibit& exhibit);
// Of a whole case: the last of its exhibits'; of one without exhibits, from its opening.
Result<Kept> kept_until(Workspace& workspace, const records::Case& of_case);

struct HoldOrder {
  std::string case_id;
  std::string exhibit;  // identifier or number; empty: the whole case
  std::string ground;   // who or what demands it: an order, a complaint, a suit
  std::string reason;
};
// By an investigator, a supervisor or an evidence officer.
Result<records::Hold> place_hold(Workspace& workspace, const authority::Officer& caller,
                                 const HoldOrder& order);
// By a supervisor. kConflict: it was lifted.
Result<records::Hold> lift_hold(Workspace& workspace, const authority::Officer& caller,
                                std::string_view hold, std::string_view reason);
Result<std::vector<records::Hold>> list_holds(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view case_id);
// Those that stand and cover the exhibit; with an empty one all that stand in the case.
Result<std::vector<records::Hold>> standing_holds(Workspace& workspace, std::string_view case_id,
                                                  std::string_view exhibit);

// Each exhibit of a case with the rule that keeps it, until when, and the holds that cover it.
Result<json::Array> kept_exhibits(Workspace& workspace, const authority::Officer& caller,
                                  std::string_view case_id);

Result<json::Object> view(Workspace& workspace, const records::RetentionRule& rule);
Result<json::Object> view(Workspace& workspace, const records::Hold& hold);

}  // namespace sanad::service
