import { importPackage, repositoryPath } from "./config.ts";
import type { Report } from "./report.ts";

/**
 * Draws a bar chart for each operation: `bench/results/<operation>.svg`. Bars are relative to the
 * fastest library of a data set, as the data sets' speeds differ tenfold.
 */
export async function drawCharts({ environment, rows }: Report): Promise<void> {
  const vega = await importPackage("vega");
  const { compile } = await importPackage("vega-lite");
  for (const [operation, ofOperation] of Map.groupBy(rows, (row) => row.operation)) {
    const values = [...Map.groupBy(ofOperation, (row) => row.dataset).values()].flatMap(
      (ofDataset) => {
        const best = Math.max(
          ...ofDataset.map(({ mibPerSecond }) => mibPerSecond),
        );
        return ofDataset.map((row) => ({
          ...row,
          relative: row.mibPerSecond / best,
        }));
      },
    );
    const title = {
      text: operation,
      subtitle: `Speed relative to the fastest; MiB/s on the bars. ${environment.machine}, Deno ${
        environment.deno?.split(" ")[0]
      }, ${environment.date}`,
      anchor: "start",
    };
    const { spec } = compile(chart(title, values));
    const view = new vega.View(vega.parse(spec), { renderer: "none" });
    await Deno.writeTextFile(
      repositoryPath(`bench/results/${operation}.svg`),
      await view.toSVG(),
    );
  }
}

function chart(title: unknown, values: readonly unknown[]): unknown {
  const y = { field: "library", type: "nominal", sort: null, title: null };
  return {
    background: "white",
    title,
    data: { values },
    columns: 3,
    facet: {
      field: "dataset",
      type: "nominal",
      sort: null,
      title: null,
      header: { labelAnchor: "start", labelFontWeight: "bold" },
    },
    spec: {
      width: 200,
      height: { step: 16 },
      layer: [
        {
          mark: "bar",
          encoding: {
            y,
            x: {
              field: "relative",
              type: "quantitative",
              scale: { domain: [0, 1.15] },
              axis: null,
            },
            color: {
              condition: {
                test: "datum.library === 'seria'",
                value: "#2563eb",
              },
              value: "#cbd5e1",
            },
          },
        },
        {
          mark: { type: "text", align: "left", dx: 3, fontSize: 10 },
          encoding: {
            y,
            x: { field: "relative", type: "quantitative" },
            text: {
              field: "mibPerSecond",
              type: "quantitative",
              format: ",.0f",
            },
          },
        },
      ],
    },
    config: { view: { stroke: null }, axis: { domain: false, ticks: false } },
  };
}
