// The hosts of the range, one function each; what they serve is in content/ and docs/range.md.
#pragma once

#include <cstdint>
#include <functional>

#include "fates.h"
#include "range/truth.h"
#include "site.h"
#include "story_hosts.h"
#include "timestamp_authority.h"

namespace sanad::range {

Site make_forum();
Site make_channel();
Site make_cdn(std::uint64_t seed);
Site make_awkward();

// What control and tsa act on; it outlives them.
struct Controls {
  TruthLog& truth;
  TimestampAuthority& timestamps;
  std::atomic<bool>& is_timestamp_authority_down;
  Fates& fates;
  StoryHosts& stories;
  std::string authority_pem;
  std::vector<std::string> hosts;
};
Site make_tsa(const Controls& controls);
// Also reached as 127.0.0.1 and localhost, where /tsa is the timestamp authority.
Site make_control(const Controls& controls);

// Parts of awkward.tirazan.example.
void add_awkward_answers(Site& site);  // statuses, redirects, codings, headers, sign-in, preflights
void add_awkward_streams(Site& site);  // long, slow, cut and endless bodies
void add_awkward_sockets(Site& site);  // WebSockets, event streams, polling, beacons

}  // namespace sanad::range
