import type { Target, TargetName } from "../case.ts";
import type { Family } from "../types.ts";
import { binaryTarget } from "./binary.ts";
import { DELIMITED } from "./delimited.ts";
import { descriptorTarget } from "./descriptors.ts";
import { JSON_FORMAT } from "./json.ts";
import { TEXT_FORMAT } from "./text.ts";
import { textualTarget } from "./textual.ts";
import { VIEWING } from "./views.ts";

/** The target of a name, over types. */
export function targetOf(name: TargetName, families: readonly Family[]): Target {
  switch (name) {
    case "binary":
      return binaryTarget(families);
    case "views":
      return binaryTarget(families, VIEWING);
    case "json":
      return textualTarget(JSON_FORMAT, families);
    case "text":
      return textualTarget(TEXT_FORMAT, families);
    case "descriptors":
      return descriptorTarget(families);
    case "delimited":
      return DELIMITED;
  }
}
