import { type Codec, decodeFromPeer } from "./_codec.ts";
import { ConnectError } from "./error.ts";
import { ignore } from "./_ignore.ts";
import type { MessageReader } from "./_messages.ts";
import type { Message, MessageType } from "../reflect/mod.ts";

/** The requests of a call, as its handler gets them. They can be iterated once. */
export class RequestMessages implements AsyncIterableIterator<Message, undefined> {
  readonly #reader: MessageReader;
  readonly #codec: Codec;
  readonly #type: MessageType;
  readonly #messages: AsyncGenerator<Message, undefined>;

  constructor(reader: MessageReader, codec: Codec, type: MessageType) {
    this.#reader = reader;
    this.#codec = codec;
    this.#type = type;
    this.#messages = this.#receive();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Calls that overlap are queued, as with any generator. */
  next(): Promise<IteratorResult<Message, undefined>> {
    return this.#messages.next();
  }

  /** Takes no more requests. */
  return(): Promise<IteratorResult<Message, undefined>> {
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Lets go of the body: what is not read by now is not wanted, or comes too late. */
  close(): void {
    this.#reader.cancel(undefined);
    this.#messages.return(undefined).catch(ignore);
  }

  /**
   * Reads the one request that there is.
   *
   * @throws {ConnectError} With code `unimplemented`, if there are none or more.
   */
  async only(): Promise<Message> {
    const message = await this.#read();
    if (message === undefined) throw wrongCount("none came");
    if (!await this.#reader.ended()) throw wrongCount("more came");
    return message;
  }

  async *#receive(): AsyncGenerator<Message, undefined> {
    for (;;) {
      const message = await this.#read();
      if (message === undefined) return undefined;
      yield message;
    }
  }

  async #read(): Promise<Message | undefined> {
    const envelope = await this.#reader.read();
    if (envelope === undefined) return undefined;
    const { flags, data } = envelope;
    if (flags !== 0) {
      throw new ConnectError(
        `a message has the flags ${flags}: they must be 0`,
        "invalid_argument",
      );
    }
    return decodeFromPeer(this.#codec, this.#type, data, "invalid_argument");
  }
}

function wrongCount(what: string): ConnectError {
  return new ConnectError(`the method takes one message: ${what}`, "unimplemented");
}
