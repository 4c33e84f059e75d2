window.YTD.direct_messages.part0 = [
  {"dmConversation": {"conversationId": "1-2", "messages": [
    {"messageCreate": {"id": "5", "senderId": "1", "recipientId": "2", "text": "late", "createdAt": "2020-01-01T10:00:00.000Z"}},
    {"joinConversation": {"initiatingUserId": "1", "createdAt": "2020-01-01T09:00:00.000Z"}}]}},
  {"dmConversation": {"conversationId": "1-3", "messages": [
    {"messageCreate": {"id": "6", "senderId": "3", "recipientId": "1", "text": "no", "createdAt": "2020-01-02T10:00:00.000Z"}}]}}
]