// The paper of a request as one page of HTML that refers to nothing outside itself, in English or
// in Urdu, for reading and for printing. Pure: the caller says what stands in it. Values are as
// they were entered, in whatever language; labels are the form's. Tested by paper_test.cc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::present {

struct PaperRow {
  std::string label;
  std::vector<std::string> values;
  bool is_open = false;  // filled in by hand, or once it is known
};

struct PaperPart {
  std::string name;  // "A"; may be empty
  std::vector<PaperRow> rows;
};

struct PaperExhibit {
  std::string number;
  std::string record_sha256;  // of its acquisition record, which holds every other digest
  std::string sealed_at;
  std::uint64_t entry = 0;  // its position in the ledger
};

struct Paper {
  std::string language;  // "en" or "ur"
  std::string title;
  std::string effect;  // as the form: "order", "request", "notice", …
  std::string agency;
  std::string reference;
  std::string case_reference;
  std::string issued_at;  // UTC; empty: not issued
  std::string corrects;   // reference of the request whose place it takes; may be empty
  std::string beside;     // reference of the one that it stands beside; may be empty
  std::string pack, edition, form, form_edition;
  std::vector<std::string> citations;
  std::vector<std::string> cautions;  // as authority::Imprint has them
  std::vector<PaperPart> parts;
  std::vector<std::string> statements;
  std::vector<std::string> signers;
  std::vector<PaperExhibit> exhibits;
};

std::string paper_html(const Paper& paper);

}  // namespace sanad::present
