// Views of a case's material, and the people in it.
#include <fmt/format.h>

#include "base/numbers.h"
#include "case_index/case_index.h"
#include "command.h"
#include "progress.h"
#include "service/material_views.h"

namespace sanad::cli {
namespace {

constexpr std::size_t kPageSize = 100;
constexpr std::uint64_t kMaxLinks = 500;

struct Asked {
  authority::Officer caller;
  std::string case_id;
  service::Workspace* workspace = nullptr;
};

// What is read and waits to be indexed is indexed first.
Result<Asked> ask(Context& context) {
  Asked asked;
  SANAD_TRY(asked.case_id, context.arguments.require("--case"));
  SANAD_TRY(asked.caller, context.officer());
  SANAD_CHECK(index_waiting(context, asked.case_id));
  SANAD_TRY(asked.workspace, context.workspace());
  return asked;
}

Result<service::Material> open_material(Context& context) {
  SANAD_TRY(const Asked asked, ask(context));
  return service::Material::open(*asked.workspace, asked.caller, asked.case_id);
}

Result<std::int64_t> bounded(const Context& context, std::string_view name, std::uint64_t otherwise,
                             std::uint64_t most) {
  SANAD_TRY(const std::uint64_t value, context.arguments.number(name, otherwise));
  if (value > most) return Error{ErrorCode::kInvalid, fmt::format("{} is at most {}", name, most)};
  return static_cast<std::int64_t>(value);
}

std::string name_of(const case_index::Account& account) {
  if (account.is_masked) return fmt::format("Person {}", account.pseudonym);
  return fmt::format("{} ({}:{})", account.name, account.platform, account.id);
}

std::string name_of(const case_index::Chat& chat) {
  return chat.is_masked ? fmt::format("Chat {}", chat.pseudonym) : chat.name;
}

std::string name_of(const case_index::SelectorValue& selector) {
  return selector.is_masked ? fmt::format("{} {}", selector.kind, selector.pseudonym)
                            : selector.value;
}

std::string name_of(const case_index::Node& node) {
  if (node.account) return name_of(*node.account);
  if (node.chat) return name_of(*node.chat);
  if (node.selector) return name_of(*node.selector);
  return node.sha256.substr(0, 16);
}

Result<int> selectors(Context& context) {
  SANAD_TRY(const std::int64_t passed, bounded(context, "--after", 0, INT64_MAX));
  SANAD_TRY(const auto material, open_material(context));
  SANAD_TRY(const auto found, material.facts().selectors(context.arguments.value("--kind"), passed,
                                                         kPageSize, material.unmasked()));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : found) {
    items.emplace_back(service::view(one));
    lines.push_back(
        fmt::format("{:<16} {:>7} documents  {}", one.kind, one.documents, name_of(one)));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

Result<int> accounts(Context& context) {
  SANAD_TRY(const std::int64_t after, bounded(context, "--after", 0, INT64_MAX));
  SANAD_TRY(const auto material, open_material(context));
  SANAD_TRY(const auto found, material.facts().accounts(after, kPageSize, material.unmasked()));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : found) {
    items.emplace_back(service::view(one));
    lines.push_back(fmt::format("{:<12} {}", one.platform, name_of(one)));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

std::string graph_text(const case_index::Graph& graph) {
  std::map<case_index::NodeId, std::string> names;
  for (const auto& node : graph.nodes) names[node.id] = name_of(node);
  std::string text = fmt::format("{} of {} links", graph.edges.size(), graph.matching);
  for (const auto& edge : graph.edges) {
    text += fmt::format("\n{:>7}  {} {} {}", edge.weight, names[edge.source],
                        case_index::edge_kind_name(edge.kind), names[edge.target]);
  }
  return text;
}

Result<int> graph(Context& context) {
  case_index::GraphFilter filter;
  const std::string kind = context.arguments.value("--kind");
  if (!kind.empty()) {
    const auto parsed = case_index::parse_edge_kind(kind);
    if (!parsed)
      return Error{ErrorCode::kInvalid,
                   "--kind is replied, forwarded, addressed, wrote, shared or sent"};
    filter.kinds.push_back(*parsed);
  }
  filter.selector_kind = context.arguments.value("--selector-kind");
  SANAD_TRY(filter.min_weight, bounded(context, "--least", 1, INT64_MAX));
  SANAD_TRY(const std::int64_t links, bounded(context, "--links", 200, kMaxLinks));
  filter.edges = static_cast<std::size_t>(links);
  SANAD_TRY(const auto material, open_material(context));
  SANAD_TRY(const auto found, material.facts().graph(filter, material.unmasked()));
  context.print(service::view(found), graph_text(found));
  return 0;
}

std::string timeline_text(const case_index::Timeline& timeline) {
  std::string text = fmt::format("{} documents, {} more whose time is not certain, {} without",
                                 timeline.certain, timeline.uncertain, timeline.without);
  for (const auto& bucket : timeline.buckets) {
    if (bucket.certain == 0 && bucket.possible == 0) continue;
    text += fmt::format("\n{}  {:>7}", format_timestamp({bucket.start_ms}), bucket.certain);
    if (bucket.possible > 0) text += fmt::format("  (perhaps {} more)", bucket.possible);
  }
  return text;
}

Result<case_index::Step> step_option(const Context& context) {
  const auto step = case_index::parse_step(context.arguments.value("--step", "day"));
  if (!step)
    return Error{ErrorCode::kInvalid, "--step is minute, quarter, hour, day, week, month or year"};
  return *step;
}

Result<int> timeline(Context& context) {
  const auto clock = case_index::parse_clock(context.arguments.value("--clock", "sent"));
  if (!clock) return Error{ErrorCode::kInvalid, "--clock is sent, edited, file or taken"};
  SANAD_TRY(const auto step, step_option(context));
  SANAD_TRY(const auto material, open_material(context));
  SANAD_TRY(auto* workspace, context.workspace());
  SANAD_TRY(const auto zone, service::find_zone(*workspace, context.arguments.value("--zone")));
  SANAD_TRY(const auto found, material.facts().timeline({}, *clock, step, zone));
  context.print(service::view(found, *clock, zone), timeline_text(found));
  return 0;
}

Result<int> places(Context& context) {
  SANAD_TRY(const std::int64_t zoom, bounded(context, "--zoom", 8, 20));
  SANAD_TRY(const auto material, open_material(context));
  SANAD_TRY(const auto found, material.facts().places({}, static_cast<unsigned>(zoom)));
  json::Array items;
  std::vector<std::string> lines;
  for (const auto& one : found) {
    items.emplace_back(service::view(one));
    lines.push_back(fmt::format("{:>11.6f} {:>11.6f}  {} documents", one.latitude, one.longitude,
                                one.documents));
  }
  context.print_list(std::move(items), lines);
  return 0;
}

Result<case_index::ClusterRule> rule_option(const Context& context) {
  case_index::ClusterRule rule;
  SANAD_TRY(const auto share,
            bounded(context, "--share", static_cast<std::uint64_t>(rule.share), 100));
  SANAD_TRY(const auto bits, bounded(context, "--bits", rule.bits, 64));
  SANAD_TRY(const auto quality,
            bounded(context, "--quality", static_cast<std::uint64_t>(rule.quality), 100));
  return case_index::ClusterRule{static_cast<int>(share), static_cast<unsigned>(bits),
                                 static_cast<int>(quality)};
}

Result<int> clusters(Context& context) {
  const bool of_pictures = context.arguments.has("--pictures");
  SANAD_TRY(const auto rule, rule_option(context));
  SANAD_TRY(const Asked asked, ask(context));
  if (context.arguments.has("--build")) {
    SANAD_TRY(const std::string job,
              service::order_clusters(*asked.workspace, asked.caller, asked.case_id, rule));
    SANAD_CHECK(run_and_show(context, job));
  }
  SANAD_TRY(const auto material,
            service::Material::open(*asked.workspace, asked.caller, asked.case_id));
  SANAD_TRY(const auto run, material.facts().cluster_run());
  if (!run)
    return Error{ErrorCode::kNotFound,
                 "nothing was compared in this case yet; compare it with --build"};
  SANAD_TRY(const auto page, material.facts().clusters(of_pictures ? case_index::Likeness::kPicture
                                                                   : case_index::Likeness::kText,
                                                       0, kPageSize, material.unmasked()));
  json::Array items;
  std::string text =
      fmt::format("{} texts and {} pictures were compared", run->texts, run->pictures);
  for (const auto& cluster : page.clusters) {
    SANAD_TRY(json::Object shown, service::view(material, cluster));
    text += fmt::format("\n{:>7} alike, the earliest is part {} of {}", cluster.members,
                        cluster.first.cite.part,
                        shown.find("earliest")->operator[]("number").string_or(""));
    items.emplace_back(std::move(shown));
  }
  context.print(json::Object{{"run", service::view(*run)}, {"items", std::move(items)}}, text);
  return 0;
}

Result<std::int64_t> pseudonym_argument(const Context& context) {
  SANAD_TRY(const std::string word, context.arguments.only("the number of the pseudonym"));
  SANAD_TRY_WITH(const std::uint64_t number, parse_decimal(word), "the pseudonym");
  if (number > INT64_MAX) return Error{ErrorCode::kInvalid, "no pseudonym is so great a number"};
  return static_cast<std::int64_t>(number);
}

Result<int> unmask(Context& context) {
  service::UnmaskOrder order;
  SANAD_TRY(order.pseudonym, pseudonym_argument(context));
  const auto what = service::parse_masked(context.arguments.value("--what", "account"));
  if (!what) return Error{ErrorCode::kInvalid, "--what is account, chat or selector"};
  order.what = *what;
  SANAD_TRY(order.reason, context.arguments.require("--reason"));
  SANAD_TRY(const Asked asked, ask(context));
  order.case_id = asked.case_id;
  SANAD_TRY(const auto lifted, service::unmask(*asked.workspace, asked.caller, order));
  context.print(service::view(lifted), fmt::format("{}{}{}", lifted.identifier,
                                                   lifted.name.empty() ? "" : "  ", lifted.name));
  return 0;
}

Result<int> show_person(Context& context) {
  service::PersonQuestion question;
  SANAD_TRY(question.pseudonym, pseudonym_argument(context));
  SANAD_TRY(question.step, step_option(context));
  if (context.arguments.has("--after")) {
    SANAD_TRY(question.page.after, service::parse_after(context.arguments.value("--after")));
  }
  SANAD_TRY(const Asked asked, ask(context));
  question.case_id = asked.case_id;
  SANAD_TRY(question.zone, service::find_zone(*asked.workspace, context.arguments.value("--zone")));
  SANAD_TRY(const auto answer, service::view_person(*asked.workspace, asked.caller, question));
  SANAD_TRY(const auto material,
            service::Material::open(*asked.workspace, asked.caller, asked.case_id));
  SANAD_TRY(json::Object shown, service::view(material, question, answer));
  std::string text = fmt::format("{}\n{}\n{}", name_of(answer.account),
                                 timeline_text(answer.timeline), graph_text(answer.graph));
  context.print(std::move(shown), text);
  return 0;
}

}  // namespace

std::vector<Command> analysis_commands() {
  const Option of_case{"--case", "CASE", "the case: identifier or reference", false};
  const Option zone{"--zone", "ZONE", "UTC, UTC+05:00, or such as Asia/Karachi (UTC)", false};
  const Option step{"--step", "STEP", "minute, quarter, hour, day, week, month or year (day)",
                    false};
  const Option after{"--after", "N", "a further page: how many were shown before", false};
  return {
      {"case selectors",
       "--case CASE",
       "Lists addresses, numbers and wallets in a case's material, a hundred at a time.",
       "sanad case selectors --case TZ/2026/0001 --kind domain --as \"A. Mirani\"",
       {of_case, {"--kind", "KIND", "only of this kind, such as domain", false}, after},
       selectors},
      {"case accounts",
       "--case CASE",
       "Lists the accounts in a case's material by their pseudonyms, a hundred at a time.",
       "sanad case accounts --case TZ/2026/0001 --as \"A. Mirani\"",
       {of_case,
        {"--after", "PSEUDONYM", "a further page: the last one of the page before", false}},
       accounts},
      {"case graph",
       "--case CASE",
       "Lists what is linked with what, and by how many documents; people are pseudonyms.",
       "sanad case graph --case TZ/2026/0001 --kind forwarded --as \"A. Mirani\"",
       {of_case,
        {"--kind", "KIND", "replied, forwarded, addressed, wrote, shared or sent", false},
        {"--selector-kind", "KIND", "of selectors only these, such as domain", false},
        {"--least", "N", "documents behind a link (1)", false},
        {"--links", "N", "the heaviest (200, at most 500)", false}},
       graph},
      {"case timeline",
       "--case CASE",
       "Counts the documents of a case by time.",
       "sanad case timeline --case TZ/2026/0001 --step hour --zone Asia/Karachi --as \"A. Mirani\"",
       {of_case, step, zone, {"--clock", "CLOCK", "sent, edited, file or taken (sent)", false}},
       timeline},
      {"case places",
       "--case CASE",
       "Lists the places that texts and metadata of a case name.",
       "sanad case places --case TZ/2026/0001 --zoom 12 --as \"A. Mirani\"",
       {of_case, {"--zoom", "N", "0 (the world) to 20: what lies together is one (8)", false}},
       places},
      {"case clusters",
       "--case CASE",
       "Lists texts or pictures that are alike, each cluster with its earliest.",
       "sanad case clusters --case TZ/2026/0001 --build --as \"A. Mirani\"",
       {of_case,
        {"--build", "", "compare everything first", false},
        {"--pictures", "", "pictures instead of texts", false},
        {"--share", "PERCENT", "of passage marks that two texts have in common (60)", false},
        {"--bits", "N", "in which two pictures may differ (31)", false},
        {"--quality", "N", "that both pictures must have (50)", false}},
       clusters},
      {"person unmask",
       "PSEUDONYM --case CASE --reason TEXT",
       "Shows who stands behind a pseudonym, from now on in all views; recorded with its reason.",
       "sanad person unmask 482190 --case TZ/2026/0001 --reason \"arranged the meeting of 3 "
       "March\" "
       "--as \"A. Mirani\"",
       {of_case,
        {"--reason", "TEXT", "why the mask is lifted; it stands in the record", false},
        {"--what", "WHAT", "account, chat or selector (account)", false}},
       unmask},
      {"person show",
       "PSEUDONYM --case CASE",
       "Shows all of one account, under an authorisation that names it; the look is recorded.",
       "sanad person show 482190 --case TZ/2026/0001 --as \"A. Mirani\"",
       {of_case,
        step,
        zone,
        {"--after", "PLACE", "where the page of documents before ended", false}},
       show_person},
  };
}

}  // namespace sanad::cli
