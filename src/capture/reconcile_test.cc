#include "reconcile.h"

#include <gtest/gtest.h>

#include "addresses.h"

namespace sanad::capture {
namespace {

SeenA exchange(std::uint64_t id, int status = 200, const char* url = "https://a.example/") {
  SeenA a;
  a.exchange = id;
  a.url = url;
  a.method = "GET";
  a.status = status;
  a.by_page = true;
  a.cause = "first";
  a.is_whole = true;
  return a;
}

SeenB request(std::size_t number, int status = 200, const char* url = "https://a.example/") {
  SeenB b;
  b.request = number;
  b.url = url;
  b.method = "GET";
  b.status = status;
  b.is_finished = status != 0;
  return b;
}

struct Row {
  const char* claim;
  void (*change)(SeenB&);
  bool has_exchange;
  Explanation expected;
};

TEST(Reconcile, ExplainsEachRequestAsTheTableSays) {
  const std::vector<Row> table = {
      {"in the log", [](SeenB&) {}, true, Explanation::kExchange},
      {"not in the log", [](SeenB&) {}, false, Explanation::kNone},
      {"a fragment does not count", [](SeenB& b) { b.url += "#part"; }, true,
       Explanation::kExchange},
      {"another method", [](SeenB& b) { b.method = "POST"; }, true, Explanation::kNone},
      {"another address", [](SeenB& b) { b.url = "https://b.example/"; }, true, Explanation::kNone},
      {"memory cache", [](SeenB& b) { b.from_memory_cache = true; }, false,
       Explanation::kMemoryCache},
      {"disk cache, as the log tells it", [](SeenB& b) { b.from_disk_cache = true; }, true,
       Explanation::kExchange},
      {"disk cache that the log does not tell", [](SeenB& b) { b.from_disk_cache = true; }, false,
       Explanation::kMemoryCache},
      {"prefetched", [](SeenB& b) { b.from_prefetch_cache = true; }, false,
       Explanation::kPrefetchCache},
      {"service worker", [](SeenB& b) { b.from_service_worker = true; }, false,
       Explanation::kServiceWorker},
      {"a data address", [](SeenB& b) { b.is_local = true; }, false, Explanation::kLocal},
      {"blocked",
       [](SeenB& b) {
         b.status = 0;
         b.failure = "csp";
       },
       false, Explanation::kNotSent},
      {"failed after it was sent",
       [](SeenB& b) {
         b.status = 0;
         b.failure = "net::ERR_FAILED";
       },
       true, Explanation::kExchange},
      {"no answer and no reason", [](SeenB& b) { b.status = 0; }, false, Explanation::kNone},
  };
  for (const Row& row : table) {
    SeenB b = request(0);
    row.change(b);
    std::vector<SeenA> a;
    if (row.has_exchange) a.push_back(exchange(1));
    const Reconciliation both = reconcile(a, {b});
    ASSERT_EQ(both.requests.size(), 1U);
    EXPECT_EQ(both.requests[0].explanation, row.expected) << row.claim;
    EXPECT_EQ(both.b_only.size(), row.expected == Explanation::kNone ? 1U : 0U) << row.claim;
    const bool used = row.expected == Explanation::kExchange;
    EXPECT_EQ(both.a_only.size(), row.has_exchange && !used ? 1U : 0U) << row.claim;
  }
}

TEST(Reconcile, UsesEachExchangeOnce) {
  const Reconciliation both = reconcile({exchange(1)}, {request(0), request(1)});
  EXPECT_EQ(both.requests[0].exchange, 1U);
  EXPECT_EQ(both.b_only, std::vector<std::size_t>{1});
}

TEST(Reconcile, PairsTheSameAddressByStatusFirst) {
  const Reconciliation both =
      reconcile({exchange(1, 302), exchange(2, 200)}, {request(0, 200), request(1, 302)});
  EXPECT_EQ(both.requests[0].exchange, 2U);
  EXPECT_EQ(both.requests[1].exchange, 1U);
  EXPECT_TRUE(both.differences.empty());
}

TEST(Reconcile, NamesDifferentStatusAndSize) {
  SeenA a = exchange(7, 500);
  a.body_bytes = 10;
  SeenB b = request(3, 200);
  b.body_bytes = 9;
  const Reconciliation both = reconcile({a}, {b});
  ASSERT_EQ(both.differences.size(), 2U);
  EXPECT_EQ(both.differences[0].what, "status");
  EXPECT_EQ(both.differences[1].what, "body_bytes");
  EXPECT_EQ(both.differences[1].exchange, 7U);
  EXPECT_EQ(both.differences[1].request, 3U);
}

TEST(Reconcile, DoesNotCompareWhatWasCutOrRevalidated) {
  SeenA cut = exchange(1);
  cut.is_whole = false;
  cut.body_bytes = 10;
  SeenA again = exchange(2, 304, "https://a.example/2");
  SeenB b = request(0);
  b.body_bytes = 20;
  const Reconciliation both = reconcile({cut, again}, {b, request(1, 200, "https://a.example/2")});
  EXPECT_TRUE(both.differences.empty());
}

TEST(Reconcile, TellsTheBrowsersOwnFromThePages) {
  SeenA own = exchange(1);
  own.by_page = false;
  SeenA retry = exchange(2);
  retry.cause = "retry";
  const Reconciliation both = reconcile({own, retry}, {});
  EXPECT_EQ(both.browser_own, std::vector<std::uint64_t>{1});
  ASSERT_EQ(both.a_only.size(), 1U);
  EXPECT_NE(both.a_only[0].why.find("again"), std::string::npos);
}

TEST(Addresses, AreReadFromTheFormsOfTheLogs) {
  EXPECT_EQ(endpoint_host("127.0.0.1:80"), "127.0.0.1");
  EXPECT_EQ(endpoint_host("[::1]:443"), "::1");
  EXPECT_EQ(endpoint_host("::1"), "::1");
  EXPECT_TRUE(parse_endpoint("10.0.0.1:9").has_value());
  EXPECT_FALSE(parse_endpoint("forum.tirazan.example:80").has_value());
  EXPECT_TRUE(literal_address("http://10.0.0.1/x").has_value());
  EXPECT_TRUE(literal_address("ws://user@[fd00::1]:8/x").has_value());
  EXPECT_FALSE(literal_address("https://forum.tirazan.example/10.0.0.1").has_value());
  EXPECT_FALSE(literal_address("data:text/plain,http://10.0.0.1/").has_value());
  EXPECT_EQ(addresses_in(R"({"results":[{"endpoints":["10.1.2.3:0","x"]}],"n":4})"),
            std::vector<std::string>{"10.1.2.3"});
}

}  // namespace
}  // namespace sanad::capture
