// Every hostile form of archive, built by hand, is refused with its reason.
#include <gtest/gtest.h>
#include <zlib.h>

#include "format.h"
#include "zip/reader.h"
#include "zip/writer.h"

namespace sanad::zip {
namespace {

// One entry as raw fields: whatever a test does not set is right.
struct Raw {
  std::string name = "a.txt";
  std::string content = "hello";
  std::uint16_t method = 0;
  std::uint16_t flags = 0;
  std::uint16_t made_by = 3 << 8 | 20;
  std::uint16_t needed = 20;
  std::optional<std::uint32_t> attributes = {};  // a regular file's, or a folder's
  std::optional<std::uint32_t> crc = {};
  std::optional<std::uint32_t> size = {};
  std::optional<std::uint32_t> compressed_size = {};
  std::optional<std::string> local_name = {};
  std::optional<std::uint32_t> local_size = {};
  std::optional<std::uint32_t> local_compressed_size = {};
  std::optional<std::uint32_t> local_crc = {};
  std::optional<std::uint16_t> local_method = {};
  std::optional<std::uint16_t> local_flags = {};
  std::optional<std::uint32_t> offset = {};
  std::uint16_t local_time = 0;
  Bytes local_extra = {};
  Bytes extra = {};
  std::string comment = {};
  std::uint16_t disk = 0;
  Bytes descriptor = {};
  std::string behind = {};  // bytes after the content that belong to no entry
};

void append(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

void append_local(Bytes& out, const Raw& raw, std::uint32_t crc) {
  const std::string name = raw.local_name.value_or(raw.name);
  const auto length = static_cast<std::uint32_t>(raw.content.size());
  put(out, kLocalSignature);
  put(out, raw.needed);
  put(out, raw.local_flags.value_or(raw.flags));
  put(out, raw.local_method.value_or(raw.method));
  put(out, raw.local_time);
  put(out, std::uint16_t{33});
  put(out, raw.local_crc.value_or(crc));
  put(out, raw.local_compressed_size.value_or(raw.compressed_size.value_or(length)));
  put(out, raw.local_size.value_or(raw.size.value_or(length)));
  put(out, static_cast<std::uint16_t>(name.size()));
  put(out, static_cast<std::uint16_t>(raw.local_extra.size()));
  append(out, name);
  append(out, as_text(raw.local_extra));
  append(out, raw.content);
  append(out, as_text(raw.descriptor));
  append(out, raw.behind);
}

void append_central(Bytes& out, const Raw& raw, std::uint32_t crc, std::uint32_t offset) {
  const auto length = static_cast<std::uint32_t>(raw.content.size());
  put(out, kCentralSignature);
  put(out, raw.made_by);
  put(out, raw.needed);
  put(out, raw.flags);
  put(out, raw.method);
  put(out, std::uint16_t{0});
  put(out, std::uint16_t{33});
  put(out, crc);
  put(out, raw.compressed_size.value_or(length));
  put(out, raw.size.value_or(length));
  put(out, static_cast<std::uint16_t>(raw.name.size()));
  put(out, static_cast<std::uint16_t>(raw.extra.size()));
  put(out, static_cast<std::uint16_t>(raw.comment.size()));
  put(out, raw.disk);
  put(out, std::uint16_t{0});
  put(out, raw.attributes.value_or(raw.name.ends_with('/') ? 0040755U << 16 : 0100644U << 16));
  put(out, raw.offset.value_or(offset));
  append(out, raw.name);
  append(out, as_text(raw.extra));
  append(out, raw.comment);
}

struct RawEnd {
  std::string prefix = {};
  std::string suffix = {};
  std::string comment = {};
  std::optional<std::uint16_t> count = {};
  std::uint16_t disk = 0;
  std::int32_t shift = 0;  // of the directory's announced place
};

Bytes build(const std::vector<Raw>& entries, const RawEnd& end = {}) {
  Bytes out = to_bytes(end.prefix);
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> crcs;
  for (const Raw& raw : entries) {
    const ByteView content = as_bytes(raw.content);
    crcs.push_back(raw.crc.value_or(
        content.empty() ? 0U
                        : static_cast<std::uint32_t>(crc32_z(0, content.data(), content.size()))));
    offsets.push_back(static_cast<std::uint32_t>(out.size()));
    append_local(out, raw, crcs.back());
  }
  const auto start = static_cast<std::uint32_t>(out.size());
  for (std::size_t i = 0; i < entries.size(); ++i)
    append_central(out, entries[i], crcs[i], offsets[i]);
  const auto size = static_cast<std::uint32_t>(out.size()) - start;
  const std::uint16_t count = end.count.value_or(static_cast<std::uint16_t>(entries.size()));
  put(out, kEndSignature);
  put(out, end.disk);
  put(out, std::uint16_t{0});
  put(out, count);
  put(out, count);
  put(out, size);
  put(out, static_cast<std::uint32_t>(static_cast<std::int64_t>(start) + end.shift));
  put(out, static_cast<std::uint16_t>(end.comment.size()));
  append(out, end.comment);
  append(out, end.suffix);
  return out;
}

ErrorCode open_code(const Bytes& bytes, const Limits& limits = {}) {
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, limits);
  EXPECT_FALSE(reader.ok()) << "it was accepted";
  return reader.ok() ? ErrorCode::kUnavailable : reader.error().code;
}

ErrorCode read_code(const Bytes& bytes, const Limits& limits = {}) {
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, limits);
  EXPECT_TRUE(reader.ok()) << (reader.ok() ? "" : reader.error().message);
  if (!reader.ok()) return ErrorCode::kUnavailable;
  Result<Bytes> content = reader->read_all(reader->entries().front(), 1ULL << 40);
  EXPECT_FALSE(content.ok()) << "it was read";
  return content.ok() ? ErrorCode::kUnavailable : content.error().code;
}

Bytes zip64_field(std::initializer_list<std::uint64_t> numbers) {
  Bytes extra = {};
  put(extra, kExtraZip64);
  put(extra, static_cast<std::uint16_t>(8 * numbers.size()));
  for (std::uint64_t number : numbers) put(extra, number);
  return extra;
}

std::uint32_t text_crc(std::string_view text) {
  return static_cast<std::uint32_t>(crc32_z(0, as_bytes(text).data(), text.size()));
}

Bytes descriptor(std::uint32_t crc, std::uint32_t compressed_size, std::uint32_t size) {
  Bytes out = {};
  put(out, kDescriptorSignature);
  put(out, crc);
  put(out, compressed_size);
  put(out, size);
  return out;
}

// Refused as invalid, for the reason meant and no other.
void expect_refused(const Bytes& bytes, std::string_view reason) {
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_FALSE(reader.ok()) << "it was accepted";
  EXPECT_EQ(reader.error().code, ErrorCode::kInvalid);
  EXPECT_NE(reader.error().message.find(reason), std::string::npos) << reader.error().message;
}

constexpr ErrorCode kInvalid = ErrorCode::kInvalid;

TEST(ZipHostileTest, TheHandBuiltArchiveIsAcceptedAsLongAsNothingIsWrong) {
  const Bytes bytes =
      build({{}, {.name = "b/c.txt", .content = ""}, {.name = "d/", .content = ""}});
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(to_text(*reader->read_all(*reader->find("a.txt"), 99)), "hello");
  const Bytes nothing = build({});
  MemorySource empty(nothing);
  EXPECT_TRUE(Reader::open(empty, {}).ok());
}

TEST(ZipHostileTest, NamesThatLeaveTheFolderAreRefused) {
  using std::string_literals::operator""s;
  for (const std::string& name :
       {"../a"s, "a/../../b"s, "a/.."s, ".."s, "."s, "./a"s, "/etc/passwd"s, "\\a"s, "a\\..\\b"s,
        "C:a"s, "c:/a"s, "a//b"s, ""s, "//"s, "a\0b"s, "a\nb"s, "a\x7f"s, std::string(1025, 'x')})
    expect_refused(build({{.name = name}}), "name that is refused");
}

TEST(ZipHostileTest, NamesInUnknownOrBrokenCharacterSetsAreRefused) {
  EXPECT_EQ(open_code(build({{.name = "\xd8\xb3"}})), kInvalid);
  EXPECT_EQ(open_code(build({{.name = "\xff", .flags = kFlagUtf8}})), kInvalid);
  EXPECT_EQ(open_code(build({{.name = "\xc0\xaf", .flags = kFlagUtf8}})), kInvalid);
}

TEST(ZipHostileTest, TwoEntriesForOneFileAreRefused) {
  expect_refused(build({{}, {}}), "two entries would become one file");
  expect_refused(build({{}, {.name = "A.TXT"}}), "two entries would become one file");
  expect_refused(build({{.name = "a"}, {.name = "a/b"}}), "two entries would become one file");
  expect_refused(build({{.name = "a/b"}, {.name = "A"}}), "two entries would become one file");
  expect_refused(build({{.name = "a"}, {.name = "a/", .content = ""}}),
                 "two entries would become one file");
  expect_refused(build({{.name = "a/", .content = ""}, {.name = "A/", .content = ""}}),
                 "two entries would become one file");
}

TEST(ZipHostileTest, LinksAndSpecialFilesAreRefused) {
  for (std::uint32_t type : {0120000U, 0020000U, 0060000U, 0010000U, 0140000U, 0040000U})
    EXPECT_EQ(open_code(build({{.attributes = (type | 0777U) << 16}})), kInvalid) << type;
  EXPECT_EQ(open_code(build({{.name = "d/", .content = "", .attributes = 0100644U << 16}})),
            kInvalid);
  EXPECT_EQ(open_code(build({{.made_by = 20, .attributes = 0x08}})), kInvalid);
  EXPECT_EQ(open_code(build({{.made_by = 20, .attributes = 0x10}})), kInvalid);
  EXPECT_EQ(open_code(build({{.name = "d/", .content = "x"}})), kInvalid);
}

TEST(ZipHostileTest, EncryptionAndUnknownMethodsAreRefused) {
  for (int bit : {0, 4, 5, 6, 7, 12, 13, 15})
    EXPECT_EQ(open_code(build({{.flags = static_cast<std::uint16_t>(1 << bit)}})), kInvalid) << bit;
  for (int method : {1, 6, 9, 12, 14, 93, 95, 99})
    EXPECT_EQ(open_code(build({{.method = static_cast<std::uint16_t>(method)}})), kInvalid)
        << method;
  EXPECT_EQ(open_code(build({{.needed = 63}})), kInvalid);
}

TEST(ZipHostileTest, TheLocalHeaderMustAgreeWithTheDirectory) {
  expect_refused(build({{.local_name = "b.txt"}}), "described differently");
  expect_refused(build({{.local_name = "a.txt2"}}), "described differently");
  expect_refused(build({{.local_size = 4}}), "described differently");
  expect_refused(build({{.local_compressed_size = 4}}), "described differently");
  expect_refused(build({{.local_crc = 4}}), "described differently");
  expect_refused(build({{.local_method = std::uint16_t{8}}}), "described differently");
  expect_refused(build({{.local_flags = std::uint16_t{2}}}), "described differently");
  expect_refused(build({{.local_time = 7}}), "described differently");
  // Zero sizes go with a descriptor only.
  expect_refused(build({{.local_size = 0, .local_compressed_size = 0, .local_crc = 0}}),
                 "described differently");
}

TEST(ZipHostileTest, BytesThatBelongToNoEntryAreRefused) {
  expect_refused(build({{}}, {.prefix = "MZ"}), "belong to no entry");
  expect_refused(build({{}}, {.prefix = "MZ", .shift = -2}), "directory does not end");
  expect_refused(build({{}}, {.suffix = "x"}), "end record");
  expect_refused(build({{}}, {.comment = "hello"}), "end record");
  expect_refused(build({{.comment = "hello"}}), "comment");
  expect_refused(build({{.behind = "x"}}), "belong to no entry");
  expect_refused(build({{.behind = "x"}, {.name = "b"}}), "belong to no entry");
  expect_refused(build({}, {.prefix = "x"}), "before its directory");
  // An entry that the directory does not list.
  expect_refused(build({{}, {.name = "b"}}, {.count = std::uint16_t{1}}), "more than its entries");
}

TEST(ZipHostileTest, OverlapsAreRefused) {
  EXPECT_EQ(open_code(build({{}, {.name = "b", .offset = 0U}})), kInvalid);
  EXPECT_EQ(open_code(build({{.size = 20, .compressed_size = 20}, {.name = "b"}})), kInvalid);
  EXPECT_EQ(open_code(build({{.size = 4, .compressed_size = 4}})), kInvalid);
  EXPECT_EQ(open_code(build({{.offset = 0xfffffff0U}})), kInvalid);
  EXPECT_EQ(open_code(build({{.size = 0xfffffff0U, .compressed_size = 0xfffffff0U}})), kInvalid);
}

TEST(ZipHostileTest, BrokenEndRecordsAreRefused) {
  EXPECT_EQ(open_code({}), kInvalid);
  EXPECT_EQ(open_code(to_bytes("PK\5\6")), kInvalid);
  EXPECT_EQ(open_code(build({{}}, {.count = std::uint16_t{0}})), kInvalid);
  EXPECT_EQ(open_code(build({{}}, {.count = std::uint16_t{2}})), kInvalid);
  EXPECT_EQ(open_code(build({{}}, {.count = std::uint16_t{0xffff}})), kInvalid);
  EXPECT_EQ(open_code(build({{}}, {.disk = 1})), kInvalid);
  EXPECT_EQ(open_code(build({{.disk = 1}})), kInvalid);
  for (int shift : {-1, 1, 20, 1000, -35})
    EXPECT_EQ(open_code(build({{}}, {.shift = shift})), kInvalid) << shift;
}

TEST(ZipHostileTest, ExtraFieldsThatMisleadAreRefused) {
  Bytes unicode_path = {};
  put(unicode_path, kExtraUnicodePath);
  put(unicode_path, std::uint16_t{0});
  expect_refused(build({{.extra = unicode_path}}), "renames");
  expect_refused(build({{.local_extra = unicode_path}}), "renames");
  Bytes aes = {};
  put(aes, kExtraAes);
  put(aes, std::uint16_t{0});
  expect_refused(build({{.extra = aes}}), "encrypted");
  EXPECT_EQ(open_code(build({{.extra = {1, 0, 9}}})), kInvalid);
  EXPECT_EQ(open_code(build({{.extra = {9, 9, 9, 9}}})), kInvalid);
  // A Zip64 field that nothing asks for, is too short, or comes twice.
  EXPECT_EQ(open_code(build({{.extra = zip64_field({5})}})), kInvalid);
  EXPECT_EQ(
      open_code(build({{.size = kMax32, .compressed_size = kMax32, .extra = zip64_field({5})}})),
      kInvalid);
  Bytes twice = zip64_field({});
  const Bytes once = zip64_field({});
  twice.insert(twice.end(), once.begin(), once.end());
  expect_refused(build({{.extra = twice}}), "two Zip64");
  EXPECT_EQ(open_code(build({{.local_extra = zip64_field({5})}})), kInvalid);
}

TEST(ZipHostileTest, DescriptorsMustSayWhatTheDirectorySays) {
  const std::uint32_t crc = text_crc("hello");
  const auto streamed = [&](Bytes bytes) {
    return build({{.flags = kFlagDescriptor,
                   .local_size = 0,
                   .local_compressed_size = 0,
                   .local_crc = 0,
                   .descriptor = std::move(bytes)}});
  };
  const Bytes good = streamed(descriptor(crc, 5, 5));
  MemorySource source(good);
  EXPECT_TRUE(Reader::open(source, {}).ok());
  expect_refused(streamed({}), "a wrong descriptor");
  expect_refused(streamed(descriptor(crc + 1, 5, 5)), "a wrong descriptor");
  expect_refused(streamed(descriptor(crc, 4, 5)), "a wrong descriptor");
  expect_refused(streamed(descriptor(crc, 5, 6)), "a wrong descriptor");
  Bytes longer = descriptor(crc, 5, 5);
  longer.push_back(0);
  expect_refused(streamed(longer), "a wrong descriptor");
}

TEST(ZipHostileTest, ContentThatDiffersFromItsCrcIsNoticed) {
  EXPECT_EQ(read_code(build({{.crc = 1U}})), ErrorCode::kIntegrity);
}

std::string deflate_text(std::string_view text) {
  std::string out(compressBound(text.size()), '\0');
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(as_bytes(text).data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

TEST(ZipHostileTest, DeflatedContentMustBeExactlyWhatWasDeclared) {
  const std::string text(1000, 'q');
  const std::string packed = deflate_text(text);
  const auto deflated = [&](std::string content, std::uint32_t size) {
    return build(
        {{.content = std::move(content), .method = 8, .crc = text_crc(text), .size = size}});
  };
  const Bytes good = deflated(packed, 1000);
  MemorySource source(good);
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(to_text(*reader->read_all(reader->entries().front(), 1000)), text);
  EXPECT_EQ(read_code(deflated(packed, 999)), ErrorCode::kIntegrity);
  EXPECT_EQ(read_code(deflated(packed, 1001)), ErrorCode::kIntegrity);
  EXPECT_EQ(read_code(deflated(packed + "x", 1000)), ErrorCode::kIntegrity);
  EXPECT_EQ(read_code(deflated(packed.substr(0, packed.size() - 1), 1000)), ErrorCode::kIntegrity);
  EXPECT_EQ(read_code(deflated("\xff\xff\xff", 1000)), ErrorCode::kIntegrity);
  EXPECT_EQ(read_code(deflated("", 1000)), ErrorCode::kIntegrity);
}

TEST(ZipHostileTest, ATenGigabyteBombIsRefusedBeforeItIsUnpacked) {
  const std::string seed = deflate_text(std::string(1U << 20, '\0'));
  const Bytes bomb = build({{.content = seed,
                             .method = 8,
                             .size = kMax32,
                             .compressed_size = static_cast<std::uint32_t>(seed.size()),
                             .local_size = kMax32,
                             .local_extra = zip64_field({10'000'000'000, seed.size()}),
                             .extra = zip64_field({10'000'000'000})}});
  EXPECT_EQ(open_code(bomb), ErrorCode::kLimit);
  EXPECT_EQ(open_code(bomb, {.max_entry_bytes = 1U << 30, .max_ratio = ~0ULL}), ErrorCode::kLimit);
  EXPECT_EQ(open_code(bomb, {.max_total_bytes = 1U << 30, .max_ratio = ~0ULL}), ErrorCode::kLimit);
}

TEST(ZipHostileTest, ABombThatLiesAboutItsSizeStopsAtTheLie) {
  const std::string seed = deflate_text(std::string(64U << 20, '\0'));
  const Bytes bomb = build({{.content = seed, .method = 8, .crc = 0U, .size = 1000U}});
  MemorySource source(bomb);
  Result<Reader> reader = Reader::open(source, {});
  ASSERT_TRUE(reader.ok());
  Result<std::unique_ptr<ByteSource>> content = reader->open_entry(reader->entries().front());
  ASSERT_TRUE(content.ok());
  Bytes piece(4096);
  Result<std::size_t> got = (*content)->read(piece);
  ASSERT_FALSE(got.ok());
  EXPECT_EQ(got.error().code, ErrorCode::kIntegrity);
  EXPECT_FALSE((*content)->read(piece).ok()) << "a failure lasts";
}

TEST(ZipHostileTest, ManyFilesThatTogetherAreTooLargeAreRefused) {
  std::vector<Raw> entries;
  for (int i = 0; i < 10; ++i)
    entries.push_back({.name = std::to_string(i), .content = std::string(1000, 'x')});
  EXPECT_EQ(open_code(build(entries), {.max_total_bytes = 9'999}), ErrorCode::kLimit);
  const Bytes bytes = build(entries);
  MemorySource source(bytes);
  EXPECT_TRUE(Reader::open(source, {.max_total_bytes = 10'000}).ok());
}

// The contents by name, or nothing if the archive or any entry is refused.
std::optional<std::vector<std::pair<std::string, Bytes>>> contents(const Bytes& bytes) {
  MemorySource source(bytes);
  Result<Reader> reader = Reader::open(source, {});
  if (!reader.ok()) return std::nullopt;
  std::vector<std::pair<std::string, Bytes>> all;
  for (const Entry& entry : reader->entries()) {
    Result<Bytes> content = reader->read_all(entry, 1U << 20);
    if (!content.ok()) return std::nullopt;
    all.emplace_back(entry.name, std::move(*content));
  }
  return all;
}

TEST(ZipHostileTest, NoChangeOfOneByteChangesWhatIsRead) {
  MemorySink sink;
  Writer writer(sink, {.modified = {1795539000000}});
  ASSERT_TRUE(writer.add("one", Method::kStored, to_bytes("first")).ok());
  ASSERT_TRUE(writer.begin("two", Method::kDeflated).ok());
  ASSERT_TRUE(writer.write(to_bytes("second second second")).ok());
  ASSERT_TRUE(writer.end().ok());
  ASSERT_TRUE(writer.finish().ok());
  const auto original = contents(sink.bytes());
  ASSERT_TRUE(original.has_value());
  std::size_t refused = 0;
  for (std::size_t at = 0; at < sink.bytes().size(); ++at) {
    for (int change = 1; change < 256; ++change) {
      Bytes changed = sink.bytes();
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ change);
      const auto read = contents(changed);
      if (!read) {
        ++refused;
      } else {
        EXPECT_EQ(*read, *original) << "byte " << at << " xor " << change;
      }
    }
  }
  EXPECT_GT(refused, sink.bytes().size() * 200);
}

TEST(ZipHostileTest, EveryCutIsRefused) {
  const Bytes whole = build({{}, {.name = "b"}});
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(open_code(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
              kInvalid);
}

}  // namespace
}  // namespace sanad::zip
