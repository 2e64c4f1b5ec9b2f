import { decodeFromPeer } from "./_codec.ts";
import type { Codec } from "./codec.ts";
import type { Envelope } from "./_envelope.ts";
import { ConnectError } from "./error.ts";
import { MessageIterator } from "./_message_iterator.ts";
import type { MessageReader } from "./_messages.ts";
import { after } from "./_promise.ts";
import type { Message, MessageType } from "../reflect/mod.ts";

/** The requests of a call, as its handler gets them. They can be iterated once. */
export class RequestMessages extends MessageIterator<Message> {
  readonly #reader: MessageReader;
  readonly #codec: Codec;
  readonly #type: MessageType;
  readonly #decode = (envelope: Envelope | undefined) => this.#message(envelope);

  constructor(reader: MessageReader, codec: Codec, type: MessageType) {
    super();
    this.#reader = reader;
    this.#codec = codec;
    this.#type = type;
  }

  /**
   * Lets go of the body: what is not read by now is not wanted, or comes too late. Whoever goes on
   * reading fails, so that what has come is not taken for all there is.
   */
  override stop(): void {
    this.#reader.cancel(undefined);
  }

  /**
   * Reads the one request that there is.
   *
   * @throws {ConnectError} With code `unimplemented`, if there are none or more.
   */
  only(): Message | Promise<Message> {
    return after(this.receive(), (message) => {
      if (message === undefined) throw wrongCount("none came");
      return after(this.#reader.ended(), (ended) => {
        if (!ended) throw wrongCount("more came");
        return message;
      });
    });
  }

  protected override receive(): Message | undefined | Promise<Message | undefined> {
    return after(this.#reader.read(), this.#decode);
  }

  #message(envelope: Envelope | undefined): Message | undefined {
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
