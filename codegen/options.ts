/** What the plugin's parameter can say. */
export interface GenerateOptions {
  /**
   * Where generated code imports the runtime from: a package, or a checkout of Seria, as a path
   * relative to the output folder (`./…`, `../…`), an absolute path or a `file:` URL. Default
   * `"@seria/seria"`.
   */
  runtime?: string;
  /**
   * Whether the code becomes part of the runtime's own `reflect` layer, and so must not import that
   * layer's `mod.ts`. Default false.
   */
  bootstrap?: boolean;
}

/**
 * Parses a plugin parameter: `name=value` pairs, separated by commas.
 *
 * @param parameter As `CodeGeneratorRequest.parameter` has it.
 * @returns The options.
 * @throws {SyntaxError} If an option is not known, or its value is not valid.
 *
 * @example An option
 * ```ts
 * import { parseOptions } from "@seria/seria/codegen";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(parseOptions("runtime=jsr:@seria/seria"), { runtime: "jsr:@seria/seria" });
 * assertThrows(() => parseOptions("runtim=x"), SyntaxError, "runtim");
 * ```
 */
export function parseOptions(parameter: string): GenerateOptions {
  const options: GenerateOptions = {};
  for (const pair of parameter.split(",")) {
    if (pair.trim() === "") continue;
    const [name, value = ""] = pair.trim().split(/=(.*)/s);
    switch (name) {
      case "runtime":
        options.runtime = parseRuntime(value);
        break;
      case "bootstrap":
        if (value !== "" && value !== "true" && value !== "false") {
          throw new SyntaxError(`Cannot use option bootstrap=${value}: it is true or false`);
        }
        options.bootstrap = value !== "false";
        break;
      default:
        throw new SyntaxError(`Cannot use option ${name}: the options are runtime and bootstrap`);
    }
  }
  return options;
}

/**
 * Parses the option `runtime`.
 *
 * @param value What the user gave.
 * @returns The package or path, without slashes at its end.
 * @throws {SyntaxError} If it is empty.
 */
export function parseRuntime(value: string): string {
  if (value === "") throw new SyntaxError("Cannot use option runtime: it needs a value");
  return value.replace(/\/+$/, "");
}
