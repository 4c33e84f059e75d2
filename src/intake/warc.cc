// Web archives (ISO 28500): each record of theirs becomes one of ours, and what a response carries
// a part.
#include <fmt/format.h>

#include <optional>

#include "base/time.h"
#include "http_heads.h"
#include "importers.h"
#include "text_source.h"
#include "warc/http.h"
#include "warc/reader.h"

namespace sanad::intake {
namespace {

constexpr std::size_t kPiece = 1U << 18U;

bool carries_http(const warc::Record& record) {
  return (record.type() == "response" || record.type() == "request" ||
          record.type() == "revisit") &&
         record.is_http();
}

class Archive {
 public:
  Archive(ByteSource& source, Delivery& out)
      : reader_(source, {.gives_incomplete = true}), out_(out), piece_(kPiece) {}

  Result<void> run() {
    for (;;) {
      SANAD_TRY(const auto record, reader_.next());
      SANAD_CHECK(tell_damages());
      if (!record) return {};
      const Result<void> taken = carries_http(*record) ? http(*record) : plain(*record);
      if (!taken.ok() && taken.error().code != ErrorCode::kIntegrity) return taken;
      SANAD_CHECK(tell_damages());
    }
  }

 private:
  // What is said of the archive's bytes; a damaged record's own were said already.
  Result<void> tell_damages() {
    const auto& all = reader_.damages();
    for (; told_ < all.size(); ++told_) {
      SANAD_CHECK(out_.unread("a record of the archive is damaged: " + all[told_].reason,
                              all[told_].offset));
    }
    return {};
  }

  json::Object begin(const warc::Record& record) const {
    json::Object object{{"kind", "request"}, {"platform", "web"}};
    set_text(object, "id", record.id());
    object.set("offset", record.offset);
    const std::string date(record.field("WARC-Date"));
    if (const auto at = parse_timestamp(date); at.ok()) object.set("at", format_timestamp(*at));
    set_text(object, "title", url_of(record));
    return object;
  }

  json::Object facts(const warc::Record& record) const {
    json::Object other;
    set_text(other, "warc_type", record.type());
    set_text(other, "url", url_of(record));
    set_text(other, "ip", record.field("WARC-IP-Address"));
    set_text(other, "concurrent_to", record.field("WARC-Concurrent-To"));
    set_text(other, "refers_to", record.field("WARC-Refers-To"));
    set_text(other, "truncated", record.field("WARC-Truncated"));
    set_text(other, "block_digest", record.field("WARC-Block-Digest"));
    set_text(other, "payload_digest", record.field("WARC-Payload-Digest"));
    return other;
  }

  // Some old writers put the address in brackets too.
  static std::string_view url_of(const warc::Record& record) {
    std::string_view url = record.field("WARC-Target-URI");
    if (url.starts_with('<') && url.ends_with('>')) url = url.substr(1, url.size() - 2);
    return url;
  }

  Result<std::size_t> more() { return reader_.read_block(piece_); }

  // A message: its head goes into the record, what it carries is the part.
  Result<void> http(const warc::Record& record) {
    std::string head;
    Bytes waiting;  // of the body, read with the head
    warc::HttpSplitter splitter;
    bool has_head = false, is_broken = false;
    Result<void> outcome;
    const auto emit = [&](ByteView bytes) {
      waiting.insert(waiting.end(), bytes.begin(), bytes.end());
    };
    while (!has_head) {
      const auto got = more();
      if (!got.ok()) outcome = got.error();
      is_broken = !got.ok();
      if (is_broken || *got == 0) break;
      const ByteView bytes = ByteView(piece_).first(*got);
      if (head.size() < warc::kMaxHttpHeadBytes) head.append(as_text(bytes));
      splitter.update(bytes, emit);
      has_head = splitter.facts().has_value();
    }
    head.resize(std::min(end_of_head(head), head.size()));
    json::Object object = begin(record), other = facts(record);
    const HttpHead parsed = read_head(head);
    describe(parsed, other);
    object.set("other", std::move(other));
    SANAD_CHECK(out_.record(std::move(object)));
    Part part{.name = well_formed(url_of(record)),
              .coding = parsed.coding,
              .type = parsed.media_type == "text/html" ? "html" : "",
              .charset = parsed.charset,
              .record = out_.records()};
    if (record.type() == "request") part.name += " (sent)";
    if (!has_head && outcome.ok() && head.size() >= warc::kMaxHttpHeadBytes)
      SANAD_CHECK(out_.unread("the head of this message has no end", record.offset));
    if (waiting.empty() && (is_broken || !has_head)) return ended(record, outcome);
    return body(record, std::move(part), splitter, std::move(waiting));
  }

