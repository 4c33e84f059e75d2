#include "service/foreign_bundles.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "bundle_files.h"
#include "crypto/crypto.h"
#include "extract/sealed.h"
#include "reasons.h"
#include "service/cases.h"
#include "service/exchange.h"
#include "service/imports.h"
#include "service/people.h"
#include "service/sight.h"
#include "spool/spool.h"
#include "verifier/verifier.h"

namespace sanad::service {

using authority::Officer;

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kMaxSourceBytes = 1000;
constexpr std::size_t kAllEntries = SIZE_MAX / 4;

struct Spooled {
  std::unique_ptr<spool::Spool> spool;
  spool::Spool::Stream stream;
};

// A file of an import whose bytes lie in a spool.
class SpooledFile final : public ByteSource {
 public:
  explicit SpooledFile(std::shared_ptr<Spooled> all)
      : all_(std::move(all)), source_(all_->spool->open(all_->stream)) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override { return source_->read(out); }

 private:
  std::shared_ptr<Spooled> all_;
  std::unique_ptr<ByteSource> source_;
};

struct Signer {
  std::string partner;
  std::string key;     // base64
  std::string ledger;  // the name of its ledger
};

class Taking {
 public:
  Taking(Workspace& workspace, const Officer& caller, const ForeignBundleOrder& order,
         capture::Monitor& monitor)
      : workspace_(workspace), caller_(caller), order_(order), monitor_(monitor) {}

  Result<TakenBundle> run(ByteSource& bundle) {
    SANAD_CHECK(receive(bundle));
    const auto alone = workspace_.gates().try_close("bundle-" + sha256_);
    if (!alone)
      return Error{ErrorCode::kConflict,
                   "the bundle is being taken in already; look at the case when that has ended"};
    SANAD_CHECK(verify());
    SANAD_TRY(const auto before,
              workspace_.records().entries(
                  {.case_id = order_.case_id, .kind = "bundle.taken", .limit = kAllEntries}));
    TakenBundle taken{report_.bundle, report_.agency, report_.verdict, report_.is_signed, {}};
    for (const extract::BundledExhibit& exhibit : report_.exhibits) {
      const auto earlier = std::ranges::find_if(before, [&](const records::Entry& entry) {
        return entry.data["bundle"]["sha256"].string_or("") == sha256_ &&
               entry.data["foreign"]["exhibit"].string_or("") == exhibit.exhibit;
      });
      if (earlier != before.end()) {
        taken.exhibits.push_back({earlier->data["exhibit"].string_or(""),
                                  earlier->data["number"].string_or(""), exhibit.exhibit,
                                  exhibit.number, "",
                                  static_cast<std::uint64_t>(earlier->data["files"].int_or(0))});
        continue;
      }
      SANAD_TRY_WITH(auto one, take(exhibit), exhibit.number);
      taken.exhibits.push_back(std::move(one));
    }
    return taken;
  }

 private:
  Result<void> receive(ByteSource& bundle) {
    spooled_ = std::make_shared<Spooled>();
    SANAD_TRY(spooled_->spool, spool::Spool::create(workspace_.working_directory()));
    crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
    Bytes piece(kPieceBytes);
    for (;;) {
      SANAD_TRY(const std::size_t got, bundle.read(piece));
      if (got == 0) break;
      hasher.update(ByteView(piece).first(got));
      SANAD_CHECK(spooled_->spool->append(spooled_->stream, ByteView(piece).first(got)));
      if (spooled_->stream.size > kMaxForeignBundleBytes)
        return Error{ErrorCode::kLimit, "a bundle is at most 1 TiB"};
      SANAD_CHECK(tell("receiving", spooled_->stream.size));
    }
    SANAD_CHECK(spooled_->spool->flush(spooled_->stream));
    sha256_ = format_hex(hasher.finish());
    return {};
  }

  Result<void> tell(const char* phase, std::uint64_t done) {
    monitor_.on_progress({phase, done, 0, ""});
    if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    return {};
  }

  // Keys of partners in force, and who each is of.
  Result<std::vector<Bytes>> known_keys() {
    std::vector<Bytes> keys;
    SANAD_TRY(const auto partners, workspace_.records().partners());
    for (const records::Partner& partner : partners) {
      if (!partner.is_in_force()) continue;
      SANAD_TRY(const sharing::Card card, card_of(partner));
      const auto& key = card.agency_key.public_key;
      keys.emplace_back(key.begin(), key.end());
      signers_.push_back({partner.id, format_base64(key), card.ledger_key.name});
    }
    return keys;
  }

