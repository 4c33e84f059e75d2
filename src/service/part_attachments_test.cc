#include "part_attachments.h"

#include <algorithm>

#include "import_rig.h"
#include "service/bundles.h"
#include "service/people_of_material.h"
#include "zip/writer.h"

namespace sanad::service {
namespace {

constexpr std::string_view kWithFiles =
    R"({"name":"Harbour Watch","type":"private_group","id":77,"messages":[
{"id":1,"type":"message","date":"2026-03-02T10:00:00","date_unixtime":"1772445600","from":"Samira Tolan","from_id":"user4521","file":"files/lamp.bin","text":"The lamp."},
{"id":2,"type":"message","date":"2026-03-02T10:05:00","date_unixtime":"1772445900","from":"Behzad Corm","from_id":"user88","file":"files/boat.bin","text":"The boat."},
{"id":3,"type":"message","date":"2026-03-02T10:06:00","date_unixtime":"1772445960","from":"Behzad Corm","from_id":"user88","file":"files/note.txt","text":"Read it."},
{"id":4,"type":"message","date":"2026-03-02T10:07:00","date_unixtime":"1772446020","from":"Behzad Corm","from_id":"user88","forwarded_from":"Samira Tolan","file":"files/rope.bin","text":"Hers."},
{"id":5,"type":"message","date":"2026-03-02T10:08:00","date_unixtime":"1772446080","from":"Behzad Corm","from_id":"user88","file":"files/two.zip","text":"Both."}]})";

// A stored zip of one file, as few bytes as can be.
std::string zip_of(const std::string& name, const std::string& bytes) {
  MemorySink sink;
  zip::Writer writer(sink, zip::WriterOptions{});
  EXPECT_TRUE(writer.add(name, zip::Method::kStored, as_bytes(bytes)).ok());
  EXPECT_TRUE(writer.finish().ok());
  return std::string(as_text(sink.bytes()));
}

class PartAttachmentsTest : public ImportRig {
 protected:
  void SetUp() override {
    ImportRig::SetUp();
    permit_imports();
    std::filesystem::create_directories(folder() / "files");
    write("result.json", kWithFiles);
    write("files/lamp.bin", kLamp);
    write("files/boat.bin", kBoat);
    write("files/note.txt", "Ask Samira Tolan about the boat.");
    write("files/rope.bin", kRope);
    write("files/two.zip", zip_of("inner.bin", kInner));
    write("mail.eml",
          "From: Amal <amal@mill.tirazan.example>\r\nTo: Behram <behram@mill.tirazan.example>\r\n"
          "Date: Mon, 02 Mar 2026 10:00:00 +0000\r\nSubject: Oil\r\nMIME-Version: 1.0\r\n"
          "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n"
          "The oil.\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: "
          "attachment; filename=oil.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
              format_base64(as_bytes(kOil)) + "\r\n--x--\r\n");
    exhibit_ = import_folder();
    index_all();
    OpenList open = open_list(workspace(), exhibit_).value();
    ASSERT_TRUE(for_each_line(open, [&](const part_list::Reader::Line& line) -> Result<void> {
                  lines_.push_back(json::parse(line.text).value());
                  return {};
                }).ok());
  }

