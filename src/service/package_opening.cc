// A package that came: from bytes of a stranger to exhibits of a case. Each step may refuse, and
// says so in the ledger under a code.
#include <fmt/format.h>

#include <algorithm>

#include "base/stable_sort.h"
#include "crypto/crypto.h"
#include "extract/sealed.h"
#include "package_parts.h"
#include "queue.h"
#include "sealed_text.h"
#include "service/imports.h"
#include "service/people.h"
#include "service/sight.h"
#include "spool/spool.h"
#include "verifier/verifier.h"

namespace sanad::service {

using authority::Officer;
using authority::Role;
using sharing::PackageHeader;

namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

struct Refused {
  const char* code;
  Error error;
};

// Into a stream of a spool.
class SpoolSink final : public ByteSink {
 public:
  SpoolSink(spool::Spool& spool, spool::Spool::Stream& stream) : spool_(spool), stream_(stream) {}
  Result<void> write(ByteView data) override { return spool_.append(stream_, data); }

 private:
  spool::Spool& spool_;
  spool::Spool::Stream& stream_;
};

// Parts the line from the bundle, and digests the bundle.
class ContentSink final : public ByteSink {
 public:
  explicit ContentSink(ByteSink& bundle) : bundle_(bundle) {}
  Result<void> write(ByteView data) override {
    if (!has_line_) {
      const auto end = std::ranges::find(data, std::uint8_t{'\n'});
      line_.append(as_text(ByteView(data.begin(), end)));
      if (line_.size() > sharing::kMaxHeaderBytes)
        return Error{ErrorCode::kLimit, "the package's line is too long"};
      if (end == data.end()) return {};
      has_line_ = true;
      data = data.subspan(static_cast<std::size_t>(end - data.begin()) + 1);
    }
    hasher_.update(data);
    size_ += data.size();
    return data.empty() ? Result<void>() : bundle_.write(data);
  }
  bool has_line() const { return has_line_; }
  const std::string& line() const { return line_; }
  std::uint64_t size() const { return size_; }
  Bytes finish() { return hasher_.finish(); }

 private:
  ByteSink& bundle_;
  crypto::Hasher hasher_{crypto::Hasher::Algorithm::kSha256};
  std::string line_;
  std::uint64_t size_ = 0;
  bool has_line_ = false;
};

class Opening {
 public:
  Opening(Workspace& workspace, const Officer& caller, const records::Case& of_case,
          capture::Monitor& monitor)
      : workspace_(workspace), caller_(caller), case_(of_case), monitor_(monitor) {}

  Result<records::Package> run(ByteSource& source) {
    SANAD_TRY(spool_, spool::Spool::create(workspace_.working_directory()));
    SANAD_CHECK(receive(source));
    if (auto refused = open(); refused) return refuse(*refused);
    return keep();
  }

 private:
  using Outcome = std::optional<Refused>;

  Result<void> receive(ByteSource& source) {
    crypto::Hasher hasher(crypto::Hasher::Algorithm::kSha256);
    Bytes piece(kPieceBytes);
    for (;;) {
      SANAD_TRY(const std::size_t got, source.read(piece));
      if (got == 0) break;
      hasher.update(ByteView(piece).first(got));
      SANAD_CHECK(spool_->append(sealed_, ByteView(piece).first(got)));
      if (sealed_.size > kMaxPackageBytes)
        return Error{ErrorCode::kLimit, "a package is at most 1 TiB"};
      SANAD_CHECK(tell("receiving", sealed_.size));
    }
    SANAD_CHECK(spool_->flush(sealed_));
    sealed_sha256_ = format_hex(hasher.finish());
    return {};
  }

  Result<void> tell(const char* phase, std::uint64_t done) {
    monitor_.on_progress({phase, done, 0, ""});
    if (monitor_.is_cancelled()) return Error{ErrorCode::kConflict, "stopped by the officer"};
    return {};
  }

  extract::Extractor extractor() {
    extract::Extractor made = workspace_.extractor();
    made.is_cancelled = [this] { return monitor_.is_cancelled(); };
    return made;
  }

  static extract::Source source_of(RandomSource& source) {
    return {source.size(), [&source](std::uint64_t offset, std::span<std::uint8_t> out) {
              return source.read_at(offset, out);
            }};
  }

