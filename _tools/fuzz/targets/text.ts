import { fromText, TextError, toText } from "@seria/seria/text";
import { TEXT_BOMBS } from "../inputs/text_bombs.ts";
import type { TextualFormat } from "./textual.ts";

/** The text format. */
export const TEXT_FORMAT: TextualFormat = {
  error: TextError,
  pieces: [
    ..."<>;#",
    "inf",
    "-nan",
    "infinity",
    "0x",
    "0x7fffffff",
    "0777",
    "1f",
    ".5",
    "\\x",
    "\\377",
    "\\u00e9",
    "\\U0001f642",
    "\\ud800",
    "[a.b]",
    "[a/b.c]",
    "[type.googleapis.com/google.protobuf.Any] {}",
    "[type.googleapis.com/google.protobuf.Duration] { seconds: 1 }",
    "key: ",
    "value { }",
    "type_url: ",
    "# comment\n",
    "'a' \"b\"",
    "1: 2",
    "1 { 2: 3 }",
    "- 1",
    "[1, 2]",
    "[{}, {}]",
    "t",
    "False",
  ],
  bombs: TEXT_BOMBS,
  read: fromText,
  write: (type, message, registry, indent) => toText(type, message, { registry, indent }),
};
