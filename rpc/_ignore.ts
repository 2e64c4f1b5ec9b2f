/** What to do with the rejections of what is not wanted any more. */
export function ignore(): void {}