  // The number of the item whose way or path ends so.
  std::uint64_t part(std::string_view ending) const {
    for (std::size_t n = 0; n < lines_.size(); ++n) {
      const std::string way = lines_[n]["way"].string_or("");
      const std::string name = way.empty() ? lines_[n]["path"].string_or("") : way;
      if (!lines_[n]["item"].is_null() && name.ends_with(ending)) return n;
    }
    ADD_FAILURE() << "there is no part " << ending;
    return 0;
  }
  Result<json::Value> asked(std::vector<PartRange> attachments, const std::string& why = "",
                            std::vector<PartRange> shown = {kAllParts},
                            const std::string& named = "") {
    PartExcerpt excerpt{exhibit_.id, std::move(shown), "a bystander", named, {}};
    excerpt.attachments = std::move(attachments);
    excerpt.why_attachments = why;
    return check_excerpt(workspace(), exhibit_, excerpt);
  }
  Result<json::Value> asked_for(std::string_view ending, const std::string& why = "") {
    const std::uint64_t number = part(ending);
    return asked({{number, number}}, why);
  }
  static std::set<std::string> names(const Result<json::Value>& value) {
    std::set<std::string> names;
    if (!value.ok()) return {"refused: " + value.error().message};
    for (const json::Value& one : *(*value)["attachments"].as_array())
      names.insert(one["name"].string_or(""));
    return names;
  }
  void lift(std::string_view id) {
    json::Object wanted = request();
    wanted.set("activities", json::Array{"import"});
    wanted.set("targets", json::Array{json::Object{{"kind", "identifier"},
                                                   {"value", "telegram:" + std::string(id)}}});
    const auto made =
        request_authorisation(workspace(), amal_, case_.id, json::Value(wanted)).value();
    ASSERT_TRUE(approve_authorisation(workspace(), behram_, made.id, "as asked").ok());
    const auto facts = workspace().case_indexes().facts(case_.id).value();
    for (const auto& account : facts->accounts(0, 100, {}).value()) {
      const auto known = facts->account_identifier(account.row);
      if (!known.ok() || *known != "telegram:" + std::string(id)) continue;
      ASSERT_TRUE(
          unmask(workspace(), amal_, {case_.id, Masked::kAccount, account.pseudonym, "charged"})
              .ok());
      return;
    }
    FAIL() << "the case has no account " << id;
  }
  std::map<std::string, std::string> written(const json::Value& value) {
    present::BundledExhibit item;
    EXPECT_TRUE(show_in_part(workspace(), exhibit_, value, item).ok());
    std::map<std::string, std::string> bytes;
    for (const present::BundledAttachment& one : item.attachments) {
      MemorySink first, again;
      const auto done = one.write(first);
      EXPECT_TRUE(done.ok()) << done.error().message;
      EXPECT_TRUE(one.write(again).ok());
      EXPECT_EQ(first.bytes(), again.bytes());
      bytes[one.name] = std::string(as_text(first.bytes()));
    }
    return bytes;
  }

