#include "present/bundle.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cassert>

#include "crypto/crypto.h"
#include "gather.h"
#include "present/case_uco.h"
#include "present/report.h"
#include "read_ahead.h"
#include "reader_data/reader_data.h"
#include "readme.h"
#include "redaction/document.h"
#include "tlog/checkpoint.h"
#include "verifier/questions.h"
#include "zip/writer.h"

namespace sanad::present {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::string_view kSignedManifest = "tagmanifest-sha256.txt";
constexpr std::string_view kBagitText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
// SubjectPublicKeyInfo of Ed25519 (RFC 8410), up to the key.
constexpr std::uint8_t kEd25519Prefix[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                           0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

using WriteExcerpt = std::function<Result<void>(ByteSink&)>;

// One file of the bag: bytes in memory, a sealed file that is opened when needed, or what is
// written anew: an excerpt or a redaction, or a chunk of an excerpt for the reader.
struct BagFile {
  Bytes bytes;
  const WriteExcerpt* excerpt = nullptr;
  const BundledExhibit* chunk_of = nullptr;
  std::vector<const WriteExcerpt*> pages;  // of a document: what writes their pictures
  std::uint32_t crc = 0;                   // of these three
  const BundledExhibit* exhibit = nullptr;
  std::string name;  // of the sealed file
  std::string role;  // likewise
  std::uint64_t size = 0;
  std::string sha256;
  std::string sha512;
};
using BagFiles = std::map<std::string, BagFile>;

void add_bytes(BagFiles& files, std::string path, Bytes bytes) {
  BagFile file;
  file.size = bytes.size();
  file.sha256 = format_hex(crypto::sha256(bytes));
  file.sha512 = format_hex(crypto::sha512(bytes));
  file.bytes = std::move(bytes);
  files.insert_or_assign(std::move(path), std::move(file));
}

void add_text(BagFiles& files, std::string path, std::string_view text) {
  add_bytes(files, std::move(path), to_bytes(text));
}

std::string format_pem(const tlog::VerifierKey& key) {
  Bytes der(std::begin(kEd25519Prefix), std::end(kEd25519Prefix));
  der.insert(der.end(), key.public_key.begin(), key.public_key.end());
  return fmt::format("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
                     format_base64(der));
}

std::string format_manifest(const BagFiles& files, std::string BagFile::* digest,
                            const std::function<bool(const std::string&)>& wanted) {
  std::string text;
  for (const auto& [path, file] : files)
    if (wanted(path)) text += fmt::format("{}  {}\n", file.*digest, path);
  return text;
}

bool is_payload(const std::string& path) { return path.starts_with("data/"); }
bool is_tag(const std::string& path) {
  return !is_payload(path) && !path.starts_with("tagmanifest-");
}

// A value of bag-info.txt, which is one line.
std::string label_value(std::string_view text) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return line;
}

std::string format_bag_info(const CaseRecord& record, const BagFiles& files) {
  std::uint64_t bytes = 0;
  std::uint64_t count = 0;
  for (const auto& [path, file] : files) {
    if (!is_payload(path)) continue;
    bytes += file.size;
    ++count;
  }
  return fmt::format(
      "Source-Organization: {}\nExternal-Identifier: {}\nExternal-Description: {}\n"
      "Internal-Sender-Identifier: {}\nBagging-Date: {}\nPayload-Oxum: {}.{}\n"
      "Bag-Software-Agent: Sanad {}\n",
      label_value(record.agency), record.bundle, label_value(record.case_title),
      label_value(record.case_reference), format_timestamp(record.created_at).substr(0, 10), bytes,
      count, label_value(record.software_version));
}

json::Value index_exhibit(const ExhibitRecord& exhibit) {
  json::Array files;
  json::Array withheld;
  for (const FileRecord& file : exhibit.files) {
    if (file.withheld.empty())
      files.emplace_back(file.name);
    else
      withheld.push_back(json::Object{{"name", file.name}, {"reason", file.withheld}});
  }
  json::Object object{{"exhibit", exhibit.exhibit},
                      {"number", exhibit.sealed.data["number"]},
                      {"sealed", exhibit.sealed.index.value},
                      {"files", std::move(files)},
                      {"withheld", std::move(withheld)}};
  if (exhibit.parts) object.set("excerpt", exhibit.parts->value);
  json::Array attachments;
  for (const AttachmentRecord& one : exhibit.attachments)
    attachments.emplace_back(
        json::Object{{"name", one.name}, {"number", one.number}, {"type", one.media_type}});
  if (!attachments.empty()) object.set("attachments", std::move(attachments));
  json::Array redactions;
  for (const RedactionRecord& one : exhibit.redactions) {
    json::Object redaction{{"entry", one.entry.value}, {"redaction", one.redaction}};
    if (one.kind != redaction::Kind::kPicture) redaction.set("of", redaction::word_of(one.kind));
    redactions.emplace_back(std::move(redaction));
  }
  if (!redactions.empty()) object.set("redactions", std::move(redactions));
  json::Array documents;
  for (const std::vector<std::string>& pages : exhibit.documents)
    documents.push_back(json::Array(pages.begin(), pages.end()));
  if (!documents.empty()) object.set("documents", std::move(documents));
  return object;
}

std::string format_index(const CaseRecord& record, const merkle::Hash& root,
                         const BundleContent& content) {
  json::Array entries;
  for (const EntryRecord& entry : record.entries) entries.emplace_back(entry.index.value);
  json::Array exhibits;
  for (const ExhibitRecord& exhibit : record.exhibits) exhibits.push_back(index_exhibit(exhibit));
  json::Object index{
      {"v", 1},
      {"bundle", record.bundle},
      {"agency", record.agency},
      {"case", json::Object{{"id", record.case_id},
                            {"reference", record.case_reference},
                            {"title", record.case_title}}},
      {"created_at", format_timestamp(record.created_at)},
      {"created_by", record.created_by},
      {"origin", record.origin},
      {"checkpoint", json::Object{{"size", record.tree_size}, {"root", format_base64(root)}}},
      {"entries", std::move(entries)},
      {"exhibits", std::move(exhibits)},
      {"timestamp", content.timestamp.has_value()}};
  if (content.schedules)
    index.set("schedules", json::Object{{"build", build_name(content.schedules->build)},
                                        {"entry", content.schedules->entry.value}});
  json::Array certificates;
  for (const BundledCertificate& one : content.certificates)
    certificates.emplace_back(json::Object{
        {"build", build_name(one.disclosable ? Build::kDisclosable : Build::kOperational)},
        {"certificate", one.certificate},
        {"entry", one.entry.value}});
  if (!certificates.empty()) index.set("certificates", std::move(certificates));
  return json::format_canonical(index);
}

Result<void> add_reports(BagFiles& files, const CaseRecord& record, const PdfPrinter& print_pdf) {
  for (const ExhibitRecord& exhibit : record.exhibits) {
    const std::string html = format_report_html(record, exhibit);
    const std::string stem = fmt::format("data/reports/{}", exhibit.exhibit);
    add_text(files, stem + ".html", html);
    if (!print_pdf) continue;
    SANAD_TRY_WITH(Bytes pdf, print_pdf(html), fmt::format("Printing {}", exhibit.exhibit));
    add_bytes(files, stem + ".pdf", std::move(pdf));
  }
  return {};
}

void add_exhibits(BagFiles& files, const CaseRecord& record, const BundleContent& content) {
  for (const ExhibitRecord& exhibit : record.exhibits) {
    const auto source =
        std::ranges::find(content.exhibits, exhibit.exhibit, &BundledExhibit::exhibit);
    for (const FileRecord& sealed : exhibit.files) {
      if (!sealed.withheld.empty()) continue;
      BagFile file;
      file.exhibit = &*source;
      file.name = sealed.name;
      file.role = sealed.role;
      file.size = sealed.size;
      file.sha256 = sealed.sha256;
      file.sha512 = sealed.sha512;
      files.insert_or_assign(fmt::format("data/exhibits/{}/{}", exhibit.exhibit, sealed.name),
                             std::move(file));
    }
  }
}

// Learns size and digests of what is written.
class MeasuringSink final : public ByteSink {
 public:
  Result<void> write(ByteView data) override {
    size_ += data.size();
    crc_ = static_cast<std::uint32_t>(crc32_z(crc_, data.data(), data.size()));
    sha256_.update(data);
    sha512_.update(data);
    return {};
  }
  void finish(BagFile& file) {
    file.size = size_;
    file.crc = crc_;
    file.sha256 = format_hex(sha256_.finish());
    file.sha512 = format_hex(sha512_.finish());
  }

