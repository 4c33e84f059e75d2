// One invented source of each form, with what is in it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sanad::intake::samples {

struct Sample {
  std::string name;  // of the file
  std::string importer;
  std::string bytes;
  std::size_t records = 0, parts = 0;
};
std::vector<Sample> all();

std::string telegram_json();
std::string telegram_page();
std::string whatsapp();
std::string mail();
// In a mailbox: with its "From " line and an empty line behind it.
std::string mail_of(int number, const std::string& text);
std::string mhtml();
std::string warc();
std::string har();
std::string x_posts();
std::string x_messages();
std::string gzipped(const std::string& bytes);
std::string zip(const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace sanad::intake::samples
