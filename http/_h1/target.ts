import { isAuthority } from "../_authority.ts";
import { Refusal } from "./refusal.ts";

/** Visible ASCII, and no fragment. Not all clients escape all that RFC 3986 has them escape. */
const TARGET = /^[!-"$-~]+$/;

/** What a request is for. */
export interface RequestTarget {
  /** Path and query, or `*`. */
  readonly target: string;
  /** The host and port, if the target said so: then it counts, and the `host` field does not. */
  readonly authority: string | undefined;
}

/**
 * Parses a request target. RFC 9112 section 3.2.
 *
 * @param method The verb.
 * @param text The target.
 * @param encrypted Whether the request came over TLS.
 * @throws {Refusal} If it is not to be taken.
 */
export function parseTarget(method: string, text: string, encrypted: boolean): RequestTarget {
  if (!TARGET.test(text)) throw new Refusal(400, "the request target has odd characters");
  if (method === "CONNECT") throw new Refusal(501, "there are no tunnels here");
  if (text.startsWith("/")) return { target: text, authority: undefined };
  if (text === "*" && method === "OPTIONS") return { target: text, authority: undefined };
  const absolute = /^(https?):\/\/([^/?]+)(.*)$/i.exec(text);
  if (absolute === null) throw new Refusal(400, "the request target is no path");
  const [, scheme, authority, rest] = absolute as unknown as [string, string, string, string];
  checkAuthority(authority);
  if ((scheme.toLowerCase() === "https") !== encrypted) {
    throw new Refusal(421, `this is not where ${scheme} is served`);
  }
  // RFC 9112 section 3.2.4: a server-wide OPTIONS that came through a proxy.
  if (method === "OPTIONS" && rest === "") return { target: "*", authority };
  return { target: rest.startsWith("/") ? rest : `/${rest}`, authority };
}

/**
 * Checks the value of a `host` field, or the authority of a request target.
 *
 * @throws {Refusal} If it is not to be taken.
 */
export function checkAuthority(authority: string): void {
  if (!isAuthority(authority)) throw new Refusal(400, "the host is not valid");
}