 private:
  std::uint64_t size_ = 0;
  std::uint32_t crc_ = 0;
  crypto::Hasher sha256_{crypto::Hasher::Algorithm::kSha256};
  crypto::Hasher sha512_{crypto::Hasher::Algorithm::kSha512};
};

Result<void> add_written(BagFiles& files, std::string path, const WriteExcerpt& write) {
  MeasuringSink measured;
  SANAD_CHECK_WITH(write(measured), path);
  BagFile file;
  file.excerpt = &write;
  measured.finish(file);
  files.insert_or_assign(std::move(path), std::move(file));
  return {};
}

// One PDF of redacted pages; one picture at a time is in memory.
Result<void> write_document(const std::vector<const WriteExcerpt*>& pages, ByteSink& sink) {
  struct Kept final : ByteSink {
    Result<void> write(ByteView data) override {
      bytes.insert(bytes.end(), data.begin(), data.end());
      return {};
    }
    Bytes bytes;
  };
  return redaction::write_document(
      pages.size(),
      [&](std::size_t page) -> Result<Bytes> {
        Kept picture;
        SANAD_CHECK((*pages[page])(picture));
        return std::move(picture.bytes);
      },
      sink);
}

Result<void> add_document(BagFiles& files, const BundledExhibit& exhibit,
                          const std::vector<std::string>& pages) {
  BagFile file;
  for (const std::string& page : pages) {
    const auto of = std::ranges::find(exhibit.redactions, page, &BundledRedaction::redaction);
    file.pages.push_back(&of->write_picture);
  }
  std::string path = fmt::format("data/redactions/{}.pdf", pages.front());
  MeasuringSink measured;
  SANAD_CHECK_WITH(write_document(file.pages, measured), path);
  measured.finish(file);
  files.insert_or_assign(std::move(path), std::move(file));
  return {};
}

using ChunkFirsts = std::map<std::string, std::vector<std::uint64_t>>;

// Passes an excerpt's lines on to be cut into chunks for the reader.
class ChunkingSink final : public ByteSink {
 public:
  ChunkingSink(const BundledExhibit& exhibit, reader_data::OnFile on_file)
      : chunks_(exhibit.exhibit, std::move(on_file)) {}
  Result<void> write(ByteView data) override {
    SANAD_CHECK(measured_.write(data));
    return chunks_.update(data);
  }
  Result<void> finish() { return chunks_.finish(); }
  MeasuringSink& measured() { return measured_; }
  const std::vector<std::uint64_t>& firsts() const { return chunks_.firsts(); }

