// An RFC 3161 timestamp authority over OpenSSL's TS_RESP functions.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "openssl_ptr.h"
#include "pki.h"

namespace sanad::range {

// Thread-safe.
class TimestampAuthority {
 public:
  // Serial numbers begin with the time in milliseconds, so that they grow over restarts too.
  static Result<std::unique_ptr<TimestampAuthority>> create(const Pki& pki, const Clock& clock);

  // request: DER of a TimeStampReq. A request that is refused or malformed gets a response that
  // says so. kUnavailable: no response could be made.
  Result<Bytes> respond(ByteView request);

 private:
  TimestampAuthority(const Clock& clock, X509Ptr certificate, KeyPtr key, X509Ptr issuer);
  Result<TsContextPtr> make_context();

  const Clock& clock_;
  X509Ptr certificate_;
  KeyPtr key_;
  X509Ptr issuer_;
  std::atomic<std::uint64_t> next_serial_;
};

}  // namespace sanad::range
