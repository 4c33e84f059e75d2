// Receipts for packages, in both directions.
#include <fmt/format.h>

#include <algorithm>

#include "crypto/crypto.h"
#include "crypto/id.h"
#include "extract/sealed.h"
#include "package_parts.h"
#include "sealed_text.h"
#include "service/people.h"
#include "service/sight.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using sharing::PackageHeader;
using sharing::Receipt;

namespace {

Result<std::string> name_of(Workspace& workspace, const std::string& officer) {
  SANAD_TRY(const Officer found, workspace.records().officer(officer));
  return found.name;
}

Result<Receipt> compose(Workspace& workspace, const Officer& caller,
                        const records::Package& package, const PackageHeader& header,
                        const OwnIdentity& identity) {
  Receipt receipt;
  receipt.receipt = crypto::new_id("receipt");
  receipt.package = package.id;
  SANAD_TRY(receipt.header_sha256, parse_digest256(package.data["header_sha256"].string_or("")));
  receipt.bundle_sha256 = header.bundle_sha256;
  receipt.sender = header.sender;
  receipt.receiver = identity.card.agency;
  receipt.receiver_card = sharing::card_fingerprint(identity.card);
  receipt.received_at = package.at;
  SANAD_TRY(receipt.received_by, name_of(workspace, package.by));
  receipt.issued_at = workspace.clock().now();
  receipt.issued_by = caller.name;
  SANAD_TRY(const auto taken, workspace.records().taken_exhibits(package.id));
  for (const records::TakenExhibit& one : taken) {
    receipt.exhibits.push_back({one.theirs, one.data["their_number"].string_or(""), one.exhibit,
                                one.data["number"].string_or(""),
                                static_cast<std::uint64_t>(one.data["files"].int_or(0))});
  }
  SANAD_TRY(const auto entry, workspace.ledger().entry({package.index}));
  receipt.leaf = entry.leaf_text;
  SANAD_TRY(receipt.proof, workspace.ledger().proof_file({package.index}));
  return receipt;
}

// The card under which the sender knows us, if it still counts.
Result<OwnIdentity> identity_for(Workspace& workspace, const PackageHeader& header) {
  SANAD_TRY(auto identities, own_identities(workspace));
  for (OwnIdentity& one : identities) {
    const Digest256 card = sharing::card_fingerprint(one.card);
    if (std::ranges::any_of(header.recipients, [&](const auto& to) { return to.card == card; }))
      return std::move(one);
  }
  return Error{ErrorCode::kIntegrity, "the package names no card of this agency"};
}

struct Refused {
  const char* code;
  Error error;
};

// What of a receipt is wrong; empty code: our own failure.
class Checking {
 public:
  Checking(Workspace& workspace, ByteView bytes) : workspace_(workspace), bytes_(bytes) {}

  std::optional<Refused> run() {
    if (auto no = verify()) return no;
    return compare();
  }

  records::Partner partner;
  records::Package package;
  Receipt receipt;
  tlog::Checkpoint checkpoint;

 private:
  static Refused denied(const char* code, std::string reason) {
    return {code, {ErrorCode::kDenied, std::move(reason)}};
  }
  static Refused broken(const char* code, std::string reason) {
    return {code, {ErrorCode::kIntegrity, std::move(reason)}};
  }
  static Refused malformed(const std::string& reason) {
    return {"malformed", {ErrorCode::kInvalid, fmt::format("this is not a receipt: {}", reason)}};
  }