 private:
  MeasuringSink measured_;
  reader_data::Chunks chunks_;
};

Result<void> add_excerpts(BagFiles& files, const BundleContent& content, ChunkFirsts& firsts) {
  for (const BundledExhibit& exhibit : content.exhibits) {
    for (const BundledRedaction& one : exhibit.redactions) {
      const std::string stem = fmt::format("data/redactions/{}", one.redaction);
      SANAD_CHECK(add_written(files, fmt::format("{}.{}", stem, redaction::ending_of(one.kind)),
                              one.write_picture));
      SANAD_CHECK(add_written(files, stem + ".jsonl", one.write_proof));
    }
    for (const BundledAttachment& one : exhibit.attachments)
      SANAD_CHECK(add_written(
          files, fmt::format("data/exhibits/{}/parts/{}", exhibit.exhibit, one.number), one.write));
    if (!exhibit.parts) continue;
    ChunkingSink sink(exhibit, [&](const std::string& path, std::string_view text) -> Result<void> {
      MeasuringSink chunk;
      SANAD_CHECK(chunk.write(as_bytes(text)));
      BagFile file;
      file.chunk_of = &exhibit;
      chunk.finish(file);
      files.insert_or_assign(path, std::move(file));
      return {};
    });
    SANAD_CHECK_WITH(exhibit.write_excerpt(sink), exhibit.exhibit);
    SANAD_CHECK_WITH(sink.finish(), exhibit.exhibit);
    BagFile file;
    file.excerpt = &exhibit.write_excerpt;
    sink.measured().finish(file);
    files.insert_or_assign(fmt::format("data/excerpts/{}.jsonl", exhibit.exhibit), std::move(file));
    firsts[exhibit.exhibit] = sink.firsts();
  }
  return {};
}

void add_schedules(BagFiles& files, const BundleContent& content) {
  if (!content.schedules) return;
  for (const ScheduleFile& file : content.schedules->files) {
    const std::string stem = fmt::format("data/schedules/{}.", file.name);
    add_text(files, stem + "json", file.json);
    add_text(files, stem + "html", file.html);
  }
}

// What the reader shows besides excerpts (docs/formats/reader.md).
Result<void> add_reader(BagFiles& files, const BundleContent& content, const std::string& index,
                        ChunkFirsts& firsts) {
  const auto add = [&](const std::string& path, std::string_view text) -> Result<void> {
    add_text(files, path, text);
    return {};
  };
  std::vector<const DisclosedEntry*> entries;
  for (const DisclosedEntry& entry : content.entries) entries.push_back(&entry);
  std::ranges::sort(entries, {}, [](const DisclosedEntry* entry) { return entry->index; });
  reader_data::Chunks chunks("entries", add);
  for (const DisclosedEntry* entry : entries)
    SANAD_CHECK(chunks.add(reader_data::entry_line(entry->index.value, entry->leaf, entry->body),
                           entry->index.value));
  SANAD_CHECK(chunks.finish());
  firsts["entries"] = chunks.firsts();
  SANAD_CHECK(add(reader_data::path_of("bundle"), reader_data::format_file("bundle", index)));
  SANAD_CHECK(add(reader_data::path_of("chunks"),
                  reader_data::format_file("chunks", reader_data::format_chunks(firsts))));
  add_text(files, std::string(reader_data::kPage), content.reader_page);
  return {};
}

void add_ledger(BagFiles& files, const BundleContent& content) {
  add_text(files, "ledger/checkpoint", content.checkpoint);
  for (const DisclosedEntry& entry : content.entries) {
    const std::string stem = fmt::format("entries/{}.", entry.index.value);
    add_text(files, stem + "leaf", entry.leaf);
    add_bytes(files, stem + "salt", entry.salt);
    add_text(files, stem + "body", entry.body);
    add_text(files, stem + "tlog-proof", entry.proof);
  }
  add_text(files, "keys/log.vkey", tlog::format_vkey(content.log_key) + "\n");
  if (!content.timestamp) return;
  add_bytes(files, "ledger/timestamp.tsq", content.timestamp->request);
  add_bytes(files, "ledger/timestamp.tsr", content.timestamp->response);
  add_text(files, "ledger/tsa.pem", content.timestamp->certificates_pem);
}

// What data/case.jsonld tells of imports: what their excerpts show.
std::vector<ShownExhibit> shown_of(const BundleContent& content) {
  std::vector<ShownExhibit> shown;
  for (const BundledExhibit& exhibit : content.exhibits)
    if (exhibit.parts)
      shown.push_back({exhibit.exhibit, exhibit.parts->value,
                       [write = &exhibit.write_excerpt](ByteSink& to) { return (*write)(to); }});
  return shown;
}

// What speaks of other files, after they are known.
void add_tag_files(BagFiles& files, const CaseRecord& record, const BundleContent& content,
                   const std::string& index) {
  const std::string agency_vkey = tlog::format_vkey(content.agency_key);
  add_text(files, "bagit.txt", kBagitText);
  add_text(files, "bag-info.txt", format_bag_info(record, files));
  add_text(files, "bundle.json", index);
  add_text(files, "keys/agency.pem", format_pem(content.agency_key));
  add_text(files, "keys/agency.vkey", agency_vkey + "\n");
  add_text(files, "keys/log.pem", format_pem(content.log_key));
  add_text(files, "README.txt", format_readme(record, agency_vkey, content.timestamp.has_value()));
  add_text(files, "verify.html", content.verify_page);
  add_text(files, "manifest-sha256.txt", format_manifest(files, &BagFile::sha256, is_payload));
  add_text(files, "manifest-sha512.txt", format_manifest(files, &BagFile::sha512, is_payload));
  const std::string sha256 = format_manifest(files, &BagFile::sha256, is_tag);
  const std::string sha512 = format_manifest(files, &BagFile::sha512, is_tag);
  add_text(files, std::string(kSignedManifest), sha256);
  add_text(files, "tagmanifest-sha512.txt", sha512);
}

using Visit = std::function<Result<void>(ByteView)>;

Error another_size(const BagFile& file) {
  return {ErrorCode::kIntegrity,
          fmt::format("\"{}\" of {} has another size than it was sealed with.", file.name,
                      file.exhibit->exhibit)};
}

// Hands a sealed file to visit in slices; kIntegrity if it has another size than it was sealed
// with.
Result<void> read_sealed(const BagFile& file, Bytes& buffer, const Visit& visit) {
  SANAD_TRY_WITH(const auto source, file.exhibit->open(file.name), file.name);
  std::uint64_t total = 0;
  while (true) {
    SANAD_TRY_WITH(const std::size_t got, source->read(buffer), file.name);
    if (got == 0) break;
    total += got;
    if (total > file.size) break;
    SANAD_CHECK(visit(ByteView(buffer).first(got)));
  }
  return total == file.size ? Result<void>() : another_size(file);
}

Result<std::uint32_t> crc_of(const BagFile& file, Bytes& buffer) {
  std::uint32_t crc = 0;
  SANAD_CHECK(read_sealed(file, buffer, [&](ByteView part) -> Result<void> {
    crc = static_cast<std::uint32_t>(crc32_z(crc, part.data(), part.size()));
    return {};
  }));
  return crc;
}

Result<Bytes> read_whole(const BagFile& file) {
  if (file.exhibit == nullptr) return file.bytes;
  Bytes buffer(kBufferBytes);
  Bytes bytes;
  SANAD_CHECK(read_sealed(file, buffer, [&](ByteView part) -> Result<void> {
    bytes.insert(bytes.end(), part.begin(), part.end());
    return {};
  }));
  return bytes;
}

// What a defence expert asks, answered from the files that are there so far
// (docs/formats/cross-examination.md): for machines, and to read.
Result<void> add_answers(BagFiles& files, const CaseRecord& record, const std::string& index,
                         const PdfPrinter& print_pdf) {
  BagFiles index_file;
  add_text(index_file, "bundle.json", index);
  std::vector<verifier::DraftFile> draft;
  for (const BagFiles* some : {&std::as_const(files), &std::as_const(index_file)})
    for (const auto& [path, file] : *some)
      if (file.excerpt == nullptr && file.pages.empty() &&
          (file.exhibit == nullptr || file.role == "acquisition"))
        draft.push_back({path, file.size, file.sha256, [at = &file] { return read_whole(*at); }});
  SANAD_TRY_WITH(const std::string text,
                 verifier::cross_examination(record.bundle, std::move(draft)),
                 "Answering for cross-examination");
  SANAD_TRY(const json::Value answers, json::parse(text));
  const std::string html = verifier::format_answers_html(
      answers,
      fmt::format("{} · {} · {}", record.agency, record.case_reference, record.case_title));
  add_text(files, std::string(verifier::kAnswersPath), text);
  add_text(files, "data/cross-examination.html", html);
  if (!print_pdf) return {};
  SANAD_TRY_WITH(Bytes pdf, print_pdf(html), "Printing the answers for cross-examination");
  add_bytes(files, "data/cross-examination.pdf", std::move(pdf));
  return {};
}

}  // namespace

