import { cachePath, exists, removeAll } from "../cache.ts";
import { run, runOrThrow } from "../command.ts";

/** The Debian release that the libraries are taken from; it has glibc 2.41. */
const RELEASE = "trixie";
const PACKAGES = ["libc6", "libstdc++6", "libgcc-s1"];
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * A command that runs a program of Linux x64 with a newer glibc than the host has. Only that
 * program gets the newer libraries: what it starts has those of the host.
 *
 * The libraries are Debian packages, fetched with the host's own apt, its mirror and its settings,
 * and unpacked into the cache. Nothing is installed, and root is not needed.
 *
 * @param program The path of the program.
 * @returns The program and arguments to run instead.
 * @throws {Error} If the host has no apt, or is not Debian.
 */
export async function withNewGlibc(program: string): Promise<[string, ...string[]]> {
  const root = cachePath(`glibc-${RELEASE}`);
  if (!await exists(root)) await fetchGlibc(root);
  const libraries = `${root}/usr/lib/x86_64-linux-gnu`;
  return [`${libraries}/ld-linux-x86-64.so.2`, "--library-path", libraries, program];
}

async function fetchGlibc(root: string): Promise<void> {
  const mirrors = await debianMirrors();
  const work = `${root}.part`;
  const failures: string[] = [];
  for (const mirror of mirrors) {
    try {
      await removeAll(work);
      await Deno.mkdir(`${work}/lists/partial`, { recursive: true });
      await Deno.mkdir(`${work}/debs`);
      await download(mirror, work);
      for await (const { name } of Deno.readDir(`${work}/debs`)) {
        await runOrThrow(["dpkg-deb", "-x", `${work}/debs/${name}`, `${work}/root`]);
      }
      await removeAll(root);
      await Deno.rename(`${work}/root`, root);
      await removeAll(work);
      return;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw unavailable(failures.join("\n") || "The host's apt sources have no Debian mirror");
}

/** The Debian archives in the host's apt sources, of whatever format: where its own release is. */
async function debianMirrors(): Promise<string[]> {
  const os = await Deno.readTextFile("/etc/os-release").catch(() => "");
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(os)?.[1];
  if (!/^ID=debian$/m.test(os) || codename === undefined) {
    throw unavailable("The host is not Debian");
  }
  const listing = await run(["apt-get", "--print-uris", "update"]).catch((error) => {
    throw unavailable(`Cannot run apt-get: ${error.message}`);
  });
  const pattern = new RegExp(`^'([^']+?)/?dists/${codename}/InRelease'`, "gm");
  return [...listing.stdout.matchAll(pattern)].map((match) => match[1] ?? "");
}

async function download(mirror: string, work: string): Promise<void> {
  const options = await exists(KEYRING) ? `[signed-by=${KEYRING}] ` : "";
  await Deno.writeTextFile(`${work}/sources.list`, `deb ${options}${mirror} ${RELEASE} main\n`);
  await Deno.writeTextFile(`${work}/apt.conf`, aptConfig(work));
  const apt = ["apt-get", "-qq", "-c", `${work}/apt.conf`] as const;
  await runOrThrow([...apt, "update"]);
  await runOrThrow([...apt, "download", ...PACKAGES], { cwd: `${work}/debs` });
}

/** Read after the host's settings, of which proxies and credentials remain. */
function aptConfig(work: string): string {
  return `
Dir::Etc::SourceList "${work}/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "${work}/lists";
Dir::Cache "${work}/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Default-Release "";
Acquire::Languages "none";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;
}

function unavailable(reason: string): Error {
  return new Error(
    "The conformance test runner needs glibc 2.38 or newer (Debian 13, Ubuntu 24.04, Fedora 39). " +
      `This host has an older one, and none could be fetched: ${reason}`,
  );
}
