// About pictures, schedules and what the ledger says.
#include <fmt/format.h>

#include <algorithm>

#include "craft.h"
#include "redaction/picture.h"
#include "redaction/tiles.h"
#include "telling.h"

namespace sanad::disclosure {
namespace {

using tamper::Bag;
constexpr std::string_view kRedactions = "data/redactions/";

// Pixels of one picture, changed; true if they are others then.
Lie of_picture(std::string name, std::function<bool(redaction::Picture&, Random&)> change) {
  return {std::move(name), [change = std::move(change)](Bag& bag, Random& random) {
            const std::vector<std::string> paths = paths_in(bag, kRedactions, ".png");
            if (paths.empty()) return false;
            const std::string& path = paths[random() % paths.size()];
            redaction::Picture picture = redaction::read_png(bag.files.at(path)).value();
            if (!change(picture, random)) return false;
            bag.files[path] = redaction::write_png(picture).value();
            return true;
          }};
}

// A sample by chance whose tile is closed, or open.
std::optional<std::size_t> sample_of(const redaction::Picture& picture, bool is_closed,
                                     Random& random) {
  const redaction::Grid grid{picture.width, picture.height};
  std::vector<std::uint64_t> tiles;
  for (std::uint64_t tile = 0; tile < grid.tiles(); ++tile)
    if (redaction::is_black(grid, tile, picture.pixels) == is_closed) tiles.push_back(tile);
  if (tiles.empty()) return std::nullopt;
  const std::uint64_t tile = tiles[random() % tiles.size()];
  const std::uint64_t x = tile % grid.columns() * 16, y = tile / grid.columns() * 16;
  return static_cast<std::size_t>((y * picture.width + x) * 3 + random() % 3);
}

Lie of_boxes(std::string name, std::function<bool(json::Array&, Random&)> change) {
  return of_body(std::move(name), "exhibit.redacted",
                 [change = std::move(change)](json::Object& data, Random& random) {
                   if (data.find("boxes") == nullptr) return false;
                   json::Array& boxes = *data.find("boxes")->as_array();
                   return change(*boxes[random() % boxes.size()].as_array(), random);
                 });
}

// Bytes of one film, changed.
Lie of_film(std::string name, std::function<bool(Bytes&, Random&)> change) {
  return {std::move(name), [change = std::move(change)](Bag& bag, Random& random) {
            const std::vector<std::string> paths = paths_in(bag, kRedactions, ".webm");
            return !paths.empty() && change(bag.files.at(paths[random() % paths.size()]), random);
          }};
}

Lie of_schedule(std::string name, std::function<bool(json::Array&, Random&)> change) {
  return {std::move(name), [change = std::move(change)](Bag& bag, Random& random) {
            const std::vector<std::string> paths = paths_in(bag, "data/schedules/", ".json");
            if (paths.empty()) return false;
            const std::string& path = paths[random() % paths.size()];
            auto value = json::parse(bag.text(path)).value();
            json::Value* items = value.as_object()->find("items");
            if (items == nullptr || items->as_array() == nullptr || items->as_array()->empty() ||
                !change(*items->as_array(), random))
              return false;
            bag.put(path, json::format_canonical(value));
            return true;
          }};
}

Lie of_entry(std::string name, const char* ending, std::function<bool(std::string&)> change) {
  return {std::move(name), [ending, change = std::move(change)](Bag& bag, Random& random) {
            const std::vector<std::string> paths = paths_in(bag, "entries/", ending);
            const std::string& path = paths[random() % paths.size()];
            std::string text = bag.text(path);
            if (!change(text)) return false;
            bag.put(path, text);
            return true;
          }};
}

bool replace(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

bool add_to(json::Object& data, std::string_view name, std::int64_t by) {
  json::Value* value = data.find(name);
  if (value == nullptr) return false;
  data.set(std::string(name), value->int_or(0) + by);
  return true;
}

}  // namespace

std::vector<Lie> redaction_lies() {
  return {
      of_picture("a pixel of an open tile changed",
                 [](redaction::Picture& picture, Random& random) {
                   const auto at = sample_of(picture, false, random);
                   if (at) picture.pixels[*at] ^= 1;
                   return at.has_value();
                 }),
      of_picture("something drawn in a closed tile",
                 [](redaction::Picture& picture, Random& random) {
                   const auto at = sample_of(picture, true, random);
                   if (at) picture.pixels[*at] = 255;
                   return at.has_value();
                 }),
      of_picture("an open tile made black",
                 [](redaction::Picture& picture, Random& random) {
                   const auto at = sample_of(picture, false, random);
                   if (!at) return false;
                   for (std::size_t y = 0; y < 16; ++y)
                     for (std::size_t x = 0; x < 48; ++x) {
                       const std::size_t sample = *at / 3 * 3 + y * picture.width * 3 + x;
                       if (sample < picture.pixels.size()) picture.pixels[sample] = 0;
                     }
                   return true;
                 }),
      of_boxes("a box moved to the right",
               [](json::Array& box, Random&) {
                 box[0] = json::Value(box[0].int_or(0) + 1);
                 return true;
               }),
      of_boxes("a box made lower",
               [](json::Array& box, Random&) {
                 box[3] = json::Value(box[3].int_or(0) + 1);
                 return true;
               }),
      of_body("a count of closed tiles lowered", "exhibit.redacted",
              [](json::Object& data, Random&) {
                json::Value& closed = data.find("closed")->as_array()->front();
                closed = json::Value(closed.int_or(0) - 1);
                return true;
              }),
      of_body(
          "tiles of another picture", "exhibit.tiles",
          [](json::Object& data, Random& random) { return alter_hex_in(data, "root", random); }),
      of_line(
          "a closed tile is another", kRedactions,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "hash", random); }),
      of_line(
          "another seed of open tiles", kRedactions,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "seed", random); }),
      of_line("fewer tiles said to be closed", kRedactions,
              [](json::Object& line, Random&) { return add_to(line, "closed", -1); }),
      of_lines("a line of the proof left out", kRedactions,
               [](std::vector<std::string>& lines, Random& random) {
                 lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(random() % lines.size()));
                 return true;
               }),
      of_film("a bit of a film changed",
              [](Bytes& film, Random& random) {
                film[random() % film.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
                return true;
              }),
      of_film("something put behind a film",
              [](Bytes& film, Random&) {
                film.push_back(0);
                return true;
              }),
      of_body("a covered second moved", "exhibit.redacted",
              [](json::Object& data, Random&) {
                if (data.find("ranges") == nullptr) return false;
                json::Array& range = *data.find("ranges")->as_array()->front().as_array();
                range[0] = json::Value(range[0].int_or(0) == 0 ? 1 : 0);
                return true;
              }),
      of_body(
          "frames of another video", "exhibit.frames",
          [](json::Object& data, Random& random) { return alter_hex_in(data, "root", random); }),
      {"two redactions exchanged",
       [](Bag& bag, Random&) {
         const std::vector<std::string> paths = paths_in(bag, kRedactions, ".png");
         if (paths.size() < 2 || bag.files.at(paths.front()) == bag.files.at(paths.back()))
           return false;
         std::swap(bag.files.at(paths.front()), bag.files.at(paths.back()));
         return true;
       }},
  };
}

