export type { JsonObject, JsonValue } from "../wkt/mod.ts";