  Result<void> verify() {
    SANAD_TRY(const auto keys, known_keys());
    SANAD_CHECK(tell("verifying", spooled_->stream.size));
    extract::Extractor extractor = workspace_.extractor();
    extractor.is_cancelled = [this] { return monitor_.is_cancelled(); };
    const auto source = spooled_->spool->open_random(spooled_->stream);
    auto report = extract::verify_bundle(extractor, source_of(*source), keys);
    if (!report.ok()) {
      const bool is_its_own =
          report.error().code == ErrorCode::kInvalid || report.error().code == ErrorCode::kLimit;
      return is_its_own ? refuse("unreadable", ErrorCode::kIntegrity,
                                 fmt::format("it cannot be checked: {}", report.error().message))
                        : report.error();
    }
    report_ = std::move(*report);
    const auto is = [&](verifier::Verdict verdict) {
      return report_.verdict == verifier::verdict_name(verdict);
    };
    if (!is(verifier::Verdict::kIntact) && !is(verifier::Verdict::kIntactWithWarnings))
      return refuse(report_.check.empty() ? "unreadable" : report_.check, ErrorCode::kIntegrity,
                    fmt::format("the bundle is {}: {}", report_.verdict, report_.problem));
    if (report_.origin == workspace_.keyring().names().ledger)
      return refuse("own-ledger", ErrorCode::kDenied,
                    "the bundle is of this very ledger; its exhibits are here already");
    const Signer* signer = known_signer();
    if (signer != nullptr && signer->ledger != report_.origin)
      return refuse("other-ledger", ErrorCode::kDenied,
                    "a partner signed the bundle, and it is of another ledger than its card names");
    if (report_.is_signed || !order_.reason.empty()) return {};
    return refuse("unknown-signer", ErrorCode::kDenied,
                  fmt::format("the bundle is signed by a key that is no partner's ({}); register "
                              "the partner, or state why it is taken nevertheless",
                              report_.agency));
  }

  static extract::Source source_of(RandomSource& source) {
    return {source.size(), [&source](std::uint64_t offset, std::span<std::uint8_t> out) {
              return source.read_at(offset, out);
            }};
  }

  // Told to the caller once it stands in the ledger.
  Error refuse(std::string_view code, ErrorCode kind, const std::string& reason) {
    const auto recorded =
        workspace_.custody().record({"bundle.refused", caller_.id, order_.case_id,
                                     json::Object{{"bundle", report_.bundle},
                                                  {"agency", report_.agency},
                                                  {"code", code},
                                                  {"reason", reason.substr(0, 2000)},
                                                  {"sha256", sha256_},
                                                  {"size", spooled_->stream.size}}});
    return recorded.ok() ? Error{kind, fmt::format("{} ({})", reason, code)} : recorded.error();
  }

  // null: nobody whom we know.
  const Signer* known_signer() const {
    const auto found = std::ranges::find(signers_, report_.agency_key, &Signer::key);
    return report_.is_signed && found != signers_.end() ? &*found : nullptr;
  }
  std::string partner() const {
    const Signer* signer = known_signer();
    return signer != nullptr ? signer->partner : std::string();
  }

  // Where it came from, so that whoever reads the exhibit's record alone can follow the chain back.
  std::string source_text(const extract::BundledExhibit& exhibit) const {
    return fmt::format(
        "bundle {} of {} with SHA-256 {}: exhibit {} ({}), sealed by entry {} under the checkpoint "
        "of {} at size {}; {}; handed over: {}",
        report_.bundle, report_.agency, sha256_, exhibit.number, exhibit.exhibit, exhibit.sealed,
        report_.origin, report_.tree_size,
        report_.is_signed ? "signed by a partner" : "signed by a key that is not known here",
        order_.source);
  }

  Result<ImportOrder> order_for(const extract::BundledExhibit& exhibit) {
    ImportOrder order;
    order.case_id = order_.case_id;
    order.authorisation = order_.authorisation;
    order.source = source_text(exhibit);
    order.title = exhibit.title.empty() ? exhibit.number : exhibit.title;
    order.sealed_whole = sha256_;
    order.found.name = exhibit.number;
    const auto source = spooled_->spool->open_random(spooled_->stream);
    const std::string folder = fmt::format("{}/data/exhibits/{}/", report_.bundle, exhibit.exhibit);
    SANAD_TRY(order.found.files, unpack_bundle(workspace_, source_of(*source), folder, monitor_));
    for (ImportFile& file : order.found.files) file.path = "files/" + file.path;
    order.found.files.insert(
        order.found.files.begin(),
        {report_.bundle + ".zip", std::nullopt, spooled_->stream.size,
         [all = spooled_]() -> Result<std::unique_ptr<ByteSource>> {
           return std::unique_ptr<ByteSource>(std::make_unique<SpooledFile>(all));
         }});
    return order;
  }

