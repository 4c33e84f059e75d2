#include "fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/fold.h"

namespace sanad::screening {
namespace {

constexpr float kNameAgrees = .88F;
constexpr float kNamePartly = .7F;
// Years between an approximate date and another that may still be the same.
constexpr int kApproximateYears = 3;

FieldAgreement unknown(std::string field, bool asked, std::string_view what) {
  return {std::move(field), Agreement::kUnknown,
          asked ? fmt::format("The list gives no {}.", what)
                : fmt::format("No {} was asked about.", what)};
}

std::string span_text(const Name& name, PartSpan span) {
  std::string out = name.parts[span.first].text;
  if (span.count == 2) out += ' ' + name.parts[span.first + std::size_t{1}].text;
  return out;
}

bool same_word(const Name& a, const Name& b, const PartPair& pair) {
  return pair.a.count == 1 && pair.b.count == 1 &&
         a.parts[pair.a.first].normal == b.parts[pair.b.first].normal;
}

std::string listed_texts(const Name& name, unsigned used) {
  std::string out;
  for (std::size_t i = 0; i < name.parts.size(); ++i) {
    if ((used >> i & 1U) != 0) continue;
    if (!out.empty()) out += ", ";
    out += name.parts[i].text;
  }
  return out;
}

float likeness_of(std::string_view a, std::string_view b) {
  const auto name_a = parse_name(a.substr(0, kMaxNameBytes));
  const auto name_b = parse_name(b.substr(0, kMaxNameBytes));
  if (!name_a.ok() || !name_b.ok()) return 0;
  return compare_names(name_a.value(), name_b.value()).score;
}

Agreement by_likeness(float score) {
  if (score >= kNameAgrees) return Agreement::kAgree;
  return score >= kNamePartly ? Agreement::kPartly : Agreement::kDisagree;
}

// Years that a date may stand for.
std::pair<int, int> years(const BirthDate& date) {
  const int slack = date.approximate ? kApproximateYears : 0;
  return {date.year_first - slack, date.year_last + slack};
}

Agreement compare_dates(const BirthDate& a, const BirthDate& b) {
  const auto [a_first, a_last] = years(a);
  const auto [b_first, b_last] = years(b);
  if (a_last < b_first || b_last < a_first) return Agreement::kDisagree;
  const bool sure = a.year_first == a.year_last && b.year_first == b.year_last &&
                    a.year_first == b.year_first && !a.approximate && !b.approximate;
  if (!sure) return Agreement::kPartly;
  if (a.month == 0 || b.month == 0) return Agreement::kPartly;
  if (a.month == b.month) {
    if (a.day == b.day && a.day != 0) return Agreement::kAgree;
    return a.day == 0 || b.day == 0 ? Agreement::kPartly : Agreement::kDisagree;
  }
  // Day and month may have changed places.
  return a.month == b.day && a.day == b.month ? Agreement::kPartly : Agreement::kDisagree;
}

std::string first_piece(std::string_view place) {
  return std::string(place.substr(0, place.find(',')));
}

std::string compact(std::string_view number) {
  std::string out = text::fold_to_utf8(number.substr(0, 1000)).value_or("");
  std::erase(out, ' ');
  return out;
}

// True if one character was changed, added or left out.
bool one_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto head =
      static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  return a.substr(std::min(head + (a.size() == b.size() ? 1 : 0), a.size())) ==
         b.substr(std::min(head + 1, b.size()));
}

}  // namespace

FieldAgreement name_field(const Name& query, const Name& listed, const ListedName& source,
                          const NameLikeness& likeness) {
  std::string sentence;
  unsigned used_a = 0;
  unsigned used_b = 0;
  for (const PartPair& pair : likeness.pairs) {
    if (!sentence.empty()) sentence += ", ";
    sentence += fmt::format("{} is {} {}", span_text(query, pair.a),
                            same_word(query, listed, pair) ? "the same as" : "like",
                            span_text(listed, pair.b));
    used_a |= ((1U << pair.a.count) - 1) << pair.a.first;
    used_b |= ((1U << pair.b.count) - 1) << pair.b.first;
  }
  sentence =
      fmt::format("Against the {} \"{}\": {}", name_kind_word(source.kind), source.text, sentence);
  const std::string only_asked = listed_texts(query, used_a);
  const std::string only_listed = listed_texts(listed, used_b);
  if (!only_asked.empty()) sentence += fmt::format("; only in the question: {}", only_asked);
  if (!only_listed.empty()) sentence += fmt::format("; only in the list: {}", only_listed);
  if (likeness.other_order) sentence += "; in another order";
  Agreement agreement = by_likeness(likeness.score);
  if (source.kind == NameKind::kWeakAlias) {
    sentence += "; the list itself calls this alias weak";
    if (agreement == Agreement::kAgree) agreement = Agreement::kPartly;
  }
  return {"name", agreement, sentence + "."};
}

