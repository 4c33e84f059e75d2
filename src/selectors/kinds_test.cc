// Kind by kind: what is found, in which normal form, and what is not.
#include <gtest/gtest.h>

#include "base/bytes.h"
#include "keccak.h"
#include "selectors/selectors.h"
#include "test_finds.h"

namespace sanad::selectors {
namespace {

TEST(Keccak, GivesThePublishedDigests) {
  EXPECT_EQ(format_hex(keccak256({})),
            "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(format_hex(sha3_256({})),
            "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  EXPECT_EQ(format_hex(sha3_256(as_bytes("abc"))),
            "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
  EXPECT_EQ(format_hex(sha3_256(as_bytes(std::string(200, '\xA3')))),
            "79f38adec5c20307a98ef76e8324afbfd46cfd81b22e3973c65fa1bd9de31787");
}

TEST(Urls, HaveTheirSchemeAndHostInLowerCase) {
  EXPECT_EQ(
      finds("see HTTPS://Forum.Tirazan.Example/Path?q=1#x, then"),
      (Found{"url https://forum.tirazan.example/Path?q=1#x", "domain forum.tirazan.example"}));
  EXPECT_EQ(finds("(http://a.tirazan.example/x_(y))."),
            (Found{"url http://a.tirazan.example/x_(y)", "domain a.tirazan.example"}));
  EXPECT_EQ(finds("<a href=\"https://tirazan.example/?a=b\">"),
            (Found{"url https://tirazan.example/?a=b", "domain tirazan.example"}));
  EXPECT_EQ(finds("http://192.0.2.7:8080/x"),
            (Found{"url http://192.0.2.7:8080/x", "ipv4 192.0.2.7"}));
  EXPECT_EQ(finds("http://[2001:DB8:0:0::1]/x"),
            (Found{"url http://[2001:db8::1]/x", "ipv6 2001:db8::1"}));
  EXPECT_EQ(finds("http://localhost:80/x"), (Found{"url http://localhost:80/x"}));
  EXPECT_EQ(finds("// http:// and ://x and javascript://alert"), Found{});
}

TEST(Domains, EndInANameThatExists) {
  EXPECT_EQ(finds("visit tirazan.example today"), Found{"domain tirazan.example"});
  EXPECT_EQ(finds("visit News.Tirazan.COM.PK."), Found{"domain news.tirazan.com.pk"});
  EXPECT_EQ(finds("at tirazan.com.Then they left"), Found{"domain tirazan.com"});
  EXPECT_EQ(finds("صفحہ harvest.pk پر"), Found{"domain harvest.pk"});
  EXPECT_EQ(finds("кто-то.рф"), Found{"domain xn----stbmbrc.xn--p1ai"});
  EXPECT_EQ(finds("https://bücher.example/"),
            (Found{"url https://xn--bcher-kva.example/", "domain xn--bcher-kva.example"}));
  EXPECT_EQ(finds("end.Next item.price obj.prototype.call(x) file.py main.rs lib/foo.so 3.14 e.g. "
                  "i.e. this.id = 4;"),
            Found{});
}

TEST(Onions, NeedTheirChecksum) {
  const std::string good = "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion";
  EXPECT_EQ(finds("at " + good), Found{"onion " + good});
  EXPECT_EQ(finds("http://www." + good + "/a"),
            (Found{"url http://www." + good + "/a", "onion " + good}));
  std::string bad = good;
  bad[5] = 'q';
  EXPECT_EQ(finds("at " + bad), Found{});
}

TEST(Emails, AreInLowerCase) {
  EXPECT_EQ(finds("write to Amal.K+news@Mail.Tirazan.example."),
            Found{"email amal.k+news@mail.tirazan.example"});
  EXPECT_EQ(finds("<a@b.example>,c@d.example"), (Found{"email a@b.example", "email c@d.example"}));
  EXPECT_EQ(finds("a..b@c.example x@localhost y@z.unknownname @ home"), Found{});
}

TEST(Phones, AreInE164) {
  for (const char* text :
       {"+92 300 1234567", "+92-300-1234567", "+923001234567", "0300-1234567", "03001234567",
        "0092 300 1234567", "+92 (300) 1234567", "+92 (0)300 1234567", "۰۳۰۰-۱۲۳۴۵۶۷",
        "+٩٢ ٣٠٠ ١٢٣٤٥٦٧", "(0300) 1234567", "+(92) 300 1234567"}) {
    EXPECT_EQ(finds(std::string("call ") + text + " now"), Found{"phone +923001234567"}) << text;
  }
  EXPECT_EQ(finds("+44 20 7946 0958"), Found{"phone +442079460958"});
  EXPECT_EQ(finds("+1 (212) 555-0123"), Found{"phone +12125550123"});
  EXPECT_EQ(finds("(021) 3456 7890"), Found{"phone +922134567890"});
  EXPECT_EQ(finds("051-1234567"), Found{"phone +92511234567"});
  EXPECT_EQ(finds("(212) 555-0123", "US"), Found{"phone +12125550123"});
  EXPECT_EQ(finds("0300 1234567", ""), Found{});
  EXPECT_EQ(finds("+999 123 456 78 a+123456789012 +92 12 1.5 x0300123456789"), Found{});
  const auto hits = scan("+1 416 555 0199", {});
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].region, "CA");
}

TEST(Addresses, OfMachines) {
  EXPECT_EQ(finds("from 192.0.2.17 to 198.51.100.255."),
            (Found{"ipv4 192.0.2.17", "ipv4 198.51.100.255"}));
  EXPECT_EQ(finds("1.2.3.4.5 256.1.1.1 01.2.3.4 v1.2.3.4 1.2.3"), Found{});
  EXPECT_EQ(finds("at 2001:0DB8:0000:0000:0008:0800:200C:417A, ::ffff:192.0.2.1 and fe80::1"),
            (Found{"ipv6 2001:db8::8:800:200c:417a", "ipv6 ::ffff:c000:201", "ipv6 fe80::1"}));
  EXPECT_EQ(finds("12:30:45 std::abc dead::beef a::b 1:2:3:4:5:6:7:8:9 2001:db8::1::2"), Found{});
  EXPECT_EQ(finds("mac 00:1A:2b:3c:4D:5e and aa-bb-cc-dd-ee-01"),
            (Found{"mac 00:1a:2b:3c:4d:5e", "mac aa:bb:cc:dd:ee:01"}));
  EXPECT_EQ(finds("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 00:1a:2b:3c:4d 00:1a:2b:3c:4d:5e:6f"),
            Found{});
}

TEST(Ibans, NeedLengthAndRemainder) {
  EXPECT_EQ(finds("GB82 WEST 1234 5698 7654 32"), Found{"iban GB82WEST12345698765432"});
  EXPECT_EQ(finds("DE89370400440532013000"), Found{"iban DE89370400440532013000"});
  EXPECT_EQ(finds("NO93 8601 1117 947"), Found{"iban NO9386011117947"});
  EXPECT_EQ(finds("PK36 SCBL 0000 0011 2345 6702"), Found{"iban PK36SCBL0000001123456702"});
  EXPECT_EQ(finds("PK٣٦ SCBL ٠٠٠٠ ٠٠١١ ٢٣٤٥ ٦٧٠٢"), Found{"iban PK36SCBL0000001123456702"});
  EXPECT_EQ(finds("GB82 WEST 1234 5698 7654 33 DE8937040044053201300 ZZ89370400440532013000"),
            Found{});
  EXPECT_EQ(scan("DE89370400440532013000", {}).at(0).region, "DE");
}

TEST(Wallets, NeedTheirChecksums) {
  EXPECT_EQ(finds("1LWVsbwrqPNXQHMai2fy1fhoT55gLyaAdo"),
            Found{"btc 1LWVsbwrqPNXQHMai2fy1fhoT55gLyaAdo"});
  EXPECT_EQ(finds("3R1dwwCRDv915VQMkmmCEdpaVz5FbMaHfR"),
            Found{"btc 3R1dwwCRDv915VQMkmmCEdpaVz5FbMaHfR"});
  EXPECT_EQ(finds("1LWVsbwrqPNXQHMai2fy1fhoT55gLyaAd3"), Found{});
  // BIP-173 and BIP-350.
  EXPECT_EQ(finds("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
            Found{"btc bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"});
  EXPECT_EQ(finds("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
            Found{"btc bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"});
  EXPECT_EQ(
      finds("bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y"),
      Found{"btc bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y"});
  EXPECT_EQ(
      finds("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd "
            "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL "
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du "
            "bc1pw508d6QEJXTDG4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y"),
      Found{});
  // The same on the test network: BIP-173's, and base58check of 0x6f and 0xc4.
  EXPECT_EQ(finds("pay TB1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KXPJZSX now"),
            Found{"btc-test tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"});
  EXPECT_EQ(finds("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7"),
            Found{"btc-test tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7"});
  EXPECT_EQ(finds("tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c"),
            Found{"btc-test tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c"});
  EXPECT_EQ(finds("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"),
            Found{"btc-test mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"});
  EXPECT_EQ(finds("2NByiBUaEXrhmqAsg7BbLpcQSAQs1EDwt5w"),
            Found{"btc-test 2NByiBUaEXrhmqAsg7BbLpcQSAQs1EDwt5w"});
  // One letter changed; the checksum of the other network; a main network's version with "m".
  EXPECT_EQ(finds("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsy "
                  "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 "
                  "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx "
                  "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8s 2NByiBUaEXrhmqAsg7BbLpcQSAQs1EDwt5x"),
            Found{});
  // EIP-55.
  for (const char* address :
       {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
    EXPECT_EQ(finds(address), Found{std::string("eth ") + address});
  }
  EXPECT_EQ(finds("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), Found{});
  EXPECT_EQ(finds("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"), Found{});
  EXPECT_EQ(finds("wallet 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            Found{"eth 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"});
  EXPECT_EQ(finds("TNMaDmVB5fEoYj5irZmdASaESihtYqiFnU"),
            Found{"tron TNMaDmVB5fEoYj5irZmdASaESihtYqiFnU"});
  EXPECT_EQ(finds("TNMaDmVB5fEoYj5irZmdASaESihtYqiFn3"), Found{});
}

TEST(Digests, AreToldByLengthAndContext) {
  EXPECT_EQ(finds("md5: 9e107d9d372bb6826bd81d3542a419d6"),
            Found{"md5 9e107d9d372bb6826bd81d3542a419d6"});
  EXPECT_EQ(finds("2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12  picture.jpg"),
            Found{"sha1 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"});
  EXPECT_EQ(finds("session 9e107d9d372bb6826bd81d3542a419d6 ok"), Found{});
  EXPECT_EQ(finds("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            Found{"sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"});
  EXPECT_EQ(finds(std::string(64, '0')), Found{});
}

TEST(Invites, NameWhomTheyLeadTo) {
  EXPECT_EQ(finds("join t.me/RedLantern_Circle now"), Found{"telegram redlantern_circle"});
  EXPECT_EQ(finds("https://t.me/+AbCdEfGhIjKlMnOp"),
            (Found{"url https://t.me/+AbCdEfGhIjKlMnOp", "telegram invite/AbCdEfGhIjKlMnOp",
                   "domain t.me"}));
  EXPECT_EQ(finds("tg://resolve?domain=red_lantern"),
            (Found{"url tg://resolve?domain=red_lantern", "telegram red_lantern"}));
  EXPECT_EQ(finds("wa.me/923001234567"), Found{"whatsapp +923001234567"});
  EXPECT_EQ(finds("chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"),
            Found{"whatsapp invite/AbCdEfGhIjKlMnOpQrStUv"});
  EXPECT_EQ(finds("discord.gg/lantern-7"), Found{"discord invite/lantern-7"});
  EXPECT_EQ(finds("signal.group/#CjQKIAbCdEfGhIjKlMnOpQrSt"),
            Found{"signal group/CjQKIAbCdEfGhIjKlMnOpQrSt"});
}

TEST(Handles, AndHashtags) {
  EXPECT_EQ(finds("by @Red_Lantern, @harvest.front and @ab"),
            (Found{"handle @red_lantern", "handle @harvest.front"}));
  EXPECT_EQ(finds("@media (x) { } a@b \\@name"), Found{});
  EXPECT_EQ(finds("#RedLantern #تیرازان_خبر #می‌خواهم (#first)"),
            (Found{"hashtag #redlantern", "hashtag #تیرازان_خبر", "hashtag #می‌خواهم",
                   "hashtag #first"}));
  EXPECT_EQ(
      finds("#include <x>\n#endif\ncolor:#fff; a=\"#a1b2c3\" &#39; page#part #1 #12 href=\"#top\""),
      Found{});
}

TEST(Coordinates, InSeveralNotations) {
  EXPECT_EQ(finds("at 24.8607, 67.0011 near"), Found{"coordinates 24.860700,67.001100"});
  EXPECT_EQ(finds("24°51'36\"N 67°00'36\"E"), Found{"coordinates 24.860000,67.010000"});
  EXPECT_EQ(finds("24° 51.6' N, 67° 0.6' E"), Found{"coordinates 24.860000,67.010000"});
  EXPECT_EQ(finds("33.8688° S, 151.2093° E"), Found{"coordinates -33.868800,151.209300"});
  EXPECT_EQ(finds("N 24.86 E 67.01"), Found{"coordinates 24.860000,67.010000"});
  EXPECT_EQ(finds("geo:24.86,67.01;u=35"), Found{"coordinates 24.860000,67.010000"});
  EXPECT_EQ(finds("۲۴٫۸۶۰۷، ۶۷٫۰۰۱۱"), Found{"coordinates 24.860700,67.001100"});
  EXPECT_EQ(finds("7FG49Q00+ 8FVC9G8F+6X"), Found{"coordinates 47.365563,8.524938"});
  EXPECT_EQ(finds("https://maps.google.com/?q=24.8607,67.0011"),
            (Found{"url https://maps.google.com/?q=24.8607,67.0011", "domain maps.google.com",
                   "coordinates 24.860700,67.001100"}));
  EXPECT_EQ(
      finds("1.5, 2.5 [0.1234,0.5678,0.9101] 124.8607, 67.0011 M12.3456,7.8901L1.2345,6.7890"),
      Found{});
}

TEST(Dates, NameTheirCalendar) {
  const auto dated = [](std::string_view text) {
    std::vector<std::string> out;
    for (const Hit& hit : scan(text, {.region = "PK"}))
      out.push_back(hit.value + ' ' + std::string(hit.calendar));
    return out;
  };
  EXPECT_EQ(dated("on 2024-03-12T10:15:00Z, 12/3/2024, 12.03.2024"),
            (Found{"2024-03-12 gregorian", "2024-03-12 gregorian", "2024-03-12 gregorian"}));
  EXPECT_EQ(dated("12 March 2024; March 12, 2024; 12th of Mar 2024"),
            (Found{"2024-03-12 gregorian", "2024-03-12 gregorian", "2024-03-12 gregorian"}));
  EXPECT_EQ(dated("۱۲ مارچ ۲۰۲۴ء کو"), Found{"2024-03-12 gregorian"});
  EXPECT_EQ(dated("في ١٢ كانون الثاني ٢٠٢٤"), Found{"2024-01-12 gregorian"});
  EXPECT_EQ(dated("9 رمضان 1445"), Found{"1445-09-09 hijri"});
  EXPECT_EQ(dated("۹ رمضان المبارک ۱۴۴۵"), Found{"1445-09-09 hijri"});
  EXPECT_EQ(dated("۱۲ فروردین ۱۴۰۳ و 3 Mehr 1402"),
            (Found{"1403-01-12 solar-hijri", "1402-07-03 solar-hijri"}));
  EXPECT_EQ(dated("1445/09/12 هـ and 1403/01/12 هـ.ش and 1403/01/12"),
            (Found{"1445-09-12 hijri", "1403-01-12 solar-hijri"}));
  EXPECT_EQ(dated("2024-02-30 31/4/2024 99.99.2024 1/2/3/2024 2024-01-011 12 Marchant 2024"),
            Found{});
  EXPECT_EQ(scan("3/12/2024", {.region = "US"}).at(0).value, "2024-03-12");
}

TEST(Devices, AndPersons) {
  EXPECT_EQ(finds("IMEI 35-209900-176148-1"), Found{"imei 352099001761481"});
  EXPECT_EQ(finds("imei:490154203237518"), Found{"imei 490154203237518"});
  EXPECT_EQ(finds("imei 352099001761482 352099001761480"), Found{});
  const auto hits = scan("CNIC 42101-1234567-1", {});
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].value, "42101-1234567-1");
  EXPECT_TRUE(hits[0].personal);
  EXPECT_EQ(finds("شناختی کارڈ ۴۲۱۰۱-۱۲۳۴۵۶۷-۱"), Found{"cnic 42101-1234567-1"});
  EXPECT_EQ(finds("92101-1234567-1 42101-1234567-12 42101-123456-1"), Found{});
}

TEST(Kinds, CanBeChosen) {
  const Options only{.kinds = 1ULL << static_cast<unsigned>(Kind::kEmail)};
  const auto hits = scan("https://tirazan.example/ a@b.example", only);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].kind, Kind::kEmail);
  for (std::size_t i = 0; i < kKinds; ++i)
    EXPECT_EQ(parse_kind(kind_name(static_cast<Kind>(i))), static_cast<Kind>(i));
  EXPECT_EQ(parse_kind("dance"), std::nullopt);
}

}  // namespace
}  // namespace sanad::selectors
