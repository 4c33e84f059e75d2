#include "metadata/content_credentials.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "cbor.h"
#include "jumbf.h"
#include "metadata/metadata.h"
#include "sheet.h"
#include "signature.h"

namespace sanad::metadata {
namespace {

constexpr std::size_t kMaxActions = 50;

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)>;

std::string shown(std::string_view text) { return clean(text, 300); }

const EVP_MD* digest_named(std::string_view name) {
  if (name == "sha256") return ::EVP_sha256();
  if (name == "sha384") return ::EVP_sha384();
  if (name == "sha512") return ::EVP_sha512();
  return nullptr;
}

// Empty: no such digest.
Bytes digest_of(std::string_view algorithm, std::span<const ByteView> pieces) {
  const EVP_MD* digest = digest_named(algorithm);
  const DigestContext context(::EVP_MD_CTX_new(), ::EVP_MD_CTX_free);
  if (digest == nullptr || ::EVP_DigestInit_ex(context.get(), digest, nullptr) != 1) return {};
  for (const ByteView piece : pieces) ::EVP_DigestUpdate(context.get(), piece.data(), piece.size());
  Bytes out(static_cast<std::size_t>(::EVP_MD_get_size(digest)));
  ::EVP_DigestFinal_ex(context.get(), out.data(), nullptr);
  return out;
}

std::string_view text_in(const Cbor& map, std::string_view key) {
  const Cbor* value = map.find(key);
  return value == nullptr ? "" : value->text();
}

bool is_equal(ByteView a, ByteView b) { return !a.empty() && std::ranges::equal(a, b); }

// The file without the stretches that the assertion leaves out (C2PA 2.1, 18.5). Words: "holds",
// "broken", or why neither can be said.
std::string data_binding(const Cbor& assertion, std::string_view of_claim, ByteView file) {
  const Cbor* hash = assertion.find("hash");
  if (hash == nullptr) return "not checked: it has no digest";
  std::vector<std::pair<std::uint64_t, std::uint64_t>> left_out;
  if (const Cbor* exclusions = assertion.find("exclusions")) {
    for (const Cbor& one : exclusions->items) {
      const Cbor* start = one.find("start");
      const Cbor* length = one.find("length");
      if (start == nullptr || length == nullptr) return "not checked: it is malformed";
      left_out.emplace_back(start->number, length->number);
    }
  }
  std::ranges::sort(left_out);
  std::vector<ByteView> pieces;
  std::uint64_t at = 0;
  for (const auto& [start, length] : left_out) {
    if (start < at || start > file.size() || length > file.size() - start) return "broken";
    pieces.push_back(file.subspan(at, start - at));
    at = start + length;
  }
  pieces.push_back(file.subspan(at));
  const std::string_view own = text_in(assertion, "alg");
  const Bytes digest = digest_of(own.empty() ? of_claim : own, pieces);
  if (digest.empty()) return "not checked: its digest is of a kind not known here";
  return is_equal(digest, hash->bytes) ? "holds" : "broken";
}

// "self#jumbf=c2pa.assertions/c2pa.actions" and, from the store's root,
// "self#jumbf=/c2pa/MANIFEST/c2pa.assertions/c2pa.actions".
std::string_view label_in(std::string_view url) {
  const std::size_t slash = url.rfind('/');
  return slash == std::string_view::npos ? url : url.substr(slash + 1);
}

json::Array actions_in(const Cbor& assertion) {
  json::Array out;
  const Cbor* actions = assertion.find("actions");
  if (actions == nullptr) return out;
  for (const Cbor& one : actions->items) {
    if (out.size() == kMaxActions) break;
    json::Object action{{"action", shown(text_in(one, "action"))}};
    for (const auto& [name, key] :
         {std::pair{"when", "when"}, std::pair{"digital_source_type", "digitalSourceType"},
          std::pair{"software", "softwareAgent"}}) {
      const Cbor* value = one.find(key);
      const std::string_view text = value == nullptr                  ? ""
                                    : value->type == Cbor::Type::kMap ? text_in(*value, "name")
                                                                      : value->text();
      if (!text.empty()) action.set(name, shown(text));
    }
    out.emplace_back(std::move(action));
  }
  return out;
}

class Manifest {
 public:
  Manifest(const Superbox& box, ByteView file, bool is_active)
      : box_(box), file_(file), is_active_(is_active) {}

