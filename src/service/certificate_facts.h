// What the record says in answer to a field of a certificate, line by line, each with where it
// stands; or why it cannot be shown. Pure: it sees only what was gathered. A line is
// {"exhibit","says","values","because","operational","source"} (docs/formats/certificate.md), so
// that pages in every language follow from it. Tested by certificates_test.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "records/records.h"

namespace sanad::service {

struct CertifiedExhibit {
  records::Exhibit exhibit;
  std::vector<records::ExhibitFile> files;  // all, or the first of an import
  std::uint64_t more_files = 0;             // that are not among them
  std::string text;                         // acquisition.json, byte for byte; empty: unreadable
  json::Value acquisition;
  std::vector<records::Entry> entries;  // that name it, and its authorisation's; oldest first
};

struct CertificateNotice {
  std::string certificate, addressee, served_at, by;
  std::uint64_t entry = 0;
};

struct CheckedBundle {
  records::Entry entry;  // bundle.exported
  std::string verdict;   // empty: it could not be checked here
  std::int64_t passed = 0, warned = 0, failed = 0;
  std::vector<std::string> warnings;  // ids of checks
};

struct CertificateRecord {
  records::Case of_case;
  std::string ledger_name, agency_key_name;
  std::vector<CertifiedExhibit> exhibits;
  std::vector<records::Entry> timestamps;  // timestamp.received, oldest first
  std::vector<records::Entry> fixity;      // fixity.checked, oldest first
  std::optional<CheckedBundle> bundle;     // the newest with all of the exhibits
  std::vector<CertificateNotice> notices;  // for all of the exhibits
};

// record: one of authority::certificate_answers().
json::Array facts_of(const CertificateRecord& record, std::string_view asked);

// Whether any line shows something.
bool shows_something(const json::Array& lines);

}  // namespace sanad::service
