// Files that are shown as they are: the built workbench, and the replay component on the archive
// origin.
#pragma once

#include <string>
#include <string_view>

#include "http/server.h"

namespace sanad::server {

// archive_origin may be framed; nothing else is loaded from elsewhere.
http::Response workbench_file(std::string_view path, std::string_view archive_origin);

// What the archive origin serves besides archives: the host page and ReplayWeb.page, unmodified
// (AGPL), as a component of its own.
http::Response replay_file(std::string_view name, std::string_view workbench_origin);

}  // namespace sanad::server
