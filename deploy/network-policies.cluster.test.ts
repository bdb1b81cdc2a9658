import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { callsOfCode } from '../scripts/chart/calls-of-code.js';
import { CHART, EVERYTHING, PRODUCTION, render, whyNoHelm } from './testing/helm.js';
import { podsOf, reaches } from './testing/reach.js';

const reason = whyNoHelm();
const SERVICE_PORT = 4000;
const engineComponent = (name: string) =>
  `engine-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

describe.skipIf(reason)('network policies', () => {
  test('the network lets through the calls that the code makes, and nothing else', () => {
    const manifests = render(EVERYTHING);
    const pods = podsOf(manifests);
    const engines = parse(readFileSync(join(CHART, 'engines.yaml'), 'utf8')) as Record<
      string,
      { port: number }
    >;
    const wanted = new Set<string>([
      'test → gateway',
      'engine-payment → gateway',
      'outside → gateway',
    ]);
    for (const [name, { calls, engines: used }] of callsOfCode())
      for (const target of [...calls, ...used.map(engineComponent)])
        wanted.add(`${name} → ${target}`);
    const ports = new Map([...pods.keys()].map((name) => [name, SERVICE_PORT]));
    for (const [name, { port }] of Object.entries(engines)) ports.set(engineComponent(name), port);

    const open = [undefined, ...pods.keys()].flatMap((from) =>
      [...ports].flatMap(([to, port]) =>
        reaches(manifests, from ? pods.get(from) : undefined, pods.get(to), port)
          ? [`${from ?? 'outside'} → ${to}`]
          : [],
      ),
    );
    // Whoever may ask the gateway from anywhere needs no rule, but a way out of its own.
    expect(open.toSorted()).toEqual([...wanted].toSorted());
    const other = [...pods.keys()].flatMap((from) =>
      [22, 80, 443, 4100]
        .filter((port) => reaches(manifests, pods.get(from), undefined, port))
        .map((port) => `${from}:${port}`),
    );
    expect(other).toEqual([]);
    for (const to of pods.keys())
      expect({ to, ops: reaches(manifests, undefined, pods.get(to), 4100) }).toEqual({
        to,
        ops: false,
      });
  });

  test('with engines outside, each service gets out to its own engines alone', () => {
    const manifests = render(PRODUCTION);
    const pods = podsOf(manifests);
    const ports = { database: 5432, keyValue: 6379, bus: 9092, search: 9200, mail: 465 };
    for (const [name, { engines }] of callsOfCode()) {
      if (!pods.has(name)) continue;
      const out = Object.entries(ports).flatMap(([engine, port]) =>
        reaches(manifests, pods.get(name), undefined, port) ? [engine] : [],
      );
      expect({ name, out: out.toSorted() }).toEqual({
        name,
        out: engines.filter((engine) => engine in ports).toSorted(),
      });
      // Blob stores and payment providers stand behind the same port.
      expect({ name, web: reaches(manifests, pods.get(name), undefined, 443) }).toEqual({
        name,
        web: engines.some((e) => e === 'blob' || e === 'payment'),
      });
    }
  });
});

describe.runIf(reason)('network policies', () => {
  test('are computed', ({ skip }) => skip(reason));
});
