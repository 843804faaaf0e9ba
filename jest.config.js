const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.transform.js' },
  moduleFileExtensions: ['ts', 'js', 'json'],
};

export default {
  testTimeout: 60_000,
  coverageProvider: 'v8',
  // More than a small machine has cores: end-to-end tests wait most of their time, each for a process of its own.
  maxWorkers: 5,
  maxConcurrency: 10,
  collectCoverageFrom: ['src/**/*.ts'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/__tests__/e2e/', '<rootDir>/__tests__/outside/'],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'] },
    { ...shared, displayName: 'outside', testMatch: ['<rootDir>/__tests__/outside/**/*.test.ts'] },
  ],
};
