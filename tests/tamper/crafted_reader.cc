#include <fmt/format.h>

#include <algorithm>

#include "craft.h"

namespace sanad::tamper {

void craft_reader(Craft& craft) {
  std::vector<std::string> scripts;
  for (const auto& [path, bytes] : craft.bag().files)
    if (path.starts_with("data/reader/")) scripts.push_back(path);
  for (const std::string& path : scripts) {
    const auto change = [&](std::string_view how, const std::function<void(Bag&)>& with) {
      craft.resigned(fmt::format("{}: {}", path, how), with);
    };
    change("a letter changed", [&](Bag& bag) { bag.files.at(path).at(16) ^= 1; });
    change("the last letter changed", [&](Bag& bag) { bag.files.at(path).rbegin()[6] ^= 1; });
    change("a command behind it", [&](Bag& bag) { bag.put(path, bag.text(path) + "alert(1);\n"); });
    change("a command before it", [&](Bag& bag) { bag.put(path, "alert(1);\n" + bag.text(path)); });
    change("a blank more", [&](Bag& bag) { bag.edit(path, "(", "( "); });
    change("an escape that says the same", [&](Bag& bag) { bag.edit(path, "\\\"", "\\u0022"); });
    change("called another",
           [&](Bag& bag) { bag.edit(path, "sanadReader(\"", "sanadReader(\"x"); });
    change("emptied", [&](Bag& bag) { bag.put(path, ""); });
    change("left out", [&](Bag& bag) { bag.files.erase(path); });
    change("there twice", [&](Bag& bag) {
      bag.files[path.substr(0, path.size() - 3) + "-2.js"] = bag.files.at(path);
    });
    for (const std::string& other : scripts)
      if (path < other)
        change("exchanged with " + other,
               [&](Bag& bag) { std::swap(bag.files.at(path), bag.files.at(other)); });
  }
  craft.resigned("a message edited in the reader alone", [](Bag& bag) {
    bag.edit("data/reader/exhibit-2ffffffffffffff0-000000.js", "Lamp 3 is lit", "Lamp 3 is out");
  });
  craft.resigned("a closed stretch shorter in the reader alone", [](Bag& bag) {
    bag.edit("data/reader/exhibit-2ffffffffffffff0-000000.js", "closed\\\":2", "closed\\\":1");
  });
  craft.resigned("another officer in the reader alone", [](Bag& bag) {
    bag.edit("data/reader/entries-000000.js", "officer-1aaaaaaaaaaaaaaa",
             "officer-1aaaaaaaaaaaaaab");
  });
  craft.resigned("a withheld file forgotten in the reader alone", [](Bag& bag) {
    bag.edit("data/reader/bundle.js", "netlog.json.gz", "netlog.json.xz");
  });
  craft.resigned("a chunk fewer in the reader alone", [](Bag& bag) {
    bag.edit("data/reader/chunks.js", "exhibit-2ffffffffffffff0\\\":[0]",
             "exhibit-2ffffffffffffff0\\\":[]");
  });
  craft.resigned("a script of the forger's own beside the reader",
                 [](Bag& bag) { bag.put("data/reader/more.js", "alert(1);\n"); });
  craft.resigned("a picture beside the reader",
                 [](Bag& bag) { bag.put("data/reader/logo.png", "x"); });
  const auto page = [&](std::string name, const std::function<void(Bag&)>& change) {
    craft.resigned("index.html: " + std::move(name), change);
  };
  page("a letter changed", [](Bag& bag) { bag.files.at("index.html").rbegin()[40] ^= 1; });
  page("a policy that allows all",
       [](Bag& bag) { bag.edit("index.html", "default-src 'none'", "default-src *"); });
  page("a script more",
       [](Bag& bag) { bag.edit("index.html", "</body>", "<script></script></body>"); });
  page("a line feed behind it",
       [](Bag& bag) { bag.put("index.html", bag.text("index.html") + "\n"); });
  page("another page", [](Bag& bag) { bag.put("index.html", "<!doctype html><p>All is well."); });
  page("emptied", [](Bag& bag) { bag.put("index.html", ""); });
  page("left out", [](Bag& bag) { bag.files.erase("index.html"); });
  page("left out with a script", [](Bag& bag) {
    bag.files.erase("index.html");
    bag.files.erase("data/reader/chunks.js");
  });
  for (const std::string_view version : {"0", "01", "1 ", "-2", "+2", "2a", "1000000000", ""})
    page(fmt::format("says that it is of version \"{}\"", version), [&](Bag& bag) {
      bag.edit("index.html", "Sanad reader 1 -->", fmt::format("Sanad reader {} -->", version));
    });
  page("of a version to come",
       [](Bag& bag) { bag.edit("index.html", "Sanad reader 1 -->", "Sanad reader 2 -->"); });
  craft.resigned("the reader left out as a whole", [](Bag& bag) {
    std::erase_if(bag.files, [](const auto& file) {
      return file.first == "index.html" || file.first.starts_with("data/reader/");
    });
  });
}

}  // namespace sanad::tamper
