// Vault, ledger, records, timestamps, validation.
#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "doctor_lines.h"
#include "http/client.h"
#include "keyring/keyring.h"
#include "merkle/proof.h"
#include "service/validations.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/entry.h"

namespace sanad::service::doctor {
namespace {

constexpr std::uint64_t kTail = 200;  // entries that are looked at
constexpr std::size_t kNonceBytes = 16;
constexpr std::string_view kProbe = "doctor-probe";

// Leaf, body and proof of one entry, as a verifier would check them.
Result<void> check_entry(Workspace& workspace, std::uint64_t index, const merkle::TreeHead& head) {
  SANAD_TRY(const ledger::StoredEntry stored, workspace.ledger().entry({index}));
  SANAD_TRY(const tlog::EntryLeaf leaf, tlog::parse_leaf(stored.leaf_text));
  if (stored.body && !tlog::opens(leaf, stored.body->salt, stored.body->text))
    return Error{ErrorCode::kIntegrity, "its body is not the one that was logged"};
  SANAD_TRY(const auto proof, workspace.ledger().inclusion_proof({index}, head.size));
  return merkle::verify_inclusion(merkle::leaf_hash(as_bytes(stored.leaf_text)), {index}, head.size,
                                  proof, head.root);
}

// Asks for a timestamp over random bytes, and verifies it; nothing is kept. Answers the authority's
// name.
Result<std::string> ask_authority(const std::string& url) {
  const Digest256 digest = crypto::sha256(crypto::random_bytes(kNonceBytes));
  SANAD_TRY(const Bytes request,
            timestamp::make_request(digest, crypto::random_bytes(kNonceBytes)));
  const http::Headers headers{{"Content-Type", std::string(timestamp::kRequestMediaType)}};
  SANAD_TRY_WITH(const http::Response response, http::fetch("POST", url, headers, request),
                 "asking the timestamp authority");
  if (response.status != 200)
    return Error{ErrorCode::kUnavailable,
                 fmt::format("the timestamp authority answered with status {}", response.status)};
  SANAD_TRY_WITH(const auto verified, timestamp::verify(response.body, request, digest, {}),
                 "the timestamp authority's answer");
  return verified.info.authority;
}

Result<std::uint64_t> check_tail(Workspace& workspace) {
  SANAD_TRY(const ledger::SignedCheckpoint checkpoint, workspace.ledger().checkpoint());
  const auto& keyring = workspace.keyring();
  SANAD_TRY(
      const auto opened,
      tlog::open_checkpoint(checkpoint.note, {keyring.names().ledger, tlog::SignatureType::kEd25519,
                                              keyring.ledger_signer().public_key()}));
  const std::uint64_t size = opened.checkpoint.head.size.value;
  for (std::uint64_t index = size > kTail ? size - kTail : 0; index < size; ++index)
    SANAD_CHECK_WITH(check_entry(workspace, index, opened.checkpoint.head),
                     fmt::format("entry {}", index));
  return size;
}

// A file that is written, read back and removed where captures are worked on, and the folder of
// sealed objects open to writing.
Result<void> try_writing(Workspace& workspace) {
  auto& fs = workspace.file_system();
  const std::string probe = fmt::format("{}/{}", workspace.working_directory(), kProbe);
  SANAD_CHECK(files::write_file_atomic(fs, probe, as_bytes(kProbe)));
  SANAD_TRY(const Bytes back, files::read_file(fs, probe, kProbe.size()));
  SANAD_CHECK(fs.remove(probe));
  if (as_text(back) != kProbe) return Error{ErrorCode::kIntegrity, "a file came back as another"};
  const std::string folder = workspace.directory() + "/vault/tmp";
  const std::string inside = fmt::format("{}/{}", folder, kProbe);
  SANAD_CHECK(files::make_directories(fs, folder));
  SANAD_CHECK(files::write_file_atomic(fs, inside, as_bytes(kProbe)));
  return fs.remove(inside);
}

}  // namespace

FitnessLine vault(Workspace& workspace) {
  const auto written = try_writing(workspace);
  if (!written.ok())
    return unfit("vault", "vault-not-writable", written.error().message,
                 "Look at the disk and at the rights of the workspace's folder.");
  return fit("vault", "The vault's folder can be written.");
}

FitnessLine fixity(Workspace& workspace) {
  const auto checks = workspace.records().entries({.kind = "fixity.checked", .limit = 1});
  if (!checks.ok())
    return unfit("fixity", "database-unreadable", checks.error().message, "Run \"sanad rebuild\".");
  if (checks->empty())
    return notice("fixity", "fixity-never", "Stored objects were never re-hashed.",
                  "Run \"sanad fixity\".");
  const records::Entry& last = checks->front();
  const json::Array* failed = last.data["failed"].as_array();
  const std::size_t differ = failed == nullptr ? 0 : failed->size();
  const std::string says =
      fmt::format("Last re-hashed {}: {} objects, {} differ from what was sealed.",
                  format_timestamp(last.at), last.data["checked"].int_or(0), differ);
  if (differ > 0)
    return unfit("fixity", "fixity-failed", says,
                 "Restore the objects from a backup, and run \"sanad fixity\" again.");
  return fit("fixity", says);
}

FitnessLine ledger(Workspace& workspace) {
  const auto size = check_tail(workspace);
  if (!size.ok())
    return unfit("ledger", "ledger-broken", size.error().message,
                 "Stop, keep the disk as it is, and run \"sanad ledger verify\".");
  return fit("ledger", fmt::format("The newest {} of {} entries open, and lead to a checkpoint "
                                   "that the ledger's key signed.",
                                   std::min(*size, kTail), *size));
}

FitnessLine database(Workspace& workspace) {
  const auto applied = workspace.records().applied();
  if (!applied.ok())
    return unfit("database", "database-unreadable", applied.error().message,
                 "Run \"sanad rebuild\".");
  const std::uint64_t size = workspace.ledger().size().value;
  if (*applied != size)
    return unfit("database", "database-behind",
                 fmt::format("The records hold {} of {} entries.", *applied, size),
                 "Run \"sanad rebuild\".");
  return fit("database", fmt::format("The records follow from all {} entries.", size));
}

FitnessLine checkpoint(Workspace& workspace) {
  const auto pending = workspace.ledger().pending_timestamps();
  const auto received = workspace.records().entries({.kind = "timestamp.received", .limit = 1});
  if (!pending.ok() || !received.ok())
    return unfit("timestamps", "timestamps-unreadable",
                 (!pending.ok() ? pending.error() : received.error()).message,
                 "Run \"sanad ledger verify\".");
  const std::string last = received->empty()
                               ? "No state of the ledger was timestamped yet"
                               : fmt::format("Timestamped last {}, at {} entries",
                                             received->front().data["gen_time"].string_or(""),
                                             received->front().data["tree_size"].int_or(0));
  const std::string says = fmt::format("{}; {} requests wait.", last, pending->size());
  if (received->empty() || !pending->empty())
    return notice("timestamps", received->empty() ? "timestamps-none" : "timestamps-wait", says,
                  "Run \"sanad ledger timestamp\".");
  return fit("timestamps", says);
}

FitnessLine authority(Workspace& workspace) {
  const std::string url = workspace.records().setting("timestamp.url").value_or("");
  if (url.empty())
    return notice("authority", "authority-not-set",
                  "No timestamp authority is set, so that only this machine says when something "
                  "was sealed.",
                  "Set timestamp.url.");
  const auto asked = ask_authority(url);
  if (!asked.ok())
    return notice("authority", "authority-silent", asked.error().message,
                  "Requests stay queued until it answers; look at timestamp.url.");
  return fit("authority", fmt::format("{} answered: {}.", *asked, url));
}

FitnessLine validation(Workspace& workspace) {
  const auto cited = cited_validation(workspace);
  if (!cited.ok())
    return unfit("validation", "validation-unknown", cited.error().message,
                 "Run \"sanad validate\".");
  const std::string state = (*cited)["state"].string_or("");
  const json::Value& newest = (*cited)["newest"];
  const std::string which =
      fmt::format("{} of {}, verdict: {}", newest["validation"].string_or(""),
                  newest["recorded_at"].string_or(""), newest["verdict"].string_or(""));
  if (state == "none")
    return notice("validation", "validation-none", "The tool was not validated here yet.",
                  "Run \"sanad validate\".");
  if (newest["verdict"].string_or("") != "passed" && state == "current")
    return unfit("validation", "validation-failed", which + ".",
                 "Look at what failed with \"sanad validation show newest\".");
  if (state != "current")
    return notice(
        "validation", "validation-" + state,
        fmt::format("The newest validation is {}: {}.",
                    state == "of-another-version" ? "of another version" : "of another environment",
                    which),
        "Run \"sanad validate\".");
  return fit("validation", "Of this version and environment: " + which + ".");
}

}  // namespace sanad::service::doctor
