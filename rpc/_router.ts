import type { Methods, MethodType, ServiceType } from "../reflect/mod.ts";
import type { Endpoint } from "./_http.ts";
import type { Implementation, Procedure } from "./_procedure.ts";
import type { Router } from "./router.ts";
import type { ServiceImplementation } from "./service_implementation.ts";

/** A method as it is found by its path. */
export interface Route {
  /** What answers each content type. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
}

/** Makes what answers a method, by content type. */
export type EndpointsOf = (procedure: Procedure) => ReadonlyMap<string, Endpoint>;

/** The router that users get, and the routes it has made. */
export class RouteTable implements Router {
  readonly #endpointsOf: EndpointsOf;
  readonly #prefix: string;
  readonly #routes: Map<string, Route> = new Map();
  /** Services by their path, with the slash that ends it. */
  readonly #services: Map<string, ServiceType> = new Map();

  /**
   * @param prefix What comes before the path of every service.
   * @param endpointsOf Makes what answers a method.
   */
  constructor(prefix: string, endpointsOf: EndpointsOf) {
    const trimmed = prefix.replace(/^\/+|\/+$/g, "");
    this.#prefix = trimmed && `/${trimmed}`;
    this.#endpointsOf = endpointsOf;
  }

  service<M extends Methods>(
    service: ServiceType<M>,
    implementation: ServiceImplementation<M>,
  ): Router {
    const base = `${this.#prefix}/${service.typeName}/`;
    if (this.#services.has(base)) {
      throw new TypeError(`Cannot register ${service.typeName}: it is registered already`);
    }
    this.#services.set(base, service);
    for (const [name, method] of Object.entries<MethodType>(service.methods)) {
      const procedure = { service, method, implementation: find(implementation, name, method) };
      this.#routes.set(base + method.name, { endpoints: this.#endpointsOf(procedure) });
    }
    return this;
  }

  /** Finds the method at a path. */
  route(path: string): Route | undefined {
    return this.#routes.get(path);
  }

  /** Finds the service whose method the path would be. */
  serviceOf(path: string): ServiceType | undefined {
    return this.#services.get(path.slice(0, path.lastIndexOf("/") + 1));
  }
}

function find(from: object, name: string, method: MethodType): Implementation | undefined {
  if (method.kind === "client_streaming" || method.kind === "bidi_streaming") return undefined;
  const found = (from as Record<string, unknown>)[name];
  if (found === undefined) return undefined;
  if (typeof found !== "function") {
    throw new TypeError(`Cannot use "${name}" of the implementation: it is not a function`);
  }
  return found.bind(from);
}
