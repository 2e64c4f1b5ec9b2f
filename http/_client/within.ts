const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits for something no longer than a time, and no longer than a signal allows.
 *
 * @param ms How long, in ms.
 * @param what What it is, for the message.
 * @param signal Gives it up when it is aborted.
 * @param begin Begins it. Its signal is aborted when it comes too late.
 * @param tooLate Is given what comes too late.
 */
export async function within<T>(
  ms: number,
  what: string,
  signal: AbortSignal,
  begin: (inTime: AbortSignal) => Promise<T>,
  tooLate?: (late: T) => void,
): Promise<T> {
  signal.throwIfAborted();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const inTime = new AbortController();
  const giveUp = (reason: unknown): void => {
    reject(reason);
    inTime.abort(reason);
  };
  const onTimeout = (): void => giveUp(new Error(`${what} took longer than ${ms} ms`));
  const onAbort = (): void => giveUp(signal.reason);
  const timer = ms > MAX_TIMER_MS ? undefined : setTimeout(onTimeout, ms);
  signal.addEventListener("abort", onAbort);
  const done = begin(inTime.signal);
  done.then((value) => {
    if (inTime.signal.aborted) tooLate?.(value);
  }, () => {});
  try {
    return await Promise.race([done, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
