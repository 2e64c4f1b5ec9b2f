/**
 * The features of a file, message, field, enum or oneof, all resolved.
 *
 * See https://protobuf.dev/editions/features/
 */
export interface Features {
  /** How a singular scalar field tells unset from zero. */
  readonly fieldPresence: "explicit" | "implicit" | "legacy_required";
  /** Whether an enum field may hold a number that the enum does not define. */
  readonly enumType: "open" | "closed";
  /** How a repeated scalar field is written. Both forms are always read. */
  readonly repeatedFieldEncoding: "packed" | "expanded";
  /** Whether a string field's bytes must be UTF-8. */
  readonly utf8Validation: "verify" | "none";
  /** How a message field is written: with a length, or as a group. */
  readonly messageEncoding: "length_prefixed" | "delimited";
  /** Whether JSON names must be free of conflicts. */
  readonly jsonFormat: "allow" | "legacy_best_effort";
  /** Which naming style the compiler enforces; nothing at run time. */
  readonly enforceNamingStyle: "style2024" | "style_legacy";
  /** Which symbols other files may import; nothing at run time. */
  readonly defaultSymbolVisibility: "export_all" | "export_top_level" | "local_all" | "strict";
}

/**
 * Features as a `google.protobuf.FeatureSet` message gives them: a number for each one that is set,
 * 0 or `undefined` for the others.
 */
export interface FeatureOverrides {
  /** 1 EXPLICIT, 2 IMPLICIT, 3 LEGACY_REQUIRED. */
  readonly fieldPresence?: number | undefined;
  /** 1 OPEN, 2 CLOSED. */
  readonly enumType?: number | undefined;
  /** 1 PACKED, 2 EXPANDED. */
  readonly repeatedFieldEncoding?: number | undefined;
  /** 2 VERIFY, 3 NONE. */
  readonly utf8Validation?: number | undefined;
  /** 1 LENGTH_PREFIXED, 2 DELIMITED. */
  readonly messageEncoding?: number | undefined;
  /** 1 ALLOW, 2 LEGACY_BEST_EFFORT. */
  readonly jsonFormat?: number | undefined;
  /** 1 STYLE2024, 2 STYLE_LEGACY. */
  readonly enforceNamingStyle?: number | undefined;
  /** 1 EXPORT_ALL, 2 EXPORT_TOP_LEVEL, 3 LOCAL_ALL, 4 STRICT. */
  readonly defaultSymbolVisibility?: number | undefined;
}

/** The values of each feature, at their numbers in `google.protobuf.FeatureSet`. */
const VALUES: { readonly [K in keyof Features]: readonly (Features[K] | undefined)[] } = {
  fieldPresence: [undefined, "explicit", "implicit", "legacy_required"],
  enumType: [undefined, "open", "closed"],
  repeatedFieldEncoding: [undefined, "packed", "expanded"],
  utf8Validation: [undefined, undefined, "verify", "none"],
  messageEncoding: [undefined, "length_prefixed", "delimited"],
  jsonFormat: [undefined, "allow", "legacy_best_effort"],
  enforceNamingStyle: [undefined, "style2024", "style_legacy"],
  defaultSymbolVisibility: [undefined, "export_all", "export_top_level", "local_all", "strict"],
};

/**
 * Resolves features: what the parent has, with what is set here put over it.
 *
 * @param parent The features of the enclosing element, or the defaults of the file's edition.
 * @param overrides What the element itself sets, or `undefined`.
 * @returns The element's features; `parent` itself if nothing is set.
 * @throws {RangeError} If a feature has a value that Seria does not know.
 *
 * @example A field of its own presence
 * ```ts
 * import { Edition, featureDefaults, resolveFeatures } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * const file = featureDefaults(Edition.Edition2023);
 * assertEquals(file.fieldPresence, "explicit");
 * const field = resolveFeatures(file, { fieldPresence: 2 });
 * assertEquals(field.fieldPresence, "implicit");
 * ```
 */
export function resolveFeatures(
  parent: Features,
  overrides: FeatureOverrides | undefined,
): Features {
  if (overrides === undefined) return parent;
  const resolved: Record<string, string> = {};
  for (const [name, values] of Object.entries(VALUES)) {
    const number = overrides[name as keyof Features];
    if (number === undefined || number === 0) continue;
    const value = values[number];
    if (value === undefined) throw new RangeError(`Cannot use feature ${name} = ${number}`);
    resolved[name] = value;
  }
  return Object.keys(resolved).length === 0 ? parent : { ...parent, ...resolved };
}
