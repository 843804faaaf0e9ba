/** GitHub's own language service, with the inputs and outputs of the actions of this repository. */
import './json-modules.ts';
import { readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isMap, isScalar, parse, parseDocument, visit } from 'yaml';
import { nearMiss } from '../src/text/near-miss.ts';
import { ownerOf, REPOSITORY_NAME } from './owner.ts';
import type { Source } from './workflow-sources.ts';

// Imported only now: the line above has to be in force when they load.
const { validate } = await import('@actions/languageservice');
const { data, DescriptionDictionary } = await import('@actions/expressions');
const { FeatureFlags } = await import('@actions/expressions/features');
const { parseActionReference } = await import('@actions/languageservice/action');

type Dictionary = InstanceType<typeof DescriptionDictionary>;
type Config = NonNullable<Parameters<typeof validate>[1]>;
type Metadata = Awaited<ReturnType<NonNullable<Config['actionsMetadataProvider']>['fetchActionMetadata']>>;
type MetadataOf = (uses: string) => Metadata;

/** The name under which the documentation uses the actions of this repository. */
export const OWN_REPOSITORY = `${ownerOf(join(import.meta.dirname, '..'))}/${REPOSITORY_NAME}`;

/** A problem in a text. `line` counts from 1 within the text. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

/**
 * Checks syntax, expressions, inputs, and the outputs that steps of our actions are asked for.
 *
 * @param otherNames `owner/repository` of copies of this repository under another name. Each repository that is
 * called data-flow-action counts as one, whoever owns it.
 */
export async function findProblems(
  root: string,
  source: Source,
  otherNames: readonly string[] = [],
): Promise<Finding[]> {
  texts += 1;
  const name = source.kind === 'action' ? `${texts}/action.yml` : `.github/workflows/example-${texts}.yml`;
  const text = isInside(root, source.file) ? withLocalActionsNamed(source.text) : source.text;
  const document = TextDocument.create(`file:///${name}`, 'yaml', 1, text);
  const metadata: MetadataOf = (uses) => metadataOf(root, uses, otherNames);
  const diagnostics = await validate(document, configFor(metadata));
  return diagnostics
    .filter(({ severity }) => severity === undefined || severity <= WARNING)
    .map(({ range, message }) => ({
      line: range.start.line + 1,
      message: withSuggestion(
        typeof message === 'string' ? message : message.value,
        usesAt(text, document.offsetAt(range.start)),
        metadata,
      ),
    }));
}

function isInside(root: string, file: string): boolean {
  const path = relative(root, resolve(root, file));
  return !path.startsWith('..') && !isAbsolute(path);
}

/** `./` and `./get-job` as if they were used from another repository: only those are looked up. */
function withLocalActionsNamed(text: string): string {
  return text.replace(/(uses:\s+)\.\/([\w-]*)\s*$/gm, (_line, key: string, folder: string) => {
    return `${key}${OWN_REPOSITORY}${folder && `/${folder}`}@v1`;
  });
}

/** The message about an unknown input, with the input that was probably meant. */
function withSuggestion(message: string, uses: string | undefined, metadata: MetadataOf): string {
  const [, input] = /^Invalid action input '(.*)'$/.exec(message) ?? [];
  if (input === undefined || uses === undefined) return message;
  const meant = nearMiss(input, Object.keys(metadata(uses)?.inputs ?? {}));
  return meant === undefined ? message : `${message}; did you mean '${meant}'?`;
}

/** What the step uses whose `with` has a key at this place of the text. */
function usesAt(text: string, offset: number): string | undefined {
  let uses: string | undefined;
  visit(parseDocument(text), {
    Map(_key, step) {
      const inputs = step.get('with');
      if (!isMap(inputs)) return;
      const isHere = inputs.items.some(({ key }) => isScalar(key) && key.range?.[0] === offset);
      if (isHere) uses = String(step.get('uses'));
    },
  });
  return uses;
}

/** Each text has its own name: the language service keeps parsed texts by name. */
let texts = 0;
/** Of the protocol's severities: errors and warnings count, notes don't. */
const WARNING = 2;

function configFor(metadata: MetadataOf): Config {
  return {
    featureFlags: new FeatureFlags({ allowBackgroundSteps: true }),
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path, ref }) =>
        metadata(`${owner}/${name}${path ? `/${path}` : ''}@${ref}`),
    },
    contextProviderConfig: {
      getContext: async (name, known, { job, step }) => {
        if (name !== 'steps' || !known) return undefined;
        const steps = new DescriptionDictionary();
        for (const { key, value } of known.pairs()) {
          const uses = (job?.steps ?? []).flatMap((each) =>
            each.id === key && each.id !== step?.id && 'uses' in each ? [each.uses.value] : [],
          );
          const outputs = uses.map((each) => metadata(each)?.outputs)[0];
          steps.add(
            key,
            outputs && value instanceof DescriptionDictionary ? withOutputs(value, outputs) : value,
          );
        }
        return steps;
      },
    },
  };
}

/** Ours as action.yml says; of others nothing is known, so that their inputs are not checked. */
function metadataOf(root: string, uses: string, otherNames: readonly string[]): Metadata {
  const reference = parseActionReference(uses);
  if (!reference) return undefined;
  const repository = `${reference.owner}/${reference.name}`;
  if (reference.name !== REPOSITORY_NAME && !otherNames.includes(repository)) {
    return { name: repository, description: '' };
  }
  try {
    return parse(readFileSync(join(root, reference.path ?? '.', 'action.yml'), 'utf8')) as Metadata;
  } catch {
    return undefined;
  }
}

function withOutputs(context: Dictionary, names: Record<string, unknown>): Dictionary {
  const outputs = new DescriptionDictionary();
  for (const name of Object.keys(names)) outputs.add(name, new data.StringData(''));
  const complete = new DescriptionDictionary();
  complete.add('outputs', outputs);
  for (const { key, value } of context.pairs()) if (key !== 'outputs') complete.add(key, value);
  return complete;
}
