import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("oneof members are read and written, zero values too", (subject) => {
  const table = [
    '{"text":""}',
    '{"number":0}',
    '{"node":{}}',
    '{"nothing":null}',
    '{"color":"COLOR_NONE"}',
    '{"value":[1,{"a":null}]}',
    '{"text":"a","otherFlag":false}',
  ];
  for (const text of table) assertEquals(subject.roundTrip("Choice", text), text);
  subject.rejects("Choice", '{"choice": {"text": "a"}}', "unknown");
});

test("a second member of a oneof is an error", (subject) => {
  const members = ['"text":"a"', '"number":1', '"node":{}', '"nothing":null', '"value":null'];
  for (const first of members) {
    for (const second of members) {
      if (first === second) continue;
      const error = subject.rejects("Choice", `{${first},${second}}`, "duplicate", "oneof");
      assertEquals(error.path, second.split('"')[1]);
    }
  }
  subject.rejects("Wide", '{"f35": 1, "f36": 1}', "duplicate", 'oneof "last"');
});
