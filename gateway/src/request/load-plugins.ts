import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ApolloServerPlugin } from '@apollo/server';
import { StartRefusedError } from '@emporium/platform/start-refused-error';
import type { OperationContext } from '../subgraph/operation-context.js';

export type GatewayPlugin = ApolloServerPlugin<OperationContext>;

/**
 * Loads Apollo Server plugins by file (`./plugins/report.mjs`, from the working folder) or by
 * package name. The default export of each is a plugin or a function that returns one. Rejects with
 * a message for the operator when one cannot be used.
 */
export function loadPlugins(
  modules: readonly string[],
  folder = process.cwd(),
): Promise<GatewayPlugin[]> {
  return Promise.all(modules.map((name) => loadPlugin(name, folder)));
}

async function loadPlugin(name: string, folder: string): Promise<GatewayPlugin> {
  const given = await importFrom(folder, name).catch((cause: unknown) => {
    throw new StartRefusedError(
      `GATEWAY_PLUGINS: ${name} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  });
  const plugin: unknown = typeof given === 'function' ? await (given as () => unknown)() : given;
  if (typeof plugin !== 'object' || plugin === null) {
    throw new StartRefusedError(
      `GATEWAY_PLUGINS: the default export of ${name} must be an Apollo Server plugin, or a function that returns one.`,
    );
  }
  return plugin;
}

async function importFrom(folder: string, name: string): Promise<unknown> {
  const path = createRequire(join(folder, 'package.json')).resolve(name);
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  return module.default;
}
