// The keys of a workspace, in its directory keys/ (bytes: docs/formats/keys.md).
//
//   workspace key ── random; in a key file, or sealed under a passphrase (Argon2id)
//     ├─ wraps  one random key per case        keys/cases/<case-id>.json
//     ├─ wraps  the ledger's signing key       keys/ledger-signing.json   public: ledger.vkey, .pem
//     ├─ wraps  the agency's signing key       keys/agency-signing.json   public: agency.vkey, .pem
//     └─ derives keys for what belongs to no case
//
// Destroying a case's key makes all that was sealed under it unreadable for ever, wherever copies
// of the sealed bytes are. On media that keep old blocks (flash, snapshots, backups of keys/) the
// wrapped key may survive physically; it is of no use without the workspace key. Thread-safe.
// Several processes may hold the same keyring open; a key destroyed by one is refused by the others
// from then on. Tested by keyring_test.cc, keyring_crash_test.cc.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>

#include "crypto/crypto.h"
#include "files/files.h"
#include "keyring/secret.h"

namespace sanad::keyring {

// The workspace key lies in a file: keys/workspace.key, or elsewhere (removable media) if a path is
// given. Who can read the file can read the workspace.
struct KeyFile {
  files::Path path = {};
};
// The workspace key is sealed under a passphrase; cost is used when creating and then kept in the
// file.
struct Passphrase {
  std::string text;
  crypto::Argon2Cost cost = {};
};
using Protection = std::variant<KeyFile, Passphrase>;

// Names under which the public keys are known (signed-note key names: not empty, no white space, no
// '+').
struct SignerNames {
  std::string ledger;  // also the origin of the ledger's checkpoints
  std::string agency;
};

class Keyring {
 public:
  // Makes the directory, the workspace key and both signing keys. kConflict if a workspace is there
  // already. After a crash in the middle, create() may be called again.
  static Result<std::unique_ptr<Keyring>> create(files::FileSystem& fs,
                                                 const files::Path& directory,
                                                 const Protection& protection,
                                                 const SignerNames& names);
  // kNotFound: no workspace, or its key file is missing. kDenied: wrong passphrase, or the key file
  // of another workspace. kIntegrity names the file that was altered. fs is borrowed for the
  // keyring's life.
  static Result<std::unique_ptr<Keyring>> open(files::FileSystem& fs, const files::Path& directory,
                                               const Protection& protection);

  // How the workspace key of this directory is kept, so that a program knows what to ask for.
  static Result<bool> needs_passphrase(files::FileSystem& fs, const files::Path& directory);

  // Durable when it returns. case_id: "case-…" (base/id.h), else kInvalid. kConflict if the case
  // has or had a key.
  Result<void> create_case_key(std::string_view case_id);
  // kNotFound if the case never had a key, or it was destroyed (case_key_destroyed tells which).
  Result<Secret> case_key(std::string_view case_id);
  // Irrevocable. Steps: 1 the mark keys/cases/<id>.destroyed (this decides), 2 overwrite, 3 remove.
  // Crash before 1: nothing happened; after 1: the key is refused, and open() completes the rest.
  // kNotFound if the case never had a key; destroyed already is no error.
  Result<void> destroy_case_key(std::string_view case_id);
  Result<bool> case_key_destroyed(std::string_view case_id);

  // A key for what belongs to the workspace and no case; see derive_key for label.
  Secret workspace_subkey(std::string_view label) const;

  const crypto::SigningKey& ledger_signer() const { return *ledger_signer_; }
  const crypto::SigningKey& agency_signer() const { return *agency_signer_; }
  const SignerNames& names() const { return names_; }

 private:
  Keyring(files::FileSystem& fs, files::Path directory, Secret workspace_key);
  Result<void> load_signers();
  Result<void> finish_destructions();
  Result<void> shred(const std::string& case_id);
  files::Path case_file(std::string_view case_id, std::string_view suffix) const;

  files::FileSystem& fs_;
  files::Path directory_;
  Secret workspace_key_;
  Secret case_wrapping_key_;
  SignerNames names_;
  std::unique_ptr<crypto::SigningKey> ledger_signer_, agency_signer_;
  std::mutex mutex_;
  std::map<std::string, Secret, std::less<>> cache_;  // guarded by mutex_
};

// The signed-note verifier key of an Ed25519 public key: "name+hash+base64" (C2SP signed-note).
std::string format_vkey(std::string_view name, ByteView public_key);
// SubjectPublicKeyInfo in PEM (RFC 8410), as `openssl pkeyutl -pubin` reads it.
std::string format_public_pem(ByteView public_key);

}  // namespace sanad::keyring
