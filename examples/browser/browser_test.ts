import { assertEquals, assertMatch } from "@std/assert";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium, NEEDS_CHROMIUM } from "./chromium.ts";
import { start } from "./start.ts";

const program = await findChromium();

/** What the page can be told to speak, and the types of content that it then sends. */
const TRANSPORTS = [
  {
    protocol: "connect",
    codec: "proto",
    unary: "application/proto",
    stream: "application/connect+proto",
  },
  {
    protocol: "connect",
    codec: "json",
    unary: "application/json",
    stream: "application/connect+json",
  },
  { protocol: "grpc-web", codec: "proto", unary: "application/grpc-web+proto" },
  { protocol: "grpc-web", codec: "json", unary: "application/grpc-web+json" },
];

Deno.test({
  name: `a page in Chromium calls an API on another origin${program ? "" : ` (${NEEDS_CHROMIUM})`}`,
  ignore: program === undefined,
}, async (t) => {
  await using running = await start({ page: 0, api: 0 });
  const browser = await chromium.launch({ executablePath: program!, args: ["--no-sandbox"] });
  try {
    for (const { protocol, codec, unary, stream = unary } of TRANSPORTS) {
      await t.step(`${protocol}, ${codec}`, async (t) => {
        await using visit = await open(browser, running.pageUrl);
        const { page } = visit;
        await page.getByLabel("Protocol").selectOption(protocol);
        await page.getByLabel("Messages").selectOption(codec);

        await t.step("a unary call", async () => {
          await greet(page, "Grace");
          assertEquals(await textOf(page, "greeting"), "Hello, Grace!");
          assertEquals(visit.sent(), [unary]);
        });
        await t.step("its error", async () => {
          await greet(page, "");
          assertEquals(await errorOf(page, "greeting"), "invalid_argument: name must not be empty");
          assertEquals(visit.sent(), [unary]);
        });
        await t.step("a stream, as it comes", async () => {
          await count(page, 5);
          await page.getByText(/^1 2/).waitFor();
          assertEquals(await page.getByText("done").count(), 0);
          await page.getByText("1 2 3 4 5 done").waitFor();
          assertEquals(visit.sent(), [stream]);
        });
        await t.step("its error", async () => {
          await count(page, 1001);
          assertEquals(await errorOf(page, "numbers"), "out_of_range: to must be at most 1000");
          assertEquals(visit.sent(), [stream]);
        });
        await t.step("a stream that is canceled", async () => {
          await count(page, 1000);
          await page.getByText(/^1 2 3/).waitFor();
          const stopped = page.waitForEvent("requestfailed");
          await page.getByRole("button", { name: "Cancel" }).click();
          assertEquals(await errorOf(page, "numbers"), "canceled: the call was canceled");
          assertMatch(await textOf(page, "numbers"), /^1 2 3 (\d+ )*canceled/);
          assertEquals((await stopped).failure()?.errorText, "net::ERR_ABORTED");
        });
        assertEquals(visit.complaints, []);
      });
    }
    await t.step("a page of an origin that is not allowed is refused", async () => {
      const elsewhere = running.pageUrl.replace("127.0.0.1", "localhost");
      await using visit = await open(browser, elsewhere);
      await greet(visit.page, "Ada");
      assertMatch(await errorOf(visit.page, "greeting"), /^unavailable: /);
      assertMatch(visit.complaints.join("\n"), /blocked by CORS policy/);
    });
  } finally {
    await browser.close();
  }
});

/** A page that was opened, and what is noted of it. */
interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** What the browser complains about: errors of the program, and what it does not allow. */
  readonly complaints: string[];
  /** The types of content that were sent since it was last asked. */
  sent(): string[];
}

async function open(browser: Browser, url: string): Promise<Visit> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const sent: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // It says so of every answer with a status of 400 and above.
    if (message.text().startsWith("Failed to load resource")) return;
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(request.headers()["content-type"]!);
  });
  await page.goto(url);
  return {
    page,
    complaints,
    sent: () => sent.splice(0),
    [Symbol.asyncDispose]: () => page.close(),
  };
}

async function greet(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Greet" }).click();
}

async function count(page: Page, to: number): Promise<void> {
  await page.getByLabel("Count to").fill(String(to));
  await page.getByRole("button", { name: "Count" }).click();
}

/** What the page shows as an answer, once it shows anything. */
async function textOf(page: Page, id: string): Promise<string> {
  await page.locator(`#${id}:not(:empty)`).waitFor();
  return (await page.locator(`#${id}`).textContent())!.trim();
}

/** What the page shows as an error, once it does. */
async function errorOf(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id} strong`).textContent())!;
}
