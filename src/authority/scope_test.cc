#include "authority/scope.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sanad::authority {
namespace {

struct ScopeCase {
  TargetKind kind;
  const char* target;
  const char* url;
  bool covered;
};

TEST(Scope, CoversWhatTheTableSaysAndNothingElse) {
  constexpr auto kHost = TargetKind::kHost;
  constexpr auto kUrl = TargetKind::kUrl;
  constexpr auto kAccount = TargetKind::kAccount;
  const std::vector<ScopeCase> cases = {
      {kHost, "forum.tirazan.example", "http://forum.tirazan.example/thread/1", true},
      {kHost, "forum.tirazan.example", "https://forum.tirazan.example/", true},
      {kHost, "Forum.Tirazan.Example", "https://forum.tirazan.example/", true},
      {kHost, "forum.tirazan.example", "http://forum.tirazan.example:8080/", false},
      {kHost, "forum.tirazan.example:8080", "http://forum.tirazan.example:8080/", true},
      {kHost, "forum.tirazan.example:80", "https://forum.tirazan.example/", false},
      {kHost, "forum.tirazan.example", "http://sub.forum.tirazan.example/", false},
      {kHost, "forum.tirazan.example", "http://forum.tirazan.example.evil.example/", false},
      {kHost, "forum.tirazan.example", "http://xforum.tirazan.example/", false},
      {kHost, "*.tirazan.example", "http://forum.tirazan.example/", true},
      {kHost, "*.tirazan.example", "http://a.b.tirazan.example/", true},
      {kHost, "*.tirazan.example", "http://tirazan.example/", false},
      {kHost, "*.tirazan.example", "http://eviltirazan.example/", false},
      {kUrl, "https://video.tirazan.example/watch/*", "https://video.tirazan.example/watch/7",
       true},
      {kUrl, "https://video.tirazan.example/watch/*", "https://video.tirazan.example/watch/7?t=1",
       true},
      {kUrl, "https://video.tirazan.example/watch/*", "http://video.tirazan.example/watch/7",
       false},
      {kUrl, "https://video.tirazan.example/watch/*", "https://video.tirazan.example/other", false},
      {kUrl, "https://video.tirazan.example/watch/*",
       "https://video.tirazan.example/watch/../admin", false},
      {kUrl, "https://video.tirazan.example/watch/*",
       "https://video.tirazan.example.evil.example/watch/7", false},
      {kUrl, "https://video.tirazan.example/a*b*c", "https://video.tirazan.example/aXbYbZc", true},
      {kUrl, "https://video.tirazan.example/exact", "https://video.tirazan.example/exact", true},
      {kUrl, "https://video.tirazan.example/exact", "https://video.tirazan.example/exact/more",
       false},
      {kAccount, "https://channel.tirazan.example/@lantern",
       "https://channel.tirazan.example/@lantern", true},
      {kAccount, "https://channel.tirazan.example/@lantern",
       "https://channel.tirazan.example/@lantern/posts/3", true},
      {kAccount, "https://channel.tirazan.example/@lantern",
       "https://channel.tirazan.example/@lantern?page=2", true},
      {kAccount, "https://channel.tirazan.example/@lantern",
       "https://channel.tirazan.example/@lanterns", false},
      {kAccount, "https://channel.tirazan.example/@lantern/",
       "https://channel.tirazan.example/@lantern", true},
      {kAccount, "https://channel.tirazan.example/u?id=7", "https://channel.tirazan.example/u?id=7",
       true},
      {kAccount, "https://channel.tirazan.example/u?id=7",
       "https://channel.tirazan.example/u?id=77", false},
      {TargetKind::kAddress, "127.0.0.0/8", "http://127.0.0.1/", false},
  };
  for (const auto& item : cases) {
    const Target target{item.kind, item.target};
    EXPECT_TRUE(check_target(target).ok()) << item.target;
    const auto url = parse_url(item.url);
    ASSERT_TRUE(url.ok()) << item.url;
    EXPECT_EQ(covers(target, *url), item.covered) << item.target << " over " << item.url;
  }
}

// One address, written in several ways; and others, which differ in what does make a difference.
TEST(Scope, OneAddressWrittenInOtherWaysIsTheSameTargetAndNothingElseIs) {
  const std::string same = "https://forum.tirazan.example/u/lantern-4?q=a~b";
  const std::vector<std::pair<const char*, bool>> cases = {
      {"https://forum.tirazan.example/u/lantern-4?q=a~b", true},
      {"HTTPS://Forum.TIRAZAN.example/u/lantern-4?q=a~b", true},
      {"https://forum.tirazan.example:443/u/lantern-4?q=a~b", true},
      {"https://forum.tirazan.example./u/lantern-4?q=a~b", true},
      {"https://forum.tirazan.example.:443/u/lantern-4?q=a~b", true},
      {"https://forum.tirazan.example/u/%6Cantern%2d4?q=%61%7Eb", true},
      {"https://forum.tirazan.example/%75/./lantern-4?q=a~b#part", true},
      {"http://forum.tirazan.example/u/lantern-4?q=a~b", false},
      {"https://forum.tirazan.example:444/u/lantern-4?q=a~b", false},
      {"https://forum.tirazan.example/u/Lantern-4?q=a~b", false},
      {"https://forum.tirazan.example/u/%4Cantern-4?q=a~b", false},
      {"https://forum.tirazan.example/u%2Flantern-4?q=a~b", false},
      {"https://forum.tirazan.example/u//lantern-4?q=a~b", false},
      {"https://forum.tirazan.example/u/lantern-4/?q=a~b", false},
      {"https://forum.tirazan.example/u/lantern-4?q=A~b", false},
      {"https://forum.tirazan.example/u/lantern-4?q=a~b&", false},
      {"https://forum.tirazan.example/u/lantern-4%3Fq=a~b", false},
      {"https://forum.tirazan.example/u/lantern-4", false},
  };
  for (const auto& [written, is_same] : cases) {
    EXPECT_EQ(covers({TargetKind::kUrl, written}, parse_url(same).value()), is_same) << written;
    for (const TargetKind kind : {TargetKind::kUrl, TargetKind::kAccount}) {
      EXPECT_EQ(covers({kind, same}, parse_url(written).value()), is_same) << written;
    }
  }
  // A name in its own letters and in ASCII; a letter that only looks alike is another.
  for (const char* host : {"فورم.example", "xn--wgb5ank.example", "XN--WGB5ANK.example.",
                           "bücher.example", "xn--bcher-kva.example", "bu\u0308cher.example"}) {
    const bool is_urdu =
        host[0] != 'b' && std::string_view(host).find("bcher") == std::string::npos;
    const Target urdu{TargetKind::kHost, "فورم.example"},
        german{TargetKind::kHost, "bücher.example"};
    const Url url = parse_url(std::string("https://") + host + "/").value();
    EXPECT_EQ(covers(urdu, url), is_urdu) << host;
    EXPECT_EQ(covers(german, url), !is_urdu) << host;
  }
  const Target latin{TargetKind::kHost, "tirazan.example"};
  EXPECT_FALSE(covers(latin, parse_url("https://tir\u0430zan.example/").value())) << "Cyrillic a";
  // A star that is written as an escape stands for itself.
  EXPECT_FALSE(covers({TargetKind::kUrl, "https://a.example/%2A"},
                      parse_url("https://a.example/other").value()));
}

TEST(Scope, UnreadableTargetsAreRefusedAndCoverNothing) {
  const std::vector<Target> targets = {
      {TargetKind::kHost, ""},
      {TargetKind::kHost, "*"},
      {TargetKind::kHost, "*.example"},
      {TargetKind::kHost, "for*.tirazan.example"},
      {TargetKind::kHost, "*.127.0.0.1"},
      {TargetKind::kHost, "forum.tirazan.example/path"},
      {TargetKind::kUrl, "video.tirazan.example/watch"},
      {TargetKind::kUrl, "https://*.tirazan.example/"},
      {TargetKind::kAccount, "https://channel.tirazan.example/"},
      {TargetKind::kAddress, "127.0.0.1"},
  };
  const auto url = parse_url("http://forum.tirazan.example/path");
  for (const auto& target : targets) {
    EXPECT_FALSE(check_target(target).ok()) << target.value;
    EXPECT_FALSE(covers(target, *url)) << target.value;
  }
}

// The obvious version: try every length for the first star.
bool slow_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    for (std::size_t taken = 0; taken <= text.size(); ++taken) {
      if (slow_match(pattern.substr(1), text.substr(taken))) return true;
    }
    return false;
  }
  return !text.empty() && pattern[0] == text[0] && slow_match(pattern.substr(1), text.substr(1));
}

TEST(Scope, PatternsAgreeWithTheObviousMatcherOnAllShortTexts) {
  const std::string alphabet = "ab*";
  std::vector<std::string> patterns = {""};
  for (std::size_t begin = 0, round = 0; round < 4; ++round) {
    const std::size_t end = patterns.size();
    for (; begin < end; ++begin) {
      for (char c : alphabet) patterns.push_back(patterns[begin] + c);
    }
  }
  for (const auto& pattern : patterns) {
    for (const auto& text : patterns) {
      if (text.find('*') != std::string::npos) continue;
      const Target target{TargetKind::kUrl, "http://h.example/" + pattern};
      const auto url = parse_url("http://h.example/" + text);
      EXPECT_EQ(covers(target, *url), slow_match(pattern, text)) << pattern << " over " << text;
    }
  }
}

}  // namespace
}  // namespace sanad::authority
