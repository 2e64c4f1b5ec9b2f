/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Certificates for tests. */
export interface Certificates {
  /** The certificate of the authority, in PEM. */
  readonly ca: string;
  /** For `localhost` and `127.0.0.1`, signed by the authority. */
  readonly server: Certificate;
  /** Signed by the authority. */
  readonly client: Certificate;
  /** Signed by itself. */
  readonly stranger: Certificate;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

let made: Promise<Certificates> | undefined;

/** Makes certificates with openssl, once for each process. */
export function certificates(): Promise<Certificates> {
  return made ??= make();
}

async function make(): Promise<Certificates> {
  const folder = await Deno.makeTempDir();
  try {
    const openssl = async (...args: string[]): Promise<void> => {
      const options = { args, cwd: folder, stdout: "null", stderr: "piped" } as const;
      const { success, stderr } = await new Deno.Command("openssl", options).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
    };
    const selfSigned = (name: string): Promise<void> => {
      const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
      return openssl("req", "-x509", ...NEW_KEY, ...files, "-days", "2", "-subj", `/CN=${name}`);
    };
    const signed = async (name: string): Promise<void> => {
      const files = ["-keyout", `${name}.key`, "-out", `${name}.csr`];
      await openssl("req", ...NEW_KEY, ...files, "-subj", `/CN=${name}`);
      await Deno.writeTextFile(`${folder}/ext`, "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
      const from = ["-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
      await openssl(
        "x509",
        "-req",
        ...from,
        "-out",
        `${name}.pem`,
        "-days",
        "2",
        "-extfile",
        "ext",
      );
    };
    const read = async (name: string): Promise<Certificate> => ({
      cert: await Deno.readTextFile(`${folder}/${name}.pem`),
      key: await Deno.readTextFile(`${folder}/${name}.key`),
    });
    await selfSigned("ca");
    await selfSigned("stranger");
    await signed("server");
    await signed("client");
    const [ca, server, client, stranger] = await Promise.all(
      ["ca", "server", "client", "stranger"].map(read),
    ) as [Certificate, Certificate, Certificate, Certificate];
    return { ca: ca.cert, server, client, stranger };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
