#include <benchmark/benchmark.h>

#include "chats/telegram.h"
#include "chats/whatsapp.h"

namespace {

using namespace sanad;

// As Telegram Desktop writes them: about 480 bytes a message, a link in one of five.
std::string telegram_export(int messages) {
  std::string text =
      "{\n \"name\": \"Harbour\",\n \"type\": \"public_channel\",\n \"id\": 77,\n \"messages\": "
      "[\n";
  for (int i = 0; i < messages; ++i) {
    const std::string number = std::to_string(i);
    text += "  {\n   \"id\": " + number +
            ",\n   \"type\": \"message\",\n   \"date\": \"2025-12-31T21:41:05\",\n" +
            "   \"date_unixtime\": \"" + std::to_string(1'767'213'665 + i) +
            "\",\n   \"from\": \"Harbour\",\n   \"from_id\": \"channel77\",\n   \"text\": ";
    const std::string words =
        "The boat of " + number +
        " is late again, and whoever waits at the pier may go home. ناؤ دیر سے ہے";
    if (i % 5 == 0) {
      text += "[\n    \"" + words +
              "\",\n    {\n     \"type\": \"link\",\n     \"text\": \"https://pier.example/" +
              number + "\"\n    }\n   ]";
    } else {
      text += "\"" + words + "\"";
    }
    text += ",\n   \"text_entities\": [\n    {\n     \"type\": \"plain\",\n     \"text\": \"" +
            words + "\"\n    }\n   ]\n  },\n";
  }
  text.resize(text.size() - 2);
  return text + "\n ]\n}";
}

void telegram(benchmark::State& state) {
  constexpr int kMessages = 100'000;
  const std::string text = telegram_export(kMessages);
  std::uint64_t messages = 0;
  for (auto _ : state) {
    chats::TelegramReader reader(
        {.on_chat = [](chats::Chat&&) { return Result<void>{}; },
         .on_message = [&](chats::Message&&) { return ++messages, Result<void>{}; },
         .on_unread = [](chats::Unread&&) { return Result<void>{}; }});
    for (std::size_t at = 0; at < text.size(); at += 1 << 16)
      benchmark::DoNotOptimize(
          reader.write(as_bytes(std::string_view(text).substr(at, 1 << 16))).ok());
    benchmark::DoNotOptimize(reader.finish().ok());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
}
BENCHMARK(telegram)->Unit(benchmark::kMillisecond);

// The bound: the same document parsed whole, into nothing but JSON values.
void telegram_only_json(benchmark::State& state) {
  const std::string text = telegram_export(100'000);
  for (auto _ : state) benchmark::DoNotOptimize(json::parse_foreign(text).ok());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(telegram_only_json)->Unit(benchmark::kMillisecond);

void whatsapp(benchmark::State& state) {
  std::string text;
  constexpr int kMessages = 100'000;
  for (int i = 0; i < kMessages; ++i)
    text += "31/12/2025, 21:" + std::to_string(10 + i % 50) +
            " - Amal: the boat is late, and whoever waits at the pier may go home " +
            std::to_string(i) + "\n";
  std::uint64_t messages = 0;
  for (auto _ : state) {
    chats::WhatsAppSurvey survey;
    benchmark::DoNotOptimize(survey.write(as_bytes(text)).ok());
    chats::WhatsAppReader reader(
        survey.finish().value(), "chat",
        {.on_chat = nullptr,
         .on_message = [&](chats::Message&&) { return ++messages, Result<void>{}; },
         .on_unread = [](chats::Unread&&) { return Result<void>{}; }});
    benchmark::DoNotOptimize(reader.write(as_bytes(text)).ok());
    benchmark::DoNotOptimize(reader.finish().ok());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
}
BENCHMARK(whatsapp)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
