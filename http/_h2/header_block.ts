import { isAuthority } from "../_authority.ts";
import { FieldList } from "../field_list.ts";
import { isToken } from "../_token.ts";
import {
  AUTHORITY,
  CONTENT_LENGTH,
  COOKIE,
  EXPECT,
  fieldSize,
  HOST,
  MALFORMED,
  METHOD,
  PATH,
  REGULAR,
  SCHEME,
  STATUS,
  TE,
} from "./header_field.ts";

/** A path with a query, of visible characters, or the asterisk (RFC 9112 section 3.2). */
const TARGET = /^(?:\/[!"$-~]*|\*)$/;
const DECIMAL = /^[0-9]{1,15}$/;
const STATUS_CODE = /^[1-9][0-9]{2}$/;

/** Whether a text can be the target of a request. */
export function isTarget(text: string): boolean {
  return TARGET.test(text);
}

/**
 * What a header block says, put together and checked while it is decoded (RFC 9113 section 8). One
 * is used for all the blocks of a connection.
 */
export class HeaderBlock {
  method: string | undefined;
  scheme: string | undefined;
  path: string | undefined;
  authority: string | undefined;
  host: string | undefined;
  status: number = 0;
  /** -1 if there was none. */
  contentLength: number = -1;
  expectContinue: boolean = false;
  /** All but the pseudo-header fields. */
  fields: FieldList = new FieldList();
  /** Why the message is malformed, if that is known from a field alone. */
  problem: string | undefined;
  /** Whether a limit was passed; what came after it was thrown away. */
  tooLarge: boolean = false;
  #cookie: string | undefined;
  #hasPseudo = false;
  #hasRegular = false;
  #size = 0;
  #count = 0;
  readonly #maxBytes: number;
  readonly #maxFields: number;

  constructor(maxBytes: number, maxFields: number) {
    this.#maxBytes = maxBytes;
    this.#maxFields = maxFields;
  }

  /** Begins a new block. */
  clear(): void {
    this.method =
      this.scheme =
      this.path =
      this.authority =
      this.host =
        undefined;
    this.status = 0;
    this.contentLength = -1;
    this.expectContinue = false;
    this.fields = new FieldList();
    this.problem = undefined;
    this.tooLarge = false;
    this.#cookie = undefined;
    this.#hasPseudo = this.#hasRegular = false;
    this.#size = this.#count = 0;
  }

  /** Adds a field. */
  add(name: string, value: string, kind: number): void {
    this.#size += fieldSize(name, value);
    if (this.#size > this.#maxBytes || ++this.#count > this.#maxFields) {
      this.tooLarge = true;
      return;
    }
    switch (kind) {
      case REGULAR:
        break;
      case METHOD:
        this.#pseudo(this.method !== undefined);
        this.method = value;
        return;
      case SCHEME:
        this.#pseudo(this.scheme !== undefined);
        this.scheme = value;
        return;
      case PATH:
        this.#pseudo(this.path !== undefined);
        this.path = value;
        return;
      case AUTHORITY:
        this.#pseudo(this.authority !== undefined);
        this.authority = value;
        return;
      case STATUS:
        this.#pseudo(this.status !== 0);
        if (!STATUS_CODE.test(value)) this.problem = "the status is not a number of three digits";
        this.status = Number(value);
        return;
      case CONTENT_LENGTH:
        this.#contentLength(value);
        break;
      case TE:
        if (value !== "trailers") this.problem = "te is not trailers";
        break;
      case COOKIE:
        // RFC 9113 section 8.2.3: the pieces are one field.
        this.#cookie = this.#cookie === undefined ? value : `${this.#cookie}; ${value}`;
        this.#hasRegular = true;
        return;
      case HOST:
        if (this.host !== undefined) this.problem = "there is more than one host";
        this.host = value;
        break;
      case EXPECT:
        this.expectContinue ||= value.toLowerCase() === "100-continue";
        break;
      case MALFORMED:
        this.problem = "a field has a name or a value that HTTP/2 does not allow";
        return;
    }
    this.#hasRegular = true;
    this.fields.append(name, value);
  }

  #pseudo(again: boolean): void {
    this.#hasPseudo = true;
    if (again) this.problem = "a pseudo-header field is there twice";
    if (this.#hasRegular) this.problem = "a pseudo-header field comes after a field";
  }

  #contentLength(value: string): void {
    const length = DECIMAL.test(value) ? Number(value) : -1;
    if (length < 0 || (this.contentLength >= 0 && this.contentLength !== length)) {
      this.problem = "content-length is not one number";
    }
    this.contentLength = length;
  }

  #finish(): void {
    if (this.#cookie !== undefined) this.fields.append("cookie", this.#cookie);
  }

  /** Checks that it begins a request (RFC 9113 section 8.3.1); tells what is wrong with it. */
  checkRequest(): string | undefined {
    this.#finish();
    if (this.problem !== undefined) return this.problem;
    const { method, scheme, path, authority, host } = this;
    if (this.status !== 0) return "a request has a :status";
    if (method === undefined) return "a request has no :method";
    if (method !== "POST" && method !== "GET" && !isToken(method)) {
      return "the :method is not a token";
    }
    if (method === "CONNECT") {
      // Section 8.5. Extended CONNECT (RFC 8441) has :protocol, which is not a field that we know.
      if (scheme !== undefined || path !== undefined) return "CONNECT has a :scheme or :path";
      return authority ? undefined : "CONNECT has no :authority";
    }
    if (scheme !== "http" && scheme !== "https") return "the :scheme is not http or https";
    if (path === undefined || !isTarget(path)) return "the :path is not a path";
    if (path === "*" && method !== "OPTIONS") return "the :path * is for OPTIONS";
    if (authority !== undefined && !isAuthority(authority)) return "the :authority is not valid";
    if (host !== undefined && !isAuthority(host)) return "the host is not valid";
    if (authority !== undefined && host !== undefined) {
      if (authority.toLowerCase() !== host.toLowerCase()) return ":authority and host differ";
    }
  }

  /** Checks that it begins a response (RFC 9113 section 8.3.2); tells what is wrong with it. */
  checkResponse(): string | undefined {
    this.#finish();
    if (this.problem !== undefined) return this.problem;
    if (this.status === 0) return "a response has no :status";
    if (this.status === 101) return "a response has the status 101";
    const { method, scheme, path, authority } = this;
    if ((method ?? scheme ?? path ?? authority) !== undefined) {
      return "a response has pseudo-header fields of a request";
    }
  }

  /** Checks that it is of trailers (RFC 9113 section 8.1); tells what is wrong with it. */
  checkTrailers(): string | undefined {
    this.#finish();
    return this.problem ?? (this.#hasPseudo ? "trailers have a pseudo-header field" : undefined);
  }
}
