/** What limits are by their names. */
type Limits<Name extends string> = Readonly<Record<Name, number>>;

/**
 * Completes limits.
 *
 * @param defaults What holds for those that are not given.
 * @param given Those that are given.
 * @param least The least that some may be, where that is not 0.
 * @param most The most that some may be, where that is not `Infinity`.
 * @returns All of them.
 * @throws {RangeError} If one is out of range.
 */
export function completeLimits<Name extends string>(
  defaults: Limits<Name>,
  given: Partial<Limits<Name>>,
  least: Partial<Limits<Name>> = {},
  most: Partial<Limits<Name>> = {},
): Limits<Name> {
  const complete: Record<Name, number> = { ...defaults };
  for (const name of Object.keys(defaults) as Name[]) {
    const value = given[name];
    if (value === undefined) continue;
    checkLimit(name, value, least[name], most[name]);
    complete[name] = value;
  }
  return complete;
}

/**
 * Checks a limit. Times (`...Ms`) and rates (`...PerSecond`) may be fractions; what is counted is
 * whole, or `Infinity`.
 *
 * @throws {RangeError} If it is out of range, or no number of that kind.
 */
export function checkLimit(
  name: string,
  value: number,
  least: number = 0,
  most: number = Infinity,
): void {
  const mayBeFraction = /(?:Ms|PerSecond)$/.test(name);
  const isKind = typeof value === "number" &&
    (mayBeFraction || value === Infinity || Number.isInteger(value));
  if (isKind && value >= least && value <= most) return;
  const kind = mayBeFraction ? "" : "a whole number, ";
  const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
  throw new RangeError(`Cannot use ${name} ${value}: it must be ${kind}${range}`);
}
