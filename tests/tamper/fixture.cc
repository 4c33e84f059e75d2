#include "fixture.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "merkle/proof.h"
#include "part_list/excerpt.h"
#include "redaction/picture.h"
#include "redaction/proof.h"
#include "timestamp/timestamp.h"
#include "tlog/checkpoint.h"
#include "tlog/entry.h"
#include "tlog/proof.h"
#include "verifier/page.h"

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

constexpr std::string_view kRedaction = "redaction-1kkkkkkkkkkkkkkk";
constexpr std::string_view kSecondPage = "redaction-3kkkkkkkkkkkkkkk";
constexpr std::string_view kSound = "redaction-5kkkkkkkkkkkkkkk";
constexpr std::string_view kFilm = "redaction-6kkkkkkkkkkkkkkk";
constexpr std::uint32_t kPictureWidth = 150, kPictureHeight = 100;
// Parts with bytes of their own, which are there.
constexpr std::uint64_t kPicturePart = 21, kPagePart = 27;
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

// What of the case is not in the bundle.
present::Schedules unused() {
  return {
      std::string(kBundle),
      "Tirazan Crime Office",
      std::string(kCase),
      "TZ-17",
      "2024-03-02T09:50:00.000Z",
      {{1, "exhibit-3ggggggggggggggg", "Exhibit 3: a capture of https://pier.tirazan.example/",
        "2024-03-01T12:00:00.000Z", 4, "", "assists", "He was elsewhere.", std::string(kRequester)},
       {2, "entry 5", "An entry of the ledger (match.found)", "2024-03-01T12:10:00.000Z", 5,
        "lent under terms", "", "", ""},
       {5, "entry 6", "An entry of the ledger (search.ran)", "2024-03-01T12:20:00.000Z", 6, "",
        "neither", "", std::string(kRequester)}}};
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

constexpr std::string_view kAcquisition = R"({
  "browser": {"name": "Chromium", "version": "1.2.3"},
  "clock": {"source": "ntp", "synchronised": true, "offset_ms": 12, "max_error_ms": 40,
            "checked_at": "2024-03-02T09:00:00.500Z"},
  "clock_after": {"source": "ntp", "synchronised": true, "offset_ms": -3, "max_error_ms": 41,
                  "checked_at": "2024-03-02T09:00:31.500Z"},
  "egress_ip": "127.0.0.1",
  "env": {"profile_fresh": true},
  "errors": [],
  "health": {
    "before": {"at": "2024-03-02T09:00:00.500Z", "passed": true,
               "checks": [{"name": "disk", "passed": true, "detail": ""}]},
    "after": {"at": "2024-03-02T09:00:31.500Z", "passed": true,
              "checks": [{"name": "disk", "passed": true, "detail": ""}]}},
  "http_status": 200,
  "not_kept": [{"url": "https://forum.tirazan.example/slow.mp4", "reason": "the time was up"}],
  "reconciliation": {"b_only": []},
  "scope": {"logins": 0},
  "services": {"time": "ntp.tirazan.example"},
  "software": [{"name": "Sanad", "version": "0.1.0"}, {"name": "Chromium", "version": "1.2.3"}],
  "target_ips": ["127.0.0.1"],
  "tls_chain_sha256": "5555555555555555555555555555555555555555555555555555555555555555",
  "truncated": [],
  "url_final": "https://forum.tirazan.example/t/7",
  "url_requested": "https://forum.tirazan.example/t/7",
  "validation": {"state": "current", "environment": "66", "newest": {
    "validation": "validation-1jjjjjjjjjjjjjjj", "verdict": "passed", "version": "0.1.0",
    "environment": "66", "sha256": "77", "entry": 1, "recorded_at": "2024-03-01T08:05:00.000Z"}},
  "virtual_identity_id": null
})";

// A picture of one pixel.
constexpr std::string_view kPicture =
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "00"
    "000301010018dd8db00000000049454e44ae426082";

// What a reader must show as words and never obey.
constexpr std::string_view kHostile =
    "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script> \xe2\x80\xa8 \\\" "
    "`${1}`";

