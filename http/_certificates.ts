import { createPrivateKey, X509Certificate } from "node:crypto";

/**
 * Checks a certificate and its key. `node:tls` does not (Deno 2.9.6): it would fail in each handshake,
 * without a word of why.
 *
 * @param what What cannot be done with others, for the message.
 * @param cert The chain of certificates in PEM, of which the first is looked at.
 * @param key The private key in PEM.
 * @throws {TypeError} If they are not what they should be, or do not belong together.
 */
export function checkKeyPair(what: string, cert: string, key: string): void {
  const certificate = parse(what, "`cert`", () => new X509Certificate(cert));
  const privateKey = parse(what, "`key`", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TypeError(`Cannot ${what}: \`key\` is not the key of \`cert\``);
  }
}

/**
 * Checks certificates of those who sign others.
 *
 * @param what What cannot be done with others, for the message.
 * @param name What they are called.
 * @param ca The certificates in PEM, of which the first is looked at.
 * @throws {TypeError} If it is none.
 */
export function checkAuthority(what: string, name: string, ca: string): void {
  parse(what, name, () => new X509Certificate(ca));
}

function parse<T>(what: string, name: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw new TypeError(`Cannot ${what}: ${name} is not in PEM`, { cause });
  }
}
