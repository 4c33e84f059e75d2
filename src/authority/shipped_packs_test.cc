#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "authority/law_pack.h"
#include "law_pack_rig.h"

namespace sanad::authority {
namespace {

const std::vector<LawPack>& packs() {
  static const std::vector<LawPack> all = shipped_law_packs().value();
  return all;
}

const LawPack& pack(std::string_view id) { return *std::ranges::find(packs(), id, &LawPack::id); }

TEST(ShippedPacks, EachIsCompleteAndMarkedDraft) {
  const auto read = shipped_law_packs();
  ASSERT_TRUE(read.ok()) << read.error().message;
  std::vector<std::string> ids;
  for (const auto& of : *read) {
    ids.push_back(of.id);
    EXPECT_EQ(of.caution(), "draft: to be confirmed by counsel");
    EXPECT_FALSE(of.source.empty());
    EXPECT_FALSE(of.forms.empty());
    EXPECT_FALSE(of.definitions.empty());
    const auto again = parse_law_pack(json::format_canonical(format_law_pack(of)));
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(json::format_canonical(format_law_pack(*again)),
              json::format_canonical(format_law_pack(of)));
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"eu", "in", "international", "pk", "uk", "us"}));
}

TEST(ShippedPacks, NumbersOfTheBillLeadToTheSectionOfTheAct) {
  const Provision* recruitment = pack("pk").find("peca-12");
  ASSERT_NE(recruitment, nullptr);
  EXPECT_EQ(recruitment->alias_sections, std::vector<std::string>{"10B (bill)"});
}

TEST(ShippedPacks, EveryFormCarriesTheCautionAndItsCitations) {
  for (const auto& of : packs()) {
    for (const auto& form : of.forms) {
      const Imprint shown = imprint(of, form, "2026-11-30");
      ASSERT_FALSE(shown.cautions.empty()) << form.key;
      EXPECT_EQ(shown.cautions[0], "draft: to be confirmed by counsel");
      EXPECT_EQ(shown.citations.size(), form.provisions.size());
      EXPECT_FALSE(shown.form_edition.empty());
    }
  }
}

// What was recalled says so on the paper itself.
TEST(ShippedPacks, RecalledFormsAreMarked) {
  for (const auto& [id, key] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"eu", "tco-removal-order"},
           {"eu", "tco-feedback"},
           {"eu", "tco-impossibility"},
           {"eu", "epoc-pr"},
           {"international", "preservation-request"},
           {"international", "emergency-request"},
           {"international", "rabat-assessment"},
           {"pk", "mirza-checklist"}}) {
    const Form* form = pack(id).form(key);
    ASSERT_NE(form, nullptr) << key;
    const Imprint shown = imprint(pack(id), *form, "2026-11-30");
    EXPECT_TRUE(std::ranges::count(shown.cautions, "fields unconfirmed")) << key;
  }
}

TEST(ShippedPacks, ThePapersOfTheLawAreThere) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> wanted = {
      {"international",
       {"bp-annex-i", "bp-annex-ii", "bp-annex-iii", "bp-annex-iv", "bp-annex-v",
        "preservation-request", "voluntary-request", "emergency-request", "mla-request",
        "platform-referral", "rabat-assessment", "lnp-record", "disclosure-pack",
        "oversight-statistics", "training-certificate"}},
      {"pk",
       {"peca-31-notice", "peca-31-court-intimation", "peca-36-inventory", "peca-38-claim",
        "ifta-22-certificate", "mirza-checklist", "qso-system-statement", "peca-53-report"}},
      {"eu", {"tco-removal-order", "tco-feedback", "tco-impossibility"}},
      {"in", {"bsa-63"}},
      {"uk",
       {"s9-statement", "exhibit-list", "unused-non-sensitive", "unused-sensitive",
        "disclosure-officers-report"}},
      {"us", {"fre-902-13", "fre-902-14", "fre-902-notice"}}};
  for (const auto& [id, keys] : wanted) {
    for (const auto& key : keys) EXPECT_NE(pack(id).form(key), nullptr) << id << " " << key;
  }
}

TEST(ShippedPacks, NothingThatAsksForContentLacksItsDemands) {
  for (const auto& of : packs()) {
    for (const auto& form : of.forms) {
      const auto needs = [&](std::string_view need) {
        return std::ranges::count(form.needs, need) > 0;
      };
      const bool goes_out = form.document == "removal-order" || form.document == "referral" ||
                            form.document.ends_with("-request");
      const bool is_about_removal = form.document == "removal-order" || form.document == "referral";
      EXPECT_TRUE(!goes_out || (needs("identifier") && needs("provision") && needs("basis")))
          << form.key;
      EXPECT_TRUE(!is_about_removal || (needs("capture") && needs("preservation-considered")))
          << form.key;
      // What looks like an order asks for the power to give one.
      EXPECT_TRUE(form.effect != "order" || needs("power-to-order")) << form.key;
      EXPECT_TRUE(form.document != "referral" || form.effect != "order") << form.key;
    }
  }
  EXPECT_TRUE(pack("in").form("bsa-63")->distinct_signers);
  EXPECT_EQ(pack("pk").form("peca-31-notice")->with,
            std::vector<std::string>{"peca-31-court-intimation"});
  // Each box of the six, and no number.
  for (const std::string_view part :
       {"context", "speaker", "intent", "content-form", "extent", "likelihood"}) {
    const FormField* box = pack("international").form("rabat-assessment")->field(part);
    ASSERT_NE(box, nullptr);
    EXPECT_EQ(box->type, "long-text");
    EXPECT_EQ(box->source, "entered");
    EXPECT_TRUE(box->required);
  }
  for (const auto& field : pack("international").form("rabat-assessment")->fields)
    EXPECT_NE(field.type, "number");
}