Bytes attached(std::uint64_t n) {
  return n == kPicturePart ? *parse_hex(kPicture) : to_bytes(kHostile);
}

json::Value make_part(std::uint64_t n) {
  if (n == kPicturePart || n == kPagePart) {
    const Bytes bytes = attached(n);
    return json::Object{{"file", "dom.html"},
                        {"item", json::Object{{"sha256", format_hex(crypto::sha256(bytes))},
                                              {"size", std::uint64_t{bytes.size()}}}},
                        {"way", n == kPicturePart ? "lamp.png" : "lamp.html"}};
  }
  const std::string text = fmt::format("Lamp {} is lit. چراغ", n);
  json::Object record{{"text", text}};
  if (n == 6)
    record = {{"kind", "message"},
              {"text", fmt::format("{} {}", text, kHostile)},
              {"author", kHostile},
              {"chat_name", "Lantern <i>club</i>"},
              {"at", "2024-03-01T10:00:00.000Z"},
              {"__proto__", "kept"},
              {"attachments", json::Array{json::Object{{"name", "../\"><svg onload=1>.png"},
                                                       {"media_type", "image/svg+xml"},
                                                       {"size", 12}},
                                          json::Object{{"path", "photos/lamp.png"}}}}};
  if (n == 9)
    record = {{"kind", "mail"},
              {"title", "About the lamps"},
              {"author", "lamps@tirazan.example"},
              {"to", json::Array{json::Object{{"name", "علی"}, {"id", "ali@tirazan.example"}}}},
              {"text", text}};
  if (n == 12 || n == 15)
    record = {{"kind", "row"},
              {"text", text},
              {"other", json::Object{{"lamp", fmt::format("{}", n)}, {"<b>oil</b>", "full"}}}};
  return json::Object{{"file", "dom.html"}, {"record", std::move(record)}, {"way", ""}};
}

// The record of the first exhibit as the story has it; of others as it stands above.
Bytes record_of(const Story& story, bool is_first) {
  auto record = json::parse(kAcquisition);
  if (!record.ok()) std::abort();
  if (is_first && story.edit_record) story.edit_record(*record->as_object());
  return to_bytes(json::format_pretty(record.value()));
}

