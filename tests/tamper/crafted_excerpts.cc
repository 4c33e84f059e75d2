#include <algorithm>
#include <string>

#include "craft.h"

namespace sanad::tamper {
namespace {

constexpr const char* kExcerpt = "data/excerpts/exhibit-2ffffffffffffff0.jsonl";

std::vector<std::string> excerpt_lines(const Bag& bag) {
  std::vector<std::string> lines;
  const std::string text = bag.text(kExcerpt);
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    lines.push_back(text.substr(at, text.find('\n', at) + 1 - at));
  return lines;
}
void put_excerpt(Bag& bag, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  bag.put(kExcerpt, text);
}

// "Lamp 6 is lit. چراغ": its last word is masked, and in every second such message the first too.
void craft_masks(Craft& craft) {
  craft.resigned("a word beside a masked one edited",
                 [](Bag& bag) { bag.edit(kExcerpt, "6 is lit. ", "6 is out. "); });
  craft.resigned("a masked word given, of the agency's choice", [](Bag& bag) {
    bag.edit(kExcerpt, R"({"as":"Person 3","reason":"a bystander","words":1})", R"("Lamp ")");
  });
  craft.resigned("fewer words said to be masked", [](Bag& bag) {
    bag.edit(kExcerpt, R"("reason":"not of the charge","words":2)",
             R"("reason":"not of the charge","words":1)");
  });
  craft.resigned("more words said to be masked", [](Bag& bag) {
    bag.edit(kExcerpt, R"("reason":"a bystander","words":1)",
             R"("reason":"a bystander","words":2)");
  });
  craft.resigned("a masked word's commitment exchanged", [](Bag& bag) {
    const std::size_t at = bag.text(kExcerpt).find(R"({"hidden":[")") + 12;
    bag.files.at(kExcerpt)[at] ^= 1;
  });
  craft.resigned("a seed exchanged", [](Bag& bag) {
    const std::size_t at = bag.text(kExcerpt).find(R"("seeds":[")") + 10;
    bag.files.at(kExcerpt)[at] ^= 1;
  });
  craft.resigned("a masked word said to stand elsewhere", [](Bag& bag) {
    bag.edit(kExcerpt, R"({"at":"/record/text")", R"({"at":"/record/title")");
  });
  craft.resigned("a masked field filled in", [](Bag& bag) {
    bag.edit(kExcerpt, R"("record":{"text":null})", R"("record":{"text":"Lamp"})");
  });
  craft.resigned("a masked word without a reason", [](Bag& bag) {
    bag.edit(kExcerpt, R"("reason":"a bystander","words":1)", R"("reason":"","words":1)");
  });
  craft.retold("the pseudonym of a masked word changed",
               [](Bag& bag) { bag.edit(kExcerpt, R"("as":"Person 3")", R"("as":"Person 4")"); });
}

// Bytes of parts. Part 20 is closed, in part 24 words are masked, part 3 is a message.
json::Array& attachments_in(json::Object& index) {
  return list_in(*list_in(index, "exhibits").back().as_object(), "attachments");
}
std::string bytes_path(std::uint64_t part) {
  return "data/exhibits/exhibit-2ffffffffffffff0/parts/" + std::to_string(part);
}
void put_attachment(Bag& bag, std::uint64_t part) {
  bag.put(bytes_path(part), "It is so.");
  edit_index(bag, [&](json::Object& index) {
    json::Array& list = attachments_in(index);
    const auto behind = std::ranges::find_if(list, [&](const json::Value& one) {
      return one["number"].int_or(0) > static_cast<std::int64_t>(part);
    });
    list.insert(
        behind,
        json::Object{{"name", "a.bin"}, {"number", part}, {"type", "application/octet-stream"}});
  });
}
void craft_attachments(Craft& craft) {
  craft.plain("a bit of an attachment changed",
              [](Bag& bag) { bag.files.at(bytes_path(21))[9] ^= 1; });
  craft.resigned("a bit of an attachment changed, signed with another key",
                 [](Bag& bag) { bag.files.at(bytes_path(21))[9] ^= 1; });
  craft.resigned("an attachment longer by a byte",
                 [](Bag& bag) { bag.files.at(bytes_path(21)).push_back(0); });
  craft.resigned("an attachment that is another one's bytes",
                 [](Bag& bag) { bag.files.at(bytes_path(21)) = bag.files.at(bytes_path(27)); });
  craft.resigned("the bytes of a part that is closed", [](Bag& bag) { put_attachment(bag, 20); });
  craft.resigned("the bytes of a part with masked words",
                 [](Bag& bag) { put_attachment(bag, 24); });
  craft.resigned("the bytes of a message", [](Bag& bag) { put_attachment(bag, 3); });
  craft.resigned("the bytes of a part that there is not",
                 [](Bag& bag) { put_attachment(bag, 900); });
  craft.resigned("an attachment that is listed and not there",
                 [](Bag& bag) { bag.files.erase(bytes_path(21)); });
  craft.resigned("an attachment that is there and not listed", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) { attachments_in(index).pop_back(); });
  });
  craft.resigned("attachments in another order", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      std::swap(attachments_in(index).front(), attachments_in(index).back());
    });
  });
  craft.resigned("an attachment called by a way out of the folder", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      attachments_in(index).front().as_object()->set("name", "../lamp.png");
    });
  });
  craft.resigned("an attachment of no type", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      attachments_in(index).front().as_object()->set("type", "image");
    });
  });
  craft.resigned("attachments of an exhibit that is not shown in part", [](Bag& bag) {
    bag.files["data/exhibits/exhibit-1eeeeeeeeeeeeeee/parts/21"] = bag.files.at(bytes_path(21));
    bag.files.erase(bytes_path(21));
    bag.files.erase(bytes_path(27));
    edit_index(bag, [](json::Object& index) {
      const json::Value one = attachments_in(index).front();
      list_in(index, "exhibits").back().as_object()->erase("attachments");
      first_exhibit(index).set("attachments", json::Array{one});
    });
  });
  craft.retold("an attachment called otherwise", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      attachments_in(index).front().as_object()->set("name", "boat.png");
    });
  });
}

