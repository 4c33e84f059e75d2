// The pages that bundles bring with them: the second verifier, and the reader. Each works from a
// disk in a browser, without a network.
#pragma once

#include <string_view>

namespace sanad::verifier {

// verify.html, put together from src/verifier/page. Lives as long as the program.
std::string_view verify_page();

// index.html, the reader that bundles bring with them, put together from src/verifier/reader and
// the page's checks.
std::string_view reader_page();

}  // namespace sanad::verifier
