import { connect, ConnectError, createClient } from "@seria/seria";
import { grpcWeb, jsonCodec, protoCodec } from "@seria/seria/rpc";
import { GreetService } from "../../greet/gen/greet/v1/greet_pb.ts";

/** Where the API is; whoever serves the page says so. */
const API = document.querySelector<HTMLMetaElement>("meta[name=api]")!.content;

/** Makes a client for what is chosen at the top of the page. */
function client() {
  const chosen = new FormData(form("transport"));
  const protocol = chosen.get("protocol") === "connect" ? connect : grpcWeb;
  return createClient(
    GreetService,
    protocol.plaintext(API, { codec: chosen.get("codec") === "json" ? jsonCodec : protoCodec }),
  );
}

form("greet").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = new FormData(form("greet")).get("name") as string;
  show("greeting", "");
  try {
    const { greeting } = await client().greet({ name }, { timeoutMs: 2000 });
    show("greeting", greeting);
  } catch (error) {
    showError("greeting", error);
  }
});

form("count").addEventListener("submit", async (event) => {
  event.preventDefault();
  const to = Number(new FormData(form("count")).get("to"));
  const controller = new AbortController();
  const [start, cancel] = form("count").querySelectorAll("button");
  cancel!.onclick = () => controller.abort();
  start!.disabled = true;
  cancel!.disabled = false;
  show("numbers", "");
  try {
    const numbers = client().count({ to }, { signal: controller.signal });
    for await (const { number } of numbers) append("numbers", `${number}`);
    append("numbers", "done");
  } catch (error) {
    showError("numbers", error);
  } finally {
    start!.disabled = false;
    cancel!.disabled = true;
  }
});

function form(id: string): HTMLFormElement {
  return document.getElementById(id) as HTMLFormElement;
}

/** Shows a text instead of what is there. */
function show(id: string, text: string): void {
  document.getElementById(id)!.textContent = text;
}

/** Shows something after what is there. */
function append(id: string, ...items: (string | Node)[]): void {
  document.getElementById(id)!.append(...items, " ");
}

/** Shows why a call failed, after what is there of a stream. */
function showError(id: string, reason: unknown): void {
  const { code, rawMessage } = ConnectError.from(reason);
  const error = document.createElement("strong");
  error.textContent = `${code}: ${rawMessage}`;
  append(id, error);
}
