#include "crafted.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "bag.h"
#include "craft.h"
#include "json/json.h"

namespace sanad::tamper {
namespace {

constexpr const char* kFirst = "data/exhibits/exhibit-1eeeeeeeeeeeeeee/";
constexpr const char* kSecond = "data/exhibits/exhibit-2ffffffffffffff0/";

void flip(Bag& bag, const std::string& path) { bag.files.at(path).at(0) ^= 1; }

std::string entry_file(std::uint64_t index, std::string_view kind) {
  return fmt::format("entries/{}.{}", index, kind);
}

void drop_entry(Bag& bag, std::uint64_t index) {
  for (const std::string_view kind : {"leaf", "salt", "body", "tlog-proof"})
    bag.files.erase(entry_file(index, kind));
}

void drop_from_index(Bag& bag, std::uint64_t index) {
  edit_index(bag, [&](json::Object& object) {
    std::erase_if(list_in(object, "entries"), [&](const json::Value& value) {
      return value.as_int() == static_cast<std::int64_t>(index);
    });
  });
}

void strip_timestamp(Bag& bag) {
  bag.files.erase("ledger/timestamp.tsq");
  bag.files.erase("ledger/timestamp.tsr");
  bag.files.erase("ledger/tsa.pem");
  edit_index(bag, [](json::Object& object) { object.set("timestamp", false); });
}

void withhold(Bag& bag, std::string_view file, bool say_so) {
  bag.files.erase(std::string(kFirst) + std::string(file));
  edit_index(bag, [&](json::Object& object) {
    json::Object& exhibit = first_exhibit(object);
    std::erase_if(list_in(exhibit, "files"),
                  [&](const json::Value& value) { return value.string_or("") == file; });
    json::Array& withheld = list_in(exhibit, "withheld");
    if (say_so) withheld.push_back(json::Object{{"name", file}, {"reason", "Not relevant."}});
    std::ranges::sort(withheld, {}, [](const json::Value& v) { return v["name"].string_or(""); });
  });
}

void craft_files(Craft& craft) {
  const std::string first = std::string(kFirst) + "screenshot.png";
  const std::string second = std::string(kSecond) + "screenshot.png";
  const auto change = [&](Bag& bag) { flip(bag, first); };
  const auto drop = [&](Bag& bag) { bag.files.erase(first); };
  const auto add = [](Bag& bag) { bag.put(std::string(kFirst) + "extra.txt", "new"); };
  const auto swap = [&](Bag& bag) { std::swap(bag.files.at(first), bag.files.at(second)); };
  craft.plain("exhibit changed", change);
  craft.plain("exhibit missing", drop);
  craft.plain("exhibit added", add);
  craft.plain("exhibits swapped", swap);
  craft.plain("exhibit changed, payload manifests rewritten", [&](Bag& bag) {
    flip(bag, first);
    rehash_payload(bag);
  });
  craft.rehashed("exhibit changed, all digests rewritten", change);
  craft.rehashed("exhibit missing, all digests rewritten", drop);
  craft.rehashed("exhibits swapped, all digests rewritten", swap);
  craft.resigned("exhibit changed, signed with another key", change);
  craft.resigned("exhibit missing, signed with another key", drop);
  craft.resigned("exhibit added, signed with another key", add);
  craft.resigned("exhibits swapped, signed with another key", swap);
  craft.resigned("signed with another key only", [](Bag&) {});
  craft.plain("report changed",
              [](Bag& bag) { flip(bag, "data/reports/exhibit-1eeeeeeeeeeeeeee.html"); });
  craft.plain("CASE record missing", [](Bag& bag) { bag.files.erase("data/case.jsonld"); });
  craft.plain("README changed", [](Bag& bag) { flip(bag, "README.txt"); });
  craft.plain("verify.html changed", [](Bag& bag) { flip(bag, "verify.html"); });
  craft.plain("tag file added",
              [](Bag& bag) { bag.put("fetch.txt", "https://tirazan.example/x 1 data/x\n"); });
  craft.resigned("tag file added, signed with another key",
                 [](Bag& bag) { bag.put("fetch.txt", "x\n"); });
}

void craft_manifests(Craft& craft) {
  craft.plain("manifest line dropped", [](Bag& bag) {
    const std::string text = bag.text("manifest-sha256.txt");
    bag.put("manifest-sha256.txt", text.substr(text.find('\n') + 1));
  });
  craft.resigned_then("manifest line twice", [](Bag& bag) {
    const std::string text = bag.text("manifest-sha256.txt");
    bag.put("manifest-sha256.txt", text.substr(0, text.find('\n') + 1) + text);
    rehash_tags(bag);
  });
  craft.resigned_then("manifest in capitals", [](Bag& bag) {
    std::string text = bag.text("manifest-sha512.txt");
    for (std::size_t i = 0; i < 128; ++i) text[i] = static_cast<char>(std::toupper(text[i]));
    bag.put("manifest-sha512.txt", text);
    rehash_tags(bag);
  });
  craft.resigned_then("manifest names a file that is not there", [](Bag& bag) {
    bag.put("manifest-sha256.txt",
            bag.text("manifest-sha256.txt") + std::string(64, '0') + "  data/zz\n");
    rehash_tags(bag);
  });
  craft.resigned_then("manifest without its last line feed", [](Bag& bag) {
    bag.files.at("manifest-sha256.txt").pop_back();
    rehash_tags(bag);
  });
  craft.resigned_then("second tag manifest gone",
                      [](Bag& bag) { bag.files.erase("tagmanifest-sha512.txt"); });
  craft.resigned_then("second tag manifest about another bag",
                      [](Bag& bag) { flip(bag, "tagmanifest-sha512.txt"); });
  craft.resigned_then("payload size misstated", [](Bag& bag) {
    bag.edit("bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1");
    rehash_tags(bag);
  });
  craft.plain("signature zeroed", [](Bag& bag) { bag.files.at(kSignature).assign(64, 0); });
  craft.plain("signature missing", [](Bag& bag) { bag.files.erase(kSignature); });
  craft.plain("signature cut", [](Bag& bag) { bag.files.at(kSignature).pop_back(); });
  craft.plain("signature lengthened", [](Bag& bag) { bag.files.at(kSignature).push_back(0); });
  craft.resigned_then("key files contradict", [&](Bag& bag) {
    bag.files.at("keys/agency.pem") = craft.bag().files.at("keys/agency.pem");
    rehash_tags(bag);
  });
  craft.resigned("ledger's key replaced", [&](Bag& bag) {
    bag.files.at("keys/log.pem") = craft.bag().files.at("keys/agency.pem");
    bag.files.at("keys/log.vkey") = craft.bag().files.at("keys/agency.vkey");
  });
}

void craft_index(Craft& craft) {
  const auto index = [&](std::string name, const std::function<void(json::Object&)>& change) {
    craft.resigned(std::move(name), [&](Bag& bag) { edit_index(bag, change); });
  };
  index("index forgets an exhibit", [](json::Object& o) { list_in(o, "exhibits").pop_back(); });
  index("index forgets an entry", [](json::Object& o) { list_in(o, "entries").pop_back(); });
  index("index out of order", [](json::Object& o) { std::ranges::reverse(list_in(o, "entries")); });
  index("index with a member more", [](json::Object& o) { o.set("note", "x"); });
  index("index of another version", [](json::Object& o) { o.set("v", 2); });
  index("index names another bundle",
        [](json::Object& o) { o.set("bundle", "bundle-0000000000000000"); });
  index("index names another case",
        [](json::Object& o) { o.find("case")->as_object()->set("id", "case-0000000000000000"); });
  index("index gives another root", [](json::Object& o) {
    o.find("checkpoint")->as_object()->set("root", format_base64(Bytes(32)));
  });
  index("index gives another exhibit number",
        [](json::Object& o) { first_exhibit(o).set("number", "TZ-18/1"); });
  index("index points to another sealing entry", [](json::Object& o) {
    first_exhibit(o).set("sealed", *list_in(o, "exhibits").back().as_object()->find("sealed"));
  });
  const auto other_reason = [](Bag& bag) {
    edit_index(bag, [](json::Object& o) {
      list_in(first_exhibit(o), "withheld").front().as_object()->set("reason", "Nothing to see.");
    });
  };
  craft.retold("withheld reason changed", other_reason);
  craft.resigned("withheld reason changed, not in the reader", other_reason);
  index("withheld list emptied",
        [](json::Object& o) { list_in(first_exhibit(o), "withheld").clear(); });
  index("withheld file that was never sealed", [](json::Object& o) {
    list_in(first_exhibit(o), "withheld").push_back(json::Object{{"name", "zz"}, {"reason", "x"}});
  });
  craft.retold("exhibit withheld afterwards", [](Bag& bag) { withhold(bag, "dom.html", true); });
  craft.resigned("exhibit dropped silently", [](Bag& bag) { withhold(bag, "dom.html", false); });
  craft.resigned("index not canonical",
                 [](Bag& bag) { bag.put("bundle.json", bag.text("bundle.json") + "\n"); });
  craft.resigned("index missing", [](Bag& bag) { bag.files.erase("bundle.json"); });
  craft.resigned("bagit.txt of another version",
                 [](Bag& bag) { bag.edit("bagit.txt", "1.0", "0.9"); });
  craft.resigned("folder renamed", [](Bag& bag) { bag.folder = "bundle-0000000000000000"; });
  craft.plain("folder of another kind", [](Bag& bag) { bag.folder = "exhibit"; });
}

void craft_entries(Craft& craft) {
  const std::uint64_t approved = index_of(craft.bag(), "authorisation.approved");
  const std::uint64_t requested = index_of(craft.bag(), "authorisation.requested");
  const std::uint64_t started = index_of(craft.bag(), "capture.started");
  for (const std::string_view kind : {"leaf", "salt", "body", "tlog-proof"}) {
    craft.plain(fmt::format("entry's {} changed", kind),
                [&](Bag& bag) { flip(bag, entry_file(approved, kind)); });
    craft.resigned(fmt::format("entry's {} changed, signed with another key", kind),
                   [&](Bag& bag) { flip(bag, entry_file(approved, kind)); });
  }
  for (const std::uint64_t index : {approved, requested, started}) {
    craft.resigned(fmt::format("entry {} dropped", index), [&](Bag& bag) {
      drop_entry(bag, index);
      drop_from_index(bag, index);
    });
  }
  craft.resigned("entry's files dropped, index kept", [&](Bag& bag) { drop_entry(bag, approved); });
  craft.resigned("entries reordered", [&](Bag& bag) {
    for (const std::string_view kind : {"leaf", "salt", "body", "tlog-proof"})
      std::swap(bag.files.at(entry_file(approved, kind)),
                bag.files.at(entry_file(requested, kind)));
  });
  craft.resigned("entries reordered, their proofs kept", [&](Bag& bag) {
    for (const std::string_view kind : {"leaf", "salt", "body"})
      std::swap(bag.files.at(entry_file(approved, kind)),
                bag.files.at(entry_file(requested, kind)));
  });
  craft.resigned("body's wording changed",
                 [&](Bag& bag) { bag.edit(entry_file(approved, "body"), "Agreed.", "Refused"); });
  craft.resigned("proof for another index", [&](Bag& bag) {
    bag.edit(entry_file(approved, "tlog-proof"), fmt::format("index {}", approved),
             fmt::format("index {}", approved + 1));
  });
  craft.resigned("proof without its first hash", [&](Bag& bag) {
    std::string text = bag.text(entry_file(approved, "tlog-proof"));
    const std::size_t at = text.find('\n', text.find("index ")) + 1;
    bag.put(entry_file(approved, "tlog-proof"), text.erase(at, text.find('\n', at) + 1 - at));
  });
  craft.resigned("proof with a hash more", [&](Bag& bag) {
    bag.edit(entry_file(approved, "tlog-proof"), "\n\n", "\n" + format_base64(Bytes(32)) + "\n\n");
  });
}

// Ledgers, checkpoints and timestamps of the forger's own.
void craft_ledgers(Craft& craft, Authority& authority) {
  const Case other;
  const std::uint64_t entry = index_of(craft.bag(), "authorisation.approved");
  craft.resigned("another log's proof", [&](Bag& bag) {
    bag.put(entry_file(entry, "tlog-proof"), other.ledger().disclose(entry).proof);
  });
  craft.resigned("another log's checkpoint",
                 [&](Bag& bag) { bag.put("ledger/checkpoint", other.ledger().checkpoint()); });
  Ledger forged = other.ledger();
  forged.origin = "ledger.tirazan.example/crime-office";
  craft.resigned("checkpoint forged under the ledger's name", [&](Bag& bag) {
    const std::string text = bag.text("ledger/checkpoint");
    const auto note = tlog::parse_note(text);
    if (!note.ok()) std::abort();
    tlog::Note changed = note.value();
    changed.signatures = {tlog::sign_note(changed.text, forged.origin, forged.key)};
    bag.put("ledger/checkpoint", tlog::format_note(changed));
  });
  craft.resigned("checkpoint's size changed",
                 [](Bag& bag) { bag.edit("ledger/checkpoint", "\n", "\n1"); });
  craft.retold("timestamp stripped", strip_timestamp);
  craft.plain("timestamp stripped, nothing rewritten", strip_timestamp);
  craft.rehashed("timestamp stripped, digests rewritten", strip_timestamp);
  craft.resigned("timestamp denied but there", [](Bag& bag) {
    edit_index(bag, [](json::Object& o) { o.set("timestamp", false); });
  });
  const present::BundleTimestamp elsewhere = authority.stamp(as_bytes("something else"));
  craft.resigned("timestamp over something else", [&](Bag& bag) {
    bag.files["ledger/timestamp.tsq"] = elsewhere.request;
    bag.files["ledger/timestamp.tsr"] = elsewhere.response;
  });
  const present::BundleTimestamp again = authority.stamp(craft.bag().files.at("ledger/checkpoint"));
  craft.resigned("timestamp that answers another request",
                 [&](Bag& bag) { bag.files["ledger/timestamp.tsr"] = again.response; });
  craft.resigned("timestamp's signature changed",
                 [](Bag& bag) { bag.files.at("ledger/timestamp.tsr").back() ^= 1; });
  craft.resigned("authority's certificates emptied",
                 [](Bag& bag) { bag.put("ledger/tsa.pem", ""); });
  Authority unknown;
  const present::BundleTimestamp own = unknown.stamp(craft.bag().files.at("ledger/checkpoint"));
  craft.resigned("timestamp of the forger's own authority", [&](Bag& bag) {
    bag.files["ledger/timestamp.tsq"] = own.request;
    bag.files["ledger/timestamp.tsr"] = own.response;
    bag.put("ledger/tsa.pem", own.certificates_pem);
  });
  const auto story = [&](std::string name, const Story& told) {
    craft.add(std::move(name), Case(told).bundle(&authority));
  };
  story("a whole bundle forged", {});
  story("a forged approval of one's own request", {.approver = "officer-1aaaaaaaaaaaaaaa"});
  story("a capture after the authorisation ended", {.valid_to = "2024-03-02T09:00:00.000Z"});
  story("a capture after the authorisation was revoked", {.revoked_before = true});
  story("an incomplete capture", {.completeness = "incomplete"});
}

void craft_zip(Craft& craft) {
  const auto first = [](RawZip& zip) -> RawEntry& { return zip.entries.front(); };
  craft.zipped("bytes before", [](RawZip& zip) { zip.before = to_bytes("#!/bin/sh\n"); });
  craft.zipped("bytes after", [](RawZip& zip) { zip.after = to_bytes("x"); });
  craft.zipped("comment", [](RawZip& zip) { zip.comment = to_bytes("hello"); });
  craft.zipped("bytes before the directory", [](RawZip& zip) { zip.before_directory = Bytes(7); });
  craft.zipped("gap between files", [&](RawZip& zip) { first(zip).after = Bytes(1); });
  craft.zipped("name twice",
               [](RawZip& zip) { zip.entries.insert(zip.entries.begin(), zip.entries.front()); });
  craft.zipped("name twice, another content", [](RawZip& zip) {
    zip.entries.insert(zip.entries.begin(), raw_entry(zip.entries.front().name, as_bytes("other")));
  });
  const auto named = [&](std::string name, const std::string& path) {
    craft.zipped(std::move(name), [&](RawZip& zip) {
      zip.entries.push_back(raw_entry(path, as_bytes("x")));
      std::ranges::sort(zip.entries, {}, &RawEntry::name);
    });
  };
  const std::string folder = craft.bag().folder;
  named("name with ..", folder + "/../escape");
  named("name with .", folder + "/./x");
  named("absolute name", "/etc/x");
  named("name with a backslash", folder + "/a\\b");
  named("name with a drive", "c:/x");
  named("name in another folder", "bundle-0000000000000000/x");
  named("name without a folder", "zz");
  named("name with an empty part", folder + "//x");
  named("folder as a file", folder + "/data/");
  named("name with a zero byte", folder + std::string("/a\0b", 4));
  named("name with a line feed", folder + "/a\nb");
  named("name beyond ASCII", folder + "/\xd8\xb3");
  named("name not in UTF-8", folder + "/\xff");
  named("name that differs in case", folder + "/readme.TXT");
  named("file where a folder is", folder + "/data");
  named("file where a folder is, in another case", folder + "/KEYS");
  craft.zipped("local name differs", [&](RawZip& zip) {
    first(zip).local_name = std::string(first(zip).name.size(), 'x');
  });
  craft.zipped("symbolic link", [&](RawZip& zip) { first(zip).external = 0120777U << 16; });
  craft.zipped("executable", [&](RawZip& zip) { first(zip).external = 0100755U << 16; });
  craft.zipped("made elsewhere", [&](RawZip& zip) { first(zip).made_by = 20; });
  craft.zipped("deflated, says the header", [&](RawZip& zip) { first(zip).method = 8; });
  craft.zipped("data descriptor", [&](RawZip& zip) {
    first(zip).flags = first(zip).local_flags = 0x0808;
    first(zip).after = Bytes(16);
  });
  craft.zipped("encrypted",
               [&](RawZip& zip) { first(zip).flags = first(zip).local_flags = 0x0801; });
  craft.zipped("not flagged as UTF-8",
               [&](RawZip& zip) { first(zip).flags = first(zip).local_flags = 0; });
  craft.zipped("flags differ", [&](RawZip& zip) { first(zip).local_flags = 0; });
  craft.zipped("extra field", [&](RawZip& zip) { first(zip).extra = {0x55, 0x54, 1, 0, 0}; });
  craft.zipped("local extra field",
               [&](RawZip& zip) { first(zip).local_extra = {0x55, 0x54, 1, 0, 0}; });
  craft.zipped("file comment", [&](RawZip& zip) { first(zip).comment = to_bytes("x"); });
  craft.zipped("CRC changed in both headers",
               [&](RawZip& zip) { first(zip).crc = first(zip).local_crc = 7; });
  craft.zipped("CRC of the signature changed in both headers", [](RawZip& zip) {
    entry_of(zip, kSignature).crc = entry_of(zip, kSignature).local_crc = 7;
  });
  craft.zipped("CRC of an exhibit changed in both headers", [](RawZip& zip) {
    entry_of(zip, std::string(kFirst) + "dom.html").crc = 7;
    entry_of(zip, std::string(kFirst) + "dom.html").local_crc = 7;
  });
  craft.zipped("CRC changed in the directory", [&](RawZip& zip) { first(zip).crc = 7; });
  craft.zipped("size changed in the local header",
               [&](RawZip& zip) { first(zip).local_size -= 1; });
  craft.zipped("size changed in the directory", [&](RawZip& zip) { first(zip).size -= 1; });
  craft.zipped("packed size changed", [&](RawZip& zip) { first(zip).packed_size += 1; });
  craft.zipped("Zip64 sizes where none are needed", [&](RawZip& zip) {
    first(zip).extra = Bytes(20);
    first(zip).extra[0] = 1;
    first(zip).extra[2] = 16;
    first(zip).size = first(zip).packed_size = 0xffffffff;
    first(zip).extra[4] = first(zip).extra[12] = static_cast<std::uint8_t>(first(zip).data.size());
  });
  craft.zipped("Zip64 end where none is needed", [](RawZip& zip) { zip.zip64_end = true; });
  craft.zipped("files out of order",
               [](RawZip& zip) { std::swap(zip.entries[0], zip.entries[1]); });
  craft.zipped("time set", [&](RawZip& zip) { first(zip).time = 0x6000; });
  craft.zipped("date set", [&](RawZip& zip) { first(zip).date = 0x5a21; });
  craft.zipped("version differs",
               [&](RawZip& zip) { first(zip).version = first(zip).local_version = 10; });
  craft.zipped("text attribute", [&](RawZip& zip) { first(zip).internal = 1; });
  craft.zipped("on another disk", [&](RawZip& zip) { first(zip).disk = 1; });
  craft.zipped("end on another disk", [](RawZip& zip) { zip.disk = 1; });
  craft.zipped("one file more in the count", [](RawZip& zip) { zip.count_lie = 1; });
  craft.zipped("one file fewer in the count", [](RawZip& zip) { zip.count_lie = 0xffffffff; });
  craft.zipped("offset beyond", [&](RawZip& zip) { first(zip).offset_lie = 1000; });
  craft.zipped("files that overlap", [](RawZip& zip) { zip.entries[1].offset_lie = 0xffffffff; });
  craft.zipped("no files", [](RawZip& zip) { zip.entries.clear(); });
  craft.add("nothing", {});
  craft.add("no zip", to_bytes("This is a text that is not a zip file at all, but long enough."));
}

// By somebody who signs anew and does not see to it that the answers follow, or makes other ones.
void craft_answers(Craft& craft) {
  const auto kept = [&](std::string name, const std::function<void(Bag&)>& change) {
    Bag bag = craft.bag();
    change(bag);
    resign(bag, craft.forger());
    craft.add(std::move(name), pack(bag));
  };
  kept("an answer turned round", [](Bag& bag) {
    bag.edit(kAnswers, "\"answer\":\"cannot_be_shown\"", "\"answer\":\"yes\"");
  });
  kept("an answer left out", [](Bag& bag) {
    auto value = json::parse(bag.text(kAnswers));
    if (!value.ok()) std::abort();
    list_in(*value->as_object(), "answers").pop_back();
    bag.put(kAnswers, json::format_canonical(value.value()));
  });
  kept("answers that are not canonical",
       [](Bag& bag) { bag.put(kAnswers, bag.text(kAnswers) + "\n"); });
  // The reader is made to follow, so that the answers alone tell.
  kept("timestamp stripped, its answers kept", [](Bag& bag) {
    strip_timestamp(bag);
    rewrite_reader(bag);
  });
  kept("exhibit withheld afterwards, its answers kept", [](Bag& bag) {
    withhold(bag, "dom.html", true);
    rewrite_reader(bag);
  });
  kept("answers left out", [](Bag& bag) { bag.files.erase(kAnswers); });
}

}  // namespace

std::vector<Crafted> craft(ByteView intact, Authority& authority) {
  std::vector<Crafted> list;
  Craft craft(intact, list);
  craft_files(craft);
  craft_manifests(craft);
  craft_index(craft);
  craft_entries(craft);
  craft_excerpts(craft);
  craft_reader(craft);
  craft_answers(craft);
  craft_ledgers(craft, authority);
  craft_zip(craft);
  return list;
}

}  // namespace sanad::tamper
