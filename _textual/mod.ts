/**
 * What ProtoJSON and the text format have in common. Both stand on it; it is no entry point.
 *
 * @module
 */
export * from "./costs.ts";
export * from "./fault.ts";
export * from "./ignored.ts";
export * from "./pieces.ts";
export * from "./quote.ts";
export * from "./reader.ts";
export * from "./scalars_out.ts";
export * from "./seen.ts";
export * from "./writer.ts";
