#include "warc/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "digest_check.h"
#include "input.h"

namespace sanad::warc {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

constexpr std::string_view kBeginning = "WARC/";

// Why a record cannot be read; the record's place is added by the caller.
Error damaged(std::string_view reason) { return {ErrorCode::kIntegrity, std::string(reason)}; }

Result<std::uint64_t> parse_length(std::string_view text) {
  constexpr std::size_t kMaxDigits = 18;
  if (text.empty() || text.size() > kMaxDigits) return damaged("its Content-Length is no number");
  std::uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return damaged("its Content-Length is no number");
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

Result<void> add_line(Record& record, std::string_view line) {
  const bool folded = line.front() == ' ' || line.front() == '\t';
  if (folded) {
    if (record.fields.empty()) return damaged("its header begins with a continued line");
    std::string& value = record.fields.back().value;
    if (!value.empty()) value += ' ';
    value += trim(line);
    return {};
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0)
    return damaged("a line of its header has no name");
  record.fields.push_back(
      {std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  return {};
}

// Section 5: four fields are mandatory; none of them may repeat. Empty: all is well.
std::string missing_field(const Record& record) {
  for (std::string_view name : {"WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"}) {
    const std::vector<std::string_view> values = record.all_fields(name);
    if (values.size() != 1 || values.front().empty())
      return fmt::format("its field {} is missing or repeated", name);
  }
  return {};
}

// Given twice, it is one where both say the same.
bool has_one_length(const Record& record) {
  const std::vector<std::string_view> all = record.all_fields("Content-Length");
  return !all.empty() && std::ranges::count(all, all.front()) == std::ssize(all);
}

Result<void> check_fields(Record& record, bool gives_incomplete) {
  const std::string missing = missing_field(record);
  if (!missing.empty() && (!gives_incomplete || !has_one_length(record))) return damaged(missing);
  SANAD_TRY(record.content_length, parse_length(record.field("Content-Length")));
  return {};
}

// RFC 5234 2.3: what a grammar writes in quotes may be written in either case.
bool is_known_version(std::string_view line) {
  return std::ranges::any_of(
      std::array<std::string_view, 4>{"WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"},
      [&](std::string_view known) { return same_name(line, known); });
}

Result<Record> parse_header(std::string_view text, bool gives_incomplete) {
  Record record;
  bool first = true;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (first) {
      first = false;
      record.version = line;
      if (!is_known_version(line)) return damaged("it does not begin with a version that is known");
    } else if (!line.empty()) {
      SANAD_CHECK(add_line(record, line));
    }
  }
  SANAD_CHECK(check_fields(record, gives_incomplete));
  return record;
}

bool carries_http(const Record& record) {
  const std::string_view type = record.type();
  return (type == "response" || type == "request") && record.is_http();
}

}  // namespace

std::string_view Record::field(std::string_view name) const {
  for (const Field& field : fields)
    if (same_name(field.name, name)) return field.value;
  return {};
}

std::vector<std::string_view> Record::all_fields(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Field& field : fields)
    if (same_name(field.name, name)) values.push_back(field.value);
  return values;
}

bool Record::is_http() const {
  const std::string_view type = field("Content-Type");
  if (!type.empty()) return type.starts_with("application/http");
  const std::string_view address = field("WARC-Target-URI");
  return address.starts_with("http://") || address.starts_with("https://");
}

std::string_view Record::id() const {
  std::string_view id = field("WARC-Record-ID");
  if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
  return id;
}

struct Reader::State {
  State(ByteSource& source, const ReaderLimits& limits_in) : input(source), limits(limits_in) {}

  // The current record and how it is checked.
  struct Open {
    std::uint64_t offset = 0;
    std::uint64_t left = 0;
    bool begins_member = true;
    bool is_http = false;
    bool is_resource = false;
    DigestChecker block;
    DigestChecker payload;
    HttpSplitter splitter = {};
  };

