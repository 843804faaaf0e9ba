import { describe, expect, it } from '@jest/globals';
import { readConnection } from '../../src/inputs/connection.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

const given = { accessKey: 'A', secretKey: 'S' };

describe('the keys', () => {
  it.each([
    ['the inputs first', { accessKey: 'in' }, { NCLOUD_ACCESS_KEY_ID: 'id', NCLOUD_ACCESS_KEY: 'key' }, 'in'],
    ['then NCLOUD_ACCESS_KEY_ID', {}, { NCLOUD_ACCESS_KEY_ID: 'id', NCLOUD_ACCESS_KEY: 'key' }, 'id'],
    ['then NCLOUD_ACCESS_KEY', {}, { NCLOUD_ACCESS_KEY: ' key\n' }, 'key'],
    [
      'what is blank is not given',
      { accessKey: ' ' },
      { NCLOUD_ACCESS_KEY_ID: '', NCLOUD_ACCESS_KEY: 'k' },
      'k',
    ],
  ])('access key: %s', (_rule, inputs, environment, expected) => {
    const { reader } = sourceOf({ secretKey: 'S', ...inputs }, environment);
    expect(readConnection(reader).keys).toEqual({ accessKey: expected, secretKey: 'S' });
  });

  it.each([
    [
      'the inputs first',
      { secretKey: 'in' },
      { NCLOUD_SECRET_ACCESS_KEY: 'a', NCLOUD_SECRET_KEY: 'b' },
      'in',
    ],
    ['then NCLOUD_SECRET_ACCESS_KEY', {}, { NCLOUD_SECRET_ACCESS_KEY: 'a', NCLOUD_SECRET_KEY: 'b' }, 'a'],
    ['then NCLOUD_SECRET_KEY', {}, { NCLOUD_SECRET_KEY: 'b' }, 'b'],
  ])('secret key: %s', (_rule, inputs, environment, expected) => {
    const { reader } = sourceOf({ accessKey: 'A', ...inputs }, environment);
    expect(readConnection(reader).keys.secretKey).toBe(expected);
  });

  it('are all masked, those of the environment too, before anything else is read', () => {
    const order: string[] = [];
    const names = [
      'NCLOUD_ACCESS_KEY_ID',
      'NCLOUD_ACCESS_KEY',
      'NCLOUD_SECRET_ACCESS_KEY',
      'NCLOUD_SECRET_KEY',
    ];
    const environment = Object.fromEntries(names.map((name) => [name, `secret of ${name}`]));
    const { source, masked } = sourceOf({ ...given, apiUrl: 'no address' }, environment);
    const { reader } = sourceOf();
    Object.assign(reader, {
      source: {
        environment,
        input: (name: string) => {
          order.push(name);
          return source.input(name);
        },
        mask: (secret: string) => {
          order.push('mask');
          source.mask(secret);
        },
      },
    });
    readConnection(reader);
    expect(masked).toEqual(expect.arrayContaining(['A', 'S', ...Object.values(environment)]));
    expect(order.lastIndexOf('mask')).toBeLessThan(order.indexOf('apiUrl'));
  });

  it('are not masked when they are short, in the environment and not used', () => {
    const environment = {
      NCLOUD_ACCESS_KEY_ID: 'test',
      NCLOUD_ACCESS_KEY: '12345678',
      NCLOUD_SECRET_KEY: 's',
    };
    const { reader, masked } = sourceOf({ accessKey: 'A' }, environment);
    readConnection(reader);
    expect(masked).toEqual(['A', '12345678', 's']);
  });

  it('that are not there are problems that name the variables too', async () => {
    const { reader } = sourceOf();
    readConnection(reader);
    expect(await problemsOf(() => reader.finish())).toEqual([
      'accessKey: not given; set the input, or NCLOUD_ACCESS_KEY_ID or NCLOUD_ACCESS_KEY in the environment.',
      'secretKey: not given; set the input, or NCLOUD_SECRET_ACCESS_KEY or NCLOUD_SECRET_KEY in the environment.',
    ]);
  });

  it.each(['a b', 'a\nb', '비밀', 'a\u0000'])(
    'cannot be %j, which the problem does not show',
    async (key) => {
      const { reader } = sourceOf({ ...given, secretKey: key });
      readConnection(reader);
      const [problem = '', ...others] = await problemsOf(() => reader.finish());
      expect(others).toEqual([]);
      expect(problem).toMatch(/^secretKey: /);
      expect(problem).not.toContain(key);
    },
  );
});

describe('apiUrl', () => {
  it.each([
    ['', 'https://dataflow.apigw.ntruss.com'],
    ['https://example.com', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['https://Example.com:443', 'https://example.com'],
    ['https://10.0.0.1:8443', 'https://10.0.0.1:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:1', 'http://127.0.0.1:1'],
    ['http://127.8.9.1', 'http://127.8.9.1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%j means %s', (apiUrl, origin) => {
    expect(readConnection(sourceOf({ ...given, apiUrl }).reader).apiOrigin).toBe(origin);
  });

  it.each([
    'http://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'ftp://localhost',
    'example.com',
    'https://example.com/api/v1',
    'https://example.com?x=1',
    'https://example.com#x',
    'https://user@example.com',
    'javascript:alert(1)',
    'https://',
  ])('cannot be %s', async (apiUrl) => {
    const { reader } = sourceOf({ ...given, apiUrl });
    readConnection(reader);
    expect(await problemsOf(() => reader.finish())).toEqual([expect.stringMatching(/^apiUrl: /)]);
  });
});

describe('the problem with an address', () => {
  it.each([
    'https://u:hunter2@example.com',
    'https://hunter2@example.com',
    'https://u:hunter2@example.com/path',
    'ftp://u:hunter2@example.com',
    'https://u:hunter2@',
    'https://u:a@hunter2@example.com/',
    'https://u:a/hunter2@example.com/',
    'hunter2@example.com',
  ])('does not show a password in it: %s', async (apiUrl) => {
    const { reader } = sourceOf({ ...given, apiUrl });
    readConnection(reader);
    const [problem, ...others] = await problemsOf(() => reader.finish());
    expect(others).toEqual([]);
    expect(problem).toMatch(/^apiUrl: .*not shown: it holds an @/);
    expect(problem).not.toContain('hunter2');
  });
});

describe('requestTimeout', () => {
  it.each([
    ['', 30_000],
    ['5', 5_000],
    ['1m', 60_000],
  ])('%j is %i ms', (requestTimeout, ms) => {
    expect(readConnection(sourceOf({ ...given, requestTimeout }).reader).requestTimeoutMs).toBe(ms);
  });

  it('of no time is a problem', async () => {
    const { reader } = sourceOf({ ...given, requestTimeout: '0' });
    readConnection(reader);
    expect(await problemsOf(() => reader.finish())).toEqual([expect.stringMatching(/^requestTimeout: "0"/)]);
  });
});
