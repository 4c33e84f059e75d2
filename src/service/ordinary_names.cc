#include "ordinary_names.h"

#include <algorithm>
#include <string>

#include "text/fold.h"

namespace sanad::service {
namespace {

// Ascending, in small letters.
constexpr std::string_view kNobody[] = {
    "abba",     "abbu",      "abu",   "admin",   "ami",     "ammi",    "aunt",     "auntie",
    "baba",     "babe",      "baby",  "baji",    "bhabhi",  "bhai",    "bhaijan",  "bhen",
    "boss",     "bot",       "bro",   "brother", "chacha",  "chachi",  "channel",  "client",
    "dad",      "dada",      "daddy", "dadi",    "doctor",  "dr",      "driver",   "father",
    "friend",   "group",     "guest", "haji",    "hajji",   "home",    "house",    "khala",
    "maam",     "madam",     "mama",  "mamu",    "maulana", "me",      "member",   "mom",
    "mother",   "mr",        "mrs",   "ms",      "mum",     "mummy",   "nana",     "nani",
    "neighbor", "neighbour", "new",   "nobody",  "office",  "owner",   "papa",     "phone",
    "police",   "sahab",     "sahib", "sir",     "sis",     "sister",  "somebody", "someone",
    "staff",    "support",   "taxi",  "teacher", "uncle",   "unknown", "user",     "ustad",
    "wife",     "work",      "you",
};
constexpr std::string_view kNobodyInUrdu[] = {
    "ابو",  "امی",     "اماں",  "ابا",    "بابا",   "بھائی", "بھابھی",  "باجی", "آپا",
    "چاچا", "چچا",     "چاچی",  "خالہ",   "پھوپھی", "ماموں", "ممانی",   "دادا", "دادی",
    "نانا", "نانی",    "استاد", "ڈاکٹر",  "صاحب",   "جناب",  "بیگم",    "دوست", "گھر",
    "دفتر", "ڈرائیور", "حاجی",  "مولانا", "پولیس",  "گروپ",  "نامعلوم",
};
constexpr std::string_view kEveryDay[] = {
    "amber",  "angel",   "april",  "august",  "autumn",  "badshah",   "berry",  "bill",
    "bishop", "brook",   "chance", "chand",   "charity", "christian", "church", "cook",
    "coral",  "crystal", "daisy",  "dawn",    "dean",    "diamond",   "dil",    "dolly",
    "drew",   "earl",    "eve",    "faith",   "fern",    "flora",     "forest", "fox",
    "frank",  "gale",    "garnet", "gene",    "ginger",  "glen",      "grace",  "grant",
    "gul",    "guy",     "hazel",  "heather", "holly",   "hope",      "hunter", "ivy",
    "jack",   "jade",    "jan",    "jasmine", "jay",     "jean",      "jewel",  "joy",
    "june",   "khushi",  "king",   "knight",  "lake",    "lamb",      "lance",  "lane",
    "lark",   "laurel",  "lily",   "long",    "lucky",   "malik",     "mark",   "mason",
    "may",    "melody",  "mercy",  "miller",  "mir",     "misty",     "moon",   "moti",
    "nick",   "noor",    "olive",  "opal",    "pat",     "patience",  "pearl",  "penny",
    "poppy",  "prince",  "queen",  "rain",    "ray",     "red",       "reed",   "river",
    "robin",  "rock",    "rod",    "rose",    "roshan",  "ruby",      "rusty",  "sandy",
    "shah",   "sitara",  "sky",    "sona",    "sonny",   "star",      "stone",  "storm",
    "sue",    "summer",  "sunny",  "tiger",   "victor",  "violet",    "west",   "will",
    "winter", "wolf",    "wood",   "young",   "zara",
};

bool holds_capital(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// In Urdu letters as folding leaves them.
bool is_nobody_in_urdu(const std::string& word) {
  return std::ranges::any_of(kNobodyInUrdu, [&](std::string_view one) {
    const auto folded = text::fold_to_utf8(one);
    return folded.ok() && *folded == word;
  });
}

}  // namespace

bool is_ordinary_word(std::string_view name, std::string_view written) {
  const auto folded = text::fold_to_utf8(name);
  if (!folded.ok()) return false;
  if (std::ranges::binary_search(kNobody, std::string_view(*folded)) || is_nobody_in_urdu(*folded))
    return true;
  return std::ranges::binary_search(kEveryDay, std::string_view(*folded)) &&
         !holds_capital(written);
}

}  // namespace sanad::service
