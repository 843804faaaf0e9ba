/** The modules of a bundle, from the statistics that ncc writes. */
import { readFileSync } from 'node:fs';

/** A module of the bundle. */
export interface BundledModule {
  /** Its file, before bundling. */
  readonly file: string;
  /** The package that it comes from; undefined for the project's own. */
  readonly packageName: string | undefined;
  /** The folder of that package. */
  readonly packageFolder: string | undefined;
}

/** The part of webpack's statistics that is read here. */
interface StatisticsModule {
  readonly nameForCondition?: string | null;
  /** Left out of the bundle, unless another module has it inside. */
  readonly orphan?: boolean;
  /** The modules that were joined into this one. */
  readonly modules?: readonly StatisticsModule[];
}

/** @param statisticsFile as `ncc build --stats-out` writes it */
export function modulesOf(statisticsFile: string): BundledModule[] {
  const { modules }: { modules: readonly StatisticsModule[] } = JSON.parse(
    readFileSync(statisticsFile, 'utf8'),
  );
  const files = modules
    .filter(({ orphan }) => !orphan)
    .flatMap((module) => module.modules ?? [module])
    .flatMap(({ nameForCondition }) => nameForCondition ?? []);
  return [...new Set(files)].sort().map(bundledModule);
}

function bundledModule(file: string): BundledModule {
  const [, packageFolder, packageName] =
    /^(.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+))/.exec(file) ?? [];
  return { file, packageFolder, packageName: packageName?.replaceAll('\\', '/') };
}
