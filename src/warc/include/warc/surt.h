// The key under which replay tools look an address up (SURT: sort-friendly URI reordering).
#pragma once

#include <string>
#include <string_view>

namespace sanad::warc {

// For http and https: the whole in lower case, the host's labels reversed and joined by commas, a
// leading "www." or "wwwN." dropped, the port unless it is the scheme's own, ")", the path, and the
// query's arguments in sorted order. User names and fragments are dropped. The exact address stands
// beside the key in the index, so nothing is lost. Addresses of other schemes stay as they are.
//   https://www.Forum.tirazan.example:8443/Thread?b=2&a=1  ->
//   example,tirazan,forum:8443)/thread?a=1&b=2
// These are the rules of warcio's getSurt() and so of ReplayWeb.page; url is an absolute address as
// a browser writes it.
std::string format_surt(std::string_view url);

}  // namespace sanad::warc
