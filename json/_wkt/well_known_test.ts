import { assertEquals } from "@std/assert";
import {
  create,
  createRegistry,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorSet,
} from "../../reflect/mod.ts";
import { Subject } from "../testdata/subject.ts";

Deno.test("a type with the name of a well-known one, but not its fields, is a message like any other", () => {
  const field = { name: "seconds", number: 1, label: Label.OPTIONAL, type: Type.STRING };
  const messageType = ["Timestamp", "Value", "Any"].map((name) => ({ name, field: [field] }));
  const holder = {
    name: "Holder",
    field: [{
      name: "value",
      number: 1,
      label: Label.OPTIONAL,
      type: Type.MESSAGE,
      typeName: ".google.protobuf.Value",
    }],
  };
  const set = create(FileDescriptorSet, {
    file: [{
      name: "a.proto",
      package: "google.protobuf",
      syntax: "proto3",
      messageType: [...messageType, holder],
    }],
  });
  const subject = new Subject(createRegistry(set));
  for (const { name } of messageType) {
    const text = '{"seconds":"a"}';
    assertEquals(subject.roundTrip(`google.protobuf.${name}`, text), text);
  }
  assertEquals(subject.roundTrip("google.protobuf.Holder", '{"value":null}'), "{}");
});
