#include "base/utf8.h"
#include "call.h"
#include "service/rule_sets.h"
#include "service/views.h"

namespace sanad::server {
namespace {

// In JSON a line's end or a quotation mark takes two bytes.
constexpr std::size_t kMaxRulesBodyBytes = 2 * rules::kMaxFileBytes + 1024 * 1024;
static_assert(kMaxRulesBodyBytes <= kMaxRequestBytes);

json::Array faults_json(const std::vector<rules::Failure>& faults) {
  json::Array array;
  for (const rules::Failure& fault : faults) {
    array.emplace_back(
        json::Object{{"rule", fault.rule}, {"line", fault.line}, {"message", fault.message}});
  }
  return array;
}

json::Value detail(const records::RuleSet& set, std::string_view file,
                   const rules::Checked& checked) {
  json::Object object = service::view(set);
  json::Array listed;
  for (const rules::RuleInfo& rule : checked.rules) {
    listed.emplace_back(
        json::Object{{"rule", rule.name}, {"version", rule.version}, {"why", rule.why}});
  }
  object.set("content", replace_malformed_utf8(file));
  object.set("listed", std::move(listed));
  object.set("rules_without", checked.rules_without);
  object.set("failures", faults_json(checked.failures));
  object.set("warnings", faults_json(checked.warnings));
  return object;
}

Result<json::Value> get_rule_sets(Call& call) {
  SANAD_TRY(const auto sets, service::list_rules(call.workspace, call.officer()));
  return list_of(service::views(sets));
}

Result<json::Value> get_rules(Call& call) {
  SANAD_TRY(const auto read,
            service::read_rules(call.workspace, call.officer(), call.parameter("rules")));
  return detail(read.set, read.file, read.checked);
}

Result<json::Value> post_rules(Call& call) {
  const std::string* content = call.body["content"].as_string();
  if (!content || content->empty())
    return Error{ErrorCode::kInvalid, "send the text of the file of rules as \"content\""};
  service::RuleSetOrder order;
  SANAD_TRY(order.name, call.optional_text("name"));
  SANAD_TRY(order.owner, call.optional_text("owner"));
  SANAD_TRY(order.provenance, call.optional_text("provenance"));
  SANAD_TRY(order.licence, call.optional_text("licence"));
  SANAD_TRY(order.version, call.optional_text("version"));
  SANAD_TRY(const std::string tlp, call.optional_text("tlp"));
  if (!tlp.empty()) {
    order.tlp = lists::parse_tlp(tlp);
    if (!order.tlp)
      return Error{ErrorCode::kInvalid, "\"tlp\" is clear, green, amber, amber+strict or red"};
  }
  SANAD_TRY(const auto imported,
            service::import_rules(call.workspace, call.officer(), *content, order));
  return detail(imported.set, *content, imported.checked);
}

Result<json::Value> post_retirement(Call& call) {
  SANAD_TRY(const auto retired,
            service::retire_rules(call.workspace, call.officer(), call.parameter("rules"),
                                  call.text("reason")));
  return json::Value(service::view(retired));
}

}  // namespace

std::vector<Route> rule_routes() {
  return {
      {"GET", "/rules", 200, Needs::kSession, get_rule_sets},
      {"POST", "/rules", 201, Needs::kSession, post_rules, kMaxRulesBodyBytes},
      {"GET", "/rules/{rules}", 200, Needs::kSession, get_rules},
      {"POST", "/rules/{rules}/retire", 200, Needs::kSession, post_retirement},
  };
}

}  // namespace sanad::server
