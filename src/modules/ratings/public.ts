// The door of ratings: for those who rate through other doors.

export { rate } from './service.ts';