FieldAgreement father_field(const std::optional<Name>& asked, const Entry& entry,
                            const std::vector<std::string>& listed_bin) {
  std::vector<std::string> listed = listed_bin;
  if (!entry.father_name.empty()) listed.insert(listed.begin(), entry.father_name);
  if (!asked || listed.empty()) return unknown("father", asked.has_value(), "father's name");
  float best = -1;
  const std::string* likest = nullptr;
  for (const std::string& name : listed) {
    const auto parsed = parse_name(std::string_view(name).substr(0, kMaxNameBytes));
    const float score = parsed.ok() ? compare_names(*asked, parsed.value()).score : 0;
    if (score <= best) continue;
    best = score;
    likest = &name;
  }
  const Agreement agreement = by_likeness(best);
  const std::string_view verb = agreement == Agreement::kAgree    ? "agrees with"
                                : agreement == Agreement::kPartly ? "is like"
                                                                  : "differs from";
  return {"father", agreement,
          fmt::format("The father's name {} \"{}\" in the list.", verb, *likest)};
}

FieldAgreement birth_date_field(const std::optional<BirthDate>& asked, const Entry& entry) {
  if (!asked || entry.births.empty()) {
    return unknown("birth date", asked.has_value(), "date of birth");
  }
  Agreement best = Agreement::kUnknown;
  const BirthDate* likest = nullptr;
  for (const BirthDate& date : entry.births) {
    const Agreement agreement = compare_dates(*asked, date);
    if (likest != nullptr && agreement >= best) continue;
    best = agreement;
    likest = &date;
  }
  const std::string listed = format_birth_date(*likest);
  switch (best) {
    case Agreement::kAgree:
      return {"birth date", best, fmt::format("Born on {}, as in the list.", listed)};
    case Agreement::kPartly:
      return {"birth date", best,
              fmt::format("{} and {} in the list can be the same date.", format_birth_date(*asked),
                          listed)};
    default:
      return {
          "birth date", best,
          fmt::format("{} is not {}, the nearest in the list.", format_birth_date(*asked), listed)};
  }
}

FieldAgreement birth_place_field(const std::string& asked, const Entry& entry) {
  if (asked.empty() || entry.birth_places.empty()) {
    return unknown("birth place", !asked.empty(), "place of birth");
  }
  float best = -1;
  const std::string* likest = nullptr;
  for (const std::string& place : entry.birth_places) {
    const float score =
        std::max(likeness_of(asked, place), likeness_of(first_piece(asked), first_piece(place)));
    if (score <= best) continue;
    best = score;
    likest = &place;
  }
  const Agreement agreement = by_likeness(best);
  const std::string_view verb = agreement == Agreement::kAgree    ? "is"
                                : agreement == Agreement::kPartly ? "is like"
                                                                  : "is not like";
  return {"birth place", agreement, fmt::format("{} {} {} in the list.", asked, verb, *likest)};
}

FieldAgreement document_field(const std::string& asked, const Entry& entry) {
  if (asked.empty() || entry.documents.empty()) {
    return unknown("document", !asked.empty(), "document");
  }
  const std::string wanted = compact(asked);
  const Document* near = nullptr;
  for (const Document& document : entry.documents) {
    const std::string number = compact(document.number);
    if (number == wanted) {
      return {"document", Agreement::kAgree,
              fmt::format("The list has the same number{}{}.", document.type.empty() ? "" : ": ",
                          document.type)};
    }
    if (near == nullptr && wanted.size() >= 5 && one_apart(number, wanted)) near = &document;
  }
  if (near != nullptr) {
    return {"document", Agreement::kPartly,
            fmt::format("The list has {}, which differs in one character.", near->number)};
  }
  return {"document", Agreement::kDisagree,
          "The list has other document numbers; a person may hold several."};
}

FieldAgreement nationality_field(const std::string& asked, const Entry& entry) {
  if (asked.empty() || entry.nationalities.empty()) {
    return unknown("nationality", !asked.empty(), "nationality");
  }
  for (const std::string& listed : entry.nationalities) {
    if (compact(listed) == compact(asked)) {
      return {"nationality", Agreement::kAgree, fmt::format("{}, as in the list.", listed)};
    }
  }
  return {"nationality", Agreement::kDisagree,
          fmt::format("The list has {}; a person may have several.", entry.nationalities.front())};
}

}  // namespace sanad::screening
