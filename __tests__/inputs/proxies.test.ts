import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readProxies } from '../../src/inputs/proxies.ts';
import { sourceOf } from '../support/inputs.ts';

/** The proxies, with all that is masked and all that is wrong. */
function read(environment: Record<string, string>) {
  const { reader, masked } = sourceOf({}, environment);
  const proxies = readProxies(reader);
  const problems: string[] = [];
  try {
    reader.finish();
  } catch (error) {
    problems.push(String(error));
  }
  return { ...proxies, masked, problems };
}

const known = (url: string, address: string, variable: string) => ({ url, address, variable });

describe('the proxy of the environment', () => {
  it.each([
    ['http://127.0.0.1:3128', 'http://127.0.0.1:3128/', '127.0.0.1:3128'],
    ['127.0.0.1:3128', 'http://127.0.0.1:3128/', '127.0.0.1:3128'],
    ['proxy.corp:3128', 'http://proxy.corp:3128/', 'proxy.corp:3128'],
    ['proxy', 'http://proxy/', 'proxy:80'],
    ['  HTTP://Proxy.Corp:3128/ ', 'http://proxy.corp:3128/', 'proxy.corp:3128'],
    ['https://proxy.corp', 'https://proxy.corp/', 'proxy.corp:443'],
    ['[::1]:3128', 'http://[::1]:3128/', '[::1]:3128'],
    ['user@proxy.corp:3128', 'http://user@proxy.corp:3128/', 'proxy.corp:3128'],
  ])('%s is read', (text, url, address) => {
    expect(read({ HTTPS_PROXY: text }).https).toEqual(known(url, address, 'HTTPS_PROXY'));
  });

  it('in lower case goes before upper case, and a blank one is none', () => {
    const { https, http } = read({
      https_proxy: ' ',
      HTTPS_PROXY: 'b:1',
      http_proxy: 'c:1',
      HTTP_PROXY: 'd:1',
    });
    expect([https?.variable, http?.variable]).toEqual(['HTTPS_PROXY', 'http_proxy']);
  });

  it('for plain http is for https too where that has none', () => {
    expect(read({ HTTP_PROXY: 'a:1' }).https).toMatchObject({ address: 'a:1', variable: 'HTTP_PROXY' });
    expect(read({ HTTPS_PROXY: 'a:1' }).http).toBeUndefined();
  });

  it.each([
    'socks5://proxy.corp:1080',
    'http://u:pass/word@proxy.corp:3128',
    'http://proxy corp',
    'http://a b',
    'a:b:c',
    'proxy.corp/path',
  ])('%s is a problem that names the variable and not the value', (text) => {
    const { https, problems } = read({ https_proxy: text });
    expect(https).toBeUndefined();
    expect(problems.join()).toContain('https_proxy in the environment is not the address of a proxy');
    expect(problems.join()).not.toContain(text);
  });
});

describe('the password of a proxy', () => {
  it('is masked as it is written and as it is decoded', () => {
    const { masked } = read({ HTTPS_PROXY: 'http://user:p%40ss-word@proxy.corp:3128' });
    expect(masked).toEqual(expect.arrayContaining(['p%40ss-word', 'p@ss-word']));
  });

  it('is masked in an address that is none', () => {
    expect(read({ HTTPS_PROXY: 'http://user:pass/word@proxy.corp' }).masked).toContain('pass/word');
  });

  it('of less than 8 characters is not masked: it may be a common word', () => {
    expect(read({ HTTPS_PROXY: 'http://user:default@proxy.corp' }).masked).toEqual([]);
  });

  it('arrives whole, whatever it is', () => {
    const secrets = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(secrets, secrets, (user, password) => {
        const text = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy.corp:3128`;
        const { https, problems } = read({ HTTPS_PROXY: text });
        const url = new URL(https?.url ?? '');
        expect(problems).toEqual([]);
        expect([url.username, url.password].map(decodeURIComponent)).toEqual([user, password]);
      }),
    );
  });

  it('may hold a percent sign that encodes nothing', () => {
    const { https } = read({ HTTPS_PROXY: 'http://user:50%off@proxy.corp:3128' });
    expect(decodeURIComponent(new URL(https?.url ?? '').password)).toBe('50%off');
  });
});
