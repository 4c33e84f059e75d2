// What the tests share: a range, a vault on disk, a permit, and a monitor that can interfere.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "authority/decide.h"
#include "capture/capture.h"
#include "files/files.h"
#include "json/json.h"
#include "range/range.h"
#include "warc/reader.h"
#include "zip/reader.h"

namespace sanad::capture::test {

inline constexpr const char* kCase = "case-7k2mq4x3a9b5c6d8";

class TestMonitor final : public Monitor {
 public:
  void on_progress(const Progress& progress) override {
    phases[progress.phase] += 1;
    last = progress;
    if (on_each) on_each(progress);
  }
  bool is_cancelled() override { return cancel; }

  std::function<void(const Progress&)> on_each;
  bool cancel = false;
  std::map<std::string, int> phases;
  Progress last;
};

// One exchange as it stands in the archive.
struct ArchivedResponse {
  std::string url;
  std::string ip_address;
  std::string truncated;
  std::string form;     // "wire" or "rebuilt"
  std::string payload;  // WARC-Payload-Digest
  std::string head;     // without the empty line
  int status = 0;
  std::uint64_t block_bytes = 0;
  bool digests_match = false;
};

struct Rig {
  Rig() {
    keyring = keyring::Keyring::create(disk, files::Path(folder.path()) / "keys",
                                       keyring::KeyFile{}, {"log", "agency"})
                  .value();
    EXPECT_TRUE(keyring->create_case_key(kCase).ok());
    vault = vault::Vault::open(disk, files::Path(folder.path()) / "vault", *keyring).value();
    environment.working_directory = (files::Path(folder.path()) / "work").string();
    EXPECT_TRUE(disk.make_directory(environment.working_directory).ok());
    range = range::Range::start({.directory = (files::Path(folder.path()) / "range")}).value();
    environment.host_resolver_rules = range->resolver_rules();
    environment.trusted_spki_sha256 = range->authority_spki_sha256();
    options.max_seconds = 60;
    authorisation.id = "authorisation-0000000000000001";
    authorisation.case_id = kCase;
    authorisation.state = authority::AuthorisationState::kApproved;
    authorisation.request.targets = {{authority::TargetKind::kHost, "*.tirazan.example"},
                                     {authority::TargetKind::kAddress, "127.0.0.0/8"}};
    authorisation.request.activities = {authority::Activity::kCapture,
                                        authority::Activity::kContactPrivateAddress};
    authorisation.request.valid_from = {clock.now().unix_ms - 60'000};
    authorisation.request.valid_to = {clock.now().unix_ms + 3'600'000};
    context = {"capture-0000000000000001",
               "exhibit-0000000000000001",
               "T-1-001",
               "T-1",
               "Test agency",
               "Officer A",
               "0.1.0"};
  }

  authority::Permit permit_for(const std::string& url) const {
    const authority::Officer officer{
        "officer-000000000000000a", "Officer A", {authority::Role::kInvestigator}, true};
    const auto decision = authority::decide(
        officer, {kCase, authority::Activity::kCapture, authority::parse_url(url).value(), ""},
        {&authorisation, 1}, clock.now());
    EXPECT_TRUE(decision.allowed()) << decision.refusal().reason;
    return decision.permit();
  }

  Result<Outcome> capture(const std::string& url) {
    monitor.phases.clear();
    range->truth().reset();
    return sanad::capture::capture(permit_for(url), options, context,
                                   {environment, *vault, clock, monitor});
  }

  Bytes read(const Outcome& outcome, std::string_view name) {
    for (const SealedFile& file : outcome.files) {
      if (file.name != name) continue;
      auto reader = vault->open_object(kCase, parse_digest256(file.sha256).value()).value();
      Bytes bytes(reader->size());
      std::size_t at = 0;
      while (at < bytes.size()) {
        const std::size_t got = reader->read(std::span(bytes).subspan(at)).value();
        if (got == 0) break;
        at += got;
      }
      return bytes;
    }
    return {};
  }
  // Every response in the archive; fails the test where the archive is damaged.
  std::vector<ArchivedResponse> responses(const Outcome& outcome) {
    std::vector<ArchivedResponse> out;
    const Bytes wacz = read(outcome, "capture.wacz");
    MemorySource source(wacz);
    const auto archive = zip::Reader::open(source, {});
    EXPECT_TRUE(archive.ok()) << "capture.wacz";
    if (!archive.ok()) return out;
    const auto entry = archive->open_entry(*archive->find("archive/data.warc.gz")).value();
    warc::Reader reader(*entry, {});
    for (;;) {
      auto record = reader.next();
      EXPECT_TRUE(record.ok());
      if (!record.ok() || !record->has_value()) break;
      if ((*record)->type() != "response") continue;
      out.push_back(read_response(reader, **record));
    }
    EXPECT_TRUE(reader.damages().empty());
    return out;
  }
  // What the range sent and the capture neither holds nor names; empty is right.
  std::vector<std::string> unaccounted(const Outcome& outcome);

  static ArchivedResponse read_response(warc::Reader& reader, const warc::Record& record) {
    ArchivedResponse one;
    one.url = record.field("WARC-Target-URI");
    one.ip_address = record.field("WARC-IP-Address");
    one.truncated = record.field("WARC-Truncated");
    one.form = record.field("Sanad-Http-Block");
    one.payload = record.field("WARC-Payload-Digest");
    Bytes part(4096);
    bool in_head = true;
    for (;;) {
      const std::size_t got = reader.read_block(part).value();
      if (got == 0) break;
      one.block_bytes += got;
      if (!in_head) continue;
      one.head += as_text(ByteView(part).first(got));
      if (const auto end = one.head.find("\r\n\r\n"); end != std::string::npos) {
        one.head.resize(end);
        in_head = false;
      }
    }
    if (one.head.size() > 12) one.status = std::atoi(one.head.c_str() + 9);
    const auto end = reader.finish_record();
    one.digests_match = end.ok() && end->block == warc::DigestCheck::kMatches;
    return one;
  }

  files::TempDir folder = files::TempDir::create("sanad-capture-test").value();
  files::PosixFileSystem disk;
  SystemClock clock;
  std::unique_ptr<keyring::Keyring> keyring;
  std::unique_ptr<vault::Vault> vault;
  std::unique_ptr<range::Range> range;
  Environment environment;
  Options options;
  Context context;
  authority::Authorisation authorisation;
  TestMonitor monitor;
};

inline bool has_file(const Outcome& outcome, std::string_view name) {
  return std::ranges::any_of(outcome.files,
                             [&](const SealedFile& file) { return file.name == name; });
}

// The record names this address as failed, cut or not kept.
inline bool is_named(const Outcome& outcome, const std::string& url) {
  for (const char* list : {"errors", "truncated", "not_kept"}) {
    const json::Array* array = outcome.acquisition[list].as_array();
    if (array == nullptr) continue;
    for (const json::Value& one : *array) {
      if (one["url"].string_or("") == url) return true;
    }
  }
  return false;
}

inline std::string head_of(const range::TruthEntry& entry) {
  std::string head = fmt::format("HTTP/1.1 {} {}", entry.status, entry.reason);
  for (const http::Header& header : entry.response_headers) {
    head += fmt::format("\r\n{}: {}", header.name, header.value);
  }
  return head;
}

inline std::vector<std::string> Rig::unaccounted(const Outcome& outcome) {
  std::vector<std::string> missing;
  std::vector<ArchivedResponse> archived = responses(outcome);
  for (const range::TruthEntry& entry : range->truth().entries()) {
    if (entry.status == 0) continue;
    std::string url =
        fmt::format("{}://{}{}", entry.is_tls ? "https" : "http", entry.host, entry.target);
    if (entry.status == 101) url.replace(0, 4, "ws");
    const auto same = [&](const ArchivedResponse& one) {
      if (one.url != url || one.head != head_of(entry)) return false;
      return !one.truncated.empty() || !entry.is_complete || entry.is_open || entry.status == 101 ||
             one.payload == "sha256:" + entry.body.sha256;
    };
    const auto found = std::ranges::find_if(archived, same);
    if (found != archived.end()) {
      archived.erase(found);
    } else if (!is_named(outcome, url)) {
      missing.push_back(fmt::format("{} {} {}", entry.method, url, entry.status));
      for (const ArchivedResponse& one : archived) {
        if (one.url == url) missing.push_back("  archived as " + one.head + " " + one.payload);
      }
    }
  }
  return missing;
}

inline std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

}  // namespace sanad::capture::test
