// Loaded into every service before its own code: its wall clock jumps as the map says, under the
// service's port. The monotonic clock and timers go on as they are, as when somebody sets the time
// of a machine. Node runs this file as it is, so it imports nothing of ours.
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 200;
const file = new URL(import.meta.url).searchParams.get('map') ?? '';
const RealDate = Date;
let offsetMs = 0;

function look(): void {
  const { clocks = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    clocks?: Record<string, number>;
  };
  offsetMs = clocks[process.env['PORT'] ?? ''] ?? 0;
}

if ((process.argv[1] ?? '').endsWith('/dist/main.js')) {
  look();
  setInterval(look, LOOK_EVERY_MS).unref();
  const now = () => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}
