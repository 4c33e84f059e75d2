#include "screening/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "fields.h"
#include "name_index.h"

namespace sanad::screening {
namespace {

// What a question holds, read.
struct Asked {
  Name name;
  std::optional<Name> father;
  std::optional<BirthDate> birth;
};

Result<Asked> read_query(const Query& query) {
  Asked out;
  SANAD_TRY(out.name, parse_name(query.name));
  if (out.name.parts.empty()) {
    return Error{ErrorCode::kInvalid, "Give a name with at least one letter."};
  }
  if (!query.father_name.empty()) {
    SANAD_TRY(Name father, parse_name(query.father_name));
    if (!father.parts.empty()) out.father = std::move(father);
  }
  // "X bin Y" states the father in the name.
  if (!out.father) {
    for (const NamePart& part : out.name.parts) {
      if (!part.after_bin) continue;
      out.father = Name{{part}};
      break;
    }
  }
  if (!query.birth_date.empty()) {
    out.birth = parse_birth_date(query.birth_date);
    if (!out.birth) {
      return Error{
          ErrorCode::kInvalid,
          fmt::format("\"{}\" is no date; write 1970, 1970-05 or 1970-05-02.", query.birth_date)};
    }
  }
  return out;
}

}  // namespace

std::string_view agreement_word(Agreement agreement) {
  switch (agreement) {
    case Agreement::kAgree:
      return "agree";
    case Agreement::kPartly:
      return "partly";
    case Agreement::kDisagree:
      return "disagree";
    case Agreement::kUnknown:
      return "unknown";
  }
  return "";
}

struct Screener::State {
  List list;
  NameIndex index;
  struct Source {
    std::uint32_t entry;
    std::uint32_t name;
  };
  std::vector<Source> sources;  // of each name of the index

  // Parts that stand after "bin" in any of the entry's names.
  std::vector<std::string> fathers_in_names(std::uint32_t indexed) const {
    std::vector<std::string> out;
    const std::uint32_t entry = sources[indexed].entry;
    std::uint32_t first = indexed - sources[indexed].name;
    for (; first < sources.size() && sources[first].entry == entry; ++first) {
      for (const NamePart& part : index.name(first).parts) {
        if (part.after_bin) {
          out.push_back(part.text);
          break;
        }
      }
    }
    return out;
  }

  Lead lead(const NameHit& hit, const Asked& asked, const Query& query) const {
    const Source source = sources[hit.name];
    const Entry& entry = list.entries[source.entry];
    const ListedName& listed = entry.names[source.name];
    Lead out;
    out.entry = source.entry;
    out.name = source.name;
    out.score = static_cast<int>(std::lround(hit.likeness.score * 100));
    out.weak_alias = listed.kind == NameKind::kWeakAlias;
    out.reference = entry.reference;
    out.list_name = list.name;
    out.list_version = list.version;
    out.fields = {name_field(asked.name, index.name(hit.name), listed, hit.likeness),
                  father_field(asked.father, entry, fathers_in_names(hit.name)),
                  birth_date_field(asked.birth, entry),
                  birth_place_field(query.birth_place, entry),
                  document_field(query.document, entry),
                  nationality_field(query.nationality, entry)};
    return out;
  }
};

Screener::Screener(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Screener::Screener(Screener&&) noexcept = default;
Screener& Screener::operator=(Screener&&) noexcept = default;
Screener::~Screener() = default;

const List& Screener::list() const { return state_->list; }

Result<Screener> Screener::create(List list) {
  auto state = std::make_unique<State>();
  state->list = std::move(list);
  for (std::uint32_t e = 0; e < state->list.entries.size(); ++e) {
    const Entry& entry = state->list.entries[e];
    for (std::uint32_t n = 0; n < entry.names.size(); ++n) {
      SANAD_TRY_WITH(Name name, parse_name(entry.names[n].text), fmt::format("entry {}", entry.id));
      state->index.add(std::move(name));
      state->sources.push_back({e, n});
    }
  }
  state->index.build();
  return Screener(std::move(state));
}

Result<std::vector<Lead>> Screener::screen(const Query& query, const ScreenOptions& options) const {
  SANAD_TRY(const Asked asked, read_query(query));
  // A score is shown rounded, so it is compared as it will be shown.
  const float least = (static_cast<float>(std::clamp(options.min_score, 1, 100)) - .5F) / 100;
  // The likest name of each entry; of equals the one that the list gives first.
  std::map<std::uint32_t, NameHit> best;
  for (NameHit& hit : state_->index.find(asked.name, least)) {
    const std::uint32_t entry = state_->sources[hit.name].entry;
    const auto [place, fresh] = best.try_emplace(entry, hit);
    if (!fresh && hit.likeness.score > place->second.likeness.score) place->second = std::move(hit);
  }
  std::vector<const NameHit*> order;
  order.reserve(best.size());
  for (const auto& [entry, hit] : best) order.push_back(&hit);
  std::sort(order.begin(), order.end(), [](const NameHit* a, const NameHit* b) {
    const float first = a->likeness.score;
    const float second = b->likeness.score;
    return first != second ? first > second : a->name < b->name;
  });
  if (order.size() > options.max_leads) order.resize(options.max_leads);
  std::vector<Lead> out;
  out.reserve(order.size());
  for (const NameHit* hit : order) out.push_back(state_->lead(*hit, asked, query));
  return out;
}

FalseAlarms measured_false_alarms(int min_score) {
  // By screening_bench, which prints this table.
  constexpr FalseAlarms kMeasured[] = {{60, 7.68}, {65, 1.62}, {70, .59}, {75, .38},
                                       {80, .34},  {85, .13},  {90, .05}, {95, .02}};
  FalseAlarms found = kMeasured[0];
  for (const FalseAlarms& one : kMeasured)
    if (one.min_score <= min_score) found = one;
  return found;
}

}  // namespace sanad::screening
