#include "present/printed_pages.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sanad::present {
namespace {

// What the browser writes, in small: objects, a plain table of them, a trailer.
struct Writer {
  std::string text = "%PDF-1.4\n";
  std::vector<std::size_t> offsets{0};
  void add(const std::string& body) {
    offsets.push_back(text.size());
    text += fmt::format("{} 0 obj\n{}\nendobj\n", offsets.size() - 1, body);
  }
  std::string done(int root) {
    const std::size_t at = text.size();
    std::string out = text + fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets.size());
    for (std::size_t i = 1; i < offsets.size(); ++i)
      out += fmt::format("{:010} 00000 n \n", offsets[i]);
    return out + fmt::format("trailer\n<</Size {}\n/Root {} 0 R>>\nstartxref\n{}\n%%EOF\n",
                             offsets.size(), root, at);
  }
};

std::string printed() {
  Writer pdf;
  pdf.add("<</Type /Page\n/Parent 3 0 R>>");                                  // 1: the third page
  pdf.add("<</Type /Page\n/Parent 4 0 R>>");                                  // 2: the first
  pdf.add("<</Type /Pages\n/Count 3\n/Kids [4 0 R 1 0 R]>>");                 // 3
  pdf.add("<</Type /Pages\n/Count 2\n/Kids [2 0 R 5 0 R]>>");                 // 4
  pdf.add("<</Type /Page\n/Parent 4 0 R>>");                                  // 5: the second
  pdf.add("<</gaps [1 0 R /XYZ 6 828.4 0]\n/gaps-1 [5 0 R /XYZ 6 828 0]>>");  // 6
  pdf.add("<</Type /Catalog\n/Pages 3 0 R\n/Dests 6 0 R>>");                  // 7
  return pdf.done(7);
}

TEST(PrintedPages, AHeadingStandsOnThePageThatItsDestinationNamesInTheOrderOfTheTree) {
  const auto pages = heading_pages(as_bytes(printed()));
  ASSERT_TRUE(pages.ok()) << pages.error().message;
  EXPECT_EQ(*pages, (HeadingPages{{"gaps", 3}, {"gaps-1", 2}}));
}

TEST(PrintedPages, WhatIsCutOrOfAnotherFormIsRefusedAndNeverReadBeyondItsEnd) {
  const std::string whole = printed();
  for (std::size_t size = 0; size + 10 < whole.size(); ++size)
    EXPECT_FALSE(heading_pages(as_bytes(whole.substr(0, size))).ok()) << size;
  EXPECT_FALSE(heading_pages(as_bytes("")).ok());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string altered = whole;
    altered[at] = '9';
    (void)heading_pages(as_bytes(altered));  // answers, whatever it is
  }
}

TEST(PrintedPages, ATreeOfPagesThatHoldsItselfIsRefused) {
  Writer pdf;
  pdf.add("<</Type /Pages\n/Kids [1 0 R]>>");
  pdf.add("<</Type /Catalog\n/Pages 1 0 R>>");
  EXPECT_FALSE(heading_pages(as_bytes(pdf.done(2))).ok());
}

}  // namespace
}  // namespace sanad::present
