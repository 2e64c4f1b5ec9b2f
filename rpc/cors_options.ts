/** Which web pages may call a handler from another origin. */
export interface CorsOptions {
  /** Their origins: `"https://app.example.com"`, without a path; or `"*"` for all. */
  readonly origins: readonly string[] | "*";
  /**
   * Whether they may send cookies and the like. The browser wants the origins to be named then.
   * Default false.
   */
  readonly credentials?: boolean;
  /** The metadata that they may send, beside what the protocols need. Default none. */
  readonly requestHeaders?: readonly string[];
  /** The headers and trailers that they may read, beside what the protocols need. Default none. */
  readonly responseHeaders?: readonly string[];
  /** How long a browser may keep what it was told, in seconds. Default 7200. */
  readonly maxAgeSeconds?: number;
}
