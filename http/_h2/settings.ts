/** Settings (RFC 9113 section 6.5.2). */

export const HEADER_TABLE_SIZE = 0x1;
export const ENABLE_PUSH = 0x2;
export const MAX_CONCURRENT_STREAMS = 0x3;
export const INITIAL_WINDOW_SIZE = 0x4;
export const MAX_FRAME_SIZE = 0x5;
export const MAX_HEADER_LIST_SIZE = 0x6;
/** RFC 8441. */
export const ENABLE_CONNECT_PROTOCOL = 0x8;

/** The length of one setting in a frame. */
export const SETTING_BYTES = 6;
