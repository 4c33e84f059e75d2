#include "service/exhibits.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "closed_content.h"
#include "closed_files.h"
#include "looks.h"
#include "service/acts.h"
#include "service/blind.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {
namespace {

constexpr std::uint64_t kMaxAcquisitionBytes = 64ULL << 20;
constexpr std::size_t kMaxCustodyEntries = 10'000;
constexpr std::string_view kCompared = "corroboration.recorded";

bool speaks_of(const records::Entry& entry, std::string_view exhibit) {
  const json::Array* items = entry.data["exhibits"].as_array();
  return items != nullptr && std::ranges::any_of(*items, [&](const json::Value& one) {
           return one.string_or(one["exhibit"].string_or("")) == exhibit;
         });
}

// Packages that it left in or came in, and receipts for them: they speak of several exhibits.
Result<void> add_package_entries(Workspace& workspace, const records::Exhibit& exhibit,
                                 std::vector<records::Entry>& chain) {
  std::string came_in;
  for (const records::Entry& entry : chain)
    if (entry.kind == "package.taken") came_in = entry.data["package"].string_or("");
  for (const char* kind : {"package.sealed", "package.opened", "receipt.issued", "receipt.taken"}) {
    SANAD_TRY(auto entries, workspace.records().entries({.case_id = exhibit.case_id,
                                                         .kind = kind,
                                                         .limit = kMaxCustodyEntries,
                                                         .oldest_first = true}));
    for (auto& entry : entries) {
      const bool is_its_package =
          !came_in.empty() && entry.data["package"].string_or("") == came_in;
      if (is_its_package || speaks_of(entry, exhibit.id)) chain.push_back(std::move(entry));
    }
  }
  return {};
}

// Comparisons with other captures, of either side, told to whoever may see all that they name.
Result<void> add_comparisons(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit, std::vector<records::Entry>& chain) {
  std::erase_if(chain, [](const records::Entry& entry) { return entry.kind == kCompared; });
  SANAD_TRY(auto entries, workspace.records().entries({.case_id = exhibit.case_id,
                                                       .kind = std::string(kCompared),
                                                       .limit = kMaxCustodyEntries,
                                                       .oldest_first = true}));
  std::erase_if(entries, [&](const records::Entry& entry) {
    return entry.data["exhibit"].string_or("") != exhibit.id &&
           entry.data["other"].string_or("") != exhibit.id;
  });
  SANAD_CHECK(keep_known(workspace, caller, entries));
  std::move(entries.begin(), entries.end(), std::back_inserter(chain));
  return {};
}

}  // namespace

Result<std::vector<records::Exhibit>> list_exhibits(Workspace& workspace,
                                                    const authority::Officer& caller,
                                                    std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_TRY(const auto exhibits, workspace.records().exhibits(of_case.id));
  std::vector<records::Exhibit> seen;
  for (const records::Exhibit& one : exhibits) {
    SANAD_TRY(const bool is_seen, may_see(workspace, caller, one.case_id, one.id));
    if (is_seen) seen.push_back(one);
  }
  return seen;
}

Result<records::Exhibit> find_exhibit(Workspace& workspace, const authority::Officer& caller,
                                      std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  return exhibit_for(workspace, caller, id);
}

Result<json::Value> read_acquisition(Workspace& workspace, const authority::Officer& caller,
                                     const records::Exhibit& exhibit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const OpenedFile opened, open_recorded(workspace, exhibit, "acquisition.json"));
  if (opened.file.size > kMaxAcquisitionBytes)
    return Error{ErrorCode::kLimit,
                 "the acquisition record is too long to be shown; export the bundle"};
  std::string text(opened.file.size, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    SANAD_TRY(const std::size_t got,
              opened.reader->read(
                  {reinterpret_cast<std::uint8_t*>(text.data()) + filled, text.size() - filled}));
    if (got == 0) break;
    filled += got;
  }
  return json::parse(text);
}

Result<std::vector<records::Entry>> custody_record(Workspace& workspace,
                                                   const authority::Officer& caller,
                                                   const records::Exhibit& exhibit) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  std::vector<records::Entry> chain;
  for (const char* kind :
       {"authorisation.requested", "authorisation.approved", "authorisation.revoked"}) {
    SANAD_TRY(auto entries, workspace.records().entries({.case_id = exhibit.case_id,
                                                         .kind = kind,
                                                         .limit = kMaxCustodyEntries,
                                                         .oldest_first = true}));
    for (auto& entry : entries) {
      if (entry.data["authorisation"].string_or("") == exhibit.authorisation)
        chain.push_back(std::move(entry));
    }
  }
  SANAD_TRY(auto own,
            workspace.records().entries(
                {.exhibit = exhibit.id, .limit = kMaxCustodyEntries, .oldest_first = true}));
  SANAD_CHECK(leave_out_unknown(workspace, &caller, own));
  std::move(own.begin(), own.end(), std::back_inserter(chain));
  SANAD_CHECK(add_package_entries(workspace, exhibit, chain));
  SANAD_CHECK(add_comparisons(workspace, caller, exhibit, chain));
  std::sort(chain.begin(), chain.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  return chain;
}

Result<OpenedFile> open_file(Workspace& workspace, const authority::Officer& caller,
                             const records::Exhibit& exhibit, std::string_view name, Access access,
                             std::string_view purpose) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_CHECK(require_sight(workspace, caller, exhibit.case_id, exhibit.id));
  SANAD_TRY(const records::ExhibitFile file, workspace.records().file(exhibit, name));
  if (file.role == "netlog") {
    return refuse_content(workspace, caller, exhibit, name, kStaysSealed,
                          "the network log holds cookies and other people's data, so it stays "
                          "sealed; a court may order its disclosure");
  }
  SANAD_TRY(const ClosedFiles closed, ClosedFiles::of(workspace, exhibit));
  if (closed.holds(file)) {
    return refuse_content(workspace, caller, exhibit, name, kSetAside, std::string(kClosedReason));
  }
  if (access == Access::kView) {
    SANAD_CHECK(record_look(workspace, caller, exhibit, file.name, purpose));
    return open_recorded(workspace, exhibit, name);
  }
  SANAD_CHECK(workspace.custody().record(
      {"exhibit.copied", caller.id, exhibit.case_id,
       json::Object{{"exhibit", exhibit.id}, {"file", file.name}, {"purpose", purpose}}}));
  return open_recorded(workspace, exhibit, name);
}

Result<OpenedFile> open_recorded(Workspace& workspace, const records::Exhibit& exhibit,
                                 std::string_view name) {
  SANAD_TRY(records::ExhibitFile file, workspace.records().file(exhibit, name));
  SANAD_TRY(const Digest256 digest, parse_digest256(file.sha256));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(exhibit.case_id, digest),
                 fmt::format("{} of {}", file.name, exhibit.number));
  return OpenedFile{std::move(file), std::move(reader)};
}

}  // namespace sanad::service
