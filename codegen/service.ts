import type { MethodDescriptor, ServiceDescriptor } from "../reflect/mod.ts";
import { commentOf, docComment } from "./comments.ts";
import type { Context } from "./context.ts";
import { exportName } from "./names.ts";

const METHOD_TYPES = {
  unary: "UnaryMethod",
  client_streaming: "ClientStreamingMethod",
  server_streaming: "ServerStreamingMethod",
  bidi_streaming: "BidiStreamingMethod",
} as const;

/** Generates a service: the constant that routers and clients take. */
export function generateService(context: Context, service: ServiceDescriptor): void {
  const { printer } = context;
  const name = exportName(service);
  const type = context.runtimeType("reflect", "ServiceType");
  const make = context.runtime("reflect", "serviceType");
  printer.line(
    "",
    ...docComment(
      commentOf(service) || `Service \`${service.fullName}\`.`,
      service.proto.options?.deprecated ? ["@deprecated"] : [],
    ),
  );
  if (service.methods.length === 0) {
    printer.line(
      `export const ${name}: ${type}<${
        printer.global("Record")
      }<never, never>> = /* @__PURE__ */ ${make}(`,
    );
    printer.line(`  ${context.fileName},`, `  "${service.fullName}",`, "  {},", ");");
    return;
  }
  printer.block(`export const ${name}: ${type}<{`, () => {
    for (const method of service.methods) {
      const tags = method.proto.options?.deprecated ? ["@deprecated"] : [];
      const kind = context.runtimeType("reflect", METHOD_TYPES[method.methodKind]);
      const input = context.symbol(method.input);
      const output = context.symbol(method.output);
      printer.line(...docComment(commentOf(method) || `\`${signature(method)}\``, tags));
      printer.line(`readonly ${method.localName}: ${kind}<${input}, ${output}>;`);
    }
  }, `}> = /* @__PURE__ */ ${make}(${context.fileName}, "${service.fullName}", {`);
  for (const method of service.methods) {
    printer.block(`  ${method.localName}: {`, () => {
      printer.line(
        `  name: "${method.name}",`,
        `  kind: "${method.methodKind}",`,
        `  input: ${context.symbol(method.input)},`,
        `  output: ${context.symbol(method.output)},`,
      );
      if (method.idempotency !== "unknown") printer.line(`  idempotency: "${method.idempotency}",`);
    }, "  },");
  }
  printer.line("});");
}

function signature(method: MethodDescriptor): string {
  const { clientStreaming, serverStreaming } = method.proto;
  const input = `${clientStreaming ? "stream " : ""}${method.input.fullName}`;
  const output = `${serverStreaming ? "stream " : ""}${method.output.fullName}`;
  return `rpc ${method.name}(${input}) returns (${output})`;
}
