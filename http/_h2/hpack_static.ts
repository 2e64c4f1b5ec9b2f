import { HeaderField } from "./header_field.ts";

/** The static table (RFC 7541 appendix A). */
const FIELDS: readonly (readonly [name: string, value: string])[] = [
  [":authority", ""],
  [":method", "GET"],
  [":method", "POST"],
  [":path", "/"],
  [":path", "/index.html"],
  [":scheme", "http"],
  [":scheme", "https"],
  [":status", "200"],
  [":status", "204"],
  [":status", "206"],
  [":status", "304"],
  [":status", "400"],
  [":status", "404"],
  [":status", "500"],
  ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"],
  ["accept-language", ""],
  ["accept-ranges", ""],
  ["accept", ""],
  ["access-control-allow-origin", ""],
  ["age", ""],
  ["allow", ""],
  ["authorization", ""],
  ["cache-control", ""],
  ["content-disposition", ""],
  ["content-encoding", ""],
  ["content-language", ""],
  ["content-length", ""],
  ["content-location", ""],
  ["content-range", ""],
  ["content-type", ""],
  ["cookie", ""],
  ["date", ""],
  ["etag", ""],
  ["expect", ""],
  ["expires", ""],
  ["from", ""],
  ["host", ""],
  ["if-match", ""],
  ["if-modified-since", ""],
  ["if-none-match", ""],
  ["if-range", ""],
  ["if-unmodified-since", ""],
  ["last-modified", ""],
  ["link", ""],
  ["location", ""],
  ["max-forwards", ""],
  ["proxy-authenticate", ""],
  ["proxy-authorization", ""],
  ["range", ""],
  ["referer", ""],
  ["refresh", ""],
  ["retry-after", ""],
  ["server", ""],
  ["set-cookie", ""],
  ["strict-transport-security", ""],
  ["transfer-encoding", ""],
  ["user-agent", ""],
  ["vary", ""],
  ["via", ""],
  ["www-authenticate", ""],
];

/** How many fields the static table has; the dynamic table begins after them. */
export const STATIC_COUNT = 61;

/** The static table by index. Index 0 is not used. */
export const STATIC_TABLE: readonly (HeaderField | undefined)[] = [
  undefined,
  ...FIELDS.map(([name, value]) => new HeaderField(name, value)),
];

/** The lowest index of each name. */
export const STATIC_NAMES: ReadonlyMap<string, number> = new Map(
  FIELDS.map(([name], i) => [name, i + 1] as const).reverse(),
);

/** The index of each field that has a value, by name and value. */
export const STATIC_FIELDS: ReadonlyMap<string, ReadonlyMap<string, number>> = staticFields();

function staticFields(): Map<string, Map<string, number>> {
  const byName = new Map<string, Map<string, number>>();
  FIELDS.forEach(([name, value], i) => {
    if (value === "") return;
    byName.set(name, (byName.get(name) ?? new Map<string, number>()).set(value, i + 1));
  });
  return byName;
}
