#include <algorithm>

#include "telling.h"

namespace sanad::disclosure {
namespace {

constexpr std::string_view kExcerpts = "data/excerpts/";

json::Object* record_in(json::Object& line) {
  json::Value* part = line.find("part");
  if (part == nullptr || part->as_object() == nullptr) return nullptr;
  json::Value* record = part->as_object()->find("record");
  return record == nullptr ? nullptr : record->as_object();
}

bool is_shown(const std::string& line) { return line.find("\"part\":") != std::string::npos; }
std::vector<std::size_t> shown_of(const std::vector<std::string>& lines) {
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (is_shown(lines[i])) shown.push_back(i);
  return shown;
}

json::Object parsed(const std::string& line) { return *json::parse(line).value().as_object(); }

// What of the two stands where is exchanged, and each keeps its number.
bool exchange_contents(std::vector<std::string>& lines, Random& random) {
  std::vector<std::size_t> shown = shown_of(lines);
  if (shown.size() < 2) return false;
  std::ranges::shuffle(shown, random);
  json::Object first = parsed(lines[shown[0]]), second = parsed(lines[shown[1]]);
  const json::Value a = *first.find("number"), b = *second.find("number");
  first.set("number", b);
  second.set("number", a);
  lines[shown[0]] = json::format_canonical(json::Value(second));
  lines[shown[1]] = json::format_canonical(json::Value(first));
  return true;
}

// A message that nobody wrote, with the number behind the last and everything of another.
bool invent(std::vector<std::string>& lines, Random& random) {
  const std::vector<std::size_t> shown = shown_of(lines);
  if (shown.empty()) return false;
  json::Object line = parsed(lines[shown[random() % shown.size()]]);
  const json::Object last = parsed(lines.back());
  const std::int64_t next = last.find("from") != nullptr
                                ? last.find("from")->int_or(0) + last.find("closed")->int_or(0)
                                : last.find("number")->int_or(0) + 1;
  line.set("number", next);
  lines.push_back(json::format_canonical(json::Value(line)));
  return true;
}

// The words of one message in data/case.jsonld.
bool alter_case_message(tamper::Bag& bag, Random& random) {
  constexpr std::string_view kPath = "data/case.jsonld",
                             kText = "\"uco-observable:messageText\":\"";
  std::string text = bag.text(std::string(kPath));
  std::vector<std::size_t> places;
  for (std::size_t at = text.find(kText); at != std::string::npos; at = text.find(kText, at + 1))
    places.push_back(at + kText.size());
  if (places.empty()) return false;
  char& letter = text[places[random() % places.size()]];
  letter = letter == 'x' ? 'y' : 'x';
  bag.put(std::string(kPath), text);
  return true;
}

json::Array* runs_in(json::Object& line, Random& random) {
  json::Value* masked = line.find("masked");
  if (masked == nullptr || masked->as_array() == nullptr) return nullptr;
  json::Array& list = *masked->as_array();
  for (std::size_t i = 0, start = random() % list.size(); i < list.size(); ++i) {
    json::Value* runs = list[(start + i) % list.size()].as_object()->find("runs");
    if (runs != nullptr) return runs->as_array();
  }
  return nullptr;
}
json::Object* hidden_run(json::Object& line, Random& random) {
  json::Array* runs = runs_in(line, random);
  if (runs == nullptr) return nullptr;
  for (json::Value& run : *runs)
    if (run.as_object() != nullptr) return run.as_object();
  return nullptr;
}

// The masked stretch changes places with the words before it.
bool move_mask(json::Object& line, Random& random) {
  json::Array* runs = runs_in(line, random);
  if (runs == nullptr) return false;
  for (std::size_t i = 1; i < runs->size(); ++i) {
    if ((*runs)[i - 1].as_string() == nullptr || (*runs)[i].as_object() == nullptr) continue;
    // Two texts must not stand side by side, else the form alone would refuse it.
    const json::Value text = (*runs)[i - 1];
    (*runs)[i - 1] = (*runs)[i];
    if (i + 1 < runs->size() && (*runs)[i + 1].as_string() != nullptr) {
      (*runs)[i] = json::Value(*text.as_string() + *(*runs)[i + 1].as_string());
      runs->erase(runs->begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else {
      (*runs)[i] = text;
    }
    return true;
  }
  return false;
}

bool shorten(json::Object& line, std::int64_t by) {
  const json::Value* closed = line.find("closed");
  if (closed == nullptr || closed->int_or(0) <= by) return false;
  line.set("closed", closed->int_or(0) - by);
  return true;
}

bool change_words(json::Object& line, Random& random, std::int64_t by) {
  json::Object* run = hidden_run(line, random);
  if (run == nullptr || run->find("words")->int_or(0) + by < 1) return false;
  run->set("words", run->find("words")->int_or(0) + by);
  return true;
}

// Bytes of parts.
std::vector<std::string> bytes_in(const tamper::Bag& bag) {
  std::vector<std::string> paths = paths_in(bag, "data/exhibits/", "");
  std::erase_if(paths,
                [](const std::string& path) { return path.find("/parts/") == std::string::npos; });
  return paths;
}

}  // namespace

std::vector<Lie> excerpt_lies() {
  return {
      // No verifier derives data/case.jsonld anew: the agency's signature vouches for it.
      {"a message's words in CASE/UCO edited", alter_case_message, false},
      {"a bit of a part's bytes changed",
       [](tamper::Bag& bag, Random& random) {
         const auto paths = bytes_in(bag);
         if (paths.empty()) return false;
         Bytes& bytes = bag.files.at(paths[random() % paths.size()]);
         bytes[random() % bytes.size()] ^= 1;
         return true;
       }},
      {"the bytes of two parts exchanged",
       [](tamper::Bag& bag, Random& random) {
         const auto paths = bytes_in(bag);
         if (paths.size() < 2) return false;
         const std::size_t one = random() % paths.size();
         std::swap(bag.files.at(paths[one]), bag.files.at(paths[(one + 1) % paths.size()]));
         return true;
       }},
      {"the bytes of a part left out",
       [](tamper::Bag& bag, Random&) {
         const auto paths = bytes_in(bag);
         if (!paths.empty()) bag.files.erase(paths.front());
         return !paths.empty();
       }},
      of_line("a message's words edited", kExcerpts,
              [](json::Object& line, Random&) {
                json::Object* record = record_in(line);
                return record != nullptr && alter_member(*record, "text");
              }),
      of_line("a message's time edited", kExcerpts,
              [](json::Object& line, Random&) {
                json::Object* record = record_in(line);
                return record != nullptr && alter_member(*record, "at");
              }),
      of_line("a field more in a message", kExcerpts,
              [](json::Object& line, Random&) {
                json::Object* record = record_in(line);
                if (record != nullptr) record->set("seen", true);
                return record != nullptr;
              }),
      of_line("a field of a part left out", kExcerpts,
              [](json::Object& line, Random&) {
                json::Value* part = line.find("part");
                return part != nullptr && part->as_object() != nullptr &&
                       part->as_object()->erase("way");
              }),
      of_lines("messages in another order", kExcerpts,
               [](std::vector<std::string>& lines, Random& random) {
                 if (lines.size() < 2) return false;
                 const std::size_t at = random() % (lines.size() - 1);
                 std::swap(lines[at], lines[at + 1]);
                 return true;
               }),
      of_lines("two messages exchanged, each with the other's number", kExcerpts,
               exchange_contents),
      of_lines("a message invented", kExcerpts, invent),
      of_lines("a message left out", kExcerpts,
               [](std::vector<std::string>& lines, Random& random) {
                 const std::vector<std::size_t> shown = shown_of(lines);
                 if (shown.empty()) return false;
                 lines.erase(lines.begin() +
                             static_cast<std::ptrdiff_t>(shown[random() % shown.size()]));
                 return true;
               }),
      of_lines("closed messages left out", kExcerpts,
               [](std::vector<std::string>& lines, Random&) {
                 return std::erase_if(lines,
                                      [](const std::string& line) { return !is_shown(line); }) > 0;
               }),
      of_line("a count of closed messages lowered by one", kExcerpts,
              [](json::Object& line, Random&) { return shorten(line, 1); }),
      of_line("a count of closed messages halved", kExcerpts,
              [](json::Object& line, Random&) {
                const json::Value* closed = line.find("closed");
                return closed != nullptr && shorten(line, closed->int_or(0) / 2);
              }),
      of_line(
          "a closed message is another", kExcerpts,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "hash", random); }),
      of_line(
          "another salt", kExcerpts,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "salt", random); }),
      of_line("another number", kExcerpts,
              [](json::Object& line, Random&) {
                if (line.find("number") == nullptr) return false;
                line.set("number", line.find("number")->int_or(0) + 1);
                return true;
              }),
      of_line(
          "another reason why messages are closed, without the key", kExcerpts,
          [](json::Object& line, Random&) { return alter_member(line, "reason"); }, false),
  };
}