struct BundleAssembler::State {
  BundleContent content;
  Signer sign;
  CaseRecord record;
  BagFiles files;
  WriteExcerpt write_case;
  Bytes buffer = Bytes(kBufferBytes);

  Result<void> sign_manifest() {
    const auto& manifest = files.at(std::string(kSignedManifest)).bytes;
    SANAD_TRY_WITH(Bytes signature, sign(manifest), "Signing the bundle");
    if (!crypto::verify_ed25519(content.agency_key.public_key, manifest, signature))
      return Error{ErrorCode::kInvalid, "The bundle was signed with another key than it names."};
    add_bytes(files, std::string(kSignedManifest) + ".sig", std::move(signature));
    return {};
  }

  Result<void> write_excerpt(zip::Writer& writer, const std::string& name, const BagFile& file) {
    struct IntoZip final : ByteSink {
      explicit IntoZip(zip::Writer& the_writer) : writer(the_writer) {}
      Result<void> write(ByteView data) override { return writer.write(data); }
      zip::Writer& writer;
    } sink(writer);
    SANAD_CHECK(writer.begin_known(name, file.size, file.crc));
    SANAD_CHECK(file.excerpt != nullptr ? (*file.excerpt)(sink) : write_document(file.pages, sink));
    SANAD_CHECK(writer.end());
    return {};
  }

