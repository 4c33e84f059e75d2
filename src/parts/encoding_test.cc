// Texts without a mark: which encoding they are in, or that it is uncertain.
#include <iconv.h>

#include <array>
#include <random>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

std::string changed(const char* from_charset, const char* to_charset, std::string_view text) {
  const iconv_t convert = ::iconv_open(to_charset, from_charset);
  std::string from(text), out(text.size() * 4, '\0');
  char *at = from.data(), *to = out.data();
  std::size_t left = from.size(), room = out.size();
  EXPECT_EQ(::iconv(convert, &at, &left, &to, &room), 0U) << text;
  ::iconv_close(convert);
  out.resize(out.size() - room);
  return out;
}

std::string in(const char* charset, std::string_view utf8) {
  return changed("UTF-8", charset, utf8);
}
std::string as_utf8(const char* charset, std::string_view bytes) {
  return changed(charset, "UTF-8", bytes);
}

// Nothing: it is no text.
std::optional<Text> read(std::string_view bytes) {
  if (kind_of(as_bytes(bytes), {}) != Kind::kText) return std::nullopt;
  return text_of(as_bytes(bytes), Kind::kText, {});
}

struct Sample {
  const char* charset;
  std::string_view text;
};

constexpr std::string_view
    kFrench =
        "La lanterne du quai est éteinte depuis trois jours ; le passeur n'a pas été prévenu à "
        "temps. "
        "Où étiez-vous ? « Là-bas, près du marché », répondit-elle, très gênée.",
    kGerman =
        "Die sieben Laternen am Fluß wurden früh gelöscht. Größere Boote dürfen nicht über die "
        "Brücke hinaus; das weiß auch der Müller. Schöne Grüße an Jürgen.",
    kSpanish =
        "¿Quién encendió las siete linternas mañana? El señor Núñez llegó después, según él, con "
        "tres niños. ¡Qué lástima! El río está más frío aquí.",
    kEnglish =
        "The ferryman said \u201cit\u2019s late\u201d \u2013 and didn\u2019t light the lamps\u2026 "
        "We\u2019ll go at eight.",
    kPortuguese =
        "As acções do barco não estão à venda; a lanterna está no porão, então até amanhã.",
    kSwedish = "Båten går över sjön när lyktorna är tända på bryggan, och då är vi sena igen.",
    kIcelandic = "Báturinn fór yfir ána þegar ljósin voru slökkt og það var orðið mjög áliðið.",
    kArabic = "وصل القارب إلى النهر عند الغروب وكانت المصابيح السبعة مضاءة قرب السوق القديم",
    kUrdu = "کشتي دريا کے کنارے کھڑي ہے اور سات چراغ بازار کے پاس جل رہے ہيں، آپ آٹھ بجے آئيں گے",
    kRussian =
        "Семь фонарей на реке погасли рано утром. Паромщик сказал, что лодка придёт к вечеру, но "
        "никто её не видел.",
    kUkrainian = "Сім ліхтарів біля річки згасли вранці, і човен ще не прийшов до їхнього причалу.",
    kPolish = "Siedem latarni nad rzeką zgasło wcześnie. Łódź przypłynie później, więc czekaj tu.",
    kCzech =
        "Sedm luceren u řeky zhaslo příliš brzy. Převozník řekl, že člun přijede večer, až bude "
        "tma.",
    kHungarian =
        "Hét lámpás égett a folyónál, de a révész későn jött, és a csónak elúszott őnélküle.",
    kTurkish =
        "Yedi fener ırmağın kıyısında söndü. Kayıkçı akşam geleceğini söyledi, ama kimse görmedi.",
    kGreek = "Τα επτά φανάρια στο ποτάμι έσβησαν νωρίς και ο βαρκάρης δεν ήρθε ακόμη στην αγορά.",
    kHebrew = "שבעה פנסים דלקו ליד הנהר והסירה עדיין לא הגיעה אל השוק הישן";

using Encodings = PartsTest;

TEST_F(Encodings, OfLongTextsAreToldRight) {
  for (const Sample& sample : std::initializer_list<Sample>{
           {"windows-1252", kFrench},
           {"windows-1252", kGerman},
           {"windows-1252", kSpanish},
           {"windows-1252", kEnglish},
           {"windows-1252", kPortuguese},
           {"windows-1252", kSwedish},
           {"windows-1252", kIcelandic},
           {"windows-1256", kArabic},
           {"windows-1256", kUrdu},
           {"windows-1251", kRussian},
           {"windows-1251", kUkrainian},
           {"windows-1250", kPolish},
           {"windows-1250", kCzech},
           {"windows-1250", kHungarian},
           {"windows-1254", kTurkish},
           {"windows-1253", kGreek},
           {"windows-1255", kHebrew},
           {"KOI8-R", kRussian},
           {"IBM866", kRussian},
           {"ISO-8859-2", kPolish},
           {"macintosh", kFrench},
           {"IBM850", kGerman},
           {"Shift_JIS", "七つの提灯は川のそばで消えました。船はまだ来ません。"},
           {"GB18030", "七盏灯笼在河边熄灭了。渡船还没有来，我们晚上八点再去市场看看。"},
           {"EUC-KR", "강가의 등불 일곱 개가 일찍 꺼졌다. 배는 아직 오지 않았고 시장은 닫혔다."}}) {
    const auto decoded = read(in(sample.charset, sample.text));
    ASSERT_TRUE(decoded.has_value()) << sample.charset << ": " << sample.text;
    EXPECT_EQ(decoded->text, sample.text) << sample.charset;
    EXPECT_EQ(decoded->charset, std::string(sample.charset) + " (guessed)") << sample.text;
  }
}

