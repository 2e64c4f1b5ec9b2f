import { ConnectError } from "../error.ts";
import { NO_FIELDS } from "../_fields.ts";
import type { FieldPair } from "../http_client.ts";
import type { HttpResponse } from "../_http.ts";
import { errorToJson } from "./error_json.ts";
import { jsonResponse } from "./error_response.ts";
import { codeOfStatus } from "./http_status.ts";

/** What is refused before it is known what it is, or that it is an RPC at all. */
export type RefusalStatus = 404 | 405 | 415;

/** Makes a refusal for a client that may speak anything: its body is for people alone. */
export function plainRefusal(
  status: RefusalStatus,
  message: string,
  headers: readonly FieldPair[] = NO_FIELDS,
): HttpResponse {
  return {
    status,
    headers: [["content-type", "text/plain; charset=utf-8"], ...headers],
    body: new TextEncoder().encode(message),
  };
}

/**
 * Makes the response for a request that reached no method. Its body says what any Connect client
 * would take from the status, with a message for people.
 *
 * @param status Why it is refused.
 * @param message What to do about it.
 * @param headers What the status asks for: `Allow`, `Accept-Post`.
 */
export function refusal(
  status: RefusalStatus,
  message: string,
  headers: readonly FieldPair[] = NO_FIELDS,
): HttpResponse {
  const error = new ConnectError(message, codeOfStatus(status));
  return jsonResponse(status, headers, errorToJson(error, undefined));
}
