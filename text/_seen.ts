import { Seen } from "../_textual/mod.ts";
import type { Extension } from "../reflect/mod.ts";
import type { Fields } from "./_plan.ts";

/** What has come already in one message: fields and oneofs by their slots, and extensions. */
export class SeenFields extends Seen {
  /** Each extension that came, and what holds its value. */
  extensions: Map<Extension, Fields> | undefined;
}
