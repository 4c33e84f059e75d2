#include "samples.h"

#include <fmt/format.h>
#include <zlib.h>

#include "base/stream.h"
#include "crypto/crypto.h"
#include "zip/writer.h"

namespace sanad::intake::samples {

std::string telegram_json() {
  return R"({"name": "Harbour", "type": "public_channel", "id": 77, "messages": [
 {"id": 1, "type": "message", "date_unixtime": "1767213665", "from": "Harbour", "text": "late"},
 {"id": 2, "type": "service", "date_unixtime": "1767213666", "actor": "Amal", "action": "pin"}]})";
}

std::string telegram_page() {
  return R"html(<!DOCTYPE html>
<html><head><meta charset="utf-8"/><title>Exported Data</title></head>
<body onload="CheckLocation();"><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">
Harbour
</div></div></div>
<div class="page_body chat_page"><div class="history">
<div class="message service" id="message-1"><div class="body details">
10 January 2026
</div></div>
<div class="message default clearfix" id="message2">
 <div class="pull_left userpic_wrap"><div class="userpic userpic2"><div class="initials">A</div></div></div>
 <div class="body">
  <div class="pull_right date details" title="10.01.2026 12:34:56 UTC+03:00">12:34</div>
  <div class="from_name">
Amal
  </div>
  <div class="text">
The boat is late<br>see <a href="https://pier.example/">the pier</a> &amp; wait
  </div>
 </div>
</div>
<div class="message default clearfix joined" id="message3">
 <div class="body">
  <div class="pull_right date details" title="10.01.2026 12:35:00 UTC+03:00">12:35</div>
  <div class="reply_to details">In reply to <a href="#go_to_message2" onclick="return GoToMessage(2)">this message</a></div>
  <div class="text">how late?</div>
 </div>
</div>
<div class="message default clearfix" id="message4">
 <div class="body">
  <div class="pull_right date details" title="10.01.2026 12:36:00">12:36</div>
  <div class="from_name">Zarin</div>
  <div class="forwarded body">
   <div class="from_name">Pier news<span class="date details" title="09.01.2026 10:00:00"> 09.01.2026 10:00:00</span></div>
   <div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img class="photo" src="photos/photo_1_thumb.jpg"></a></div>
  </div>
 </div>
</div>
<div class="message default clearfix joined" id="message5">
 <div class="body">
  <div class="pull_right date details" title="10.01.2026 12:37:00 UTC+03:00">12:37</div>
  <div class="media_wrap clearfix"><div class="media clearfix pull_left media_video">
   <div class="fill pull_left"></div><div class="body"><div class="title bold">Video file</div>
   <div class="description">Not included, change data exporting settings to download.</div></div></div></div>
 </div>
</div>
</div></div></div></body></html>
)html";
}

std::string whatsapp() {
  return "31/01/2026, 21:41 - Amal: the boat is late\n"
         "31/01/2026, 21:42 - Zarin: when does it come?\nnobody knows\n"
         "31/01/2026, 21:43 - Amal left\n";
}

std::string mail() {
  return "From: Zarin <zarin@tirazan.example>\r\nTo: Bridge <bridge@tirazan.example>\r\n"
         "Cc: <pier@tirazan.example>\r\nSubject: =?utf-8?Q?Lanterns_=E2=80=93_seven?=\r\n"
         "Date: Sat, 31 Jan 2026 21:41:05 +0500\r\nMessage-ID: <7@tirazan.example>\r\n"
         "In-Reply-To: <6@tirazan.example>\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
         "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n"
         "Content-Type: text/plain; charset=utf-8\r\n\r\nSeven lanterns are lit.\r\n--c\r\n"
         "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Seven lanterns are <b>out</b>.</p>\r\n"
         "--c--\r\n--b\r\nContent-Type: text/plain; name=list.txt\r\n"
         "Content-Transfer-Encoding: base64\r\n"
         "Content-Disposition: attachment; filename=list.txt\r\n\r\nb25lCnR3bwo=\r\n--b--\r\n";
}

std::string mail_of(int number, const std::string& text) {
  return fmt::format(
      "From zarin@tirazan.example Sat Jan 31 21:41:05 2026\nFrom: Zarin <zarin@tirazan.example>\n"
      "To: bridge@tirazan.example\nSubject: boat {}\nDate: Sat, 31 Jan 2026 21:41:05 "
      "+0500\n\n{}\n\n",
      number, text);
}

std::string mhtml() {
  return "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://pier.example/\r\n"
         "Subject: Pier\r\nDate: Sat, 31 Jan 2026 16:41:05 -0000\r\nMIME-Version: 1.0\r\n"
         "Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\n"
         "Content-Type: text/html\r\nContent-Location: https://pier.example/\r\n\r\n"
         "<html><body><p>Seven lanterns</p><img src=a.gif></body></html>\r\n--b\r\n"
         "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
         "Content-Location: https://pier.example/a.gif\r\n\r\nR0lGODlh\r\n--b--\r\n";
}

static std::string warc_record(const std::string& type, const std::string& fields,
                               const std::string& block) {
  return fmt::format(
      "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Record-ID: <urn:uuid:{}>\r\n"
      "WARC-Date: 2026-01-31T16:41:05Z\r\nWARC-Block-Digest: sha256:{}\r\n{}"
      "Content-Length: {}\r\n\r\n{}\r\n\r\n",
      type, block.size(), format_hex(crypto::sha256(as_bytes(block))), fields, block.size(), block);
}

