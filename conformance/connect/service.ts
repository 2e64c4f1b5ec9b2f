import { create } from "@seria/seria/reflect";
import type { Message, MessageInit, MessageType } from "@seria/seria/reflect";
import type { HandlerContext, ServiceImplementation } from "@seria/seria/rpc";
import { addHeaders, delay, toAny, toConnectError, toHeaders } from "./convert.ts";
import type { Generated } from "./generate.ts";
import type {
  ConformanceService,
  PayloadResponse,
  RequestInfo,
  RequestOf,
  StreamResponseDefinition,
  UnaryResponseDefinition,
} from "./protocol.ts";

type Implementation = ServiceImplementation<ConformanceService["methods"]>;
type Response = MessageInit<PayloadResponse>;

/** What the server under test answers: what its requests say. */
export function implement(generated: Generated): Implementation {
  const infoType = generated.type<RequestInfo>("ConformancePayload.RequestInfo");

  function infoOf(context: HandlerContext, requests: readonly Message[]): RequestInfo {
    const timeoutMs = context.timeoutMs();
    const query = [...new URL(context.url).searchParams];
    return create(infoType, {
      requestHeaders: toHeaders(context.requestHeaders),
      requests: anysOf(context, requests),
      ...timeoutMs === undefined ? {} : { timeoutMs: BigInt(Math.floor(timeoutMs)) },
      ...query.length === 0 ? {} : { connectGetInfo: { queryParams: toHeaders(query) } },
    });
  }

  /** Answers with one message or an error. */
  async function one(
    context: HandlerContext,
    requests: readonly RequestOf<UnaryResponseDefinition>[],
  ): Promise<Response> {
    const requestInfo = infoOf(context, requests);
    const definition = requests[0]?.responseDefinition;
    if (definition === undefined) return { payload: { requestInfo } };
    setMetadata(context, definition);
    await delay(definition.responseDelayMs);
    const { response } = definition;
    if (response.case === "error") {
      throw toConnectError(response.value, toAny(infoType, requestInfo));
    }
    const data = response.case === "responseData" ? { data: response.value } : {};
    return { payload: { requestInfo, ...data } };
  }

  /** Ends a stream as it is to end; with the request in the details if nothing was sent. */
  function end(
    context: HandlerContext,
    definition: StreamResponseDefinition | undefined,
    requests: readonly Message[],
    sent: number,
  ): void {
    if (definition?.error === undefined) return;
    const info = sent === 0 ? [toAny(infoType, infoOf(context, requests))] : [];
    throw toConnectError(definition.error, ...info);
  }

  return {
    unary: (request, context) => one(context, [request]),
    idempotentUnary: (request, context) => one(context, [request]),
    clientStream: async (requests, context) => one(context, await Array.fromAsync(requests)),

    async *serverStream(request, context) {
      const definition = request.responseDefinition;
      if (definition !== undefined) setMetadata(context, definition);
      let sent = 0;
      for (const data of definition?.responseData ?? []) {
        await delay(definition!.responseDelayMs);
        const info = sent++ === 0 ? { requestInfo: infoOf(context, [request]) } : {};
        yield { payload: { data, ...info } };
      }
      end(context, definition, [request], sent);
    },

    async *bidiStream(requests, context) {
      let definition: StreamResponseDefinition | undefined;
      let [first, fullDuplex, sent] = [true, false, 0];
      let received: Message[] = [];
      for await (const request of requests) {
        received.push(request);
        if (first) {
          ({ responseDefinition: definition, fullDuplex } = request);
          if (definition !== undefined) setMetadata(context, definition);
          first = false;
        }
        if (!fullDuplex) continue;
        const data = definition?.responseData[sent];
        if (data === undefined) break;
        await delay(definition!.responseDelayMs);
        yield {
          payload: {
            data,
            requestInfo: sent++ === 0
              ? infoOf(context, received)
              : { requests: anysOf(context, received) },
          },
        };
        received = [];
      }
      for (const data of definition?.responseData.slice(sent) ?? []) {
        await delay(definition!.responseDelayMs);
        const info = sent++ === 0 ? { requestInfo: infoOf(context, received) } : {};
        yield { payload: { data, ...info } };
      }
      end(context, definition, received, sent);
    },
  };
}

function setMetadata(
  context: HandlerContext,
  definition: UnaryResponseDefinition | StreamResponseDefinition,
): void {
  addHeaders(context.responseHeaders, definition.responseHeaders);
  addHeaders(context.responseTrailers, definition.responseTrailers);
}

function anysOf(context: HandlerContext, requests: readonly Message[]) {
  const type = context.method.input as MessageType;
  return requests.map((request) => toAny(type, request));
}
