// A small world for tests: one kind, two sites, one study.
#pragma once

#include "story/telling.h"

namespace sanad::story {

inline Files small_world() {
  return {{"kinds/shared/error.html", "<html lang=\"en\" dir=\"ltr\">{{status}}</html>"},
          {"kinds/shared/head.html", "<html lang=\"{{lang}}\" dir=\"{{dir}}\"><head><title>"},
          {"kinds/notes/index.html",
           "{{> head}}{{site.title}}</title></head>{{#notes}}<a href=\"/note/{{id}}\">{{title}}</a>"
           "{{^last}}, {{/last}}{{/notes}}</html>"},
          {"kinds/notes/note.html",
           "{{> head}}{{item.title}}</title></head>{{{item.text_html}}}</html>"},
          {"kinds/notes/note.json", "{\"text\": \"{{item.text}}\"}"},
          {"kinds/notes/kind.json", R"({"format": "sanad-kind/1",
        "order": {"notes": {"by": "at"}},
        "routes": [
          {"path": "/", "template": "index.html"},
          {"path": "/note/{notes.id}", "template": "note.html", "headers": [["X-Kept", "yes"]]},
          {"path": "/data/{notes.id}.json", "template": "note.json"},
          {"path": "/media/{*}", "media": true}]})"},
          {"kinds/archive/kind.json", R"({"format": "sanad-kind/1", "routes": [
          {"path": "/", "template": "index.html"},
          {"path": "/page/{kept.id}", "snapshot": true}]})"},
          {"kinds/archive/index.html", "{{> head}}archive</title></head></html>"},
          {"kinds/search/kind.json", R"({"format": "sanad-kind/1", "routes": [
          {"path": "/", "template": "index.html", "find": {"query": "q"}}]})"},
          {"kinds/search/index.html",
           "{{> head}}search</title></head>{{#found}}[{{url}}|{{title}}|{{dir}}]{{/found}}</html>"},
          {"sites/notes.tirazan.example/site.json",
           R"({"format": "sanad-site/1", "kind": "notes", "lang": "en", "title": "Notes",
           "offset_minutes": 300})"},
          {"sites/notes.tirazan.example/notes.json", R"([
          {"id": 1, "title": "First <one>", "at": "2026-01-02T20:30:00Z",
           "text": "See http://notes.tirazan.example/note/2. And \"that\" & this"},
          {"id": 2, "lang": "ur", "title": "دوسرا", "at": "2026-01-03T00:00:00Z", "text": "متن"}])"},
          {"sites/notes.tirazan.example/media.json", R"([
          {"name": "hill.png", "picture": "terrain", "width": 320, "height": 240, "seed": 5},
          {"name": "hill-again.png", "of": "hill.png", "alter": "mirrored"},
          {"name": "call.wav", "sound": 2, "seed": 9},
          {"name": "list.csv", "text": "wallet\n${fund.wallet}\n"}])"},
          {"sites/kept.tirazan.example/site.json",
           R"({"format": "sanad-site/1", "kind": "archive", "lang": "en", "title": "Archive",
           "unlisted": true})"},
          {"sites/kept.tirazan.example/kept.json", R"([
          {"id": "a", "host": "notes.tirazan.example", "path": "/note/70", "as_of": []},
          {"id": "b", "host": "notes.tirazan.example", "path": "/note/70",
           "as_of": ["fund.changed"]}])"},
          {"sites/find.tirazan.example/site.json",
           R"({"format": "sanad-site/1", "kind": "search", "lang": "en", "title": "Find",
           "unlisted": true})"},
          {"studies/fund/story.json", R"({"format": "sanad-story/1", "id": "fund",
        "variables": {
          "wallet": {"kind": "wallet"},
          "name": {"kind": "choice", "of": ["red", "green", "blue", "grey"]},
          "other": {"kind": "choice", "of": ["red", "green", "blue", "grey"], "apart_from": ["name"]},
          "name_ur": {"kind": "choice", "of": ["سرخ", "سبز", "نیلا", "سرمئی"], "with": "name"},
          "sum": {"kind": "number", "from": 100, "to": 1000, "step": 50},
          "when": {"kind": "time", "from": "2026-03-01T20:00:00Z", "to": "2026-03-02T06:00:00Z",
                   "step_minutes": 10},
          "there": {"kind": "local", "of": "when", "offset_minutes": 300, "as": "iso"},
          "mark": {"kind": "code", "letters": 8},
          "phone": {"kind": "phone"},
          "line": {"kind": "text", "is": "${name} gives ${sum}"}},
        "events": [
          {"id": "changed", "title": {"en": "It changes"}, "after_minutes": 30},
          {"id": "gone", "title": {"en": "It goes"}}]})"},
          {"studies/fund/truth.json", R"({"wallet": "${wallet}"})"},
          {"studies/fund/sites/notes.tirazan.example/notes.json", R"([
          {"id": 70, "title": "Fund", "at": "${when}", "text": "${line} to ${wallet}",
           "until": "changed"},
          {"id": 70, "title": "Fund, changed", "at": "${when}", "text": "${mark}",
           "after": "changed", "until": "gone", "gone_as": 410},
          {"id": 71, "title": "Moves", "at": "${when}", "text": "${phone}", "until": "gone",
           "moved_to": "/note/72"},
          {"id": 72, "title": "Moved", "at": "${when}", "text": "here", "after": "gone",
           "unlisted": true}])"}};
}

inline Telling tell_small(std::uint64_t seed = 1, std::uint32_t seat = 1) {
  return Telling::of(World::read(small_world()).value(), seed, seat).value();
}

}  // namespace sanad::story
