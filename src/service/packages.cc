// Packages that leave, and what both sides show of them.
#include "service/packages.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/stable_sort.h"
#include "crypto/id.h"
#include "custody/custody.h"
#include "package_parts.h"
#include "queue.h"
#include "reasons.h"
#include "sealed_text.h"
#include "service/bundles.h"
#include "service/cases.h"
#include "service/exchange.h"
#include "service/marks.h"
#include "service/people.h"
#include "service/planning.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::RefusalCode;
using authority::Role;
using sharing::Marking;
using sharing::PackageHeader;

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

Error refuse_sharing(Workspace& workspace, const Officer& caller, std::string_view case_id,
                     std::string_view target, RefusalCode code, std::string reason) {
  return refuse(workspace, caller, case_id, "share", target, {code, std::move(reason), ""});
}

Result<void> check_order(const PackageOrder& order, Timestamp now) {
  SANAD_CHECK(require_words(order.purpose, "the purpose", sharing::kMaxPurposeBytes));
  if (order.partners.empty() || order.partners.size() > sharing::kMaxPackageRecipients)
    return Error{ErrorCode::kInvalid, fmt::format("name 1 to {} partners that it is for",
                                                  sharing::kMaxPackageRecipients)};
  if (order.persons.size() > sharing::kMaxPersons)
    return Error{ErrorCode::kInvalid, fmt::format("name at most {} persons", sharing::kMaxPersons)};
  if (order.expires_at <= now || order.expires_at.unix_ms > now.unix_ms + kMaxPackageMs)
    return Error{ErrorCode::kInvalid, "a package ends after now and within 366 days"};
  SANAD_CHECK(sharing::parse_marking(json::Value(sharing::format_marking(order.marking))));
  return {};
}

Result<std::vector<records::Partner>> partners_for(Workspace& workspace,
                                                   const PackageOrder& order) {
  std::vector<records::Partner> partners;
  for (const std::string& named : order.partners) {
    SANAD_TRY(records::Partner partner, workspace.records().partner(named));
    if (!partner.is_in_force())
      return Error{
          ErrorCode::kInvalid,
          fmt::format("{} is {}; nothing is sealed for it", partner.name,
                      partner.retired_at ? "retired" : "not confirmed by a second person")};
    const bool is_twice = std::ranges::any_of(
        partners, [&](const records::Partner& one) { return one.id == partner.id; });
    if (!is_twice) partners.push_back(std::move(partner));
  }
  return partners;
}

// What of the order the markings forbid; each refusal is recorded.
Result<void> check_recipients(Workspace& workspace, const Officer& caller,
                              const std::string& case_id, const PackageOrder& order,
                              const std::vector<records::Partner>& partners) {
  for (const records::Partner& partner : partners) {
    SANAD_TRY(const Marking most, most_of(partner));
    if (sharing::exceeds(order.marking, most))
      return refuse_sharing(workspace, caller, case_id, partner.id, RefusalCode::kMarking,
                            fmt::format("the package is marked {}, and {} may be sent at most {}",
                                        sharing::marking_words(order.marking), partner.name,
                                        sharing::marking_words(most)));
  }
  const bool is_red = order.marking.tlp == sharing::Tlp::kRed;
  if (is_red && (partners.size() != 1 || order.persons.empty()))
    return refuse_sharing(workspace, caller, case_id, partners.front().id, RefusalCode::kMarking,
                          "TLP:RED is for persons by name: name them, at one partner");
  return {};
}

