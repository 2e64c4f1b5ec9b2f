/**
 * The editions of the protobuf language: the defaults of each, and how features resolve from file
 * to message to field. Data and pure functions.
 *
 * ```ts
 * import { Edition, featureDefaults } from "@seria/seria/editions";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(featureDefaults(Edition.Edition2023).enumType, "open");
 * ```
 *
 * @module
 */
export * from "./defaults.ts";
export * from "./edition.ts";
export * from "./features.ts";