  // All chunks of an exhibit's excerpt; their names follow each other.
  Result<void> write_chunks(zip::Writer& writer, const BundledExhibit& exhibit) {
    ChunkingSink sink(exhibit, [&](const std::string& path, std::string_view text) -> Result<void> {
      const auto file = files.find(path);
      if (file == files.end() || file->second.size != text.size())
        return Error{
            ErrorCode::kIntegrity,
            fmt::format("The excerpt of {} changed while it was written.", exhibit.exhibit)};
      SANAD_CHECK(writer.begin_known(fmt::format("{}/{}", record.bundle, path), file->second.size,
                                     file->second.crc));
      SANAD_CHECK(writer.write(as_bytes(text)));
      SANAD_CHECK(writer.end());
      return {};
    });
    SANAD_CHECK_WITH(exhibit.write_excerpt(sink), exhibit.exhibit);
    return sink.finish();
  }

  Result<void> write_sealed(zip::Writer& writer, const std::string& name, const BagFile& file) {
    SANAD_TRY(const std::uint32_t crc, crc_of(file, buffer));
    SANAD_CHECK(writer.begin_known(name, file.size, crc));
    SANAD_TRY_WITH(auto source, file.exhibit->open(file.name), file.name);
    ReadAhead ahead(std::move(source), file.size);
    std::uint64_t total = 0;
    for (;;) {
      SANAD_TRY_WITH(const ByteView piece, ahead.next(), file.name);
      total += piece.size();
      if (total > file.size) return another_size(file);
      if (piece.empty()) break;
      SANAD_CHECK(writer.write(piece));
    }
    if (total != file.size) return another_size(file);
    if (ahead.digests().sha256 != file.sha256 || ahead.digests().sha512 != file.sha512)
      return Error{ErrorCode::kIntegrity, fmt::format("\"{}\" of {} is not what was sealed.",
                                                      file.name, file.exhibit->exhibit)};
    SANAD_CHECK(writer.end());
    return {};
  }
};

