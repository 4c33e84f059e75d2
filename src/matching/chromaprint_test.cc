#include "matching/chromaprint.h"

#include <gtest/gtest.h>

#include <random>

namespace sanad::matching {
namespace {

// Twenty seconds of two swaying tones, as fpcalc 1.5.1 prints them, compressed and with -raw.
constexpr std::string_view kCompressed =
    "AQAAjEkkRUkSZSoaomiO9mh49GiO9miIojlaNPzRozlaNDyK5mjR8Mfho0XDAz5aNDzgAz7gAz7gAz7gAz7gAz7gAz"
    "7gA-Zx-IB5HD5gHkdzFOZxNEdhHkdzFA2P9miOHg2PFg16NDzaozl6NDxaNOjR8GiP5ujR8GhRNEfDoz16NEd7NETR"
    "HO3R8OjRHO3REEVztGj4o0dztGh4FM3RouGPw0eLhgd8tGh4wAd8AC0F01ILwbTUQlgttdRaa6211lprLY2WRkujpd"
    "HSaCkUl1wKxSWXQnGppWBaaimYlloIpqUWwmqppdYA";
const std::vector<std::uint32_t> kItems = {
    558758743U, 558758247U, 558758263U, 592312647U, 558758743U, 558889319U, 558758263U, 592312647U,
    558758743U, 558758247U, 558758263U, 592312647U, 592313175U, 558889319U, 558758263U, 592312647U,
    592313175U, 558758247U, 558758263U, 592312647U, 592313175U, 558889319U, 558758247U, 592312647U,
    592313175U, 558758247U, 558758247U, 592312647U, 592313175U, 558758247U, 558758247U, 592312647U,
    592312647U, 558758247U, 558758247U, 592312647U, 592312647U, 558758247U, 558758247U, 592312647U,
    592312647U, 558758247U, 558758247U, 592312647U, 592312647U, 558758247U, 558758247U, 592312647U,
    592312647U, 558758247U, 558758247U, 592312647U, 592312647U, 558758247U, 558758247U, 592312647U,
    592312647U, 558758759U, 558758247U, 592312647U, 592312647U, 558758759U, 558758247U, 592312647U,
    592312647U, 558758759U, 558758247U, 592312663U, 592312647U, 558758759U, 558758247U, 592312663U,
    592312647U, 558758759U, 558758247U, 592312663U, 592312647U, 558758775U, 558889319U, 558758231U,
    592312647U, 558758775U, 558758247U, 558758231U, 592312647U, 558758775U, 558889319U, 558758231U,
    592312647U, 558758775U, 558758247U, 558758231U, 592312647U, 558758775U, 558889319U, 558758231U,
    592312647U, 558758775U, 558758247U, 558758263U, 592312647U, 558758775U, 558889319U, 558758263U,
    592312647U, 558758743U, 558758247U, 558758263U, 592312647U, 558758743U, 558889319U, 558758263U,
    592312647U, 558758743U, 558758247U, 558758263U, 592312647U, 592313175U, 558889319U, 558758263U,
    592312647U, 592313175U, 558758247U, 558758263U, 592312647U, 592313175U, 558889319U, 558758247U,
    592312647U, 592313175U, 558758247U, 558758247U, 592312647U, 592313175U, 558758247U, 558758247U,
    592312647U, 592312647U, 558758247U, 558758247U};

TEST(Chromaprint, TextAndItemsAreThoseOfFpcalc) {
  const auto items = parse_chromaprint(kCompressed);
  ASSERT_TRUE(items.ok()) << items.error().message;
  EXPECT_EQ(*items, kItems);
  EXPECT_EQ(format_chromaprint(kItems), kCompressed);
}

TEST(Chromaprint, WhateverIsWrittenIsReadBack) {
  std::mt19937 random(5);
  for (const std::size_t size : {0U, 1U, 2U, 7U, 300U, 5000U}) {
    std::vector<std::uint32_t> items(size);
    for (std::uint32_t& item : items) {
      item = static_cast<std::uint32_t>(random() % 5 == 0 ? 1UL << (random() % 32) : random());
    }
    EXPECT_EQ(parse_chromaprint(format_chromaprint(items)).value(), items) << size;
  }
}

TEST(Chromaprint, EveryCutIsRefused) {
  for (std::size_t size = 0; size < kCompressed.size() - 1; ++size) {
    EXPECT_FALSE(parse_chromaprint(kCompressed.substr(0, size)).ok()) << size;
  }
}

TEST(Chromaprint, AnotherAlgorithmIsRefused) {
  const auto items = parse_chromaprint("AgAAAQ");
  ASSERT_FALSE(items.ok());
  EXPECT_NE(items.error().message.find("algorithm"), std::string::npos);
  EXPECT_FALSE(parse_chromaprint("not base64!").ok());
}

}  // namespace
}  // namespace sanad::matching
