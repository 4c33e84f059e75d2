// What a bundle tells of a case, in forms that other programs read: CASE/UCO 1.4.0, PREMIS 3.0 and
// tables. From the disclosed entries alone, so that it says what the bundle of the same exhibits
// says. Bodies of entries are not told, only what is about the act; officers stand by their
// identifiers. Tested by case_exports_test.cc, and by programs that are not ours in
// tests/cli/suite_exports.sh. docs/exports.md.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "present/bundle.h"
#include "present/record.h"

namespace sanad::present {

// kInvalid names what is missing or contradictory; kLimit.
Result<CaseRecord> read_case(const BundleContent& content);

// PREMIS 3.0, XML: exhibits and files as objects, entries as events, officers and programs as
// agents, authorisations as rights.
std::string format_premis(const CaseRecord& record);

// CSV (RFC 4180), UTF-8, a line of names first. A cell that a spreadsheet would take for a formula
// begins with an apostrophe.
enum class CaseTable { kExhibits, kFiles, kEntries, kAuthorisations };
std::string format_table(const CaseRecord& record, CaseTable table);

// One cell of such a table, quoted where it must be.
std::string csv_cell(std::string_view text);
// Text of an XML element or attribute; what XML 1.0 has no place for becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace sanad::present