// Certificates that were never made, by somebody who signs anew.
void put_certificate(Bag& bag, std::string_view told_by) {
  constexpr const char* kId = "certificate-2ffffffffffffff0";
  for (const char* ending : {"en.html", "en.pdf", "json", "ur.html", "ur.pdf"})
    bag.put(std::string("data/certificates/") + kId + "/certificate." + ending, "It is so.");
  edit_index(bag, [&](json::Object& index) {
    index.set("certificates",
              json::Array{json::Object{{"build", "operational"},
                                       {"certificate", kId},
                                       {"entry", index_of(bag, std::string(told_by))}}});
  });
}
void craft_certificates(Craft& craft) {
  craft.resigned("a certificate that no entry tells of",
                 [](Bag& bag) { put_certificate(bag, "case.opened"); });
  craft.resigned("a certificate of which a page is missing", [](Bag& bag) {
    put_certificate(bag, "case.opened");
    bag.files.erase("data/certificates/certificate-2ffffffffffffff0/certificate.ur.pdf");
  });
  craft.resigned("a certificate that the index does not name", [](Bag& bag) {
    put_certificate(bag, "case.opened");
    edit_index(bag, [](json::Object& index) { index.erase("certificates"); });
  });
  craft.resigned("a certificate for nobody's build", [](Bag& bag) {
    put_certificate(bag, "case.opened");
    edit_index(bag, [](json::Object& index) {
      list_in(index, "certificates")[0].as_object()->set("build", "other");
    });
  });
}

// Schedules of unused material, by somebody who signs anew.
void craft_schedules(Craft& craft) {
  constexpr const char* kOpen = "data/schedules/non-sensitive.json";
  craft.resigned("an item left off the schedule", [](Bag& bag) {
    auto value = json::parse(bag.text(kOpen));
    list_in(*value->as_object(), "items").pop_back();
    bag.put(kOpen, json::format_canonical(*value));
  });
  craft.resigned("a number on the schedule changed",
                 [](Bag& bag) { bag.edit(kOpen, "\"number\":5", "\"number\":6"); });
  craft.resigned("what may assist the accused is said to do neither",
                 [](Bag& bag) { bag.edit(kOpen, "\"assists\"", "\"neither\""); });
  craft.resigned("the sensitive schedule left out", [](Bag& bag) {
    bag.files.erase("data/schedules/sensitive.json");
    bag.files.erase("data/schedules/sensitive.html");
  });
  craft.resigned("schedules said to be for the defence", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      index.find("schedules")->as_object()->set("build", "disclosable");
    });
    for (const char* name : {"sensitive", "report"})
      for (const char* type : {"json", "html"})
        bag.files.erase(std::string("data/schedules/") + name + "." + type);
  });
  craft.resigned("schedules that the index forgets", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) { index.erase("schedules"); });
  });
  craft.resigned("no word of schedules", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) { index.erase("schedules"); });
    std::erase_if(bag.files,
                  [](const auto& file) { return file.first.starts_with("data/schedules/"); });
  });
  craft.resigned("schedules by another entry", [](Bag& bag) {
    edit_index(bag, [&](json::Object& index) {
      index.find("schedules")->as_object()->set("entry", index_of(bag, "case.opened"));
    });
  });
}

}  // namespace

