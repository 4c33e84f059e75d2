#include <fmt/format.h>

#include "call.h"
#include "service/bundles.h"
#include "service/exhibits.h"
#include "service/planning.h"
#include "service/views.h"

namespace sanad::server {
namespace {

Result<json::Value> get_exhibits(Call& call) {
  SANAD_TRY(const auto exhibits,
            service::list_exhibits(call.workspace, call.officer(), call.parameter("case")));
  return list_of(service::views(exhibits));
}

Result<json::Value> get_exhibit(Call& call) {
  SANAD_TRY(const auto exhibit,
            service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit")));
  SANAD_TRY(json::Value acquisition,
            service::read_acquisition(call.workspace, call.officer(), exhibit));
  json::Object object = service::view(exhibit);
  json::Value not_kept =
      acquisition["not_kept"].as_array() ? acquisition["not_kept"] : json::Value(json::Array{});
  object.set("not_kept", std::move(not_kept));
  SANAD_TRY(json::Value emergency, service::emergency_flag(call.workspace, exhibit.id));
  object.set("emergency", std::move(emergency));
  object.set("acquisition", std::move(acquisition));
  return json::Value(std::move(object));
}

Result<json::Value> get_custody(Call& call) {
  SANAD_TRY(const auto exhibit,
            service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit")));
  SANAD_TRY(const auto entries, service::custody_record(call.workspace, call.officer(), exhibit));
  json::Array items;
  for (const auto& entry : entries) {
    SANAD_TRY(json::Object item, service::view(call.workspace, entry));
    items.emplace_back(std::move(item));
  }
  return list_of(std::move(items));
}

// The ending by which the player tells what the archive is; empty if it plays no such file.
std::string_view archive_ending(std::string_view path) {
  for (const std::string_view ending : {".wacz", ".warc.gz", ".warc"}) {
    if (path.ends_with(ending)) return ending;
  }
  return "";
}

// Opening a replay is a view of the archive: recorded here, once, and not again for each of its
// requests.
Result<json::Value> post_replay(Call& call) {
  SANAD_TRY(const auto exhibit,
            service::find_exhibit(call.workspace, call.officer(), call.parameter("exhibit")));
  SANAD_TRY(std::string name, call.optional_text("file"));
  if (name.empty()) name = "capture.wacz";
  SANAD_TRY(const auto file, call.workspace.records().file(exhibit, name));
  const std::string_view ending = archive_ending(file.path.empty() ? file.name : file.path);
  if (ending.empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} is no web archive that can be played back: WACZ or WARC", name)};
  SANAD_CHECK(service::open_file(call.workspace, call.officer(), exhibit, name,
                                 service::Access::kView, "replay"));
  const std::string served_as = fmt::format("capture{}", ending);
  const std::string ticket =
      call.tickets.issue({exhibit.id, name, served_as}, call.workspace.clock().now());
  return json::Value(json::Object{
      {"url", fmt::format("{}/replay/{}/", call.archive_origin, ticket)}, {"archive", served_as}});
}

Result<json::Value> get_bundles(Call& call) {
  SANAD_TRY(const auto bundles,
            service::list_bundles(call.workspace, call.officer(), call.parameter("case")));
  return list_of(service::views(bundles));
}

Result<json::Value> get_bundle_questions(Call& call) {
  return service::read_bundle_answers(call.workspace, call.officer(), call.parameter("bundle"));
}

Result<std::vector<service::PartExcerpt>> excerpts_in(const json::Value& value) {
  std::vector<service::PartExcerpt> excerpts;
  const json::Array* list = value.as_array();
  if (list == nullptr) return excerpts;
  for (const json::Value& one : *list) {
    SANAD_TRY_WITH(auto shown, service::parse_part_ranges(one["parts"].string_or("")), "\"parts\"");
    service::PartExcerpt excerpt{one["exhibit"].string_or(""), std::move(shown),
                                 one["reason"].string_or(""),
                                 one["why_people_shown"].string_or("")};
    if (const json::Array* masks = one["masks"].as_array())
      for (const json::Value& mask : *masks)
        excerpt.terms.push_back({mask["words"].string_or(""), mask["as"].string_or("")});
    if (const std::string parts = one["attachments"].string_or(""); !parts.empty()) {
      SANAD_TRY_WITH(excerpt.attachments, service::parse_part_ranges(parts), "\"attachments\"");
      excerpt.why_attachments = one["why_attachments"].string_or("");
    }
    excerpts.push_back(std::move(excerpt));
  }
  return excerpts;
}

Result<std::vector<std::uint64_t>> entries_in(const json::Value& value, std::string_view member) {
  std::vector<std::uint64_t> entries;
  const json::Array* list = value.as_array();
  if (list == nullptr) return entries;
  for (const json::Value& one : *list) {
    if (one.int_or(-1) < 0)
      return Error{ErrorCode::kInvalid,
                   fmt::format("\"{}\" has numbers of entries of the ledger", member)};
    entries.push_back(static_cast<std::uint64_t>(one.int_or(0)));
  }
  return entries;
}

Result<json::Value> post_bundle(Call& call) {
  service::BundleOrder order{call.parameter("case"), {}, call.text("purpose")};
  SANAD_TRY(order.excerpts, excerpts_in(call.body["excerpts"]));
  SANAD_TRY(order.build, call.optional_text("build"));
  if (const auto* redactions = call.body["redactions"].as_array()) {
    for (const auto& one : *redactions) order.redactions.push_back(one.string_or(""));
  }
  if (const auto* certificates = call.body["certificates"].as_array()) {
    for (const auto& one : *certificates) order.certificates.push_back(one.string_or(""));
  }
  SANAD_TRY(order.report, call.optional_text("report"));
  if (const auto* exhibits = call.body["exhibits"].as_array()) {
    for (const auto& exhibit : *exhibits) order.exhibits.push_back(exhibit.string_or(""));
  }
  SANAD_TRY(order.entries, entries_in(call.body["entries"], "entries"));
  SANAD_TRY(order.without, entries_in(call.body["without_entries"], "without_entries"));
  SANAD_TRY(const auto ordered, service::order_bundle(call.workspace, call.officer(), order));
  return json::Value(json::Object{{"job", ordered.job}, {"bundle", ordered.bundle}});
}

}  // namespace

std::vector<Route> exhibit_routes() {
  return {
      {"GET", "/cases/{case}/exhibits", 200, Needs::kSession, get_exhibits},
      {"GET", "/exhibits/{exhibit}", 200, Needs::kSession, get_exhibit},
      {"GET", "/exhibits/{exhibit}/custody", 200, Needs::kSession, get_custody},
      {"POST", "/exhibits/{exhibit}/replay", 200, Needs::kSession, post_replay},
      {"GET", "/cases/{case}/bundles", 200, Needs::kSession, get_bundles},
      {"POST", "/cases/{case}/bundles", 202, Needs::kSession, post_bundle},
      {"GET", "/bundles/{bundle}/questions", 200, Needs::kSession, get_bundle_questions},
  };
}

}  // namespace sanad::server
