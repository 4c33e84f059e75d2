// A case with secrets in all that it has: a chat, a table, mails and notes; pictures and documents
// of which parts are hidden; an import that is left out; captures. From it disclosures are made by
// the use cases that officers use, each another choice of what is shown.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "import_rig.h"
#include "redaction/tiles.h"
#include "search.h"
#include "secrets.h"
#include "service/bundles.h"
#include "verifier/verifier.h"

namespace sanad::disclosure {

// A picture with a digit in one tile, of which all else is known.
redaction::Picture picture_of_digit(unsigned digit);
inline constexpr std::uint32_t kDigitColumn = 2, kDigitRow = 1;

struct Disclosure {
  std::string kind;
  service::BundleOrder order;
  std::set<std::size_t> hidden;  // places in the list of secrets
  Bytes zip;
  std::size_t bundled_secrets = 0;  // that may be seen, since it shows where they stand
};

class World : public service::ImportRig {
 public:
  static constexpr int kSquares = 8, kSquareSide = 8;  // of a video's pictures; in pixels

 protected:
  void plant(std::uint64_t seed);
  // Something else each time.
  Disclosure disclose(std::size_t number);
  // The bundle that an order makes, without the PDFs of what is in it as HTML.
  Bytes bundle_of(const service::BundleOrder& order);
  // Everything as it was sealed, to see that the search finds what there is.
  Disclosure disclose_all();
  // All parts of the chat as an excerpt in which people are named: the same for what is told of
  // parts in CASE/UCO.
  Bytes disclose_talk_named();
  // The chat as CASE/UCO, by an export.
  std::string case_uco_of_talk(const std::string& why_named);
  verifier::Trust trust() const;

  // What the squares of a video's pictures spell, a line for each picture.
  std::string letters_in_video(ByteView video);

  const Search& search() const { return *search_; }
  const std::vector<Secret>& secrets() const { return secrets_->all(); }

  struct Part {
    std::string line;
    std::set<std::size_t> secrets;  // that stand in it
  };
  records::Exhibit talk_, pictures_, left_out_;
  std::vector<records::Exhibit> captured_;
  std::vector<Part> talk_parts_, picture_parts_;
  std::vector<std::string> codes_;  // of four digits, in messages
  std::vector<std::string> words_;  // that can be masked
  std::string digit_redaction_;     // closes the digit alone
  unsigned digit_ = 0;
  std::size_t attachments_ = 0;  // parts whose bytes were disclosed
  std::vector<std::string> redactions_;
  std::vector<std::string> originals_;  // the files as they were

 private:
  void put(const std::string& folder, const std::string& name, const std::string& bytes);
  void write_talk();
  void write_pictures();
  records::Exhibit import_from(const std::string& folder);
  records::Exhibit seal_captured(const std::string& authorisation);
  std::vector<Part> parts_of(const records::Exhibit& exhibit);
  service::PartExcerpt excerpt_of(const records::Exhibit& exhibit, const std::vector<Part>& parts,
                                  bool names_people, std::set<std::size_t>& seen);

  void ask_for_bytes(const records::Exhibit& exhibit, const std::vector<Part>& parts,
                     service::PartExcerpt& excerpt, std::set<std::size_t>& seen);

  std::unique_ptr<Secrets> secrets_;
  std::unique_ptr<Search> search_;
};

}  // namespace sanad::disclosure
