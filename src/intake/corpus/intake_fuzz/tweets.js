window.YTD.tweets.part0 = [
  {"tweet": {"id_str": "11", "created_at": "Wed Oct 10 20:19:24 +0000 2018",
    "full_text": "ناؤ دیر سے ہے https://t.example/1 #pier",
    "entities": {"urls": [{"url": "https://t.example/1", "expanded_url": "https://pier.example/", "indices": ["14", "33"]}],
                 "media": [{"media_url_https": "https://pbs.example/media/a.jpg", "type": "photo"}]}}},
  {"tweet": {"id_str": "12", "created_at": "Wed Oct 10 20:20:24 +0000 2018", "full_text": "late",
    "in_reply_to_status_id_str": "11"}}
]