Result<BundleAssembler> BundleAssembler::create(BundleContent content, Signer sign,
                                                const PdfPrinter& print_pdf) {
  auto state = std::make_unique<State>();
  state->content = std::move(content);
  state->sign = std::move(sign);
  SANAD_TRY(state->record, gather(state->content));
  SANAD_TRY(const tlog::OpenedCheckpoint opened,
            tlog::open_checkpoint(state->content.checkpoint, state->content.log_key));
  add_exhibits(state->files, state->record, state->content);
  const std::string index =
      format_index(state->record, opened.checkpoint.head.root, state->content);
  ChunkFirsts firsts;
  SANAD_CHECK(add_excerpts(state->files, state->content, firsts));
  for (const ExhibitRecord& exhibit : state->record.exhibits) {
    const auto of =
        std::ranges::find(state->content.exhibits, exhibit.exhibit, &BundledExhibit::exhibit);
    for (const std::vector<std::string>& pages : exhibit.documents)
      SANAD_CHECK(add_document(state->files, *of, pages));
  }
  SANAD_CHECK(add_reader(state->files, state->content, index, firsts));
  add_schedules(state->files, state->content);
  SANAD_CHECK(add_reports(state->files, state->record, print_pdf));
  for (const BundledReportPage& page : state->content.report_pages)
    add_bytes(state->files, fmt::format("data/report/{}", page.name), page.bytes);
  for (const BundledCorroboration& one : state->content.corroborations)
    add_text(state->files, fmt::format("data/corroboration/{}.json", one.id), one.text);
  for (const BundledCertificate& one : state->content.certificates)
    for (const BundledReportPage& page : one.pages)
      add_bytes(state->files, fmt::format("data/certificates/{}/{}", one.certificate, page.name),
                page.bytes);
  state->write_case = [at = state.get()](ByteSink& sink) -> Result<void> {
    const auto counts = write_case_uco(at->record, shown_of(at->content), sink);
    return counts.ok() ? Result<void>() : counts.error();
  };
  SANAD_CHECK(add_written(state->files, "data/case.jsonld", state->write_case));
  add_ledger(state->files, state->content);
  SANAD_CHECK(add_answers(state->files, state->record, index, print_pdf));
  add_tag_files(state->files, state->record, state->content, index);
  if (state->files.size() >= kMaxBundleFiles)
    return Error{ErrorCode::kLimit,
                 fmt::format("A bundle holds at most {} files: make several.", kMaxBundleFiles)};
  SANAD_CHECK(state->sign_manifest());
  return BundleAssembler(std::move(state));
}