Result<std::vector<sharing::PackagedExhibit>> packaged(Workspace& workspace, const Officer& caller,
                                                       const records::Bundle& bundle,
                                                       const Marking& most) {
  if (bundle.exhibits.size() > sharing::kMaxPackageExhibits)
    return Error{ErrorCode::kLimit,
                 fmt::format("a package has at most {} exhibits; export smaller bundles",
                             sharing::kMaxPackageExhibits)};
  std::vector<sharing::PackagedExhibit> all;
  for (const std::string& id : bundle.exhibits) {
    SANAD_TRY(const records::Exhibit exhibit, exhibit_for(workspace, caller, id));
    SANAD_TRY(const MarkState state, marking_of(workspace, exhibit));
    if (!state.effective)
      return Error{
          ErrorCode::kInvalid,
          fmt::format("nobody has marked {} or its case; set a marking first", exhibit.number)};
    if (sharing::exceeds(*state.effective, most))
      return refuse_sharing(
          workspace, caller, bundle.case_id, exhibit.id, RefusalCode::kMarking,
          fmt::format("{} is marked {}, more strictly than the package ({})", exhibit.number,
                      sharing::marking_words(*state.effective), sharing::marking_words(most)));
    // A title may be a stranger's; a line of JSON takes it without control characters.
    std::string title = exhibit.title;
    std::erase_if(title, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (title.find_first_not_of(' ') == std::string::npos) title.clear();
    all.push_back({exhibit.id, exhibit.number, std::move(title), *state.effective});
  }
  return all;
}

Result<void> copy_all(ByteSource& from, ByteSink& to, capture::Monitor& monitor,
                      std::string_view phase) {
  Bytes piece(kPieceBytes);
  std::uint64_t done = 0;
  for (;;) {
    SANAD_TRY(const std::size_t got, from.read(piece));
    if (got == 0) return {};
    SANAD_CHECK(to.write(ByteView(piece).first(got)));
    done += got;
    monitor.on_progress({std::string(phase), done, 0, ""});
    if (monitor.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
  }
}

Result<vault::SealedObject> write_package(Workspace& workspace, const OwnIdentity& identity,
                                          const std::vector<Bytes>& recipients,
                                          const std::string& line, const records::Bundle& bundle,
                                          capture::Monitor& monitor) {
  SANAD_TRY(const Digest256 digest, parse_digest256(bundle.sha256));
  SANAD_TRY_WITH(const auto reader, workspace.vault().open_object(bundle.case_id, digest),
                 fmt::format("the bundle {}", bundle.id));
  SANAD_TRY(auto object, workspace.vault().begin(bundle.case_id));
  SANAD_TRY(const auto sealer,
            cms::Sealer::create(*object, {&identity.signing, identity.card.signing}, recipients));
  SANAD_CHECK(sealer->write(as_bytes(line + "\n")));
  SANAD_CHECK_WITH(copy_all(*reader, *sealer, monitor, "sealing"), "sealing the package");
  SANAD_CHECK(sealer->finish());
  return object->seal();
}

struct Addressed {
  std::vector<Bytes> certificates;
  json::Array partners;  // identifiers
};

// Names sender and recipients in the header.
Result<Addressed> address(const std::vector<records::Partner>& partners,
                          const OwnIdentity& identity, PackageHeader& header) {
  header.package = crypto::new_id("package");
  header.sender = identity.card.agency;
  header.sender_card = sharing::card_fingerprint(identity.card);
  Addressed to;
  for (const records::Partner& partner : partners) {
    SANAD_TRY(const sharing::Card card, card_of(partner));
    header.recipients.push_back({card.agency, sharing::card_fingerprint(card)});
    to.certificates.push_back(card.sealing);
    to.partners.emplace_back(partner.id);
  }
  return to;
}

json::Object sealed_entry(const PackageHeader& header, const Addressed& to,
                          const authority::Permit& granted, const std::string& line_digest,
                          const vault::ObjectInfo& sealed) {
  return {
      {"package", header.package},
      {"bundle", header.bundle},
      {"partners", to.partners},
      {"exhibits", ids_of(header)},
      {"marking", sharing::format_marking(header.marking)},
      {"purpose", header.purpose},
      {"expires_at", format_timestamp(header.expires_at)},
      {"authorisation", granted.authorisation()},
      {"permit", custody::format_grounds({{"decided_at", format_timestamp(granted.decided_at())}},
                                         granted.grounds())},
      {"header_sha256", line_digest},
      {"sha256", format_hex(sealed.sha256)},
      {"size", sealed.size_bytes}};
}

// All that is decided and checked before anything is written.
struct Prepared {
  authority::Permit permit;
  records::Bundle bundle;
  OwnIdentity identity;
  Addressed to;
  PackageHeader header;
};

Result<Prepared> prepare(Workspace& workspace, const Officer& caller, const PackageOrder& order) {
  const Timestamp now = workspace.clock().now();
  SANAD_CHECK(check_order(order, now));
  SANAD_TRY(records::Bundle bundle, workspace.records().bundle(order.bundle));
  SANAD_CHECK(require_sight(workspace, caller, bundle.case_id));
  SANAD_TRY(const auto partners, partners_for(workspace, order));
  std::string names;
  for (const auto& partner : partners) names += (names.empty() ? "" : ", ") + partner.name;
  authority::ActRequest act{
      bundle.case_id, authority::Activity::kShare, {}, order.authorisation, names};
  SANAD_TRY(authority::Permit granted, permit(workspace, caller, act));
  SANAD_CHECK(check_recipients(workspace, caller, bundle.case_id, order, partners));
  PackageHeader header;
  SANAD_TRY(header.exhibits, packaged(workspace, caller, bundle, order.marking));
  SANAD_TRY(OwnIdentity identity, identity_in_force(workspace));
  SANAD_TRY(Addressed to, address(partners, identity, header));
  if (!order.package.empty()) header.package = order.package;
  header.persons = order.persons;
  header.created_at = now;
  header.expires_at = order.expires_at;
  header.purpose = order.purpose;
  header.marking = order.marking;
  header.bundle = bundle.id;
  SANAD_TRY(header.bundle_sha256, parse_digest256(bundle.sha256));
  header.bundle_size = bundle.size;
  // Whatever a receiver would refuse is refused here.
  SANAD_CHECK(sharing::parse_header(sharing::format_header(header)));
  return Prepared{std::move(granted), std::move(bundle), std::move(identity), std::move(to),
                  std::move(header)};
}

// An order in a job.
json::Object format_order(const PackageOrder& order) {
  return {{"package", order.package},
          {"bundle", order.bundle},
          {"partners", json::Array(order.partners.begin(), order.partners.end())},
          {"persons", json::Array(order.persons.begin(), order.persons.end())},
          {"marking", sharing::format_marking(order.marking)},
          {"purpose", order.purpose},
          {"expires_at", format_timestamp(order.expires_at)},
          {"authorisation", order.authorisation}};
}

Result<PackageOrder> parse_order(const json::Value& value) {
  PackageOrder order;
  const auto texts = [&](const char* member, std::vector<std::string>& to) {
    if (const json::Array* items = value[member].as_array())
      for (const json::Value& item : *items) to.push_back(item.string_or(""));
  };
  order.package = value["package"].string_or("");
  order.bundle = value["bundle"].string_or("");
  texts("partners", order.partners);
  texts("persons", order.persons);
  SANAD_TRY(order.marking, sharing::parse_marking(value["marking"]));
  order.purpose = value["purpose"].string_or("");
  SANAD_TRY(order.expires_at, parse_timestamp(value["expires_at"].string_or("")));
  order.authorisation = value["authorisation"].string_or("");
  return order;
}

// Its line, or, where it went with an exhibit that was disposed of, what its entry says.
Result<PackageHeader> header_or_rest(Workspace& workspace, const records::Package& package) {
  auto stored = stored_header(workspace, package);
  if (stored.ok() || stored.error().code != ErrorCode::kNotFound) return stored;
  SANAD_TRY(const auto disposals, workspace.records().disposals(package.case_id));
  if (std::ranges::none_of(disposals, &records::Disposal::is_tombstone)) return stored;
  const json::Value& said = package.data;
  PackageHeader header;
  header.package = package.id;
  header.sender = said["sender"].string_or("");
  header.created_at = package.at;
  SANAD_TRY(header.expires_at, parse_timestamp(said["expires_at"].string_or("")));
  SANAD_TRY(header.marking, sharing::parse_marking(said["marking"]));
  header.purpose = said["purpose"].string_or("");
  header.bundle = said["bundle"].string_or(said["bundle"]["bundle"].string_or(""));
  return header;
}

Result<PackageState> state_of(Workspace& workspace, records::Package package,
                              std::string_view direction) {
  PackageState state;
  state.direction = direction;
  SANAD_TRY(state.header, header_or_rest(workspace, package));
  SANAD_TRY(state.taken, workspace.records().taken_exhibits(package.id));
  SANAD_TRY(state.receipts, workspace.records().receipts(package.id));
  state.package = std::move(package);
  return state;
}

}  // namespace

Result<OwnIdentity> identity_in_force(Workspace& workspace) {
  SANAD_TRY(auto identities, own_identities(workspace));
  if (identities.empty())
    return Error{ErrorCode::kInvalid,
                 "this agency has no card yet; a supervisor makes it with \"sanad partner card\""};
  SANAD_TRY(const auto info, cms::read_certificate(identities.front().card.signing));
  if (info.to <= workspace.clock().now())
    return Error{ErrorCode::kInvalid,
                 "this agency's certificates have ended; a supervisor renews its card"};
  return std::move(identities.front());
}

Result<PackageHeader> stored_header(Workspace& workspace, const records::Package& package) {
  SANAD_TRY_WITH(
      const std::string line,
      open_sealed_text(workspace, package.data["header_sha256"].string_or(""), package.case_id),
      fmt::format("the line of {}", package.id));
  SANAD_TRY_WITH(PackageHeader header, sharing::parse_header(line),
                 fmt::format("the line of {}", package.id));
  return header;
}

Result<records::Package> seal_package(Workspace& workspace, const Officer& caller,
                                      const PackageOrder& order, capture::Monitor& monitor) {
  SANAD_TRY(const Prepared made, prepare(workspace, caller, order));
  const std::string line = sharing::format_header(made.header);
  SANAD_TRY(const auto sealed, write_package(workspace, made.identity, made.to.certificates, line,
                                             made.bundle, monitor));
  const std::string& case_id = made.bundle.case_id;
  SANAD_TRY(const std::string line_digest, seal_text(workspace, line, case_id));
  SANAD_CHECK(workspace.custody().record(
      {"package.sealed", caller.id, case_id,
       sealed_entry(made.header, made.to, made.permit, line_digest, sealed.info)}));
  return workspace.records().package(made.header.package, "out");
}

Result<OrderedPackage> order_package(Workspace& workspace, const Officer& caller,
                                     PackageOrder order) {
  SANAD_TRY(const Prepared made, prepare(workspace, caller, order));
  order.package = made.header.package;
  OrderedPackage ordered{"", order.package};
  SANAD_TRY(ordered.job, queue_job(workspace, "package-seal", made.bundle.case_id, caller.id,
                                   format_order(order)));
  return ordered;
}

Result<json::Value> run_package_sealing(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor) {
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  SANAD_TRY(const PackageOrder order, parse_order(job.payload));
  const json::Value answer(json::Object{{"package", order.package}});
  const auto before = workspace.records().package(order.package, "out");
  if (before.ok()) return answer;
  if (before.error().code != ErrorCode::kNotFound) return before.error();
  SANAD_CHECK(seal_package(workspace, officer, order, monitor));
  return answer;
}

json::Array ids_of(const PackageHeader& header) {
  json::Array ids;
  for (const auto& one : header.exhibits) ids.emplace_back(one.exhibit);
  return ids;
}

Result<OpenedObject> copy_package(Workspace& workspace, const Officer& caller,
                                  std::string_view package) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kEvidenceOfficer, Role::kSupervisor},
                           "take a package"));
  SANAD_TRY(const records::Package found, workspace.records().package(package, "out"));
  SANAD_CHECK(require_sight(workspace, caller, found.case_id));
  SANAD_TRY(const Digest256 digest, parse_digest256(found.data["sha256"].string_or("")));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(found.case_id, digest),
                 fmt::format("the package {}", found.id));
  SANAD_CHECK(workspace.custody().record(
      {"package.copied", caller.id, found.case_id, json::Object{{"package", found.id}}}));
  return OpenedObject{found.id + ".cms", std::move(reader)};
}

