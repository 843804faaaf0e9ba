import { stripTypeScriptTypes } from 'node:module';

/** TypeScript for jest: the types are blanked out in place, so that lines and columns stay true. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
