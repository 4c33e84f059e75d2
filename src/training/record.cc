#include "training/record.h"

namespace sanad::training {

void Record::add(Event event) {
  json::Array roles;
  for (const std::string& role : event.roles) roles.emplace_back(role);
  event.data.set("$time", format_timestamp(event.at));
  event.data.set("$actor", event.actor);
  event.data.set("$case", event.case_id);
  event.data.set("$roles", std::move(roles));
  events_.push_back(std::move(event));
}

}  // namespace sanad::training
