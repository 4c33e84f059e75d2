// Invented people for tests and benches: given names in common use, put together by chance.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "screening/list.h"

namespace sanad::screening {

struct GivenName {
  const char* latin;
  const char* arabic;
};

inline constexpr GivenName kGivenNames[] = {{"Muhammad", "محمد"},
                                            {"Ahmad", "أحمد"},
                                            {"Mahmud", "محمود"},
                                            {"Hamid", "حامد"},
                                            {"Khalid", "خالد"},
                                            {"Qasim", "قاسم"},
                                            {"Yusuf", "يوسف"},
                                            {"Ibrahim", "إبراهيم"},
                                            {"Ismail", "إسماعيل"},
                                            {"Ishaq", "إسحاق"},
                                            {"Yaqub", "يعقوب"},
                                            {"Musa", "موسى"},
                                            {"Harun", "هارون"},
                                            {"Dawud", "داود"},
                                            {"Sulayman", "سليمان"},
                                            {"Umar", "عمر"},
                                            {"Uthman", "عثمان"},
                                            {"Ali", "علي"},
                                            {"Hasan", "حسن"},
                                            {"Husayn", "حسين"},
                                            {"Jafar", "جعفر"},
                                            {"Jamal", "جمال"},
                                            {"Jalil", "جليل"},
                                            {"Jabir", "جابر"},
                                            {"Zubayr", "زبير"},
                                            {"Zahir", "ظاهر"},
                                            {"Zayd", "زيد"},
                                            {"Tariq", "طارق"},
                                            {"Talib", "طالب"},
                                            {"Tahir", "طاهر"},
                                            {"Thabit", "ثابت"},
                                            {"Dhakir", "ذاكر"},
                                            {"Ramadan", "رمضان"},
                                            {"Rashid", "راشد"},
                                            {"Rafiq", "رفيق"},
                                            {"Bashir", "بشير"},
                                            {"Bilal", "بلال"},
                                            {"Badr", "بدر"},
                                            {"Faruq", "فاروق"},
                                            {"Faysal", "فيصل"},
                                            {"Fahd", "فهد"},
                                            {"Ghalib", "غالب"},
                                            {"Ghulam", "غلام"},
                                            {"Karim", "كريم"},
                                            {"Kamal", "كمال"},
                                            {"Latif", "لطيف"},
                                            {"Luqman", "لقمان"},
                                            {"Malik", "مالك"},
                                            {"Mansur", "منصور"},
                                            {"Marwan", "مروان"},
                                            {"Nadir", "نادر"},
                                            {"Nasir", "ناصر"},
                                            {"Nuri", "نوري"},
                                            {"Salim", "سالم"},
                                            {"Samir", "سمير"},
                                            {"Sharif", "شريف"},
                                            {"Shakir", "شاكر"},
                                            {"Wahid", "واحد"},
                                            {"Walid", "وليد"},
                                            {"Zakariya", "زكريا"},
                                            {"Abd al-Rahman", "عبد الرحمن"},
                                            {"Abd al-Aziz", "عبد العزيز"},
                                            {"Abd al-Karim", "عبد الكريم"},
                                            {"Abd Allah", "عبد الله"},
                                            {"Nur al-Din", "نور الدين"},
                                            {"Salah al-Din", "صلاح الدين"},
                                            {"Fatima", "فاطمة"},
                                            {"Aisha", "عائشة"},
                                            {"Zaynab", "زينب"},
                                            {"Khadija", "خديجة"},
                                            {"Maryam", "مريم"},
                                            {"Layla", "ليلى"},
                                            {"Sumaya", "سمية"},
                                            {"Hafsa", "حفصة"}};

// Families of invented places, so that names differ as they do in life.
inline std::string random_family(std::mt19937& random) {
  static constexpr const char* kHeads[] = {"Tir", "Zar", "Bal", "Kor", "Mar",  "Sham",
                                           "Dar", "Gul", "Nim", "Pal", "Rost", "Sar",
                                           "Tav", "Var", "Kas", "Lor"};
  static constexpr const char* kMiddles[] = {"a",    "an",  "aba",  "osh", "ek",  "ila",
                                             "umar", "aqi", "enda", "ist", "ova", "uz"};
  static constexpr const char* kEnds[] = {"zani",   "dari", "mandi", "wal",  "kuri",
                                          "shahri", "pari", "gani",  "tabi", "rudi"};
  return std::string(kHeads[random() % 16]) + kMiddles[random() % 12] + kEnds[random() % 10];
}

struct InventedPerson {
  std::vector<const GivenName*> given;  // two or three
  std::string family;

  std::string latin() const {
    std::string out;
    for (const GivenName* name : given) out += std::string(name->latin) + ' ';
    return out + family;
  }
};

inline InventedPerson invent_person(std::mt19937& random) {
  InventedPerson out;
  const std::size_t count = 2 + random() % 2;
  while (out.given.size() < count) {
    const GivenName* name = &kGivenNames[random() % std::size(kGivenNames)];
    bool fresh = true;
    for (const GivenName* other : out.given) fresh &= other != name;
    if (fresh) out.given.push_back(name);
  }
  out.family = random_family(random);
  return out;
}

}  // namespace sanad::screening
