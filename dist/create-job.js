import { createJob } from './index.js';
await createJob();
