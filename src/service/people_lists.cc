#include "people_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cage/input.h"
#include "crypto/crypto.h"
#include "crypto/id.h"
#include "queue.h"
#include "sealed_text.h"
#include "service/people.h"
#include "service/screening.h"

namespace sanad::service {

using authority::Role;

namespace {

constexpr std::size_t kMaxPeopleLists = 64;  // each screening names them all in one entry
constexpr std::size_t kMaxListNameBytes = 200;
constexpr std::size_t kMaxVersionBytes = 100;
constexpr std::size_t kMaxChangesBytes = 40'000;  // of one entry, as JSON

Result<screening::List> read_in_cage(std::string_view bytes, const extract::PeopleListForm& form) {
  if (bytes.size() > screening::kMaxListBytes) {
    return Error{ErrorCode::kLimit,
                 fmt::format("the list is longer than {} MiB", screening::kMaxListBytes >> 20U)};
  }
  SANAD_TRY(const cage::Input input, cage::Input::of(as_bytes(bytes)));
  return extract::read_people_list({}, input.fd(), form);
}

// As it was sealed. kIntegrity: damaged or gone.
Result<std::string> open_kept(Workspace& workspace, const records::PeopleListVersion& version) {
  auto text = open_sealed_text(workspace, version.sha256);
  if (!text.ok() &&
      (text.error().code == ErrorCode::kIntegrity || text.error().code == ErrorCode::kNotFound)) {
    return Error{ErrorCode::kIntegrity,
                 fmt::format("the list {} cannot be asked, since what was sealed of it is damaged "
                             "or gone; restore the vault from a backup, or import another version "
                             "of the list",
                             version.name)};
  }
  return text;
}

Result<screening::List> parse_kept(std::string_view text,
                                   const records::PeopleListVersion& version) {
  extract::PeopleListForm form;
  form.is_csv = version.format == "csv";
  form.name = version.name;
  form.version = version.version;
  SANAD_TRY(form.columns, screening::parse_columns(version.columns));
  SANAD_TRY_WITH(screening::List list, read_in_cage(text, form),
                 fmt::format("reading the list {}", version.name));
  return list;
}

Result<void> check_order(const PeopleListOrder& order) {
  if (order.name.find_first_not_of(" \t") == std::string::npos ||
      order.name.size() > kMaxListNameBytes) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("give the list a name of at most {} bytes", kMaxListNameBytes)};
  }
  if (order.publisher.size() > kMaxListNameBytes) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("the publisher is longer than {} bytes", kMaxListNameBytes)};
  }
  if (!order.format.empty() && order.format != "un-xml" && order.format != "csv")
    return Error{ErrorCode::kInvalid, "the format of a list of people is \"un-xml\" or \"csv\""};
  return {};
}

using Earlier = std::optional<records::PeopleListVersion>;

Result<Earlier> earlier_of(Workspace& workspace, const std::string& name) {
  SANAD_TRY(const auto lists, workspace.records().people_lists());
  for (const records::PeopleListVersion& list : lists) {
    if (list.name == name || list.list == name) return Earlier(list);
  }
  if (lists.size() >= kMaxPeopleLists) {
    return Error{ErrorCode::kLimit,
                 fmt::format("{} lists of people are kept already; import this one as a new "
                             "version of one of them",
                             kMaxPeopleLists)};
  }
  return Earlier();
}

extract::PeopleListForm form_of(std::string_view bytes, const PeopleListOrder& order,
                                const Earlier& earlier) {
  extract::PeopleListForm form;
  form.name = earlier ? earlier->name : order.name;
  form.is_csv = order.format.empty() ? bytes.substr(0, 512).find('<') == std::string_view::npos
                                     : order.format == "csv";
  form.version = order.version;
  form.columns = order.columns;
  if (!form.is_csv || !form.columns.name.empty()) return form;
  if (earlier && earlier->format == "csv" && screening::format_columns(form.columns).empty()) {
    // What was recorded was read before.
    form.columns = screening::parse_columns(earlier->columns).value_or(form.columns);
  }
  if (form.columns.name.empty()) form.columns.name = "name";
  return form;
}

// An older file in place of a newer one would show people as de-listed who are listed.
Result<void> require_newer(const Earlier& earlier, const records::PeopleListVersion& version) {
  if (!earlier) return {};
  const bool is_same =
      earlier->sha256 == version.sha256 && earlier->format == version.format &&
      json::format_canonical(earlier->columns) == json::format_canonical(version.columns);
  if (is_same) {
    return Error{ErrorCode::kConflict,
                 fmt::format("this file is the version {} of {} that is kept already",
                             earlier->version, earlier->name)};
  }
  const bool is_older = version.format == "un-xml" && earlier->format == "un-xml" &&
                        version.version < earlier->version;
  if (is_older) {
    return Error{ErrorCode::kConflict,
                 fmt::format("the file was generated at {}, and a newer one of {} is kept; look "
                             "for the newest with its publisher",
                             version.version, earlier->version)};
  }
  return {};
}

