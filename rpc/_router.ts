import type { Methods, MethodType, ServiceType } from "../reflect/mod.ts";
import type { Endpoint } from "./_http.ts";
import type { Implementation, Procedure } from "./_procedure.ts";
import type { Router } from "./router.ts";
import type { MethodOptions, ServiceOptions } from "./service_options.ts";
import type { ServiceImplementation } from "./service_implementation.ts";

/** A method as it is found by its path. */
export interface Route {
  /** What answers POST requests, by content type. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** What answers GET requests, by the name of the codec; nothing, if there may be none. */
  readonly gets: ReadonlyMap<string, Endpoint>;
}

/** Makes what answers a method, with the options of its service and its own. */
export type RouteOf = (
  procedure: Procedure,
  options: readonly (MethodOptions | undefined)[],
) => Route;

/** The router that users get, and the routes it has made. */
export class RouteTable implements Router {
  readonly #routeOf: RouteOf;
  readonly #prefix: string;
  readonly #routes: Map<string, Route> = new Map();
  /** Services by their path, with the slash that ends it. */
  readonly #services: Map<string, ServiceType> = new Map();

  /**
   * @param prefix What comes before the path of every service.
   * @param routeOf Makes what answers a method.
   */
  constructor(prefix: string, routeOf: RouteOf) {
    const trimmed = prefix.replace(/^\/+|\/+$/g, "");
    this.#prefix = trimmed && `/${trimmed}`;
    this.#routeOf = routeOf;
  }

  service<M extends Methods>(
    service: ServiceType<M>,
    implementation: ServiceImplementation<M>,
    options?: ServiceOptions<M>,
  ): Router {
    if (typeof service?.methods !== "object") {
      throw new TypeError("Cannot register what is no service, as generated code exports it");
    }
    if (typeof implementation !== "object" || implementation === null) {
      throw new TypeError(`Cannot register ${service.typeName} without an implementation`);
    }
    const base = `${this.#prefix}/${service.typeName}/`;
    if (this.#services.has(base)) {
      throw new TypeError(`Cannot register ${service.typeName}: it is registered already`);
    }
    this.#services.set(base, service);
    for (const [name, method] of Object.entries<MethodType>(service.methods)) {
      const procedure = { service, method, implementation: find(implementation, name) };
      this.#routes.set(
        base + method.name,
        this.#routeOf(procedure, [options, options?.methods?.[name]]),
      );
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

function find(from: object, name: string): Implementation | undefined {
  const found = (from as Record<string, unknown>)[name];
  if (found === undefined) return undefined;
  if (typeof found !== "function") {
    throw new TypeError(`Cannot use "${name}" of the implementation: it is not a function`);
  }
  return found.bind(from);
}
