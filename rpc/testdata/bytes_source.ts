import type { ByteSource } from "../http_client.ts";

/** Bytes that are there, so that nobody has to wait, and then end, or never do. */
export interface BytesSource extends ByteSource {
  /** Whether they are not wanted any more. */
  readonly canceled: boolean;
}

/** Makes bytes that are there. */
export function bytesSource(
  parts: readonly Uint8Array[],
  { open = false }: { open?: boolean } = {},
): BytesSource {
  const left = [...parts];
  const { promise, resolve } = Promise.withResolvers<null>();
  let canceled = false;
  return {
    get canceled() {
      return canceled;
    },
    read: () => left.shift() ?? (open ? promise : null),
    cancel() {
      canceled = true;
      left.length = 0;
      resolve(null);
    },
  };
}
