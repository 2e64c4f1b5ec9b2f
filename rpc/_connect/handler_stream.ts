import { type Codec, decodeFromPeer, encodeWithin } from "../_codec.ts";
import { completer } from "../_complete.ts";
import { encodeEnvelope, type Envelope, EnvelopeReader, FLAG_COMPRESSED } from "../_envelope.ts";
import { ConnectError } from "../error.ts";
import { HandlerCall } from "../_handler_call.ts";
import { type HandlerConfig, toClientError } from "../_handler_config.ts";
import type { Endpoint } from "../_http.ts";
import { mergeSendable } from "../_metadata.ts";
import { implementationOf, type Procedure } from "../_procedure.ts";
import { responseStream, stop, type StreamFormat } from "../_response_stream.ts";
import { encodeEndStream } from "./end_stream.ts";
import {
  STREAM_ACCEPT_ENCODING_HEADER,
  STREAM_ENCODING_HEADER,
  STREAM_TYPE_PREFIX,
} from "./names.ts";
import { checkEncoding, checkVersion, SUPPORTED_ENCODINGS } from "./request_headers.ts";
import { startDeadline } from "./timeout.ts";

/**
 * Makes what answers server-streaming calls of a method in a codec. The status is always 200:
 * errors are in the last envelope.
 *
 * https://connectrpc.com/docs/protocol#streaming-request
 */
export function serverStreamEndpoint(
  procedure: Procedure,
  codec: Codec,
  config: HandlerConfig,
): Endpoint {
  const { input, output } = procedure.method;
  const complete = completer(output);

  function responseHeaders(metadata: Headers | undefined): Headers {
    const headers = new Headers();
    if (metadata !== undefined) mergeSendable(headers, metadata);
    headers.set("content-type", STREAM_TYPE_PREFIX + codec.name);
    headers.set(STREAM_ACCEPT_ENCODING_HEADER, SUPPORTED_ENCODINGS);
    return headers;
  }

  function formatOf(call: HandlerCall): StreamFormat {
    return {
      message(response) {
        const message = complete(response as object);
        return encodeEnvelope(0, encodeWithin(codec, output, message, config.writeMaxBytes));
      },
      end(failure) {
        let error = failure && toClientError(failure.error, config, call);
        try {
          call.takeTrailers();
        } catch (invalid) {
          error ??= toClientError(invalid, config, call);
        }
        return encodeEndStream(call.responseTrailers, error, config.registry);
      },
    };
  }

  return async (request) => {
    const call = new HandlerCall(procedure, "connect", request);
    const { lifetime } = call;
    const { headers } = request;
    const format = formatOf(call);
    let responses: AsyncIterator<unknown> | undefined;
    try {
      checkEncoding(headers, STREAM_ENCODING_HEADER);
      // The content type leaves no doubt: the version need not be there.
      checkVersion(headers, false);
      startDeadline(lifetime, headers, config.maxTimeoutMs);
      const implementation = implementationOf(procedure);
      const data = await readOnlyMessage(
        new EnvelopeReader(request.body, {
          limit: config.readMaxBytes,
          truncated: "invalid_argument",
          lifetime,
        }),
      );
      const message = decodeFromPeer(codec, input, data, "invalid_argument");
      responses = iterate(implementation(message, call));
      // Before the headers are sent, the handler may set them.
      const first = await lifetime.race(responses.next());
      return {
        status: 200,
        headers: responseHeaders(call.takeHeaders()),
        body: responseStream(responses, first, lifetime, format),
      };
    } catch (error) {
      if (responses !== undefined) stop(responses);
      const body = format.end({ error });
      lifetime.done();
      return { status: 200, headers: responseHeaders(call.responseHeaders), body };
    }
  };
}

/** Reads the one message that a request has. */
async function readOnlyMessage(reader: EnvelopeReader): Promise<Uint8Array> {
  try {
    const envelope = await reader.read();
    if (envelope === undefined) throw wrongCount("none came");
    checkFlags(envelope);
    if (!await reader.ended()) throw wrongCount("more came");
    return envelope.data;
  } catch (error) {
    reader.cancel(error);
    throw error;
  }
}

function wrongCount(what: string): ConnectError {
  return new ConnectError(`the method takes one message: ${what}`, "unimplemented");
}

function checkFlags({ flags }: Envelope): void {
  if (flags === 0) return;
  if (flags === FLAG_COMPRESSED) {
    throw new ConnectError(
      `a message is compressed, but there is no ${STREAM_ENCODING_HEADER}`,
      "internal",
    );
  }
  throw new ConnectError(`a message has the flags ${flags}: they must be 0`, "invalid_argument");
}

function iterate(responses: unknown): AsyncIterator<unknown> {
  const iterator = (responses as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator]?.();
  if (iterator === undefined) {
    throw new TypeError("A server-streaming handler must return an async iterable: async *method");
  }
  return iterator;
}
