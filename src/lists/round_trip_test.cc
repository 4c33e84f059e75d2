// Random lists go out and come back. Where an export reports no loss, the list is the same; where
// it reports one, what came back is what the format can carry.
#include <gtest/gtest.h>

#include <random>

#include "list_fixture.h"
#include "lists/export.h"
#include "lists/format.h"

namespace sanad::lists {
namespace {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  List list() {
    List list = harbour_list();
    list.entries.clear();
    list.tlp = static_cast<Tlp>(pick(5));
    if (pick(2)) list.expires_at.reset();
    if (pick(2)) list.licence.clear();
    if (pick(2)) list.provenance.clear();
    const int entries = pick(12);
    for (int i = 0; i < entries; ++i) list.entries.push_back(entry(i));
    sort_list(list);
    return list;
  }

 private:
  int pick(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  std::string hex(std::size_t digits) {
    std::string out;
    while (out.size() < digits) out += "0123456789abcdef"[random_() % 16];
    return out;
  }

  std::string words() {
    static constexpr std::array<const char*, 8> kWords = {"pier",   "lantern's", "\"boat\"", "a,b",
                                                          "tide\\", "سفينة",     "x:y",      "#1"};
    std::string out = kWords[random_() % 8];
    while (pick(2)) out += std::string(" ") + kWords[random_() % 8];
    return out;
  }

  std::string value(const std::string& signal) {
    if (signal == "md5") return hex(32);
    if (signal == "sha1") return hex(40);
    if (signal == "sha512") return hex(128);
    if (signal == "tlsh") {
      std::string out = "T1";
      while (out.size() < 72) out += "0123456789ABCDEF"[random_() % 16];
      return out;
    }
    if (signal == "ssdeep") return "3:" + hex(10) + ":" + hex(5);
    if (signal == "chromaprint") return "AQAA" + hex(12) + "_-";
    if (signal == "text") return "A text " + hex(6) + (pick(2) ? "\nof lines, 'quoted'" : "");
    if (signal == "url") return "https://pier.example/" + hex(8) + "?'\\";
    return hex(64);
  }

  Timestamp time() {
    return {1'700'000'000'000 + static_cast<std::int64_t>(random_() % 100'000'000)};
  }

  Entry entry(int number) {
    static constexpr std::array<const char*, 10> kSignals = {
        "pdq", "sha256", "sha1", "md5", "sha512", "tlsh", "ssdeep", "chromaprint", "text", "url"};
    Entry made{.id = "e" + std::to_string(number), .signal = kSignals[random_() % 10]};
    made.value = value(made.signal);
    if (pick(2)) made.quality = pick(101);
    if (pick(2)) made.labels.push_back({"unodc-use", "training"});
    if (pick(2)) made.labels.push_back({"tag", words()});
    if (pick(2)) made.note = words() + (pick(4) ? "" : "\nsecond line");
    if (pick(2)) made.provenance = words();
    if (pick(2)) made.added_at = time();
    if (pick(3) == 0) made.expires_at = time();
    for (int i = pick(4); i > 0; --i)
      made.feedback.push_back({.by = i % 2 ? "Lantern Trust" : "Unit 4",
                               .opinion = static_cast<Opinion>(pick(5)),
                               .reason = pick(2) ? words() : "",
                               .at = time()});
    return made;
  }

  std::mt19937 random_;
};

std::string where(const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems) out += problem.where + ": " + problem.sentence + "\n";
  return out;
}

void expect_counts_add_up(const Imported& imported) {
  const auto& counts = imported.counts;
  EXPECT_EQ(counts.read, counts.taken + counts.duplicate + counts.not_understood);
  EXPECT_EQ(counts.taken, imported.list.entries.size());
  EXPECT_GE(counts.feedback_read, counts.feedback_taken);
}

TEST(RoundTrip, OurOwnFormLosesNothing) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const List list = Maker(seed).list();
    ASSERT_TRUE(check_list(list).ok()) << check_list(list).error().message;
    const auto again = parse_list(format_list(list));
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(*again, list);
  }
}