  static Refused refused(const char* code, const Error& error) { return {code, error}; }
  static Refused refused(const char* code, ErrorCode kind, std::string reason) {
    return {code, {kind, std::move(reason)}};
  }

  // nullopt: all is well. Errors of our own disk have no code, and are answered as they are.
  Outcome open() {
    if (auto no = decrypt()) return no;
    if (auto no = verify_signature()) return no;
    if (auto no = check_line()) return no;
    return verify_bundle();
  }

  Outcome decrypt() {
    auto identities = own_identities(workspace_);
    if (!identities.ok()) return refused("", identities.error());
    for (const OwnIdentity& one : *identities)
      identities_.push_back({&one.sealing, one.card.sealing});
    const auto source = spool_->open_random(sealed_);
    SpoolSink sink(*spool_, message_);
    (void)tell("decrypting", 0);
    const auto opened = extract::open_envelope(extractor(), source_of(*source), identities_, sink);
    if (opened.ok()) {
      our_card_ = sharing::card_fingerprint((*identities)[*opened].card);
      const auto flushed = spool_->flush(message_);
      if (!flushed.ok()) return refused("", flushed.error());
      return std::nullopt;
    }
    switch (opened.error().code) {
      case ErrorCode::kNotFound:
        return refused("not-for-us", ErrorCode::kDenied,
                       "the package is not sealed for this agency; ask the sender for one that is");
      case ErrorCode::kIntegrity:
        return refused("changed", ErrorCode::kIntegrity,
                       "the package was changed on the way, or is damaged; ask the sender for it "
                       "again");
      case ErrorCode::kInvalid:
      case ErrorCode::kLimit:
        return refused("malformed", ErrorCode::kInvalid, opened.error().message);
      default:
        return refused("", opened.error());
    }
  }

  Outcome verify_signature() {
    auto known = known_signers(workspace_);
    if (!known.ok()) return refused("", known.error());
    const auto source = spool_->open_random(message_);
    SpoolSink bundle_sink(*spool_, bundle_);
    ContentSink content(bundle_sink);
    (void)tell("verifying", 0);
    const auto signer =
        extract::open_signed(extractor(), source_of(*source), known->certificates, content);
    if (signer.ok()) {
      partner_ = known->partners[*signer];
      line_ = content.line();
      bundle_size_ = content.size();
      has_line_ = content.has_line();
      bundle_sha256_ = content.finish();
      const auto flushed = spool_->flush(bundle_);
      if (!flushed.ok()) return refused("", flushed.error());
      return std::nullopt;
    }
    switch (signer.error().code) {
      case ErrorCode::kNotFound:
        return refused("unknown-sender", ErrorCode::kDenied,
                       "the package is signed by no registered partner; register the sender's "
                       "card, and have it confirmed");
      case ErrorCode::kIntegrity:
        return refused("bad-signature", ErrorCode::kIntegrity,
                       "the package's signature is wrong; ask the sender for it again");
      case ErrorCode::kInvalid:
      case ErrorCode::kLimit:
        return refused("malformed", ErrorCode::kInvalid, signer.error().message);
      default:
        return refused("", signer.error());
    }
  }

  Outcome check_line() {
    auto header = has_line_ ? sharing::parse_header(line_)
                            : Result<PackageHeader>(Error{ErrorCode::kInvalid, "it has no line"});
    if (!header.ok()) return refused("malformed", ErrorCode::kInvalid, header.error().message);
    header_ = std::move(*header);
    const auto denied = [&](const char* code, std::string reason) {
      return refused(code, ErrorCode::kDenied, std::move(reason));
    };
    if (!partner_.is_in_force())
      return denied("partner-not-in-force",
                    fmt::format("the sender {} is {}", partner_.name,
                                partner_.retired_at ? "retired" : "not confirmed"));
    if (format_hex(header_.sender_card) != partner_.data["fingerprint"].string_or(""))
      return denied(
          "other-sender",
          fmt::format("the package says that another card than that of {} sent it", partner_.name));
    const bool names_us = std::ranges::any_of(
        header_.recipients, [&](const auto& one) { return one.card == our_card_; });
    if (!names_us)
      return denied("not-for-us",
                    "somebody sealed this package for this agency whom its sender did not send it "
                    "to");
    if (header_.expires_at <= workspace_.clock().now())
      return denied("expired", fmt::format("the package was to be opened before {}; ask the sender "
                                           "for a new one",
                                           format_timestamp(header_.expires_at)));
    const auto earlier = workspace_.records().package(header_.package, "in");
    if (earlier.ok())
      return denied("replayed", fmt::format("the package {} was opened already, at {}",
                                            header_.package, format_timestamp(earlier->at)));
    if (earlier.error().code != ErrorCode::kNotFound) return refused("", earlier.error());
    const bool is_for_caller =
        header_.persons.empty() ||
        std::ranges::find(header_.persons, caller_.name) != header_.persons.end();
    if (!is_for_caller)
      return denied("not-for-this-person",
                    "the package is for persons by name, and you are not among them");
    return std::nullopt;
  }

