#include "exercise_record.h"

#include <algorithm>
#include <utility>

#include "report_cites.h"
#include "service/exhibits.h"
#include "service/reports.h"

namespace sanad::service {
namespace {

using training::Event;
using training::Side;

constexpr std::size_t kMaxCitedBytes = 4096;
// Of docs/formats/bundle.md.
constexpr std::string_view kGoodVerdicts[] = {"intact", "intact with warnings"};

// Entries [first, last] of the ledger.
struct Stretch {
  std::uint64_t first, last;
};

std::vector<Stretch> stretches_of(const std::vector<Exercise>& all, const Exercise& exercise) {
  std::vector<Stretch> stretches;
  for (const Exercise& one : all)
    if (one.study == exercise.study && one.started <= exercise.started)
      stretches.push_back({one.started, one.submitted.value_or(UINT64_MAX)});
  return stretches;
}

bool is_within(const std::vector<Stretch>& stretches, std::uint64_t index) {
  return std::ranges::any_of(
      stretches, [&](const Stretch& one) { return index >= one.first && index <= one.last; });
}

std::map<std::string, std::vector<std::string>> roles_in(Workspace& workspace) {
  std::map<std::string, std::vector<std::string>> roles;
  const auto officers = workspace.records().officers();
  if (!officers.ok()) return roles;
  for (const authority::Officer& one : *officers)
    for (const authority::Role role : one.roles)
      roles[one.id].emplace_back(authority::role_name(role));
  return roles;
}

// Every entry whose body is still there.
Result<std::vector<Event>> events_of(Workspace& workspace, Side side) {
  const auto roles = roles_in(workspace);
  std::vector<Event> events;
  SANAD_CHECK(workspace.ledger().read(
      ledger::LeafIndex{0}, [&](const ledger::StoredEntry& stored) -> Result<void> {
        if (!stored.body) return {};
        SANAD_TRY(const json::Value body, json::parse(stored.body->text));
        SANAD_TRY(custody::Act act, custody::parse_body(body));
        const auto of_actor = roles.find(act.actor);
        events.push_back(
            {.side = side,
             .index = stored.index.value,
             .kind = std::move(act.kind),
             .actor = act.actor,
             .roles = of_actor == roles.end() ? std::vector<std::string>() : of_actor->second,
             .at = stored.leaf.at,
             .case_id = std::move(act.case_id),
             .data = std::move(act.data)});
        return {};
      }));
  return events;
}

std::string text_of(const Event& event, std::string_view member) {
  const json::Value* found = event.data.find(member);
  return found != nullptr ? found->string_or("") : "";
}

// Of another exercise than this one's study.
bool is_of_other(const Event& event, const Exercise& exercise) {
  return event.kind.starts_with("exercise.") && text_of(event, "study") != exercise.study;
}

// Only the newest answer to each task counts; it knows how many there were.
void settle_answers(std::vector<Event>& events) {
  std::map<std::string, std::pair<Event*, int>> newest;
  for (Event& one : events) {
    if (one.kind != "exercise.answered") continue;
    auto& [answer, tries] = newest[text_of(one, "task")];
    if (answer != nullptr) answer->kind = "exercise.answered-before";
    answer = &one;
    one.data.set("tries", ++tries);
  }
}

// Behind which entry the statements of the report stand that count at the end.
std::set<std::uint64_t> standing_statements(const std::vector<Event>& events) {
  std::map<std::string, std::uint64_t> newest;
  for (const Event& one : events) {
    if (one.kind == "report.stated") newest[text_of(one, "statement")] = one.index;
    if (one.kind == "report.withdrawn") newest.erase(text_of(one, "statement"));
  }
  std::set<std::uint64_t> entries;
  for (const auto& [statement, index] : newest) entries.insert(index);
  return entries;
}

std::string cut_to_utf8(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  text.resize(most);
  while (!text.empty() && !is_utf8(text)) text.pop_back();
  return text;
}

// One citation. What cannot be read any more is cited all the same, without its text.
Event cited_fact(Workspace& seat, const Event& stated, const ReportCite& cite) {
  json::Object data{{"statement", text_of(stated, "statement")},
                    {"section", text_of(stated, "section")},
                    {"statement_kind", text_of(stated, "kind")},
                    {"exhibit", cite.exhibit},
                    {"file", cite.file},
                    {"part", cite.part ? json::Value(*cite.part) : json::Value(nullptr)},
                    {"offset", cite.offset},
                    {"length", cite.length}};
  ReportCite first = cite;
  first.length = std::min<std::uint64_t>(cite.length, kMaxCitedBytes);
  auto found = read_cited(seat, stated.case_id, first, false);
  // Cut within a letter: the letter is left out.
  for (int i = 0; i < 3 && !found.ok() && first.length < cite.length; ++i) {
    --first.length;
    found = read_cited(seat, stated.case_id, first, false);
  }
  const auto exhibit = seat.records().exhibit(cite.exhibit);
  data.set("url", exhibit.ok() ? exhibit->url : "");
  data.set("text", found.ok() ? cut_to_utf8(found->quote, kMaxCitedBytes) : "");
  Event fact = stated;
  fact.kind = "fact.cited";
  fact.data = std::move(data);
  return fact;
}

std::vector<Event> with_citations(Workspace& seat, const std::vector<Event>& events) {
  const std::set<std::uint64_t> standing = standing_statements(events);
  std::vector<Event> all;
  for (const Event& one : events) {
    all.push_back(one);
    if (one.kind != "report.stated" || !standing.contains(one.index)) continue;
    const json::Value* cites = one.data.find("cites");
    if (cites == nullptr) continue;
    for (const ReportCite& cite : report_cites_of(*cites))
      all.push_back(cited_fact(seat, one, cite));
  }
  return all;
}

// A neighbour's entries, each good bundle of this seat's behind the entry that took it.
std::vector<Event> with_verified(Workspace& seat, std::vector<Event> events) {
  std::map<std::string, std::string> exported;  // digest, identifier
  const auto bundles =
      seat.records().entries({.kind = "bundle.exported", .limit = 10'000, .oldest_first = true});
  if (bundles.ok())
    for (const records::Entry& one : *bundles)
      exported[one.data["sha256"].string_or("")] = one.data["bundle"].string_or("");
  std::vector<Event> all;
  for (Event& one : events) {
    const json::Value data(one.data);
    const bool is_good =
        one.kind == "bundle.taken" &&
        std::ranges::find(kGoodVerdicts, data["verdict"].string_or("")) != std::end(kGoodVerdicts);
    const auto ours = exported.find(data["bundle"]["sha256"].string_or("-"));
    Event fact;
    if (is_good && ours != exported.end()) {
      fact = one;
      fact.kind = "fact.verified";
      fact.data = json::Object{{"bundle", ours->second}, {"agency", data["agency"]}};
    }
    all.push_back(std::move(one));
    if (!fact.kind.empty()) all.push_back(std::move(fact));
  }
  return all;
}

}  // namespace

Result<training::Record> exercise_record(Workspace& seat, Workspace* neighbour,
                                         const std::vector<Exercise>& all,
                                         const Exercise& exercise) {
  const std::vector<Stretch> stretches = stretches_of(all, exercise);
  SANAD_TRY(std::vector<Event> events, events_of(seat, Side::kOwn));
  std::erase_if(events, [&](const Event& one) {
    return !is_within(stretches, one.index) || is_of_other(one, exercise);
  });
  settle_answers(events);
  const std::vector<Event> own = with_citations(seat, events);
  std::vector<Event> others;
  if (neighbour != nullptr) {
    SANAD_TRY(std::vector<Event> read, events_of(*neighbour, Side::kNeighbour));
    others = with_verified(seat, std::move(read));
  }
  training::Record record(exercise.trainee, exercise.submitted.has_value());
  // By time; each ledger keeps its order.
  std::size_t next = 0;
  for (const Event& one : own) {
    while (next < others.size() && others[next].at < one.at) record.add(others[next++]);
    record.add(one);
  }
  while (next < others.size()) record.add(others[next++]);
  return record;
}

}  // namespace sanad::service