TEST(RoundTrip, MispCarriesEverythingOfItsEntries) {
  const FacetSet facets = shipped_facets().value();
  for (unsigned seed = 0; seed < 400; ++seed) {
    const List list = Maker(seed).list();
    const auto exported = export_misp(list);
    ASSERT_TRUE(exported.ok());
    EXPECT_TRUE(exported->losses.empty());
    const auto again = import_misp(exported->text, {.facets = &facets});
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_EQ(format_list(again->list), format_list(list)) << where(again->problems);
    expect_counts_add_up(*again);
  }
}

TEST(RoundTrip, StixCarriesAllButTexts) {
  const FacetSet facets = shipped_facets().value();
  for (unsigned seed = 0; seed < 400; ++seed) {
    List list = Maker(seed).list();
    const auto exported = export_stix(list);
    ASSERT_TRUE(exported.ok());
    const auto again = import_stix(exported->text, {.facets = &facets});
    ASSERT_TRUE(again.ok()) << again.error().message;
    std::erase_if(list.entries, [](const Entry& entry) { return entry.signal == "text"; });
    EXPECT_EQ(format_list(again->list), format_list(list)) << where(again->problems);
    expect_counts_add_up(*again);
  }
}

// Values and tags come back; the rest is named as lost.
TEST(RoundTrip, ThreatExchangeCarriesValuesTagsAndDisputes) {
  const FacetSet facets = shipped_facets().value();
  for (unsigned seed = 0; seed < 400; ++seed) {
    const List list = Maker(seed).list();
    const ImportOptions options{.name = list.name, .owner = list.owner, .facets = &facets};
    const auto json = export_threatexchange_json(list);
    const auto csv = export_threatexchange_csv(list);
    ASSERT_TRUE(json.ok() && csv.ok());
    EXPECT_FALSE(csv->losses.empty());
    const auto from_json = import_threatexchange_json(json->text, options);
    const auto from_csv = import_threatexchange_csv(csv->text, options);
    ASSERT_TRUE(from_json.ok()) << from_json.error().message;
    ASSERT_TRUE(from_csv.ok()) << from_csv.error().message;
    expect_counts_add_up(*from_json);
    expect_counts_add_up(*from_csv);
    EXPECT_EQ(from_csv->list.entries.size(), list.entries.size());
    for (const auto& entry : list.entries) {
      const auto same = [&](const Entry& other) {
        return other.signal == entry.signal && other.value == entry.value;
      };
      const auto& back = from_json->list.entries;
      const auto found = std::find_if(back.begin(), back.end(), same);
      const bool has_type = entry.signal != "sha512" && entry.signal != "chromaprint";
      ASSERT_EQ(found != back.end(), has_type) << entry.signal;
      if (has_type) {
        EXPECT_EQ(found->labels, entry.labels);
        EXPECT_EQ(found->note, entry.note);
        EXPECT_EQ(found->id, entry.id);
        EXPECT_EQ(dispute_state(list, entry) == DisputeState::kInDispute,
                  dispute_state(from_json->list, *found) == DisputeState::kInDispute);
      }
      const auto& rows = from_csv->list.entries;
      const auto row = std::find_if(rows.begin(), rows.end(), same);
      ASSERT_NE(row, rows.end());
      EXPECT_EQ(dispute_state(list, entry) == DisputeState::kInDispute,
                dispute_state(from_csv->list, *row) == DisputeState::kInDispute);
    }
  }
}

TEST(RoundTrip, PlainFilesCarryTheValuesOfOneSignal) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const List list = Maker(seed).list();
    for (const auto style : {PlainStyle::kBare, PlainStyle::kSum}) {
      for (const auto* signal : {"pdq", "sha256", "md5", "ssdeep", "url", "text"}) {
        if (style == PlainStyle::kSum &&
            (std::string_view(signal) == "url" || std::string_view(signal) == "text" ||
             std::string_view(signal) == "ssdeep"))
          continue;
        const auto exported = export_plain(list, signal, style);
        ASSERT_TRUE(exported.ok());
        const auto again = import_plain(exported->text,
                                        {.name = list.name, .owner = list.owner, .signal = signal});
        ASSERT_TRUE(again.ok()) << again.error().message;
        EXPECT_EQ(again->counts.not_understood, 0U) << where(again->problems);
        std::size_t expected = 0;
        for (const auto& entry : list.entries)
          expected += entry.signal == signal && entry.value.find('\n') == std::string::npos;
        EXPECT_EQ(again->list.entries.size(), expected);
      }
    }
  }
}

}  // namespace
}  // namespace sanad::lists
