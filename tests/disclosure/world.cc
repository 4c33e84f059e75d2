#include "world.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "bundle_content.h"
#include "cage/input.h"
#include "extract/film.h"
#include "part_attachments.h"
#include "part_lines.h"
#include "service/file_exports.h"
#include "service/redactions.h"
#include "service/unused.h"

namespace sanad::disclosure {
namespace {

using namespace service;

constexpr std::string_view kFiller[] = {"The boat is late", "Lamps are out",     "The mill is shut",
                                        "Oil came by noon", "The pier was full", "Bread is scarce"};
constexpr std::uint32_t kWide = 96, kHigh = 64;
// Digits of three by five, a bit each, from the top left.
constexpr unsigned kDigits[10] = {
    0b111101101101111, 0b010110010010111, 0b111001111100111, 0b111001111001111, 0b101101111001001,
    0b111100111001111, 0b111100111101111, 0b111001001001001, 0b111101111101111, 0b111101111001111};

std::string packed(std::string_view text) {
  uLongf size = ::compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size,
             reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()));
  out.resize(size);
  return out;
}

std::string chunk(std::string_view type, const std::string& data) {
  std::string out;
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFFU);
  };
  put(static_cast<std::uint32_t>(data.size()));
  out += type;
  out += data;
  put(static_cast<std::uint32_t>(
      ::crc32_z(0, reinterpret_cast<const Bytef*>(out.data()) + 4, out.size() - 4)));
  return out;
}

std::string small_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
  return out;
}
std::string riff(std::string_view type, const std::string& data) {
  return std::string(type) + small_endian(data.size(), 4) + data +
         std::string(data.size() % 2, '\0');
}

// A video of four seconds, four pictures in each, as they are (24 bits). In the second and third
// second the first eight letters of a secret are seen, each as eight squares of black and white
// from its highest bit on; and it stands in the title.
std::string video_with(const std::string& secret) {
  constexpr std::uint32_t kSide = World::kSquares * World::kSquareSide, kEach = 4, kPictures = 16;
  constexpr std::uint32_t kBytes = kSide * kSide * 3;
  const auto words = [](std::initializer_list<std::uint64_t> numbers) {
    std::string out;
    for (const std::uint64_t number : numbers) out += small_endian(number, 4);
    return out;
  };
  const std::string head =
      words({1'000'000 / kEach, 0, 0, 0x10, kPictures, 0, 1, 0, kSide, kSide, 0, 0, 0, 0});
  const std::string stream =
      "vidsDIB " + words({0, 0, 0, 1, kEach, 0, kPictures, kBytes, 0, 0, 0, 0});
  const std::string shape = words({40, kSide, kSide, 1 | (24U << 16U), 0, kBytes, 0, 0, 0, 0});
  std::string movi = "movi", index;
  for (std::uint32_t picture = 0; picture < kPictures; ++picture) {
    const bool is_seen = picture >= kEach && picture < 3 * kEach;
    std::string pixels;
    for (std::uint32_t row = kSide; row-- > 0;)  // from the lowest on
      for (std::uint32_t column = 0; column < kSide; ++column) {
        const auto letter = static_cast<unsigned char>(secret[row / World::kSquareSide]);
        const unsigned bit = letter >> (7 - column / World::kSquareSide) & 1U;
        const unsigned grey = is_seen ? bit * 255 : 60 + picture * 8;
        pixels += std::string(3, static_cast<char>(grey));
      }
    index += "00db" + words({0x10, movi.size(), kBytes});
    movi += riff("00db", pixels);
  }
  return riff("RIFF", "AVI " +
                          riff("LIST", "hdrl" + riff("avih", head) +
                                           riff("LIST", "strl" + riff("strh", stream) +
                                                            riff("strf", shape))) +
                          riff("LIST", "INFO" + riff("INAM", secret + '\0')) + riff("LIST", movi) +
                          riff("idx1", index));
}

