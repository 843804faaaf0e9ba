import { nearMiss } from '../text/near-miss.ts';

const PREFIX = 'INPUT_';

/**
 * Variables that the runner made of `with:` and that are no input of the action, but resemble one: `dry-run: true`
 * would otherwise start a real execution. All other unknown ones are ignored.
 * @param names the action's inputs
 * @returns one problem for each
 */
export function misspelled(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): string[] {
  const known = new Set(names.map(variableOf));
  return Object.keys(environment)
    .filter((variable) => variable.startsWith(PREFIX) && !known.has(variable))
    .flatMap((variable) => {
      const given = variable.slice(PREFIX.length).toLowerCase();
      const meant = nearMiss(given, names);
      return meant === undefined ? [] : [`${given}: there is no such input; did you mean ${meant}?`];
    });
}

/** The runner's rule for names of variables. */
function variableOf(name: string): string {
  return PREFIX + name.replaceAll(' ', '_').toUpperCase();
}
