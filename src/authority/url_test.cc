#include "authority/url.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace sanad::authority {
namespace {

TEST(Url, IsWrittenInOneNormalForm) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"http://Forum.Tirazan.Example", "http://forum.tirazan.example/"},
      {"HTTPS://forum.tirazan.example:443/a#part", "https://forum.tirazan.example/a"},
      {"http://forum.tirazan.example:8080/a?b=c", "http://forum.tirazan.example:8080/a?b=c"},
      {"http://forum.tirazan.example/a/../b/./c", "http://forum.tirazan.example/b/c"},
      {"http://forum.tirazan.example/a/%2e%2E/b", "http://forum.tirazan.example/b"},
      {"http://forum.tirazan.example/../../x", "http://forum.tirazan.example/x"},
      {"http://forum.tirazan.example/a/..", "http://forum.tirazan.example/"},
      {"http://forum.tirazan.example/خبر", "http://forum.tirazan.example/%D8%AE%D8%A8%D8%B1"},
      {"http://forum.tirazan.example?q='x'", "http://forum.tirazan.example/?q=%27x%27"},
      {"http://[::1]:81/", "http://[::1]:81/"},
      {"http://127.0.0.1/", "http://127.0.0.1/"},
      {"http://forum.tirazan.example./a", "http://forum.tirazan.example/a"},
      {"http://فورم.example/", "http://xn--wgb5ank.example/"},
      {"http://Bücher.example/", "http://xn--bcher-kva.example/"},
      {"http://bu\u0308cher.example/", "http://xn--bcher-kva.example/"},
      {"http://XN--BCHER-KVA.example/", "http://xn--bcher-kva.example/"},
  };
  for (const auto& [typed, normal] : cases) {
    const auto url = parse_url(typed);
    ASSERT_TRUE(url.ok()) << typed << ": " << url.error().message;
    EXPECT_EQ(url->text(), normal);
    const auto again = parse_url(url->text());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again->text(), normal) << "the normal form must be its own normal form";
  }
}

TEST(Url, WhatReadersDisagreeOnIsRefused) {
  const std::vector<std::string> refused = {
      "",
      "forum.tirazan.example",
      "ftp://forum.tirazan.example/",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "http://",
      "http:///path",
      "http://user@forum.tirazan.example/",
      "http://forum.tirazan.example@evil.example/",
      "http://forum.tirazan.example\\@evil.example/",
      "http://forum.tirazan.example/a b",
      "http://forum.tirazan.example/\t",
      "http://forum.tirazan.example%2eevil.example/",
      "http://فورم\u200b.example./x y",
      "http://a\u2488com/",
      "http://\u05d0a.example/",
      "http://forum..example/",
      "http://forum.example../",
      "http://./",
      "http://.example/",
      "http://0x7f.1/",
      "http://2130706433/",
      "http://0177.0.0.1/",
      "http://127.1/",
      "http://1.2.3.4.5/",
      "http://forum.tirazan.example:0/",
      "http://forum.tirazan.example:65536/",
      "http://forum.tirazan.example:8a/",
      "http://forum.tirazan.example:/",
      "http://[::1/",
      "http://[::1]x/",
      "http://[1.2.3.4]/",
      "http://[fe80::1%25eth0]/",
      "http://forum.tirazan.example/%zz",
      "http://forum.tirazan.example/%4",
      "http://forum.tirazan.example/\x80",
  };
  for (const auto& text : refused) EXPECT_FALSE(parse_url(text).ok()) << text;
  EXPECT_FALSE(parse_url("http://a.example/" + std::string(kMaxUrlBytes, 'x')).ok());
}

TEST(Ip, PrivateAddressesAreKnownInEveryForm) {
  for (const char* text :
       {"127.0.0.1",       "127.255.255.254", "10.1.2.3",      "172.16.0.1",  "172.31.255.255",
        "192.168.1.1",     "169.254.169.254", "100.64.0.1",    "0.0.0.0",     "224.0.0.1",
        "255.255.255.255", "192.0.2.1",       "::1",           "::",          "fe80::1",
        "fc00::1",         "fd12::1",         "ff02::1",       "2001:db8::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1"}) {
    const auto address = parse_ip(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_TRUE(is_private(*address)) << text;
  }
  for (const char* text :
       {"8.8.8.8", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "169.253.0.1",
        "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"}) {
    const auto address = parse_ip(text);
    ASSERT_TRUE(address.has_value()) << text;
    EXPECT_FALSE(is_private(*address)) << text;
  }
}

TEST(IpRange, CoversExactlyItsPrefix) {
  const auto range = parse_ip_range("127.0.0.0/30");
  ASSERT_TRUE(range.ok());
  for (int last = 0; last < 256; ++last) {
    const auto address = parse_ip("127.0.0." + std::to_string(last));
    EXPECT_EQ(range->contains(*address), last < 4) << last;
  }
  EXPECT_FALSE(range->contains(*parse_ip("126.255.255.255")));
  for (const char* text :
       {"127.0.0.1", "127.0.0.1/8", "127.0.0.0/33", "::/129", "::/-1", "x/8", "127.0.0.0/"}) {
    EXPECT_FALSE(parse_ip_range(text).ok()) << text;
  }
}

}  // namespace
}  // namespace sanad::authority