// Without a filter, so that the samples stand in the stream as they are.
std::string png_of(const redaction::Picture& picture) {
  using namespace std::string_literals;
  std::string head, rows;
  for (const std::uint32_t side : {picture.width, picture.height})
    for (int shift = 24; shift >= 0; shift -= 8) head += static_cast<char>(side >> shift & 0xFFU);
  const std::size_t row = std::size_t{picture.width} * 3;
  for (std::size_t at = 0; at < picture.pixels.size(); at += row)
    rows += '\0' + to_text(ByteView(picture.pixels).subspan(at, row));
  return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", head + "\x08\x02\0\0\0"s) +
         chunk("IDAT", packed(rows)) + chunk("IEND", "");
}

// The secret is the very samples of three tiles of the second row, and stands beside the picture.
std::string picture_with(const std::string& samples, const std::string& beside, std::size_t kind) {
  redaction::Picture picture{kWide, kHigh, {}};
  for (std::size_t i = 0; i < std::size_t{kWide} * kHigh * 3; ++i)
    picture.pixels.push_back(static_cast<std::uint8_t>(130 + i / (kWide * 3) + i % 5 * 7));
  for (std::size_t y = 16; y < 32; ++y)
    for (std::size_t i = 0; i < 3 * 48; ++i)
      picture.pixels[(y * kWide + 16) * 3 + i] = static_cast<std::uint8_t>(
          y % 2 == 0 ? samples[i % samples.size()] : samples[i / 3 % samples.size()]);
  std::string file = png_of(picture);
  using namespace std::string_literals;
  const std::string chunks[] = {chunk("tEXt", "Comment\0"s + beside),
                                chunk("zTXt", "Comment\0\0"s + packed(beside + " " + beside)),
                                chunk("prVt", beside)};
  return kind < 3 ? file.insert(33, chunks[kind]) : file + beside;
}

std::string document_with(const std::string& on_page, const std::string& beside) {
  std::string pdf = "%PDF-1.4\n";
  const auto object = [&](int number, const std::string& body) {
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
  };
  const auto stream = [&](int number, std::string_view members, const std::string& bytes) {
    object(number,
           fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", members, bytes.size(), bytes));
  };
  object(1, "<< /Type /Catalog /Pages 2 0 R >>");
  object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] >>");
  object(3,
         "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>");
  stream(4, "/Filter /FlateDecode",
         packed(fmt::format("BT /F 12 Tf 10 50 Td ({}) Tj ET", on_page)));
  object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  stream(6, "/Type /EmbeddedFile /Filter /FlateDecode", packed(beside));
  object(9, fmt::format("<< /Title ({}) >>", beside));
  return pdf + "trailer\n<< /Root 1 0 R /Info 9 0 R >>\n%%EOF\n";
}

std::string capital(std::string word) {
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

bool is_chosen(std::mt19937_64& random, unsigned of_ten) { return random() % 10 < of_ten; }

}  // namespace

redaction::Picture picture_of_digit(unsigned digit) {
  redaction::Picture picture{kWide, kHigh, Bytes(std::size_t{kWide} * kHigh * 3, 200)};
  for (std::size_t bit = 0; bit < 15; ++bit) {
    if ((kDigits[digit] >> (14 - bit) & 1U) == 0) continue;
    for (std::size_t y = 0; y < 3; ++y)
      for (std::size_t x = 0; x < 9; ++x) {
        const std::size_t row = kDigitRow * 16 + bit / 3 * 3 + y;
        picture.pixels[(row * kWide + kDigitColumn * 16 + 2 + bit % 3 * 3) * 3 + x] = 10;
      }
  }
  return picture;
}

void World::put(const std::string& folder, const std::string& name, const std::string& bytes) {
  const auto path = folder_.path() / folder;
  std::filesystem::create_directories(path);
  std::ofstream(path / name, std::ios::binary) << bytes;
  originals_.push_back(bytes);
}

