import { assertEquals } from "@std/assert";
import { test } from "./testdata/subject.ts";

test("groups go by the name of their type, and are read by that of their field too", (subject) => {
  const table: [text: string, written: string][] = [
    ['Detail { note: "n" }', 'Detail { note: "n" }'],
    ['detail { note: "n" }', 'Detail { note: "n" }'],
    ["Detail: < DeepDetail { depth: 1 } >", "Detail { DeepDetail { depth: 1 } }"],
    ["detail { deepdetail {} }", "Detail { DeepDetail {} }"],
    [
      "ManyWords { number: 1 } manywords: [{}, < number: 2 >] ManyWords []",
      "ManyWords { number: 1 } ManyWords {} ManyWords { number: 2 }",
    ],
    ["Member { number: 1 }", "Member { number: 1 }"],
    ["member {}", "Member {}"],
    ["plain { number: 1 }", "plain { number: 1 }"],
  ];
  for (const [text, written] of table) {
    assertEquals(subject.roundTrip("Groups", text), written, text);
  }
  for (const name of ["DETAIL", "dETAIL", "Plain", "many_words", "deepdetail"]) {
    subject.rejects("Groups", `${name} {}`, "unknown");
  }
  subject.rejects("Groups", "Member {} other: 1", "duplicate", 'oneof "one"');
});

test("a group that is an extension goes by the name of the extension", (subject) => {
  const text = "[seria.text.test2.extragroup] { number: 1 }";
  assertEquals(subject.roundTrip("Groups", text), text);
  subject.rejects("Groups", "[seria.text.test2.ExtraGroup] {}", "unknown");
});

test("a field of an edition is like a group if it could have been one", (subject) => {
  const table: [text: string, written: string][] = [
    ["GroupLike { number: 1 }", "GroupLike { number: 1 }"],
    ["grouplike { number: 1 }", "GroupLike { number: 1 }"],
    ["other_name {}", "other_name {}"],
    ["elsewhere {}", "elsewhere {}"],
    ["lengthprefixed {}", "lengthprefixed {}"],
    ["other {}", "other {}"],
    ["toplevel {}", "toplevel {}"],
    ['map { key: "a" }', 'map { key: "a" value {} }'],
    ["Repeatedly [{}, {}] repeatedly {}", "Repeatedly {} Repeatedly {} Repeatedly {}"],
    ["[seria.text.test_editions.toplevel] {}", "[seria.text.test_editions.toplevel] {}"],
  ];
  for (const [text, written] of table) {
    assertEquals(subject.roundTrip("Delimited", text), written, text);
  }
  const names = ["OtherName", "Elsewhere", "LengthPrefixed", "Other", "TopLevel", "MapEntry"];
  for (const name of names) subject.rejects("Delimited", `${name} {}`, "unknown");
  subject.rejects("Delimited", "[seria.text.test_editions.TopLevel] {}", "unknown");
});
