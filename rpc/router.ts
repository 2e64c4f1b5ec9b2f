import type { Methods, ServiceType } from "../reflect/mod.ts";
import type { ServiceImplementation } from "./service_implementation.ts";
import type { ServiceOptions } from "./service_options.ts";

/** What services are registered with; see `createHandler()`. */
export interface Router {
  /**
   * Registers a service.
   *
   * @param service The generated service.
   * @param implementation What answers its methods. It is `this` in them.
   * @param options Limits, over those of the handler.
   * @returns The router.
   * @throws {TypeError} If the service is registered already.
   * @throws {RangeError} If a limit is negative or NaN.
   */
  service<M extends Methods>(
    service: ServiceType<M>,
    implementation: NoInfer<ServiceImplementation<M>>,
    options?: NoInfer<ServiceOptions<M>>,
  ): Router;
}
