// Claims about WARC files: what is written, and what is read from whole, cut and hostile ones.
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

#include "crypto/crypto.h"
#include "warc/reader.h"
#include "warc/writer.h"

namespace sanad::warc {
namespace {

constexpr Timestamp kAt{1795539000123};  // 2026-11-24T16:50:00.123Z

std::string make_id(std::uint8_t seed) {
  std::array<std::uint8_t, 16> random{};
  random.fill(seed);
  return format_record_id(random);
}

RecordHeader make_header(RecordType type, std::uint8_t seed) {
  return {.type = type,
          .id = make_id(seed),
          .date = kAt,
          .target_uri = "https://forum.tirazan.example/thread"};
}

std::string gunzip_all(ByteView packed) {
  std::string out;
  z_stream stream{};
  inflateInit2(&stream, MAX_WBITS + 16);
  stream.next_in = const_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, 4096> buffer;
  while (stream.avail_in > 0) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = buffer.size();
    const int status = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer.data(), buffer.size() - stream.avail_out);
    if (status == Z_STREAM_END) inflateReset(&stream);
    if (status != Z_OK && status != Z_STREAM_END) break;
  }
  inflateEnd(&stream);
  return out;
}

// A record with what was in it, as a test reads it.
struct Seen {
  Record record;
  std::string block;
  RecordEnd end;
};

std::vector<Seen> read_all(const Bytes& file, std::vector<Damage>* damages = nullptr) {
  MemorySource source(file);
  Reader reader(source, {});
  std::vector<Seen> all;
  while (true) {
    Result<std::optional<Record>> record = reader.next();
    EXPECT_TRUE(record.ok()) << record.error().message;
    if (!record.ok() || !*record) break;
    Seen seen{std::move(**record), {}, {}};
    std::array<std::uint8_t, 997> buffer;
    bool whole = true;
    while (true) {
      Result<std::size_t> got = reader.read_block(buffer);
      whole = got.ok();
      if (!whole || *got == 0) break;
      seen.block.append(as_text(ByteView(buffer).first(*got)));
    }
    if (!whole) continue;
    Result<RecordEnd> end = reader.finish_record();
    if (!end.ok()) continue;
    seen.end = *end;
    all.push_back(std::move(seen));
  }
  if (damages != nullptr) *damages = reader.damages();
  return all;
}

const std::string kWire =
    "HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nset-COOKIE: b\r\nContent-Type: text/html\r\n"
    "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

TEST(WarcTest, TheTextOfARecordIsExactlyThis) {
  MemorySink sink;
  Writer writer(sink, FileForm::kPlain);
  RecordHeader header = make_header(RecordType::kResponse, 1);
  header.ip_address = "2001:db8::1";
  header.protocols = {"http/1.1", "tls/1.3"};
  header.cipher_suite = "TLS_AES_128_GCM_SHA256";
  header.concurrent_to = {make_id(2), make_id(3)};
  header.warcinfo_id = make_id(4);
  header.truncated = Truncation::kDisconnect;
  header.extra = {{"Sanad-Request", "17"}};
  MemoryBlock block(BlockMeasurer::http_wire(), as_bytes(kWire));
  Result<WrittenRecord> written = writer.write(header, block.block());
  ASSERT_TRUE(written.ok()) << written.error().message;
  const std::string payload = "sha256:" + format_hex(crypto::sha256(as_bytes("hello")));
  const std::string whole = "sha256:" + format_hex(crypto::sha256(as_bytes(kWire)));
  EXPECT_EQ(as_text(sink.bytes()),
            "WARC/1.1\r\n"
            "WARC-Type: response\r\n"
            "WARC-Record-ID: <urn:uuid:01010101-0101-4101-8101-010101010101>\r\n"
            "WARC-Date: 2026-11-24T16:50:00.123Z\r\n"
            "WARC-Target-URI: https://forum.tirazan.example/thread\r\n"
            "WARC-IP-Address: 2001:db8::1\r\n"
            "WARC-Protocol: http/1.1\r\n"
            "WARC-Protocol: tls/1.3\r\n"
            "WARC-Cipher-Suite: TLS_AES_128_GCM_SHA256\r\n"
            "WARC-Concurrent-To: <urn:uuid:02020202-0202-4202-8202-020202020202>\r\n"
            "WARC-Concurrent-To: <urn:uuid:03030303-0303-4303-8303-030303030303>\r\n"
            "WARC-Warcinfo-ID: <urn:uuid:04040404-0404-4404-8404-040404040404>\r\n"
            "WARC-Truncated: disconnect\r\n"
            "WARC-Payload-Digest: " +
                payload + "\r\nWARC-Block-Digest: " + whole +
                "\r\nContent-Type: application/http; msgtype=response\r\n"
                "Content-Length: " +
                std::to_string(kWire.size()) +
                "\r\nSanad-Http-Block: wire\r\n"
                "Sanad-Request: 17\r\n"
                "\r\n" +
                kWire + "\r\n\r\n");
  EXPECT_EQ(written->offset, 0U);
  EXPECT_EQ(written->length, sink.bytes().size());
  EXPECT_EQ(written->sha256, crypto::sha256(sink.bytes()));
}

