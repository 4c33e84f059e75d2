# What exports of Telegram, WhatsApp and X hold, as Python's json and html.parser, and patterns
# written for this comparison, see it.
import datetime
import html.parser
import json
import re


def utc(seconds):
    at = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def flat(text):
    """Telegram writes a text as a string, or as a list of strings and entities."""
    if isinstance(text, str):
        return text
    if isinstance(text, dict):  # no text as Telegram writes it
        return ""
    return "".join(p if isinstance(p, str) else p.get("text", "") for p in text or [])


def telegram_messages(value):
    """All messages, in the order of the file, of however many chats."""
    if isinstance(value, dict):
        messages = value.get("messages")
        if isinstance(messages, list):
            yield from messages
        for name, inner in value.items():
            if name != "messages":
                yield from telegram_messages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from telegram_messages(inner)


def compare_telegram_json(answer, data):
    messages = list(telegram_messages(json.loads(data.decode("utf-8-sig"))))

    def media(message):
        return sum(1 for n in ("photo", "file") if message.get(n)) > 0

    truth = [(str(m.get("id", "")), m.get("from") or m.get("actor") or "", flat(m.get("text")),
              utc(int(m["date_unixtime"])) if m.get("date_unixtime") else m.get("date", ""),
              str(m.get("reply_to_message_id", "")), media(m)) for m in messages]
    ours = [(r.get("id", ""), r.get("author", ""), r.get("text", ""),
             (r.get("at") or r.get("local", ""))[:19], r.get("reply_to", ""),
             any(a["kind"] not in ("contact", "location", "poll", "invoice", "call")
                 for a in r.get("attachments", []))) for r in answer.records]
    return {"messages": (ours, truth)}


class TelegramPage(html.parser.HTMLParser):
    """Messages of messages.html: id, sender, title of the time, words of the text."""

    VOID = {"br", "img", "meta", "link", "input", "hr", "wbr", "source"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.messages, self.open, self.author = [], [], ""

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        classes = (values.get("class") or "").split()
        if tag not in self.VOID:
            self.open.append((tag, classes))
        if "message" in classes and tag == "div":
            name = re.sub(r"^message", "", values.get("id") or "")
            self.messages.append({"id": name, "joined": "joined" in classes, "author": "",
                                  "time": "", "text": "", "service": "service" in classes})
        elif "date" in classes and values.get("title") and self.messages:
            if not self.within("forwarded"):
                self.messages[-1]["time"] = values["title"]

    def handle_endtag(self, tag):
        while self.open and tag not in self.VOID:
            if self.open.pop()[0] == tag:
                break

    def within(self, name):
        return any(name in classes for _, classes in self.open)

    def handle_data(self, data):
        if not self.messages or not self.within("message"):
            return
        last = self.messages[-1]
        if self.within("from_name") and not self.within("forwarded") and not self.within("date"):
            last["author"] += data
        if any("text" in c and "bold" not in c for _, c in self.open) and not self.within("reply_to"):
            last["text"] += data


def compare_telegram_html(answer, data):
    page = TelegramPage()
    page.feed(data.decode("utf-8", "replace"))
    truth, before = [], ""
    for message in page.messages:
        author = message["author"].strip()
        if message["joined"] and not author:
            author = before
        elif not message["service"]:
            before = author
        found = re.match(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-])(\d\d):(\d\d))?",
                         message["time"])
        time = ""
        if found:
            time = f"{found[3]}-{found[2]}-{found[1]}T{found[4]}"
            if found[5]:
                shift = (int(found[6]) * 60 + int(found[7])) * (60 if found[5] == "+" else -60)
                at = datetime.datetime.strptime(time + "+0000", "%Y-%m-%dT%H:%M:%S%z")
                time = utc(at.timestamp() - shift)
        text = [] if message["service"] else re.findall(r"\w+", message["text"])
        truth.append((message["id"], author, time, text))
    ours = [(r.get("id", ""), r.get("author", ""), (r.get("at") or r.get("local", ""))[:19],
             [] if r.get("service") else re.findall(r"\w+", r.get("text", "")))
            for r in answer.records]
    return {"messages": (ours, truth)}


MARKS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Date, time and what divides them from the rest, in the digits of any script.
HEAD = re.compile(
    r"^\[?(\d{1,4})[./\-\u060d] ?(\d{1,2})[./\-\u060d] ?(\d{2,4})\.?[,\u060c]?\s+"
    r"(?:(\S{0,12}?)\s?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s?([^\d\s:\]\-][^\d:\]\-]{0,16}?)?"
    r"(?:\]\s?|\s[-\u2013]\s)(.*)$", re.S)
