#include "made_record.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sanad::studies {
namespace {

struct Step {
  std::string name;
  bool each = false;
};

std::vector<Step> steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (true) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    std::string_view name = path.substr(0, dot);
    const bool each = name.ends_with("[]");
    if (each) name.remove_suffix(2);
    steps.push_back({std::string(name), each});
    if (dot == path.size()) return steps;
    path.remove_prefix(dot + 1);
  }
}

json::Value& member(json::Object& object, const std::string& name) {
  if (json::Value* found = object.find(name)) return *found;
  return object.append_unchecked(name, json::Value());
}

// A further value of the same path joins the list that it goes through.
void put(json::Object& data, std::string_view path, json::Value value) {
  json::Object* at = &data;
  const auto steps = steps_of(path);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    json::Value& here = member(*at, steps[i].name);
    const bool is_last = i + 1 == steps.size();
    if (!steps[i].each) {
      if (is_last) {
        here = std::move(value);
        return;
      }
      at = here.as_object() != nullptr ? here.as_object() : &here.emplace_object();
      continue;
    }
    json::Array& list = here.as_array() != nullptr ? *here.as_array() : here.emplace_array();
    if (is_last) {
      list.push_back(std::move(value));
      return;
    }
    if (list.empty()) list.emplace_back(json::Object());
    at = list.front().as_object();
  }
}

json::Value get(const json::Object& data, std::string_view path) {
  json::Value at(data);
  for (const Step& step : steps_of(path)) {
    at = json::Value(at[step.name]);
    if (!step.each) continue;
    const json::Array* list = at.as_array();
    if (list == nullptr || list->empty()) return {};
    at = json::Value(list->front());
  }
  return at;
}

// A value that passes; null where none is to be there.
json::Value passing(const json::Value& test, const std::map<std::string, json::Value>& bound) {
  const json::Object* object = test.as_object();
  if (object == nullptr) return test;
  const std::string name = object->begin()->name;
  const json::Value& operand = object->begin()->value;
  if (name == "one_of") return operand.as_array()->front();
  if (name == "present") return "something";
  if (name == "absent") return {};
  if (name == "time_within") return operand["of"];
  if (name == "same_as") return bound.at(operand.string_or(""));
  if (name == "all") {
    // Of a list of values the last: studies ask there for one that differs from the first.
    const json::Array* choices = operand.as_array()->front()["one_of"].as_array();
    return choices == nullptr ? json::Value("something") : choices->back();
  }
  return operand;
}

}  // namespace

void MadeRecord::add_match(const json::Value& match, Bound& bound) {
  training::Event event;
  event.side = match["in"].string_or("own") == "neighbour" ? training::Side::kNeighbour
                                                           : training::Side::kOwn;
  const json::Value& kind = match["kind"];
  event.kind =
      kind.as_array() != nullptr ? kind.as_array()->front().string_or("") : kind.string_or("");
  event.actor = match["by"].string_or("") == "other" ? kOther : kTrainee;
  event.index = events_.size();
  if (const json::Object* data = match["data"].as_object())
    for (const json::Member& one : *data)
      if (json::Value value = passing(one.value, bound); !value.is_null())
        put(event.data, one.name, std::move(value));
  if (const json::Object* names = match["bind"].as_object())
    for (const json::Member& one : *names) {
      const std::string path = one.value.string_or("");
      if (get(event.data, path).is_null()) put(event.data, path, fmt::format("id-{}", ++made_));
      bound[one.name] = get(event.data, path);
    }
  events_.push_back(std::move(event));
}

void MadeRecord::add_condition(const json::Value& condition, std::size_t choice, Bound& bound) {
  for (const char* name : {"some", "any_order"}) {
    const json::Value& matches = condition[name];
    if (matches.as_object() != nullptr) add_match(matches, bound);
    if (const json::Array* several = matches.as_array())
      for (const json::Value& one : *several) add_match(one, bound);
  }
  if (const json::Array* all = condition["all"].as_array())
    for (const json::Value& one : *all) add_condition(one, 0, bound);
  if (const json::Array* any = condition["any"].as_array()) add_condition((*any)[choice], 0, bound);
  for (std::int64_t i = 0; i < condition["at_least"].int_or(0); ++i)
    add_match(condition["count"], bound);
}

void MadeRecord::add(const json::Value& condition, std::size_t choice) {
  Bound bound;
  add_condition(condition, choice, bound);
}

void MadeRecord::submit() {
  training::Event event;
  event.kind = "exercise.submitted";
  event.actor = kTrainee;
  event.index = events_.size();
  events_.push_back(std::move(event));
}

training::Record MadeRecord::record() const {
  training::Record record(kTrainee, true);
  for (const training::Event& event : events_) record.add(event);
  return record;
}

std::size_t choices_of(const json::Value& condition) {
  const json::Array* any = condition["any"].as_array();
  return any == nullptr ? 1 : any->size();
}

}  // namespace sanad::studies