  std::optional<Refused> verify() {
    if (bytes_.size() > sharing::kMaxReceiptBytes) return malformed("it is too long");
    auto known = known_signers(workspace_);
    if (!known.ok()) return Refused{"", known.error()};
    MemorySink content;
    const auto signer = extract::open_signed(workspace_.extractor(), extract::source_of(bytes_),
                                             known->certificates, content);
    if (!signer.ok()) {
      switch (signer.error().code) {
        case ErrorCode::kNotFound:
          return denied("unknown-sender", "the receipt is signed by no registered partner");
        case ErrorCode::kIntegrity:
          return broken("bad-signature", "the receipt's signature is wrong");
        case ErrorCode::kInvalid:
        case ErrorCode::kLimit:
          return malformed(signer.error().message);
        default:
          return Refused{"", signer.error()};
      }
    }
    partner = known->partners[*signer];
    auto parsed = sharing::parse_receipt(as_text(content.bytes()));
    if (!parsed.ok()) return malformed(parsed.error().message);
    receipt = std::move(*parsed);
    if (!partner.is_in_force())
      return denied("partner-not-in-force",
                    fmt::format("the receipt's sender {} is {}", partner.name,
                                partner.retired_at ? "retired" : "not confirmed"));
    if (format_hex(receipt.receiver_card) != partner.data["fingerprint"].string_or(""))
      return denied("other-sender", "the receipt says that another card signed it");
    return std::nullopt;
  }

  bool was_sent_to_partner() const {
    const json::Array* partners = package.data["partners"].as_array();
    return partners != nullptr && std::ranges::any_of(*partners, [&](const json::Value& one) {
             return one.string_or("") == partner.id;
           });
  }

  bool names_our_exhibits() const {
    const json::Array* ours = package.data["exhibits"].as_array();
    return ours != nullptr && std::ranges::all_of(receipt.exhibits, [&](const auto& one) {
             return std::ranges::any_of(
                 *ours, [&](const json::Value& id) { return id.string_or("") == one.exhibit; });
           });
  }

  std::optional<Refused> compare() {
    auto found = workspace_.records().package(receipt.package, "out");
    if (!found.ok() && found.error().code != ErrorCode::kNotFound)
      return Refused{"", found.error()};
    if (found.ok()) package = std::move(*found);
    if (package.id.empty() || !was_sent_to_partner())
      return denied("unknown-package",
                    fmt::format("no package {} was sealed for {}", receipt.package, partner.name));
    const auto bundle = workspace_.records().bundle(package.data["bundle"].string_or(""));
    if (!bundle.ok()) return Refused{"", bundle.error()};
    if (format_hex(receipt.header_sha256) != package.data["header_sha256"].string_or("") ||
        format_hex(receipt.bundle_sha256) != bundle->sha256 || !names_our_exhibits())
      return broken("other-package", fmt::format("the receipt is for another package than {} as "
                                                 "it was sealed",
                                                 package.id));
    const auto card = card_of(partner);
    if (!card.ok()) return Refused{"", card.error()};
    auto proven = sharing::check_receipt_proof(receipt, card->ledger_key);
    if (!proven.ok()) return broken("not-proven", proven.error().message);
    checkpoint = std::move(*proven);
    const auto earlier = workspace_.records().receipts(package.id);
    if (!earlier.ok()) return Refused{"", earlier.error()};
    const bool is_replayed = std::ranges::any_of(*earlier, [&](const auto& one) {
      return one.id == receipt.receipt || one.partner == partner.id;
    });
    if (is_replayed)
      return denied("replayed", fmt::format("a receipt of {} for {} was taken in already",
                                            partner.name, package.id));
    return std::nullopt;
  }

  Workspace& workspace_;
  ByteView bytes_;
};

}  // namespace

