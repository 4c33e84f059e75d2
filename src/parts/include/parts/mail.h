// A mail as what it says: who wrote to whom, when, what a reader sees, and its attachments.
// Tested by mail_test.cc; fuzzed by mail_fuzz.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parts/parts.h"

namespace sanad::parts {

struct MailAddress {
  std::string name;     // as shown; may be empty
  std::string address;  // of a group empty
};

struct MailLeaf {
  Part part;  // without bytes where it is encrypted
  std::string media_type;
  std::string location;  // Content-Location, of MHTML
  bool is_body = false;  // a text or a page that is shown, and no attachment
  Bytes bytes;
};

// Texts are UTF-8, well-formed, without control characters.
struct Mail {
  std::string subject, message_id, in_reply_to, date;  // date: as it is written
  std::optional<std::int64_t> unix_seconds;            // of that date
  int zone_minutes = 0;                                // east of UTC, as that date says
  std::vector<MailAddress> from, sender, reply_to, to, cc, bcc;
  std::string location;   // of the page, where the mail is one (Snapshot-Content-Location)
  std::string text;       // all plain bodies
  std::string html_text;  // all bodies in HTML, as a reader would see them
  std::vector<MailLeaf> leaves;
  std::vector<std::string> problems;
};

// Absent: it cannot be read as a mail. Memory is a few times that of the item.
std::optional<Mail> read_mail(ByteView item);

}  // namespace sanad::parts
