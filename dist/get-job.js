import { getJob } from './index.js';
await getJob();
