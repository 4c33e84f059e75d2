#include "sharing/receipt.h"

#include <fmt/format.h>

#include "json/json.h"
#include "members.h"
#include "sharing/card.h"
#include "sharing/package.h"
#include "tlog/proof.h"

namespace sanad::sharing {
namespace {

constexpr std::size_t kMaxLeafBytes = 4096;

json::Array format_exhibits(const Receipt& receipt) {
  json::Array items;
  for (const TakenExhibit& one : receipt.exhibits) {
    items.emplace_back(json::Object{{"exhibit", one.exhibit},
                                    {"number", one.number},
                                    {"taken_as", one.taken_as},
                                    {"taken_number", one.taken_number},
                                    {"files", one.files}});
  }
  return items;
}

Result<void> parse_exhibits(const json::Value& value, Receipt& receipt) {
  SANAD_TRY(const json::Array* items, array_member(value, "exhibits", kMaxPackageExhibits));
  for (const json::Value& item : *items) {
    SANAD_CHECK(check_members(item, {"exhibit", "number", "taken_as", "taken_number", "files"},
                              "an exhibit"));
    TakenExhibit one;
    SANAD_TRY(one.exhibit, id_member(item, "exhibit", "exhibit"));
    SANAD_TRY(one.number, text_member(item, "number", kMaxNameBytes));
    SANAD_TRY(one.taken_as, id_member(item, "taken_as", "exhibit"));
    SANAD_TRY(one.taken_number, text_member(item, "taken_number", kMaxNameBytes));
    SANAD_TRY(one.files, count_member(item, "files"));
    receipt.exhibits.push_back(std::move(one));
  }
  return {};
}

Result<void> parse_receiver(const json::Value& value, Receipt& receipt) {
  SANAD_CHECK(check_members(value["receiver"], {"agency", "card"}, "\"receiver\""));
  SANAD_TRY(receipt.receiver, text_member(value["receiver"], "agency", kMaxAgencyBytes));
  SANAD_TRY(receipt.receiver_card, digest_member(value["receiver"], "card"));
  return {};
}

}  // namespace

std::string format_receipt(const Receipt& receipt) {
  return json::format_canonical(json::Object{
      {"v", 1},
      {"receipt", receipt.receipt},
      {"package", receipt.package},
      {"header_sha256", format_hex(receipt.header_sha256)},
      {"bundle_sha256", format_hex(receipt.bundle_sha256)},
      {"sender", receipt.sender},
      {"receiver",
       json::Object{{"agency", receipt.receiver}, {"card", format_hex(receipt.receiver_card)}}},
      {"received_at", format_timestamp(receipt.received_at)},
      {"received_by", receipt.received_by},
      {"issued_at", format_timestamp(receipt.issued_at)},
      {"issued_by", receipt.issued_by},
      {"exhibits", format_exhibits(receipt)},
      {"leaf", receipt.leaf},
      {"proof", receipt.proof}});
}

Result<Receipt> parse_receipt(std::string_view text) {
  if (text.size() > kMaxReceiptBytes)
    return Error{ErrorCode::kLimit,
                 fmt::format("a receipt has at most {} bytes", kMaxReceiptBytes)};
  SANAD_TRY_WITH(const json::Value value, json::parse_canonical(text), "the receipt");
  SANAD_CHECK(check_members(
      value,
      {"v", "receipt", "package", "header_sha256", "bundle_sha256", "sender", "receiver",
       "received_at", "received_by", "issued_at", "issued_by", "exhibits", "leaf", "proof"},
      "a receipt"));
  if (value["v"].int_or(0) != 1) return wrong_member("v", "must be 1");
  Receipt receipt;
  SANAD_TRY(receipt.receipt, id_member(value, "receipt", "receipt"));
  SANAD_TRY(receipt.package, id_member(value, "package", "package"));
  SANAD_TRY(receipt.header_sha256, digest_member(value, "header_sha256"));
  SANAD_TRY(receipt.bundle_sha256, digest_member(value, "bundle_sha256"));
  SANAD_TRY(receipt.sender, text_member(value, "sender", kMaxAgencyBytes));
  SANAD_CHECK(parse_receiver(value, receipt));
  SANAD_TRY(receipt.received_at, time_member(value, "received_at"));
  SANAD_TRY(receipt.received_by, text_member(value, "received_by", kMaxNameBytes));
  SANAD_TRY(receipt.issued_at, time_member(value, "issued_at"));
  SANAD_TRY(receipt.issued_by, text_member(value, "issued_by", kMaxNameBytes));
  SANAD_CHECK(parse_exhibits(value, receipt));
  SANAD_TRY(receipt.leaf, text_member(value, "leaf", kMaxLeafBytes));
  SANAD_TRY(receipt.proof, text_member(value, "proof", tlog::kMaxProofFileSize));
  return receipt;
}

Result<tlog::Checkpoint> check_receipt_proof(const Receipt& receipt,
                                             const tlog::VerifierKey& ledger) {
  const Error wrong{ErrorCode::kIntegrity,
                    "the receipt does not prove that the package stands in the receiver's ledger"};
  const auto leaf = json::parse_canonical(receipt.leaf);
  if (!leaf.ok() || (*leaf)["kind"].string_or("") != "package.opened") return wrong;
  const auto proof = tlog::parse_proof(receipt.proof);
  if (!proof.ok()) return wrong;
  const auto opened = tlog::verify_proof(*proof, as_bytes(receipt.leaf), ledger);
  if (!opened.ok()) return wrong;
  return opened->checkpoint;
}

}  // namespace sanad::sharing