  Outcome verify_bundle() {
    if (Bytes(header_.bundle_sha256.begin(), header_.bundle_sha256.end()) != bundle_sha256_ ||
        header_.bundle_size != bundle_size_)
      return refused("bundle-changed", ErrorCode::kIntegrity,
                     "the bundle in the package is another than its line says");
    const auto card = card_of(partner_);
    if (!card.ok()) return refused("", card.error());
    const auto source = spool_->open_random(bundle_);
    (void)tell("verifying", header_.bundle_size);
    const auto& key = card->agency_key.public_key;
    const std::vector<Bytes> trusted = {Bytes(key.begin(), key.end())};
    const auto report = extract::verify_bundle(extractor(), source_of(*source), trusted);
    if (!report.ok()) {
      const bool is_its_own =
          report.error().code == ErrorCode::kInvalid || report.error().code == ErrorCode::kLimit;
      return is_its_own ? not_verified(report.error().message) : refused("", report.error());
    }
    verdict_ = report->verdict;
    const auto is = [&](verifier::Verdict verdict) {
      return verdict_ == verifier::verdict_name(verdict);
    };
    if (!is(verifier::Verdict::kIntact) && !is(verifier::Verdict::kIntactWithWarnings))
      return not_verified(report->problem.empty() ? verdict_ : report->problem);
    if (!report->is_signed || report->origin != card->ledger_key.name)
      return refused("other-agency", ErrorCode::kDenied,
                     "the bundle in the package is another agency's than the sender's");
    if (auto no = compare_exhibits(*report)) return no;
    origin_ = report->origin;
    tree_size_ = report->tree_size;
    return std::nullopt;
  }

  static Refused not_verified(std::string_view why) {
    return refused("bundle-tampered", ErrorCode::kIntegrity,
                   fmt::format("the bundle in the package does not verify: {}", why));
  }

  Outcome compare_exhibits(const extract::BundleReport& report) {
    std::vector<std::string> said, held;
    for (const auto& one : header_.exhibits) said.push_back(one.exhibit);
    for (const auto& one : report.exhibits) held.push_back(one.exhibit);
    std::ranges::sort(said);
    std::ranges::sort(held);
    if (said == held) return std::nullopt;
    return refused("bundle-changed", ErrorCode::kIntegrity,
                   "the bundle holds other exhibits than the package's line says");
  }

  Error refuse(const Refused& no) {
    if (std::string_view(no.code).empty()) return no.error;
    const auto recorded =
        workspace_.custody().record({"package.refused", caller_.id, case_.id,
                                     json::Object{{"package", header_.package},
                                                  {"partner", partner_.id},
                                                  {"code", no.code},
                                                  {"reason", no.error.message.substr(0, 2000)},
                                                  {"sha256", sealed_sha256_},
                                                  {"size", sealed_.size}}});
    return recorded.ok() ? no.error : recorded.error();
  }

