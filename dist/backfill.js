import { backfill } from './index.js';
await backfill();
