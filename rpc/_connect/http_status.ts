import type { Code } from "../code.ts";

/** https://connectrpc.com/docs/protocol#error-codes */
const STATUS_OF_CODE: Readonly<Record<Code, number>> = {
  canceled: 499,
  unknown: 500,
  invalid_argument: 400,
  deadline_exceeded: 504,
  not_found: 404,
  already_exists: 409,
  permission_denied: 403,
  resource_exhausted: 429,
  failed_precondition: 400,
  aborted: 409,
  out_of_range: 400,
  unimplemented: 501,
  internal: 500,
  unavailable: 503,
  data_loss: 500,
  unauthenticated: 401,
};

/** https://connectrpc.com/docs/protocol#http-to-error-code */
const CODE_OF_STATUS: ReadonlyMap<number, Code> = new Map([
  [400, "internal"],
  [401, "unauthenticated"],
  [403, "permission_denied"],
  [404, "unimplemented"],
  [429, "unavailable"],
  [502, "unavailable"],
  [503, "unavailable"],
  [504, "unavailable"],
]);

/** Returns the HTTP status that a unary error is sent with. */
export function statusOfCode(code: Code): number {
  return STATUS_OF_CODE[code];
}

/** Returns the code of a response that has an HTTP status and no code of its own. */
export function codeOfStatus(status: number): Code {
  return CODE_OF_STATUS.get(status) ?? "unknown";
}
