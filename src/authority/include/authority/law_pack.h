// Law as versioned data: a pack is a JSON file with an edition, a source and a date, never
// constants in code. Format: docs/formats/law-pack.md, as a schema law-pack.schema.json beside it.
// An agency adds a pack by a file (authority/law_library.h). Pure. Tested by law_pack_test.cc,
// which also reads every pack that ships; fuzzed by law_pack_fuzz.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "clocks/calendar.h"
#include "clocks/clock.h"
#include "json/json.h"

namespace sanad::authority {

// How the words behind a statement were read: "primary", "secondary" or "unconfirmed".
using Confidence = std::string;

struct Provision {
  std::string key;                          // stable within the pack: "peca-31"
  std::string section;                      // as the edition numbers it
  std::vector<std::string> alias_sections;  // numbers that other texts of the same law use
  std::string title;
  std::string summary;  // in our words, never the law's
  std::string kind;     // "power", "offence", "safeguard", "evidence", "principle"
  Confidence confidence;
  // May be empty.
  std::string edition;        // of the text that was read, where it is not the pack's
  std::string source;         // where it was read
  std::string jurisdiction;   // where it is not the pack's
  std::string valid_from;     // the first day
  std::string valid_to;       // the day from which it no longer holds
  std::string superseded_by;  // key of the provision that took its place
  std::string note;
};

struct Definition {
  std::string key, term, meaning, provision;
  Confidence confidence;
  std::string note;  // may be empty
};

struct Offence {
  std::string key, title, definition;
  std::vector<std::string> elements;  // what must be shown, one by one
  std::string cognizable, bailable;   // "yes", "no" or "unknown"
  std::string penalty;                // may be empty
  std::string provision;
  Confidence confidence;
  std::string note;  // may be empty
};

// What people read, in the workbench's languages.
struct Label {
  std::string en, ur;
};

struct Choice {
  std::string value;
  Label label;
};

struct FormField {
  std::string key;
  Label label;
  Label help;        // what to write there; may be empty
  std::string part;  // of the form: "A"; may be empty
  std::string
      type;  // "text", "long-text", "date", "time", "number", "yes-no", "choice", "choices",
             // "list", "person", "identifier", "url", "hash", "exhibits", "signature"
  bool required = false;
  std::string source;           // what fills it in: "entered", "case", "exhibit", …
  std::vector<Choice> choices;  // of "choice" and "choices" only
  Confidence confidence;
};

struct Statement {
  std::string key;
  Label text;        // in our words; the statute's own are put in by who adopts the pack
  std::string part;  // may be empty
  Confidence confidence;
};

struct Signer {
  std::string key;
  Label label;
  std::string part;  // may be empty: the whole form
};

struct Form {
  std::string key;
  std::string document;  // what kind of paper it is: "removal-order", "certificate", …
  std::string effect;    // "order", "request", "notice", "statement" or "record"
  Label title;
  std::vector<std::string> provisions;  // keys
  std::string addressee;                // "provider", "court", "file", …
  std::vector<FormField> fields;
  std::vector<Statement> statements;
  std::vector<Signer> signers;
  bool distinct_signers = false;    // no person signs twice
  bool restricted = false;          // what is written in it is not for every reader of its case
  std::vector<std::string> needs;   // before it is issued: "capture", "identifier", "provision", …
  std::vector<std::string> clocks;  // keys of the clocks that it starts
  std::vector<std::string> with;    // keys of forms that go beside it
  std::string edition;              // of the form; may be empty: the pack's
  Confidence confidence;
  std::string note;  // may be empty

  const FormField* field(std::string_view name) const;  // borrowed, null if absent
};

// A clock whose end was worked out by hand. The pack is refused where it does not come out.
struct ClockExample {
  int offset_minutes = 0;  // of the wall clock from UTC
  clocks::Course course;
  Timestamp due;
};

struct PackClock {
  clocks::Rule rule;
  std::string provision;
  Confidence confidence;
  std::string note;  // may be empty
  // Which event of the request that names the clock begins it, and which one meets it: "issue",
  // "receipt", "removal", … Empty: an officer says so.
  std::string begins_on, met_on;
  std::vector<ClockExample> examples;
};

// A paper by which somebody vouches for an exhibit.
struct Certificate {
  std::string key, title, proves, provision;
  std::vector<std::string> forms;        // keys, in order
  std::vector<std::string> attachments;  // "verifier-report", "hash-list", "security-procedure", …
  Confidence confidence;
  std::string note;  // may be empty
};

struct LawPack {
  std::string id;  // "pk"
  std::string title;
  std::string jurisdiction;
  std::string edition;     // "2026-11-01"
  std::string status;      // "draft" until an agency has it confirmed by counsel, then "adopted"
  std::string adopted_by;  // of an adopted pack: which agency, on whose advice
  std::string source;
  std::string retrieved_on;
  std::string zone;  // the time zone in which its days are counted: "Asia/Karachi"
  std::vector<Provision> provisions;
  std::vector<Definition> definitions;
  std::vector<Offence> offences;
  std::vector<clocks::Calendar> calendars;
  std::vector<PackClock> clocks;
  std::vector<Form> forms;
  std::vector<Certificate> certificates;

  // Borrowed, null if absent.
  const Provision* find(std::string_view key) const;
  const Offence* offence(std::string_view key) const;
  const PackClock* clock(std::string_view key) const;
  const Form* form(std::string_view key) const;
  const Certificate* certificate(std::string_view key) const;
  // What every form must say beside a citation; empty for an adopted pack.
  std::string_view caution() const;
};

// Strict: a member that is unknown, missing or wrong, a key that stands twice or leads nowhere, and
// a clock whose example does not come out are kInvalid; the message names the place.
Result<LawPack> parse_law_pack(std::string_view text);
json::Object format_law_pack(const LawPack& pack);

// The packs that ship with Sanad, by id.
Result<std::vector<LawPack>> shipped_law_packs();

// What a form that is made from a pack must show.
struct Imprint {
  std::string pack, edition;           // as the pack
  std::string form_edition;            // as the form, or the pack's
  std::vector<std::string> citations;  // the sections, as the edition numbers them
  std::vector<std::string> cautions;   // draft, fields unconfirmed, provisions no longer in force
};
// on: "2026-11-24", the day of issue. The form is one of the pack's.
Imprint imprint(const LawPack& pack, const Form& form, std::string_view on);

// Why a provision should not be cited on a day, as sentences: superseded, not yet or no longer in
// force, unconfirmed. Empty: nothing is known against it.
std::vector<std::string> warnings(const LawPack& pack, const Provision& provision,
                                  std::string_view on);

}  // namespace sanad::authority
