/** GitHub's own language service, told what the actions of this repository take in and put out. */
import './json-modules.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';
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

/** The name under which the documentation uses the actions of this repository. */
export const OWN_REPOSITORY = `${ownerOf(join(import.meta.dirname, '..'))}/${REPOSITORY_NAME}`;

/** What is wrong with a text. `line` counts from 1 within the text. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

/** Checks syntax, expressions, inputs, and the outputs that steps of our actions are asked for. */
export async function findProblems(root: string, source: Source): Promise<Finding[]> {
  texts += 1;
  const name = source.kind === 'action' ? `${texts}/action.yml` : `.github/workflows/example-${texts}.yml`;
  const text = source.text.replace(/(uses:\s+)\.\/([\w-]*)\s*$/gm, (_line, key: string, folder: string) => {
    return `${key}${OWN_REPOSITORY}${folder && `/${folder}`}@v1`;
  });
  const document = TextDocument.create(`file:///${name}`, 'yaml', 1, text);
  const diagnostics = await validate(document, configFor(root));
  return diagnostics
    .filter(({ severity }) => severity === undefined || severity <= WARNING)
    .map(({ range, message }) => ({
      line: range.start.line + 1,
      message: typeof message === 'string' ? message : message.value,
    }));
}

/** Each has a name of its own: the language service keeps what it has parsed under its name. */
let texts = 0;
/** Of the protocol's severities: errors and warnings count, notes don't. */
const WARNING = 2;

function configFor(root: string): Config {
  return {
    featureFlags: new FeatureFlags({ allowBackgroundSteps: true }),
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name, path }) => metadata(root, `${owner}/${name}`, path),
    },
    contextProviderConfig: {
      getContext: async (name, known, { job, step }) => {
        if (name !== 'steps' || !known) return undefined;
        const steps = new DescriptionDictionary();
        for (const { key, value } of known.pairs()) {
          const uses = (job?.steps ?? []).flatMap((each) =>
            each.id === key && each.id !== step?.id && 'uses' in each ? [each.uses.value] : [],
          );
          const outputs = uses.map((each) => metadataOf(root, each)?.outputs)[0];
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

function metadataOf(root: string, uses: string): Metadata {
  const reference = parseActionReference(uses);
  return reference && metadata(root, `${reference.owner}/${reference.name}`, reference.path);
}

/** Ours as action.yml says; of others nothing is known, so that their inputs are not checked. */
function metadata(root: string, repository: string, folder = '.'): Metadata {
  if (repository !== OWN_REPOSITORY) return { name: repository, description: '' };
  try {
    return parse(readFileSync(join(root, folder, 'action.yml'), 'utf8')) as Metadata;
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
