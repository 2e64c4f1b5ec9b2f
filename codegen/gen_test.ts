import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createRegistry, decode, FileDescriptorSet } from "@seria/seria/reflect";
import { join, resolve } from "node:path";

const GEN = resolve(import.meta.dirname!, "gen.ts");
const PLUGIN = resolve(import.meta.dirname!, "protoc_gen_seria.ts");
const CONFIG = resolve(import.meta.dirname!, "..", "deno.json");

/** A folder with some files, deleted at the end. */
async function withFolder(
  files: Readonly<Record<string, string>>,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "seria-gen-" }));
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(join(folder, name, ".."), { recursive: true });
      await Deno.writeTextFile(join(folder, name), text);
    }
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function gen(
  folder: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", CONFIG, GEN, ...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const proto = (body: string, ...imports: string[]) =>
  `syntax = "proto3";\n${imports.map((each) => `import "${each}";\n`).join("")}${body}`;

Deno.test("gen writes a module for each file, and only what changed", async () => {
  const files = {
    "proto/a/a.proto": proto("message A {}"),
    "proto/b.proto": proto("message B { A a = 1; }", "a/a.proto"),
  };
  await withFolder(files, async (folder) => {
    const first = await gen(folder);
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(first.stdout, "gen: 2 modules in gen, 2 written");
    assertStringIncludes(await Deno.readTextFile(join(folder, "gen/b_pb.ts")), '"./a/a_pb.ts"');
    const before = await Deno.stat(join(folder, "gen/a/a_pb.ts"));
    assertStringIncludes((await gen(folder)).stdout, "0 written");
    assertEquals((await Deno.stat(join(folder, "gen/a/a_pb.ts"))).mtime, before.mtime);
  });
});

Deno.test("gen --descriptor-set writes what it has compiled, and checks it", async () => {
  await withFolder({ "proto/a.proto": proto("message A {}") }, async (folder) => {
    const set = join(folder, "out/set.binpb");
    const args = ["--descriptor-set", "out/set.binpb"];
    assertEquals((await gen(folder, ...args, "--check")).code, 1);
    const { code, stderr } = await gen(folder, ...args);
    assertEquals(code, 0, stderr);
    const { file } = decode(FileDescriptorSet, await Deno.readFile(set));
    assertEquals(createRegistry({ file }).message("A")?.typeName, "A");
    assertEquals((await gen(folder, ...args, "--check")).code, 0);
    await Deno.writeTextFile(join(folder, "proto/a.proto"), proto("message B {}"));
    const changed = await gen(folder, ...args, "--check");
    assertEquals(changed.code, 1);
    assertStringIncludes(changed.stderr, "out/set.binpb is not up to date");
  });
});

Deno.test("gen --check writes nothing, and fails if anything would change", async () => {
  await withFolder({ "proto/a.proto": proto("message A {}") }, async (folder) => {
    const missing = await gen(folder, "--check");
    assertEquals(missing.code, 1);
    assertStringIncludes(missing.stderr, "gen/a_pb.ts is not up to date");
    assertEquals(await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name), ["proto"]);
    assertStringIncludes((await gen(folder)).stdout, "gen: 1 module in gen, 1 written");
    assertEquals((await gen(folder, "--check")).code, 0);
    await Deno.writeTextFile(join(folder, "gen/a_pb.ts"), "// edited\n");
    assertEquals((await gen(folder, "--check")).code, 1);
  });
});

Deno.test("gen takes several folders, an output folder and a runtime", async () => {
  const files = {
    "one/a.proto": proto("message A {}"),
    "two/b.proto": proto("message B { A a = 1; }", "a.proto"),
  };
  await withFolder(files, async (folder) => {
    const args = ["one", "two", "-o", "out/code", "--runtime", "jsr:@seria/seria@^0.1"];
    const { code, stderr } = await gen(folder, ...args);
    assertEquals(code, 0, stderr);
    const text = await Deno.readTextFile(join(folder, "out/code/b_pb.ts"));
    assertStringIncludes(text, 'from "jsr:@seria/seria@^0.1/reflect"');
  });
});

Deno.test("gen looks imports up in --include, and generates nothing for them", async () => {
  const files = {
    "proto/b.proto": proto("message B { A a = 1; }", "lib/a.proto"),
    "vendor/lib/a.proto": proto("message A {}"),
  };
  await withFolder(files, async (folder) => {
    const { code, stdout, stderr } = await gen(folder, "-I", "vendor");
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "gen: 1 module in gen");
  });
});

