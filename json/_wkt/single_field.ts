import type { WellKnown } from "./well_known.ts";

/**
 * The form of a type whose JSON is that of its only field: `Struct`, `ListValue` and the wrappers.
 *
 * @param name The field.
 * @param type Its type, as in the shape of a well-known type.
 */
export function singleField(name: string, type: string): WellKnown {
  return {
    shape: { [name]: type },
    read(reader, plan, kind, message) {
      message[name] = plan.fields[0]!.value.read(reader, kind, message[name]);
    },
    write(writer, plan, message) {
      return writer.alone(plan.fields[0]!.value, message[name]);
    },
  };
}