// kIntegrity does not stop a new version: of a version that is lost it is still known which of its
// entries are leads, and so which leads were de-listed; what else changed is not.
struct Compared {
  screening::Changes changes;
  bool is_whole = true;
};
Result<Compared> compare_with(Workspace& workspace, const records::PeopleListVersion& earlier,
                              const screening::List& list) {
  const auto before = read_kept(workspace, earlier);
  if (before.ok()) return Compared{screening::compare(*before, list), true};
  if (before.error().code != ErrorCode::kIntegrity) return before.error();
  std::set<std::string> there, gone;
  for (const screening::Entry& entry : list.entries) there.insert(entry.id);
  SANAD_TRY(const auto leads, workspace.records().leads_of_list(earlier.list));
  for (const records::ScreeningLead& lead : leads)
    if (!there.contains(lead.entry)) gone.insert(lead.entry);
  return Compared{{{}, {gone.begin(), gone.end()}, {}}, false};
}

// Exactly, in as many entries as it takes; they count once the version itself is recorded.
Result<void> record_changes(Workspace& workspace, const std::string& actor,
                            const records::PeopleListVersion& version,
                            const screening::Changes& changes) {
  json::Object data;
  std::size_t bytes = 0;
  const auto flush = [&]() -> Result<void> {
    if (data.empty()) return {};
    data.set("list", version.list);
    data.set("version_id", version.id);
    SANAD_CHECK(workspace.custody().record({"screening.list-changes", actor, "", data}));
    data = json::Object{};
    bytes = 0;
    return {};
  };
  const std::pair<const char*, const std::vector<std::string>*> kinds[] = {
      {"added", &changes.added}, {"removed", &changes.removed}, {"changed", &changes.changed}};
  for (const auto& [kind, ids] : kinds) {
    for (const std::string& id : *ids) {
      bytes += json::format_canonical(json::Value(id)).size() + 1;
      if (bytes > kMaxChangesBytes) SANAD_CHECK(flush());
      if (data.find(kind) == nullptr) data.set(kind, json::Array{});
      data.find(kind)->as_array()->emplace_back(id);
    }
  }
  return flush();
}

Result<void> record_version(Workspace& workspace, const std::string& actor,
                            const records::PeopleListVersion& version, bool is_compared) {
  SANAD_CHECK(workspace.custody().record({"screening.list-imported", actor, "",
                                          json::Object{{"list", version.list},
                                                       {"version_id", version.id},
                                                       {"name", version.name},
                                                       {"publisher", version.publisher},
                                                       {"format", version.format},
                                                       {"columns", version.columns},
                                                       {"version", version.version},
                                                       {"sha256", version.sha256},
                                                       {"size", version.size},
                                                       {"entries", version.entries},
                                                       {"added", version.added},
                                                       {"removed", version.removed},
                                                       {"changed", version.changed},
                                                       {"compared", is_compared}}}));
  return {};
}

// What the version says of the leads of earlier screenings.
Result<void> count_touched(Workspace& workspace, ImportedPeopleList& imported) {
  SANAD_TRY(const auto leads, workspace.records().leads_of_list(imported.list.list));
  std::set<std::string> cases;
  for (const records::ScreeningLead& lead : leads) {
    if (!lead.standing || lead.standing->version_id != imported.list.id) continue;
    if (lead.standing->change == "added") continue;
    ++(lead.standing->change == "removed" ? imported.leads_delisted : imported.leads_changed);
    cases.insert(lead.case_id);
  }
  imported.cases.assign(cases.begin(), cases.end());
  return {};
}

records::PeopleListVersion describe(const PeopleListOrder& order, const Earlier& earlier,
                                    const extract::PeopleListForm& form,
                                    const screening::List& list, std::string_view bytes) {
  records::PeopleListVersion version;
  version.id = crypto::new_id("people-version");
  version.list = earlier ? earlier->list : crypto::new_id("people-list");
  version.name = form.name;
  version.publisher = order.publisher.empty() && earlier ? earlier->publisher : order.publisher;
  version.format = form.is_csv ? "csv" : "un-xml";
  version.columns = form.is_csv ? json::Value(screening::format_columns(form.columns))
                                : json::Value(json::Object{});
  version.version = list.version;
  version.sha256 = format_hex(crypto::sha256(as_bytes(bytes)));
  version.size = bytes.size();
  version.entries = static_cast<std::int64_t>(list.entries.size());
  return version;
}

}  // namespace

