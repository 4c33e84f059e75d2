// Checks values against api/openapi.json, as far as that document uses JSON Schema.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "json/json.h"

namespace sanad::server {

class ApiDocument {
 public:
  ApiDocument() {
    std::ifstream file(SANAD_SOURCE_DIR "/api/openapi.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    document_ = json::parse(text).value();
  }

  // "GET /cases/{case}" for every operation.
  std::vector<std::string> operations() const {
    std::vector<std::string> all;
    for (const auto& [path, item] : *document_["paths"].as_object()) {
      for (const auto& [method, operation] : *item.as_object()) {
        if (method == "parameters" || method == "servers") continue;
        std::string upper = method;
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        all.push_back(upper + " " + path);
      }
    }
    return all;
  }

  // Those under /api/v1, which a session opens; the others are of partners.
  std::vector<std::string> officer_operations() const {
    std::vector<std::string> all = operations();
    std::erase_if(all, [](const std::string& one) {
      return one.find(" /hma/") != one.npos || one.find(" /taxii2/") != one.npos;
    });
    return all;
  }

  // Null where the document has no such operation.
  const json::Value& operation(const std::string& method, std::string_view pattern) const {
    std::string lower = method;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    return document_["paths"][pattern][lower];
  }

  // The schema of the JSON that this operation answers with this status; null where it has none.
  // documented: whether the status is named at all.
  const json::Value& reply_schema(const std::string& method, std::string_view pattern, int status,
                                  bool& documented) const {
    const json::Value& response =
        resolve(operation(method, pattern)["responses"][std::to_string(status)]);
    documented = !response.is_null();
    return response["content"]["application/json"]["schema"];
  }

  // Sentences about what is wrong; empty if nothing is.
  std::vector<std::string> check(const json::Value& value, const json::Value& schema) const {
    std::vector<std::string> problems;
    check_at(value, schema, "$", problems);
    return problems;
  }

 private:
  using Problems = std::vector<std::string>;

  const json::Value& resolve(const json::Value& value) const {
    const json::Value* found = &value;
    while (const auto* text = (*found)["$ref"].as_string()) {
      const json::Value* target = &document_;
      for (std::size_t at = 2; at < text->size();) {
        const std::size_t end = std::min(text->find('/', at), text->size());
        target = &(*target)[text->substr(at, end - at)];
        at = end + 1;
      }
      found = target;
    }
    return *found;
  }

  static bool is_of_type(const json::Value& value, const std::string& type) {
    if (type == "object") return value.as_object();
    if (type == "array") return value.as_array();
    if (type == "string") return value.as_string();
    if (type == "boolean") return value.as_bool();
    if (type == "null") return value.is_null();
    if (type == "integer") return value.as_int().has_value();
    return type == "number" && value.as_number();
  }

  static void check_type(const json::Value& value, const json::Value& type, const std::string& at,
                         Problems& problems) {
    if (type.is_null()) return;
    if (const auto* one = type.as_string()) {
      if (!is_of_type(value, *one)) problems.push_back(fmt::format("{} is no {}", at, *one));
      return;
    }
    const auto& types = *type.as_array();
    if (std::none_of(types.begin(), types.end(),
                     [&](const auto& one) { return is_of_type(value, one.string_or("")); }))
      problems.push_back(at + " is of none of its types");
  }

  void check_object(const json::Value& value, const json::Value& schema, const std::string& at,
                    Problems& problems) const {
    if (!value.as_object()) return;
    if (const auto* required = schema["required"].as_array()) {
      for (const auto& name : *required) {
        if (!value.as_object()->find(name.string_or("")))
          problems.push_back(fmt::format("{} lacks {}", at, name.string_or("")));
      }
    }
    const json::Value& others = schema["additionalProperties"];
    for (const auto& [name, member] : *value.as_object()) {
      const json::Value& of_member = schema["properties"][name];
      if (!schema["propertyNames"].is_null())
        check_at(name, schema["propertyNames"], fmt::format("{}'s {}", at, name), problems);
      if (!of_member.is_null()) {
        check_at(member, of_member, at + "." + name, problems);
      } else if (others.as_object()) {
        check_at(member, others, at + "." + name, problems);
      } else if (!others.bool_or(true)) {
        problems.push_back(fmt::format("{} has {}, which is not described", at, name));
      }
    }
  }

  static void check_limits(const json::Value& value, const json::Value& schema,
                           const std::string& at, Problems& problems) {
    const auto within = [&](std::int64_t number, const char* least, const char* most) {
      if (number < schema[least].int_or(INT64_MIN) || number > schema[most].int_or(INT64_MAX))
        problems.push_back(at + " is outside its limits");
    };
    if (const auto number = value.as_int()) within(*number, "minimum", "maximum");
    if (const auto* items = value.as_array())
      within(static_cast<std::int64_t>(items->size()), "minItems", "maxItems");
    const auto* text = value.as_string();
    if (!text) return;
    within(static_cast<std::int64_t>(text->size()), "minLength", "maxLength");
    const auto* pattern = schema["pattern"].as_string();
    if (pattern && !std::regex_search(*text, std::regex(*pattern)))
      problems.push_back(fmt::format("{} is \"{}\", not of {}", at, *text, *pattern));
  }

  void check_at(const json::Value& value, const json::Value& given, const std::string& at,
                Problems& problems) const {
    const json::Value& schema = resolve(given);
    check_type(value, schema["type"], at, problems);
    check_object(value, schema, at, problems);
    check_limits(value, schema, at, problems);
    if (const auto* words = schema["enum"].as_array()) {
      if (std::none_of(words->begin(), words->end(), [&](const auto& word) {
            return json::format_canonical(word) == json::format_canonical(value);
          }))
        problems.push_back(at + " is none of its words");
    }
    if (const auto* items = value.as_array(); items && !schema["items"].is_null()) {
      for (std::size_t i = 0; i < items->size(); ++i)
        check_at((*items)[i], schema["items"], fmt::format("{}[{}]", at, i), problems);
    }
    if (const auto* parts = schema["allOf"].as_array()) {
      for (const auto& part : *parts) check_at(value, part, at, problems);
    }
    if (const auto* choices = schema["oneOf"].as_array()) {
      const auto fits = std::count_if(choices->begin(), choices->end(), [&](const auto& choice) {
        return check(value, choice).empty();
      });
      if (fits != 1) problems.push_back(fmt::format("{} fits {} of its forms", at, fits));
    }
  }

  json::Value document_;
};

}  // namespace sanad::server