void World::write_talk() {
  Secrets& of = *secrets_;
  const auto word = [&] { return words_.emplace_back(of.word()); };
  std::vector<std::string> people, accounts;
  for (int i = 0; i < 4; ++i) {
    people.push_back(capital(of.person()) + " " + capital(of.person()));
    accounts.push_back("user" + of.number(true));
  }
  std::string chat = R"({"name":"Harbour watch","type":"private_group","id":77,"messages":[)";
  for (unsigned n = 0; n < 14; ++n) {
    std::string text = fmt::format("{} {}.", kFiller[n % std::size(kFiller)], word());
    if (n % 3 == 0) {
      codes_.push_back(fmt::format("{:04}", 1'000 + of.random()() % 9'000));
      text += fmt::format(" The code {} holds.", codes_.back());
    }
    if (n % 4 == 1) text += fmt::format(" Ask {} too.", people[(n + 1) % 4]);
    if (n % 4 == 2) text += fmt::format(" Write to {} soon.", of.address());
    if (n % 5 == 2) text += fmt::format(" Ticket {} is his.", words_.emplace_back(of.number()));
    chat += fmt::format(
        R"({}{{"id":{},"type":"message","date":"2026-03-02T10:00:{:02}","date_unixtime":"{}",)"
        R"("from":"{}","from_id":"{}","text":"{}"}})",
        n == 0 ? "" : ",", n + 1, n, 1'772'445'600 + n, people[n % 4], accounts[n % 4], text);
  }
  put("talk", "result.json", chat + "]}");
  std::string table = "who,writes,note\n";
  for (unsigned n = 0; n < 5; ++n)
    table += fmt::format("{},{},{} {}\n", people[n % 4], of.address(), kFiller[n], word());
  put("talk", "rows.csv", table);
  for (int n = 0; n < 3; ++n)
    put("talk", fmt::format("mail-{}.eml", n),
        fmt::format("From: {} <{}>\r\nTo: {} <{}>\r\nDate: Mon, 02 Mar 2026 10:0{}:00 +0000\r\n"
                    "Subject: Oil {}\r\n\r\n{} {}.\r\n",
                    capital(of.person()), of.address(), people[static_cast<std::size_t>(n)],
                    of.address(), n, word(), kFiller[n], word()));
  // Bytes that nothing of their part tells, beside a text whose words the part has.
  for (int n = 0; n < 3; ++n)
    put("talk", fmt::format("rope-{}.bin", n), std::string("\x01\x02\x03\0", 4) + of.word());
  put("talk", "notes.txt", fmt::format("{} {} and {}.\n", kFiller[1], word(), word()));
  put("left-out", "diary.txt",
      fmt::format("{} {}; call {}.\n", kFiller[0], of.word(), of.number()));
}

void World::write_pictures() {
  Secrets& of = *secrets_;
  for (std::size_t n = 0; n < 4; ++n)
    put("pictures", fmt::format("{}.png", n), picture_with(of.word(), of.word(), n));
  digit_ = static_cast<unsigned>(of.random()() % 10);
  put("pictures", "4.png", png_of(picture_of_digit(digit_)));
  for (int n = 5; n < 7; ++n)
    put("pictures", fmt::format("{}.pdf", n), document_with(of.word(), of.word()));
  put("pictures", "7.avi", video_with(of.word()));
}

std::string World::letters_in_video(ByteView video) {
  const cage::Input input = cage::Input::of(video).value();
  std::string letters;
  const auto read = extract::film_pictures(
      workspace().extractor(), input.fd(), "", [&](const extract::Preview& picture) {
        for (int row = 0; row < kSquares; ++row) {
          unsigned letter = 0;
          for (int column = 0; column < kSquares; ++column) {
            const int y = (2 * row + 1) * picture.height / (2 * kSquares);
            const int x = (2 * column + 1) * picture.width / (2 * kSquares);
            const std::uint8_t grey =
                picture
                    .pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                             static_cast<std::size_t>(x)) *
                            3];
            letter = letter << 1U | (grey > 131 ? 1U : 0U);
          }
          letters += static_cast<char>(letter);
        }
        letters += '\n';
        return Result<void>();
      });
  EXPECT_TRUE(read.ok()) << read.error().message;
  return letters;
}

