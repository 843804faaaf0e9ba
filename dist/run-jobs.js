import { runJobs } from './index.js';
await runJobs();
