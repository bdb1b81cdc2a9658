import { z } from 'zod';

// What Grafana reads of a dashboard (schema version 39) as far as ours use it; a misspelt key would
// be ignored there without a word.
const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('prometheus') });

/** Units of Grafana that fit our metrics, which are all in base units. */
const UNITS = ['short', 's', 'bytes', 'percentunit', 'reqps', 'ops', 'cps'] as const;

const gridPos = z.strictObject({
  x: z.int().min(0).max(23),
  y: z.int().min(0),
  w: z.int().min(1).max(24),
  h: z.int().min(1),
});

const row = z.strictObject({
  id: z.int(),
  gridPos,
  type: z.literal('row'),
  title: z.string().min(3),
  collapsed: z.literal(false),
  panels: z.tuple([]),
});

const panel = z.strictObject({
  id: z.int(),
  gridPos,
  type: z.enum(['timeseries', 'stat']),
  title: z.string().min(3),
  description: z.string().min(15),
  datasource,
  fieldConfig: z.strictObject({
    defaults: z.strictObject({
      unit: z.enum(UNITS),
      min: z.number(),
      max: z.number().optional(),
      thresholds: z
        .strictObject({
          mode: z.literal('absolute'),
          steps: z
            .array(
              z.strictObject({
                color: z.enum(['green', 'orange', 'red']),
                value: z.number().nullable(),
              }),
            )
            .min(2),
        })
        .optional(),
    }),
    overrides: z.tuple([]),
  }),
  targets: z
    .array(
      z.strictObject({
        refId: z.string().regex(/^[A-Z]$/),
        datasource,
        expr: z.string().min(5),
        legendFormat: z.string().min(1),
        range: z.literal(true),
      }),
    )
    .min(1),
  options: z.record(z.string(), z.unknown()),
});

/** A dashboard of deploy/dashboards. */
export const dashboardSchema = z.strictObject({
  uid: z.string().regex(/^emporium-[a-z]+$/),
  title: z.string().startsWith('Emporium: '),
  description: z.string().min(20),
  tags: z.tuple([z.literal('emporium')]),
  schemaVersion: z.literal(39),
  version: z.int(),
  editable: z.literal(false),
  timezone: z.literal('browser'),
  refresh: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  links: z.array(z.record(z.string(), z.unknown())),
  annotations: z.strictObject({ list: z.array(z.looseObject({ datasource, expr: z.string() })) }),
  templating: z.strictObject({ list: z.tuple([]) }),
  panels: z.array(
    z.discriminatedUnion('type', [
      row,
      panel.extend({ type: z.literal('timeseries') }),
      panel.extend({ type: z.literal('stat') }),
    ]),
  ),
});

export type Dashboard = z.infer<typeof dashboardSchema>;

/** Whether two panels lie on each other. */
export function overlaps(a: Dashboard['panels'][number], b: Dashboard['panels'][number]): boolean {
  const [p, q] = [a.gridPos, b.gridPos];
  return p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h;
}
