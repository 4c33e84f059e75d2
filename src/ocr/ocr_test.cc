// The pictures of testdata/ were drawn by Pango 1.50 with Noto fonts.
#include "ocr/ocr.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "media/picture.h"

namespace sanad::ocr {
namespace {

std::string testdata(const std::string& name) {
  std::ifstream file(SANAD_SOURCE_DIR "/src/ocr/testdata/" + name, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class Ocr : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    parts::prepare();
    models_ = new Models(Models::load("").value());
  }
  static void TearDownTestSuite() {
    delete models_;
    models_ = nullptr;
  }
  static Result<json::Object> read(std::string_view item, const Limits& limits = {}) {
    return read_item(as_bytes(item), *models_, limits);
  }
  static json::Value value(std::string_view item) { return json::Value(read(item).value()); }

 private:
  inline static Models* models_ = nullptr;
};

// Words apart by single spaces: where a line breaks is not asked.
std::string spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\f';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Levenshtein's distance in bytes, as a share of the truth.
double error_rate(std::string_view truth, std::string_view found) {
  std::vector<std::size_t> row(found.size() + 1);
  for (std::size_t j = 0; j <= found.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= truth.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= found.size(); ++j) {
      const std::size_t changed = corner + (truth[i - 1] == found[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return static_cast<double>(row.back()) / static_cast<double>(truth.size());
}

TEST_F(Ocr, ReadsNaskhAndLatinInEachLanguage) {
  for (const std::string name : {"ar", "en", "fa", "ps", "sd", "ur"}) {
    const auto found = value(testdata(name + ".png"));
    const double errors =
        error_rate(spaced(testdata(name + ".txt")), spaced(found["ocr"]["text"].string_or("")));
    EXPECT_LT(errors, 0.08) << name << ": " << found["ocr"]["text"].string_or("");
    EXPECT_EQ((*found["languages"].as_array())[0]["code"].string_or(""), name);
  }
}

TEST_F(Ocr, ReadsNastaliqBadlyAndIsLessSure) {
  const auto naskh = value(testdata("ur.png")), nastaliq = value(testdata("ur-nastaliq.png"));
  EXPECT_LT(error_rate(spaced(testdata("ur-nastaliq.txt")),
                       spaced(nastaliq["ocr"]["text"].string_or(""))),
            0.45);
  EXPECT_LT(*nastaliq["ocr"]["confidence"].as_number(), *naskh["ocr"]["confidence"].as_number());
  EXPECT_EQ((*nastaliq["ocr"]["pages"].as_array())[0]["model"].string_or(""), "urd");
}

TEST_F(Ocr, WordsStandInTheTextAndOnThePage) {
  const auto found = value(testdata("en.png"));
  const std::string text = found["ocr"]["text"].string_or("");
  const json::Value& page = (*found["ocr"]["pages"].as_array())[0];
  const json::Array& words = *page["words"].as_array();
  ASSERT_GT(words.size(), 15U);
  const auto word = [&](const json::Value& one) {
    return text.substr(static_cast<std::size_t>(one["offset"].int_or(0)),
                       static_cast<std::size_t>(one["length"].int_or(0)));
  };
  EXPECT_EQ(word(words[0]), "The");
  EXPECT_EQ(word(words[1]), "harvest");
  for (const json::Value& one : words) {
    const json::Array& box = *one["box"].as_array();
    ASSERT_EQ(box.size(), 4U);
    EXPECT_LE(box[0].int_or(0) + box[2].int_or(0), page["width"].int_or(0));
    EXPECT_LE(box[1].int_or(0) + box[3].int_or(0), page["height"].int_or(0));
  }
}

// Rows of grey as the simplest BMP: 24 bits, bottom row first.
std::string bmp(int width, int height, const std::function<int(int, int)>& grey) {
  const int row = (width * 3 + 3) / 4 * 4;
  std::string file(static_cast<std::size_t>(54 + row * height), '\0');
  const auto put = [&](std::size_t at, int number, int bytes) {
    for (int i = 0; i < bytes; ++i)
      file[at + static_cast<std::size_t>(i)] = static_cast<char>(number >> (8 * i));
  };
  file.replace(0, 2, "BM");
  put(2, static_cast<int>(file.size()), 4);
  put(10, 54, 4);
  put(14, 40, 4);
  put(18, width, 4);
  put(22, height, 4);
  put(26, 1, 2);
  put(28, 24, 2);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < 3; ++c)
        file[static_cast<std::size_t>(54 + (height - 1 - y) * row + x * 3 + c)] =
            static_cast<char>(grey(x, y));
    }
  }
  return file;
}

TEST_F(Ocr, FindsNoTextWhereThereIsNone) {
  for (const auto& picture : {bmp(320, 240, [](int, int) { return 255; }),
                              bmp(320, 240, [](int x, int y) { return (x * x + y * y * 3) % 251; }),
                              bmp(320, 240, [](int x, int y) { return (x + y) / 3; }),
                              bmp(1, 1, [](int, int) { return 0; })}) {
    const auto found = value(picture);
    EXPECT_TRUE(found["ocr"]["text"].is_null()) << found["ocr"]["text"].string_or("");
    EXPECT_TRUE(found["languages"].is_null());
  }
}

std::string scanned_pdf() {
  const std::string png = testdata("en.png");
  const auto picture = media::decode_picture(as_bytes(png)).value();
  const bool is_rgb = picture.layout == pdq::Layout::kRgb;
  const std::string pixels(as_text(picture.pixels));
  const std::string draw = "q 400 0 0 100 0 0 cm /P Do Q";
  return fmt::format(
             "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 2"
             "/Kids[3 0 R 6 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]"
             "/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>endobj\n4 0 obj<</Type/XObject"
             "/Subtype/Image/Width {}/Height {}/BitsPerComponent 8/ColorSpace/{}/Length "
             "{}>>stream\n",
             picture.width, picture.height, is_rgb ? "DeviceRGB" : "DeviceGray", pixels.size()) +
         pixels +
         fmt::format(
             "\nendstream endobj\n5 0 obj<</Length {}>>stream\n{}\nendstream endobj\n6 0 obj"
             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]>>endobj\n"
             "trailer<</Root 1 0 R>>\n%%EOF\n",
             draw.size(), draw);
}

TEST_F(Ocr, ReadsPagesThatArePictures) {
  const auto found = value(scanned_pdf());
  const json::Array& pages = *found["ocr"]["pages"].as_array();
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0]["page"].int_or(0), 1);
  EXPECT_LT(error_rate(spaced(testdata("en.txt")), spaced(found["ocr"]["text"].string_or(""))),
            0.1);
}

TEST_F(Ocr, LeavesOutPagesBeyondItsLimit) {
  const auto found = json::Value(read(scanned_pdf(), {.pages = 1}).value());
  EXPECT_EQ(found["ocr"]["pages"].as_array()->size(), 1U);
  EXPECT_EQ(found["ocr"]["pages_left_out"].int_or(0), 1);
}

TEST_F(Ocr, GivesUpAfterItsTime) {
  const auto found = json::Value(read(testdata("en.png"), {.page_seconds = 0}).value());
  EXPECT_TRUE(found["ocr"]["out_of_time"].bool_or(false));
  EXPECT_EQ(found["ocr"]["pages"].as_array()->size(), 1U);
}

TEST_F(Ocr, SaysWhatCannotBeRead) {
  EXPECT_EQ(read("plain text").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(read("").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(read("%PDF-1.4 and no more").error().code, ErrorCode::kInvalid);
  const std::string whole = testdata("en.png");
  EXPECT_EQ(read(whole.substr(0, whole.size() / 2)).error().code, ErrorCode::kInvalid);
}

TEST_F(Ocr, NeedsItsModels) {
  EXPECT_EQ(Models::load("/there/is/no/folder").error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace sanad::ocr