  json::Object read() {
    out_.set("label", shown(box_.label));
    out_.set("active", is_active_);
    for (const Superbox& one : box_.boxes) {
      if (one.label.starts_with("c2pa.claim")) claim_box_ = &one;
    }
    const auto claim = claim_box_ == nullptr ? std::nullopt : parse_cbor(claim_box_->payload);
    if (!claim || claim->type != Cbor::Type::kMap) {
      out_.set("problem", "its claim cannot be read");
      return std::move(out_);
    }
    read_claim(*claim);
    read_assertions(*claim);
    if (const Superbox* signature = box_.find("c2pa.signature"))
      out_.set("signature", read_signature(signature->payload, claim_box_->payload));
    else
      out_.set("problem", "it has no signature");
    return std::move(out_);
  }

 private:
  void read_claim(const Cbor& claim) {
    std::string_view generator = text_in(claim, "claim_generator");
    const Cbor* info = claim.find("claim_generator_info");
    if (info != nullptr && info->type == Cbor::Type::kArray && !info->items.empty())
      info = &info->items[0];
    if (generator.empty() && info != nullptr) generator = text_in(*info, "name");
    out_.set("claim_generator", shown(generator));
    for (const auto& [name, key] :
         {std::pair{"title", "dc:title"}, std::pair{"format", "dc:format"},
          std::pair{"instance_id", "instanceID"}}) {
      if (const std::string_view text = text_in(claim, key); !text.empty())
        out_.set(name, shown(text));
    }
    algorithm_ = text_in(claim, "alg");
    if (algorithm_.empty()) algorithm_ = "sha256";
  }

  void read_assertions(const Cbor& claim) {
    json::Array listed;
    std::string binding = "none";
    std::size_t passed_over = 0;
    for (const char* key : {"assertions", "created_assertions", "gathered_assertions"}) {
      const Cbor* references = claim.find(key);
      if (references == nullptr) continue;
      for (const Cbor& reference : references->items) {
        if (listed.size() < kMaxAssertions)
          listed.emplace_back(read_assertion(reference, binding));
        else
          ++passed_over;
      }
    }
    out_.set("assertions", std::move(listed));
    if (passed_over > 0) out_.set("assertions_left_out", passed_over);
    // Only the last manifest speaks of the file as it is now.
    if (is_active_) out_.set("binding", binding);
    if (!actions_.empty()) out_.set("actions", std::move(actions_));
    if (ingredients_ > 0) out_.set("ingredients", ingredients_);
  }

  json::Object read_assertion(const Cbor& reference, std::string& binding) {
    const std::string_view label = label_in(text_in(reference, "url"));
    json::Object line{{"label", shown(label)}};
    const Superbox* store = box_.find("c2pa.assertions");
    const Superbox* found = store == nullptr ? nullptr : store->find(label);
    if (found == nullptr) {
      line.set("present", false);
      return line;
    }
    const Cbor* hash = reference.find("hash");
    const std::string_view own = text_in(reference, "alg");
    const Bytes digest = digest_of(own.empty() ? algorithm_ : own, std::span(&found->content, 1));
    if (hash != nullptr && !digest.empty()) line.set("fits", is_equal(digest, hash->bytes));
    const auto content = found->content_type == "cbor" ? parse_cbor(found->payload) : std::nullopt;
    if (label.starts_with("c2pa.ingredient")) ++ingredients_;
    if (content && label.starts_with("c2pa.actions")) {
      for (json::Value& action : actions_in(*content)) actions_.emplace_back(std::move(action));
    }
    if (is_active_ && content && label.starts_with("c2pa.hash.data"))
      binding = data_binding(*content, algorithm_, file_);
    else if (is_active_ && label.starts_with("c2pa.hash."))
      binding = "not checked: " + shown(label) + " is of a kind not known here";
    return line;
  }

  const Superbox& box_;
  ByteView file_;
  bool is_active_;
  const Superbox* claim_box_ = nullptr;
  std::string_view algorithm_;
  json::Object out_;
  json::Array actions_;
  int ingredients_ = 0;
};

}  // namespace

std::optional<json::Object> read_content_credentials(ByteView file) {
  const Bytes store = find_manifest_store(file);
  if (store.empty()) return std::nullopt;
  json::Object out{{"bytes", store.size()}};
  const auto root = parse_superbox(store);
  if (!root || root->boxes.empty()) {
    out.set("status", "there, but cannot be read");
    return out;
  }
  out.set("status", "read, signature not checked against a trust list");
  json::Array manifests;
  // The last one is the active one (C2PA 2.1, 11.1.4.2); the nearest to it are kept.
  const std::size_t first = root->boxes.size() - std::min(root->boxes.size(), kMaxManifests);
  for (std::size_t i = first; i < root->boxes.size(); ++i)
    manifests.emplace_back(Manifest(root->boxes[i], file, i + 1 == root->boxes.size()).read());
  out.set("manifests", std::move(manifests));
  if (first > 0) out.set("manifests_left_out", first);
  return out;
}

}  // namespace sanad::metadata
