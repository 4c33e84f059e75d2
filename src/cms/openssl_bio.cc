#include <algorithm>
#include <climits>

#include "openssl_owners.h"

namespace sanad::cms {
namespace {

Bridge& bridge_of(BIO* bio) { return *static_cast<Bridge*>(BIO_get_data(bio)); }

int write_out(BIO* bio, const char* data, int size) {
  Bridge& bridge = bridge_of(bio);
  if (bridge.sink == nullptr || bridge.error || size < 0) return -1;
  const auto written = bridge.sink->write(
      ByteView(reinterpret_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)));
  if (written.ok()) return size;
  bridge.error = written.error();
  return -1;
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int created(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

// Made once, and never freed: the library holds on to it.
const BIO_METHOD* method() {
  static const BIO_METHOD* const made = [] {
    BIO_METHOD* fresh =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "sanad byte stream");
    BIO_meth_set_write(fresh, write_out);
    BIO_meth_set_ctrl(fresh, control);
    BIO_meth_set_create(fresh, created);
    return fresh;
  }();
  return made;
}

}  // namespace

Bio make_bio(Bridge& bridge) {
  Bio bio(BIO_new(method()));
  if (bio) BIO_set_data(bio.get(), &bridge);
  return bio;
}

std::string library_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  const std::string text = reason == nullptr ? "the library gives no reason" : reason;
  ERR_clear_error();
  return text;
}

}  // namespace sanad::cms