  json::Object entry_of(const extract::BundledExhibit& exhibit,
                        const ImportedExhibit& imported) const {
    return {{"exhibit", imported.exhibit},
            {"number", imported.number},
            {"import", imported.import},
            {"files", imported.files},
            {"bundle",
             json::Object{
                 {"bundle", report_.bundle}, {"sha256", sha256_}, {"size", spooled_->stream.size}}},
            {"agency", report_.agency},
            {"signer", json::Object{{"key", report_.agency_key},
                                    {"known", report_.is_signed},
                                    {"partner", partner()}}},
            {"reason", order_.reason},
            {"verdict", report_.verdict},
            {"timestamp", report_.timestamp},
            {"checkpoint", json::Object{{"origin", report_.origin}, {"size", report_.tree_size}}},
            {"foreign", json::Object{{"case", report_.case_reference},
                                     {"exhibit", exhibit.exhibit},
                                     {"number", exhibit.number},
                                     {"title", exhibit.title},
                                     {"url", exhibit.url},
                                     {"started_at", exhibit.started_at},
                                     {"sealed", exhibit.sealed},
                                     {"proof_sha256", exhibit.proof_sha256}}}};
  }

  Result<TakenForeign> take(const extract::BundledExhibit& exhibit) {
    SANAD_TRY(const ImportOrder order, order_for(exhibit));
    SANAD_TRY(const ImportedExhibit imported, import_once(workspace_, caller_, order, monitor_));
    SANAD_CHECK(workspace_.custody().record(
        {"bundle.taken", caller_.id, order_.case_id, entry_of(exhibit, imported)}));
    return TakenForeign{imported.exhibit, imported.number, exhibit.exhibit,
                        exhibit.number,   imported.job,    imported.files};
  }

  Workspace& workspace_;
  const Officer& caller_;
  const ForeignBundleOrder& order_;
  capture::Monitor& monitor_;
  std::shared_ptr<Spooled> spooled_;
  std::string sha256_;
  std::vector<Signer> signers_;
  extract::BundleReport report_;
};

}  // namespace

Result<TakenBundle> take_bundle(Workspace& workspace, const Officer& caller,
                                const ForeignBundleOrder& asked, ByteSource& bundle,
                                capture::Monitor& monitor) {
  SANAD_CHECK(require_words(asked.source, "whence the bundle came", kMaxSourceBytes));
  if (!asked.reason.empty()) SANAD_CHECK(require_words(asked.reason, "the reason for taking it"));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, asked.case_id));
  ForeignBundleOrder order = asked;
  order.case_id = of_case.id;
  // Before a byte of it is looked at; each exhibit is decided on again.
  SANAD_CHECK(
      permit(workspace, caller,
             {of_case.id, authority::Activity::kImport, {}, order.authorisation, order.source}));
  return Taking(workspace, caller, order, monitor).run(bundle);
}

Result<std::optional<ForeignOrigin>> foreign_origin(Workspace& workspace,
                                                    const records::Exhibit& exhibit) {
  SANAD_TRY(const auto entries,
            workspace.records().entries(
                {.case_id = exhibit.case_id, .kind = "bundle.taken", .limit = kAllEntries}));
  const auto found = std::ranges::find_if(entries, [&](const records::Entry& entry) {
    return entry.data["exhibit"].string_or("") == exhibit.id;
  });
  if (found == entries.end()) return std::optional<ForeignOrigin>();
  return std::optional(ForeignOrigin{found->index, found->data});
}

json::Object view(const TakenBundle& taken) {
  json::Array exhibits;
  for (const TakenForeign& one : taken.exhibits)
    exhibits.push_back(json::Object{{"exhibit", one.exhibit},
                                    {"number", one.number},
                                    {"theirs", one.theirs},
                                    {"their_number", one.their_number},
                                    {"job", one.job},
                                    {"files", one.files}});
  return {{"bundle", taken.bundle},
          {"agency", taken.agency},
          {"verdict", taken.verdict},
          {"known", taken.is_known},
          {"exhibits", std::move(exhibits)}};
}

}  // namespace sanad::service
