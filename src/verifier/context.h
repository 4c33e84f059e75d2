// What the checks share: the bundle as far as it is understood. Each check fills in what later ones
// need; a check runs only if those that it needs have passed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "container.h"
#include "json/json.h"
#include "merkle/proof.h"
#include "timestamp/timestamp.h"
#include "tlog/note.h"
#include "verifier/verifier.h"

namespace sanad::verifier {

struct Outcome {
  Status status = Status::kSkipped;
  std::string message;
  std::vector<std::string> details;
};

inline Outcome pass(std::string message) { return {Status::kPass, std::move(message), {}}; }
inline Outcome warn(std::string message, std::vector<std::string> details = {}) {
  return {Status::kWarn, std::move(message), std::move(details)};
}
inline Outcome fail(std::string message, std::vector<std::string> details = {}) {
  return {Status::kFail, std::move(message), std::move(details)};
}

// A disclosed entry whose commitment was opened.
struct Entry {
  std::uint64_t index = 0;
  std::string kind;
  Timestamp time;
  std::string actor;
  std::string case_id;
  json::Value data;
  Bytes leaf;
};

struct Opened {
  std::optional<Entry> entry;
  std::string problem;  // if there is no entry
};
// What a body says, if it is the one that the leaf commits to.
Opened open_entry(std::uint64_t index, Bytes leaf_bytes, const Bytes& salt,
                  const Bytes& body_bytes);

// A redacted picture or recording, and the entry that tells of it.
struct IndexedRedaction {
  std::uint64_t entry = 0;
  std::string redaction;
  bool is_sound = false;
  const char* ending() const { return is_sound ? "wav" : "png"; }
};

// A part of an excerpt whose bytes are in the bundle.
struct IndexedAttachment {
  std::uint64_t number = 0;
  std::string name, type;  // as the agency says
};

struct IndexedExhibit {
  std::string exhibit;
  json::Value number;  // text or whole number
  std::uint64_t sealed = 0;
  std::vector<std::string> files;
  std::vector<WithheldFile> withheld;
  std::optional<std::uint64_t> excerpt;  // the entry that tells its parts; absent: not in part
  std::vector<IndexedAttachment> attachments;  // ascending; of a part each, with an excerpt alone
  std::vector<IndexedRedaction> redactions;
  std::vector<std::vector<std::string>> documents;  // redactions of pages, in their order
};
// A certificate, and the entry that tells of its pages.
struct IndexedCertificate {
  std::string certificate;
  std::string build;  // "operational" or "disclosable"
  std::uint64_t entry = 0;
};
// Ascending, and at least one; nullopt else.
std::optional<std::vector<IndexedCertificate>> read_certificates(const json::Value& value);
std::vector<std::string> certificate_paths(const IndexedCertificate& one);
std::string excerpt_path(std::string_view exhibit);
// Ascending, and at least one; nullopt else.
std::optional<std::vector<IndexedAttachment>> read_attachments(const json::Value& value);
std::string attachment_path(std::string_view exhibit, std::uint64_t number);
// index.html, or what it shows.
bool is_of_reader(std::string_view path);
std::string redaction_path(std::string_view redaction, std::string_view ending);

// bundle.json.
struct Index {
  std::string bundle;
  std::string agency;
  std::string case_id;
  std::string case_reference;
  std::string case_title;
  std::string origin;
  std::uint64_t tree_size = 0;
  std::string root;  // base64
  std::vector<std::uint64_t> entries;
  std::vector<IndexedExhibit> exhibits;
  bool timestamp = false;
  // The entry that tells of the schedules of unused material, and whom they are for.
  std::optional<std::uint64_t> schedules;
  std::string build;
  std::vector<IndexedCertificate> certificates;
};
// Names of the schedules that a bundle has to hold.
std::vector<std::string> schedules_of(const Index& index);
std::string schedule_path(std::string_view name, std::string_view type);  // "json", "html"

struct Context {
  RandomSource& source;
  const Trust& trust;
  Container container;
  json::Value index_json;  // as parsed, once "format" passed
  Index index;             // once "index" passed
  std::optional<tlog::VerifierKey> agency_key;
  std::optional<tlog::VerifierKey> log_key;
  Bytes checkpoint_bytes;
  merkle::TreeHead head;  // of the checkpoint, once that passed
  std::map<std::uint64_t, Entry> entries;
  std::optional<timestamp::VerifiedTimestamp> timestamp;  // once "timestamp" passed
  std::map<std::string, Status, std::less<>> statuses;    // of the checks so far
  // What the cross-examination answers (docs/formats/cross-examination.md), once "answers" ran.
  json::Value answers;

  Status status_of(std::string_view id) const;  // kSkipped if it was not run

  // The whole content of a file; nullopt if the bundle has none of that path. kIo. The container
  // has refused files outside data/ that are too large to be read whole.
  Result<std::optional<Bytes>> bytes_of(std::string_view path) const;
  // The same for a file that "index" has found to be there.
  Result<Bytes> required(std::string_view path) const;
};

// The entries that lead to an exhibit, as far as they are there, and in words the first link that
// is missing or wrong; empty if none is. sealed is null unless it seals just this exhibit.
struct Chain {
  const Entry* sealed = nullptr;
  const Entry* started = nullptr;
  const Entry* approved = nullptr;
  const Entry* requested = nullptr;
  std::string_view problem;
};
// Once "entries" passed.
Chain chain_of(const Context& context, const IndexedExhibit& indexed);

// What bundle.json says, whatever the bag holds; nullopt if it has not the members that it must.
std::optional<Index> read_index(const json::Value& value);

// The timestamp is within this of its time: what it states, and at least a second.
std::int64_t accuracy_ms_of(const timestamp::TimestampInfo& info);

// The checks, in bundle.md's order. An error is one of the source (kIo).
Result<Outcome> check_format(Context& context);
Result<Outcome> check_payload(Context& context);
Result<Outcome> check_tags(Context& context);
Result<Outcome> check_index(Context& context);
Result<Outcome> check_signature(Context& context);
Result<Outcome> check_signer(Context& context);
Result<Outcome> check_checkpoint(Context& context);
Result<Outcome> check_entries(Context& context);
Result<Outcome> check_inclusion(Context& context);
Result<Outcome> check_authority(Context& context);
Result<Outcome> check_exhibits(Context& context);
Result<Outcome> check_excerpts(Context& context);
// Part of check_schedules(): what is wrong with the certificates; empty: nothing.
Result<std::vector<std::string>> certificate_problems(Context& context);
Result<Outcome> check_schedules(Context& context);
Result<Outcome> check_reader(Context& context);
Result<Outcome> check_redactions(Context& context);
Result<Outcome> check_completeness(Context& context);
Result<Outcome> check_timestamp(Context& context);
Result<Outcome> check_timestamp_authority(Context& context);
Result<Outcome> check_time_order(Context& context);
Result<Outcome> check_answers(Context& context);

}  // namespace sanad::verifier