MORNING = re.compile(r"^(am|a\.?\s?m\.?|vorm\.|ق\.?ظ\.?|ص|पूर्वाह्न|上午|오전|öö)$", re.I)
AFTERNOON = re.compile(r"^(pm|p\.?\s?m\.?|nachm\.|ب\.?ظ\.?|م|अपराह्न|下午|오후|ös)$", re.I)


def plain_digits(text):
    return "".join(str(int(c)) if c.isdigit() and not c.isascii() else c for c in text)


def whatsapp_messages(data):
    text = data.decode("utf-8-sig", "replace")
    messages = []
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = MARKS.sub("", line)
        found = HEAD.match(plain_digits(bare[:60]) + bare[60:])
        if not found:
            if messages:
                messages[-1]["text"] += "\n" + bare
            continue
        half = (found[4] or found[8] or "").strip()
        hour = int(found[5])
        if MORNING.match(half):
            hour %= 12
        elif AFTERNOON.match(half):
            hour = hour % 12 + 12
        rest = bare[len(bare) - len(found[9]):] if found[9] else ""
        author, colon, said = rest.partition(": ")
        if not colon and rest.endswith(":"):
            author, colon, said = rest[:-1], ":", ""
        messages.append({"date": (int(found[1]), int(found[2]), int(found[3])),
                         "time": f"{hour:02}:{found[6]}", "author": author if colon else "",
                         "text": said if colon else rest})
    return messages


def day_and_month(messages):
    """0 if the day comes first, 1 if the month does, None where the file does not tell."""
    dates = [m["date"] for m in messages]
    if any(d[0] > 12 for d in dates):
        return 0
    if any(d[1] > 12 for d in dates):
        return 1
    return None


def compare_whatsapp(answer, data):
    messages = whatsapp_messages(data)
    order = day_and_month(messages)

    def date(message):
        a, b, c = message["date"]
        if a > 31:
            return f"{a:04}-{b:02}-{c:02}"
        year = c if c > 99 else 2000 + c
        return f"{year:04}-{a:02}-{b:02}" if order == 1 else f"{year:04}-{b:02}-{a:02}"

    truth = [(m["author"], m["time"], MARKS.sub("", m["text"]).strip()) for m in messages]
    ours = [(MARKS.sub("", r.get("author", "")), r["local"][11:16],
             MARKS.sub("", r.get("text", "")).strip()) for r in answer.records]
    result = {"messages": (ours, truth)}
    if order is not None or any(m["date"][0] > 31 for m in messages):
        result["dates"] = ([r["local"][:10] for r in answer.records], [date(m) for m in messages])
    return result


def compare_x(answer, data):
    text = data.decode("utf-8-sig")
    value = json.loads(text[text.index("=") + 1:].strip().rstrip(";"))
    listed = re.match(r"window\.YTD\.(\w+?)\.|Grailbird\.data\.(tweets)", text.strip())
    name = listed[1] or listed[2]
    if name.startswith("direct_message"):
        truth = []
        for conversation in value:
            inner = conversation["dmConversation"]
            for one in inner.get("messages", []):
                create = one.get("messageCreate", {})
                truth.append((inner["conversationId"], create.get("id", ""),
                              create.get("senderId", ""), create.get("text", "")))
        ours = [(r["chat"], r.get("id", "") if not r.get("service") else "",
                 r.get("author_id", "") if not r.get("service") else "",
                 r.get("text", "")) for r in answer.records]
        return {"messages": (ours, truth)}
    if name in ("tweets", "tweet", "deleted_tweets", "community_tweet"):
        truth = []
        for one in value:
            tweet = one.get("tweet", one)
            at = tweet.get("created_at", "")
            for form in ("%a %b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z"):
                try:
                    at = utc(datetime.datetime.strptime(at, form).timestamp())
                except ValueError:
                    pass
            truth.append((str(tweet.get("id_str") or tweet.get("id")),
                          tweet.get("full_text", tweet.get("text", "")), at))
        ours = [(r.get("id", ""), r.get("text", ""), r.get("at", "")[:19]) for r in answer.records]
        return {"posts": (ours, truth)}

    def unwrapped(one):
        inner = list(one.values())
        return inner[0] if len(inner) == 1 and isinstance(inner[0], dict) else one

    return {"rows": ([r["other"] for r in answer.records], [unwrapped(one) for one in value])}
