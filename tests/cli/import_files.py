"""A fictional chat as its application exports it, in the folder that is named."""
import base64
import io
import json
import os
import sys
import zipfile



def zip_of(name):
    """In base64: an archive with one text in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(f"{name}-note.txt", f"What the {name} letter holds.")
    return base64.b64encode(held.getvalue()).decode()


os.chdir(sys.argv[1])
os.makedirs("chat/photos")
DAY = 86_400
FIRST_OF_MARCH = 1_772_323_200  # 2026-03-01T00:00:00Z
messages = []
for n in range(1, 41):
    message = {
        "id": n, "type": "message", "date": "2026-03-01T12:00:00", "date_unixtime": str(FIRST_OF_MARCH + (n - 1) * DAY + 3600),
        "from": f"Lantern {n % 3}", "from_id": f"user{n % 3}",
        "text": f"The boat is late, message {n}. Write to amal{n}@harbour.tirazan.example", "text_entities": [],
    }
    if n == 7:
        message["photo"] = "photos/photo_7.jpg"
    messages.append(message)
export = {"name": "Harbour", "type": "private_group", "id": 4711, "messages": messages}
with open("chat/result.json", "w", encoding="utf-8") as file:
    json.dump(export, file, ensure_ascii=False, indent=1)
with open("chat/photos/photo_7.jpg", "wb") as file:
    file.write(b"\xff\xd8 this is no picture")
with open("two.mbox", "w", encoding="utf-8", newline="\n") as file:
    for day, name in ((3, "early"), (12, "within")):
        file.write(f"From amal@harbour.tirazan.example Thu Mar  {day} 10:00:00 2026\nFrom: amal@harbour.tirazan.example\n"
                   f"Date: {day} Mar 2026 10:00:00 +0000\nSubject: {name}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                   f"--b\nContent-Type: text/plain\n\nThe {name} letter.\n--b\nContent-Type: application/zip; name={name}.zip\n"
                   f"Content-Disposition: attachment; filename={name}.zip\nContent-Transfer-Encoding: base64\n\n{zip_of(name)}\n--b--\n\n")
with zipfile.ZipFile("chat.zip", "w") as archive:
    for name in ("chat/result.json", "chat/photos/photo_7.jpg"):
        archive.write(name)
