// A realistic bundle of a fictional case in Tirazan: two captures under one authorisation, of the
// second also an excerpt of its parts, of the first a redacted picture, entries of other acts
// between them that are not disclosed, and a timestamp by an authority that the openssl program
// plays, with keys made on the spot. Nothing here is on a network.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "crypto/crypto.h"
#include "json/json.h"
#include "merkle/merkle.h"
#include "merkle/proof.h"
#include "present/bundle.h"
#include "redaction/sound.h"
#include "redaction/tiles.h"
#include "verifier/verifier.h"

namespace sanad::tamper {

// A folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& path, ByteView bytes);
Bytes read_file(const std::filesystem::path& path);
// Runs a shell command in folder and answers its exit status; what it prints goes to output.
int run_command(const std::filesystem::path& folder, const std::string& command,
                std::string* output = nullptr);

// A timestamp authority of its own making.
class Authority {
 public:
  Authority();
  // Over data, with a fresh nonce.
  present::BundleTimestamp stamp(ByteView data);
  Bytes root_der() const;
  std::string root_pem() const;

 private:
  TemporaryFolder folder_;
  int serial_ = 0;
};

// The ledger that the case's entries stand in, and how to spoil it.
struct Ledger {
  crypto::SigningKey key = crypto::SigningKey::generate();
  std::string origin = "ledger.tirazan.example/crime-office";
  std::vector<std::string> leaves;
  std::vector<Bytes> salts;
  std::vector<std::string> bodies;
  std::optional<crypto::SigningKey> witness;  // cosigns the checkpoint

  // Adds an entry; answers its index.
  std::uint64_t add(std::string_view at, std::string_view kind, std::string_view actor,
                    const std::string& case_id, json::Value data);
  tlog::VerifierKey vkey() const;
  merkle::MemoryTree tree() const;
  std::string checkpoint() const;
  present::DisclosedEntry disclose(std::uint64_t index) const;
};

// What a ledger says of a redaction, and what goes with it.
struct ToldRedaction {
  redaction::Picture original;
  redaction::Plan plan;
  json::Object tiles;  // of exhibit.tiles
  json::Object data;   // of exhibit.redacted; "tiles" is added, and "picture" unless it is there
  Bytes picture;
  std::string proof;
  bool tiles_come_last = false;
};
ToldRedaction honest_redaction(ByteView file);

// The same of a recording.
struct ToldSound {
  redaction::Track track;
  Bytes original;
  redaction::SoundPlan plan;
  json::Object segments;  // of exhibit.segments
  json::Object data;  // of exhibit.redacted; "segments" is added, and "sound" unless it is there
  Bytes sound;        // WAV
  std::string proof;
  bool segments_come_last = false;
};
ToldSound honest_sound(ByteView file,
                       redaction::SoundPlan plan = {{"a bystander's name", "a number"},
                                                    {{3, 4, 0}, {8, 2, 1}, {25, 1, 1}}},
                       std::uint64_t samples = 20'500);  // in 26 segments, the last one shorter

// What a forger who has keys, but not the agency's, may say in a ledger of his own.
struct Story {
  std::string approver = "officer-2bbbbbbbbbbbbbbb";
  std::string valid_to = "2024-04-01T00:00:00.000Z";
  bool revoked_before = false;
  std::string completeness = "complete";
  std::size_t archive_bytes = 9'000;  // of the first exhibit's archive
  std::uint64_t parts = 28;           // of the second exhibit, 28 at least; each third is shown
  std::string log_origin = "ledger.tirazan.example/crime-office";
  std::function<void(json::Object&)> edit_record = {};  // acquisition.json of the first exhibit
  std::vector<std::pair<std::string, json::Value>> further = {};  // entries of the case at the end
  bool witnessed = false;
  std::function<void(ToldRedaction&)> redaction = {};  // what is told of it in place of the truth
  std::function<void(ToldSound&)> sound = {};          // there is one, and what is told of it so
};

struct Sealed {
  std::map<std::string, Bytes> files;  // of one exhibit
};

class Case {
 public:
  explicit Case(const Story& story = {});
  // Everything that a bundle is made from. with: null for no timestamp.
  present::BundleContent content(Authority* with, std::string_view page) const;
  // The finished zip, signed with the agency's key.
  Bytes bundle(Authority* with, std::string_view page = "<!doctype html><title>page</title>") const;

  const crypto::SigningKey& agency_key() const { return agency_key_; }
  const Ledger& ledger() const { return ledger_; }
  std::map<std::string, Sealed>& sealed() { return sealed_; }
  verifier::Trust trust(const Authority& authority) const;

 private:
  void add_redaction(const Story& story, const std::string& case_id);
  void add_sound(const Story& story, const std::string& case_id);
  void show_pages(present::BundledExhibit& exhibit) const;

  crypto::SigningKey agency_key_ = crypto::SigningKey::generate();
  Ledger ledger_;
  std::map<std::string, Sealed> sealed_;  // by exhibit
  std::vector<std::uint64_t> disclosed_;
  std::map<std::string, std::uint64_t> sealed_at_;
  // Of the second exhibit.
  std::string part_list_;
  merkle::TreeHead parts_head_;
  std::uint64_t parts_at_ = 0;
  std::vector<present::ScheduleFile> schedules_;
  std::uint64_t schedules_at_ = 0;
  // Of the first.
  Bytes redacted_picture_;
  std::string redacted_proof_;
  std::uint64_t redacted_at_ = 0;
  Bytes redacted_sound_;
  std::string sound_proof_;
  std::optional<std::uint64_t> sound_at_;
  Bytes second_picture_;
  std::string second_proof_;
  std::uint64_t second_page_at_ = 0;
};

tlog::VerifierKey vkey_of(const crypto::SigningKey& key, std::string_view name);

}  // namespace sanad::tamper
