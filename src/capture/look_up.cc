#include <netdb.h>
#include <sys/socket.h>

#include <memory>

#include "capture/capture.h"

namespace sanad::capture {

std::vector<std::string> look_up_by_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return {};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, ::freeaddrinfo);
  std::vector<std::string> found;
  for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
    char text[NI_MAXHOST];
    if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0,
                      NI_NUMERICHOST) != 0) {
      continue;
    }
    // A link-local address carries the name of its interface: "fe80::1%eth0".
    const std::string_view number = text;
    found.emplace_back(number.substr(0, number.find('%')));
  }
  return found;
}

}  // namespace sanad::capture