  // Notes the damage. Reading goes on at what begins like a record; where the compressed data is
  // damaged, never.
  void note_damage(std::uint64_t offset, std::string_view reason) {
    if (damages.size() < kMaxDamages) damages.push_back({offset, std::string(reason)});
    open.reset();
    if (damages.size() >= kMaxDamages || !find_beginning().ok()) ended = true;
  }

  // Goes on to the next line that begins as a record does, of this member or plain file, or behind
  // it.
  Result<void> find_beginning() {
    std::size_t matched = 0;
    bool at_line = true;
    while (matched < kBeginning.size()) {
      SANAD_TRY(const ByteView ready, input.peek_within());
      if (ready.empty()) break;
      std::size_t used = 0;
      while (used < ready.size() && matched < kBeginning.size()) {
        const char c = static_cast<char>(ready[used++]);
        const bool goes_on = (matched > 0 || at_line) && c == kBeginning[matched];
        matched = goes_on ? matched + 1 : 0;
        at_line = c == '\n';
      }
      input.consume(used);
      SANAD_CHECK(check_total());
    }
    has_begun = matched == kBeginning.size();
    shared_member = has_begun && !input.is_plain();
    return {};
  }

  // kIntegrity becomes damage of the record at offset; every error is passed on.
  Error fail(std::uint64_t offset, const Error& error) {
    if (error.code == ErrorCode::kIntegrity) {
      note_damage(offset, error.message);
      return {ErrorCode::kIntegrity, fmt::format("The archive's record at byte {} is damaged: {}.",
                                                 offset, error.message)};
    }
    ended = true;
    return error;
  }

  Result<void> check_total() const {
    if (input.unpacked() > limits.max_total_bytes)
      return Error{ErrorCode::kLimit, fmt::format("The archive unpacks to more than {} bytes.",
                                                  limits.max_total_bytes)};
    return {};
  }

  // Up to and including the empty line.
  Result<std::string> read_header_text() {
    std::string text(std::exchange(has_begun, false) ? kBeginning : std::string_view());
    while (true) {
      SANAD_TRY(const ByteView ready, input.peek_within());
      if (ready.empty()) return damaged("it ends within its header");
      std::size_t used = 0;
      bool done = false;
      while (used < ready.size() && !done) {
        text.push_back(static_cast<char>(ready[used++]));
        // The last where a program took each line feed for the end of a line once more.
        done = text.ends_with("\n\r\n") || text.ends_with("\n\n") || text.ends_with("\n\r\r\n");
      }
      input.consume(used);
      if (done) return text;
      if (text.size() > kMaxHeaderBytes) return damaged("its header is too long");
      SANAD_CHECK(check_total());
    }
  }

  Result<Record> read_record_header() {
    SANAD_TRY(const std::string text, read_header_text());
    SANAD_TRY(Record record, parse_header(text, limits.gives_incomplete));
    if (record.content_length > limits.max_record_bytes)
      return Error{
          ErrorCode::kLimit,
          fmt::format("A record of the archive is longer than {} bytes.", limits.max_record_bytes)};
    return record;
  }

