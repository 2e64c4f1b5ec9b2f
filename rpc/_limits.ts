/** The most bytes that a received message may have, unless an option says otherwise: 4 MiB. */
export const DEFAULT_READ_MAX_BYTES = 0x40_0000;
