#include "fixture.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "merkle/proof.h"
#include "part_list/excerpt.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/entry.h"
#include "tlog/proof.h"

namespace sanad::tamper {
namespace {

constexpr std::string_view kConfig = R"([req]
distinguished_name = name
prompt = no
[name]
CN = Tirazan
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamping]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = only
[only]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
)";

constexpr std::string_view kCase = "case-1ccccccccccccccc";
constexpr std::string_view kRequester = "officer-1aaaaaaaaaaaaaaa";
constexpr std::string_view kAuthorisation = "authorisation-1dddddddddddddd0";
constexpr std::string_view kExhibits[] = {"exhibit-1eeeeeeeeeeeeeee", "exhibit-2ffffffffffffff0"};
constexpr std::string_view kCaptures[] = {"capture-1ggggggggggggggg", "capture-2hhhhhhhhhhhhhhh"};
constexpr std::string_view kBundle = "bundle-1bbbbbbbbbbbbbbb";

constexpr std::uint64_t kParts = 20;
const Bytes kSaltKey(32, 5);

// Each third message is shown, each sixth with words masked.
Result<part_list::Choice> choose(std::uint64_t number, std::string_view) {
  if (number % 3 != 0) return part_list::Choice{number < 10 ? "a bystander" : "not of the charge"};
  part_list::Choice shown;
  if (number % 6 == 0 && number > 0)
    shown.masks.push_back({"/record/text", 4, 1, "Person 3", "a bystander"});
  if (number % 12 == 0 && number > 0)
    shown.masks.push_back({"/record/text", 0, 2, "a lamp", "not of the charge"});
  return shown;
}

// A command that must succeed for the fixture to exist.
void must(const std::filesystem::path& folder, const std::string& command) {
  std::string output;
  if (run_command(folder, command, &output) == 0) return;
  fmt::print(stderr, "{}\n{}\n", command, output);
  std::abort();
}

// Bytes that look like content and are the same in each run.
Bytes filler(std::string_view seed, std::size_t size) {
  Bytes bytes;
  Digest256 block = crypto::sha256(as_bytes(seed));
  while (bytes.size() < size) {
    bytes.insert(bytes.end(), block.begin(), block.end());
    block = crypto::sha256(block);
  }
  bytes.resize(size);
  return bytes;
}

std::string media_type_of(std::string_view name) {
  if (name.ends_with(".png")) return "image/png";
  if (name.ends_with(".json")) return "application/json";
  if (name.ends_with(".html")) return "text/html";
  return "application/octet-stream";
}

std::string role_of(std::string_view name) {
  if (name == "screenshot.png") return "screenshot";
  if (name == "acquisition.json") return "acquisition";
  if (name == "dom.html") return "dom";
  return name == "netlog.json.gz" ? "netlog" : "archive";
}

json::Array sealed_files(const Sealed& sealed) {
  json::Array files;
  for (const auto& [name, bytes] : sealed.files)
    files.push_back(json::Object{{"name", name},
                                 {"role", role_of(name)},
                                 {"media_type", media_type_of(name)},
                                 {"size", static_cast<std::uint64_t>(bytes.size())},
                                 {"sha256", format_hex(crypto::sha256(bytes))},
                                 {"sha512", format_hex(crypto::sha512(bytes))}});
  return files;
}

constexpr std::string_view kAcquisition =
    R"({"browser":{"name":"Chromium","version":"1.2.3"},"clock":{"offset_ms":12,"source":"ntp"},)"
    R"("egress_ip":"127.0.0.1","services":{"time":"ntp.tirazan.example"},"target_ips":["127.0.0.1"],)"
    R"("url_final":"https://forum.tirazan.example/t/7"})";

