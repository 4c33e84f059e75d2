// The second verifier: one page that works from a disk in a browser, without a network.
#pragma once

#include <string_view>

namespace sanad::verifier {

// verify.html, put together from src/verifier/page. Lives as long as the program.
std::string_view verify_page();

}  // namespace sanad::verifier
