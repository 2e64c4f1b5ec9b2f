import type { ServiceDescriptor } from "./descriptors.ts";
import type { GeneratedFile } from "./generated_file.ts";
import type { Message, MessageType } from "./message_type.ts";

/** Which sides of a method stream. */
export type MethodKind = "unary" | "client_streaming" | "server_streaming" | "bidi_streaming";

/** What may happen if a method is called twice: `MethodOptions.idempotency_level`. */
export type Idempotency = "unknown" | "no_side_effects" | "idempotent";

/** A method of a service at run time. */
export interface MethodType<
  I extends Message = Message,
  O extends Message = Message,
  K extends MethodKind = MethodKind,
> {
  /** The name in the `.proto` file. */
  readonly name: string;
  /** Which sides stream. */
  readonly kind: K;
  /** The request type. */
  readonly input: MessageType<I>;
  /** The response type. */
  readonly output: MessageType<O>;
  /** What may happen if it is called twice. Default `"unknown"`. */
  readonly idempotency?: Idempotency;
}

/** A method with one request and one response. */
export type UnaryMethod<I extends Message, O extends Message> = MethodType<I, O, "unary">;
/** A method with a stream of requests and one response. */
export type ClientStreamingMethod<I extends Message, O extends Message> = MethodType<
  I,
  O,
  "client_streaming"
>;
/** A method with one request and a stream of responses. */
export type ServerStreamingMethod<I extends Message, O extends Message> = MethodType<
  I,
  O,
  "server_streaming"
>;
/** A method with streams both ways. */
export type BidiStreamingMethod<I extends Message, O extends Message> = MethodType<
  I,
  O,
  "bidi_streaming"
>;

/** Methods by the name that calls them: `greet` for `rpc Greet`. */
export type Methods = Readonly<Record<string, MethodType>>;

/** A service at run time. Generated code exports one for each service, with its name. */
export interface ServiceType<M extends Methods = Methods> {
  /** The full name: `"example.v1.UserService"`. */
  readonly typeName: string;
  /** The methods by the name that calls them. */
  readonly methods: M;
  /** The descriptor. Built on first use. */
  readonly descriptor: ServiceDescriptor;
}

/**
 * Makes the type of a generated service. Called by generated code.
 *
 * @param file The generated file that declares the service.
 * @param typeName The full name.
 * @param methods The methods.
 * @returns The type.
 *
 * @example A service with one method
 * ```ts
 * import { generatedFile, serviceType } from "@seria/seria/reflect";
 * import { Empty } from "@seria/seria/wkt";
 * import { assertEquals } from "@std/assert";
 *
 * const file = generatedFile("CgdhLnByb3Rv");
 * const service = serviceType(file, "a.Pinger", {
 *   ping: { name: "Ping", kind: "unary", input: Empty, output: Empty },
 * });
 * assertEquals(service.methods.ping.name, "Ping");
 * ```
 */
export function serviceType<M extends Methods>(
  file: GeneratedFile,
  typeName: string,
  methods: M,
): ServiceType<M> {
  return {
    typeName,
    methods,
    get descriptor(): ServiceDescriptor {
      return file.service(typeName);
    },
  };
}

/**
 * Makes a service type from a descriptor, at run time.
 *
 * @param descriptor The service's descriptor.
 * @returns The type; its methods take and give dynamic messages.
 */
export function dynamicService(descriptor: ServiceDescriptor): ServiceType {
  const methods: Record<string, MethodType> = Object.create(null);
  for (const method of descriptor.methods) {
    methods[method.localName] = {
      name: method.name,
      kind: method.methodKind,
      input: method.input.type,
      output: method.output.type,
      idempotency: method.idempotency,
    };
  }
  return { typeName: descriptor.fullName, methods, descriptor };
}
