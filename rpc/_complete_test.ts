import { assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { create, encode, UNSET_ONEOF } from "../reflect/mod.ts";
import { completer } from "./_complete.ts";
import { EchoMessage, type EchoMessage_Part, GreetRequest } from "./testdata/gen/greet_pb.ts";

const complete = completer(EchoMessage);

function whole(): EchoMessage {
  return create(EchoMessage, {
    text: "a",
    part: { text: "b" },
    parts: [{ text: "c" }],
    partsByName: new Map([["d", { text: "e" }]]),
    piece: { text: "f" },
  });
}

Deno.test("completer() takes whole messages as they are", () => {
  for (const message of [whole(), create(EchoMessage)]) {
    assertStrictEquals(complete(message), message);
    message.$unknown = new Uint8Array([0x98, 0x06, 0x01]);
    assertStrictEquals(complete(message), message);
  }
  const literal = { name: "Ada" };
  assertStrictEquals(completer(GreetRequest)(literal), literal);
});

Deno.test("completer() creates what is incomplete, at any depth", () => {
  const part = {} as EchoMessage_Part;
  const incomplete: [string, (message: EchoMessage) => void][] = [
    ["a field", (message) => delete (message as Partial<EchoMessage>).text],
    ["an optional field", (message) => delete (message as Partial<EchoMessage>).number],
    ["undefined", (message) => message.text = undefined as unknown as string],
    ["a list", (message) => message.numbers = undefined as unknown as number[]],
    ["a oneof", (message) => message.choice = undefined as unknown as EchoMessage["choice"]],
    ["a message", (message) => message.part = part],
    ["an element", (message) => message.parts.push(part)],
    ["a map value", (message) => message.partsByName.set("x", part)],
    ["a oneof member", (message) => message.choice = { case: "piece", value: part }],
  ];
  for (const [what, damage] of incomplete) {
    const message = whole();
    damage(message);
    const made = complete(message);
    assertNotStrictEquals(made, message, what);
    assertEquals(made, create(EchoMessage, message), what);
    encode(EchoMessage, made);
  }
});

Deno.test("completer() takes oneof members that are given directly", () => {
  assertEquals(complete({ word: "x" }).choice, { case: "word", value: "x" });
  assertStrictEquals(complete({}).choice, UNSET_ONEOF);
});

Deno.test("completer() refuses what is no such message", () => {
  assertThrows(() => complete(undefined as never), TypeError, "greet.v1.EchoMessage");
  assertThrows(() => complete(null as never), TypeError);
  assertThrows(() => complete("text" as never), TypeError);
  assertThrows(() => complete({ txet: "" } as never), TypeError, "txet");
  assertThrows(() => complete({ ...whole(), txet: "" } as never), TypeError, "txet");
});
