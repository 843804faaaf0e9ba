import { configureJob } from './index.js';
await configureJob();