std::vector<Lie> schedule_lies() {
  return {
      of_schedule("an item left off a schedule",
                  [](json::Array& items, Random& random) {
                    items.erase(items.begin() +
                                static_cast<std::ptrdiff_t>(random() % items.size()));
                    return true;
                  }),
      of_schedule("a number on a schedule changed",
                  [](json::Array& items, Random&) {
                    return add_to(*items.back().as_object(), "number", 1);
                  }),
      of_schedule("an item's description changed",
                  [](json::Array& items, Random& random) {
                    return alter_member(*items[random() % items.size()].as_object(), "description");
                  }),
      of_schedule("what assists is said not to",
                  [](json::Array& items, Random&) {
                    for (json::Value& item : items)
                      if (item["test"].string_or("") == "assists") {
                        item.as_object()->set("test", "neither");
                        return true;
                      }
                    return false;
                  }),
      of_body("fewer items said to be on the schedules", "schedules.issued",
              [](json::Object& data, Random&) { return add_to(data, "non_sensitive", -1); }),
      {"the schedules left out",
       [](Bag& bag, Random&) {
         if (std::erase_if(bag.files, [](const auto& file) {
               return file.first.starts_with("data/schedules/");
             }) == 0)
           return false;
         tamper::edit_index(bag, [](json::Object& index) { index.erase("schedules"); });
         return true;
       }},
  };
}

std::vector<Lie> ledger_lies() {
  return {
      of_body("parts of an exhibit said to be fewer", "exhibit.parts",
              [](json::Object& data, Random&) { return add_to(data, "parts", -1); }),
      of_body(
          "another root of the parts", "exhibit.parts",
          [](json::Object& data, Random& random) { return alter_hex_in(data, "root", random); }),
      of_body("another source of an import", "import.started",
              [](json::Object& data, Random&) { return alter_member(data, "source"); }),
      of_entry("the time of an entry changed", ".leaf",
               [](std::string& text) { return replace(text, "\"at\":\"2", "\"at\":\"1"); }),
      of_entry("a proof of an entry changed", ".tlog-proof",
               [](std::string& text) { return replace(text, "index ", "index 1"); }),
      {"the proofs of two entries exchanged",
       [](Bag& bag, Random& random) {
         std::vector<std::string> paths = paths_in(bag, "entries/", ".tlog-proof");
         std::ranges::shuffle(paths, random);
         std::swap(bag.files.at(paths[0]), bag.files.at(paths[1]));
         return true;
       }},
      {"a ledger said to be shorter",
       [](Bag& bag, Random&) {
         tamper::edit_index(bag, [](json::Object& index) {
           add_to(*index.find("checkpoint")->as_object(), "size", -1);
         });
         return true;
       }},
      {"a withheld file forgotten",
       [](Bag& bag, Random&) {
         bool is_changed = false;
         tamper::edit_index(bag, [&](json::Object& index) {
           for (json::Value& exhibit : tamper::list_in(index, "exhibits")) {
             json::Array& withheld = tamper::list_in(*exhibit.as_object(), "withheld");
             if (withheld.empty()) continue;
             withheld.pop_back();
             is_changed = true;
             return;
           }
         });
         return is_changed;
       }},
      {"a file more, without the key",
       [](Bag& bag, Random&) {
         bag.put("data/notes.txt", "A file more, with all digests made anew.");
         return true;
       },
       false},
  };
}

}  // namespace sanad::disclosure