  static inline const std::string kLamp = std::string("LAMP\0\1", 6) + std::string(90'000, 'l');
  static inline const std::string kBoat = std::string("BOAT\0\2", 6) + std::string(300'000, 'b');
  static inline const std::string kRope = std::string("ROPE\0\3", 6);
  static inline const std::string kInner = std::string("INNER\0\4", 7);
  static inline const std::string kOil = std::string("OIL\0\5", 5);
  records::Exhibit exhibit_;
  std::vector<json::Value> lines_;
};

TEST_F(PartAttachmentsTest, WithoutAReasonOnlyThoseOfPeopleWhoseMaskWasLiftedAreOpen) {
  EXPECT_TRUE(names(asked({kAllParts})).begin()->starts_with("refused: no part"));
  lift("user88");
  // Of what Behzad sent: not what he passed on of hers, nor what names her.
  EXPECT_EQ(names(asked({kAllParts})), (std::set<std::string>{"boat.bin", "inner.bin", "two.zip"}));
  EXPECT_TRUE(asked_for("boat.bin").ok());
  for (const char* closed : {"lamp.bin", "note.txt", "rope.bin", "oil.bin"}) {
    const auto refused = asked_for(closed);
    ASSERT_FALSE(refused.ok()) << closed;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
    EXPECT_NE(refused.error().message.find("say why"), std::string::npos)
        << refused.error().message;
    EXPECT_TRUE(asked_for(closed, "the court asked for it").ok()) << closed;
  }
}

TEST_F(PartAttachmentsTest, TheBytesAreThoseOfThePartsAndTheReasonIsKept) {
  const auto value = asked({kAllParts}, "the court asked for it");
  ASSERT_TRUE(value.ok()) << value.error().message;
  EXPECT_EQ((*value)["why_attachments"].string_or(""), "the court asked for it");
  const auto bytes = written(*value);
  EXPECT_EQ(bytes.at("lamp.bin"), kLamp);
  EXPECT_EQ(bytes.at("boat.bin"), kBoat);
  EXPECT_EQ(bytes.at("inner.bin"), kInner);
  EXPECT_EQ(bytes.at("oil.bin"), kOil);
  EXPECT_EQ(bytes.at("note.txt"), "Ask Samira Tolan about the boat.");
  for (const json::Value& one : *(*value)["attachments"].as_array())
    EXPECT_TRUE(one["masked"].bool_or(false)) << one["name"].string_or("");
}

TEST_F(PartAttachmentsTest, WhatHoldsOtherPartsIsOpenOnlyWithAllOfThem) {
  // The export holds every message, and in all of these somebody is masked.
  const auto whole = asked_for("result.json", "the court asked for it");
  ASSERT_FALSE(whole.ok());
  EXPECT_NE(whole.error().message.find("it holds part"), std::string::npos);
  EXPECT_FALSE(asked_for("mail.eml", "the court asked for it").ok());
  const auto zip = asked_for("two.zip", "the court asked for it");
  ASSERT_FALSE(zip.ok());
  EXPECT_NE(zip.error().message.find("whose bytes stay closed"), std::string::npos);
  const std::uint64_t outer = part("two.zip"), inner = part("inner.bin");
  EXPECT_TRUE(asked({{outer, outer}, {inner, inner}}, "the court asked for it").ok());
  // Closed to the reader, closed in what holds it.
  const std::uint64_t last = lines_.size() - 1;
  std::vector<PartRange> but_inner;
  if (inner > 0) but_inner.push_back({0, inner - 1});
  if (inner < last) but_inner.push_back({inner + 1, last});
  EXPECT_FALSE(asked({{outer, outer}}, "the court asked for it", but_inner).ok());
}

TEST_F(PartAttachmentsTest, WherePeopleAreNamedForAReasonTheirBytesNeedNoOther) {
  const auto value = asked({kAllParts}, "", {kAllParts}, "they are all accused");
  ASSERT_TRUE(value.ok()) << value.error().message;
  const auto bytes = written(*value);
  EXPECT_EQ(bytes.at("lamp.bin"), kLamp);
  // Everything is shown, and nothing masked: so the export itself can be too.
  EXPECT_EQ(bytes.at("result.json"), kWithFiles);
}

TEST_F(PartAttachmentsTest, BadOnesAreRefused) {
  const auto record = static_cast<std::uint64_t>(
      std::ranges::find_if(lines_,
                           [](const json::Value& line) { return !line["record"].is_null(); }) -
      lines_.begin());
  EXPECT_EQ(asked({{record, record}}, "ordered").error().code, ErrorCode::kInvalid);
  const std::uint64_t lamp = part("lamp.bin");
  EXPECT_EQ(asked({{lamp, lamp}}, "ordered", {{record, record}}).error().code, ErrorCode::kInvalid)
      << "a part that is closed";
  EXPECT_EQ(asked({kAllParts}, std::string(501, 'x')).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(asked({{9'000, 9'000}}, "ordered").error().code, ErrorCode::kInvalid);
}

TEST_F(PartAttachmentsTest, TheEntryTellsHowManyAndWhyAndOtherBytesAreNotWritten) {
  auto value = asked_for("oil.bin", "the court asked for it").value();
  json::Value changed = value;
  changed.as_object()
      ->find("attachments")
      ->as_array()
      ->front()
      .as_object()
      ->set("sha256", std::string(64, '0'));
  present::BundledExhibit item;
  ASSERT_TRUE(show_in_part(workspace(), exhibit_, changed, item).ok());
  MemorySink sink;
  EXPECT_EQ(item.attachments.front().write(sink).error().code, ErrorCode::kIntegrity);

  BundleOrder order{case_.id, {exhibit_.id}, "trial"};
  const std::uint64_t lamp = part("lamp.bin");
  PartExcerpt excerpt{exhibit_.id, {kAllParts}, ""};
  excerpt.attachments = {{lamp, lamp}};
  excerpt.why_attachments = "the court asked for it";
  order.excerpts.push_back(std::move(excerpt));
  const auto ordered = order_bundle(workspace(), amal_, order);
  ASSERT_TRUE(ordered.ok()) << ordered.error().message;
  const auto job = workspace().jobs().find(ordered->job).value();
  const auto made = run_bundle(workspace(), job, monitor_);
  ASSERT_TRUE(made.ok()) << made.error().message;
  const json::Value told = (*entries("bundle.exported").front().data["excerpts"].as_array())[0];
  EXPECT_EQ(told["attachments"].int_or(0), 1);
  EXPECT_EQ(told["attachments_masked"].int_or(0), 1);
  EXPECT_EQ(told["why_attachments"].string_or(""), "the court asked for it");
}

}  // namespace
}  // namespace sanad::service