Sealed make_sealed(std::string_view exhibit, std::size_t archive_bytes) {
  const std::string seed(exhibit);
  return {{{"acquisition.json", to_bytes(kAcquisition)},
           {"capture.wacz", filler(seed + "wacz", archive_bytes)},
           {"dom.html", to_bytes("<!doctype html><title>Lantern forum</title><p>" + seed)},
           {"netlog.json.gz", filler(seed + "netlog", 3'000)},
           {"screenshot.png", filler(seed + "png", 4'000)}}};
}

json::Value request_of(const Story& story) {
  return json::Object{
      {"authorisation", kAuthorisation},
      {"requester", kRequester},
      {"instrument", "supervisor-order"},
      {"instrument_reference", "TZ-17/2024"},
      {"issuing_authority", "Tirazan Crime Office"},
      {"law", json::Object{{"pack", "international"}, {"edition", "2024-1"}, {"provision", "p1"}}},
      {"targets", json::Array{json::Object{{"kind", "host"}, {"value", "*.tirazan.example"}}}},
      {"activities", json::Array{"capture"}},
      {"necessity", "The thread announces a meeting of the Lantern club."},
      {"valid_from", "2024-03-01T00:00:00.000Z"},
      {"valid_to", story.valid_to},
      {"review_on", "2024-03-20T00:00:00.000Z"}};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "sanad-tamper-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void write_file(const std::filesystem::path& path, ByteView bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) std::abort();
}

Bytes read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int run_command(const std::filesystem::path& folder, const std::string& command,
                std::string* output) {
  const std::string line = fmt::format("cd '{}' && {{ {} ; }} 2>&1", folder.string(), command);
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return -1;
  char buffer[4096];
  for (std::size_t got = 0; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    if (output != nullptr) output->append(buffer, got);
  const int status = pclose(pipe);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Authority::Authority() {
  write_file(folder_.path() / "openssl.cnf", as_bytes(kConfig));
  write_file(folder_.path() / "serial", as_bytes("0A01\n"));
  must(folder_.path(),
       "openssl req -x509 -config openssl.cnf -extensions root -newkey ec -pkeyopt "
       "ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 2 -subj '/CN=Tirazan "
       "Root'");
  must(folder_.path(),
       "openssl req -new -config openssl.cnf -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr "
       "-subj '/CN=Tirazan Timestamps'");
  must(
      folder_.path(),
      "openssl x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile "
      "openssl.cnf -extensions stamping -out tsa.pem && cat tsa.pem root.pem > chain.pem");
}

present::BundleTimestamp Authority::stamp(ByteView data) {
  const std::string stem = fmt::format("q{}", serial_++);
  const auto request = timestamp::make_request(crypto::sha256(data), crypto::random_bytes(8));
  if (!request.ok()) std::abort();
  write_file(folder_.path() / (stem + ".tsq"), request.value());
  must(
      folder_.path(),
      fmt::format("openssl ts -reply -config openssl.cnf -queryfile {0}.tsq -signer tsa.pem -inkey "
                  "tsa.key -chain root.pem -out {0}.tsr",
                  stem));
  return {request.value(), read_file(folder_.path() / (stem + ".tsr")),
          to_text(read_file(folder_.path() / "chain.pem"))};
}

std::string Authority::root_pem() const { return to_text(read_file(folder_.path() / "root.pem")); }

Bytes Authority::root_der() const {
  const auto roots = verifier::parse_trusted_roots(root_pem());
  if (!roots.ok()) std::abort();
  return roots->front();
}

tlog::VerifierKey vkey_of(const crypto::SigningKey& key, std::string_view name) {
  return {std::string(name), tlog::SignatureType::kEd25519, key.public_key()};
}

std::uint64_t Ledger::add(std::string_view at, std::string_view kind, std::string_view actor,
                          const std::string& case_id, json::Value data) {
  const std::string body = json::format_canonical(json::Object{
      {"v", 1}, {"kind", kind}, {"actor", actor}, {"case", case_id}, {"data", std::move(data)}});
  const Bytes salt = crypto::random_bytes(tlog::kSaltSize);
  const auto time = parse_timestamp(at);
  if (!time.ok()) std::abort();
  leaves.push_back(tlog::format_leaf({*time, tlog::commit(salt, body), std::string(kind)}));
  salts.push_back(salt);
  bodies.push_back(body);
  return leaves.size() - 1;
}

tlog::VerifierKey Ledger::vkey() const { return vkey_of(key, origin); }

merkle::MemoryTree Ledger::tree() const {
  merkle::MemoryTree tree;
  for (const std::string& leaf : leaves) tree.append(merkle::leaf_hash(as_bytes(leaf)));
  return tree;
}

std::string Ledger::checkpoint() const {
  const merkle::MemoryTree all = tree();
  return tlog::sign_checkpoint({origin, {all.size(), all.root()}, {}}, key);
}

present::DisclosedEntry Ledger::disclose(std::uint64_t index) const {
  const merkle::MemoryTree all = tree();
  const auto hashes = merkle::make_inclusion_proof({index}, all.size(), all);
  if (!hashes.ok()) std::abort();
  return {{index},
          leaves[index],
          salts[index],
          bodies[index],
          tlog::format_proof({std::nullopt, {index}, hashes.value(), checkpoint()})};
}

Case::Case(const Story& story) {
  const std::string case_id(kCase);
  ledger_.origin = story.log_origin;
  ledger_.add("2024-03-01T08:00:00.000Z", "workspace.created", "system", "",
              json::Object{{"agency", "Tirazan Crime Office"}});
  disclosed_.push_back(
      ledger_.add("2024-03-01T08:10:00.000Z", "case.opened", kRequester, case_id,
                  json::Object{{"case", case_id}, {"reference", "TZ-17"}, {"title", "Lantern"}}));
  disclosed_.push_back(ledger_.add("2024-03-01T08:20:00.000Z", "authorisation.requested",
                                   kRequester, case_id, request_of(story)));
  ledger_.add("2024-03-01T08:21:00.000Z", "session.opened", "officer-2bbbbbbbbbbbbbbb", "",
              json::Object{});
  disclosed_.push_back(ledger_.add(
      "2024-03-01T08:30:00.000Z", "authorisation.approved", story.approver, case_id,
      json::Object{
          {"authorisation", kAuthorisation}, {"approver", story.approver}, {"note", "Agreed."}}));
  if (story.revoked_before)
    disclosed_.push_back(
        ledger_.add("2024-03-01T08:40:00.000Z", "authorisation.revoked", story.approver, case_id,
                    json::Object{{"authorisation", kAuthorisation}, {"reason", "No more."}}));
  for (std::size_t i = 0; i < std::size(kExhibits); ++i) {
    const std::string exhibit(kExhibits[i]);
    sealed_[exhibit] = make_sealed(exhibit, i == 0 ? story.archive_bytes : 9'000);
    disclosed_.push_back(ledger_.add(fmt::format("2024-03-02T09:0{}:00.000Z", i), "capture.started",
                                     kRequester, case_id,
                                     json::Object{{"capture", kCaptures[i]},
                                                  {"exhibit", exhibit},
                                                  {"authorisation", kAuthorisation},
                                                  {"activity", "capture"},
                                                  {"url", "https://forum.tirazan.example/t/7"}}));
    ledger_.add("2024-03-02T09:10:00.000Z", "fixity.checked", "system", "", json::Object{});
    sealed_at_[exhibit] = ledger_.add(
        fmt::format("2024-03-02T09:2{}:00.000Z", i), "exhibit.sealed", kRequester, case_id,
        json::Object{{"exhibit", exhibit},
                     {"number", fmt::format("TZ-17/{}", i + 1)},
                     {"capture", kCaptures[i]},
                     {"authorisation", kAuthorisation},
                     {"url", "https://forum.tirazan.example/t/7"},
                     {"title", "Lantern forum <b>شمع</b>"},
                     {"started_at", "2024-03-02T09:00:01.000Z"},
                     {"ended_at", "2024-03-02T09:00:31.000Z"},
                     {"files", sealed_files(sealed_[exhibit])},
                     {"completeness",
                      json::Object{{"status", story.completeness}, {"reasons", json::Array{}}}}});
    disclosed_.push_back(sealed_at_[exhibit]);
  }
  MemorySink list, set_aside;
  part_list::Writer parts(kSaltKey, list, set_aside);
  for (std::uint64_t n = 0; n < kParts; ++n) {
    const json::Value part =
        json::Object{{"file", "original-1"},
                     {"record", json::Object{{"text", fmt::format("Lamp {} is lit. چراغ", n)}}},
                     {"way", ""}};
    if (!(n == 13 ? parts.add_set_aside(part, "after the window") : parts.add(part)).ok())
      std::abort();
  }
  part_list_ = as_text(list.bytes());
  parts_head_ = parts.head();
  parts_at_ = ledger_.add("2024-03-02T09:40:00.000Z", "exhibit.parts", kRequester, case_id,
                          json::Object{{"exhibit", kExhibits[1]},
                                       {"algorithm", part_list::name_of(part_list::kAlgorithm)},
                                       {"parts", parts_head_.size.value},
                                       {"root", format_hex(parts_head_.root)}});
  disclosed_.push_back(parts_at_);
  for (int i = 0; i < 5; ++i)
    ledger_.add("2024-03-02T10:00:00.000Z", "fixity.checked", "system", "", json::Object{});
}

present::BundleContent Case::content(Authority* with, std::string_view page) const {
  present::BundleContent content;
  content.bundle = kBundle;
  content.agency = "Tirazan Crime Office";
  content.case_id = kCase;
  content.case_reference = "TZ-17";
  content.case_title = "Lantern";
  content.created_at = {1'710'000'000'000};
  content.created_by = kRequester;
  content.software_version = "0.1.0";
  content.checkpoint = ledger_.checkpoint();
  content.log_key = ledger_.vkey();
  content.agency_key = vkey_of(agency_key_, "crime-office.tirazan.example");
  content.verify_page = page;
  for (const std::uint64_t index : disclosed_) content.entries.push_back(ledger_.disclose(index));
  for (const auto& [exhibit, sealed] : sealed_) {
    const auto acquisition = json::parse(as_text(sealed.files.at("acquisition.json")));
    if (!acquisition.ok()) std::abort();
    content.exhibits.push_back(
        {exhibit,
         {sealed_at_.at(exhibit)},
         [files = &sealed.files](std::string_view name) -> Result<std::unique_ptr<ByteSource>> {
           const auto at = files->find(std::string(name));
           if (at == files->end()) return Error{ErrorCode::kNotFound, "There is no such file."};
           return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(at->second));
         },
         {},
         acquisition.value(),
         {},
         {}});
    if (exhibit != kExhibits[1]) continue;
    content.exhibits.back().parts = {parts_at_};
    content.exhibits.back().write_excerpt = [this](ByteSink& sink) -> Result<void> {
      const auto counts = part_list::write_excerpt(
          part_list::kAlgorithm, kSaltKey, parts_head_, choose,
          [this](const std::function<Result<void>(ByteView)>& to) {
            return to(as_bytes(part_list_));
          },
          sink);
      return counts.ok() ? Result<void>() : counts.error();
    };
  }
  if (with != nullptr) content.timestamp = with->stamp(as_bytes(content.checkpoint));
  return content;
}

Bytes Case::bundle(Authority* with, std::string_view page) const {
  auto assembler = present::BundleAssembler::create(
      content(with, page),
      [this](ByteView data) -> Result<Bytes> { return agency_key_.sign(data); }, {});
  MemorySink sink;
  if (!assembler.ok() || !assembler->write(sink).ok()) {
    if (!assembler.ok()) fmt::print(stderr, "{}\n", assembler.error().message);
    std::abort();
  }
  return sink.take();
}

verifier::Trust Case::trust(const Authority& authority) const {
  return {{agency_key_.public_key()}, {authority.root_der()}};
}

}  // namespace sanad::tamper