std::vector<Lie> mask_lies() {
  return {
      of_line("a mask moved", kExcerpts, move_mask),
      of_line("a masked word more", kExcerpts,
              [](json::Object& line, Random& random) { return change_words(line, random, 1); }),
      of_line("a masked word fewer", kExcerpts,
              [](json::Object& line, Random& random) { return change_words(line, random, -1); }),
      of_line("words invented for a masked stretch", kExcerpts,
              [](json::Object& line, Random& random) {
                json::Array* runs = runs_in(line, random);
                if (runs == nullptr) return false;
                for (json::Value& run : *runs)
                  if (run.as_object() != nullptr) run = json::Value("Lantern ");
                return true;
              }),
      of_line("a word beside a mask edited", kExcerpts,
              [](json::Object& line, Random& random) {
                json::Array* runs = runs_in(line, random);
                if (runs == nullptr) return false;
                for (json::Value& run : *runs) {
                  if (run.as_string() == nullptr) continue;
                  run = json::Value("Lantern " + *run.as_string());
                  return true;
                }
                return false;
              }),
      of_line("a mask said to be of another field", kExcerpts,
              [](json::Object& line, Random&) {
                json::Value* masked = line.find("masked");
                if (masked == nullptr) return false;
                masked->as_array()->front().as_object()->set("at", "/record/lantern");
                return true;
              }),
      of_line("a masked field filled in", kExcerpts,
              [](json::Object& line, Random&) {
                json::Object* record = record_in(line);
                if (record == nullptr || line.find("masked") == nullptr ||
                    record->find("text") == nullptr || !record->find("text")->is_null())
                  return false;
                record->set("text", "Lantern");
                return true;
              }),
      of_line(
          "a masked word is another", kExcerpts,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "hidden", random); }),
      of_line("masked words exchanged", kExcerpts,
              [](json::Object& line, Random&) {
                json::Value* hidden = line.find("hidden");
                if (hidden == nullptr || hidden->as_array()->size() < 2) return false;
                std::swap(hidden->as_array()->front(), hidden->as_array()->back());
                return true;
              }),
      of_line(
          "another seed", kExcerpts,
          [](json::Object& line, Random& random) { return alter_hex_in(line, "seeds", random); }),
      of_line(
          "the name that stands for somebody exchanged, without the key", kExcerpts,
          [](json::Object& line, Random& random) {
            json::Object* run = hidden_run(line, random);
            if (run != nullptr) run->set("as", "Person 99");
            return run != nullptr;
          },
          false),
      of_line(
          "the name that stands for a field exchanged, without the key", kExcerpts,
          [](json::Object& line, Random&) {
            json::Value* masked = line.find("masked");
            if (masked == nullptr) return false;
            for (json::Value& one : *masked->as_array())
              if (one.as_object()->find("as") != nullptr) {
                one.as_object()->set("as", "Person 99");
                return true;
              }
            return false;
          },
          false),
  };
}

}  // namespace sanad::disclosure