  Result<records::Package> keep() {
    SANAD_TRY(auto object, workspace_.vault().begin(case_.id));
    const auto source = spool_->open(bundle_);
    Bytes piece(kPieceBytes);
    for (;;) {
      SANAD_TRY(const std::size_t got, source->read(piece));
      if (got == 0) break;
      SANAD_CHECK(object->write(ByteView(piece).first(got)));
      SANAD_CHECK(tell("keeping", got));
    }
    SANAD_TRY(const auto sealed, object->seal());
    SANAD_TRY(const std::string line_digest, seal_text(workspace_, line_, case_.id));
    SANAD_CHECK(workspace_.custody().record(
        {"package.opened", caller_.id, case_.id,
         json::Object{{"package", header_.package},
                      {"partner", partner_.id},
                      {"sender", header_.sender},
                      {"header_sha256", line_digest},
                      {"sealed_sha256", sealed_sha256_},
                      {"bundle", json::Object{{"bundle", header_.bundle},
                                              {"sha256", format_hex(sealed.info.sha256)},
                                              {"size", sealed.info.size_bytes}}},
                      {"verdict", verdict_},
                      {"checkpoint", json::Object{{"origin", origin_}, {"size", tree_size_}}},
                      {"marking", sharing::format_marking(header_.marking)},
                      {"expires_at", format_timestamp(header_.expires_at)},
                      {"exhibits", ids_of(header_)}}}));
    return workspace_.records().package(header_.package, "in");
  }

  Workspace& workspace_;
  const Officer& caller_;
  const records::Case& case_;
  capture::Monitor& monitor_;
  std::unique_ptr<spool::Spool> spool_;
  spool::Spool::Stream sealed_, message_, bundle_;
  std::vector<cms::Identity> identities_;
  std::string sealed_sha256_, line_, verdict_, origin_;
  Digest256 our_card_{};
  records::Partner partner_;
  PackageHeader header_;
  Bytes bundle_sha256_;
  std::uint64_t bundle_size_ = 0, tree_size_ = 0;
  bool has_line_ = false;
};

}  // namespace

Result<KnownSigners> known_signers(Workspace& workspace) {
  KnownSigners known;
  SANAD_TRY(auto partners, workspace.records().partners());
  // Those in force first: the same card may have been registered before, and retired.
  stable_sort(partners,
              [](const auto& a, const auto& b) { return a.is_in_force() && !b.is_in_force(); });
  for (records::Partner& partner : partners) {
    SANAD_TRY(sharing::Card card, card_of(partner));
    known.certificates.push_back(std::move(card.signing));
    known.partners.push_back(std::move(partner));
  }
  return known;
}

namespace {

Result<void> require_opener(Workspace& workspace, const Officer& caller) {
  return require_role(workspace, caller,
                      {Role::kInvestigator, Role::kEvidenceOfficer, Role::kSupervisor},
                      "open a package");
}

Result<std::unique_ptr<ByteSource>> file_of(Workspace& workspace, const Officer& caller,
                                            const std::string& case_id, std::string_view upload) {
  SANAD_TRY(const FoundFiles found, workspace.uploads().found(caller, case_id, upload));
  if (found.files.size() != 1)
    return Error{ErrorCode::kInvalid, "a package is one file; upload that alone"};
  return found.files.front().open();
}

}  // namespace

Result<records::Package> open_package(Workspace& workspace, const Officer& caller,
                                      std::string_view case_id, ByteSource& source,
                                      capture::Monitor& monitor) {
  SANAD_CHECK(require_opener(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  return Opening(workspace, caller, of_case, monitor).run(source);
}

Result<std::string> order_opening(Workspace& workspace, const Officer& caller,
                                  std::string_view case_id, std::string_view upload) {
  SANAD_CHECK(require_opener(workspace, caller));
  SANAD_TRY(const records::Case of_case, case_for(workspace, caller, case_id));
  SANAD_CHECK(file_of(workspace, caller, of_case.id, upload));
  return queue_job(workspace, "package-open", of_case.id, caller.id,
                   json::Object{{"upload", upload}});
}

Result<json::Value> run_package_opening(Workspace& workspace, const records::Job& job,
                                        capture::Monitor& monitor) {
  SANAD_TRY(const Officer officer, workspace.records().officer(job.actor));
  const std::string upload = job.payload["upload"].string_or("");
  SANAD_TRY(const auto source, file_of(workspace, officer, job.case_id, upload));
  const auto opened = open_package(workspace, officer, job.case_id, *source, monitor);
  SANAD_CHECK(workspace.uploads().drop(officer, upload));
  if (!opened.ok()) return opened.error();
  return json::Value(json::Object{{"package", opened->id}});
}

}  // namespace sanad::service
