// Xapian given the same words and queries as search_bench; built and run by search_vs_peers.sh.
//   search_xapian FOLDER     with documents.txt and queries.txt of search_bench
#include <xapian.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace {

// The processor's time, as search_bench measures itself.
double now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Xapian::Query query_of(const std::string& sort, const std::vector<std::string>& words) {
  if (sort == "prefix") return {Xapian::Query::OP_WILDCARD, words[0]};
  const auto joint = sort == "or"       ? Xapian::Query::OP_OR
                     : sort == "phrase" ? Xapian::Query::OP_PHRASE
                                        : Xapian::Query::OP_AND;
  return {joint, words.begin(), words.end()};
}

}  // namespace

int main(int, char** arguments) {
  const std::string folder = arguments[1];
  Xapian::WritableDatabase writer(folder + "/xapian", Xapian::DB_CREATE_OR_OVERWRITE);
  std::ifstream documents(folder + "/documents.txt");
  const double began = now();
  std::size_t count = 0;
  for (std::string line; std::getline(documents, line); ++count) {
    Xapian::Document document;
    std::istringstream words(line);
    Xapian::termpos position = 0;
    for (std::string word; words >> word;) document.add_posting(word, ++position);
    writer.add_document(document);
  }
  writer.commit();
  std::printf("Xapian: %.0f documents/s\n", static_cast<double>(count) / (now() - began));
  writer.compact(folder + "/xapian-compact");
  const Xapian::Database reader(folder + "/xapian-compact");
  std::map<std::string, std::vector<double>> times;
  std::ifstream queries(folder + "/queries.txt");
  for (std::string line; std::getline(queries, line);) {
    std::istringstream fields(line);
    std::string sort;
    fields >> sort;
    std::vector<std::string> words;
    for (std::string word; fields >> word;) words.push_back(word);
    if (sort == "near") continue;
    const double start = now();
    Xapian::Enquire enquire(reader);
    enquire.set_query(query_of(sort, words));
    const Xapian::MSet answers = enquire.get_mset(0, 10);
    (void)answers;
    times[sort].push_back(now() - start);
  }
  for (auto& [sort, all] : times) {
    std::sort(all.begin(), all.end());
    std::printf("%-12s %-9s p50 %8.3f ms  p95 %8.3f ms  most %8.3f ms\n", "Xapian", sort.c_str(),
                all[all.size() / 2] * 1e3, all[all.size() * 95 / 100] * 1e3, all.back() * 1e3);
  }
}
