import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  Edition,
  featureDefaults,
  type FeatureOverrides,
  type Features,
  resolveFeatures,
} from "./mod.ts";

/** As `edition_defaults` in `descriptor.proto` state them, for proto2, proto3, 2023 and 2024. */
const DEFAULTS: { [K in keyof Features]: [Features[K], Features[K], Features[K], Features[K]] } = {
  fieldPresence: ["explicit", "implicit", "explicit", "explicit"],
  enumType: ["closed", "open", "open", "open"],
  repeatedFieldEncoding: ["expanded", "packed", "packed", "packed"],
  utf8Validation: ["none", "verify", "verify", "verify"],
  messageEncoding: ["length_prefixed", "length_prefixed", "length_prefixed", "length_prefixed"],
  jsonFormat: ["legacy_best_effort", "allow", "allow", "allow"],
  enforceNamingStyle: ["style_legacy", "style_legacy", "style_legacy", "style2024"],
  defaultSymbolVisibility: ["export_all", "export_all", "export_all", "export_top_level"],
};

/** The values of each feature from 0 on, as `google.protobuf.FeatureSet` numbers them. */
const NUMBERS: { [K in keyof Features]: (Features[K] | undefined)[] } = {
  fieldPresence: [undefined, "explicit", "implicit", "legacy_required"],
  enumType: [undefined, "open", "closed"],
  repeatedFieldEncoding: [undefined, "packed", "expanded"],
  utf8Validation: [undefined, undefined, "verify", "none"],
  messageEncoding: [undefined, "length_prefixed", "delimited"],
  jsonFormat: [undefined, "allow", "legacy_best_effort"],
  enforceNamingStyle: [undefined, "style2024", "style_legacy"],
  defaultSymbolVisibility: [undefined, "export_all", "export_top_level", "local_all", "strict"],
};

const NAMES = Object.keys(NUMBERS) as (keyof Features)[];

Deno.test("featureDefaults() has the defaults of every edition", () => {
  for (const [index, edition] of Object.values(Edition).entries()) {
    const expected = Object.fromEntries(NAMES.map((name) => [name, DEFAULTS[name][index]]));
    assertEquals<unknown>(featureDefaults(edition), expected);
  }
});

Deno.test("resolveFeatures() puts each feature over its parent's, and leaves the others", () => {
  for (const edition of Object.values(Edition)) {
    const parent = featureDefaults(edition);
    for (const name of NAMES) {
      for (const [number, value] of NUMBERS[name].entries()) {
        if (value === undefined) continue;
        assertEquals(resolveFeatures(parent, { [name]: number }), { ...parent, [name]: value });
      }
    }
  }
});

Deno.test("resolveFeatures() goes from file to message to field", () => {
  const file = resolveFeatures(featureDefaults(Edition.Edition2023), {
    fieldPresence: 2,
    enumType: 2,
  });
  const message = resolveFeatures(file, { enumType: 1, messageEncoding: 2 });
  const field = resolveFeatures(message, { fieldPresence: 1 });
  assertEquals(
    [field.fieldPresence, field.enumType, field.messageEncoding, message.fieldPresence],
    ["explicit", "open", "delimited", "implicit"],
  );
  assertEquals([file.enumType, file.messageEncoding], ["closed", "length_prefixed"]);
});

Deno.test("resolveFeatures() gives the parent itself if nothing is set", () => {
  const parent = featureDefaults(Edition.Proto2);
  const nothing: (FeatureOverrides | undefined)[] = [
    undefined,
    {},
    { fieldPresence: undefined, enumType: 0 },
  ];
  for (const overrides of nothing) {
    assertStrictEquals(resolveFeatures(parent, overrides), parent);
  }
});

Deno.test("resolveFeatures() leaves its arguments as they are", () => {
  const parent = Object.freeze({ ...featureDefaults(Edition.Proto3) });
  const overrides = Object.freeze({ enumType: 2 });
  assertEquals(resolveFeatures(parent, overrides).enumType, "closed");
  assertEquals(parent.enumType, "open");
});

Deno.test("resolveFeatures() refuses numbers it does not know", () => {
  const parent = featureDefaults(Edition.Edition2024);
  for (const name of NAMES) {
    for (const number of [-1, 0.5, NUMBERS[name].length, 99, NaN]) {
      const overrides = { [name]: number };
      assertThrows(() => resolveFeatures(parent, overrides), RangeError, `${name} = ${number}`);
    }
  }
  // A number that was taken back.
  assertThrows(() => resolveFeatures(parent, { utf8Validation: 1 }), RangeError);
});

Deno.test("resolveFeatures() does not look at other properties", () => {
  const parent = featureDefaults(Edition.Edition2023);
  const overrides = { $unknown: new Uint8Array([1]), jsonFormat: 2 } as FeatureOverrides;
  assertEquals(resolveFeatures(parent, overrides), { ...parent, jsonFormat: "legacy_best_effort" });
});
