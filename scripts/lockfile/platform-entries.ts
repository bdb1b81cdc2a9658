import type { LockedPackage } from './lockfile-problems.js';

const OS: Record<string, string> = { windows: 'win32', win32: 'win32' };
const SYSTEMS = [
  'darwin',
  'linux',
  'win32',
  'windows',
  'android',
  'freebsd',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
  'openharmony',
];
const CPU: Record<string, string> = { '64': 'x64' };
const PROCESSORS = [
  'x64',
  '64',
  'arm64',
  'arm',
  'ia32',
  'ppc64',
  's390x',
  'riscv64',
  'loong64',
  'mips64el',
  'wasm32',
];

/**
 * Operating system, processor and C library that a package of binaries names in its own name;
 * undefined when it names none.
 */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/-]/);
  const system = words.find((word) => SYSTEMS.includes(word));
  const processor = words.find((word) => PROCESSORS.includes(word));
  if (!processor || (!system && processor !== 'wasm32')) return undefined;
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : system === 'linux' && words.includes('gnu')
      ? ['glibc']
      : undefined;
  return {
    cpu: [CPU[processor] ?? processor],
    ...(libc ? { libc } : {}),
    ...(system ? { os: [OS[system] ?? system] } : {}),
  };
}

/**
 * Lockfile entries for binaries of other platforms that npm left out because the registry at hand
 * does not carry them. Without them `npm ci` refuses the lockfile everywhere. They have no
 * integrity until somebody installs with a complete registry.
 */
export function missingPlatformEntries(
  packages: Record<string, LockedPackage>,
): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const levels = path
        .split('/node_modules/')
        .map((_part, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
      const present = ['', ...levels].some(
        (level) => packages[`${level ? `${level}/` : ''}node_modules/${name}`],
      );
      const platform = platformOf(name);
      if (present || !platform || !/^\d+\.\d+\.\d+/.test(version)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...platform,
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      };
    }
  }
  return missing;
}