  Result<std::size_t> read_block(std::span<std::uint8_t> out) {
    if (open->left == 0 || out.empty()) return std::size_t{0};
    SANAD_CHECK(check_total());
    SANAD_TRY(const ByteView ready, input.peek_within());
    if (ready.empty()) return damaged("it is cut");
    const std::uint64_t wanted = std::min<std::uint64_t>(open->left, out.size());
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, ready.size()));
    const ByteView part = ready.first(size);
    std::ranges::copy(part, out.begin());
    input.consume(size);
    open->left -= size;
    open->block.update(part);
    if (open->is_http)
      open->splitter.update(part, [this](ByteView payload) { open->payload.update(payload); });
    if (open->is_resource) open->payload.update(part);
    return size;
  }

  Result<RecordEnd> finish_record() {
    std::array<std::uint8_t, 16 * 1024> rest;
    while (open->left > 0) SANAD_CHECK(read_block(rest));
    for (const char wanted : std::string_view("\r\n\r\n")) {
      SANAD_TRY(const ByteView ready, input.peek_within());
      if (ready.empty() || ready.front() != static_cast<std::uint8_t>(wanted))
        return damaged("it does not end where its Content-Length says");
      input.consume(1);
    }
    SANAD_TRY(const bool ends_member, input.member_ends_here());
    RecordEnd end;
    if (ends_member && open->begins_member) end.length = input.used() - open->offset;
    shared_member = !ends_member;
    end.block = open->block.finish();
    if (open->is_resource || (open->is_http && open->splitter.has_payload()))
      end.payload = open->payload.finish();
    return end;
  }

  Input input;
  ReaderLimits limits;
  std::optional<Open> open;
  bool shared_member = false;  // the next record starts within the last one's gzip member
  bool has_begun = false;      // its kBeginning is read
  bool ended = false;
  std::uint64_t records = 0;
  std::vector<Damage> damages;
};

Reader::Reader(ByteSource& source, const ReaderLimits& limits)
    : state_(std::make_unique<State>(source, limits)) {}
Reader::~Reader() = default;

const std::vector<Damage>& Reader::damages() const { return state_->damages; }

Result<std::optional<Record>> Reader::next() {
  State& state = *state_;
  if (state.open) {
    Result<RecordEnd> end = finish_record();
    if (!end.ok() && end.error().code != ErrorCode::kIntegrity) return end.error();
  }
  while (!state.ended) {
    Result<ByteView> ready = state.has_begun ? state.input.peek_within() : state.input.peek();
    const bool is_ahead = state.has_begun && state.input.is_plain();
    const std::uint64_t offset = state.input.place() - (is_ahead ? kBeginning.size() : 0);
    if (!ready.ok()) {
      const Error error = state.fail(offset, ready.error());
      if (error.code != ErrorCode::kIntegrity) return error;
      continue;
    }
    if (ready->empty() && !state.has_begun) break;
    if (++state.records > state.limits.max_records)
      return state.fail(
          offset, {ErrorCode::kLimit,
                   fmt::format("The archive has more than {} records.", state.limits.max_records)});
    const bool begins_member = !state.shared_member;
    state.shared_member = false;
    Result<Record> record = state.read_record_header();
    if (!record.ok()) {
      const Error error = state.fail(offset, record.error());
      if (error.code != ErrorCode::kIntegrity) return error;
      continue;
    }
    record->offset = offset;
    if (std::string missing = missing_field(*record);
        !missing.empty() && state.damages.size() < kMaxDamages)
      state.damages.push_back({offset, std::move(missing)});
    state.open.emplace(State::Open{.offset = offset,
                                   .left = record->content_length,
                                   .begins_member = begins_member,
                                   .is_http = carries_http(*record),
                                   .is_resource = record->type() == "resource",
                                   .block = DigestChecker(record->field("WARC-Block-Digest")),
                                   .payload = DigestChecker(record->field("WARC-Payload-Digest"))});
    return std::optional<Record>(std::move(*record));
  }
  state.ended = true;
  return std::optional<Record>();
}

Result<std::size_t> Reader::read_block(std::span<std::uint8_t> out) {
  State& state = *state_;
  if (!state.open) return std::size_t{0};
  Result<std::size_t> got = state.read_block(out);
  if (!got.ok()) return state.fail(state.open->offset, got.error());
  return got;
}

Result<RecordEnd> Reader::finish_record() {
  State& state = *state_;
  if (!state.open)
    return Error{ErrorCode::kInvalid, "There is no open record: call next() before this."};
  Result<RecordEnd> end = state.finish_record();
  if (!end.ok()) return state.fail(state.open->offset, end.error());
  state.open.reset();
  return end;
}

}  // namespace sanad::warc
