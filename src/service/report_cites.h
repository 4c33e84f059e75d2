// What a statement of a report rests on: bytes of sealed originals, found again each time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people_masks.h"
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

// Names that may not be shown in a report: those of all accounts of the case whose masks were not
// lifted, as excerpts mask them (people_masks.h) but for ordinary words (ordinary_names.h), and
// what a cited record calls the people it speaks of, to the letter.
class ReportMasks {
 public:
  // Reads the names of the whole case.
  static Result<ReportMasks> of(Workspace& workspace, const std::string& case_id);
  // Whether a name stands in the text.
  bool are_in(std::string_view text, const std::vector<CitedBytes::Mask>& masks) const;
  // The text with pseudonyms in brackets in the place of names.
  std::string put_on(std::string_view text, const std::vector<CitedBytes::Mask>& masks) const;

 private:
  explicit ReportMasks(PeopleMasks people) : people_(std::move(people)) {}
  std::vector<PeopleMasks::Found> find(std::string_view text,
                                       const std::vector<CitedBytes::Mask>& masks) const;
  PeopleMasks people_;
};

}  // namespace sanad::service
