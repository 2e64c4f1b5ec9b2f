import { decodeBinaryHeader, encodeBinaryHeader } from "../binary_header.ts";
import type { EndStream } from "../_client_protocol.ts";
import { Code } from "../code.ts";
import { ConnectError } from "../error.ts";
import type { FieldPair, Fields } from "../http_client.ts";
import { mergeSendable } from "../_metadata.ts";
import { isReceived } from "../_received.ts";
import { DETAILS_TRAILER, MESSAGE_TRAILER, STATUS_TRAILER } from "./names.ts";
import { decodePercent, encodePercent } from "./percent.ts";
import { codeOfNumber, decodeStatus, encodeStatus, type Status } from "./status.ts";

/** The trailers of a call that has succeeded. */
const SUCCESS: readonly FieldPair[] = [[STATUS_TRAILER, "0"]];

/**
 * Makes the trailers of a response, status and metadata.
 *
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 *
 * @param metadata What the handler has set, if anything. What may not be sent is left out: it must not hide an
 * error.
 * @param error Why the call failed, if it did. Its metadata goes with the rest.
 */
export function statusTrailers(
  metadata: Headers | undefined,
  error: ConnectError | undefined,
): readonly FieldPair[] {
  if (metadata === undefined && error === undefined) return SUCCESS;
  const trailers: FieldPair[] = [...SUCCESS];
  if (metadata !== undefined) mergeSendable(trailers, metadata);
  if (error === undefined) return trailers;
  if (!isReceived(error)) mergeSendable(trailers, error.metadata);
  const code = Code[error.code];
  const message = error.rawMessage;
  trailers[0] = [STATUS_TRAILER, String(code)];
  if (message !== "") trailers.push([MESSAGE_TRAILER, encodePercent(message)]);
  if (error.details.length > 0) {
    const status = encodeStatus({ code, message, details: error.details });
    trailers.push([DETAILS_TRAILER, encodeBinaryHeader(status)]);
  }
  return trailers;
}

/** Reads how a call ended from its trailers, whatever is odd about them. */
export function endOfTrailers(all: Fields): EndStream {
  const trailers = new Headers();
  for (const [name, value] of all) {
    if (name !== STATUS_TRAILER && name !== MESSAGE_TRAILER && name !== DETAILS_TRAILER) {
      trailers.append(name, value);
    }
  }
  return { error: errorOfTrailers(all), trailers };
}

function errorOfTrailers(trailers: Fields): ConnectError | undefined {
  const value = trailers.get(STATUS_TRAILER);
  if (value === null) {
    return new ConnectError(`the response has no ${STATUS_TRAILER}`, "unknown");
  }
  if (value === "0") return undefined;
  const code = /^[1-9]\d{0,9}$/.test(value) ? codeOfNumber(Number(value)) : undefined;
  if (code === undefined) {
    return new ConnectError(`the response has ${STATUS_TRAILER} "${value}"`, "unknown");
  }
  const details = detailsOf(trailers);
  // The status says what it is; a Status that says something else is not about this call.
  const matching = details?.code === Code[code] ? details : undefined;
  const message = matching?.message || decodePercent(trailers.get(MESSAGE_TRAILER) ?? "");
  return new ConnectError(message, code, { details: matching?.details ?? [] });
}

function detailsOf(trailers: Fields): Status | undefined {
  const value = trailers.get(DETAILS_TRAILER);
  if (value === null) return undefined;
  try {
    return decodeStatus(decodeBinaryHeader(value));
  } catch {
    // Details that are broken must not hide the error they came with.
    return undefined;
  }
}