Zone zone_of(std::string name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  const Bytes bytes((std::istreambuf_iterator<char>(file)), {});
  return Zone::parse(std::move(name), bytes).value();
}

struct Golden {
  std::string_view pack, clock, start, due;
};

// Every clock of every pack, in its own zone, worked out by hand; where the zone moves its clocks,
// across that day.
TEST(ShippedPacks, EveryClockEndsWhenItShould) {
  const std::vector<Golden> goldens = {
      {"eu", "tco-removal", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
      {"eu", "tco-removal", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
      {"eu", "tco-preservation", "2026-03-15T11:00:00Z", "2026-09-15T10:00:00Z"},
      {"eu", "tco-scrutiny", "2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"},
      {"eu", "tco-prior-information", "2026-10-24T20:00:00Z", "2026-10-25T08:00:00Z"},
      {"eu", "epoc-pr", "2026-03-01T12:00:00Z", "2026-04-30T11:00:00Z"},
      {"eu", "epoc-production", "2026-10-20T08:00:00Z", "2026-10-30T09:00:00Z"},
      {"eu", "epoc-emergency", "2026-10-24T22:00:00Z", "2026-10-25T06:00:00Z"},
      {"international", "budapest-29-preservation", "2026-03-01T12:00:00Z", "2026-04-30T12:00:00Z"},
      {"international", "budapest-16-preservation", "2026-03-01T12:00:00Z", "2026-05-30T12:00:00Z"},
      {"pk", "peca-31-preservation", "2026-12-01T10:00:00Z", "2027-03-01T10:00:00Z"},
      {"pk", "peca-31-court", "2026-11-30T23:59:59.999Z", "2026-12-01T23:59:59.999Z"},
      {"pk", "peca-33-court", "2028-02-28T19:00:00Z", "2028-02-29T19:00:00Z"},
      {"pk", "peca-32-retention", "2026-05-05T05:05:05Z", "2027-05-05T05:05:05Z"},
      {"pk", "peca-36-refusal", "2026-12-28T10:00:00Z", "2027-01-04T10:00:00Z"},
      {"pk", "peca-37-review", "2028-02-01T10:00:00Z", "2028-03-02T10:00:00Z"},
      {"pk", "peca-37-appeal", "2026-04-01T10:00:00Z", "2026-05-01T10:00:00Z"},
      {"pk", "peca-38-secrecy", "2026-04-20T10:00:00Z", "2026-05-04T10:00:00Z"},
      {"pk", "peca-39-real-time", "2026-04-25T10:00:00Z", "2026-05-02T10:00:00Z"},
      {"pk", "peca-53-report", "2026-06-30T19:00:00Z", "2026-12-31T19:00:00Z"},
      {"pk", "ata-11ee-grounds", "2026-12-30T10:00:00Z", "2027-01-02T10:00:00Z"},
      {"pk", "ifta-warrant", "2026-07-01T10:00:00Z", "2026-08-30T10:00:00Z"},
      {"pk", "ifta-service", "2026-07-28T10:00:00Z", "2026-08-04T10:00:00Z"},
      {"pk", "ifta-review", "2026-12-31T10:00:00Z", "2027-06-30T10:00:00Z"}};
  std::set<std::string> seen;
  for (const Golden& golden : goldens) {
    const PackClock* clock = pack(golden.pack).clock(golden.clock);
    ASSERT_NE(clock, nullptr) << golden.clock;
    const clocks::Course course{.start = parse_timestamp(golden.start).value()};
    const auto reading = clocks::read(clock->rule, course, zone_of(pack(golden.pack).zone),
                                      clocks::every_day(), course.start);
    ASSERT_TRUE(reading.ok()) << reading.error().message;
    EXPECT_EQ(reading->due, parse_timestamp(golden.due).value())
        << golden.clock << " " << format_timestamp(reading->due);
    seen.insert(std::string(golden.pack) + "/" + std::string(golden.clock));
  }
  for (const auto& of : packs()) {
    for (const auto& clock : of.clocks)
      EXPECT_TRUE(seen.contains(of.id + "/" + clock.rule.key))
          << clock.rule.key << " has no example";
  }
}

TEST(ShippedPacks, OneHourIsSuspendedWhileAQuestionIsOpen) {
  const PackClock& removal = *pack("eu").clock("tco-removal");
  const Zone brussels = zone_of("Europe/Brussels");
  const auto at = [](std::string_view text) { return parse_timestamp(text).value(); };
  clocks::Course course{.start = at("2026-03-29T00:40:00Z")};
  course.suspensions = {{at("2026-03-29T00:50:00Z"), std::nullopt}};
  const auto held =
      clocks::read(removal.rule, course, brussels, clocks::every_day(), at("2026-03-30T00:00:00Z"));
  EXPECT_EQ(held->state, clocks::State::kSuspended);
  course.suspensions[0].to = at("2026-03-30T06:00:00Z");
  EXPECT_EQ(
      clocks::read(removal.rule, course, brussels, clocks::every_day(), at("2026-03-30T07:00:00Z"))
          ->due,
      at("2026-03-30T06:50:00Z"));
}

}  // namespace
}  // namespace sanad::authority
