import { expect } from '@jest/globals';

/** 400 of Data Flow's own, as 2025 gives it for wrong fields. */
export const badParameter = { status: 400, json: { detail: expect.any(String), errorType: 'bad-parameter' } };

/** 400 of 2026 for these wrong fields. */
export const wrongFields = (...fields: readonly string[]) => ({
  status: 400,
  json: {
    error: {
      errorCode: '100',
      message: 'Bad Request Exception',
      fieldErrors: fields.map((field) => ({ field, message: expect.any(String) })),
    },
  },
});
