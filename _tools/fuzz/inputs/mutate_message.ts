import {
  type FieldDescriptor,
  getField,
  type Message,
  type MessageDescriptor,
  setField,
} from "@seria/seria/reflect";
import {
  type Random,
  randomMessage,
  randomValue,
} from "../../../reflect/testdata/random_message.ts";

/** A place in a message: a message in its tree, and its type. */
type Place = readonly [Message, MessageDescriptor];

/** Values that are more likely to mean something in this message. */
export type Words = Readonly<Partial<Record<FieldDescriptor["type"], readonly unknown[]>>>;

/**
 * Changes a few fields somewhere in a message: they are cleared, set to something else, or their
 * lists are cut, doubled and mixed.
 */
export function mutateMessage(
  random: Random,
  message: Message,
  descriptor: MessageDescriptor,
  words: Words,
): void {
  const places: Place[] = [];
  collect(message, descriptor, places);
  for (let edits = random.below(4); edits >= 0; edits--) {
    const [target, { fields }] = random.pick(places);
    if (fields.length === 0) continue;
    const set = fields.filter((field) => isSet(getField(target, field)));
    const field = set.length > 0 && random.once(2) ? random.pick(set) : random.pick(fields);
    setField(target, field, changed(random, field, getField(target, field), words));
  }
}

function collect(message: Message, descriptor: MessageDescriptor, places: Place[]): void {
  places.push([message, descriptor]);
  for (const field of descriptor.fields) {
    const value = getField(message, field);
    if (field.message === undefined || value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) collect(each, field.message, places);
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function changed(random: Random, field: FieldDescriptor, value: unknown, words: Words): unknown {
  if (field.cardinality !== "repeated") return one(random, field, words);
  const list = [...value as unknown[]];
  const at = random.below(list.length + 1);
  switch (random.below(4)) {
    case 0:
      list.splice(at, 1);
      break;
    case 1:
      list.splice(at, 0, one(random, field, words));
      break;
    case 2:
      list.push(...list.slice(0, 3));
      break;
    default:
      if (list.length > 0) list.push(list.splice(random.below(list.length), 1)[0]);
  }
  return list;
}

function one(random: Random, field: FieldDescriptor, words: Words): unknown {
  const known = words[field.type];
  if (known !== undefined && !random.once(4)) return random.pick(known);
  return field.message === undefined
    ? randomValue(random, field, 1)
    : randomMessage(random, field.message, 2);
}
