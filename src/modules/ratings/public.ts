// The door of ratings: for those who rate, and work on what was rated poorly, through other doors.

export { listWorkOrders, rate, showWords, wordsToLookAt, workOn } from './service.ts';
