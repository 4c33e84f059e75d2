#include "parts/pages.h"

#include <fmt/format.h>

#include "parts_rig.h"

namespace sanad::parts {
namespace {

using Pages = PartsTest;

struct Sheet {
  std::string content;
  std::string box = "0 0 300 100";
  std::string more;
};

// Sheets with Helvetica as /F, without a table of objects, as poppler reads it all the same.
std::string pdf(const std::vector<Sheet>& sheets) {
  std::string file = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
  std::string kids;
  for (std::size_t i = 0; i < sheets.size(); ++i) kids += fmt::format("{} 0 R ", 10 + 2 * i);
  file += fmt::format("2 0 obj\n<< /Type /Pages /Kids [{}] /Count {} >>\nendobj\n", kids,
                      sheets.size());
  file += "3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n";
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const Sheet& sheet = sheets[i];
    file += fmt::format(
        "{} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [{}] /Contents {} 0 R {} "
        "/Resources << /Font << /F 3 0 R >> >> >>\nendobj\n",
        10 + 2 * i, sheet.box, 11 + 2 * i, sheet.more);
    file += fmt::format("{} 0 obj\n<< /Length {} >>\nstream\n{}\nendstream\nendobj\n", 11 + 2 * i,
                        sheet.content.size(), sheet.content);
  }
  return file + "trailer\n<< /Root 1 0 R >>\n%%EOF\n";
}

// A red square in the upper left corner.
const char* const kRed = "1 0 0 rg 0 50 50 50 re f";

std::array<int, 3> pixel(const Page& page, double x, double y) {
  const auto column = static_cast<std::size_t>(x * page.width);
  const auto row = static_cast<std::size_t>(y * page.height);
  const std::uint8_t* at =
      page.pixels.data() + (row * static_cast<std::size_t>(page.width) + column) * 3;
  return {at[0], at[1], at[2]};
}
Result<Page> page_of(std::string_view item, std::uint64_t number) {
  return pdf_page(as_bytes(item), number, load_fonts());
}

const std::array<int, 3> kIsRed = {255, 0, 0}, kIsWhite = {255, 255, 255};

TEST_F(Pages, AreDrawnByTheirNumber) {
  const std::string item = pdf({{kRed}, {"0 1 0 rg 0 0 300 100 re f"}, {""}});
  const auto first = page_of(item, 1);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(first->pages, 3);
  EXPECT_NEAR(first->width, 300 * kMostDpi / 72, 1);
  EXPECT_NEAR(first->height, 100 * kMostDpi / 72, 1);
  EXPECT_EQ(first->pixels.size(), static_cast<std::size_t>(first->width * first->height * 3));
  EXPECT_EQ(pixel(*first, 0.05, 0.2), kIsRed);
  EXPECT_EQ(pixel(*first, 0.9, 0.8), kIsWhite);
  EXPECT_EQ(pixel(*page_of(item, 2), 0.5, 0.5), (std::array<int, 3>{0, 255, 0}));
  EXPECT_EQ(pixel(*page_of(item, 3), 0.5, 0.5), kIsWhite);
}

TEST_F(Pages, HaveTheirText) {
  const std::string item = pdf({{"BT /F 12 Tf 10 50 Td (Seven lanterns) Tj ET"}, {""}});
  EXPECT_EQ(page_of(item, 1)->text, "Seven lanterns");
  EXPECT_EQ(page_of(item, 2)->text, "");
}

// As in the cage, where no font of the machine is found by its name: what is drawn is what was
// lent.
TEST_F(Pages, LackingAFontAreDrawnInOneThatIsLent) {
  const std::string item =
      pdf({{"BT /F 40 Tf 10 50 Td (Seven) Tj ET"}, {kRed}, {"BT /F 40 Tf 10 50 Td (Seven) Tj ET"}});
  const auto dark = [](const Page& page) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < page.pixels.size(); i += 3) count += page.pixels[i] < 128 ? 1 : 0;
    return count;
  };
  const auto lent = page_of(item, 1);
  ASSERT_TRUE(lent.ok());
  EXPECT_TRUE(lent->has_lent_fonts);
  EXPECT_GT(dark(*lent), 500);
  EXPECT_EQ(lent->text, "Seven");
  EXPECT_EQ(page_of(item, 3)->pixels, lent->pixels);
  LentFonts other = load_fonts();
  std::swap(other.files[0][0], other.files[1][0]);
  const auto serif = pdf_page(as_bytes(item), 1, other);
  ASSERT_TRUE(serif.ok());
  EXPECT_NE(serif->pixels, lent->pixels);
  EXPECT_FALSE(pdf_page(as_bytes(item), 1, {})->has_lent_fonts);
}

TEST_F(Pages, StandAsTheyAreTurned) {
  const std::string item = pdf({{kRed, "0 0 300 100", "/Rotate 90"}});
  const auto page = page_of(item, 1);
  ASSERT_TRUE(page.ok());
  EXPECT_LT(page->width, page->height);
  EXPECT_EQ(pixel(*page, 0.8, 0.05), kIsRed);
}

TEST_F(Pages, AreNeverLargerThanTheirSide) {
  for (const char* box : {"0 0 20000 14000", "0 0 14000 14000", "0 0 9000 1"}) {
    const std::string item = pdf({{kRed, box}});
    const auto page = page_of(item, 1);
    ASSERT_TRUE(page.ok()) << box << page.error().message;
    EXPECT_LE(std::max(page->width, page->height), kPageSide) << box;
    EXPECT_GE(std::min(page->width, page->height), 1) << box;
  }
}

TEST_F(Pages, ThatAreNotThereHaveNoPixels) {
  const std::string item = pdf({{kRed}});
  for (const std::uint64_t number : {0ULL, 2ULL, 1ULL << 40U}) {
    const auto page = page_of(item, number);
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->pages, 1);
    EXPECT_TRUE(page->pixels.empty());
  }
}

TEST_F(Pages, OfOtherThingsAreAnError) {
  for (const std::string& item :
       {std::string(), std::string("a few words"), std::string("%PDF-1.4\nnothing")}) {
    const auto page = page_of(item, 1);
    ASSERT_FALSE(page.ok() && page->pages > 0) << item;
    if (!page.ok()) {
      EXPECT_EQ(page.error().code, ErrorCode::kInvalid);
    }
  }
}

TEST_F(Pages, WithMoreTextThanAPageHasAreCut) {
  std::string content = "BT /F 1 Tf 1 TL 10 50 Td ";
  for (int i = 0; i < 9000; ++i) content += "(Seven lanterns on the river, and a boat) ' ";
  const std::string item = pdf({{content + "ET"}});
  const auto page = page_of(item, 1);
  ASSERT_TRUE(page.ok());
  EXPECT_LE(page->text.size(), kMaxPageTextBytes);
}

}  // namespace
}  // namespace sanad::parts
