import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
// Inside the workspace member, so that its import map serves what is generated here.
const CACHE = new URL("../.cache/", import.meta.url);

/** A path in the repository. */
export function repositoryPath(name: string): string {
  return fileURLToPath(new URL(name, ROOT));
}

/** A path in the benchmark's cache, which may be deleted at any time. */
export function cachePath(name: string): string {
  return fileURLToPath(new URL(name, CACHE));
}

/** Imports a module that was generated into the cache. */
// deno-lint-ignore no-explicit-any -- generated at run time: there are no types
export function importCached(name: string): Promise<any> {
  return import(new URL(name, CACHE).href);
}

/**
 * Imports a package of `bench/deno.json`, which only this benchmark's own tasks are run with. The
 * name is no literal, so that the type check of the repository does not look for it.
 */
// deno-lint-ignore no-explicit-any -- a package of somebody else, used in a few lines
export function importPackage(name: string): Promise<any> {
  return import(name);
}

/** The folder of a package of `bench/deno.json`. */
export async function packageFolder(name: string): Promise<string> {
  const file = `${name}/package.json`;
  await import(file, { with: { type: "json" } });
  return dirname(fileURLToPath(import.meta.resolve(file)));
}

/** The version of a package in `bench/deno.json`: `npm:pbf@5.1.2` is `5.1.2`. */
export function versionOf(name: string): string {
  const specifier: string | undefined = (config.imports as Record<string, string>)[name];
  if (specifier === undefined) {
    throw new RangeError(`bench/deno.json has no "${name}"`);
  }
  return specifier.slice(specifier.lastIndexOf("@") + 1);
}

/** What `bench/deno.json` maps a package to: `npm:pbf@5.1.2`. */
export function specifierOf(name: string): string {
  return `npm:${name}@${versionOf(name)}`;
}
