// Which papers are requests, what their forms need before they go out, and how a form's fields are
// filled in. The forms are data of law packs; nothing here is law.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/law_library.h"
#include "request_content.h"
#include "service/workspace.h"

namespace sanad::service {

// With what the agency added and adopted. kIntegrity: what was added is damaged or gone.
Result<authority::LawLibrary> request_law(Workspace& workspace);

// Is a paper of this kind sent to somebody outside who shall act on it, or tells a court?
bool is_request_document(std::string_view document);

// A form in the newest edition of its pack. Pointers live as long as the library.
struct RequestForm {
  const authority::LawPack* pack = nullptr;
  const authority::Form* form = nullptr;
  // Removal, or disabling of access, is asked for.
  bool demands_removal() const;
  // Data about persons, or their keeping, is asked for: an intrusive act.
  bool asks_for_data() const;
  // Only who has the power may send it.
  bool needs_power() const;
};
// kInvalid: no such pack or form, or no form of a request.
Result<RequestForm> find_request_form(const authority::LawLibrary& library, std::string_view pack,
                                      std::string_view form);

// Is one of the form's provisions among the agency's powers, as the setting lists them?
bool holds_power(const RequestForm& form, std::string_view powers);

// What the record knows, for the fields that no officer types.
struct RequestFacts {
  records::Case of_case;
  std::string agency;
  std::string reference;                   // of the request
  std::string officer;                     // name of who issues it
  std::string powers;                      // setting agency.powers: "pk:peca-31 eu:tco-3"
  std::vector<records::Exhibit> exhibits;  // relied on
  // What speaks for somebody on one of them and nobody has answered: identifiers of notes.
  std::vector<std::string> unanswered;
  std::optional<Timestamp> issued_at;  // absent: a draft
  std::string now_day;                 // "2026-11-24", for what speaks against a citation
  const Zone* zone = nullptr;          // of content.zone; not null
  const Zone* law_zone = nullptr;      // of the pack; not null
};

struct FilledField {
  const authority::FormField* field = nullptr;
  std::vector<std::string> values;
  bool is_open = false;  // known only once the paper was sent or signed
};
// Every field of the form, in its order, with values in this language where the form has words.
std::vector<FilledField> fill_form(const RequestForm& form, const RequestContent& content,
                                   const RequestFacts& facts, std::string_view language);

// kInvalid: a field that the form does not have, that the record fills in, or of the wrong type.
Result<void> check_fields(const RequestForm& form, const RequestContent& content);

// Why a request may not go out, as code ("no-url", "no-capture", …) and one sentence that says what
// to do.
struct Shortfall {
  std::string code;
  std::string reason;
};
// Empty: it may.
std::vector<Shortfall> shortfalls(const RequestForm& form, const RequestContent& content,
                                  const RequestFacts& facts);

// The address as captures have it; empty if it is none.
std::string plain_address(std::string_view url);

}  // namespace sanad::service
