// The attack on our own disclosures. In each of eight cases 128 disclosures are made, by the use
// cases that officers use: excerpts with words masked, redacted pictures and pages, builds for the
// defence and for the prosecution with their schedules, exhibits left out and withheld. In none of
// their bytes is a piece of what is hidden; each verifies in both verifiers; and one dishonest
// change of each fails in both.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "fixture.h"
#include "guessing.h"
#include "lies.h"
#include "part_keeper.h"
#include "redaction/picture.h"
#include "verifier/page.h"
#include "verifier/verifier.h"
#include "world.h"
#include "zip/reader.h"

namespace sanad::disclosure {
namespace {

constexpr std::size_t kDisclosures = 128;
constexpr std::uint64_t kSeed = 20'261'130;
constexpr std::string_view kReaderPage = "index.html";
constexpr std::string_view kCase = "data/case.jsonld";

std::string summary(const verifier::Report& report) {
  std::string text(verifier::verdict_name(report.verdict));
  for (const verifier::Check& check : report.checks)
    if (check.status != verifier::Status::kPass)
      text += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
  return text;
}

// Bundles on their way to the other verifier.
class Second {
 public:
  explicit Second(const verifier::Trust& trust) : trust_(trust) {}

  verifier::Report add(const std::string& name, ByteView zip) {
    MemorySource source(zip);
    verifier::Report report = verifier::verify(source, trust_, nullptr).value();
    const std::string file = fmt::format("{}.zip", changes_.size());
    tamper::write_file(folder_.path() / file, zip);
    if (changes_.empty()) tamper::write_file(folder_.path() / "base.zip", zip);
    changes_.push_back(json::Object{{"name", name},
                                    {"summary", summary(report)},
                                    {"answers", report.answers["answers"]},
                                    {"file", file}});
    return report;
  }
  // Has verify.html's code judge all of them.
  void agree() {
    tamper::write_file(folder_.path() / "changes.json",
                       as_bytes(json::format_canonical(json::Value(changes_))));
    tamper::write_file(
        folder_.path() / "trust.json",
        as_bytes(json::format_canonical(json::Object{
            {"key", format_base64(trust_.agency_keys.front())},
            {"root", ""},
            {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
    std::string output;
    const int status = tamper::run_command(
        folder_.path(), fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR),
        &output);
    EXPECT_EQ(status, 0) << output;
  }

 private:
  verifier::Trust trust_;
  tamper::TemporaryFolder folder_;
  json::Array changes_;
};

class Disclosures : public World, public testing::WithParamInterface<int> {
 protected:
  // Secrets with a piece in any byte of the bundle, each with a file that has it.
  std::map<std::size_t, std::string> seen_in(const tamper::Bag& bag) const {
    std::map<std::size_t, std::string> seen;
    const auto look = [&](const std::string& path, std::string_view bytes) {
      for (const std::size_t one : search().in(bytes)) seen.emplace(one, path);
    };
    for (const auto& [path, bytes] : bag.files) {
      // The same in every bundle.
      if (path == kReaderPage) {
        EXPECT_EQ(as_text(bytes), verifier::reader_page());
        continue;
      }
      look(path, path);
      look(path, as_text(bytes));
      if (path.starts_with("data/redactions/") && path.ends_with(".png"))
        look(path, as_text(redaction::read_png(bytes).value().pixels));
    }
    return seen;
  }

  void expect_hidden(const Disclosure& made, const tamper::Bag& bag) const {
    for (const auto& [one, path] : seen_in(bag))
      EXPECT_FALSE(made.hidden.contains(one))
          << path << " of a bundle (" << made.kind << ") tells " << secrets()[one].text;
  }

  // Of each film every picture is decoded and read.
  void expect_covered(const Disclosure& made, const tamper::Bag& bag) {
    for (const std::string& path : paths_in(bag, "data/redactions/", ".webm"))
      for (const std::size_t one : search().in(letters_in_video(bag.files.at(path))))
        EXPECT_FALSE(made.hidden.contains(one))
            << path << " of a bundle (" << made.kind << ") shows " << secrets()[one].text;
  }

  static std::size_t count(std::string_view text, std::string_view what) {
    std::size_t times = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + 1))
      ++times;
    return times;
  }

  // Each part that an excerpt shows is told in CASE/UCO, and no other is.
  void expect_told_in_case(const tamper::Bag& bag) const {
    std::size_t shown = 0;
    for (const std::string& path : paths_in(bag, "data/excerpts/", ".jsonl"))
      shown += count(bag.text(path), "\"part\":");
    EXPECT_EQ(count(bag.text(std::string(kCase)), "\"sanad:part\":"), shown);
  }

  // The control: a secret that is hidden in this bundle would be found if a message, an account or
  // a chat in CASE/UCO told it.
  void expect_leak_in_case_found(const Disclosure& made, const tamper::Bag& honest,
                                 std::size_t n) const {
    if (made.hidden.empty()) return;
    const std::size_t one =
        *std::next(made.hidden.begin(), static_cast<std::ptrdiff_t>(n % made.hidden.size()));
    for (const std::string_view field :
         {"uco-observable:messageText", "uco-observable:displayName", "uco-core:name"}) {
      tamper::Bag leaky = honest;
      std::string text = honest.text(std::string(kCase));
      const std::string member = fmt::format("\"{}\":\"", field);
      const std::size_t at = text.find(member);
      if (at == std::string::npos) continue;
      text.insert(at + member.size(), secrets()[one].text + " ");
      leaky.put(std::string(kCase), text);
      const auto seen = seen_in(leaky);
      ASSERT_TRUE(seen.contains(one)) << field;
      EXPECT_EQ(seen.at(one), kCase);
    }
  }

  // What CASE/UCO tells of the chat where people are named is found in it; where they are masked
  // nobody is.
  void expect_case_uco_searched() {
    const std::string of_bundle = tamper::unpack(disclose_talk_named()).text(std::string(kCase));
    std::set<std::size_t> in_parts, people;
    for (const Part& part : talk_parts_)
      if (part.line.find("\"record\":") != std::string::npos)
        in_parts.insert(part.secrets.begin(), part.secrets.end());
    for (const std::size_t one : in_parts)
      if (secrets()[one].is_of_person) people.insert(one);
    ASSERT_FALSE(people.empty());
    const std::string named = case_uco_of_talk("they are all accused");
    for (const std::string& text : {of_bundle, named}) {
      const std::set<std::size_t> found = search().in(text);
      for (const std::size_t one : people) EXPECT_TRUE(found.contains(one)) << secrets()[one].text;
    }
    const std::set<std::size_t> masked = search().in(case_uco_of_talk(""));
    EXPECT_FALSE(masked.empty()) << "words are told";
    for (const std::size_t one : masked)
      EXPECT_FALSE(secrets()[one].is_of_person) << secrets()[one].text;
  }

  Values values_of(const tamper::Bag& bag) const {
    Values values;
    for (const auto& [path, bytes] : bag.files)
      if (path != kReaderPage) values.add(as_text(bytes));
    return values;
  }

  // The digit that is closed in a picture, and the codes that are masked or closed in messages,
  // are not found by trying all of them.
  void expect_not_guessed(const tamper::Bag& bag, bool with_every_value) {
    const Values values = values_of(bag);
    if (!paths_in(bag, "data/redactions/", ".png").empty()) {
      EXPECT_FALSE(guess_tile(values.digests, digit_grid_, digit_tile(), digits_, values.digests));
    }
    std::set<part_list::Seed> seeds;
    for (const std::string& path : paths_in(bag, "data/excerpts/", ".jsonl"))
      for (const std::string& line : lines_of(bag.text(path)))
        for (const json::Value& seed : list_of(json::parse(line).value(), "seeds"))
          if (seeds.size() < 3 || with_every_value) take_seed(seed.string_or(""), seeds);
    EXPECT_FALSE(guess_word(with_every_value ? values.seeds : seeds, values.digests));
    if (!with_every_value || seeds.empty()) return;
    const auto [before, behind] = around_code(0);
    std::set<part_list::Seed> some = seeds;
    while (some.size() > 3) some.erase(std::prev(some.end()));
    EXPECT_FALSE(guess_part(some, before, behind, values.digests));
  }

  static json::Array list_of(const json::Value& line, std::string_view name) {
    const json::Array* list = line[name].as_array();
    return list == nullptr ? json::Array{} : *list;
  }
  static void take_seed(std::string_view hex, std::set<part_list::Seed>& seeds) {
    part_list::Seed seed{};
    const Bytes bytes = parse_hex(hex).value();
    std::ranges::copy(bytes, seed.begin());
    seeds.insert(seed);
  }

  // Which part has the code, and its line around it.
  std::size_t part_of_code(std::size_t code) const {
    for (std::size_t i = 0; i < talk_parts_.size(); ++i)
      if (talk_parts_[i].line.find("code " + codes_[code] + " ") != std::string::npos) return i;
    return talk_parts_.size();
  }
  std::pair<std::string, std::string> around_code(std::size_t code) const {
    const std::string& line = talk_parts_.at(part_of_code(code)).line;
    const std::size_t at = line.find("code " + codes_[code] + " ") + 5;
    return {line.substr(0, at), line.substr(at + 4)};
  }

  // With the keys, which no bundle has, the same guessing finds all three.
  void expect_guessing_works() {
    const Bytes key = service::part_salt_key(workspace(), case_.id, talk_.id).value();
    const std::size_t number = part_of_code(0);
    ASSERT_LT(number, talk_parts_.size());
    part_list::Seed seed{};
    std::ranges::copy(part_list::salt_of(part_list::kAlgorithm, key, number), seed.begin());
    const std::string& line = talk_parts_[number].line;
    const Digest256 whole = merkle::leaf_hash(part_list::commitment_by_words(seed, line));
    const auto [before, behind] = around_code(0);
    EXPECT_EQ(guess_part({seed}, before, behind, {whole}), codes_[0]);
    const part_list::CutPart cut = part_list::cut_part(line);
    std::set<part_list::Seed> salts;
    std::set<Digest256> words;
    part_list::each_salt(seed, cut.words.size() + 1,
                         [&](std::uint64_t leaf, const part_list::Seed& salt) {
                           if (leaf == 0 || cut.words[leaf - 1] != codes_[0] + " ") return;
                           salts.insert(salt);
                           words.insert(part_list::commitment_of_word(salt, cut.words[leaf - 1]));
                         });
    EXPECT_EQ(guess_word(salts, words), codes_[0] + " ");
    const redaction::Picture picture = picture_of_digit(digit_);
    const Bytes tile_key = crypto::random_bytes(32);
    const redaction::Seed of_picture = redaction::seed_of(tile_key, "a picture", picture);
    std::vector<redaction::Seed> tile_salts;
    redaction::expand(of_picture, redaction::seed_level(digit_grid_), tile_salts);
    const auto leaves = redaction::leaves_of(of_picture, digit_grid_, picture);
    EXPECT_EQ(guess_tile({tile_salts.begin(), tile_salts.end()}, digit_grid_, digit_tile(), digits_,
                         {leaves.begin(), leaves.end()}),
              digit_);
  }

  std::uint64_t digit_tile() const { return kDigitRow * digit_grid_.columns() + kDigitColumn; }

  std::vector<Bytes> digits_;
  redaction::Grid digit_grid_{};
};

TEST_P(Disclosures, TellNothingThatIsHiddenVerifyAndDoNotOnceTheyLie) {
  plant(kSeed + static_cast<std::uint64_t>(GetParam()));
  for (unsigned digit = 0; digit < 10; ++digit) digits_.push_back(picture_of_digit(digit).pixels);
  const redaction::Picture of_digit = picture_of_digit(0);
  digit_grid_ = {of_digit.width, of_digit.height};
  expect_guessing_works();

  // The control: what was planted is found in the files, and in a bundle that has them.
  std::set<std::size_t> planted;
  for (const std::string& original : originals_) planted.merge(search().in(original));
  EXPECT_EQ(planted.size(), secrets().size());
  EXPECT_EQ(search().in(letters_in_video(as_bytes(originals_.back()))).size(), 1U);
  const Disclosure everything = disclose_all();
  EXPECT_EQ(seen_in(tamper::unpack(everything.zip)).size(), secrets().size());

  expect_case_uco_searched();

  const crypto::SigningKey& agency = workspace().keyring().agency_signer();
  Second second(trust());
  const std::vector<Lie> lies = all_lies();
  std::vector<std::size_t> times(lies.size());
  std::map<std::string, std::size_t> kinds;
  std::size_t shown = 0;
  Random random(kSeed + 100 + static_cast<std::uint64_t>(GetParam()));
  for (std::size_t n = 0; n < kDisclosures; ++n) {
    const Disclosure made = disclose(n);
    const tamper::Bag bag = tamper::unpack(made.zip);
    ++kinds[made.kind];
    shown += made.bundled_secrets;
    expect_hidden(made, bag);
    expect_covered(made, bag);
    expect_told_in_case(bag);
    if (n % 8 == 0) expect_leak_in_case_found(made, bag, n);
    expect_not_guessed(bag, n % 64 == 3);
    EXPECT_EQ(
        summary(second.add(fmt::format("{} {}", made.kind, n), made.zip)),
        "intact with warnings; timestamp warn; timestamp-authority skipped; time-order skipped")
        << made.kind << n;
    if (n < 6) {
      const auto report =
          second.add(fmt::format("{} {} signed anew", made.kind, n), told_nothing(bag, agency));
      EXPECT_EQ(verifier::verdict_name(report.verdict), "intact with warnings") << summary(report);
    }
    // The lie that was told least often of those that can be told of it.
    std::vector<std::size_t> order(lies.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::shuffle(order, random);
    std::ranges::sort(order, {}, [&](std::size_t i) { return times[i]; });
    for (const std::size_t i : order) {
      const auto lie = told(bag, lies[i], agency, random);
      if (!lie) continue;
      ++times[i];
      const std::string name = fmt::format("{} {}: {}", made.kind, n, lies[i].name);
      const auto report = second.add(name, *lie);
      EXPECT_TRUE(report.verdict == verifier::Verdict::kTampered ||
                  report.verdict == verifier::Verdict::kUnusable)
          << name << ": " << summary(report);
      break;
    }
    if (HasFailure()) break;
  }
  for (std::size_t i = 0; i < lies.size(); ++i) EXPECT_GE(times[i], 1U) << lies[i].name;
  EXPECT_EQ(kinds.size(), 6U);
  EXPECT_GT(shown, kDisclosures) << "what is shown is seen";
  EXPECT_GT(attachments_, 20U);
  second.agree();
}

INSTANTIATE_TEST_SUITE_P(Cases, Disclosures, testing::Range(0, 8));

std::set<std::size_t> found(const std::vector<Secret>& secrets, const std::string& bytes) {
  return Search(secrets).in(bytes);
}

TEST(SearchTest, FindsAPieceHoweverItIsWritten) {
  const std::vector<Secret> secrets{{"gimolkwu", false, false}, {"1234567890123", true, false}};
  const std::string word = "gimolk", number = "12345678901";
  const auto wide = [](const std::string& text) {
    std::string out;
    for (const char c : text) out += std::string(1, '\0') + c;
    return out;
  };
  std::string thrice;
  for (const char c : word) thrice += std::string(3, c);
  for (const std::string& text :
       {"a " + word + " b", std::string("GIMOLK"), std::string("klomig"), wide(word), thrice,
        format_hex(as_bytes(word)), "x" + format_hex(as_bytes(word)),
        format_base64(as_bytes("x" + word)), format_base64(as_bytes("xy" + word + " and so on")),
        format_base64(as_bytes(wide(word))), std::string("%67%69%6D%6Flk"),
        std::string("\\u0067imolk"), std::string("&#103;imolk"), std::string("gim=\r\nolk"),
        std::string("=67imolk")})
    EXPECT_EQ(found(secrets, "before " + text + " behind"), std::set<std::size_t>{0}) << text;
  EXPECT_EQ(found(secrets, "+123 456-789.01"), std::set<std::size_t>{1});
  EXPECT_EQ(found(secrets, "no " + number + "!"), std::set<std::size_t>{1});
  EXPECT_TRUE(found(secrets, "gimol imolk kwu 1234567890, gxixmxoxlyk").empty());
}

}  // namespace
}  // namespace sanad::disclosure
