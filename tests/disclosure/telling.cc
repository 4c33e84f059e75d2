#include "telling.h"

#include <fmt/format.h>

#include "tlog/entry.h"

namespace sanad::disclosure {

using tamper::Bag;

namespace {

bool alter(std::string& text) {
  if (text.empty()) return false;
  text[0] = text[0] == 'x' ? 'y' : 'x';
  return true;
}
bool alter_hex(std::string& text, Random& random) {
  if (text.empty()) return false;
  char& digit = text[random() % text.size()];
  digit = digit == '0' ? '1' : '0';
  return true;
}

}  // namespace

bool alter_member(json::Object& object, std::string_view name) {
  const json::Value* value = object.find(name);
  if (value == nullptr || value->as_string() == nullptr) return false;
  std::string text = *value->as_string();
  if (!alter(text)) return false;
  object.set(std::string(name), text);
  return true;
}
bool alter_hex_in(json::Object& object, std::string_view name, Random& random) {
  json::Value* value = object.find(name);
  if (value == nullptr) return false;
  if (json::Array* list = value->as_array()) {
    if (list->empty()) return false;
    json::Value& one = (*list)[random() % list->size()];
    std::string text = one.string_or("");
    if (!alter_hex(text, random)) return false;
    one = json::Value(text);
    return true;
  }
  std::string text = value->string_or("");
  if (!alter_hex(text, random)) return false;
  object.set(std::string(name), text);
  return true;
}

Lie of_line(std::string name, std::string_view folder,
            std::function<bool(json::Object&, Random&)> change, bool is_signed) {
  return {std::move(name),
          [folder, change = std::move(change)](Bag& bag, Random& random) {
            return change_a_line(bag, folder, random,
                                 [&](json::Object& line) { return change(line, random); });
          },
          is_signed};
}

// The lines of one excerpt or proof, rearranged.
Lie of_lines(std::string name, std::string_view folder,
             std::function<bool(std::vector<std::string>&, Random&)> change) {
  return {std::move(name), [folder, change = std::move(change)](Bag& bag, Random& random) {
            std::vector<std::string> paths = paths_in(bag, folder, ".jsonl");
            if (paths.empty()) return false;
            const std::string path = paths[random() % paths.size()];
            std::vector<std::string> lines = lines_of(bag.text(path));
            const std::vector<std::string> before = lines;
            if (!change(lines, random) || lines == before) return false;
            std::string text;
            for (const std::string& one : lines) text += one + '\n';
            bag.put(path, text);
            return true;
          }};
}

// Of an entry that is disclosed its body is changed, and its leaf made to agree, with the salt.
bool change_body(Bag& bag, std::string_view kind,
                 const std::function<bool(json::Object&)>& change) {
  for (const std::string& path : paths_in(bag, "entries/", ".leaf")) {
    if (bag.text(path).find(fmt::format("\"kind\":\"{}\"", kind)) == std::string::npos) continue;
    const std::string body_path = path.substr(0, path.size() - 4) + "body";
    auto body = json::parse(bag.text(body_path)).value();
    json::Object* data = body.as_object()->find("data")->as_object();
    if (!change(*data)) continue;
    const std::string text = json::format_canonical(body);
    if (text == bag.text(body_path)) continue;
    bag.put(body_path, text);
    auto leaf = json::parse(bag.text(path)).value();
    const Bytes& salt = bag.files.at(path.substr(0, path.size() - 4) + "salt");
    leaf.as_object()->set("commitment", format_hex(tlog::commit(salt, text)));
    bag.put(path, json::format_canonical(leaf));
    return true;
  }
  return false;
}

Lie of_body(std::string name, std::string_view kind,
            std::function<bool(json::Object&, Random&)> change) {
  return {std::move(name), [kind, change = std::move(change)](Bag& bag, Random& random) {
            return change_body(bag, kind, [&](json::Object& data) { return change(data, random); });
          }};
}

}  // namespace sanad::disclosure
