import type { BuildContext, Mutable } from "./_build_context.ts";
import type { MessageDescriptor, MethodDescriptor, ServiceDescriptor } from "./descriptors.ts";
import type {
  MethodDescriptorProto,
  ServiceDescriptorProto,
} from "./gen/google/protobuf/descriptor_pb.ts";
import { LocalNames, methodName } from "./names.ts";
import type { MethodKind } from "./service_type.ts";

const IDEMPOTENCY = ["unknown", "no_side_effects", "idempotent"] as const;

/** `SourceCodeInfo` path element: the field's number in `ServiceDescriptorProto`. */
const SERVICE_METHOD = 2;

/** Builds the descriptors of a service and its methods. */
export function buildService(
  context: BuildContext,
  proto: ServiceDescriptorProto,
  scope: string,
  path: readonly number[],
): ServiceDescriptor {
  const base = context.declare(proto.name, scope, path);
  const service: Mutable<ServiceDescriptor> = {
    kind: "service",
    ...base,
    features: context.resolve(context.file.features, proto.options?.features),
    methods: [],
    proto,
  };
  const names = new LocalNames();
  service.methods = proto.method.map((method, i) =>
    buildMethod(context, method, service, names, [...path, SERVICE_METHOD, i])
  );
  return service;
}

function buildMethod(
  context: BuildContext,
  proto: MethodDescriptorProto,
  parent: ServiceDescriptor,
  names: LocalNames,
  path: readonly number[],
): MethodDescriptor {
  const base = context.declare(proto.name, parent.fullName, path);
  const method: Mutable<MethodDescriptor> = {
    kind: "method",
    ...base,
    features: context.resolve(parent.features, proto.options?.features),
    parent,
    localName: names.claim(methodName(base.name), path.at(-1)!),
    methodKind: methodKind(proto),
    idempotency: IDEMPOTENCY[proto.options?.idempotencyLevel ?? 0] ?? "unknown",
    input: undefined as unknown as MessageDescriptor,
    output: undefined as unknown as MessageDescriptor,
    proto,
  };
  context.later.push(() => {
    method.input = context.messageOf(proto.inputType, base.fullName);
    method.output = context.messageOf(proto.outputType, base.fullName);
  });
  return method;
}

function methodKind(proto: MethodDescriptorProto): MethodKind {
  if (proto.clientStreaming) return proto.serverStreaming ? "bidi_streaming" : "client_streaming";
  return proto.serverStreaming ? "server_streaming" : "unary";
}
