#include "mail_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "text_source.h"

namespace sanad::intake {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

void add_addresses(const std::vector<parts::MailAddress>& all, const char* as, json::Array& to) {
  for (const parts::MailAddress& one : all) {
    json::Object object;
    set_text(object, "name", one.name);
    set_text(object, "id", one.address);
    if (as != nullptr) object.set("as", as);
    if (!object.empty()) to.emplace_back(std::move(object));
  }
}

void set_author(const parts::Mail& mail, json::Object& record) {
  const auto& author = mail.from.empty() ? mail.sender : mail.from;
  if (author.empty()) return;
  set_text(record, "author", author[0].name.empty() ? author[0].address : author[0].name);
  set_text(record, "author_id", author[0].address);
}

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > ' ') out += c;
  }
  return out;
}

// A message may show one text to those who see pages and another to those who do not.
void set_texts(const parts::Mail& mail, json::Object& record, json::Object& other) {
  bool is_cut = false;
  const std::string& shown = mail.text.empty() ? mail.html_text : mail.text;
  if (!shown.empty()) record.set("text", well_formed(shown, kMaxRecordText, &is_cut));
  if (!mail.text.empty() && !mail.html_text.empty() &&
      without_space(mail.text) != without_space(mail.html_text))
    other.set("html_text", well_formed(mail.html_text, kMaxRecordText, &is_cut));
  if (is_cut) other.set("cut", true);
}

// What is not told by the record's text.
bool is_part(const parts::MailLeaf& leaf) {
  return !leaf.is_body || leaf.part.encrypted ||
         as_text(leaf.bytes).find("data:") != std::string_view::npos;
}

json::Object attachment_json(const parts::MailLeaf& leaf, const std::string& name) {
  json::Object object{{"kind", leaf.media_type.starts_with("image/")   ? "photo"
                               : leaf.media_type.starts_with("video/") ? "video"
                               : leaf.media_type.starts_with("audio/") ? "audio"
                               : leaf.part.hints.type == "mail"        ? "mail"
                                                                       : "file"}};
  set_text(object, "path", name);
  set_text(object, "media_type", leaf.media_type);
  if (leaf.part.encrypted) {
    object.set("absent", "it is encrypted");
  } else {
    object.set("size", leaf.bytes.size());
  }
  return object;
}

Result<void> deliver_leaf(const parts::MailLeaf& leaf, std::string name, Delivery& out) {
  Part part{.name = std::move(name),
            .coding = {},
            .type = leaf.part.hints.type,
            .charset = leaf.part.hints.charset,
            .is_encrypted = leaf.part.encrypted,
            .record = out.records()};
  if (!leaf.part.encrypted) return out.whole_part(std::move(part), leaf.bytes);
  SANAD_CHECK(out.begin_part(std::move(part)));
  return out.end_part("it is encrypted");
}

}  // namespace

Result<void> deliver_mail(const parts::Mail& mail, const MailPlace& place, Delivery& out) {
  json::Object record{
      {"kind", "mail"}, {"platform", "mail"}, {"offset", place.offset}, {"length", place.length}};
  json::Object other;
  set_text(record, "id", mail.message_id);
  if (mail.unix_seconds && *mail.unix_seconds > 0 && *mail.unix_seconds <= kLastSecond)
    record.set("at", format_timestamp({*mail.unix_seconds * 1000}));
  set_text(record, "title", mail.subject);
  set_author(mail, record);
  json::Array to;
  add_addresses(mail.to, nullptr, to);
  add_addresses(mail.cc, "cc", to);
  add_addresses(mail.bcc, "bcc", to);
  if (!to.empty()) record.set("to", std::move(to));
  set_text(record, "reply_to", mail.in_reply_to);
  set_texts(mail, record, other);
  set_text(other, "date", mail.date);
  json::Array answers;
  add_addresses(mail.reply_to, nullptr, answers);
  if (!answers.empty()) other.set("answers_to", std::move(answers));
  json::Array attachments;
  for (const parts::MailLeaf& leaf : mail.leaves) {
    if (is_part(leaf))
      attachments.emplace_back(attachment_json(leaf, place.prefix + leaf.part.name));
  }
  if (!attachments.empty()) record.set("attachments", std::move(attachments));
  if (!other.empty()) record.set("other", std::move(other));
  SANAD_CHECK(out.record(std::move(record)));
  for (const parts::MailLeaf& leaf : mail.leaves) {
    if (is_part(leaf)) SANAD_CHECK(deliver_leaf(leaf, place.prefix + leaf.part.name, out));
  }
  for (const std::string& problem : mail.problems)
    SANAD_CHECK(out.unread(problem, place.offset, place.length));
  return {};
}

}  // namespace sanad::intake