Bytes write_sample(FileForm form, std::vector<WrittenRecord>* records = nullptr) {
  MemorySink sink;
  Writer writer(sink, form);
  const auto add = [&](RecordHeader header, MemoryBlock block) {
    Result<WrittenRecord> written = writer.write(header, block.block());
    EXPECT_TRUE(written.ok()) << written.error().message;
    if (records != nullptr) records->push_back(*written);
  };
  Result<std::string> info = format_warc_fields({{"software", "Sanad"}, {"format", "WARC 1.1"}});
  RecordHeader warcinfo = make_header(RecordType::kWarcinfo, 1);
  warcinfo.target_uri.clear();
  warcinfo.filename = "data.warc.gz";
  add(warcinfo, MemoryBlock(BlockMeasurer::opaque(), as_bytes(*info)));
  const std::string request = "GET /thread HTTP/1.1\r\nHost: forum.tirazan.example\r\n\r\n";
  add(make_header(RecordType::kRequest, 2),
      MemoryBlock(BlockMeasurer::http_wire(), as_bytes(request)));
  add(make_header(RecordType::kResponse, 3),
      MemoryBlock(BlockMeasurer::http_wire(), as_bytes(kWire)));
  const std::string head = "HTTP/1.1 200\r\ncontent-type: text/plain\r\n\r\n";
  add(make_header(RecordType::kResponse, 4),
      MemoryBlock(BlockMeasurer::http_parts(head), as_bytes("over h2"), head));
  const std::string chunked_head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  add(make_header(RecordType::kResponse, 5),
      MemoryBlock(BlockMeasurer::http_parts(chunked_head), as_bytes("apart"), chunked_head));
  RecordHeader revisit = make_header(RecordType::kRevisit, 6);
  revisit.profile = kRevisitIdentical;
  revisit.refers_to = make_id(3);
  revisit.refers_to_target_uri = revisit.target_uri;
  revisit.refers_to_date = kAt;
  revisit.referred_payload_sha256 = crypto::sha256(as_bytes("hello"));
  const std::string revisit_head = "HTTP/1.1 304 Not Modified\r\n\r\n";
  add(revisit, MemoryBlock(BlockMeasurer::http_wire(), as_bytes(revisit_head)));
  RecordHeader resource = make_header(RecordType::kResource, 7);
  resource.target_uri = "urn:sanad:tls:17";
  resource.content_type = "application/pem-certificate-chain";
  add(resource, MemoryBlock(BlockMeasurer::opaque(), as_bytes("certificate")));
  RecordHeader metadata = make_header(RecordType::kMetadata, 8);
  metadata.content_type = "application/json";
  add(metadata, MemoryBlock(BlockMeasurer::opaque(), {}));
  return sink.take();
}

