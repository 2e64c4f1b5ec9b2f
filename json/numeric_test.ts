import { assertEquals } from "@std/assert";
import { type Subject, test } from "./testdata/subject.ts";

/** A message with nothing but numbers in it. */
function shape(subject: Subject, fields: object): object {
  return { ...subject.type("Shape").create(), ...fields };
}

function write(subject: Subject, fields: object): string {
  return subject.write("Shape", shape(subject, fields));
}

test("toJsonString() writes messages of numbers", (subject) => {
  assertEquals(write(subject, {}), "{}");
  assertEquals(write(subject, { points: [{}, { z: -5 }] }), '{"points":[{},{"z":-5}]}');
  assertEquals(
    write(subject, { id: 2n ** 64n - 1n, layer: 0, color: 0xffff_ffff, closed: true }),
    '{"id":"18446744073709551615","layer":0,"color":4294967295,"closed":true}',
  );
  assertEquals(
    write(subject, { center: { x: 0.1, y: -0, z: 0, at: 0n }, heights: [1.5, -0, NaN, 1e300] }),
    '{"center":{"x":0.1,"y":-0},"heights":[1.5,-0,"NaN",1e+300]}',
  );
  assertEquals(
    write(subject, { center: { x: Infinity, y: 1e-7, at: -(2n ** 63n) } }),
    '{"center":{"x":"Infinity","y":1e-7,"at":"-9223372036854775808"}}',
  );
  assertEquals(
    write(subject, { edges: [0, 4294967295], offsets: [-1n, 0n], hashes: [1n], flags: [false] }),
    '{"edges":[0,4294967295],"offsets":["-1","0"],"hashes":["1"],"flags":[false]}',
  );
});

test("toJsonString() writes 64-bit integers in numbers, whatever holds them", (subject) => {
  assertEquals(
    write(subject, { id: 5, offsets: [1, 2n, -3] }),
    '{"id":"5","offsets":["1","2","-3"]}',
  );
});

test("toJsonString() writes numbers of any iterable, and of properties in any order", (subject) => {
  const { points, ...others } = shape(subject, { color: 1 }) as Record<string, unknown>;
  const edges = new Uint32Array([1, 2]);
  const message = { ...others, edges, points };
  assertEquals(subject.write("Shape", message), '{"color":1,"edges":[1,2]}');
});

test("toJsonString() writes more numbers than fit its buffer", (subject) => {
  const edges = Array.from({ length: 20_000 }, (_, i) => i * 7919);
  const offsets = edges.map((edge) => BigInt(-edge));
  const points = edges.map((edge) => ({ x: 0, y: edge / 8, z: edge, at: 0n }));
  const heights = points.map(({ y }) => y);
  const text = write(subject, { points, heights, edges, offsets });
  const json = JSON.parse(text);
  assertEquals(json.edges, edges);
  assertEquals(json.heights, heights);
  assertEquals(json.offsets, offsets.map(String));
  assertEquals(json.points.map(({ y = 0 }: { y?: number }) => y), heights);
  assertEquals(subject.read("Shape", text), shape(subject, { points, heights, edges, offsets }));
});

test("toJsonString() writes lists that end where its buffer does", (subject) => {
  for (let length = 5448; length < 5456; length++) {
    // Six bytes each, or five: so they end at every byte.
    for (let short = 0; short < 6; short++) {
      const flags = Array.from({ length }, (_, i) => i < short);
      assertEquals(write(subject, { flags }), JSON.stringify({ flags }));
    }
  }
  const point = { x: 0, y: 0, z: 10, at: 0n };
  for (let length = 3630; length < 3650; length++) {
    const points = Array.from({ length }, () => point);
    const json = JSON.stringify({ points: points.map(({ z }) => ({ z })), heights: [1.5] });
    assertEquals(write(subject, { points, heights: [1.5] }), json);
  }
});

test("toJsonString() writes messages of numbers as the options say", (subject) => {
  const center = { x: 0, y: 0, z: 1, at: 0n };
  assertEquals(
    subject.write("Shape.Point", center, { alwaysEmitImplicit: true }),
    '{"x":0,"y":0,"z":1,"at":"0"}',
  );
  assertEquals(
    subject.write("Shape", shape(subject, { color: 1, center }), { useProtoFieldNames: true }),
    '{"center":{"z":1},"color":1}',
  );
});

test("toJson() tells where a message of numbers has something else", (subject) => {
  const table: [fields: object, path: string][] = [
    [{ id: -1n }, "id"],
    [{ color: 0.5 }, "color"],
    [{ closed: 1 }, "closed"],
    [{ center: 1 }, "center"],
    [{ center: { z: "1" } }, "center.z"],
    [{ points: [{}, { at: 2n ** 63n }] }, "points[1].at"],
    [{ edges: 1 }, "edges"],
    [{ edges: [1, -1] }, "edges[1]"],
    [{ offsets: [1n, "x"] }, "offsets[1]"],
    [{ hashes: [2n ** 64n] }, "hashes[0]"],
    [{ heights: [1, 2, 3, null] }, "heights[3]"],
    [{ flags: [true, 0] }, "flags[1]"],
  ];
  for (const [fields, path] of table) {
    assertEquals(subject.cannotWrite("Shape", shape(subject, fields), "value").path, path);
  }
});

test("toJson() bounds the depth of messages of numbers", (subject) => {
  const message = shape(subject, { center: {} });
  assertEquals(subject.write("Shape", message, { recursionLimit: 1 }), '{"center":{}}');
  const error = subject.cannotWrite("Shape", message, "limit", "", { recursionLimit: 0 });
  assertEquals(error.path, "center");
});