Result<records::StoredReceipt> issue_receipt(Workspace& workspace, const Officer& caller,
                                             std::string_view id) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kEvidenceOfficer, Role::kSupervisor},
                           "issue a receipt"));
  SANAD_TRY(const records::Package package, workspace.records().package(id, "in"));
  SANAD_CHECK(require_sight(workspace, caller, package.case_id));
  SANAD_TRY(auto issued, workspace.records().receipts(package.id));
  if (!issued.empty()) return std::move(issued.front());
  SANAD_TRY(const PackageHeader header, stored_header(workspace, package));
  SANAD_TRY(const OwnIdentity identity, identity_for(workspace, header));
  SANAD_TRY(const Receipt receipt, compose(workspace, caller, package, header, identity));
  if (receipt.exhibits.size() != header.exhibits.size())
    return Error{ErrorCode::kConflict,
                 fmt::format("{} of {} exhibits were taken in; take in the rest, then the receipt "
                             "speaks of all",
                             receipt.exhibits.size(), header.exhibits.size())};
  const std::string text = sharing::format_receipt(receipt);
  SANAD_CHECK(sharing::parse_receipt(text));
  SANAD_TRY(const Bytes file,
            cms::sign(as_bytes(text), {&identity.signing, identity.card.signing}));
  SANAD_TRY(const std::string digest, seal_text(workspace, as_text(file), package.case_id));
  SANAD_CHECK(
      workspace.custody().record({"receipt.issued", caller.id, package.case_id,
                                  json::Object{{"receipt", receipt.receipt},
                                               {"package", package.id},
                                               {"received_at", format_timestamp(package.at)},
                                               {"received_by", receipt.received_by},
                                               {"checkpoint", package.data["checkpoint"]},
                                               {"sha256", digest},
                                               {"size", std::uint64_t{file.size()}}}}));
  return workspace.records().receipt(receipt.receipt);
}

Result<OpenedObject> open_receipt(Workspace& workspace, const Officer& caller,
                                  std::string_view id) {
  SANAD_CHECK(require_case_reader(workspace, caller));
  SANAD_TRY(const records::StoredReceipt receipt, workspace.records().receipt(id));
  SANAD_CHECK(require_sight(workspace, caller, receipt.case_id));
  SANAD_TRY(const Digest256 digest, parse_digest256(receipt.data["sha256"].string_or("")));
  SANAD_TRY_WITH(auto reader, workspace.vault().open_object(receipt.case_id, digest),
                 fmt::format("the receipt {}", receipt.id));
  return OpenedObject{receipt.id + ".cms", std::move(reader)};
}

Result<records::StoredReceipt> take_receipt(Workspace& workspace, const Officer& caller,
                                            ByteView bytes) {
  SANAD_CHECK(require_role(workspace, caller,
                           {Role::kInvestigator, Role::kEvidenceOfficer, Role::kSupervisor},
                           "take a receipt in"));
  Checking checking(workspace, bytes);
  if (const auto no = checking.run()) {
    if (std::string_view(no->code).empty()) return no->error;
    SANAD_CHECK(
        workspace.custody().record({"receipt.refused", caller.id, checking.package.case_id,
                                    json::Object{{"receipt", checking.receipt.receipt},
                                                 {"package", checking.receipt.package},
                                                 {"partner", checking.partner.id},
                                                 {"code", no->code},
                                                 {"reason", no->error.message.substr(0, 2000)},
                                                 {"sha256", format_hex(crypto::sha256(bytes))}}}));
    return no->error;
  }
  const records::Package& package = checking.package;
  SANAD_CHECK(require_sight(workspace, caller, package.case_id));
  SANAD_TRY(const std::string digest, seal_text(workspace, as_text(bytes), package.case_id));
  const tlog::Checkpoint& checkpoint = checking.checkpoint;
  json::Array exhibits;
  for (const auto& one : checking.receipt.exhibits)
    exhibits.emplace_back(json::Object{
        {"exhibit", one.exhibit}, {"taken_as", one.taken_as}, {"taken_number", one.taken_number}});
  SANAD_CHECK(workspace.custody().record(
      {"receipt.taken", caller.id, package.case_id,
       json::Object{{"receipt", checking.receipt.receipt},
                    {"package", package.id},
                    {"partner", checking.partner.id},
                    {"received_at", format_timestamp(checking.receipt.received_at)},
                    {"received_by", checking.receipt.received_by},
                    {"checkpoint", json::Object{{"origin", checkpoint.origin},
                                                {"size", checkpoint.head.size.value},
                                                {"root", format_base64(checkpoint.head.root)}}},
                    {"exhibits", std::move(exhibits)},
                    {"sha256", digest},
                    {"size", std::uint64_t{bytes.size()}}}}));
  return workspace.records().receipt(checking.receipt.receipt);
}

}  // namespace sanad::service