records::Exhibit World::import_from(const std::string& folder) {
  ImportOrder order;
  order.case_id = case_.id;
  order.source = "a telephone";
  order.found = find_files((folder_.path() / folder).string()).value();
  const auto imported = import_files(workspace(), amal_, order, monitor_).value();
  const auto read =
      run_import(workspace(), workspace().jobs().find(imported.job).value(), monitor_);
  EXPECT_TRUE(read.ok()) << read.error().message;
  return workspace().records().exhibit(imported.exhibit).value();
}

// What a capture leaves, without a browser.
records::Exhibit World::seal_captured(const std::string& authorisation) {
  const records::Capture capture = start_capture(case_);
  const auto sealed_file = [&](const char* name, const char* role, const std::string& text) {
    json::Object told = file(name, role, text, put_object(case_.id, text));
    told.set("sha512", format_hex(crypto::sha512(as_bytes(text))));
    return told;
  };
  const std::string now = format_timestamp(clock_.now());
  const auto sealed = workspace().custody().record(
      {"exhibit.sealed", amal_.id, case_.id,
       json::Object{
           {"exhibit", capture.exhibit},
           {"number", case_.reference + capture.exhibit.substr(8, 4)},
           {"capture", capture.id},
           {"authorisation", authorisation},
           {"url", kForum},
           {"title", "Threads"},
           {"started_at", now},
           {"ended_at", now},
           {"files",
            json::Array{sealed_file("page.html", "dom", "<title>Boats</title>"),
                        sealed_file("netlog.json", "netlog", "{}"),
                        sealed_file("acquisition.json", "acquisition", "{\"not_kept\":[]}")}},
           {"completeness", json::Object{{"status", "complete"}, {"reasons", json::Array{}}}}}});
  EXPECT_TRUE(sealed.ok());
  return workspace().records().exhibit(capture.exhibit).value();
}

std::vector<World::Part> World::parts_of(const records::Exhibit& exhibit) {
  std::vector<Part> parts;
  OpenList open = open_list(workspace(), exhibit).value();
  const auto read = for_each_line(open, [&](const part_list::Reader::Line& line) -> Result<void> {
    parts.push_back({std::string(line.text), search_->in(line.text)});
    return {};
  });
  EXPECT_TRUE(read.ok());
  return parts;
}