std::string warc() {
  const std::string body = "<html>seven lanterns</html>";
  const std::string chunked = fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", body.size(), body);
  const std::string http = "Content-Type: application/http;msgtype=response\r\n";
  return warc_record("warcinfo", "Content-Type: application/warc-fields\r\n",
                     "software: sample\r\n") +
         warc_record(
             "response",
             "WARC-Target-URI: https://pier.example/page\r\nWARC-IP-Address: 127.0.0.1\r\n" + http,
             "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
             "Transfer-Encoding: chunked\r\n\r\n" +
                 chunked) +
         warc_record(
             "response", "WARC-Target-URI: https://pier.example/list\r\n" + http,
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n" +
                 gzipped("one\ntwo\n"));
}

std::string har() {
  return R"({"log": {"version": "1.2", "creator": {"name": "sample", "version": "1"}, "pages": [],
 "entries": [
  {"startedDateTime": "2026-01-31T21:41:05.120+05:00", "time": 12.5,
   "request": {"method": "POST", "url": "https://pier.example/a", "headers": [{"name": "Accept", "value": "*/*"}],
               "postData": {"mimeType": "text/plain", "text": "who=amal"}},
   "response": {"status": 200, "httpVersion": "HTTP/2", "headers": [],
                "content": {"size": 3, "mimeType": "application/octet-stream", "text": "AAEC", "encoding": "base64"}}},
  {"startedDateTime": "2026-01-31T21:41:06Z", "request": {"method": "GET", "url": "https://pier.example/b"},
   "response": {"status": 304, "content": {"size": 0}}}]}})";
}

std::string x_posts() {
  return R"(window.YTD.tweets.part0 = [
  {"tweet": {"id_str": "11", "created_at": "Wed Oct 10 20:19:24 +0000 2018",
    "full_text": "ناؤ دیر سے ہے https://t.example/1 #pier",
    "entities": {"urls": [{"url": "https://t.example/1", "expanded_url": "https://pier.example/", "indices": ["14", "33"]}],
                 "media": [{"media_url_https": "https://pbs.example/media/a.jpg", "type": "photo"}]}}},
  {"tweet": {"id_str": "12", "created_at": "Wed Oct 10 20:20:24 +0000 2018", "full_text": "late",
    "in_reply_to_status_id_str": "11"}}
])";
}

std::string x_messages() {
  return R"(window.YTD.direct_messages.part0 = [
  {"dmConversation": {"conversationId": "1-2", "messages": [
    {"messageCreate": {"id": "5", "senderId": "1", "recipientId": "2", "text": "late", "createdAt": "2020-01-01T10:00:00.000Z"}},
    {"joinConversation": {"initiatingUserId": "1", "createdAt": "2020-01-01T09:00:00.000Z"}}]}},
  {"dmConversation": {"conversationId": "1-3", "messages": [
    {"messageCreate": {"id": "6", "senderId": "3", "recipientId": "1", "text": "no", "createdAt": "2020-01-02T10:00:00.000Z"}}]}}
])";
}

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
  stream.next_in = const_cast<Bytef*>(as_bytes(bytes).data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zip(const std::vector<std::pair<std::string, std::string>>& members) {
  MemorySink sink;
  zip::Writer writer(sink, {});
  for (const auto& [name, bytes] : members) {
    if (!writer.add(name, zip::Method::kDeflated, as_bytes(bytes)).ok()) return {};
  }
  if (!writer.finish().ok()) return {};
  return to_text(sink.bytes());
}

std::vector<Sample> all() {
  const std::string pair = mail_of(1, "one") + mail_of(2, "two");
  return {{"result.json", "telegram-json", telegram_json(), 2, 0},
          {"messages.html", "telegram-html", telegram_page(), 5, 0},
          {"WhatsApp Chat with Amal.txt", "whatsapp", whatsapp(), 3, 0},
          {"a.eml", "mail", mail(), 1, 1},
          {"a.mbox", "mailbox", pair, 2, 0},
          {"a.mhtml", "mhtml", mhtml(), 1, 2},
          {"a.warc", "warc", warc(), 3, 2},
          {"a.warc.gz", "warc", gzipped(warc()), 3, 2},
          {"a.har", "har", har(), 2, 2},
          {"tweets.js", "x-archive", x_posts(), 2, 0},
          {"direct-messages.js", "x-archive", x_messages(), 3, 0},
          {"a.csv", "csv", "who,what\nAmal,late\nZarin,yes\n", 2, 0},
          {"a.tsv", "csv", "who\twhat\nAmal\tlate, very\n", 1, 0},
          {"a.jsonl", "json-lines", "{\"who\": \"Amal\"}\n{\"who\": \"Zarin\"}\n", 2, 0},
          {"a.json", "json-rows", "[{\"who\": \"Amal\"}, {\"who\": \"Zarin\"}]", 2, 0},
          {"a.zip", "archive", zip({{"a.txt", "one"}, {"b.txt", "two"}}), 0, 2},
          {"a.txt.gz", "compressed", gzipped("a lantern"), 0, 1}};
}

}  // namespace sanad::intake::samples
