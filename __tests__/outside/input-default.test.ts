import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../e2e/step.ts';

const SCHEMA = join(ROOT, 'node_modules/@actions/workflow-parser/dist/action-v1.0.min.json');

/** What GitHub's own evaluator makes of an expression. */
function evaluated(expression: string, strategy: Record<string, number>): string {
  const pairs = Object.entries(strategy).map(([key, value]) => ({ key, value: new data.NumberData(value) }));
  const contexts = new data.Dictionary({ key: 'strategy', value: new data.Dictionary(...pairs) });
  const { tokens } = new Lexer(expression).lex();
  return new Evaluator(new Parser(tokens, ['strategy'], []).parse(), contexts).evaluate().coerceString();
}

describe('the default of matrixIndex', () => {
  const { inputs } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const [, expression = ''] = /^\$\{\{(.*)\}\}$/.exec(inputs['matrixIndex']?.default ?? '') ?? [];

  it.each([0, 1, 255])('is the index of the matrix leg, going by the evaluator of GitHub: %i', (index) => {
    expect(evaluated(expression, { 'job-index': index, 'job-total': 256 })).toBe(String(index));
  });

  it('uses a context that an input may use, going by the schema of GitHub', () => {
    const { definitions } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
    expect(definitions.input.mapping.properties.default).toBe('input-default-context');
    expect(definitions['input-default-context'].context).toContain('strategy');
  });
});

describe('the validator of GitHub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
  const problemsWith = (expression: string): string => {
    const file = join(folder, 'action.yml');
    writeFileSync(file, text.replace('strategy.job-index', expression));
    return spawnSync(process.execPath, [join(ROOT, 'scripts/check-workflows.ts'), file], { encoding: 'utf8' })
      .stdout;
  };

  it('accepts the default, and would refuse one that uses a context that inputs may not use', () => {
    expect(problemsWith('strategy.job-index')).toContain(' 0 problems');
    expect(problemsWith('steps.one.outputs.x')).toMatch(/action\.yml:\d+: /);
  });
});