void craft_excerpts(Craft& craft) {
  craft.plain("a message edited in the excerpt",
              [](Bag& bag) { bag.edit(kExcerpt, "Lamp 3 is lit", "Lamp 3 is out"); });
  craft.resigned("a message edited, signed with another key",
                 [](Bag& bag) { bag.edit(kExcerpt, "Lamp 3 is lit", "Lamp 3 is out"); });
  craft.resigned("a message left out", [](Bag& bag) {
    auto lines = excerpt_lines(bag);
    lines.erase(lines.begin());
    put_excerpt(bag, lines);
  });
  craft.resigned("two messages in the other order", [](Bag& bag) {
    auto lines = excerpt_lines(bag);
    std::swap(lines.front(), *std::ranges::find_if(lines, [](const std::string& line) {
                return line.starts_with("{\"number\":3");
              }));
    put_excerpt(bag, lines);
  });
  craft.resigned("a message invented", [](Bag& bag) {
    auto lines = excerpt_lines(bag);
    lines.push_back(lines.front());
    put_excerpt(bag, lines);
  });
  craft.resigned("fewer messages said to be closed", [](Bag& bag) {
    bag.edit(kExcerpt, "{\"closed\":2,\"from\":4", "{\"closed\":1,\"from\":4");
  });
  craft.resigned("a closed message said to be another", [](Bag& bag) {
    auto lines = excerpt_lines(bag);
    const std::size_t hash = lines[1].find("\"hash\":\"") + 8;
    lines[1][hash] = lines[1][hash] == '0' ? '1' : '0';
    put_excerpt(bag, lines);
  });
  craft.resigned("a salt exchanged", [](Bag& bag) {
    auto lines = excerpt_lines(bag);
    const std::size_t salt = lines[0].find("\"salt\":\"") + 8;
    lines[0][salt] = lines[0][salt] == '0' ? '1' : '0';
    put_excerpt(bag, lines);
  });
  craft.resigned("a member more in a line of the excerpt",
                 [](Bag& bag) { bag.edit(kExcerpt, "\"reason\"", "\"more\":1,\"reason\""); });
  craft.resigned("a blank in the excerpt",
                 [](Bag& bag) { bag.edit(kExcerpt, "{\"number\":0", "{ \"number\":0"); });
  craft.resigned("the excerpt's last line without its end", [](Bag& bag) {
    std::string text = bag.text(kExcerpt);
    text.pop_back();
    bag.put(kExcerpt, text);
  });
  craft.retold("the reason of a closed message changed",
               [](Bag& bag) { bag.edit(kExcerpt, "a bystander", "not needed"); });
  craft.resigned("an excerpt that leads to another entry", [](Bag& bag) {
    edit_index(bag, [&](json::Object& index) {
      list_in(index, "exhibits").back().as_object()->set("excerpt", index_of(bag, "case.opened"));
    });
  });
  craft.resigned("an excerpt of the other exhibit", [](Bag& bag) {
    edit_index(bag, [&](json::Object& index) {
      const json::Value parts = *list_in(index, "exhibits").back().as_object()->find("excerpt");
      list_in(index, "exhibits").back().as_object()->erase("excerpt");
      list_in(index, "exhibits").back().as_object()->erase("attachments");
      first_exhibit(index).set("excerpt", parts);
    });
    for (const std::uint64_t part : {21, 27}) bag.files.erase(bytes_path(part));
    bag.files["data/excerpts/exhibit-1eeeeeeeeeeeeeee.jsonl"] = bag.files.at(kExcerpt);
    bag.files.erase(kExcerpt);
  });
  craft.resigned("an excerpt that the index forgets", [](Bag& bag) {
    edit_index(bag, [](json::Object& index) {
      list_in(index, "exhibits").back().as_object()->erase("excerpt");
    });
  });
  craft.resigned("no excerpt where the index names one",
                 [](Bag& bag) { bag.files.erase(kExcerpt); });
  craft_masks(craft);
  craft_attachments(craft);
  craft_certificates(craft);
  craft_schedules(craft);
}

}  // namespace sanad::tamper
