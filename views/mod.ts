/**
 * Views: messages that are read in place. `view()` checks the whole input once and makes nothing of
 * it; each field is decoded when it is first asked for.
 *
 * ```ts
 * import { create, encode, toJson } from "@seria/seria";
 * import { owned, view } from "@seria/seria/views";
 * import { Struct } from "@seria/seria/wkt"; // or a type that `deno task gen` generated
 * import { assertEquals } from "@std/assert";
 *
 * const name = create(Struct, { fields: new Map([["name", { stringValue: "Ada" }]]) });
 * const seen = view(Struct, encode(Struct, name));
 * assertEquals(seen.fields.get("name")?.kind.value, "Ada");
 * assertEquals(toJson(Struct, seen), { name: "Ada" });
 * assertEquals(owned(Struct, seen), name);
 * ```
 *
 * @module
 */
export type {
  ListView,
  MapView,
  ReadonlyMembers,
  View,
  ViewSupport,
  ViewValue,
} from "../reflect/mod.ts";
export * from "./as_view.ts";
export * from "./owned.ts";
export * from "./view.ts";
