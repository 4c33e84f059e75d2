// Names that end a domain: those of countries and territories, the generic ones in wide use, those
// kept for examples (RFC 2606, RFC 6761), and internationalised ones as A-labels.
#include <algorithm>
#include <array>

#include "core.h"

namespace sanad::selectors {
namespace {

constexpr std::string_view kCountries =
    " ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs "
    "bt bw "
    "by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er "
    "es et eu "
    "fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id "
    "ie il im "
    "in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv "
    "ly ma mc "
    "md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu "
    "nz om pa "
    "pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn "
    "so sr ss "
    "st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve "
    "vg vi vn "
    "vu wf ws ye yt za zm zw ";
constexpr std::string_view kGeneric =
    " academy accountant adult aero africa agency apartments app arab art asia associates auction "
    "audio auto "
    "band bank bar beer best bet bible bid bike bio biz black blog blue book boutique broker build "
    "builders "
    "business buzz cafe camera camp capital cards care careers cars casa cash casino cat catering "
    "center "
    "chat cheap church city claims click clinic clothing cloud club coach codes coffee college com "
    "community company computer construction consulting contact cool coop country coupons courses "
    "credit "
    "crypto dance date dating day deals degree delivery democrat dental design dev diamonds "
    "digital direct "
    "directory discount doctor dog domains download earth edu education email energy engineer "
    "engineering enterprises equipment estate events exchange expert express fail faith family fan "
    "fans "
    "farm fashion finance financial fish fit fitness florist flowers football forsale forum "
    "foundation fun "
    "fund furniture futbol fyi gallery game games garden gift gifts gives glass global gold golf "
    "gov "
    "graphics gratis green group guide guru hair health healthcare help hiphop holdings holiday "
    "homes "
    "horse hospital host hosting house icu immo immobilien inc industries info ink institute "
    "insure int "
    "international investments irish islam jetzt jewelry jobs kaufen kids kim kitchen land lat law "
    "lawyer "
    "legal lgbt life lighting limited limo link live loan loans lol love ltd luxury maison "
    "management "
    "market marketing markets mba media memorial men menu mil mobi moda moe mom money monster "
    "mortgage mov "
    "museum music name net network news ninja observer one onion online ooo org organic page "
    "partners "
    "parts party pet pharmacy photo photography photos physio pics pictures pink pizza place "
    "plumbing plus "
    "poker porn post press pro productions promo properties property protection pub pw qpon racing "
    "radio "
    "recipes red rehab reise rent rentals repair report republican rest restaurant review reviews "
    "rich rip "
    "rocks run sale salon school schule science security services sex sexy shoes shop shopping "
    "show singles "
    "site ski skin soccer social software solar solutions space sport storage store stream studio "
    "study "
    "style sucks supplies supply support surf surgery systems tax taxi team tech technology tel "
    "tennis "
    "theater theatre tickets tips tires today tokyo tools top tours town toys trade trading "
    "training travel "
    "tube university uno vacations vegas ventures vet viajes video villas vip vision vodka vote "
    "voyage "
    "watch webcam website wedding wiki win wine work works world wtf xxx xyz yoga zip zone "
    "example test invalid arpa ";
// Unicode forms, read as they stand; their A-labels are made from them.
constexpr std::array<std::u32string_view, 31> kInternational = {
    U"پاکستان", U"ایران", U"بھارت",  U"السعودية", U"امارات", U"عمان", U"مصر",     U"الاردن",
    U"فلسطين",  U"تونس",  U"المغرب", U"سورية",    U"قطر",    U"عراق", U"الجزائر", U"سودان",
    U"مليسيا",  U"موقع",  U"شبكة",   U"рф",       U"укр",    U"бел",  U"қаз",     U"срб",
    U"онлайн",  U"сайт",  U"भारत",   U"বাংলা",    U"中国",   U"中國", U"香港"};

constexpr std::string_view kWords =
    " id is as at by do in it me my no so to us be am name info data link open run show map media "
    "live one "
    "page pro red top fail help host post place parts plus date day book art app dev game group "
    "house image "
    "land last life love media men mom money music news now online order photo photos pics pub "
    "rest review "
    "sale set site space store stream style support team tel test tips today tools trade video "
    "watch win "
    "work world zone events email direct download express contact computer codes cards care chat "
    "city "
    "click cloud design digital exchange build black blue green gold bar best bid bio bank band "
    "auto audio ";
constexpr std::string_view kFiles =
    " py rs md sh pl ps cc zip mov app js ts css html htm php json xml so mm ml ";

bool holds(std::string_view list, std::string_view word) {
  std::size_t at = 0;
  while ((at = list.find(word, at)) != list.npos) {
    if (list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
    at += word.size();
  }
  return false;
}

// Sorted words of a list, for a search by halves.
std::vector<std::string_view> sorted_words(std::initializer_list<std::string_view> lists) {
  std::vector<std::string_view> words;
  for (std::string_view list : lists) {
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(' '), list.size());
      if (end > 0) words.push_back(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }
  std::sort(words.begin(), words.end());
  return words;
}

std::vector<std::string> international_labels() {
  std::vector<std::string> labels;
  for (const std::u32string_view label : kInternational) labels.push_back("xn--" + punycode(label));
  std::sort(labels.begin(), labels.end());
  return labels;
}

// All 26 x 26 pairs of letters: whether a country has it.
constexpr std::array<bool, 676> kPairs = [] {
  std::array<bool, 676> pairs{};
  for (std::size_t i = 1; i + 2 < kCountries.size(); i += 3) {
    pairs[static_cast<std::size_t>(kCountries[i] - 'a') * 26 +
          static_cast<std::size_t>(kCountries[i + 1] - 'a')] = true;
  }
  return pairs;
}();

}  // namespace

bool is_top_level(std::string_view label) {
  if (label.size() == 2) {
    if (!is(static_cast<Byte>(label[0]), kLower) || !is(static_cast<Byte>(label[1]), kLower))
      return false;
    return kPairs[static_cast<std::size_t>(label[0] - 'a') * 26 +
                  static_cast<std::size_t>(label[1] - 'a')];
  }
  if (label.size() < 3) return false;
  if (label.substr(0, 4) == "xn--") {
    static const std::vector<std::string> kLabels = international_labels();
    return std::binary_search(kLabels.begin(), kLabels.end(), label);
  }
  static const std::vector<std::string_view> kNames = sorted_words({kGeneric});
  return std::binary_search(kNames.begin(), kNames.end(), label);
}

TopLevelUse top_level_use(std::string_view label) {
  if (holds(kFiles, label)) return TopLevelUse::kAlsoFile;
  return holds(kWords, label) ? TopLevelUse::kAlsoWord : TopLevelUse::kPlain;
}

}  // namespace sanad::selectors
