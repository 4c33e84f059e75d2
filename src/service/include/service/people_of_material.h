// People in a case's material. They are bystanders, shown by pseudonyms, until an officer says why
// a mask is lifted; and everything of one account is shown only under an authorisation that names
// it. What is asked and refused is an entry of the ledger, like what is allowed. Tested by
// people_of_material_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "authority/person.h"
#include "service/material.h"

namespace sanad::service {

enum class Masked { kAccount, kChat, kSelector };
std::string_view masked_name(Masked what);
std::optional<Masked> parse_masked(std::string_view name);

struct UnmaskOrder {
  std::string case_id;
  Masked what = Masked::kAccount;
  std::int64_t pseudonym = 0;
  std::string reason;
};

struct Unmasking {
  Masked what = Masked::kAccount;
  std::int64_t pseudonym = 0;
  std::string identifier;     // "telegram:user4521", or a selector's value
  std::string name;           // as seen; empty for a selector
  std::string authorisation;  // of an account
};

// Lifts a mask in all views of the case, by an investigator or a supervisor; an account needs an
// authorisation of the case that names it. Recorded as person.unmasked before anything is answered;
// a refusal as act.refused. kInvalid: no reason. kConflict: not masked. kDenied; kNotFound.
Result<Unmasking> unmask(Workspace& workspace, const authority::Officer& caller,
                         const UnmaskOrder& order);

// The permit to look at one account. A refusal is recorded as act.refused, and answered as kDenied.
Result<authority::PersonPermit> permit_person(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view case_id, std::int64_t pseudonym);

struct EdgeAsked {
  case_index::EdgeKind kind = case_index::EdgeKind::kReplied;
  case_index::NodeId source, target;
};
// The documents that an edge counts. All that one account wrote in a chat is a view of that person
// and needs its permit, as above.
Result<case_index::Rows> edge_documents(Workspace& workspace, const authority::Officer& caller,
                                        const Material& material, const EdgeAsked& edge,
                                        const case_index::Page& page);

struct PersonQuestion {
  std::string case_id;
  std::int64_t pseudonym = 0;
  Zone zone = Zone::utc();
  case_index::Step step = case_index::Step::kDay;
  case_index::Page page;
};

struct PersonAnswer {
  case_index::Account account;
  std::string authorisation;
  case_index::Rows rows;
  case_index::Graph graph;
  case_index::Timeline timeline;  // by kSent
  case_index::Activity activity;
};
// Everything of one account: recorded as person.viewed (a further page of rows is no new entry).
Result<PersonAnswer> view_person(Workspace& workspace, const authority::Officer& caller,
                                 const PersonQuestion& question);

}  // namespace sanad::service
