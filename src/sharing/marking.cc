#include "sharing/marking.h"

#include <fmt/format.h>

#include <array>

#include "members.h"

namespace sanad::sharing {
namespace {

constexpr std::array<std::string_view, 4> kPaps = {"clear", "green", "amber", "red"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

}  // namespace

std::string_view pap_name(Pap pap) { return kPaps.at(static_cast<std::size_t>(pap)); }

std::optional<Pap> parse_pap(std::string_view text) {
  std::string word = upper(text);
  if (word.starts_with("PAP:")) word.erase(0, 4);
  if (word == "WHITE") return Pap::kClear;
  for (std::size_t i = 0; i < kPaps.size(); ++i) {
    if (word == upper(kPaps[i])) return static_cast<Pap>(i);
  }
  return std::nullopt;
}

bool exceeds(const Marking& inner, const Marking& outer) {
  return inner.tlp > outer.tlp || inner.pap > outer.pap;
}

std::string marking_words(const Marking& marking) {
  return fmt::format("TLP:{} PAP:{}", upper(lists::tlp_name(marking.tlp)),
                     upper(pap_name(marking.pap)));
}

json::Object format_marking(const Marking& marking) {
  return {{"tlp", lists::tlp_name(marking.tlp)},
          {"pap", pap_name(marking.pap)},
          {"caveats", array_of(marking.caveats)}};
}

Result<Marking> parse_marking(const json::Value& value) {
  SANAD_CHECK(check_members(value, {"tlp", "pap", "caveats"}, "a marking"));
  Marking marking;
  const auto tlp = lists::parse_tlp(value["tlp"].string_or(""));
  if (!tlp || lists::tlp_name(*tlp) != value["tlp"].string_or(""))
    return wrong_member("tlp", "is clear, green, amber, amber+strict or red");
  const auto pap = parse_pap(value["pap"].string_or(""));
  if (!pap || pap_name(*pap) != value["pap"].string_or(""))
    return wrong_member("pap", "is clear, green, amber or red");
  marking.tlp = *tlp;
  marking.pap = *pap;
  SANAD_TRY(const json::Array* caveats, array_member(value, "caveats", kMaxCaveats));
  SANAD_TRY(marking.caveats, texts_of(*caveats, "caveats", kMaxCaveatBytes));
  return marking;
}

}  // namespace sanad::sharing
