/**
 * What Seria needs of JavaScript that hosts have had for less than two years: base64 and hex of
 * `Uint8Array`, which Node has from 25 on. The rest is for Node 20.
 *
 * @module
 */
import "core-js/proposals/array-buffer-base64.js";
import "core-js/actual/object/group-by.js";
import "core-js/actual/promise/with-resolvers.js";
import "core-js/actual/url/parse.js";