  Result<void> body(const warc::Record& record, Part part, warc::HttpSplitter& splitter,
                    Bytes waiting) {
    bool has_part = false;
    Result<void> outcome, sent;
    const auto give = [&](ByteView bytes) {
      if (!sent.ok() || bytes.empty()) return;
      if (!has_part) sent = out_.begin_part(part);
      has_part = true;
      if (sent.ok()) {
        const auto wanted = out_.data(bytes);
        if (!wanted.ok()) sent = wanted.error();
      }
    };
    give(waiting);
    for (;;) {
      const auto got = more();
      if (!got.ok()) outcome = got.error();
      if (!got.ok() || *got == 0) break;
      splitter.update(ByteView(piece_).first(*got), give);
      SANAD_CHECK(sent);
    }
    splitter.finish(give);
    SANAD_CHECK(sent);
    std::string problem;
    if (!outcome.ok()) problem = "the record that holds it is damaged";
    if (outcome.ok() && !splitter.has_payload()) {
      problem = splitter.is_unframed() ? "its head announces chunks that it does not have"
                                       : "its chunks are not framed as HTTP says";
    }
    if (outcome.ok() && !record.field("WARC-Truncated").empty())
      problem = "it was cut when it was archived";
    if (has_part) SANAD_CHECK(out_.end_part(problem));
    return ended(record, outcome);
  }

  // A record that carries no message: its block is the part.
  Result<void> plain(const warc::Record& record) {
    json::Object object = begin(record), other = facts(record);
    const std::string_view type = record.field("Content-Type");
    set_text(other, "media_type", type.substr(0, type.find(';')));
    const bool is_text =
        type.starts_with("application/warc-fields") && record.content_length < kMaxRecordText;
    Bytes text;
    Result<void> outcome;
    if (is_text) {
      for (;;) {
        const auto got = more();
        if (!got.ok()) outcome = got.error();
        if (!got.ok() || *got == 0) break;
        text.insert(text.end(), piece_.begin(), piece_.begin() + static_cast<std::ptrdiff_t>(*got));
      }
      set_text(object, "text", as_text(text));
    }
    object.set("other", std::move(other));
    SANAD_CHECK(out_.record(std::move(object)));
    if (is_text || record.content_length == 0) return ended(record, outcome);
    Part part{.name = well_formed(url_of(record).empty() ? record.id() : url_of(record)),
              .type = type.starts_with("text/html") ? "html" : "",
              .record = out_.records()};
    SANAD_CHECK(out_.begin_part(std::move(part)));
    for (bool wanted = true; wanted;) {
      const auto got = more();
      if (!got.ok()) outcome = got.error();
      if (!got.ok() || *got == 0) break;
      SANAD_TRY(wanted, out_.data(ByteView(piece_).first(*got)));
    }
    SANAD_CHECK(out_.end_part(outcome.ok() ? "" : "the record that holds it is damaged"));
    return ended(record, outcome);
  }

  Result<void> ended(const warc::Record& record, const Result<void>& outcome) {
    if (!outcome.ok()) return outcome;
    SANAD_TRY(const warc::RecordEnd end, reader_.finish_record());
    for (const auto& [check, what] : {std::pair{end.block, "block"}, {end.payload, "payload"}}) {
      if (check != warc::DigestCheck::kDiffers) continue;
      SANAD_CHECK(out_.unread(
          fmt::format("the {} of this record has another digest than the archive says", what),
          record.offset));
    }
    return {};
  }

  warc::Reader reader_;
  Delivery& out_;
  Bytes piece_;
  std::size_t told_ = 0;
};

}  // namespace

Result<void> import_warc(RandomSource& source, Delivery& out) {
  Sequential bytes(source);
  const auto done = Archive(bytes, out).run();
  if (done.ok() || done.error().code != ErrorCode::kLimit || out.is_full()) return done;
  out.problem(done.error().message);
  return {};
}

}  // namespace sanad::intake