Sealed make_sealed(std::string_view exhibit, std::size_t archive_bytes, Bytes record) {
  const std::string seed(exhibit);
  return {
      {{"acquisition.json", std::move(record)},
       {"capture.wacz", filler(seed + "wacz", archive_bytes)},
       {"dom.html", to_bytes("<!doctype html><title>Lantern forum</title><script>window.hacked=1"
                             "</script><img src=https://lantern.tirazan.example/x><p>" +
                             seed)},
       {"netlog.json.gz", filler(seed + "netlog", 3'000)},
       {"screenshot.png",
        exhibit == kExhibits[1] ? *parse_hex(kPicture) : filler(seed + "png", 4'000)}}};
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
  const std::string signed_by_log =
      tlog::sign_checkpoint({origin, {all.size(), all.root()}, {}}, key);
  if (!witness) return signed_by_log;
  auto note = tlog::parse_note(signed_by_log);
  if (!note.ok()) std::abort();
  note->signatures.push_back(
      tlog::cosign_note(note->text, "witness.tirazan.example", *witness, 1'710'000'000));
  return tlog::format_note(note.value());
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
  disclosed_.push_back(ledger_.add("2024-03-01T08:05:00.000Z", "officer.added", "system", "",
                                   json::Object{{"officer", kRequester},
                                                {"name", "Amal Mirani"},
                                                {"roles", json::Array{"investigator"}}}));
  if (story.witnessed) ledger_.witness = crypto::SigningKey::generate();
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
    sealed_[exhibit] =
        make_sealed(exhibit, i == 0 ? story.archive_bytes : 9'000, record_of(story, i == 0));
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
  for (std::uint64_t n = 0; n < story.parts; ++n) {
    const json::Value part = make_part(n);
    if (!(n == 13 ? parts.add_set_aside(part, "after the window") : parts.add(part)).ok())
      std::abort();
  }
  part_list_ = as_text(list.bytes());
  parts_head_ = parts.head();
  parts_at_ = ledger_.add("2024-03-02T09:40:00.000Z", "exhibit.parts", kRequester, case_id,
                          json::Object{{"exhibit", kExhibits[1]},
                                       {"algorithm", part_list::name_of(part_list::kAlgorithm)},
                                       {"items", 2},
                                       {"parts", parts_head_.size.value},
                                       {"root", format_hex(parts_head_.root)}});
  disclosed_.push_back(parts_at_);
  schedules_ = present::format_schedules(unused(), present::Build::kOperational);
  json::Array digests;
  for (const present::ScheduleFile& file : schedules_)
    digests.emplace_back(json::Object{{"name", file.name},
                                      {"sha256", format_hex(crypto::sha256(as_bytes(file.json)))}});
  schedules_at_ = ledger_.add("2024-03-02T09:50:00.000Z", "schedules.issued", kRequester, case_id,
                              json::Object{{"bundle", kBundle},
                                           {"build", "operational"},
                                           {"non_sensitive", 2},
                                           {"sensitive", 1},
                                           {"not_examined", 1},
                                           {"schedules", std::move(digests)}});
  disclosed_.push_back(schedules_at_);
  for (const auto& [kind, data] : story.further)
    disclosed_.push_back(
        ledger_.add("2024-03-02T09:50:00.000Z", kind, story.approver, case_id, data));
  add_redaction(story, case_id);
  if (story.sound) add_sound(story, case_id);
  if (story.film) add_film(story, case_id);
  for (int i = 0; i < 5; ++i)
    ledger_.add("2024-03-02T10:00:00.000Z", "fixity.checked", "system", "", json::Object{});
}

ToldRedaction honest_redaction(ByteView file) {
  ToldRedaction told;
  told.original = {kPictureWidth, kPictureHeight, {}};
  for (std::uint32_t i = 0; i < kPictureWidth * kPictureHeight * 3; ++i)
    told.original.pixels.push_back(
        static_cast<std::uint8_t>(20 + i / (kPictureWidth * 3) + i % 7 * 9));
  const redaction::Grid grid{kPictureWidth, kPictureHeight};
  told.plan = {{"a bystander's face", "a number plate"}, {{1, 1, 3, 2, 0}, {6, 4, 2, 1, 1}}};
  const auto seed = redaction::seed_of(kSaltKey, "screenshot.png", told.original);
  const auto leaves = redaction::leaves_of(seed, grid, told.original);
  const auto mask = redaction::mask_of(grid, told.plan);
  const auto counts = redaction::count(mask, told.plan.reasons.size());
  told.tiles = {{"exhibit", kExhibits[0]},
                {"file", "screenshot.png"},
                {"part", nullptr},
                {"page", 1},
                {"pages", 3},
                {"parts", nullptr},
                {"sha256", format_hex(crypto::sha256(file))},
                {"algorithm", redaction::kAlgorithm},
                {"decoder", "libpng 1.6.39"},
                {"width", kPictureWidth},
                {"height", kPictureHeight},
                {"tiles", grid.tiles()},
                {"root", format_hex(merkle::root_of(leaves))}};
  redaction::Picture picture = told.original;
  redaction::blacken(grid, mask, picture);
  told.picture = redaction::write_png(picture).value();
  told.proof = redaction::write_proof(seed, grid, mask, leaves);
  told.data = {{"redaction", kRedaction},
               {"exhibit", kExhibits[0]},
               {"file", "screenshot.png"},
               {"part", nullptr},
               {"page", 1},
               {"open", counts.open},
               {"closed", json::Array{counts.closed[0], counts.closed[1]}}};
  redaction::add_plan(told.plan, told.data);
  return told;
}

// What is told of a picture of the first exhibit.
void Case::add_redaction(const Story& story, const std::string& case_id) {
  ToldRedaction told =
      honest_redaction(sealed_.at(std::string(kExhibits[0])).files.at("screenshot.png"));
  ToldRedaction second = told;
  if (story.redaction) story.redaction(told);
  // Of what is no picture of the strict form no document can be made.
  if (!redaction::unpack_png(told.picture).ok())
    for (ToldRedaction* page : {&told, &second}) page->tiles.set("pages", nullptr);
  const auto add_tiles = [&] {
    return ledger_.add("2024-03-02T09:41:00.000Z", "exhibit.tiles", kRequester, case_id,
                       told.tiles);
  };
  const auto add_redacted = [&](std::uint64_t tiles) {
    told.data.set("tiles", tiles);
    if (told.data.find("picture") == nullptr)
      told.data.set("picture", json::Object{{"sha256", format_hex(crypto::sha256(told.picture))},
                                            {"size", std::uint64_t{told.picture.size()}}});
    return ledger_.add("2024-03-02T09:42:00.000Z", "exhibit.redacted", kRequester, case_id,
                       told.data);
  };
  if (told.tiles_come_last) {
    redacted_at_ = add_redacted(ledger_.leaves.size() + 1);
    disclosed_.push_back(add_tiles());
  } else {
    disclosed_.push_back(add_tiles());
    redacted_at_ = add_redacted(disclosed_.back());
  }
  disclosed_.push_back(redacted_at_);
  redacted_picture_ = told.picture;
  redacted_proof_ = told.proof;
  // The second page looks the same, and nobody lies about it.
  second.tiles.set("page", 2);
  second.data.set("page", 2);
  second.data.set("redaction", kSecondPage);
  told = second;
  disclosed_.push_back(add_tiles());
  second_page_at_ = add_redacted(disclosed_.back());
  disclosed_.push_back(second_page_at_);
  second_picture_ = std::move(second.picture);
  second_proof_ = std::move(second.proof);
}

// Both pages, of which the bundle makes one document.
void Case::show_pages(present::BundledExhibit& exhibit) const {
  exhibit.redactions.push_back(
      {std::string(kRedaction),
       {redacted_at_},
       [this](ByteSink& sink) { return sink.write(redacted_picture_); },
       [this](ByteSink& sink) { return sink.write(as_bytes(redacted_proof_)); }});
  exhibit.redactions.push_back(
      {std::string(kSecondPage),
       {second_page_at_},
       [this](ByteSink& sink) { return sink.write(second_picture_); },
       [this](ByteSink& sink) { return sink.write(as_bytes(second_proof_)); }});
}

ToldSound honest_sound(ByteView file, redaction::TimePlan plan, std::uint64_t samples) {
  ToldSound told;
  told.track = redaction::Track::of(8'000, 2, samples).value();
  for (std::uint64_t i = 0; i < told.track.bytes(); ++i)
    told.original.push_back(static_cast<std::uint8_t>(1 + (i * 31 + i / 977) % 255));
  told.plan = std::move(plan);
  const auto seed = redaction::seed_of(kSaltKey, "dom.html", told.track, told.original);
  const auto leaves = redaction::leaves_of(seed, told.track, told.original);
  const auto mask = redaction::mask_of(told.track, told.plan);
  const auto counts = redaction::count(mask, told.plan.reasons.size());
  told.segments = {{"exhibit", kExhibits[0]},
                   {"file", "dom.html"},
                   {"part", nullptr},
                   {"parts", nullptr},
                   {"sha256", format_hex(crypto::sha256(file))},
                   {"algorithm", redaction::kSoundAlgorithm},
                   {"decoder", "FFmpeg 59.37.100 mp3float"},
                   {"rate", told.track.rate},
                   {"channels", told.track.channels},
                   {"samples", told.track.samples},
                   {"segments", told.track.segments()},
                   {"root", format_hex(merkle::root_of(leaves))}};
  Bytes silenced = told.original;
  redaction::silence(told.track, mask, silenced);
  told.sound = redaction::write_wav(told.track, silenced);
  told.proof = redaction::write_sound_proof(seed, mask, leaves);
  told.data = {{"redaction", kSound}, {"exhibit", kExhibits[0]},
               {"file", "dom.html"},  {"part", nullptr},
               {"open", counts.open}, {"closed", json::Array{counts.closed[0], counts.closed[1]}}};
  redaction::add_plan(told.plan, told.data);
  return told;
}

// What is told of a recording of the first exhibit.
void Case::add_sound(const Story& story, const std::string& case_id) {
  ToldSound told = honest_sound(sealed_.at(std::string(kExhibits[0])).files.at("dom.html"));
  story.sound(told);
  const auto add_segments = [&] {
    return ledger_.add("2024-03-02T09:43:00.000Z", "exhibit.segments", kRequester, case_id,
                       told.segments);
  };
  const auto add_redacted = [&](std::uint64_t segments) {
    if (told.data.find("segments") == nullptr) told.data.set("segments", segments);
    if (told.data.find("sound") == nullptr)
      told.data.set("sound", json::Object{{"sha256", format_hex(crypto::sha256(told.sound))},
                                          {"size", std::uint64_t{told.sound.size()}}});
    return ledger_.add("2024-03-02T09:43:00.000Z", "exhibit.redacted", kRequester, case_id,
                       told.data);
  };
  if (told.segments_come_last) {
    sound_at_ = add_redacted(ledger_.leaves.size() + 1);
    disclosed_.push_back(add_segments());
  } else {
    disclosed_.push_back(add_segments());
    sound_at_ = add_redacted(disclosed_.back());
  }
  disclosed_.push_back(*sound_at_);
  redacted_sound_ = std::move(told.sound);
  sound_proof_ = std::move(told.proof);
}

Bytes ToldFilm::file() const {
  if (video) return *video;
  std::uint64_t size = 0;
  for (const Bytes& cluster : clusters) size += cluster.size();
  Bytes out = redaction::write_film_head(film, size);
  for (const Bytes& cluster : clusters) out.insert(out.end(), cluster.begin(), cluster.end());
  return out;
}

// Of frames that no encoder made: heads as they must be, and noise behind them.
ToldFilm honest_film(ByteView file, redaction::TimePlan plan) {
  ToldFilm told;
  told.film = redaction::Film::of(64, 48, 12'400).value();  // 13 segments, the last one shorter
  told.plan = std::move(plan);
  for (std::uint64_t number = 0; number < told.film.segments(); ++number) {
    std::vector<redaction::FilmPicture> pictures;
    for (std::uint32_t at = 0; at < 400; at += 130) {
      Bytes frame = {0x11, 0x02, 0x00};
      if (at == 0) frame = {0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 64, 0, 48, 0};
      for (std::uint64_t i = 0; i < 30 + number; ++i)
        frame.push_back(static_cast<std::uint8_t>(1 + (number * 41 + at + i * 7) % 255));
      pictures.push_back({at, std::move(frame)});
    }
    told.original.push_back(redaction::write_segment(number, pictures));
  }
  std::vector<Digest256> digests;
  for (const Bytes& cluster : told.original) digests.push_back(crypto::sha256(cluster));
  const auto seed = redaction::seed_of(kSaltKey, "dom.html", told.film, digests);
  const auto leaves = redaction::leaves_of(seed, digests);
  const auto mask = redaction::mask_of(told.film.segments(), told.plan);
  const auto counts = redaction::count(mask, told.plan.reasons.size());
  told.frames = {{"exhibit", kExhibits[0]},
                 {"file", "dom.html"},
                 {"part", nullptr},
                 {"parts", nullptr},
                 {"sha256", format_hex(crypto::sha256(file))},
                 {"algorithm", redaction::kFilmAlgorithm},
                 {"decoder", "FFmpeg 59.37.100 h264"},
                 {"encoder", "libvpx v1.12.0 VP8"},
                 {"width", told.film.width},
                 {"height", told.film.height},
                 {"length_ms", told.film.length_ms},
                 {"segments", told.film.segments()},
                 {"root", format_hex(merkle::root_of(leaves))}};
  told.clusters = told.original;
  for (std::size_t i = 0; i < mask.size(); ++i)
    if (mask[i] != redaction::kOpen) told.clusters[i] = redaction::grey_segment(told.film, i);
  told.proof = redaction::write_film_proof(seed, mask, leaves);
  told.data = {{"redaction", kFilm},  {"exhibit", kExhibits[0]},
               {"file", "dom.html"},  {"part", nullptr},
               {"open", counts.open}, {"closed", json::Array{counts.closed[0], counts.closed[1]}}};
  redaction::add_plan(told.plan, told.data);
  return told;
}

// What is told of a video of the first exhibit.
void Case::add_film(const Story& story, const std::string& case_id) {
  ToldFilm told = honest_film(sealed_.at(std::string(kExhibits[0])).files.at("dom.html"));
  story.film(told);
  redacted_film_ = told.file();
  film_proof_ = told.proof;
  const auto add_frames = [&] {
    return ledger_.add("2024-03-02T09:44:00.000Z", "exhibit.frames", kRequester, case_id,
                       told.frames);
  };
  const auto add_redacted = [&](std::uint64_t frames) {
    if (told.data.find("frames") == nullptr) told.data.set("frames", frames);
    if (told.data.find("film") == nullptr)
      told.data.set("film", json::Object{{"sha256", format_hex(crypto::sha256(redacted_film_))},
                                         {"size", std::uint64_t{redacted_film_.size()}}});
    return ledger_.add("2024-03-02T09:44:00.000Z", "exhibit.redacted", kRequester, case_id,
                       told.data);
  };
  if (told.frames_come_last) {
    film_at_ = add_redacted(ledger_.leaves.size() + 1);
    disclosed_.push_back(add_frames());
  } else {
    disclosed_.push_back(add_frames());
    film_at_ = add_redacted(disclosed_.back());
  }
  disclosed_.push_back(*film_at_);
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
  content.reader_page = verifier::reader_page();
  for (const std::uint64_t index : disclosed_) content.entries.push_back(ledger_.disclose(index));
  for (const auto& [exhibit, sealed] : sealed_) {
    // A story may have one that is no JSON.
    const auto acquisition = json::parse(as_text(sealed.files.at("acquisition.json")));
    content.exhibits.push_back(
        {exhibit,
         {sealed_at_.at(exhibit)},
         [files = &sealed.files](std::string_view name) -> Result<std::unique_ptr<ByteSource>> {
           const auto at = files->find(std::string(name));
           if (at == files->end()) return Error{ErrorCode::kNotFound, "There is no such file."};
           return std::unique_ptr<ByteSource>(std::make_unique<MemorySource>(at->second));
         },
         {},
         acquisition.ok() ? acquisition.value() : json::Value(),
         {},
         {},
         {}});
    if (exhibit == kExhibits[0]) show_pages(content.exhibits.back());
    if (exhibit == kExhibits[0] && sound_at_)
      content.exhibits.back().redactions.push_back(
          {std::string(kSound),
           {*sound_at_},
           [this](ByteSink& sink) { return sink.write(redacted_sound_); },
           [this](ByteSink& sink) { return sink.write(as_bytes(sound_proof_)); },
           redaction::Kind::kSound});
    if (exhibit == kExhibits[0] && film_at_)
      content.exhibits.back().redactions.push_back(
          {std::string(kFilm),
           {*film_at_},
           [this](ByteSink& sink) { return sink.write(redacted_film_); },
           [this](ByteSink& sink) { return sink.write(as_bytes(film_proof_)); },
           redaction::Kind::kFilm});
    if (exhibit != kExhibits[1]) continue;
    content.exhibits.back().parts = {parts_at_};
    content.exhibits.back().attachments = {
        {kPicturePart, "lamp.png", "image/png",
         [](ByteSink& sink) { return sink.write(attached(kPicturePart)); }},
        {kPagePart, "lamp.html", "text/html",
         [](ByteSink& sink) { return sink.write(attached(kPagePart)); }}};
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
  content.schedules = {present::Build::kOperational, {schedules_at_}, schedules_};
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