// Of ISO-8859-1 windows-1252 reads the same.
TEST_F(Encodings, OfWesternTextsInIsoAreReadRight) {
  for (const std::string_view text : {kGerman, kSpanish, kPortuguese, kSwedish}) {
    const auto decoded = read(in("ISO-8859-1", text));
    ASSERT_TRUE(decoded.has_value()) << text;
    EXPECT_EQ(decoded->text, text);
    EXPECT_EQ(decoded->charset, "windows-1252 (guessed)");
  }
}

// Every piece of ten to sixty letters: read right, or said to be uncertain. How many are read right
// is counted, so that saying nothing for certain is no way out.
TEST_F(Encodings, OfShortTextsAreToldRightOrSaidToBeUncertain) {
  std::mt19937 random(7);
  for (const Sample& sample : std::initializer_list<Sample>{{"windows-1252", kFrench},
                                                            {"windows-1252", kGerman},
                                                            {"windows-1252", kSpanish},
                                                            {"windows-1252", kEnglish},
                                                            {"windows-1252", kPortuguese},
                                                            {"windows-1252", kSwedish},
                                                            {"windows-1256", kArabic},
                                                            {"windows-1256", kUrdu},
                                                            {"windows-1251", kRussian},
                                                            {"windows-1251", kUkrainian}}) {
    const std::string bytes = in(sample.charset, sample.text);
    int tried = 0, right = 0;
    for (int i = 0; i < 300; ++i) {
      const std::size_t length = 10 + random() % 50;
      const std::size_t from = random() % (bytes.size() - std::min(bytes.size() - 1, length));
      const std::string piece = bytes.substr(from, length);
      const auto decoded = read(piece);
      if (decoded && decoded->charset == "UTF-8") continue;
      ++tried;
      const std::string back =
          decoded ? decoded->charset.substr(0, decoded->charset.find(' ')) : "";
      const bool is_right = decoded && decoded->text == as_utf8(sample.charset, piece);
      right += is_right ? 1 : 0;
      EXPECT_TRUE(is_right || !decoded || decoded->charset.ends_with("(uncertain)"))
          << sample.charset << " as " << back << ": " << decoded->text;
    }
    EXPECT_GE(right * 100, tried * 85) << sample.text << ": " << right << " of " << tried;
  }
}

TEST_F(Encodings, OfOneLetterAreUncertain) {
  const auto decoded = read("caf\xE9");
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->text, "café");
  EXPECT_EQ(decoded->charset, "windows-1252 (uncertain)");
}

TEST_F(Encodings, OfTwoBytesNeedNoMark) {
  for (const std::string_view text : {kArabic, kUrdu, kRussian, kHebrew, kGreek, kFrench}) {
    for (const char* charset : {"UTF-16LE", "UTF-16BE"}) {
      const auto decoded = read(in(charset, text));
      ASSERT_TRUE(decoded.has_value()) << charset << ": " << text;
      EXPECT_EQ(decoded->text, text);
      EXPECT_EQ(decoded->charset, charset);
    }
  }
  // Samples of sound in 16 bits are none.
  std::string sound;
  for (int i = 0; i < 4000; ++i) {
    sound += static_cast<char>(i * 37);
    sound += static_cast<char>(i % 300 < 150 ? 0 : 1);
  }
  EXPECT_FALSE(read(sound).has_value());
}

TEST_F(Encodings, BrokenUtf8IsUtf8) {
  for (const std::string_view text : {kFrench, kArabic, kRussian}) {
    std::string broken(text);
    broken.insert(broken.find(' '), "\xFF");
    broken.insert(broken.rfind(' '), "\xC3");
    const auto decoded = read(broken);
    ASSERT_TRUE(decoded.has_value()) << text;
    EXPECT_EQ(decoded->charset, "UTF-8");
    EXPECT_FALSE(decoded->problems.empty());
  }
}

TEST_F(Encodings, ChanceBytesAreNoText) {
  std::mt19937 random(11);
  int texts = 0;
  for (int i = 0; i < 500; ++i) {
    std::string bytes(64 + random() % 400, '\0');
    for (char& c : bytes) c = static_cast<char>(0x20 + random() % 0xE0);
    const auto decoded = read(bytes);
    texts += decoded && !decoded->charset.ends_with("(uncertain)") ? 1 : 0;
  }
  EXPECT_LE(texts, 5);
}

}  // namespace
}  // namespace sanad::parts