Deno.test("gen says what is wrong, and where", async () => {
  const files = { "proto/bad.proto": proto("message A {\n  strin name = 1;\n}\n") };
  await withFolder(files, async (folder) => {
    const bad = await gen(folder);
    assertEquals(bad.code, 1);
    assertStringIncludes(bad.stderr, "proto/bad.proto:3:3:");
    const none = await gen(folder, "nowhere");
    assertEquals([none.code, none.stderr], [1, "gen: nowhere is not a folder\n"]);
    await Deno.mkdir(join(folder, "empty"));
    const empty = await gen(folder, "empty");
    assertEquals([empty.code, empty.stderr], [1, "gen: no .proto files in empty\n"]);
    await Deno.writeTextFile(join(folder, "proto/bad.proto"), proto("message A {}"));
    const file = await gen(folder, "--out", "proto/bad.proto");
    assertEquals(file.code, 1);
    assert(file.stderr.startsWith("gen: "), file.stderr);
    const option = await gen(folder, "--oout", "x");
    assertEquals(option.code, 1);
    assertStringIncludes(option.stderr, "--oout");
  });
});

Deno.test("gen takes a folder twice, but not one inside another", async () => {
  const files = {
    "proto/a.proto": proto("message A {}"),
    "proto/b/b.proto": proto("message B {}"),
  };
  await withFolder(files, async (folder) => {
    const twice = await gen(folder, "proto", "./proto/", "-I", "proto");
    assertEquals(twice.code, 0, twice.stderr);
    assertStringIncludes(twice.stdout, "gen: 2 modules in gen, 2 written");
    for (const args of [["proto", "proto/b"], ["proto/b", "-I", "proto"]]) {
      const inside = await gen(folder, ...args);
      assertEquals([inside.code, inside.stderr], [1, "gen: proto/b is inside proto\n"]);
    }
  });
});

Deno.test("gen takes --runtime as the plugin does", async () => {
  await withFolder({ "proto/a.proto": proto("message A {}") }, async (folder) => {
    const empty = await gen(folder, "--runtime", "");
    assertEquals([empty.code, empty.stderr], [
      1,
      "gen: Cannot use option runtime: it needs a value\n",
    ]);
    assertEquals((await gen(folder, "--runtime", "jsr:@seria/seria/")).code, 0);
    const text = await Deno.readTextFile(join(folder, "gen/a_pb.ts"));
    assertStringIncludes(text, 'from "jsr:@seria/seria/reflect"');
  });
});

Deno.test("gen says so if it cannot write", async () => {
  const files = { "proto/a.proto": proto("message A {}"), "taken": "" };
  await withFolder(files, async (folder) => {
    for (const args of [["-o", "taken"], ["-d", "proto"]]) {
      const { code, stderr } = await gen(folder, ...args);
      assertEquals(code, 1);
      assert(/^gen: .* directory .*\n$/.test(stderr), stderr);
    }
  });
});

Deno.test("gen --help prints how to use it", async () => {
  await withFolder({}, async (folder) => {
    const { code, stdout } = await gen(folder, "--help");
    assertEquals(code, 0);
    assertStringIncludes(stdout, "Usage: gen");
  });
});

Deno.test("protoc-gen-seria says what it is if a person runs it", async () => {
  for (const [argument, code] of [["--help", 0], ["proto", 1]] as const) {
    const args = ["run", "-A", "--no-check", "--config", CONFIG, PLUGIN, argument];
    const output = await new Deno.Command(Deno.execPath(), { args }).output();
    assertEquals(output.code, code);
    const printed = new TextDecoder().decode(code === 0 ? output.stdout : output.stderr);
    assertStringIncludes(printed, "protoc and buf run it");
  }
});

Deno.test("buf generate runs the plugin, and gives what gen gives", async () => {
  const files = {
    "proto/a.proto": proto("message A { optional int32 n = 1; }"),
    "proto/b.proto": 'edition = "2023"; import "a.proto"; message B { A a = 1; }',
    "buf.yaml": '{ "version": "v2", "modules": [{ "path": "proto" }] }',
    "buf.gen.yaml": JSON.stringify({
      version: "v2",
      plugins: [{
        local: [Deno.execPath(), "run", "-A", "--no-check", "--config", CONFIG, PLUGIN],
        out: "buf",
        opt: ["runtime=@seria/seria"],
      }],
    }),
  };
  await withFolder(files, async (folder) => {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-config", "--no-lock", "npm:@bufbuild/buf@1.74.0/buf", "generate"],
      cwd: folder,
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals((await gen(folder)).code, 0);
    for (const name of ["a_pb.ts", "b_pb.ts"]) {
      const [ours, bufs] = await Promise.all(
        ["gen", "buf"].map((out) => Deno.readTextFile(join(folder, out, name))),
      );
      assertEquals(bufs, ours);
    }
  });
});
