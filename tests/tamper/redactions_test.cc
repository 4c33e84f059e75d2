// Redactions that are not what they are said to be: by somebody who changes a bundle and signs it
// anew, and by one who holds the keys and lets the ledger itself say it. Both verifiers refuse
// each.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <random>
#include <set>

#include "bag.h"
#include "crafted.h"
#include "crypto/crypto.h"
#include "fixture.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "verifier/page.h"
#include "verifier/verifier.h"

namespace sanad::tamper {
namespace {

constexpr const char* kPicture = "data/redactions/redaction-1kkkkkkkkkkkkkkk.png";
constexpr const char* kDocument = "data/redactions/redaction-1kkkkkkkkkkkkkkk.pdf";
constexpr const char* kProof = "data/redactions/redaction-1kkkkkkkkkkkkkkk.jsonl";
constexpr std::uint64_t kSeed = 20'240'309;
constexpr redaction::Grid kGrid{150, 100};

Bytes chunk(std::string_view type, ByteView data) {
  Bytes out;
  const auto put = [&](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  put(static_cast<std::uint32_t>(data.size()));
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  put(static_cast<std::uint32_t>(::crc32_z(0, out.data() + 4, out.size() - 4)));
  return out;
}

void insert(Bytes& file, std::size_t at, const Bytes& more) {
  file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
}

// Changes samples of the picture and writes it anew.
void repaint(Bytes& png, const std::function<void(Bytes&)>& change) {
  redaction::Picture picture = redaction::read_png(png).value();
  change(picture.pixels);
  png = redaction::write_png(picture).value();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
  return lines;
}
std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// A sample of an open tile of the fixture's picture, by chance.
std::size_t open_sample(const redaction::Plan& plan, std::mt19937_64& random) {
  const redaction::Mask mask = redaction::mask_of(kGrid, plan);
  while (true) {
    const std::size_t sample = random() % (std::size_t{kGrid.width} * kGrid.height * 3);
    const std::size_t x = sample / 3 % kGrid.width, y = sample / 3 / kGrid.width;
    if (mask[y / 16 * kGrid.columns() + x / 16] == redaction::kOpen) return sample;
  }
}

class Lies {
 public:
  // The ledger, the picture and the proof are told so, and all of it signed.
  void tell(std::string name, const std::function<void(ToldRedaction&)>& lie) {
    Story story;
    story.redaction = lie;
    made.push_back({std::move(name), Case(story).bundle(nullptr)});
  }
  std::vector<Crafted> made;
};

void lie_about_boxes(Lies& lies) {
  for (std::size_t box = 0; box < 2; ++box) {
    for (std::size_t member = 0; member < 4; ++member) {
      for (const int by : {-1, 1}) {
        lies.tell(fmt::format("box {} moved: member {} by {}", box, member, by),
                  [&](ToldRedaction& told) {
                    auto& number =
                        (*(*told.data.find("boxes")->as_array())[box].as_array())[member];
                    number = json::Value(number.int_or(0) + by);
                  });
        lies.tell(fmt::format("box {} moved with its counts: member {} by {}", box, member, by),
                  [&](ToldRedaction& told) {
                    auto& number =
                        (*(*told.data.find("boxes")->as_array())[box].as_array())[member];
                    number = json::Value(number.int_or(0) + by);
                    const auto plan = redaction::parse_plan(kGrid, json::Value(told.data));
                    if (!plan.ok()) return;
                    const auto counts = redaction::count(redaction::mask_of(kGrid, *plan), 2);
                    told.data.set("open", counts.open);
                    told.data.set("closed", json::Array{counts.closed[0], counts.closed[1]});
                  });
      }
    }
  }
  const auto boxes = [&](std::string name, json::Array value) {
    lies.tell(std::move(name), [value](ToldRedaction& told) { told.data.set("boxes", value); });
  };
  boxes("no box", {});
  boxes("one box forgotten", {json::Array{1, 1, 3, 2, 0}});
  boxes("a box of four numbers", {json::Array{1, 1, 3, 2}, json::Array{6, 4, 2, 1, 1}});
  boxes("a box of texts", {json::Array{"1", 1, 3, 2, 0}, json::Array{6, 4, 2, 1, 1}});
  boxes("a box of parts", {json::Array{1.5, 1, 3, 2, 0}, json::Array{6, 4, 2, 1, 1}});
  boxes("a box beside the picture", {json::Array{1, 1, 3, 2, 0}, json::Array{10, 4, 2, 1, 1}});
  boxes("a box that overflows", {json::Array{1, 1, 65'535, 65'535, 0}, json::Array{6, 4, 2, 1, 1}});
  boxes("a box of a third reason", {json::Array{1, 1, 3, 2, 0}, json::Array{6, 4, 2, 1, 2}});
}

void lie_about_counts(Lies& lies) {
  for (const int by : {-6, -1, 1, 40}) {
    lies.tell(fmt::format("open count changed by {}", by), [&](ToldRedaction& told) {
      told.data.set("open", told.data.find("open")->int_or(0) + by);
    });
    for (std::size_t reason = 0; reason < 2; ++reason)
      lies.tell(fmt::format("closed count {} changed by {}", reason, by), [&](ToldRedaction& told) {
        auto& number = (*told.data.find("closed")->as_array())[reason];
        number = json::Value(number.int_or(0) + by);
      });
  }
  lies.tell("counts exchanged",
            [](ToldRedaction& told) { told.data.set("closed", json::Array{2, 6}); });
  lies.tell("a count more",
            [](ToldRedaction& told) { told.data.set("closed", json::Array{6, 2, 0}); });
  lies.tell("counts left out", [](ToldRedaction& told) { told.data.erase("closed"); });
  const auto reasons = [&](std::string name, json::Array value) {
    lies.tell(std::move(name), [value](ToldRedaction& told) { told.data.set("reasons", value); });
  };
  reasons("no reasons", {});
  reasons("an empty reason", {"", "a number plate"});
  reasons("a blank reason", {" \t", "a number plate"});
  reasons("a reason twice", {"a number plate", "a number plate"});
  reasons("a reason too many", {"a", "b", "c"});
  reasons("a reason too long", {std::string(501, 'a'), "b"});
  reasons("a reason that is no text", {1, "b"});
}

void lie_about_pixels(Lies& lies) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 60; ++i)
    lies.tell(fmt::format("pixel {} of an open tile changed", i), [&](ToldRedaction& told) {
      const std::size_t sample = open_sample(told.plan, random);
      repaint(told.picture, [&](Bytes& pixels) { pixels[sample] ^= 1; });
    });
  const auto closed = redaction::mask_of(kGrid, {{"a", "b"}, {{1, 1, 3, 2, 0}, {6, 4, 2, 1, 1}}});
  for (std::size_t tile = 0; tile < closed.size(); ++tile) {
    if (closed[tile] == redaction::kOpen) continue;
    const std::size_t first = (tile / 10 * 16 * 150 + tile % 10 * 16) * 3;
    lies.tell(fmt::format("closed tile {} shown", tile), [&](ToldRedaction& told) {
      repaint(told.picture, [&](Bytes& pixels) {
        for (std::size_t line = 0; line < 16; ++line)
          std::copy_n(
              told.original.pixels.begin() + static_cast<std::ptrdiff_t>(first + line * 450), 48,
              pixels.begin() + static_cast<std::ptrdiff_t>(first + line * 450));
      });
    });
    lies.tell(fmt::format("one sample of closed tile {} is not black", tile),
              [&](ToldRedaction& told) {
                repaint(told.picture, [&](Bytes& pixels) { pixels[first + 47] = 1; });
              });
  }
  lies.tell("the whole original", [](ToldRedaction& told) {
    told.picture = redaction::write_png(told.original).value();
  });
  lies.tell("another picture of the size", [](ToldRedaction& told) {
    repaint(told.picture, [](Bytes& pixels) { std::ranges::reverse(pixels); });
  });
  lies.tell("a picture of another size", [](ToldRedaction& told) {
    redaction::Picture picture = redaction::read_png(told.picture).value();
    std::swap(picture.width, picture.height);
    told.picture = redaction::write_png(picture).value();
  });
}

void lie_about_files(Lies& lies) {
  for (const std::string_view type :
       {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "gAMA", "pHYs", "tIME", "sRGB", "bKGD", "prVt"}) {
    for (const int place : {0, 1, 2, 3}) {
      lies.tell(fmt::format("a chunk {} at place {}", type, place), [&](ToldRedaction& told) {
        const std::size_t at[] = {8, 33, told.picture.size() - 12, told.picture.size()};
        insert(told.picture, at[place], chunk(type, as_bytes("Comment: the name is Sahar")));
      });
    }
  }
  for (const std::size_t more : {1U, 2U, 12U, 5'000U})
    lies.tell(fmt::format("{} bytes behind the picture", more),
              [&](ToldRedaction& told) { told.picture.resize(told.picture.size() + more); });
  lies.tell("an empty IDAT", [](ToldRedaction& told) {
    insert(told.picture, told.picture.size() - 12, chunk("IDAT", {}));
  });
  lies.tell("bytes behind the samples", [](ToldRedaction& told) {
    const Bytes data(told.picture.begin() + 41, told.picture.end() - 16);
    Bytes longer = data;
    longer.push_back(7);
    told.picture.erase(told.picture.begin() + 33, told.picture.end() - 12);
    insert(told.picture, 33, chunk("IDAT", longer));
  });
  lies.tell("samples in two pieces", [](ToldRedaction& told) {
    const Bytes data(told.picture.begin() + 41, told.picture.end() - 16);
    told.picture.erase(told.picture.begin() + 33, told.picture.end() - 12);
    Bytes both = chunk("IDAT", ByteView(data).first(9));
    insert(both, both.size(), chunk("IDAT", ByteView(data).subspan(9)));
    insert(told.picture, 33, both);
  });
  for (const std::size_t at : {24U, 25U, 26U, 27U, 28U})  // depth, colours, … of the head
    lies.tell(fmt::format("byte {} of the head changed", at), [&](ToldRedaction& told) {
      Bytes head(told.picture.begin() + 16, told.picture.begin() + 29);
      head[at - 16] ^= 1;
      told.picture.erase(told.picture.begin() + 8, told.picture.begin() + 33);
      insert(told.picture, 8, chunk("IHDR", head));
    });
  lies.tell("no picture", [](ToldRedaction& told) { told.picture.clear(); });
  lies.tell("another digest", [](ToldRedaction& told) {
    told.data.set("picture", json::Object{{"sha256", std::string(64, '0')},
                                          {"size", std::uint64_t{told.picture.size()}}});
  });
  lies.tell("another length", [](ToldRedaction& told) {
    told.data.set("picture",
                  json::Object{{"sha256", format_hex(crypto::sha256(told.picture))}, {"size", 5}});
  });
}

void lie_about_proofs(Lies& lies) {
  std::mt19937_64 random(kSeed + 1);
  for (int i = 0; i < 60; ++i)
    lies.tell(fmt::format("byte {} of the proof changed", i), [&](ToldRedaction& told) {
      told.proof[random() % told.proof.size()] ^= static_cast<char>(1U << random() % 7);
    });
  const auto lines = [&](std::string name,
                         const std::function<void(std::vector<std::string>&)>& f) {
    lies.tell(std::move(name), [&](ToldRedaction& told) {
      auto list = lines_of(told.proof);
      f(list);
      told.proof = joined(list);
    });
  };
  lines("the first line left out", [](auto& list) { list.erase(list.begin()); });
  lines("the last line left out", [](auto& list) { list.pop_back(); });
  lines("the last line twice", [](auto& list) { list.push_back(list.back()); });
  lines("two lines exchanged", [](auto& list) { std::swap(list[0], list[1]); });
  lines("two salts exchanged", [](auto& list) {
    std::string& first = list.front();
    std::string& last = list.back();
    const std::size_t a = first.size() - 67, b = last.size() - 67;
    const std::string kept = first.substr(a, 64);
    first.replace(a, 64, last.substr(b, 64));
    last.replace(b, 64, kept);
  });
  lies.tell("no proof", [](ToldRedaction& told) { told.proof.clear(); });
  lies.tell("the last line without its end", [](ToldRedaction& told) { told.proof.pop_back(); });
  lies.tell("an empty line more", [](ToldRedaction& told) { told.proof += '\n'; });
  lies.tell("letters that are not of one byte",
            [](ToldRedaction& told) { told.proof[60] = '\xC3'; });
}

void lie_about_sources(Lies& lies) {
  const auto both = [&](std::string name, const std::string& member, const json::Value& value) {
    lies.tell(std::move(name), [&](ToldRedaction& told) {
      told.tiles.set(member, value);
      if (told.data.find(member) != nullptr) told.data.set(member, value);
    });
  };
  const auto tiles = [&](std::string name, const std::string& member, const json::Value& value) {
    lies.tell(std::move(name), [&](ToldRedaction& told) { told.tiles.set(member, value); });
  };
  const auto data = [&](std::string name, const std::string& member, const json::Value& value) {
    lies.tell(std::move(name), [&](ToldRedaction& told) { told.data.set(member, value); });
  };
  both("a file that was not sealed", "file", "other.png");
  both("another sealed file", "file", "dom.html");
  both("a page nought", "page", 0);
  both("a page that is a text", "page", "1");
  both("a part of an exhibit without parts", "part", 3);
  tiles("another digest of the file", "sha256", std::string(64, 'a'));
  tiles("no digest of the file", "sha256", nullptr);
  tiles("an exhibit of which the tiles are not", "exhibit", "exhibit-2ffffffffffffff0");
  tiles("another algorithm", "algorithm", "sanad-tile-2");
  tiles("another picture's root", "root",
        "7e3a1c0de0b1b0a5f2cc2a7fd1f6b8f0c1e3d0a9988776655443322110ffeedd");
  tiles("a root that is none", "root", "7e3a");
  tiles("another width", "width", 149);
  tiles("another height", "height", 101);
  tiles("no width", "width", 0);
  tiles("a width beyond all limits", "width", 9'000'000);
  tiles("fewer tiles", "tiles", 69);
  tiles("a list of parts that is none", "parts", 2);
  tiles("tiles of another page", "page", 2);
  data("a redaction of another file", "file", "dom.html");
  data("a redaction of another page", "page", 2);
  both("a page more than there are", "page", 4);
  lies.tell("tiles that were committed to afterwards",
            [](ToldRedaction& told) { told.tiles_come_last = true; });
}

void lie_at_random(Lies& lies) {
  std::mt19937_64 random(kSeed + 2);
  for (int i = 0; i < 60; ++i)
    lies.tell(fmt::format("other boxes {}", i), [&](ToldRedaction& told) {
      redaction::Plan plan{told.plan.reasons, {}};
      for (std::uint32_t reason = 0; reason < 2; ++reason) {
        const auto column = static_cast<std::uint32_t>(random() % 10);
        const auto row = static_cast<std::uint32_t>(random() % 7);
        plan.boxes.push_back({column, row, 1 + static_cast<std::uint32_t>(random() % (10 - column)),
                              1 + static_cast<std::uint32_t>(random() % (7 - row)), reason});
      }
      const auto mask = redaction::mask_of(kGrid, plan);
      const auto counts = redaction::count(mask, 2);
      redaction::add_plan(plan, told.data);
      told.data.set("open", counts.open);
      told.data.set("closed", json::Array{counts.closed[0], counts.closed[1]});
      // Black where it says so; only the proof is of the other boxes.
      redaction::Picture picture = told.original;
      redaction::blacken(kGrid, mask, picture);
      told.picture = redaction::write_png(picture).value();
    });
}

// By somebody without the keys: the ledger stays, the bundle is signed with another key.
void change_bundles(Authority& authority, ByteView intact, std::vector<Crafted>& made) {
  const crypto::SigningKey forger = crypto::SigningKey::generate();
  const auto change = [&](std::string name, const std::function<void(Bag&)>& f) {
    Bag bag = unpack(intact);
    f(bag);
    resign(bag, forger);
    made.push_back({"bundle: " + std::move(name), pack(bag)});
  };
  std::mt19937_64 random(kSeed + 3);
  const redaction::Plan plan = honest_redaction({}).plan;
  for (int i = 0; i < 20; ++i) {
    change(fmt::format("pixel {}", i), [&](Bag& bag) {
      const std::size_t sample = open_sample(plan, random);
      repaint(bag.files.at(kPicture), [&](Bytes& pixels) { pixels[sample] ^= 1; });
    });
    change(fmt::format("proof {}", i), [&](Bag& bag) {
      Bytes& proof = bag.files.at(kProof);
      proof[random() % proof.size()] ^= 2;
    });
  }
  const auto index = [&](std::string name, const std::function<void(json::Object&)>& f) {
    change(std::move(name), [&](Bag& bag) {
      auto value = json::parse(bag.text("bundle.json")).value();
      f(*(*value.as_object()->find("exhibits")->as_array()).front().as_object());
      bag.put("bundle.json", json::format_canonical(value));
    });
  };
  const auto one = [](const json::Value& entry, const json::Value& redaction) {
    return json::Array{json::Object{{"entry", entry}, {"redaction", redaction}}};
  };
  const char* id = "redaction-1kkkkkkkkkkkkkkk";
  index("forgotten", [](json::Object& exhibit) { exhibit.erase("redactions"); });
  index("none", [](json::Object& exhibit) { exhibit.set("redactions", json::Array{}); });
  index("of another entry", [&](json::Object& e) { e.set("redactions", one(1, id)); });
  index("of an entry that is not there",
        [&](json::Object& e) { e.set("redactions", one(999, id)); });
  index("of no entry", [&](json::Object& e) { e.set("redactions", one(nullptr, id)); });
  index("of no name", [&](json::Object& e) { e.set("redactions", one(1, "redaction-..%2F")); });
  index("twice", [&](json::Object& e) {
    json::Array list = *e.find("redactions")->as_array();
    list.push_back(list.back());
    e.set("redactions", list);
  });
  index("with a member more", [&](json::Object& e) {
    e.find("redactions")->as_array()->front().as_object()->set("more", 1);
  });
  change("under another name", [](Bag& bag) {
    const std::string name = "data/redactions/redaction-2kkkkkkkkkkkkkkk";
    for (const char* path : {kPicture, kProof, kDocument}) {
      const std::string ending = std::string(path).substr(name.size());
      bag.files[name + ending] = bag.files.at(path);
      bag.files.erase(path);
    }
    bag.edit("bundle.json", "redaction-1kkkkkkkkkkkkkkk", "redaction-2kkkkkkkkkkkkkkk");
  });
  change("of the other exhibit", [](Bag& bag) {
    auto value = json::parse(bag.text("bundle.json")).value();
    json::Array& exhibits = *value.as_object()->find("exhibits")->as_array();
    const json::Value list = *exhibits[0].as_object()->find("redactions");
    exhibits[0].as_object()->erase("redactions");
    exhibits[1].as_object()->set("redactions", list);
    bag.put("bundle.json", json::format_canonical(value));
  });
  const auto documents = [&](std::string name, const json::Value& value) {
    index("documents: " + std::move(name), [&](json::Object& e) { e.set("documents", value); });
  };
  const char* second = "redaction-3kkkkkkkkkkkkkkk";
  index("documents: forgotten", [](json::Object& e) { e.erase("documents"); });
  documents("none", json::Array{});
  documents("one without pages", json::Array{json::Array{}});
  documents("no list", json::Array{id});
  documents("the first page alone", json::Array{json::Array{id}});
  documents("pages in another order", json::Array{json::Array{second, id}});
  documents("a page twice", json::Array{json::Array{id, id}});
  documents("two of the same", json::Array{json::Array{id, second}, json::Array{id, second}});
  documents("one page in two", json::Array{json::Array{id, second}, json::Array{second}});
  documents("a page that is not there", json::Array{json::Array{id, "redaction-4kkkkkkkkkkkkkkk"}});
  documents("a page that is no text", json::Array{json::Array{id, 3}});
  change("documents: in another order, and made of them so", [&](Bag& bag) {
    auto value = json::parse(bag.text("bundle.json")).value();
    (*value.as_object()->find("exhibits")->as_array())
        .front()
        .as_object()
        ->set("documents", json::Array{json::Array{second, id}});
    bag.put("bundle.json", json::format_canonical(value));
    bag.files["data/redactions/redaction-3kkkkkkkkkkkkkkk.pdf"] = bag.files.at(kDocument);
    bag.files.erase(kDocument);
  });
  // The entries say that they are no document, and the bundle joins them.
  const auto joined = [&](std::string name, const char* member, const json::Value& value) {
    Story story;
    story.redaction = [&](ToldRedaction& told) {
      told.tiles.set(member, value);
      if (told.data.find(member) != nullptr) told.data.set(member, value);
    };
    Bag bag = unpack(Case(story).bundle(&authority));
    bag.files[kDocument] = unpack(intact).files.at(kDocument);
    bag.files.erase("data/redactions/redaction-3kkkkkkkkkkkkkkk.pdf");
    auto index_json = json::parse(bag.text("bundle.json")).value();
    (*index_json.as_object()->find("exhibits")->as_array())
        .front()
        .as_object()
        ->set("documents", json::Array{json::Array{id, second}});
    bag.put("bundle.json", json::format_canonical(index_json));
    resign(bag, forger);
    made.push_back({"bundle: documents: " + std::move(name), pack(bag)});
  };
  joined("the same page twice", "page", 2);
  joined("a page behind the others", "page", 3);
  joined("pages of another document", "pages", 4);
  joined("no number of pages", "pages", nullptr);
  for (int i = 0; i < 30; ++i)
    change(fmt::format("document: byte {}", i), [&](Bag& bag) {
      Bytes& pdf = bag.files.at(kDocument);
      pdf[random() % pdf.size()] ^= 1;
    });
  const auto document = [&](std::string name, const std::function<void(std::string&)>& f) {
    change("document: " + std::move(name), [&](Bag& bag) {
      std::string pdf = bag.text(kDocument);
      const std::string before = pdf;
      f(pdf);
      EXPECT_NE(pdf, before);
      bag.put(kDocument, pdf);
    });
  };
  document("something behind its end", [](std::string& pdf) { pdf += "\n"; });
  document("a comment", [](std::string& pdf) { pdf.insert(15, "%secret\n"); });
  document("a title",
           [](std::string& pdf) { pdf.insert(pdf.rfind("/Root"), "/Info<</Title(secret)>>"); });
  document("its end cut off", [](std::string& pdf) { pdf.resize(pdf.size() - 6); });
  document("nothing", [](std::string& pdf) { pdf.clear(); });
  change("document left out", [](Bag& bag) { bag.files.erase(kDocument); });
  change("picture left out", [](Bag& bag) { bag.files.erase(kPicture); });
  change("proof left out", [](Bag& bag) { bag.files.erase(kProof); });
  change("a file more", [](Bag& bag) { bag.put("data/redactions/notes.txt", "x"); });
}

std::string summary(const verifier::Report& report) {
  std::string text(verifier::verdict_name(report.verdict));
  for (const verifier::Check& check : report.checks)
    if (check.status != verifier::Status::kPass)
      text += fmt::format("; {} {}", check.id, verifier::status_name(check.status));
  return text;
}

TEST(RedactionsTest, AnHonestRedactionVerifiesAndNoOtherInEitherVerifier) {
  Authority authority;
  const Case original;
  const verifier::Trust trust = original.trust(authority);
  const Bytes intact = original.bundle(&authority);
  Lies lies;
  lie_about_boxes(lies);
  lie_about_counts(lies);
  lie_about_pixels(lies);
  lie_about_files(lies);
  lie_about_proofs(lies);
  lie_about_sources(lies);
  lie_at_random(lies);
  change_bundles(authority, intact, lies.made);
  EXPECT_GE(lies.made.size(), 300U);

  const TemporaryFolder folder;
  write_file(folder.path() / "base.zip", intact);
  json::Array changes;
  std::set<std::string> names;
  const auto look = [&](const Crafted& made, bool is_honest) {
    MemorySource source(made.bytes);
    const auto report = verifier::verify(source, trust, nullptr);
    ASSERT_TRUE(report.ok());
    const std::string text = summary(*report);
    if (is_honest)
      EXPECT_EQ(text, "intact") << made.name;
    else
      EXPECT_TRUE(text.find("; redactions fail") != std::string::npos ||
                  text.find("; index fail") != std::string::npos)
          << made.name << ": " << text;
    const std::string file = fmt::format("{}.zip", names.size());
    write_file(folder.path() / file, made.bytes);
    changes.push_back(json::Object{{"name", made.name},
                                   {"summary", text},
                                   {"answers", report->answers["answers"]},
                                   {"file", file}});
    EXPECT_TRUE(names.insert(made.name).second) << made.name;
  };
  look({"honest", intact}, true);
  for (const Crafted& made : lies.made) look(made, false);
  write_file(folder.path() / "changes.json", as_bytes(json::format_canonical(changes)));
  write_file(folder.path() / "trust.json",
             as_bytes(json::format_canonical(json::Object{
                 {"key", format_base64(trust.agency_keys.front())},
                 {"root", format_base64(trust.roots.front())},
                 {"reader", format_hex(crypto::sha256(as_bytes(verifier::reader_page())))}})));
  std::string output;
  const int status = run_command(
      folder.path(), fmt::format("node '{}/tests/tamper/agree.mjs' .", SANAD_SOURCE_DIR), &output);
  EXPECT_EQ(status, 0) << output;
  RecordProperty("lies", static_cast<int>(lies.made.size()));
}

}  // namespace
}  // namespace sanad::tamper
