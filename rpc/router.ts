import type { Methods, ServiceType } from "../reflect/mod.ts";
import type { ServiceImplementation } from "./service_implementation.ts";

/** What services are registered with; see `createHandler()`. */
export interface Router {
  /**
   * Registers a service.
   *
   * @param service The generated service.
   * @param implementation What answers its methods. It is `this` in them.
   * @returns The router.
   * @throws {TypeError} If the service is registered already.
   */
  service<M extends Methods>(
    service: ServiceType<M>,
    implementation: NoInfer<ServiceImplementation<M>>,
  ): Router;
}
