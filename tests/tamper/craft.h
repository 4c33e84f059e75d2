// What changes of a bundle are made with.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bag.h"
#include "crafted.h"
#include "json/json.h"

namespace sanad::tamper {

inline constexpr const char* kManifest = "tagmanifest-sha256.txt";
inline constexpr const char* kSignature = "tagmanifest-sha256.txt.sig";

// Gathers the changes; each starts from a fresh copy of the intact bag.
class Craft {
 public:
  Craft(ByteView intact, std::vector<Crafted>& list) : bag_(unpack(intact)), list_(list) {}

  // As changed, the signature left as it was.
  void plain(std::string name, const std::function<void(Bag&)>& change) {
    Bag bag = bag_;
    change(bag);
    add(std::move(name), pack(bag));
  }
  // All digests made true again, the signature left as it was.
  void rehashed(std::string name, const std::function<void(Bag&)>& change) {
    Bag bag = bag_;
    change(bag);
    rehash_payload(bag);
    rehash_tags(bag);
    add(std::move(name), pack(bag));
  }
  // Made true again and signed with the forger's key.
  void resigned(std::string name, const std::function<void(Bag&)>& change) {
    Bag bag = bag_;
    change(bag);
    resign(bag, forger_);
    add(std::move(name), pack(bag));
  }
  // Likewise, with a last change that the signature covers but the digests need not agree with.
  void resigned_then(std::string name, const std::function<void(Bag&)>& change) {
    Bag bag = bag_;
    resign(bag, forger_);
    change(bag);
    bag.files[kSignature] = forger_.sign(bag.files.at(kManifest));
    add(std::move(name), pack(bag));
  }
  void zipped(std::string name, const std::function<void(RawZip&)>& change) {
    RawZip zip = raw(bag_);
    change(zip);
    add(std::move(name), build(zip));
  }
  void add(std::string name, Bytes bytes) { list_.push_back({std::move(name), std::move(bytes)}); }

  const Bag& bag() const { return bag_; }
  const crypto::SigningKey& forger() const { return forger_; }

 private:
  Bag bag_;
  crypto::SigningKey forger_ = crypto::SigningKey::generate();
  std::vector<Crafted>& list_;
};

// Changes bundle.json as a value, so that it stays canonical.
void edit_index(Bag& bag, const std::function<void(json::Object&)>& change);
json::Array& list_in(json::Object& object, std::string_view name);
json::Object& first_exhibit(json::Object& index);
// Of the first disclosed entry of that kind.
std::uint64_t index_of(const Bag& bag, std::string_view kind);

// Changes of what is shown of an exhibit in part, by somebody who signs anew.
void craft_excerpts(Craft& craft);

}  // namespace sanad::tamper
