// Any bytes as a mail: no crash, and texts that are texts.
#include <cstddef>
#include <cstdint>

#include "parts/mail.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sanad;
  [[maybe_unused]] static const bool kPrepared = (parts::prepare(), true);
  const auto mail = parts::read_mail(ByteView(data, size));
  if (!mail) return 0;
  for (const std::string* text : {&mail->subject, &mail->message_id, &mail->date, &mail->text,
                                  &mail->html_text, &mail->location}) {
    if (!is_utf8(*text)) __builtin_trap();
  }
  for (const parts::MailLeaf& leaf : mail->leaves) {
    if (leaf.part.encrypted && !leaf.bytes.empty()) __builtin_trap();
  }
  return 0;
}