Result<void> require_screener(Workspace& workspace, const authority::Officer& caller,
                              std::string_view to_do) {
  return require_role(workspace, caller, {Role::kInvestigator, Role::kSupervisor, Role::kReviewer},
                      to_do);
}

Result<screening::List> read_kept(Workspace& workspace, const records::PeopleListVersion& version) {
  SANAD_TRY(const std::string text, open_kept(workspace, version));
  return parse_kept(text, version);
}

Result<std::shared_ptr<const screening::Screener>> share_screener(
    Workspace& workspace, const records::PeopleListVersion& version) {
  SANAD_TRY(const std::string text, open_kept(workspace, version));
  auto& cache = workspace.screener_cache();
  if (auto kept = cache.find(version.list, version.id)) return kept;
  SANAD_TRY(screening::List list, parse_kept(text, version));
  SANAD_TRY(screening::Screener made, screening::Screener::create(std::move(list)));
  auto screener = std::make_shared<const screening::Screener>(std::move(made));
  cache.put(version.list, version.id, text.size(), screener);
  return screener;
}

Result<std::vector<std::string>> queue_screening_again(Workspace& workspace,
                                                       const std::string& list,
                                                       const std::string& actor) {
  std::vector<std::string> queued;
  SANAD_TRY(const auto cases, workspace.records().cases());
  for (const records::Case& one : cases) {
    SANAD_TRY(const auto screenings, workspace.records().screenings(one.id));
    if (screenings.empty()) continue;
    SANAD_TRY(std::string job,
              queue_job(workspace, "screen-again", one.id, actor, json::Object{{"list", list}}));
    queued.push_back(std::move(job));
  }
  return queued;
}

Result<ImportedPeopleList> import_people_list(Workspace& workspace,
                                              const authority::Officer& caller,
                                              std::string_view bytes,
                                              const PeopleListOrder& order) {
  SANAD_CHECK(require_screener(workspace, caller, "import a list of people"));
  SANAD_CHECK(check_order(order));
  const std::lock_guard lock(workspace.versioning());
  SANAD_TRY(const Earlier earlier, earlier_of(workspace, order.name));
  const extract::PeopleListForm form = form_of(bytes, order, earlier);
  SANAD_TRY(const screening::List list, read_in_cage(bytes, form));
  if (list.entries.empty()) {
    return Error{ErrorCode::kInvalid,
                 "there is no entry in the file; an empty list would show everybody as de-listed"};
  }
  if (list.version.empty() || list.version.size() > kMaxVersionBytes) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("say which version of the list this is, in at most {} bytes",
                             kMaxVersionBytes)};
  }
  ImportedPeopleList imported;
  imported.is_first = !earlier;
  imported.list = describe(order, earlier, form, list, bytes);
  SANAD_CHECK(require_newer(earlier, imported.list));
  Compared compared;
  const screening::Changes& changes = compared.changes;
  if (earlier) {
    SANAD_TRY(compared, compare_with(workspace, *earlier, list));
    imported.list.added = static_cast<std::int64_t>(changes.added.size());
    imported.list.removed = static_cast<std::int64_t>(changes.removed.size());
    imported.list.changed = static_cast<std::int64_t>(changes.changed.size());
  }
  SANAD_CHECK(seal_text(workspace, bytes));
  SANAD_CHECK(record_changes(workspace, caller.id, imported.list, changes));
  SANAD_CHECK(record_version(workspace, caller.id, imported.list, compared.is_whole));
  SANAD_CHECK(count_touched(workspace, imported));
  imported.is_compared = compared.is_whole;
  const bool may_hold_new =
      imported.is_first || !compared.is_whole || !changes.added.empty() || !changes.changed.empty();
  if (may_hold_new) {
    SANAD_TRY(imported.jobs, queue_screening_again(workspace, imported.list.list, caller.id));
  }
  SANAD_TRY(imported.list, workspace.records().people_list(imported.list.list));
  return imported;
}

Result<std::vector<records::PeopleListVersion>> list_people_lists(
    Workspace& workspace, const authority::Officer& caller) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return workspace.records().people_lists();
}

Result<std::vector<records::PeopleListVersion>> people_list_versions(
    Workspace& workspace, const authority::Officer& caller, std::string_view list) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const auto newest, workspace.records().people_list(list));
  return workspace.records().people_list_versions(newest.list);
}

}  // namespace sanad::service