BundleAssembler::BundleAssembler(std::unique_ptr<State> state) : state_(std::move(state)) {}
BundleAssembler::~BundleAssembler() = default;
BundleAssembler::BundleAssembler(BundleAssembler&&) noexcept = default;
BundleAssembler& BundleAssembler::operator=(BundleAssembler&&) noexcept = default;

std::uint64_t BundleAssembler::payload_bytes() const {
  std::uint64_t total = 0;
  for (const auto& [path, file] : state_->files)
    if (file.exhibit != nullptr || file.excerpt != nullptr || file.chunk_of != nullptr ||
        !file.pages.empty())
      total += file.size;
  return total;
}

Result<void> BundleAssembler::write(ByteSink& sink) {
  zip::Writer writer(sink, zip::WriterOptions{});
  const BundledExhibit* chunked = nullptr;
  for (const auto& [path, file] : state_->files) {
    if (file.chunk_of != nullptr) {
      if (file.chunk_of != chunked) SANAD_CHECK(state_->write_chunks(writer, *file.chunk_of));
      chunked = file.chunk_of;
      continue;
    }
    const std::string name = fmt::format("{}/{}", state_->record.bundle, path);
    if (file.exhibit != nullptr) {
      SANAD_CHECK(state_->write_sealed(writer, name, file));
    } else if (file.excerpt != nullptr || !file.pages.empty()) {
      SANAD_CHECK(state_->write_excerpt(writer, name, file));
    } else {
      SANAD_CHECK(writer.add(name, zip::Method::kStored, file.bytes));
    }
  }
  return writer.finish();
}

}  // namespace sanad::present
