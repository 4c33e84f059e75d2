// Assessments: what people make of an exhibit or a part, in the steps of review/steps.h.
//
// Two officers assess each thing, neither knowing what the other writes: until both are complete
// only its writer is told of an assessment (blind.h). Where their outcomes differ, a third decides,
// and what the two wrote stays. Nothing here is decided, ranked or filled in by a machine. Each
// step is an entry. Tested by assessments_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "review/agreement.h"
#include "review/steps.h"
#include "service/workspace.h"

namespace sanad::service {

// Asks that an exhibit (identifier or number) or a part be assessed. By whoever works on a case;
// recorded as assessment.asked. kInvalid: no reason.
Result<void> ask_for_assessment(Workspace& workspace, const authority::Officer& caller,
                                const records::SheetSubject& subject, bool is_urgent,
                                std::string_view reason);

// Takes what stands in the queue (service/assessment_queue.h). By a reviewer, an investigator or a
// supervisor, as all that writes here; recorded as assessment.taken. kConflict: nothing asks for
// it, the officer has it or assessed it already, two others have it, or a decision on what two
// wrote is still due.
Result<records::Assessment> take_assessment(Workspace& workspace, const authority::Officer& caller,
                                            const records::SheetSubject& subject);
// What was written stays in the ledger and counts no more. kConflict: it is not open.
Result<records::Assessment> give_assessment_back(Workspace& workspace,
                                                 const authority::Officer& caller,
                                                 std::string_view id, std::string_view reason);
// Recorded as assessment.written; the outcome completes it. kInvalid as review::check_step(), and:
// a label that no facet has, or a facet of uses without a word or a reason. kDenied, recorded as
// act.refused: a step before the one that it rests on, somebody else's assessment, or an outcome
// that acts while an exculpatory note on the exhibit is unanswered. kConflict: it is not open.
Result<records::Assessment> write_step(Workspace& workspace, const authority::Officer& caller,
                                       std::string_view id, review::Step step,
                                       const json::Value& content);
// kDenied: somebody else's, and not both of the pair are complete.
Result<records::Assessment> read_assessment(Workspace& workspace, const authority::Officer& caller,
                                            std::string_view id);

// Pairs of which both are complete, newest first. By whoever may read a case, as all below.
// case_id: empty for all cases.
Result<std::vector<records::AssessmentPair>> list_pairs(Workspace& workspace,
                                                        const authority::Officer& caller,
                                                        std::string_view case_id);
// kNotFound also where not both are complete.
Result<records::AssessmentPair> read_pair(Workspace& workspace, const authority::Officer& caller,
                                          std::string_view id);
// content: a step "outcome". By a supervisor or a reviewer who is neither of the two; recorded as
// assessment.adjudicated. kDenied, recorded: one of the two, or as write_step(). kConflict: the
// outcomes do not differ, or it was decided.
Result<records::AssessmentPair> adjudicate(Workspace& workspace, const authority::Officer& caller,
                                           std::string_view pair, const json::Value& content);

// The outcome that counts; empty: the two differ, and no third has decided.
std::string outcome_of(const records::AssessmentPair& pair);

// How far pairs agree: {"items": [{"by", "key", "items", "agreed", "observed", "expected",
// "kappa"}]}; by is "outcome", "purpose", "category" (a label) or "language" (the outcome, of
// content in it). Never of a person.
Result<json::Value> agreement_figures(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view case_id);

// Words, steps, parts of the test and facets that a form asks for.
Result<json::Object> assessment_form(Workspace& workspace, const authority::Officer& caller);

// With names; of an assessment: what is written and which step is next.
Result<json::Object> view(Workspace& workspace, const records::Assessment& assessment);
// whole: with both assessments and where they differ.
Result<json::Object> view(Workspace& workspace, const records::AssessmentPair& pair, bool whole);

}  // namespace sanad::service
