"""Writes a fictional chat of many messages as Telegram Desktop exports it: chat_export.py FOLDER [MESSAGES]

Of all lengths, in Urdu and English and both in one line; every tenth answers another, every fiftieth is passed on.
"""
import json
import os
import sys

folder, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 400_000
WORDS = "boat lamp river market pier keeper mill lantern bridge rope morning barley ferry signal".split()
URDU = "کشتی چراغ دریا بازار گھاٹ صبح پل رسی جو اشارہ".split()
os.makedirs(folder, exist_ok=True)
with open(os.path.join(folder, "result.json"), "w", encoding="utf-8") as file:
    file.write('{"name": "Harbour", "type": "private_group", "id": 4711, "messages": [\n')
    for n in range(1, count + 1):
        length = 3 + n * 7919 % 17 + (150 if n % 97 == 0 else 0)
        english = " ".join(WORDS[(n * 31 + i * 7) % len(WORDS)] for i in range(length))
        urdu = " ".join(URDU[(n * 13 + i * 3) % len(URDU)] for i in range(length))
        text = (english, urdu, f"{urdu} Lantern-{n} {english}", english + "\n" + urdu)[n % 4]
        message = {
            "id": n, "type": "message", "date": "2026-01-01T00:00:00", "date_unixtime": str(1_767_225_600 + n * 60),
            "from": f"Lantern {n % 40}", "from_id": f"user{n % 40}", "text": f"{n}: {text}", "text_entities": [],
        }
        if n % 10 == 0:
            message["reply_to_message_id"] = n - 3
        if n % 50 == 0:
            message["forwarded_from"] = f"Lantern {n % 7}"
        file.write(json.dumps(message, ensure_ascii=False) + (",\n" if n < count else "\n"))
    file.write("]}\n")
