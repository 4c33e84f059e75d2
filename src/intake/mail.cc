// Mails, and mailboxes (RFC 4155) of any length: one mail in memory at a time.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "importers.h"
#include "mail_record.h"
#include "parts/parts.h"
#include "text_source.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kLook = 4096;  // behind "From ", to see whether a mail begins there

class Mailbox {
 public:
  Mailbox(ByteSource& source, Delivery& out) : source_(source), out_(out) {}

  Result<void> run() {
    SANAD_CHECK(fill());
    while (!held_.empty()) {
      SANAD_TRY(const std::size_t end, end_of_mail());
      SANAD_CHECK(is_long_ ? end_long(end) : mail(ByteView(held_).first(end)));
      drop(end);
      SANAD_CHECK(fill());
    }
    return {};
  }

 private:
  // One more piece.
  Result<void> fill() {
    constexpr std::size_t kPiece = 1U << 18U;
    const std::size_t before = held_.size();
    held_.resize(before + kPiece);
    SANAD_TRY(const std::size_t got, source_.read(std::span(held_).subspan(before)));
    held_.resize(before + got);
    is_over_ = got == 0;
    return {};
  }

  void drop(std::size_t size) {
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(size));
    offset_ += size;
  }

  // Of what is held, where the mail ends that begins at its first byte. What is too much to be held
  // is given on as a part.
  Result<std::size_t> end_of_mail() {
    std::size_t look = 1;
    for (;;) {
      const std::string_view text = as_text(held_);
      const std::size_t at = text.find("\nFrom ", look - 1);
      const bool is_seen = at != std::string_view::npos && (is_over_ || at + kLook < text.size());
      if (is_seen) {
        if (parts::goes_on_with_mail(text, at)) return at + 1;
        look = at + 2;
        continue;
      }
      if (is_over_) return held_.size();
      if (at == std::string_view::npos)
        look = std::max<std::size_t>(1, text.size() - std::min<std::size_t>(text.size(), 8));
      if (held_.size() > kMaxMailBytes) {
        const std::size_t given = std::min(look, held_.size()) - 1;
        if (given > kLook) {
          SANAD_CHECK(give_long(given));
          look = 1;
        }
      }
      SANAD_CHECK(fill());
    }
  }

  static std::size_t head_line(ByteView bytes) {
    return std::min(as_text(bytes).find('\n'), bytes.size() - 1) + 1;
  }

  Result<void> give_long(std::size_t size) {
    ByteView bytes = ByteView(held_).first(size);
    if (!is_long_) {
      is_long_ = true;
      ++number_;
      SANAD_CHECK(out_.begin_part({.name = fmt::format("message {}", number_), .type = "mail"}));
      bytes = bytes.subspan(head_line(bytes));
    }
    SANAD_TRY([[maybe_unused]] const bool wanted, out_.data(bytes));
    drop(size);
    return {};
  }

  Result<void> end_long(std::size_t end) {
    is_long_ = false;
    SANAD_TRY([[maybe_unused]] const bool wanted, out_.data(ByteView(held_).first(end)));
    return out_.end_part();
  }

  Result<void> mail(ByteView bytes) {
    ++number_;
    const std::size_t head = head_line(bytes);
    const auto read = parts::read_mail(bytes.subspan(head));
    if (!read) return out_.unread("it cannot be read as a mail", offset_, bytes.size());
    return deliver_mail(*read, {offset_, bytes.size(), fmt::format("message {}/", number_)}, out_);
  }

  ByteSource& source_;
  Delivery& out_;
  Bytes held_;
  std::uint64_t offset_ = 0, number_ = 0;
  bool is_over_ = false, is_long_ = false;
};

constexpr std::uint64_t kMaxWhole = 512ULL << 20;

Result<std::optional<parts::Mail>> whole_mail(RandomSource& source, Delivery& out) {
  if (source.size() > kMaxWhole) {
    SANAD_CHECK(out.unread(fmt::format("a mail longer than {} bytes is not read", kMaxWhole), 0,
                           source.size()));
    return std::optional<parts::Mail>();
  }
  SANAD_TRY(const Bytes bytes, head_of(source, kMaxWhole));
  auto mail = parts::read_mail(bytes);
  if (!mail) SANAD_CHECK(out.unread("it cannot be read as a mail", 0, source.size()));
  return mail;
}

}  // namespace

Result<void> import_mailbox(RandomSource& source, Delivery& out) {
  Sequential bytes(source);
  return Mailbox(bytes, out).run();
}

Result<void> import_mail(RandomSource& source, Delivery& out) {
  SANAD_TRY(const auto mail, whole_mail(source, out));
  return mail ? deliver_mail(*mail, {0, source.size(), ""}, out) : Result<void>();
}

// RFC 2557: a page and what it needs, in one mail.
Result<void> import_mhtml(RandomSource& source, Delivery& out) {
  SANAD_TRY(const auto mail, whole_mail(source, out));
  if (!mail) return {};
  std::string location = mail->location;
  for (const parts::MailLeaf& leaf : mail->leaves) {
    if (location.empty() && leaf.is_body) location = leaf.location;
  }
  json::Object record{
      {"kind", "page"}, {"platform", "web"}, {"offset", 0}, {"length", source.size()}};
  set_text(record, "id", location);
  set_text(record, "title", mail->subject);
  if (mail->unix_seconds && *mail->unix_seconds > 0)
    record.set("at", format_timestamp({*mail->unix_seconds * 1000}));
  set_text(record, "text", mail->html_text.empty() ? mail->text : mail->html_text);
  json::Object other;
  set_text(other, "url", location);
  set_text(other, "date", mail->date);
  if (!other.empty()) record.set("other", std::move(other));
  SANAD_CHECK(out.record(std::move(record)));
  for (const parts::MailLeaf& leaf : mail->leaves) {
    Part part{.name = leaf.location.empty() ? leaf.part.name : leaf.location,
              .type = leaf.part.hints.type,
              .charset = leaf.part.hints.charset,
              .record = 1};
    SANAD_CHECK(out.whole_part(std::move(part), leaf.bytes));
  }
  for (const std::string& problem : mail->problems) out.problem(problem);
  return {};
}

}  // namespace sanad::intake
