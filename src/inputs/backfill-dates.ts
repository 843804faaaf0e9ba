import { DATE_FORMS, type DateStep, dateText, parseStep, STEP_FORMS } from '../time/calendar-date.ts';
import { type DateAndNext, datesBetween, datesOfList, WrongDates } from '../time/date-list.ts';
import { parseText } from './mapping.ts';
import { NotAMapping } from './not-a-mapping.ts';
import type { InputReader } from './reader.ts';

const ORDERS = ['oldest-first', 'newest-first'] as const;
const DEFAULT_STEP = '1d';
const LIST_FORMS = 'a list of dates, such as 2026-11-01, 2026-11-02, as YAML or JSON or separated by commas';

/**
 * The inputs from, to, step, dates and order: the dates to run a job for, each once, in the order to run them in.
 * @param usesNext whether `{next}` is in use: then a date whose next one is not clear is a problem
 */
export async function readDates(reader: InputReader, usesNext: boolean): Promise<DateAndNext[]> {
  const step = readStep(reader);
  const order = reader.choice('order', ORDERS, 'oldest-first');
  const oldestFirst = await readOldestFirst(reader, step);
  const unclear = usesNext ? oldestFirst.find(({ otherNext }) => otherNext !== undefined) : undefined;
  if (unclear?.otherNext)
    reader.problem(
      `dates: with step in months, {next} of ${dateText(unclear.date)} can be ${dateText(unclear.next)} or ${dateText(unclear.otherNext)}; give from and to instead.`,
    );
  return order === 'oldest-first' ? oldestFirst : oldestFirst.toReversed();
}

function readStep(reader: InputReader): DateStep {
  const text = reader.text('step') ?? DEFAULT_STEP;
  const step = parseStep(text);
  if (!step) reader.wrong('step', text, STEP_FORMS);
  return step ?? { count: 1, unit: 'd' };
}

async function readOldestFirst(reader: InputReader, step: DateStep): Promise<DateAndNext[]> {
  const [from, to, list] = [reader.text('from'), reader.text('to'), reader.text('dates')];
  if (list !== undefined) {
    if (from !== undefined || to !== undefined)
      reader.problem('dates: given together with from or to; give from and to, or dates.');
    const texts = await listOf(reader, list);
    return texts ? checked(reader, 'dates', () => datesOfList(texts, step)) : [];
  }
  if (from !== undefined && to !== undefined)
    return checked(reader, 'from, to', () => datesBetween(from, to, step));
  if (from === undefined && to === undefined)
    reader.problem('from, to: not given; give from and to, or dates.');
  else if (from === undefined) reader.required('from', `the first date, ${DATE_FORMS}`);
  else reader.required('to', `the last date, ${DATE_FORMS}`);
  return [];
}

function checked(reader: InputReader, inputs: string, read: () => DateAndNext[]): DateAndNext[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WrongDates)) throw error;
    reader.problem(`${inputs}: ${error.message}`);
    return [];
  }
}

/** The texts of a list; undefined when it is none. */
async function listOf(reader: InputReader, text: string): Promise<string[] | undefined> {
  const value = await listValue(text);
  const texts = typeof value === 'string' ? value.split(/[\s,]+/).filter((each) => each !== '') : value;
  if (Array.isArray(texts) && texts.length > 0 && texts.every((each) => typeof each === 'string'))
    return texts.map((each) => each.trim());
  reader.wrong('dates', text, LIST_FORMS);
  return undefined;
}

/** Undefined for what is neither YAML nor JSON. */
async function listValue(text: string): Promise<unknown> {
  try {
    return await parseText(text, () => true);
  } catch (error) {
    if (error instanceof NotAMapping) return undefined;
    throw error;
  }
}