TEST(WarcTest, WhatIsWrittenIsReadBackFromBothForms) {
  for (FileForm form : {FileForm::kGzip, FileForm::kPlain}) {
    std::vector<WrittenRecord> written;
    const Bytes file = write_sample(form, &written);
    std::vector<Damage> damages;
    const std::vector<Seen> seen = read_all(file, &damages);
    EXPECT_TRUE(damages.empty());
    ASSERT_EQ(seen.size(), written.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
      EXPECT_EQ(seen[i].record.id(), written[i].id);
      EXPECT_EQ(seen[i].record.version, "WARC/1.1");
      EXPECT_EQ(seen[i].record.offset, written[i].offset);
      EXPECT_EQ(seen[i].end.length, written[i].length);
      EXPECT_EQ(seen[i].end.block, DigestCheck::kMatches);
      EXPECT_EQ(crypto::sha256(as_bytes(seen[i].block)), written[i].block_sha256);
      const ByteView lying = ByteView(file).subspan(static_cast<std::size_t>(written[i].offset),
                                                    static_cast<std::size_t>(written[i].length));
      EXPECT_EQ(crypto::sha256(lying), written[i].sha256);
    }
    EXPECT_EQ(seen[2].block, kWire);
    EXPECT_EQ(seen[3].block, "HTTP/1.1 200\r\ncontent-type: text/plain\r\n\r\nover h2");
    EXPECT_EQ(seen[4].block,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\napart\r\n0\r\n\r\n");
    for (std::size_t i : {1U, 2U, 3U, 4U, 6U})
      EXPECT_EQ(seen[i].end.payload, DigestCheck::kMatches) << i;
    EXPECT_EQ(seen[3].record.field("sanad-HTTP-block"), "rebuilt");
    EXPECT_EQ(seen[5].record.field("WARC-Payload-Digest"),
              format_digest(crypto::sha256(as_bytes("hello"))));
    EXPECT_EQ(seen[7].block, "");
  }
}

TEST(WarcTest, TheGzipFormHoldsThePlainFormAndRepeats) {
  const Bytes packed = write_sample(FileForm::kGzip);
  EXPECT_EQ(gunzip_all(packed), as_text(write_sample(FileForm::kPlain)));
  EXPECT_EQ(packed, write_sample(FileForm::kGzip));
}

TEST(WarcTest, EveryFieldThatCouldEndItsLineIsRefused) {
  const std::string evil = "x\r\nWARC-Type: response";
  MemoryBlock block(BlockMeasurer::opaque(), {});
  MemorySink sink;
  Writer writer(sink);
  const auto refused = [&](auto change) {
    RecordHeader header = make_header(RecordType::kResource, 1);
    change(header);
    Result<WrittenRecord> written = writer.write(header, block.block());
    EXPECT_FALSE(written.ok());
    EXPECT_EQ(written.error().code, ErrorCode::kInvalid);
  };
  refused([&](RecordHeader& h) { h.id = evil; });
  refused([&](RecordHeader& h) { h.id = "urn:x> <"; });
  refused([&](RecordHeader& h) { h.id = ""; });
  refused([&](RecordHeader& h) { h.target_uri = "https://a/" + evil; });
  refused([&](RecordHeader& h) { h.target_uri = "https://a/ b"; });
  refused([&](RecordHeader& h) { h.target_uri = ""; });
  refused([&](RecordHeader& h) { h.content_type = evil; });
  refused([&](RecordHeader& h) { h.ip_address = evil; });
  refused([&](RecordHeader& h) { h.ip_address = "localhost"; });
  refused([&](RecordHeader& h) { h.protocols = {evil}; });
  refused([&](RecordHeader& h) { h.cipher_suite = evil; });
  refused([&](RecordHeader& h) { h.concurrent_to = {evil}; });
  refused([&](RecordHeader& h) { h.warcinfo_id = evil; });
  refused([&](RecordHeader& h) { h.filename = evil; });
  refused([&](RecordHeader& h) { h.refers_to = evil; });
  refused([&](RecordHeader& h) { h.refers_to_target_uri = "a:" + evil; });
  refused([&](RecordHeader& h) { h.profile = "a:b"; });
  refused([&](RecordHeader& h) { h.extra = {{"X", evil}}; });
  refused([&](RecordHeader& h) { h.extra = {{"X\n", "y"}}; });
  refused([&](RecordHeader& h) { h.extra = {{"X", std::string("a\0b", 3)}}; });
  refused([&](RecordHeader& h) { h.extra = {{"X", "\xff"}}; });
  refused([&](RecordHeader& h) { h.extra = {{"warc-Date", "2000-01-01T00:00:00Z"}}; });
  refused([&](RecordHeader& h) { h.extra = {{"Content-length", "1"}}; });
  refused([&](RecordHeader& h) { h.extra = {{"X", std::string(kMaxFieldBytes + 1, 'x')}}; });
  EXPECT_EQ(writer.offset(), 0U) << "nothing was written";
  EXPECT_TRUE(writer.write(make_header(RecordType::kResource, 1), block.block()).ok());
}

TEST(WarcTest, ABodyThatIsNotWhatWasMeasuredIsNotPassedOffAsIt) {
  MemoryBlock measured(BlockMeasurer::opaque(), as_bytes("evidence"));
  for (const char* other : {"evidencE", "evidenc", "evidence!"}) {
    MemorySource source(as_bytes(other));
    MemorySink sink;
    Writer writer(sink);
    Block block{.body = &source, .facts = measured.facts()};
    EXPECT_EQ(writer.write(make_header(RecordType::kResource, 1), block).error().code,
              ErrorCode::kIntegrity);
    MemorySource again(as_bytes("evidence"));
    block.body = &again;
    EXPECT_FALSE(writer.write(make_header(RecordType::kResource, 2), block).ok());
  }
}

class FailingSink final : public ByteSink {
 public:
  explicit FailingSink(std::size_t room) : room_(room) {}
  Result<void> write(ByteView data) override {
    if (data.size() > room_) return Error{ErrorCode::kIo, "full"};
    room_ -= data.size();
    return {};
  }

 private:
  std::size_t room_;
};

TEST(WarcTest, ASinkThatFailsAnywhereFailsTheRecord) {
  const auto write = [](ByteSink& sink) {
    Writer writer(sink, FileForm::kPlain);
    MemoryBlock block(BlockMeasurer::http_wire(), as_bytes(kWire));
    return writer.write(make_header(RecordType::kResponse, 1), block.block());
  };
  MemorySink whole;
  ASSERT_TRUE(write(whole).ok());
  for (std::size_t room = 0; room < whole.bytes().size(); room += 7) {
    FailingSink sink(room);
    EXPECT_EQ(write(sink).error().code, ErrorCode::kIo);
  }
}

TEST(WarcTest, EveryCutKeepsTheHeadAndSaysWhereTheTailBroke) {
  for (FileForm form : {FileForm::kGzip, FileForm::kPlain}) {
    std::vector<WrittenRecord> written;
    const Bytes file = write_sample(form, &written);
    for (std::size_t size = 0; size < file.size(); ++size) {
      const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
      std::size_t whole = 0;
      while (whole < written.size() && written[whole].offset + written[whole].length <= size)
        ++whole;
      std::vector<Damage> damages;
      EXPECT_EQ(read_all(cut, &damages).size(), whole) << size;
      const bool at_border = whole == written.size() || written[whole].offset == size;
      ASSERT_EQ(damages.size(), at_border ? 0U : 1U) << size;
      if (!at_border) {
        EXPECT_EQ(damages[0].offset, written[whole].offset) << size;
      }
    }
  }
}

Bytes gzip_member(std::string_view text) {
  std::array<std::uint8_t, 4000> packed;
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(as_bytes(text).data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = packed.data();
  stream.avail_out = packed.size();
  deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return {packed.begin(), packed.end() - static_cast<std::ptrdiff_t>(stream.avail_out)};
}

TEST(WarcTest, ADamagedRecordInAWholeMemberCostsOnlyItself) {
  Bytes file = write_sample(FileForm::kGzip);
  // A gzip member whose record has no length.
  Bytes all = gzip_member("WARC/1.1\r\nWARC-Type: resource\r\n\r\n\r\n\r\n");
  const std::size_t bad_size = all.size();
  all.insert(all.end(), file.begin(), file.end());
  std::vector<Damage> damages;
  const std::vector<Seen> seen = read_all(all, &damages);
  EXPECT_EQ(seen.size(), 8U);
  EXPECT_EQ(seen.front().record.offset, bad_size);
  ASSERT_EQ(damages.size(), 1U);
  EXPECT_EQ(damages[0].offset, 0U);
  EXPECT_NE(damages[0].reason.find("WARC-Record-ID"), std::string::npos);
}

TEST(WarcTest, NoFlippedBitGoesUnnoticed) {
  std::vector<WrittenRecord> written;
  const Bytes file = write_sample(FileForm::kGzip, &written);
  const std::vector<Seen> original = read_all(file);
  const auto same = [&](const std::vector<Seen>& seen) {
    if (seen.size() != original.size()) return false;
    for (std::size_t i = 0; i < seen.size(); ++i)
      if (seen[i].block != original[i].block || seen[i].record.fields != original[i].record.fields)
        return false;
    return true;
  };
  for (std::size_t at = 0; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1U << (at % 8)));
    std::vector<Damage> damages;
    const std::vector<Seen> seen = read_all(changed, &damages);
    EXPECT_TRUE(!damages.empty() || same(seen)) << at;
  }
}

