import { create, decode, encode } from "@seria/seria";
import { FileDescriptorProto, FileDescriptorSet } from "@seria/seria/reflect";
import { cachePath, repositoryPath } from "./config.ts";
import { run } from "./run.ts";

/** The compiler, as an npm package. It carries its own binary. */
const BUF = "npm:@bufbuild/buf@1.74.0/buf";

/** Compiles the `.proto` files of a folder, without comments. */
export async function compile(
  folder: string,
  excludes: string[] = [],
): Promise<FileDescriptorSet> {
  const modules = [{ path: ".", excludes }];
  const config = JSON.stringify({ version: "v2", modules });
  const output = [
    "--exclude-source-info",
    "--as-file-descriptor-set",
    "-o",
    "-#format=binpb",
  ];
  const bytes = await run(
    [
      Deno.execPath(),
      "run",
      "-A",
      "--no-config",
      "--no-lock",
      BUF,
      "build",
      "--config",
      config,
    ]
      .concat(output),
    { cwd: folder },
  );
  return decode(FileDescriptorSet, bytes, { maxElementBytes: Infinity });
}

/**
 * The schema of all data sets: that of the upstream ones, our own, and `descriptor.proto`.
 *
 * @param data The folder of the upstream data sets.
 */
export async function loadSchema(data: string): Promise<FileDescriptorSet> {
  const upstream = decode(
    FileDescriptorSet,
    await Deno.readFile(`${data}/schema.binpb`),
  );
  const own = await compile(repositoryPath("bench/codec/proto"));
  const file = [
    ...upstream.file,
    ...own.file,
    FileDescriptorSet.descriptor.file.proto,
  ];
  return create(FileDescriptorSet, { file });
}

/** How large the set of Google's descriptors may get, in bytes. */
const APIS_SIZE = 2 * 1024 * 1024;

/**
 * Descriptors of Google's public APIs, without comments: as many files as make 2 MiB, each after
 * those that it imports. Compiled once.
 *
 * @param folder The folder of the `.proto` files.
 */
export async function googleApis(folder: string): Promise<Uint8Array> {
  const path = cachePath("googleapis.binpb");
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  console.error("compiling Google's APIs");
  // Its folder google/protobuf is test data of the protobuf compiler, which does not compile.
  const all = await compile(folder, ["google/protobuf"]);
  const some = create(FileDescriptorSet);
  let size = 0;
  for (const file of all.file) {
    size += encode(FileDescriptorProto, file).length;
    if (size > APIS_SIZE) break;
    some.file.push(file);
  }
  const bytes = encode(FileDescriptorSet, some);
  await Deno.writeFile(path, bytes);
  return bytes;
}
