import { Edition } from "./edition.ts";
import type { Features } from "./features.ts";

const PROTO2: Features = {
  fieldPresence: "explicit",
  enumType: "closed",
  repeatedFieldEncoding: "expanded",
  utf8Validation: "none",
  messageEncoding: "length_prefixed",
  jsonFormat: "legacy_best_effort",
  enforceNamingStyle: "style_legacy",
  defaultSymbolVisibility: "export_all",
};

const PROTO3: Features = {
  ...PROTO2,
  fieldPresence: "implicit",
  enumType: "open",
  repeatedFieldEncoding: "packed",
  utf8Validation: "verify",
  jsonFormat: "allow",
};

const EDITION_2023: Features = { ...PROTO3, fieldPresence: "explicit" };

const EDITION_2024: Features = {
  ...EDITION_2023,
  enforceNamingStyle: "style2024",
  defaultSymbolVisibility: "export_top_level",
};

const DEFAULTS: ReadonlyMap<Edition, Features> = new Map([
  [Edition.Proto2, PROTO2],
  [Edition.Proto3, PROTO3],
  [Edition.Edition2023, EDITION_2023],
  [Edition.Edition2024, EDITION_2024],
]);

/**
 * The features of a file that sets none.
 *
 * See https://protobuf.dev/editions/features/#preserving
 *
 * @param edition The file's edition.
 * @returns The defaults.
 *
 * @example The default of proto3
 * ```ts
 * import { Edition, featureDefaults } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(featureDefaults(Edition.Proto3).fieldPresence, "implicit");
 * ```
 */
export function featureDefaults(edition: Edition): Features {
  return DEFAULTS.get(edition)!;
}
