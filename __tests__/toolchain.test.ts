import { describe, expect, it } from '@jest/globals';

describe('the toolchain', () => {
  it('runs on the Node version that the action runs on', () => {
    expect(process.versions.node.split('.')[0]).toBe('24');
  });
});