std::string plain_record(std::string_view fields, std::string_view block) {
  return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:1>\r\n"
         "WARC-Date: 2026-11-24T16:50:00Z\r\nContent-Type: application/http;msgtype=response\r\n" +
         std::string(fields) + "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" +
         std::string(block) + "\r\n\r\n";
}

TEST(WarcTest, DigestsOfOtherWritersAreChecked) {
  const std::string block = "HTTP/1.1 200 OK\r\n\r\nabc";
  const auto check = [&](const std::string& digest) {
    const Bytes file = to_bytes(plain_record("WARC-Payload-Digest: " + digest + "\r\n", block));
    const std::vector<Seen> seen = read_all(file);
    EXPECT_EQ(seen.size(), 1U);
    return seen.front().end.payload;
  };
  // FIPS 180-4's example message "abc".
  EXPECT_EQ(check("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), DigestCheck::kMatches);
  EXPECT_EQ(check("sha1:a9993e364706816aba3e25717850c26c9cd0d89d"), DigestCheck::kMatches);
  EXPECT_EQ(check("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            DigestCheck::kMatches);
  EXPECT_EQ(check("md5:900150983cd24fb0d6963f7d28e17f72"), DigestCheck::kMatches);
  EXPECT_EQ(check("sha256:ca7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            DigestCheck::kDiffers);
  EXPECT_EQ(check("crc:1"), DigestCheck::kUnknownForm);
  EXPECT_EQ(check("nonsense"), DigestCheck::kUnknownForm);
}

TEST(WarcTest, ContinuedLinesAndRecordsInOneMemberAreRead) {
  const std::string two = plain_record("X-Folded: a\r\n  b\r\n", "HTTP/1.1 200 OK\r\n\r\n") +
                          plain_record("", "HTTP/1.1 204 No\r\n\r\n");
  const Bytes member = gzip_member(two);
  for (const Bytes& file : {to_bytes(two), member}) {
    const std::vector<Seen> seen = read_all(file);
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].record.field("x-folded"), "a b");
    EXPECT_EQ(seen[1].block, "HTTP/1.1 204 No\r\n\r\n");
  }
  EXPECT_EQ(read_all(member)[0].end.length, 0U) << "no place of its own";
}

TEST(WarcTest, HeadersThatAreWrongAreDamage) {
  const std::string good = plain_record("", "HTTP/1.1 200 OK\r\n\r\n");
  const auto damaged = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    std::vector<Damage> damages;
    EXPECT_TRUE(read_all(to_bytes(text), &damages).empty()) << to;
    EXPECT_EQ(damages.size(), 1U) << to;
  };
  damaged("WARC/1.0", "WARC/2.0");
  damaged("WARC/1.0", "HTTP/1.1");
  damaged("WARC-Date", "WARC-Dat");
  damaged("WARC-Type: ", "WARC-Type ");
  damaged("Content-Length: 19", "Content-Length: -1");
  damaged("Content-Length: 19", "Content-Length: 0x13");
  damaged("Content-Length: 19", "Content-Length: 99999999999999999999");
  damaged("Content-Length: 19", "Content-Length: 18");
  damaged("Content-Length: 19", "Content-Length: 20");
  damaged("Content-Length: 19", "Content-Length: 19\r\nContent-length: 19");
}

// Some archivers miscount, or end a record with less than two empty lines.
TEST(WarcTest, WhatFollowsADamagedRecordIsRead) {
  const std::string good = plain_record("", "HTTP/1.1 200 OK\r\n\r\n");
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    return text.replace(text.rfind(from), from.size(), to);
  };
  const std::string no_end = good.substr(0, good.size() - 4);
  for (const std::string& bad :
       {no_end, no_end + "\r\n", no_end + "\n\n", with("Content-Length: 19", "Content-Length: 7"),
        with("WARC-Record-ID", "WARC-Record-Di"), with("WARC/1.0", "WARC/2.0")}) {
    const std::string file = good + bad + good + bad + good;
    std::vector<Damage> damages;
    const std::vector<Seen> seen = read_all(to_bytes(file), &damages);
    ASSERT_EQ(seen.size(), 3U) << bad;
    EXPECT_EQ(seen[1].record.offset, good.size() + bad.size());
    EXPECT_EQ(seen[2].record.offset, 2 * (good.size() + bad.size()));
    EXPECT_EQ(seen[1].block, "HTTP/1.1 200 OK\r\n\r\n");
    ASSERT_EQ(damages.size(), 2U);
    EXPECT_EQ(damages[0].offset, good.size());
    const std::vector<Seen> packed = read_all(gzip_member(file));
    ASSERT_EQ(packed.size(), 3U) << bad;
    EXPECT_EQ(packed[2].block, seen[2].block);
  }
  std::vector<Damage> damages;
  EXPECT_EQ(read_all(to_bytes(good + no_end + "WARC/"), &damages).size(), 1U);
  EXPECT_EQ(damages.size(), 2U) << "the second is cut";
}

TEST(WarcTest, LimitsEndTheReading) {
  const Bytes file = write_sample(FileForm::kGzip);
  const auto first_error = [&](const ReaderLimits& limits) -> std::optional<ErrorCode> {
    MemorySource source(file);
    Reader reader(source, limits);
    while (true) {
      Result<std::optional<Record>> record = reader.next();
      if (!record.ok()) return record.error().code;
      if (!*record) return std::nullopt;
    }
  };
  EXPECT_EQ(first_error({}), std::nullopt);
  EXPECT_EQ(first_error({.max_records = 8}), std::nullopt);
  EXPECT_EQ(first_error({.max_records = 7}), ErrorCode::kLimit);
  EXPECT_EQ(first_error({.max_record_bytes = 40}), ErrorCode::kLimit);
  EXPECT_EQ(first_error({.max_total_bytes = 1000}), ErrorCode::kLimit);
}

TEST(WarcTest, ABombIsStoppedAtTheTotal) {
  MemorySink sink;
  Writer writer(sink);
  const Bytes zeros(16U << 20);
  MemoryBlock block(BlockMeasurer::opaque(), zeros);
  ASSERT_TRUE(writer.write(make_header(RecordType::kResource, 1), block.block()).ok());
  EXPECT_LT(sink.bytes().size(), 200'000U);
  MemorySource source(sink.bytes());
  Reader reader(source, {.max_total_bytes = 1U << 20});
  ASSERT_TRUE(reader.next().ok());
  EXPECT_EQ(reader.finish_record().error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace sanad::warc