void World::plant(std::uint64_t seed) {
  secrets_ = std::make_unique<Secrets>(seed);
  write_talk();
  write_pictures();
  search_ = std::make_unique<Search>(secrets_->all());
  permit_imports();
  talk_ = import_from("talk");
  pictures_ = import_from("pictures");
  left_out_ = import_from("left-out");
  const std::string authorisation = approved(case_);
  for (int i = 0; i < 2; ++i) captured_.push_back(seal_captured(authorisation));
  index_all();
  talk_parts_ = parts_of(talk_);
  picture_parts_ = parts_of(pictures_);
  const auto redact_one = [&](std::size_t file, std::optional<std::uint64_t> page, HiddenBox box) {
    const auto made = redact(workspace(), amal_, pictures_,
                             {fmt::format("original-{}", file + 1), {}, page}, {std::move(box)});
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? (*made)["redaction"].string_or("") : "";
  };
  for (std::size_t n = 0; n < 4; ++n) {
    redactions_.push_back(redact_one(n, {}, {16, 16, 48, 16, "a name"}));
    redactions_.push_back(redact_one(n, {}, {10, 10, 60, 40, "a name, and what is around it"}));
  }
  digit_redaction_ =
      redact_one(4, {}, {kDigitColumn * 16, kDigitRow * 16, 16, 16, "the number of a house"});
  for (std::size_t n = 5; n < 7; ++n)
    redactions_.push_back(redact_one(n, 1, {0, 0, 1'800, 1'800, "a name"}));
  const auto cover_film = [&](const std::vector<HiddenRange>& ranges) {
    const auto made = redact_film(workspace(), amal_, pictures_, {"original-8", {}, {}}, ranges);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return made.ok() ? (*made)["redaction"].string_or("") : "";
  };
  redactions_.push_back(cover_film({{1'000, 3'000, "a code"}}));
  redactions_.push_back(cover_film({{500, 2'000, "a code"}, {2'999, 3'001, "what is behind it"}}));
  for (const records::Exhibit* one : {&talk_, &pictures_, &left_out_, &captured_[0], &captured_[1]})
    EXPECT_TRUE(decide_unused(workspace(), amal_, case_.id,
                              {one->id, one == &left_out_ ? "it leads to a source" : "",
                               one == &pictures_ ? "assists" : "neither", ""})
                    .ok());
}

// Some of its parts, with some words masked; what may be seen is added to seen.
PartExcerpt World::excerpt_of(const records::Exhibit& exhibit, const std::vector<Part>& parts,
                              bool names_people, std::set<std::size_t>& seen) {
  std::mt19937_64& random = secrets_->random();
  PartExcerpt excerpt{exhibit.id, {}, "not of the charge"};
  if (names_people) excerpt.why_people_shown = "they are all accused";
  std::set<std::string> masked;
  const auto mask = [&](const std::string& words, const std::string& as) {
    masked.insert(words);
    excerpt.terms.push_back({words, as});
  };
  for (const std::string& one : words_)
    if (is_chosen(random, 4)) mask(one, "a word");
  for (const std::string& one : codes_) mask(one, "a code");
  const unsigned share = 1 + static_cast<unsigned>(random() % 10);
  for (std::uint64_t number = 0; number < parts.size(); ++number) {
    const bool is_last = number + 1 == parts.size() && excerpt.shown.empty();
    if (!is_last && !is_chosen(random, share)) continue;
    excerpt.shown.push_back({number, number});
    for (const std::size_t one : parts[number].secrets) {
      const Secret& secret = secrets()[one];
      if (secret.is_of_person ? names_people : !masked.contains(secret.text)) seen.insert(one);
    }
  }
  ask_for_bytes(exhibit, parts, excerpt, seen);
  return excerpt;
}

// In half of them some bytes, or all that can be had, for a reason.
void World::ask_for_bytes(const records::Exhibit& exhibit, const std::vector<Part>& parts,
                          PartExcerpt& excerpt, std::set<std::size_t>& seen) {
  std::mt19937_64& random = secrets_->random();
  const bool takes_all = is_chosen(random, 2);
  if (!takes_all && !is_chosen(random, 4)) return;
  excerpt.why_attachments = "the court asked for them";
  if (takes_all) excerpt.attachments = {kAllParts};
  for (const PartRange& range : excerpt.shown)
    if (!takes_all && parts[range.first].line.find(R"(.bin","way":"")") != std::string::npos)
      excerpt.attachments.push_back(range);
  if (excerpt.attachments.empty()) return;
  const auto value = check_excerpt(workspace(), exhibit, excerpt);
  if (!value.ok()) {
    EXPECT_TRUE(takes_all) << value.error().message;
    excerpt.attachments.clear();
    return;
  }
  for (const present::BundledAttachment& one :
       bundled_attachments(workspace(), exhibit, (*value)["attachments"])) {
    MemorySink sink;
    EXPECT_TRUE(one.write(sink).ok());
    seen.merge(search_->in(as_text(sink.bytes())));
    // The part stands unmasked.
    std::set<std::size_t> told = parts[one.number].secrets;
    seen.merge(told);
    ++attachments_;
  }
}

Bytes World::bundle_of(const BundleOrder& order) {
  const auto ordered = order_bundle(workspace(), amal_, order);
  EXPECT_TRUE(ordered.ok()) << ordered.error().message;
  if (!ordered.ok()) return {};
  const json::Value payload = workspace().jobs().find(ordered->job).value().payload;
  const auto exhibits = bundled_exhibits(workspace(), case_, ids_of(payload["exhibits"])).value();
  auto content = gather_bundle(workspace(), amal_, payload, case_, exhibits);
  EXPECT_TRUE(content.ok()) << content.error().message;
  if (!content.ok()) return {};
  // The same in every bundle, whatever it holds.
  content->verify_page = "<!doctype html><title>verify</title>";
  auto assembler =
      present::BundleAssembler::create(std::move(*content),
                                       [this](ByteView data) -> Result<Bytes> {
                                         return workspace().keyring().agency_signer().sign(data);
                                       },
                                       {});
  MemorySink sink;
  const auto written = assembler.ok() ? assembler->write(sink) : Result<void>(assembler.error());
  EXPECT_TRUE(written.ok()) << written.error().message;
  return sink.take();
}

Disclosure World::disclose(std::size_t number) {
  std::mt19937_64& random = secrets_->random();
  Disclosure made;
  std::set<std::size_t> seen;
  BundleOrder& order = made.order;
  order.case_id = case_.id;
  order.purpose = "trial";
  constexpr const char* kKinds[] = {"excerpt", "excerpt with names", "redactions",
                                    "mixed",   "for the defence",    "for the prosecution"};
  const std::size_t kind = number % std::size(kKinds);
  made.kind = kKinds[kind];
  const auto add_talk = [&](bool names_people) {
    order.exhibits.push_back(talk_.id);
    order.excerpts.push_back(excerpt_of(talk_, talk_parts_, names_people, seen));
  };
  if (kind != 2) add_talk(kind == 1);
  if (kind == 2 || kind == 3 || (kind >= 4 && is_chosen(random, 5))) {
    order.exhibits.push_back(pictures_.id);
    for (const std::string& one : redactions_)
      if (is_chosen(random, 5)) order.redactions.push_back(one);
    order.redactions.push_back(digit_redaction_);
    // A build for the defence shows every import in part; of pictures such parts as have no secret.
    if (kind >= 4) {
      PartExcerpt excerpt{pictures_.id, {}, "not of the charge"};
      for (std::uint64_t part = 0; part < picture_parts_.size(); ++part)
        if (picture_parts_[part].secrets.empty() && part % 2 == number % 2)
          excerpt.shown.push_back({part, part});
      if (excerpt.shown.empty()) excerpt.shown.push_back({4, 4});
      order.excerpts.push_back(std::move(excerpt));
    }
  }
  if (kind >= 4) order.build = kind == 4 ? "disclosable" : "operational";
  if (kind == 5 || is_chosen(random, 3)) order.exhibits.push_back(captured_[number % 2].id);
  for (std::size_t i = 0; i < secrets().size(); ++i)
    if (!seen.contains(i)) made.hidden.insert(i);
  made.bundled_secrets = seen.size();
  made.zip = bundle_of(order);
  return made;
}

Disclosure World::disclose_all() {
  Disclosure made;
  made.kind = "everything";
  made.order.case_id = case_.id;
  made.order.purpose = "trial";
  made.zip = bundle_of(made.order);
  return made;
}

Bytes World::disclose_talk_named() {
  BundleOrder order;
  order.case_id = case_.id;
  order.purpose = "trial";
  order.exhibits = {talk_.id};
  order.excerpts = {{talk_.id, {service::kAllParts}, "", "they are all accused", {}}};
  return bundle_of(order);
}

std::string World::case_uco_of_talk(const std::string& why_named) {
  auto made = service::export_files(
      workspace(), amal_,
      {case_.id, {talk_.id}, service::FilesFormat::kCaseUco, "trial", why_named});
  EXPECT_TRUE(made.ok()) << made.error().message;
  std::string text;
  Bytes piece(64 * 1024);
  for (std::size_t got = 1; made.ok() && got > 0;) {
    got = made->bytes->read(piece).value();
    text += as_text(ByteView(piece).first(got));
  }
  return text;
}

verifier::Trust World::trust() const {
  return {{workspace_->keyring().agency_signer().public_key()}, {}};
}

}  // namespace sanad::disclosure