Result<std::vector<PackageState>> list_packages(Workspace& workspace, const Officer& caller,
                                                std::string_view case_id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  std::vector<PackageState> states;
  for (const char* direction : {"out", "in"}) {
    SANAD_TRY(auto packages, workspace.records().packages(of_case.id, direction));
    for (records::Package& one : packages) {
      SANAD_TRY(PackageState state, state_of(workspace, std::move(one), direction));
      states.push_back(std::move(state));
    }
  }
  stable_sort(states, [](const PackageState& a, const PackageState& b) {
    return a.package.index > b.package.index;
  });
  return states;
}

Result<PackageState> find_package(Workspace& workspace, const Officer& caller,
                                  std::string_view package) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  const char* direction = "out";
  auto found = workspace.records().package(package, direction);
  if (!found.ok() && found.error().code == ErrorCode::kNotFound) {
    direction = "in";
    found = workspace.records().package(package, direction);
  }
  if (!found.ok()) return found.error();
  SANAD_CHECK(require_sight(workspace, caller, found->case_id));
  return state_of(workspace, std::move(*found), direction);
}

json::Object view(const records::StoredReceipt& receipt) {
  return {{"receipt", receipt.id},
          {"package", receipt.package},
          {"partner", receipt.partner},
          {"at", format_timestamp(receipt.at)},
          {"by", receipt.by},
          {"sha256", receipt.data["sha256"]},
          {"received_at", receipt.data["received_at"]},
          {"received_by", receipt.data["received_by"]},
          {"checkpoint", receipt.data["checkpoint"]}};
}

