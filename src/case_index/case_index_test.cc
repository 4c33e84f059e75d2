#include "case_index/case_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "fixture.h"

namespace sanad::case_index::test {
namespace {

using Ids = std::vector<std::int64_t>;
using CaseIndexTest = IndexTest;

TEST_F(CaseIndexTest, ARowSaysWhereItComesFrom) {
  Document document = message("u1");
  document.source.offset = 120;
  document.source.length = 80;
  document.source.way = "chat/result.json";
  const auto id = add(document);
  commit();
  const Row row = index_->row(id, kNobody).value();
  EXPECT_EQ(row.cite.document, id);
  EXPECT_EQ(row.cite.exhibit, "exhibit-1");
  EXPECT_EQ(row.cite.original, 0U);
  EXPECT_EQ(row.cite.original_name, "export/result.json");
  EXPECT_EQ(row.cite.way, "chat/result.json");
  EXPECT_EQ(row.cite.part, 1U);
  EXPECT_EQ(row.cite.offset, 120U);
  EXPECT_EQ(row.cite.length, 80U);
  EXPECT_EQ(row.cite.list_offset, 100U);
  EXPECT_EQ(row.cite.list_length, 90U);
  EXPECT_EQ(row.kind, Kind::kMessage);
  EXPECT_EQ(row.sent_ms, kStart);
}

TEST_F(CaseIndexTest, WhatIsNotCommittedIsNotSeen) {
  const auto id = add(message("u1"));
  EXPECT_EQ(index_->row(id, kNobody).error().code, ErrorCode::kNotFound);
  index_->discard();
  commit();
  EXPECT_EQ(index_->next_id().value(), 1);
  add(message("u1"));
  commit();
  EXPECT_EQ(index_->count({}).value(), 1);
}

TEST_F(CaseIndexTest, NumbersGoUpwards) {
  const Document first = message("u1");
  add(message("u1"));
  const auto late = index_->add(first);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kInvalid);
  commit();
  EXPECT_EQ(index_->next_id().value(), 3);
}

TEST_F(CaseIndexTest, FiltersNarrowAndPagesGoOn) {
  for (int i = 0; i < 25; ++i) add(message(i % 2 == 0 ? "u1" : "u2", 25 - i));
  Document other = message("u3", 100);
  other.chat = {"c2", ""};
  other.kind = Kind::kPost;
  other.source.exhibit = "exhibit-2";
  other.selectors = {{.kind = "url", .value = "https://harvest.example/"}};
  other.places = {{.latitude = 10, .longitude = 179.5}};
  const auto last = add(other);
  commit();
  Ids by_number;
  Ids by_time;
  for (const Order order : {Order::kNumber, Order::kTime}) {
    Page page{.limit = 7};
    Ids& all = order == Order::kNumber ? by_number : by_time;
    for (;;) {
      const Rows rows = index_->rows({}, order, page, kNobody).value();
      for (const auto id : ids(rows.rows)) all.push_back(id);
      if (!rows.next) break;
      page.after = rows.next;
    }
  }
  ASSERT_EQ(by_number.size(), 26U);
  EXPECT_TRUE(std::ranges::is_sorted(by_number));
  ASSERT_EQ(by_time.size(), 26U);
  EXPECT_EQ(by_time.front(), 25);
  EXPECT_EQ(by_time[24], 1);
  EXPECT_EQ(by_time.back(), last);

  const auto only = [&](const Filter& filter) {
    return ids(index_->rows(filter, Order::kNumber, {}, kNobody).value().rows);
  };
  EXPECT_EQ(only({.exhibit = "exhibit-2"}), Ids{last});
  EXPECT_EQ(only({.kind = Kind::kPost}), Ids{last});
  EXPECT_EQ(only({.from_ms = kStart + 99 * 60'000}), Ids{last});
  EXPECT_EQ(only({.until_ms = kStart + 2 * 60'000}), Ids{25});
  EXPECT_EQ(only({.selector = 1}), Ids{last});
  EXPECT_EQ(only({.box = PlaceBox{0, 170, 20, -170}}), Ids{last});
  EXPECT_EQ(only({.box = PlaceBox{0, -170, 20, 170}}), Ids{});
  EXPECT_EQ(index_->count({.chat = 1}).value(), 25);
}

TEST_F(CaseIndexTest, PagesThatAreTooLargeAreRefused) {
  for (const std::size_t limit : {std::size_t{0}, kMaxPage + 1}) {
    EXPECT_EQ(index_->rows({}, Order::kTime, {.limit = limit}, kNobody).error().code,
              ErrorCode::kInvalid);
    EXPECT_EQ(index_->chat_rows(1, 0, limit, kNobody).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(index_->chats(0, limit, kNobody).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(index_->selectors("", 0, limit, kNobody).error().code, ErrorCode::kInvalid);
  }
  EXPECT_EQ(index_->chat_rows(1, -1, 1, kNobody).error().code, ErrorCode::kInvalid);
}

// Against the obvious order, through commits that put messages before, between and after others.
TEST_F(CaseIndexTest, AChatIsAListWithoutGaps) {
  std::vector<std::pair<std::int64_t, std::int64_t>> expected;
  std::uint64_t random = 1;
  for (int batch = 0; batch < 4; ++batch) {
    for (int i = 0; i < 300; ++i) {
      random = random * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
      Document document = message("u1", static_cast<std::int64_t>(random >> 54U));
      if (i % 50 == 0) document.sent_ms.reset();
      expected.emplace_back(document.sent_ms.value_or(std::numeric_limits<std::int64_t>::max()),
                            add(document));
    }
    commit();
    std::ranges::sort(expected);
    for (std::size_t at = 0; at < expected.size(); at += 37) {
      const auto rows = index_->chat_rows(1, static_cast<std::int64_t>(at), 40, kNobody).value();
      ASSERT_EQ(rows.size(), std::min<std::size_t>(40, expected.size() - at));
      for (std::size_t i = 0; i < rows.size(); ++i)
        ASSERT_EQ(rows[i].cite.document, expected[at + i].second);
      EXPECT_EQ(index_->chat_position(expected[at].second).value(), static_cast<std::int64_t>(at));
    }
  }
  EXPECT_TRUE(index_->chat_rows(1, 1200, 10, kNobody).value().empty());
  EXPECT_TRUE(index_->chat_rows(9, 0, 10, kNobody).value().empty());
}

TEST_F(CaseIndexTest, OnlyDocumentsOfAChatHaveAPosition) {
  const auto file = add(item("export/a.jpg", "a"));
  commit();
  EXPECT_EQ(index_->chat_position(file).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(index_->chat_position(99).error().code, ErrorCode::kNotFound);
}

TEST_F(CaseIndexTest, TheSameMessageInALaterExportIsACopy) {
  Document first = message("u1");
  first.content = 77;
  add(first);
  commit();
  Document again = first;
  again.id = next_++;
  again.source.exhibit = "exhibit-2";
  Document edited = again;
  edited.id = next_++;
  edited.content = 79;
  const auto copy = add(again);
  const auto other = add(edited);
  commit();
  EXPECT_EQ(index_->row(copy, kNobody).value().copy_of, first.id);
  EXPECT_EQ(index_->row(other, kNobody).value().copy_of, 0);
  EXPECT_EQ(index_->count({.with_copies = false}).value(), 2);
  EXPECT_EQ(index_->chat(1, kNobody).value().documents, 2);
  EXPECT_EQ(index_->chat_position(copy).error().code, ErrorCode::kNotFound);
}

TEST_F(CaseIndexTest, RepliesAreResolvedWhicheverComesFirst) {
  Document early = message("u1");
  early.reply_to = "3";
  Document middle = message("u2");
  Document late = message("u3");
  late.reply_to = "2";
  Document lost = message("u3");
  lost.reply_to = "999";
  add(early);
  add(middle);
  commit();
  EXPECT_EQ(index_->row(early.id, kNobody).value().answers, 0);
  add(late);
  add(lost);
  commit();
  EXPECT_EQ(index_->row(early.id, kNobody).value().answers, late.id);
  EXPECT_EQ(index_->row(late.id, kNobody).value().answers, middle.id);
  EXPECT_EQ(index_->row(lost.id, kNobody).value().answers, 0);
}

TEST_F(CaseIndexTest, AReplyStaysInItsOriginal) {
  Document first = message("u1");
  first.number = "5";
  Document second = message("u1");
  second.source.original = 1;
  second.number = "6";
  second.reply_to = "5";
  add(first);
  add(second);
  commit();
  EXPECT_EQ(index_->row(second.id, kNobody).value().answers, 0);
}

TEST_F(CaseIndexTest, AMailAnswersAcrossOriginals) {
  Document first = message("u1");
  first.chat = {};
  first.number = "<1@mail.example>";
  Document second = message("u2");
  second.chat = {};
  second.source.exhibit = "exhibit-2";
  second.reply_to = "<1@mail.example>";
  add(first);
  add(second);
  commit();
  EXPECT_EQ(index_->row(second.id, kNobody).value().answers, first.id);
}

TEST_F(CaseIndexTest, AnAttachmentIsFoundBesideItsMessageWhicheverComesFirst) {
  Document file = item("export/photos/1.jpg", "a");
  Document early = message("u1", 5);
  early.attachments = {{.kind = "photo", .path = "photos/1.jpg"}};
  Document late = message("u1", 9);
  late.attachments = {{.kind = "photo", .path = "./photos/../photos/2.jpg"}};
  Document outside = message("u1", 9);
  outside.attachments = {{.kind = "photo", .path = "../../photos/1.jpg"}};
  file.id = next_++;
  add(early);
  add(late);
  add(outside);
  commit();
  Document second = item("export/photos/2.jpg", "b");
  file.id = next_++;
  second.id = next_++;
  add(file);
  add(second);
  commit();
  const auto chain = index_->chain(file.id, kNobody).value();
  ASSERT_EQ(chain.size(), 1U);
  EXPECT_EQ(chain[0].row.cite.document, early.id);
  EXPECT_EQ(index_->chain(second.id, kNobody).value().at(0).row.cite.document, late.id);
}

TEST_F(CaseIndexTest, WhatIsAttachedToAMailLiesInIt) {
  for (const std::string_view way : {"", "letters.zip \xE2\x86\x92 one.eml"}) {
    Document mail = message("u1");
    mail.kind = Kind::kMail;
    mail.source.original_name = "letter.eml";
    mail.source.way = way;
    mail.attachments = {{.kind = "file", .path = "lamp.png"}};
    Document beside = item("lamp.png", "a");
    Document within = item("letter.eml", "b");
    within.source.way = way.empty() ? "lamp.png" : fmt::format("{} \xE2\x86\x92 lamp.png", way);
    within.source.original = mail.source.original;
    within.source.part = 7;
    beside.source.part = 8;
    for (Document* one : {&mail, &beside, &within}) {
      one->id = next_++;
      add(*one);
    }
    commit();
    const auto attached = index_->attached(mail.id).value();
    ASSERT_EQ(attached.size(), 1U) << way;
    EXPECT_EQ(attached[0].part, 7U) << way;
  }
}

TEST_F(CaseIndexTest, AnAttachmentInAnArchiveIsThatOfItsFolder) {
  Document carrier = message("u1");
  carrier.source.original_name = "handed over.zip";
  carrier.source.way = "ChatExport/result.json";
  carrier.attachments = {{.kind = "file", .path = "files/a.pdf"}};
  Document right = item("handed over.zip", "a");
  right.source.original = 0;
  right.source.way = "ChatExport/files/a.pdf";
  Document wrong = item("handed over.zip", "b");
  wrong.source.original = 0;
  wrong.source.way = "files/a.pdf";
  add(carrier);
  add(right);
  add(wrong);
  commit();
  EXPECT_EQ(index_->chain(right.id, kNobody).value().at(0).row.cite.document, carrier.id);
  EXPECT_EQ(index_->chain(wrong.id, kNobody).value().at(0).row.cite.document, wrong.id);
}

TEST_F(CaseIndexTest, RemovingAnExhibitLeavesWhatTheOtherSays) {
  Document first = message("u1");
  first.content = 77;
  Document again = first;
  again.id = next_++;
  again.source.exhibit = "exhibit-2";
  Document only_there = message("u9");
  only_there.source.exhibit = "exhibit-2";
  only_there.reply_to = first.number;
  only_there.selectors = {{.kind = "url", .value = "https://gone.example/"}};
  add(first);
  add(again);
  add(only_there);
  commit();
  ASSERT_TRUE(index_->remove_exhibit("exhibit-1").ok());
  EXPECT_EQ(index_->row(again.id, kNobody).value().copy_of, 0);
  EXPECT_EQ(index_->row(only_there.id, kNobody).value().answers, again.id);
  EXPECT_EQ(index_->chat(1, kNobody).value().documents, 2);
  EXPECT_EQ(index_->exhibits().value().size(), 1U);
  ASSERT_TRUE(index_->remove_exhibit("exhibit-2").ok());
  EXPECT_EQ(index_->count({}).value(), 0);
  EXPECT_TRUE(index_->selectors("", 0, 10, kNobody).value().empty());
  EXPECT_TRUE(index_->accounts(0, 10, kNobody).value().empty());
  EXPECT_TRUE(index_->chats(0, 10, kNobody).value().empty());
  EXPECT_TRUE(index_->graph({}, kNobody).value().edges.empty());
  ASSERT_TRUE(index_->remove_exhibit("exhibit-3").ok());
  next_ = index_->next_id().value();
  add(message("u1"));
  commit();
  EXPECT_TRUE(index_->verify().ok());
}

TEST_F(CaseIndexTest, AllIsThereAfterOpeningAgain) {
  add(message("u1"));
  commit();
  open();
  EXPECT_EQ(index_->count({}).value(), 1);
  Document second = message("u1");
  add(second);
  commit();
  EXPECT_EQ(index_->chat(1, kNobody).value().documents, 2);
  EXPECT_TRUE(index_->verify().ok());
  const auto exhibits = index_->exhibits().value();
  ASSERT_EQ(exhibits.size(), 1U);
  EXPECT_EQ(exhibits[0].exhibit, "exhibit-1");
  EXPECT_EQ(exhibits[0].documents, 2);
}

TEST_F(CaseIndexTest, ADamagedFileSaysThatItCanBeMadeAgain) {
  add(message("u1"));
  commit();
  index_.reset();
  {
    std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
    file.write("damaged!", 8);
  }
  const auto damaged = CaseIndex::open(path(), kSecret);
  ASSERT_FALSE(damaged.ok());
  EXPECT_EQ(damaged.error().code, ErrorCode::kIntegrity);
  EXPECT_NE(damaged.error().message.find("the case index is damaged"), std::string::npos);
  EXPECT_NE(damaged.error().message.find("sanad rebuild"), std::string::npos);
}

}  // namespace
}  // namespace sanad::case_index::test
