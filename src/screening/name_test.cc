#include "name.h"

#include <gtest/gtest.h>

#include "name_index.h"
#include "text/fold.h"

namespace sanad::screening {
namespace {

std::string normal(std::string_view text) {
  std::string out;
  const Name name = parse_name(text).value();
  for (const NamePart& part : name.parts) {
    if (!out.empty()) out += ' ';
    if (part.after_bin) out += "bin:";
    out += text::to_utf8(part.normal);
  }
  return out;
}

int likeness(std::string_view a, std::string_view b) {
  return static_cast<int>(compare_names(parse_name(a).value(), parse_name(b).value()).score * 100 +
                          .5F);
}

struct Spelt {
  const char* text;
  const char* normal;
};

TEST(Name, IsTakenApartAlikeHoweverItIsWritten) {
  const Spelt table[] = {
      {"Sheikh Abd al-Rahman bin Nur ud-Din", "abdrahman bin:nurdin"},
      {"Abdurrahman Nuruddin", "abdrahman nurdin"},
      {"Abdul Rahman ibn Nureddine", "abdrahman bin:nurdin"},
      {"Abdulaziz", "abdaziz"},
      {"Abd el-Aziz", "abdaziz"},
      {"Abdallah", "abdlah"},
      {"Abd Allah", "abdlah"},
      {"عبد الرحمن بن نور الدين", "عبدرحمن bin:نوردين"},
      {"عبدالرحمٰن نورالدین", "عبدرحمن نوردين"},
      {"عبدالله", "عبدله"},
      {"Abu Hasan", "abuhasan"},
      {"Abu al-Hasan", "abuhasan"},
      {"Abulhasan", "abuhasan"},
      {"ابو الحسن", "ابوحسن"},
      {"Rahmat Ullah", "rahmatlah"},
      {"Rahmatullah", "rahmatlah"},
      {"Dr. Karim al-Tirazani", "karim tirazani"},
      {"Mullah", "mullah"},
  };
  for (const Spelt& row : table) EXPECT_EQ(normal(row.text), row.normal) << row.text;
}

TEST(Name, ThatIsTooLongIsRefused) {
  EXPECT_EQ(parse_name(std::string(kMaxNameBytes + 1, 'a')).error().code, ErrorCode::kLimit);
}

TEST(Name, HasALimitedNumberOfParts) {
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += "kar" + std::string(1, static_cast<char>('a' + i % 20)) + " ";
  EXPECT_EQ(parse_name(text)->parts.size(), kMaxNameParts);
}

TEST(Name, OfPunctuationHasNoParts) { EXPECT_TRUE(parse_name("… - !")->parts.empty()); }

TEST(Likeness, IsHighAcrossScriptsAndTransliterations) {
  const std::pair<const char*, const char*> table[] = {
      {"Muhammad Karim", "Mohamed Kareem"},
      {"Muhammad Karim", "محمد كريم"},
      {"Yusuf Qasim", "Youssef Kassem"},
      {"يوسف قاسم", "Yousuf Qasem"},
      {"Usman Zubair", "Othman Zoubeir"},
      {"عثمان زبير", "Usman Zubair"},
      {"Fatima Zahra", "Fatimah Zahrah"},
      {"فاطمة زهراء", "Fatima Zahra"},
      {"Khalid Mahmoud", "خالد محمود"},
      {"Jamal Hadi", "Djamel Hady"},
      {"Jamal Hadi", "Gamal Hadi"},
      {"Ramzan Zahir", "Ramadan Dhahir"},
      {"Ghulam Rasul", "غلام رسول"},
      {"Parwez Chaudhry", "پرویز چودھری"},
      {"Abdulrahman Nuruddin", "عبد الرحمن نور الدین"},
      {"Omar Said", "عمر سعيد"},
      {"Ibrahim Musa", "إبراهيم موسى"},
      {"Aisha Hussein", "عائشة حسين"},
      {"Jan Mohammad Sadiq", "Janmohammad Siddiq"},
      {"Bashir Rashid", "Bachir Rachid"},
      {"Husain Tariq", "Hussein Tarek"},
  };
  for (const auto& [a, b] : table) EXPECT_GE(likeness(a, b), 80) << a << " / " << b;
}

TEST(Likeness, IsLowForOtherNames) {
  const std::pair<const char*, const char*> table[] = {
      {"Karim Hasan", "Karim Husain"}, {"Yusuf Qasim", "Yasin Qasim"},
      {"Omar Said", "Amir Saad"},      {"Khalid Nadir", "Walid Nadim"},
      {"حسن كريم", "Nadir Karim"},     {"Tariq Jamal", "Tahir Kamal"},
      {"Ali Reza", "Alia Rosa"},
  };
  for (const auto& [a, b] : table) EXPECT_LT(likeness(a, b), 75) << a << " / " << b;
}

TEST(Likeness, ToleratesOrderAndAMissingPart) {
  EXPECT_GE(likeness("Karim Yusuf", "Yusuf Karim"), 90);
  EXPECT_GE(likeness("Karim Yusuf Qasim", "Karim Yusuf"), 80);
}

TEST(Likeness, OfOnePartAmongSeveralIsNoAgreement) {
  EXPECT_LE(likeness("Karim", "Karim Yusuf Qasim"), 70);
  EXPECT_EQ(likeness("Karim", "Karim"), 100);
}

TEST(Likeness, OfANameWithItselfIsWholeEvenWithAPartOfOneSound) {
  for (const char* name : {"ع ir", "A Karim", "Karim و Yusuf", "Y. W. Qasim"}) {
    EXPECT_EQ(likeness(name, name), 100) << name;
  }
}

TEST(Likeness, IsSymmetric) {
  const char* names[] = {"Muhammad Karim", "محمد كريم", "Abd al-Rahman Nuri", "Zahra",
                         "Ali Reza Qasim"};
  for (const char* a : names) {
    for (const char* b : names) EXPECT_EQ(likeness(a, b), likeness(b, a)) << a << " / " << b;
  }
}

// The index must lose nothing that comparing all pairs of words finds.
TEST(Keys, AreSharedByWordsThatAreAlike) {
  const char* words[] = {"muhammad", "mohamed", "محمد",   "ahmed",  "akhmad", "احمد",   "khalid",
                         "halid",    "خالد",    "qasim",  "kassem", "gasim",  "قاسم",   "jamal",
                         "gamal",    "djemal",  "جمال",   "bashir", "bachir", "بشير",   "ramadan",
                         "ramzan",   "رمضان",   "dhahir", "zahir",  "ظاهر",   "usman",  "othman",
                         "عثمان",    "rashid",  "rachid", "راشد",   "pervez", "parwiz", "پرویز"};
  for (const char* one : words) {
    for (const char* other : words) {
      const SoundRow a = sounds_of(text::fold(one).value().letters);
      const SoundRow b = sounds_of(text::fold(other).value().letters);
      if (similarity(a, b) < kAlike) continue;
      const auto keys = keys_of(b);
      bool shared = false;
      for (const std::uint64_t key : keys_of(a)) {
        shared |= std::find(keys.begin(), keys.end(), key) != keys.end();
      }
      EXPECT_TRUE(shared) << one << " / " << other;
    }
  }
}

}  // namespace
}  // namespace sanad::screening