json::Object view(const PackageState& state) {
  const PackageHeader& header = state.header;
  json::Array recipients, exhibits, taken, receipts;
  for (const auto& one : header.recipients) recipients.emplace_back(one.agency);
  for (const auto& one : header.exhibits) {
    exhibits.emplace_back(json::Object{{"exhibit", one.exhibit},
                                       {"number", one.number},
                                       {"title", one.title},
                                       {"marking", sharing::format_marking(one.marking)}});
  }
  for (const auto& one : state.taken) {
    taken.emplace_back(json::Object{{"theirs", one.theirs},
                                    {"exhibit", one.exhibit},
                                    {"number", one.data["number"]},
                                    {"files", one.data["files"]}});
  }
  for (const auto& one : state.receipts) receipts.emplace_back(view(one));
  return {{"package", state.package.id},
          {"direction", state.direction},
          {"case", state.package.case_id},
          {"sender", header.sender},
          {"partner", state.package.data["partner"].string_or("")},
          {"recipients", std::move(recipients)},
          {"persons", json::Array(header.persons.begin(), header.persons.end())},
          {"marking", sharing::format_marking(header.marking)},
          {"purpose", header.purpose},
          {"created_at", format_timestamp(header.created_at)},
          {"expires_at", format_timestamp(header.expires_at)},
          {"bundle", header.bundle},
          {"bundle_sha256", format_hex(header.bundle_sha256)},
          {"bundle_size", header.bundle_size},
          {"verdict", state.package.data["verdict"].string_or("")},
          {"checkpoint", state.package.data["checkpoint"]},
          {"at", format_timestamp(state.package.at)},
          {"by", state.package.by},
          {"exhibits", std::move(exhibits)},
          {"taken", std::move(taken)},
          {"receipts", std::move(receipts)}};
}

}  // namespace sanad::service
