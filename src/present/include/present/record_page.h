// What the record says of one matter, as one page of HTML that refers to nothing outside itself, in
// English or in Urdu: certificates of disposal, statistics, reports of oversight. Pure: the caller
// says what stands in it, labels included. Tested by record_page_test.cc.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sanad::present {

struct RecordSection {
  std::string heading;
  std::vector<std::pair<std::string, std::string>> rows;  // label and value
  std::vector<std::string> columns;                       // of a table below the rows
  std::vector<std::vector<std::string>> table;
  std::vector<std::string> digests;  // set small, left to right
};

struct RecordPage {
  std::string language;  // "en" or "ur"
  std::string title;
  std::string intro;
  std::vector<RecordSection> sections;
  std::vector<std::string> notes;  // what the page does not say
  std::string footer;
};

std::string record_page_html(const RecordPage& page);

}  // namespace sanad::present
