// Claims about heads and chunked framing.
#include "warc/http.h"

#include <gtest/gtest.h>

namespace sanad::warc {
namespace {

struct Undone {
  std::string payload;
  bool complete = false;
  bool broken = false;
  friend bool operator==(const Undone&, const Undone&) = default;
};

Undone dechunk(std::string_view text, std::size_t piece) {
  Dechunker dechunker;
  Undone undone;
  for (std::size_t at = 0; at < text.size(); at += piece)
    dechunker.update(as_bytes(text.substr(at, piece)),
                     [&](ByteView part) { undone.payload += as_text(part); });
  undone.complete = dechunker.complete();
  undone.broken = dechunker.broken();
  return undone;
}

std::string chunk(std::string_view text, std::size_t piece) {
  Chunker chunker;
  std::string framed;
  const Chunker::Emit emit = [&](ByteView part) -> Result<void> {
    framed += as_text(part);
    return {};
  };
  for (std::size_t at = 0; at < text.size(); at += piece)
    EXPECT_TRUE(chunker.update(as_bytes(text.substr(at, piece)), emit).ok());
  EXPECT_TRUE(chunker.finish(emit).ok());
  return framed;
}

TEST(HttpTest, ChunkedFramingIsUndoneWhateverThePieces) {
  const std::string framed =
      "5\r\nhello\r\n1;name=\"v\"\r\n \r\n00005 \r\nworld\r\n0\r\nX-Trailer: 1\r\n\r\n";
  const Undone whole{"hello world", true, false};
  for (std::size_t piece = 1; piece <= framed.size(); ++piece)
    EXPECT_EQ(dechunk(framed, piece), whole) << piece;
}

TEST(HttpTest, BytesBehindTheLastChunkAreNotPayload) {
  EXPECT_EQ(dechunk("1\r\na\r\n0\r\n\r\nHTTP/1.1 200", 4), (Undone{"a", true, false}));
}

TEST(HttpTest, BrokenFramingIsNoticed) {
  for (const char* text : {"<!doctype html>", "\r\n", "5\r\nhelloX", "g\r\n", ";x\r\n", "-1\r\n",
                           "1\r\na\r\r\n", "fffffffffffffffff\r\n", "0x5\r\nhello\r\n"})
    EXPECT_TRUE(dechunk(text, 3).broken) << text;
}

TEST(HttpTest, EveryCutOfAFramedBodyIsIncompleteButNotBroken) {
  const std::string framed = "5\r\nhello\r\n0\r\n\r\n";
  for (std::size_t size = 0; size < framed.size(); ++size) {
    const Undone undone = dechunk(framed.substr(0, size), 1);
    EXPECT_FALSE(undone.complete) << size;
    EXPECT_FALSE(undone.broken) << size;
    EXPECT_TRUE(std::string("hello").starts_with(undone.payload));
  }
}

TEST(HttpTest, FramingAndUndoingItGivesTheBodyBack) {
  for (std::size_t size :
       {std::size_t{1}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1, 3 * kChunkBytes + 7}) {
    const std::string body(size, 'x');
    const std::string framed = chunk(body, 1000);
    EXPECT_EQ(framed, chunk(body, 77'777)) << "pieces do not show";
    EXPECT_EQ(dechunk(framed, 4096), (Undone{body, true, false}));
  }
  EXPECT_EQ(chunk("ab", 1), "2\r\nab\r\n0\r\n\r\n");
  EXPECT_EQ(chunk("", 1), "");
}

TEST(HttpTest, AHeadSaysWhatTheArchiveNeeds) {
  const HttpFacts facts = read_http_head(
      "HTTP/1.1 404 Not Found\r\ncontent-TYPE:  text/html; charset=utf-8\r\n"
      "Transfer-Encoding: gzip, Chunked\r\nContent-Encoding: br\r\nno colon\r\n\r\n");
  EXPECT_EQ(facts.status, 404);
  EXPECT_EQ(facts.mime, "text/html");
  EXPECT_TRUE(facts.chunked);
  EXPECT_TRUE(facts.coded);
  const HttpFacts request =
      read_http_head("POST /a HTTP/1.1\r\nHost: forum.tirazan.example\r\n\r\n");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.status, 0);
  EXPECT_FALSE(request.chunked);
  EXPECT_FALSE(request.coded);
  EXPECT_TRUE(read_http_head("HTTP/1.1 200\r\nContent-Type: image/png\r\n\r\n").coded);
  EXPECT_FALSE(read_http_head("HTTP/1.1 200\r\nContent-Type: image/svg+xml\r\n\r\n").coded);
  EXPECT_EQ(read_http_head("HTTP/1.1 200\r\nContent-Type: t\xffxt\r\n\r\n").mime, "");
  EXPECT_EQ(read_http_head("").status, 0);
  EXPECT_EQ(read_http_head("HTTP/1.1 2x0\r\n\r\n").status, 0);
}

TEST(HttpTest, TheSplitterGivesThePayloadOfAMessageWhateverThePieces) {
  const std::string plain = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody\r\n\r\n";
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";
  for (std::size_t piece = 1; piece < 80; ++piece) {
    for (const auto& [message, wanted] :
         {std::pair{plain, std::string("body\r\n\r\n")}, std::pair{chunked, std::string("body")}}) {
      HttpSplitter splitter;
      std::string payload;
      for (std::size_t at = 0; at < message.size(); at += piece)
        splitter.update(as_bytes(std::string_view(message).substr(at, piece)),
                        [&](ByteView part) { payload += as_text(part); });
      EXPECT_EQ(payload, wanted);
      EXPECT_TRUE(splitter.has_payload());
    }
  }
}

TEST(HttpTest, ABodyWithoutTheChunksItsHeadAnnouncesIsGivenAsItStands) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string body :
       {"<p>lanterns</p>\n", "beef and lanterns", "beef", "\n4\r\nbody\r\n"}) {
    const std::string message = head + body;
    for (std::size_t piece = 1; piece < 80; ++piece) {
      HttpSplitter splitter;
      std::string payload;
      for (std::size_t at = 0; at < message.size(); at += piece)
        splitter.update(as_bytes(std::string_view(message).substr(at, piece)),
                        [&](ByteView part) { payload += as_text(part); });
      splitter.finish([&](ByteView part) { payload += as_text(part); });
      EXPECT_EQ(payload, body) << piece;
      EXPECT_TRUE(splitter.is_unframed());
      EXPECT_FALSE(splitter.has_payload()) << "it is not what HTTP calls the payload";
    }
  }
}

TEST(HttpTest, ChunksThatBreakOffGiveWhatTheyHeld) {
  HttpSplitter splitter;
  std::string payload;
  splitter.update(
      as_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbodyx\r\nmore"),
      [&](ByteView part) { payload += as_text(part); });
  EXPECT_EQ(payload, "body");
  EXPECT_FALSE(splitter.is_unframed());
  EXPECT_FALSE(splitter.has_payload());
}

TEST(HttpTest, AnEndlessHeadHasNoPayload) {
  HttpSplitter splitter;
  const Bytes piece(64 * 1024, 'a');
  for (int i = 0; i < 40; ++i)
    splitter.update(piece, [](ByteView) { ADD_FAILURE() << "there is no body"; });
  EXPECT_FALSE(splitter.has_payload());
}

}  // namespace
}  // namespace sanad::warc
