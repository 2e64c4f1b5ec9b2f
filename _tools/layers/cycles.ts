/**
 * Finds the cycles of a graph.
 *
 * @param graph The nodes, and where each one leads.
 * @returns For each node that is in no cycle found before, a shortest cycle through it; the node
 * comes again at the end.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of [...graph.keys()].sort()) {
    if (done.has(start)) continue;
    const cycle = shortestCycle(graph, start);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const node of cycle) done.add(node);
  }
  return cycles;
}

/** A shortest way from a node back to it. */
function shortestCycle(
  graph: ReadonlyMap<string, readonly string[]>,
  start: string,
): string[] | undefined {
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (const path of queue) {
    for (const next of graph.get(path.at(-1)!) ?? []) {
      if (next === start) return [...path, start];
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push([...path, next]);
    }
  }
  return undefined;
}
