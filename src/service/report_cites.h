// What a statement of a report rests on: bytes of sealed originals, found again each time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/workspace.h"

namespace sanad::service {

// A cite of an entry report.stated.
struct ReportCite {
  std::string exhibit;  // identifier
  std::string file;     // of a capture, or an original of an import; empty where a part is cited
  std::optional<std::uint64_t> part;
  std::uint64_t offset = 0, length = 0;
  std::string uncover;  // why a picture is shown; empty: it stays covered
};
std::vector<ReportCite> report_cites_of(const json::Value& cites);
json::Object format_cite(const ReportCite& cite);

// Bytes as they lie in what is cited.
struct CitedBytes {
  records::Exhibit exhibit;
  std::string sha256;       // of the file, or of the item that the part is; empty for a record
  std::uint64_t total = 0;  // bytes of what is cited
  // The bytes, if they are text of at most kMaxQuoteBytes; else empty, and their digest is told.
  std::string quote, stretch_sha256;
  // Of a record: the original in which it stands, and its bytes there. is_exact: the quote is there
  // byte for byte at that place; else it is how the record at that place was read.
  std::string original;
  std::optional<std::uint64_t> original_offset, original_length;
  bool is_exact = false;
  bool is_picture = false;
  // People that the record names: as they may be shown, and names that may not.
  std::string author;
  struct Mask {
    std::string name, pseudonym;
  };
  std::vector<Mask> masks;
};

// kNotFound: there is no such exhibit, file or part. kDenied: set aside, or a network log.
// kInvalid: another case's, or bytes that are not there. with_people: looked up in the case's
// index.
Result<CitedBytes> read_cited(Workspace& workspace, std::string_view case_id,
                              const ReportCite& cite, bool with_people);

// Checks what a caller gave, records the look, and answers the cites as an entry has them; masks:
// of all that is cited. kDenied is recorded.
struct SettledCites {
  json::Array cites;
  std::vector<CitedBytes::Mask> masks;
};
Result<SettledCites> settle_report_cites(Workspace& workspace, const authority::Officer& caller,
                                         std::string_view case_id, const json::Value& given);

// Which of the names stands in the text; empty: none does.
std::string masked_name_in(std::string_view text, const std::vector<CitedBytes::Mask>& masks);
// The text with pseudonyms in brackets in the place of names that may not be shown.
std::string with_pseudonyms(std::string text, const std::vector<CitedBytes::Mask>& masks);

}  // namespace sanad::service
